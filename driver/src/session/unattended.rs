//! Jobs whose answers nobody waits for: they declare and drop sets, and clear memory.
//!
//! ```text
//!            room in the queue          done
//! clear --> Unsent -----------> Sent ---------> given back
//!             ^                  | fails
//!             |      reset       v
//!             +------------- AfterReset
//! ```
//!
//! What a clear overwrites is disjoint from all that other jobs use, so that it may be sent late. It must not go before
//! the job that drops a set of the same words.

use super::{Session, jobs::Queue};
use crate::{DriverError, memory::Region};
use std::time::{Duration, Instant};
use zkcard_wire::job::{JobDescriptor, JobStatus};

/// Longest time that a card just reset takes to accept what was in its queue.
const RESTART: Duration = Duration::from_secs(5);

/// Where a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// It waits for a place in the queue.
    Unsent,
    /// The card has it.
    Sent,
    /// The card has failed it, or may have it or not: it is sent after the next reset.
    AfterReset,
}

/// A job whose answer nobody waits for.
#[derive(Clone, Copy)]
pub(super) struct Unattended {
    job: JobDescriptor,
    /// What it clears, which is given back when that is done.
    region: Option<Region>,
    stage: Stage,
}

impl Unattended {
    fn is_clear_at(&self, stage: Stage) -> bool {
        self.region.is_some() && self.stage == stage
    }
}

impl Queue {
    /// Files how a job ended, if it is one that nobody waits for. Returns what was cleared.
    pub(super) fn end_unattended(
        &mut self,
        tag: u32,
        status: Option<JobStatus>,
    ) -> Option<Option<Region>> {
        let found = |each: &Unattended| each.stage == Stage::Sent && each.job.tag == tag;
        let i = self.unattended.iter().position(found)?;
        let job = &mut self.unattended[i];
        // What is not cleared stays taken. Other jobs are not tried again: those that name their set say why.
        if job.region.is_some() && status != Some(JobStatus::Done) {
            job.stage = Stage::AfterReset;
            return Some(None);
        }
        Some(self.unattended.remove(i).region)
    }

    /// Whether clears are on the card, or will be when its queue has room.
    pub(super) fn clears(&self) -> bool {
        let mut jobs = self.unattended.iter();
        jobs.any(|job| job.is_clear_at(Stage::Unsent) || job.is_clear_at(Stage::Sent))
    }

    /// Whether clears wait for a place.
    fn has_unsent(&self) -> bool {
        let mut jobs = self.unattended.iter();
        jobs.any(|job| job.is_clear_at(Stage::Unsent))
    }

    /// Regions that are cleared after the next reset, and not before.
    pub(super) fn uncleared(&self) -> usize {
        let jobs = self.unattended.iter();
        jobs.filter(|job| job.is_clear_at(Stage::AfterReset))
            .count()
    }
}

impl Session {
    /// Queues a job whose answer nobody waits for. If it is not known whether
    /// the card has got it, `otherwise` is sent after the next reset.
    pub(super) fn submit_unattended(
        &mut self,
        job: JobDescriptor,
        otherwise: JobDescriptor,
        timeout: Duration,
    ) -> Result<(), DriverError> {
        let (doubts, tag) = (self.queue.doubtful.len(), self.queue.next_tag);
        let sent = self.submit(job, timeout);
        let (job, stage) = match sent {
            Ok(_) => (job, Stage::Sent),
            Err(_) if self.queue.doubtful.len() > doubts => (otherwise, Stage::AfterReset),
            Err(error) => return Err(error),
        };
        self.queue.unattended.push(Unattended {
            job: JobDescriptor { tag, ..job },
            region: None,
            stage,
        });
        sent.map(|_| ())
    }

    /// Queues a job that clears a region, which is given back when that is done. Without room in the queue within
    /// `timeout` the job is sent when there is; whatever else fails, after the next reset.
    pub(super) fn submit_clear(
        &mut self,
        job: JobDescriptor,
        region: Region,
        timeout: Duration,
    ) -> Result<(), DriverError> {
        self.queue.unattended.push(Unattended {
            job,
            region: Some(region),
            stage: Stage::Unsent,
        });
        self.send_all_clears(timeout)
    }

    /// Sends all clears that wait, for which earlier jobs are awaited if the queue is full.
    fn send_all_clears(&mut self, timeout: Duration) -> Result<(), DriverError> {
        self.send_clears()?;
        let deadline = Instant::now() + timeout;
        while self.queue.has_unsent() {
            self.take_one(deadline, timeout)?;
        }
        Ok(())
    }

    /// Sends clears that wait, as far as the queue has room. One that cannot be sent waits for the next reset.
    ///
    /// # Errors
    /// The first that there was; the other clears are sent nevertheless unless the card is lost.
    pub(super) fn send_clears(&mut self) -> Result<(), DriverError> {
        let mut result = Ok(());
        for i in 0..self.queue.unattended.len() {
            let waits = self.queue.unattended[i].is_clear_at(Stage::Unsent);
            let lost = result.as_ref().is_err_and(DriverError::is_lost);
            if lost || !self.has_room() {
                break;
            }
            if waits {
                let (job, sent) = self.send_again(self.queue.unattended[i]);
                self.queue.unattended[i] = job;
                result = result.and(sent);
            }
        }
        result
    }

    /// Sends a job for which there is room.
    fn send_again(&mut self, mut job: Unattended) -> (Unattended, Result<(), DriverError>) {
        let sent = self.send(job.job);
        job.stage = Stage::AfterReset;
        if let Ok(ticket) = &sent {
            job.job.tag = ticket.tag();
            job.stage = Stage::Sent;
        }
        (job, sent.map(|_| ()))
    }

    /// Forgets all jobs, as a reset makes the card do, but for those that nobody waits for: these are queued again,
    /// clears last. What cannot be queued is kept for the next reset.
    pub(super) fn restart_queue(&mut self) -> Result<(), DriverError> {
        let depth = self.card.identity().queue_depth;
        let before = std::mem::replace(&mut self.queue, Queue::new(depth));
        self.queue.next_tag = before.next_tag;
        let (clears, others): (Vec<_>, Vec<_>) = before
            .unattended
            .into_iter()
            .partition(|job| job.region.is_some());
        let mut result = Ok(());
        for mut job in others {
            job.stage = Stage::AfterReset;
            if result.is_ok() {
                result = self.make_room(RESTART);
            }
            if result.is_ok() {
                (job, result) = self.send_again(job);
            }
            self.queue.unattended.push(job);
        }
        let unsent = |job| Unattended {
            stage: Stage::Unsent,
            ..job
        };
        self.queue.unattended.extend(clears.into_iter().map(unsent));
        result?;
        match self.send_all_clears(RESTART) {
            // They go on waiting.
            Err(DriverError::JobTimeout(_)) => Ok(()),
            sent => sent,
        }
    }
}
