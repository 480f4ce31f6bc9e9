//! What becomes of the memory of jobs: overwritten with zeros, then given back.

use super::Worker;
use crate::{
    accelerator::card::{sent::Sent, time_limit::time_to_clear},
    curve::SnarkCurve,
};
use std::time::{Duration, Instant};
use zkcard_driver::memory::Region;
use zkcard_wire::layout::WORD_BYTES;

/// How long to wait at the end for memory to be cleared, which a later session would interrupt.
const LAST_WAIT: Duration = Duration::from_secs(5);

impl<C: SnarkCurve> Worker<C> {
    /// Gives the memory of jobs back, overwritten where the card has not done
    /// that itself.
    pub(super) fn put_away(&mut self, sent: Sent, done: bool) {
        if let Some(transform) = &sent.transform {
            self.clear(transform.regions.vectors);
            self.clear(transform.regions.work);
            if sent.msm.is_none() {
                self.clear(transform.regions.result);
            }
        }
        if let Some(msm) = sent.msm {
            if done {
                self.session.release(msm.scalars);
            } else {
                self.clear(msm.scalars);
            }
            self.session.release(msm.result);
        }
    }

    /// Has words overwritten with zeros, by the card after all jobs before if it
    /// can, and gives them back. If this fails the next request finds out why.
    pub(in crate::accelerator::card) fn clear(&mut self, region: Region) {
        if self.lost.is_some() {
            return;
        }
        if self.session.identity().transforms.is_none() {
            let zeros = vec![0; region.words as usize * WORD_BYTES];
            let _ = self.session.write(region, 0, &zeros);
            return self.session.release(region);
        }
        let patience = self.time_to_finish();
        let time = time_to_clear(self.session.identity(), region.words.into());
        self.clear_at = self.clear_at.max(Instant::now()) + time;
        match self.session.clear(region, patience) {
            Err(error) if error.is_lost() => self.lose(error.to_string()),
            // Otherwise it is cleared when the queue has room, or after the next reset.
            _ => {}
        }
    }

    /// Leaves the card when it has cleared what it was to clear. What it failed to clear it tries once more.
    pub(super) fn leave(&mut self) {
        if self.lost.is_some() {
            return;
        }
        let patience = self.time_to_finish().min(LAST_WAIT);
        // Nobody is left to be told.
        let waited = self.session.wait_for_clears(patience);
        if waited.is_ok() && self.session.uncleared() > 0 && self.session.reset().is_ok() {
            let _ = self.session.wait_for_clears(LAST_WAIT);
        }
    }
}
