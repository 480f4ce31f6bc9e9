//! Bases that stay in card memory from one job to the next.

use super::{AcceleratorError, encoding};
use crate::{
    curve::CardPoint,
    key::{Bases, BasesId},
};
use std::{collections::HashMap, time::Duration};
use zkcard_driver::{BaseSet, DriverError, Session, memory::Region};
use zkcard_wire::Group;

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
    /// The set in card memory, sent there if it is not. Sets that were not used
    /// for the longest time make room, but for those `in_use`.
    pub(super) fn load<P: CardPoint>(
        &mut self,
        session: &mut Session,
        bases: &Bases<P>,
        in_use: &[BasesId],
    ) -> Result<&Resident, AcceleratorError> {
        self.uses += 1;
        let id = bases.id();
        if !self.sets.contains_key(&id) {
            // Points at infinity contribute nothing, and in the keys of real
            // circuits they are the majority of A and B.
            let indices = bases.finite_indices();
            let bytes = encoding::bases(bases, &indices)?;
            let region = self.room(session, P::GROUP.base_words(indices.len()), in_use)?;
            let count = indices.len() as u32;
            let declared = session
                .write(region, 0, &bytes)
                .and_then(|()| self.declare(session, P::GROUP, region, count, in_use));
            let set = declared.inspect_err(|_| session.release(region))?;
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
        group: Group,
        region: Region,
        count: u32,
        in_use: &[BasesId],
    ) -> Result<BaseSet, DriverError> {
        match session.declare(group, region, count, self.patience) {
            Err(full @ DriverError::SetsFull { .. }) => {
                self.evict(session, in_use, full)?;
                session.declare(group, region, count, self.patience)
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
