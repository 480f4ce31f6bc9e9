//! Bases that stay in card memory from one job to the next.

use super::{AcceleratorError, encoding, multiples};
use crate::{
    curve::CardPoint,
    key::{Bases, BasesId},
};
use std::{collections::HashMap, time::Duration};
use zkcard_driver::{BaseSet, DriverError, Identity, Session, memory::Region};
use zkcard_wire::{BaseKind, job::JobStatus, layout::WORD_BYTES};

/// Bases that are encoded and sent together.
const CHUNK: usize = 1 << 14;

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
    /// Longest wait for a place in the card's queue when a set is declared or dropped.
    pub(super) patience: Duration,
}

impl ResidentBases {
    /// The set in card memory, sent there if it is not: with multiples if these
    /// fit and `pay`, which is told which bases are not infinity. Sets that were
    /// not used for the longest time make room, but for those `in_use`.
    pub(super) fn load<P: CardPoint>(
        &mut self,
        session: &mut Session,
        bases: &Bases<P>,
        pay: impl FnOnce(&Identity, &[u32]) -> bool,
        in_use: &[BasesId],
    ) -> Result<&Resident, AcceleratorError> {
        self.uses += 1;
        let id = bases.id();
        if !self.sets.contains_key(&id) {
            // Points at infinity contribute nothing, and in the keys of real
            // circuits they are the majority of A and B.
            let indices = bases.finite_indices();
            let fit = self.have_room_for_multiples(session, indices.len());
            let wanted = fit && pay(session.identity(), &indices);
            let mut send = |kind| self.send(session, bases, kind, &indices, in_use);
            let sent = wanted.then(|| send(BaseKind::Multiples));
            let (set, region) = match sent {
                None | Some(Err(AcceleratorError::Driver(DriverError::MemoryFull { .. }))) => {
                    send(BaseKind::of(P::GROUP))?
                }
                Some(sent) => sent?,
            };
            let resident = Resident {
                set,
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

    /// Whether all bases with multiples would take no more than their share of
    /// card memory if there were `count` further ones.
    fn have_room_for_multiples(&self, session: &Session, count: usize) -> bool {
        let identity = session.identity();
        let Some(words) = identity.base_words(BaseKind::Multiples) else {
            return false;
        };
        let with_multiples = |set: &&Resident| set.set.kind() == BaseKind::Multiples;
        let taken = self.sets.values().filter(with_multiples);
        let taken: usize = taken.map(|set| set.region.words as usize).sum();
        taken + count * words <= identity.memory_words as usize / multiples::SHARE
    }

    /// Sends bases to the card and tells it of them.
    fn send<P: CardPoint>(
        &mut self,
        session: &mut Session,
        bases: &Bases<P>,
        kind: BaseKind,
        indices: &[u32],
        in_use: &[BasesId],
    ) -> Result<(BaseSet, Region), AcceleratorError> {
        let each = session.identity().base_words(kind);
        let each = each.ok_or(DriverError::Job(JobStatus::Unsupported))?;
        let region = self.room(session, indices.len() * each, in_use)?;
        let count = indices.len() as u32;
        let declared = write(session, region, bases, kind, indices).and_then(|()| {
            let declared = self.declare(session, kind, region, count, in_use);
            Ok(declared?)
        });
        let set = declared.inspect_err(|_| session.release(region))?;
        Ok((set, region))
    }

    /// Words of card memory, for which idle sets are given up if they must be.
    pub(super) fn room(
        &mut self,
        session: &mut Session,
        words: usize,
        in_use: &[BasesId],
    ) -> Result<Region, DriverError> {
        loop {
            match session.reserve(words) {
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
