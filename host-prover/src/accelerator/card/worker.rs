//! The thread that owns a card's session.

use super::{
    AcceleratorError, Completed,
    encoding::{self, sum_of_chains},
    latched::Latched,
    resident::ResidentBases,
};
use crate::{
    accelerator::{CardCounters, MsmG1},
    curve::SnarkCurve,
    key::BasesId,
};
use ark_ff::AdditiveGroup;
use std::{
    collections::VecDeque,
    sync::mpsc::{Receiver, Sender},
    time::{Duration, Instant},
};
use zkcard_driver::{DriverError, Session, Ticket, memory::Region, session::Counters};
use zkcard_wire::layout;

pub(super) type Reply<T> = Result<Completed<T>, AcceleratorError>;

/// How long to wait for a job before looking whether another one can be sent.
const SLICE: Duration = Duration::from_millis(50);

/// Longest time that any job may take, whatever a card says of its clock.
const LONGEST_JOB: Duration = Duration::from_secs(3600);

/// An MSM that the worker is asked for.
pub(super) struct Request<C: SnarkCurve> {
    pub(super) work: MsmG1<C>,
    pub(super) reply: Sender<Reply<C::G1>>,
}

/// A job in the queue of the card, and the memory it uses.
struct Sent {
    ticket: Ticket,
    bases: BasesId,
    scalars: Region,
    result: Region,
    deadline: Instant,
}

/// A job that the card has not answered.
struct InFlight<C: SnarkCurve> {
    sent: Sent,
    started: Instant,
    reply: Sender<Reply<C::G1>>,
}

struct Worker<C: SnarkCurve> {
    session: Session,
    latched: Latched,
    resident: ResidentBases,
    in_flight: VecDeque<InFlight<C>>,
    /// Set when the card is lost; every later request is answered with it.
    lost: Option<String>,
}

/// Serves requests until all senders are gone.
pub(super) fn run<C: SnarkCurve>(session: Session, latched: Latched, inbox: &Receiver<Request<C>>) {
    let resident = ResidentBases::default();
    let mut worker = Worker {
        session,
        latched,
        resident,
        in_flight: VecDeque::new(),
        lost: None,
    };
    loop {
        // A waiting request goes first: its data travel while the card works.
        let request = if worker.in_flight.is_empty() {
            inbox.recv().ok()
        } else {
            inbox.try_recv().ok()
        };
        match request {
            Some(request) => worker.serve(request),
            None if worker.in_flight.is_empty() => return,
            None => worker.look_at_oldest(),
        }
    }
}

impl<C: SnarkCurve> Worker<C> {
    fn serve(&mut self, Request { work, reply }: Request<C>) {
        let started = Instant::now();
        let result = match &self.lost {
            None => self.submit(&work),
            Some(reason) => Err(AcceleratorError::GivenUp(reason.clone())),
        };
        // A receiver that is gone has given up waiting.
        let _ = match result {
            Ok(Some(sent)) => {
                self.in_flight.push_back(InFlight {
                    sent,
                    started,
                    reply,
                });
                return;
            }
            Ok(None) => reply.send(Ok(Completed {
                output: C::G1::ZERO,
                busy: started.elapsed(),
                counters: None,
            })),
            Err(error) => {
                self.recover(&error);
                reply.send(Err(error))
            }
        };
    }

    /// Sends a job; none if all its bases are at infinity.
    fn submit(&mut self, work: &MsmG1<C>) -> Result<Option<Sent>, AcceleratorError> {
        let in_use: Vec<BasesId> = self.in_flight.iter().map(|job| job.sent.bases).collect();
        let resident = self
            .resident
            .load(&mut self.session, &work.bases, &in_use)?;
        let available = work.scalars.numbers().len();
        let count = resident
            .indices
            .partition_point(|&i| (i as usize) < available);
        if count == 0 {
            return Ok(None);
        }
        let (bases, id) = (resident.region, work.bases.id());
        let bytes = encoding::scalars(&work.scalars, &resident.indices[..count]);
        let identity = self.session.identity();
        let result_words = identity.windows.result_words();
        // Other bases make room for the job, but not its own.
        let in_use = [&in_use[..], &[id]].concat();
        let scalar_words = layout::scalar_words(count);
        let scalars = self
            .resident
            .room(&mut self.session, scalar_words, &in_use)?;
        let result = self.resident.room(&mut self.session, result_words, &in_use);
        let result = result.inspect_err(|_| self.session.release(scalars))?;
        let time = self.time_limit(count);
        let ticket = self.session.write(scalars, 0, &bytes).and_then(|()| {
            self.session
                .submit_msm(bases, scalars, result, count as u32, time)
        });
        let ticket = ticket.inspect_err(|error| {
            self.wipe(scalars, error.is_lost());
            self.session.release(scalars);
            self.session.release(result);
        })?;
        let deadline = Instant::now() + time;
        Ok(Some(Sent {
            ticket,
            bases: work.bases.id(),
            scalars,
            result,
            deadline,
        }))
    }

