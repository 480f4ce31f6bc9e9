//! Bases that stay in card memory from one job to the next.

use super::{AcceleratorError, encoding};
use crate::{
    curve::PointBytes,
    key::{Bases, BasesId},
};
use std::collections::HashMap;
use zkcard_driver::{DriverError, Session, memory::Region};
use zkcard_wire::layout;

/// A set of bases in card memory.
pub(super) struct Resident {
    pub(super) region: Region,
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
}

impl ResidentBases {
    /// The set in card memory, sent there if it is not. Sets that were not used
    /// for the longest time make room, but for those `in_use`.
    pub(super) fn load<P: PointBytes>(
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
            let region = self.room(session, layout::base_words(indices.len()), in_use)?;
            let written = session.write(region, 0, &bytes);
            written.inspect_err(|_| session.release(region))?;
            self.sets.insert(
                id,
                Resident {
                    region,
                    indices,
                    used: 0,
                },
            );
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
            let full = match session.reserve(words) {
                Err(error @ DriverError::MemoryFull { .. }) => error,
                result => return result,
            };
            let idle = self.sets.iter().filter(|(id, _)| !in_use.contains(id));
            let oldest = idle.min_by_key(|(_, set)| set.used).map(|(id, _)| *id);
            let evicted = oldest.and_then(|id| self.sets.remove(&id)).ok_or(full)?;
            session.release(evicted.region);
        }
    }
}
