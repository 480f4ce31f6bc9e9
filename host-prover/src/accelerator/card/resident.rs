//! Bases that stay in card memory from one job to the next.

use super::{AcceleratorError, encoding, multiples};
use crate::{
    curve::CardPoint,
    key::{Bases, BasesId},
};
use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};
use zkcard_driver::{BaseSet, DriverError, Session, memory::Region};
use zkcard_wire::{
    BaseKind,
    job::JobStatus,
    layout::{self, WORD_BYTES, Windows},
};

/// Bases that are encoded and sent together.
const CHUNK: usize = 1 << 14;

/// Part of card memory that bases with multiples may take: one in so many words.
const SHARE_OF_MULTIPLES: usize = 2;

/// A set of bases in card memory, which the card knows.
pub(super) struct Resident {
    pub(super) set: BaseSet,
    region: Region,
    /// Which bases of the set they are: those not at infinity.
    pub(super) indices: Vec<u32>,
    /// When it was used last, on a clock of uses.
    used: u64,
}

/// All sets of bases in card memory.
#[derive(Default)]
pub(super) struct ResidentBases {
    sets: HashMap<BasesId, Resident>,
    uses: u64,
    /// Sets with multiples that made room for others. They come again as bases alone, so
    /// that keys that take turns do not have their multiples made each time.
    displaced: HashSet<BasesId>,
    /// Longest wait for a place in the card's queue when a set is declared or dropped.
    pub(super) patience: Duration,
}

impl ResidentBases {
    /// The set in card memory, sent there if it is not: with multiples if `pay`, which
    /// is told which bases are not infinity, and if these fit beside what is there.
    /// Sets that were not used for the longest time make room for bases alone, but
    /// for those `in_use`.
    pub(super) fn load<P: CardPoint>(
        &mut self,
        session: &mut Session,
        bases: &Bases<P>,
        pay: impl FnOnce(&Session, &[u32]) -> bool,
        in_use: &[BasesId],
    ) -> Result<&Resident, AcceleratorError> {
        self.uses += 1;
        let id = bases.id();
        if !self.sets.contains_key(&id) {
            // Points at infinity contribute nothing, and in the keys of real
            // circuits they are the majority of A and B.
            let indices = bases.finite_indices();
            let wanted = !self.displaced.contains(&id) && pay(session, &indices);
            let raised = match wanted {
                true => self.room_for_multiples(session, indices.len())?,
                false => None,
            };
            let (kind, region) = match raised {
                Some(region) => (BaseKind::Multiples, region),
                None => {
                    let kind = BaseKind::of(P::GROUP);
                    let words = indices.len() * base_words(session, kind)?;
                    (kind, self.room(session, words, in_use)?)
                }
            };
            let set = self.send(session, bases, kind, region, &indices, in_use);
            let resident = Resident {
                set: set.inspect_err(|_| session.release(region))?,
                region,
                indices,
                used: 0,
            };
            self.sets.insert(id, resident);
        }
        let set = self.sets.get_mut(&id).ok_or(AcceleratorError::WorkerGone)?;
        set.used = self.uses;
        Ok(set)
    }

    /// Words for `count` bases with multiples if all such sets stay within their share
    /// and neither this one nor a job over it makes another set give way: multiples
    /// are dear to make, and bases alone do as well.
    fn room_for_multiples(
        &self,
        session: &mut Session,
        count: usize,
    ) -> Result<Option<Region>, AcceleratorError> {
        let kind = BaseKind::Multiples;
        let words = count * base_words(session, kind)?;
        let taken = self.sets.values().filter(|set| set.set.kind() == kind);
        let taken: usize = taken.map(|set| set.region.words as usize).sum();
        let identity = session.identity();
        if taken + words > identity.memory_words as usize / SHARE_OF_MULTIPLES {
            return Ok(None);
        }
        let result = identity.windows_of(kind).map(Windows::result_words);
        let wanted = [words, layout::scalar_words(count), result.unwrap_or(0)];
        Ok(reserve_first(session, wanted)?)
    }