    /// Waits a moment for the oldest job, and answers if it ended or failed.
    fn look_at_oldest(&mut self) {
        let Some(job) = self.in_flight.front() else {
            return;
        };
        let (ticket, region) = (job.sent.ticket, job.sent.result);
        let result = match self.session.wait(ticket, SLICE) {
            Err(DriverError::JobTimeout(_)) if Instant::now() < job.sent.deadline => return,
            Err(error) => Err(error.into()),
            Ok(completion) => self.collect(region, completion.counters),
        };
        let Some(job) = self.in_flight.pop_front() else {
            return;
        };
        match &result {
            Ok(_) => self.note_latches(),
            Err(error) => self.recover(error),
        }
        self.session.release(job.sent.scalars);
        self.session.release(job.sent.result);
        let result = result.map(|(output, counters)| Completed {
            output,
            busy: job.started.elapsed(),
            counters: Some(counters),
        });
        let _ = job.reply.send(result);
    }

    fn collect(
        &mut self,
        region: Region,
        counters: Counters,
    ) -> Result<(C::G1, CardCounters), AcceleratorError> {
        let mut bytes = vec![0; region.words as usize * layout::WORD_BYTES];
        self.session.read(region, 0, &mut bytes)?;
        let output = sum_of_chains::<C>(&self.session.identity().windows, &bytes)?;
        Ok((output, card_counters(counters)))
    }

    /// Brings the card into a known state after an error: nothing to do after a
    /// failed job or a refusal, no hope when the card is lost, else a reset,
    /// which drops all jobs and keeps the bases.
    fn recover(&mut self, error: &AcceleratorError) {
        if error.is_lost() {
            return self.lose(error.to_string());
        }
        // Before a reset clears them.
        self.note_latches();
        let known = match error {
            AcceleratorError::Driver(error) => {
                matches!(error, DriverError::Job(_) | DriverError::MemoryFull { .. })
            }
            _ => true,
        };
        if known {
            return;
        }
        if let Err(error) = self.session.reset() {
            return self.lose(error.to_string());
        }
        for job in std::mem::take(&mut self.in_flight) {
            self.wipe(job.sent.scalars, false);
            self.session.release(job.sent.scalars);
            self.session.release(job.sent.result);
            let _ = job.reply.send(Err(AcceleratorError::Dropped));
        }
    }

    /// Takes the card's error latches over. If they cannot be read, the next
    /// request will find out why.
    fn note_latches(&mut self) {
        if let Ok(latches) = self.session.take_errors() {
            self.latched.note(latches);
        }
    }

    /// Jobs in flight are lost with the card.
    fn lose(&mut self, reason: String) {
        for job in std::mem::take(&mut self.in_flight) {
            let _ = job
                .reply
                .send(Err(AcceleratorError::GivenUp(reason.clone())));
        }
        self.lost.get_or_insert(reason);
    }

    /// Overwrites the scalars of a job that the card will not overwrite itself.
    fn wipe(&mut self, scalars: Region, lost: bool) {
        if !lost {
            let zeros = vec![0; scalars.words as usize * layout::WORD_BYTES];
            // If this fails the next request will find the card lost.
            let _ = self.session.write(scalars, 0, &zeros);
        }
    }

    /// Generous: several times the clocks of a job, at the built clock or, in
    /// a simulation, at five thousand clocks a second.
    fn time_limit(&self, count: usize) -> Duration {
        let identity = self.session.identity();
        let buckets = f64::from(1u32 << identity.windows.bits);
        let clocks = 4.0 * identity.windows.count as f64 * (count as f64 + buckets);
        let (rate, patience) = match identity.core_kilohertz {
            0 => (5e3, Duration::from_secs(10)),
            kilohertz => (f64::from(kilohertz) * 1e3, Duration::from_secs(1)),
        };
        let job = Duration::from_secs_f64((clocks / rate).min(LONGEST_JOB.as_secs_f64()));
        let jobs_before = self.in_flight.len() as u32;
        (patience + job) * (jobs_before + 1)
    }
}

fn card_counters(counters: Counters) -> CardCounters {
    CardCounters {
        cycles: counters.cycles.into(),
        bucket_cycles: counters.bucket_cycles.into(),
        bucket_additions: counters.bucket_additions.into(),
        reduction_cycles: counters.reduction_cycles.into(),
        reduction_additions: counters.reduction_additions.into(),
        stored: counters.stored.into(),
        starved_cycles: counters.starved.into(),
        refused_cycles: counters.refused.into(),
    }
}
