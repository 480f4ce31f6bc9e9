//! Jobs: submitted early, waited for late.

use super::{
    BaseSet, Completion, Session,
    counters::{Done, value},
    unattended::Unattended,
};
use crate::{DriverError, memory::Region};
use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};
use zkcard_wire::{
    job::{JobDescriptor, JobKind, JobStatus},
    registers::{self as reg, DONE_REGISTERS},
};

/// How often to look at the registers when no interrupt comes.
const POLL: Duration = Duration::from_millis(200);

/// A job that was submitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket {
    tag: u32,
    kind: JobKind,
}

impl Ticket {
    pub(super) fn tag(self) -> u32 {
        self.tag
    }
}

/// Jobs that this session submitted and not yet took back, oldest first.
pub(super) struct Queue {
    depth: usize,
    pub(super) next_tag: u32,
    waiting: VecDeque<u32>,
    /// Jobs whose answers nobody waits for, oldest first: they are dropped when
    /// they come, and the jobs sent again if a reset comes before.
    pub(super) unattended: Vec<Unattended>,
    /// Jobs whose submission failed without a refusal: the card may have them
    /// or not. Their answers are dropped.
    pub(super) doubtful: Vec<u32>,
    finished: Vec<(u32, Done)>,
}

impl Queue {
    pub(super) fn new(depth: u32) -> Self {
        Self {
            depth: depth as usize,
            next_tag: 1,
            waiting: VecDeque::new(),
            unattended: vec![],
            doubtful: vec![],
            finished: vec![],
        }
    }
}

impl Queue {
    /// Files what the card says of a finished job. Jobs are found by their tag,
    /// so that an answer out of place does no harm to the others. Returns what was
    /// cleared.
    ///
    /// # Errors
    /// When no job has this tag.
    fn put(&mut self, done: &Done) -> Result<Option<Region>, DriverError> {
        let got = value(done, reg::DONE_TAG);
        if let Some(i) = self.waiting.iter().position(|&tag| tag == got) {
            self.waiting.remove(i);
            let status = JobStatus::try_from(value(done, reg::DONE_STATUS)).ok();
            if let Some(cleared) = self.end_unattended(got, status) {
                return Ok(cleared);
            }
            self.finished.push((got, *done));
            return Ok(None);
        }
        if let Some(i) = self.doubtful.iter().position(|&tag| tag == got) {
            self.doubtful.swap_remove(i);
            return Ok(None);
        }
        let expected = self.waiting.front().copied().unwrap_or_default();
        Err(DriverError::WrongJob { got, expected })
    }
}

impl Session {
    /// Whether a further job finds a place.
    pub fn has_room(&self) -> bool {
        self.queue.waiting.len() < self.queue.depth
    }

    /// Queues an MSM of `count` pairs over the first bases of a set. Waits for
    /// an earlier job if the queue is full, at most `timeout`.
    ///
    /// # Errors
    /// When the card fails. Should it have got the job nevertheless, what it
    /// answers is dropped.
    pub fn submit_msm(
        &mut self,
        set: BaseSet,
        scalars: Region,
        result: Region,
        count: u32,
        timeout: Duration,
    ) -> Result<Ticket, DriverError> {
        let job = JobDescriptor {
            kind: JobKind::msm(set.kind().group()),
            tag: 0,
            set: set.number(),
            bases: 0,
            scalars: scalars.word,
            result: result.word,
            count,
        };
        self.submit(job, timeout)
    }

    /// Queues a job, under the next tag.
    pub(super) fn submit(
        &mut self,
        job: JobDescriptor,
        timeout: Duration,
    ) -> Result<Ticket, DriverError> {
        self.make_room(timeout)?;
        self.send(job)
    }

    /// Waits for an earlier job if the queue is full.
    pub(super) fn make_room(&mut self, timeout: Duration) -> Result<(), DriverError> {
        let deadline = Instant::now() + timeout;
        while !self.has_room() {
            self.take_one(deadline, timeout)?;
        }
        Ok(())
    }

    /// Sends a job for which there is room, under the next tag.
    pub(super) fn send(&mut self, job: JobDescriptor) -> Result<Ticket, DriverError> {
        let tag = self.queue.next_tag;
        self.queue.next_tag = tag.wrapping_add(1);
        let job = JobDescriptor { tag, ..job };
        let written = self
            .card
            .transport
            .write_registers(reg::JOB_KIND.offset, &job.registers());
        match written {
            Ok(()) => self.queue.waiting.push_back(tag),
            Err(DriverError::Refused { .. }) => {}
            Err(_) => self.queue.doubtful.push(tag),
        }
        let kind = job.kind;
        written.map(|()| Ticket { tag, kind })
    }

    /// Waits for a job, at most `timeout`.
    ///
    /// # Errors
    /// When it ended without a result, did not end in time, or the card fails.
    pub fn wait(&mut self, ticket: Ticket, timeout: Duration) -> Result<Completion, DriverError> {
        let deadline = Instant::now() + timeout;
        loop {
            let mut finished = self.queue.finished.iter();
            if let Some(i) = finished.position(|(tag, _)| *tag == ticket.tag) {
                let (_, done) = self.queue.finished.swap_remove(i);
                return match JobStatus::try_from(value(&done, reg::DONE_STATUS))? {
                    JobStatus::Done => Ok(Completion::of(ticket.kind, &done)),
                    status => Err(DriverError::Job(status)),
                };
            }
            self.take_one(deadline, timeout)?;
        }
    }

    /// Takes the oldest finished job from the card, waiting for one. It may be
    /// one that nobody waits for. Its place goes to a clear if one waits.
    pub(super) fn take_one(
        &mut self,
        deadline: Instant,
        timeout: Duration,
    ) -> Result<(), DriverError> {
        while self.card.read(reg::DONE_COUNT)? == 0 {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(DriverError::JobTimeout(timeout));
            }
            self.card.transport.wait_interrupt(left.min(POLL))?;
            self.card
                .write(reg::INTERRUPTS, reg::interrupts::JOB_DONE)?;
        }
        let mut values = [0; DONE_REGISTERS];
        self.card
            .transport
            .read_registers(reg::DONE_TAG.offset, &mut values)?;
        self.card.write(reg::DONE_POP, 1)?;
        if let Some(region) = self.queue.put(&values)? {
            self.release(region);
        }
        match self.send_clears() {
            // Otherwise the clear waits for the next reset, and the job that was taken is well.
            Err(error) if error.is_lost() => Err(error),
            _ => Ok(()),
        }
    }
}
