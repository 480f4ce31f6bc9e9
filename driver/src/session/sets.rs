//! Sets of bases that the card knows, by number.
//!
//! Declaring and dropping are jobs whose answers nobody waits for: jobs run in
//! order, so a later one finds the set as it was left. Should the card have
//! refused, the jobs that name the set say so.

use super::Session;
use crate::{DriverError, memory::Region};
use std::time::Duration;
use zkcard_wire::{
    BaseKind,
    job::{JobDescriptor, JobStatus},
    layout::WORD_BYTES,
    sets::SETS,
};

/// A set of bases that the card knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BaseSet {
    kind: BaseKind,
    number: u32,
}

impl BaseSet {
    /// What it holds for each base.
    pub fn kind(self) -> BaseKind {
        self.kind
    }

    pub(super) fn number(self) -> u32 {
        self.number
    }
}

/// Which numbers of sets are taken.
#[derive(Default)]
pub(super) struct Numbers([bool; SETS]);

impl Session {
    /// Tells the card of `count` bases of a kind that lie from the start of
    /// `region` on. Waits for an earlier job if the queue is full, at most
    /// `timeout`.
    ///
    /// # Errors
    /// When they do not fit the region, the card does nothing with such bases,
    /// knows as many sets as it can, or fails.
    pub fn declare(
        &mut self,
        kind: BaseKind,
        region: Region,
        count: u32,
        timeout: Duration,
    ) -> Result<BaseSet, DriverError> {
        let each = self.identity().base_words(kind);
        let each = each.ok_or(DriverError::Job(JobStatus::Unsupported))?;
        let bytes = (count as usize).saturating_mul(each * WORD_BYTES);
        if bytes > region.words as usize * WORD_BYTES {
            return Err(DriverError::OutOfRegion {
                offset: 0,
                bytes,
                words: region.words,
            });
        }
        let free = self.numbers.0.iter().position(|taken| !taken);
        let index = free.ok_or(DriverError::SetsFull { most: SETS })?;
        let number = index as u32;
        let job = JobDescriptor::load(kind, 0, number, region.word, count);
        self.submit_unattended(job, JobDescriptor::drop(0, number), timeout)?;
        self.numbers.0[index] = true;
        Ok(BaseSet { kind, number })
    }

    /// Makes the card forget a set, so that its words can be used otherwise.
    /// Waits for an earlier job if the queue is full, at most `timeout`.
    ///
    /// # Errors
    /// When the card fails.
    pub fn forget(&mut self, set: BaseSet, timeout: Duration) -> Result<(), DriverError> {
        let job = JobDescriptor::drop(0, set.number);
        self.submit_unattended(job, job, timeout)?;
        self.numbers.0[set.number as usize] = false;
        Ok(())
    }
}
