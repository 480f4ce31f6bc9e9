//! Transforms, and memory that the card clears before others may have it.

use super::{Session, Ticket};
use crate::{DriverError, memory::Region};
use std::time::{Duration, Instant};
use zkcard_wire::{job::JobDescriptor, layout::WORD_BYTES, transform::Shape};

/// The memory of a transform or quotient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TransformRegions {
    /// The vectors, one after the other; overwritten.
    pub vectors: Region,
    /// Where the card works; its last two words hold numbers.
    pub work: Region,
    /// Where the result goes.
    pub result: Region,
}

impl Session {
    /// Writes the numbers of a transform behind its work region: shift and its inverse, scale and zero, as
    /// [`zkcard_wire::transform`] lays them out.
    ///
    /// # Errors
    /// When the region is shorter than the shape asks for, or the card fails.
    pub fn write_numbers(
        &mut self,
        shape: &Shape,
        work: Region,
        numbers: &[u8; 2 * WORD_BYTES],
    ) -> Result<(), DriverError> {
        let words = usize::try_from(shape.vectors_words()).unwrap_or(usize::MAX);
        self.write(work, words.saturating_mul(WORD_BYTES), numbers)
    }

    /// Queues a transform or quotient. Waits for an earlier job if the queue is full, at most `timeout`.
    ///
    /// # Errors
    /// When a region is too short, or the card fails. Should it have got the job nevertheless, what it answers is
    /// dropped.
    pub fn submit_transform(
        &mut self,
        shape: &Shape,
        regions: &TransformRegions,
        timeout: Duration,
    ) -> Result<Ticket, DriverError> {
        let TransformRegions {
            vectors,
            work,
            result,
        } = *regions;
        for (region, words) in [
            (vectors, shape.vectors_words()),
            (work, shape.work_words()),
            (result, shape.result_words()),
        ] {
            if words > region.words.into() {
                let bytes = usize::try_from(words).unwrap_or(usize::MAX);
                return Err(DriverError::OutOfRegion {
                    offset: 0,
                    bytes: bytes.saturating_mul(WORD_BYTES),
                    words: region.words,
                });
            }
        }
        let job = JobDescriptor::transform(shape, 0, vectors.word, work.word, result.word);
        self.submit(job, timeout)
    }

    /// Has the card overwrite a region with zeros, after all jobs before, and gives it back when that is done. Nobody
    /// waits for it. Waits for an earlier job if the queue is full, at most `timeout`.
    ///
    /// # Errors
    /// When the card fails. The region then stays taken until it is cleared: as soon as the queue has room if that was
    /// all that lacked, else after the next reset.
    pub fn clear(&mut self, region: Region, timeout: Duration) -> Result<(), DriverError> {
        let job = JobDescriptor::clear(0, region.word, region.words);
        self.submit_clear(job, region, timeout)
    }

    /// Waits until nothing is being cleared any more, at most `timeout`. Returns whether anything was. It has been given
    /// back, except for what the card failed to clear: see [`Self::uncleared`].
    ///
    /// # Errors
    /// When it takes longer, or the card fails.
    pub fn wait_for_clears(&mut self, timeout: Duration) -> Result<bool, DriverError> {
        let deadline = Instant::now() + timeout;
        let any = self.queue.clears();
        self.send_clears()?;
        while self.queue.clears() {
            self.take_one(deadline, timeout)?;
        }
        Ok(any)
    }

    /// How many regions the card failed to clear. They stay taken, and are cleared after the next reset.
    pub fn uncleared(&self) -> usize {
        self.queue.uncleared()
    }
}