    /// Sends bases to the card and tells it of them.
    fn send<P: CardPoint>(
        &mut self,
        session: &mut Session,
        bases: &Bases<P>,
        kind: BaseKind,
        region: Region,
        indices: &[u32],
        in_use: &[BasesId],
    ) -> Result<BaseSet, AcceleratorError> {
        write(session, region, bases, kind, indices)?;
        let count = indices.len() as u32;
        Ok(self.declare(session, kind, region, count, in_use)?)
    }

    /// Words of card memory, for which what is being cleared is awaited and idle sets
    /// are given up if they must be.
    pub(super) fn room(
        &mut self,
        session: &mut Session,
        words: usize,
        in_use: &[BasesId],
    ) -> Result<Region, DriverError> {
        loop {
            match session.reserve(words) {
                Err(DriverError::MemoryFull { .. })
                    if session.wait_for_clears(self.patience)? => {}
                Err(full @ DriverError::MemoryFull { .. }) => self.evict(session, in_use, full)?,
                result => return result,
            }
        }
    }

    /// Tells the card of bases, for which an idle set is given up if it must be.
    fn declare(
        &mut self,
        session: &mut Session,
        kind: BaseKind,
        region: Region,
        count: u32,
        in_use: &[BasesId],
    ) -> Result<BaseSet, DriverError> {
        match session.declare(kind, region, count, self.patience) {
            Err(full @ DriverError::SetsFull { .. }) => {
                self.evict(session, in_use, full)?;
                session.declare(kind, region, count, self.patience)
            }
            result => result,
        }
    }

    /// Gives up the set that was not used for the longest time; if all are in
    /// use, nothing but the error `full` is left.
    fn evict(
        &mut self,
        session: &mut Session,
        in_use: &[BasesId],
        full: DriverError,
    ) -> Result<(), DriverError> {
        let idle = self.sets.iter().filter(|(id, _)| !in_use.contains(id));
        let oldest = idle.min_by_key(|(_, set)| set.used).map(|(id, _)| *id);
        let id = oldest.ok_or(full)?;
        let set = self.sets.get(&id).map(|resident| resident.set);
        if set.is_some_and(|set| set.kind() == BaseKind::Multiples) {
            self.displaced.insert(id);
        }
        self.forget(session, id)
    }

    /// Gives up a set.
    pub(super) fn forget(&mut self, session: &mut Session, id: BasesId) -> Result<(), DriverError> {
        if let Some(resident) = self.sets.get(&id) {
            session.forget(resident.set, self.patience)?;
            session.release(resident.region);
            self.sets.remove(&id);
        }
        Ok(())
    }
}

/// Words of a base of a kind.
fn base_words(session: &Session, kind: BaseKind) -> Result<usize, DriverError> {
    let words = session.identity().base_words(kind);
    words.ok_or(DriverError::Job(JobStatus::Unsupported))
}

/// The first of some regions if there is room for all of them.
fn reserve_first(session: &mut Session, wanted: [usize; 3]) -> Result<Option<Region>, DriverError> {
    let mut taken = vec![];
    let reserved = wanted.iter().try_for_each(|words| {
        taken.push(session.reserve(*words)?);
        Ok(())
    });
    let kept = usize::from(reserved.is_ok());
    taken
        .drain(kept..)
        .for_each(|region| session.release(region));
    match reserved {
        Ok(()) => Ok(taken.pop()),
        Err(DriverError::MemoryFull { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Writes some bases from the start of a region on.
fn write<P: CardPoint>(
    session: &mut Session,
    region: Region,
    bases: &Bases<P>,
    kind: BaseKind,
    indices: &[u32],
) -> Result<(), AcceleratorError> {
    let shared = session.identity().multiples;
    let shared = shared.filter(|_| kind == BaseKind::Multiples);
    let mut offset = 0;
    for chunk in indices.chunks(CHUNK) {
        let bytes = match &shared {
            Some(shared) => multiples::bases(bases, chunk, shared)?,
            None => encoding::bases(bases, chunk)?,
        };
        session.write(region, offset, &bytes)?;
        offset += bytes.len();
        debug_assert!(offset.is_multiple_of(WORD_BYTES), "bases are whole words");
    }
    Ok(())
}
