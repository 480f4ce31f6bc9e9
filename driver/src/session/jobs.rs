//! Jobs: submitted early, waited for late.

use super::{BaseSet, Session};
use crate::{DriverError, memory::Region};
use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};
use zkcard_wire::{
    job::{JobDescriptor, JobKind, JobStatus},
    registers::{self as reg, DONE_REGISTERS, Register},
};

/// How often to look at the registers when no interrupt comes.
const POLL: Duration = Duration::from_millis(200);

/// Longest time that a card just reset takes to accept what was in its queue.
const RESTART: Duration = Duration::from_secs(5);

/// A job that was submitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket(u32);

/// What the card counted during a job. All values saturate at 32 bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Core clocks from start to end.
    pub cycles: u32,
    /// Core clocks of the bucket phase.
    pub bucket_cycles: u32,
    /// Additions started in the bucket phase.
    pub bucket_additions: u32,
    /// Core clocks of the bucket reduction.
    pub reduction_cycles: u32,
    /// Additions started in the bucket reduction.
    pub reduction_additions: u32,
    /// Points stored without an addition.
    pub stored: u32,
    /// Clocks without a point from memory.
    pub starved: u32,
    /// Clocks in which a point had to wait.
    pub refused: u32,
    /// Slots of the adder that went to products of two Z.
    pub spent: u32,
    /// Pairs of points that met in one clock.
    pub met: u32,
}

/// A job that ended with a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What the card counted.
    pub counters: Counters,
}

/// Jobs that this session submitted and not yet took back, oldest first.
pub(super) struct Queue {
    depth: usize,
    next_tag: u32,
    waiting: VecDeque<u32>,
    /// Jobs whose answers nobody waits for, oldest first: they are dropped when
    /// they come, and the jobs sent again if a reset comes before.
    unattended: Vec<JobDescriptor>,
    /// Jobs whose submission failed without a refusal: the card may have them
    /// or not. Their answers are dropped.
    doubtful: Vec<u32>,
    finished: Vec<(u32, Result<Completion, JobStatus>)>,
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
    /// so that an answer out of place does no harm to the others.
    ///
    /// # Errors
    /// When no job has this tag, or its status is not known.
    fn put(&mut self, done: &[u32; DONE_REGISTERS]) -> Result<(), DriverError> {
        let got = value(done, reg::DONE_TAG);
        if let Some(i) = self.waiting.iter().position(|&tag| tag == got) {
            self.waiting.remove(i);
            match self.unattended.iter().position(|job| job.tag == got) {
                Some(i) => drop(self.unattended.remove(i)),
                None => self.finished.push((got, outcome(done)?)),
            }
            return Ok(());
        }
        if let Some(i) = self.doubtful.iter().position(|&tag| tag == got) {
            self.doubtful.swap_remove(i);
            return Ok(());
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
    fn submit(&mut self, job: JobDescriptor, timeout: Duration) -> Result<Ticket, DriverError> {
        let deadline = Instant::now() + timeout;
        while !self.has_room() {
            self.take_one(deadline, timeout)?;
        }
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
        written.map(|()| Ticket(tag))
    }

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
        if sent.is_ok() {
            self.queue.unattended.push(JobDescriptor { tag, ..job });
        } else if self.queue.doubtful.len() > doubts {
            self.queue
                .unattended
                .push(JobDescriptor { tag, ..otherwise });
        }
        sent.map(|_| ())
    }

    /// Forgets all jobs, as a reset makes the card do, but for those that nobody
    /// waits for: these are queued again.
    pub(super) fn restart_queue(&mut self) -> Result<(), DriverError> {
        let depth = self.card.identity().queue_depth;
        let Queue {
            unattended,
            next_tag,
            ..
        } = std::mem::replace(&mut self.queue, Queue::new(depth));
        self.queue.next_tag = next_tag;
        for job in unattended {
            self.submit_unattended(job, job, RESTART)?;
        }
        Ok(())
    }

    /// Waits for a job, at most `timeout`.
    ///
    /// # Errors
    /// When it ended without a result, did not end in time, or the card fails.
    pub fn wait(&mut self, ticket: Ticket, timeout: Duration) -> Result<Completion, DriverError> {
        let deadline = Instant::now() + timeout;
        loop {
            if let Some(i) = self
                .queue
                .finished
                .iter()
                .position(|(tag, _)| *tag == ticket.0)
            {
                return self
                    .queue
                    .finished
                    .swap_remove(i)
                    .1
                    .map_err(DriverError::Job);
            }
            self.take_one(deadline, timeout)?;
        }
    }

    /// Takes the oldest finished job from the card, waiting for one. It may be
    /// one that nobody waits for.
    fn take_one(&mut self, deadline: Instant, timeout: Duration) -> Result<(), DriverError> {
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
        self.queue.put(&values)
    }
}

fn value(done: &[u32; DONE_REGISTERS], register: Register) -> u32 {
    done[usize::from((register.offset - reg::DONE_TAG.offset) / 4)]
}

fn outcome(done: &[u32; DONE_REGISTERS]) -> Result<Result<Completion, JobStatus>, DriverError> {
    let status = JobStatus::try_from(value(done, reg::DONE_STATUS))?;
    if status != JobStatus::Done {
        return Ok(Err(status));
    }
    let counters = Counters {
        cycles: value(done, reg::DONE_CYCLES),
        bucket_cycles: value(done, reg::DONE_BUCKET_CYCLES),
        bucket_additions: value(done, reg::DONE_BUCKET_ADDS),
        reduction_cycles: value(done, reg::DONE_REDUCE_CYCLES),
        reduction_additions: value(done, reg::DONE_REDUCE_ADDS),
        stored: value(done, reg::DONE_STORED),
        starved: value(done, reg::DONE_STARVED),
        refused: value(done, reg::DONE_REFUSED),
        spent: value(done, reg::DONE_SPENT),
        met: value(done, reg::DONE_MET),
    };
    Ok(Ok(Completion { counters }))
}
