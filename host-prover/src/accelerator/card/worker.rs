//! The thread that owns a card's session.

use super::{
    AcceleratorError, CardOptions, Completed,
    encoding::{self, sum_of_chains},
    job_time::with_multiples,
    latched::Latched,
    resident::ResidentBases,
};
use crate::{
    accelerator::{CardCounters, OperationKind},
    curve::{CardPoint, SnarkCurve},
    key::{Bases, BasesId},
    witness::Scalars,
};
use ark_ff::AdditiveGroup;
use std::{
    collections::VecDeque,
    sync::mpsc::{Receiver, Sender},
    time::{Duration, Instant},
};
use zkcard_driver::{Completion, Counters, DriverError, Session, Ticket, memory::Region};
use zkcard_wire::{
    BaseKind, Group,
    layout::{self, Windows},
};

pub(super) type Reply<T> = Result<Completed<T>, AcceleratorError>;

/// How long to wait for a job before looking whether another one can be sent.
const SLICE: Duration = Duration::from_millis(50);

/// Longest time that any job may take, whatever a card says of its clock.
const LONGEST_JOB: Duration = Duration::from_secs(3600);

/// An MSM that the worker is asked for.
pub(super) struct Request<C: SnarkCurve, P: CardPoint> {
    pub(super) bases: Bases<P>,
    pub(super) scalars: Scalars<C>,
    pub(super) reply: Sender<Reply<P::Group>>,
}

/// A request over either group.
pub(super) enum AnyRequest<C: SnarkCurve> {
    G1(Request<C, C::G1Affine>),
    G2(Request<C, C::G2Affine>),
}

/// A job in the queue of the card, and the memory it uses.
struct Sent {
    ticket: Ticket,
    bases: BasesId,
    over: BaseKind,
    scalars: Region,
    result: Region,
    deadline: Instant,
}

/// Where the answer to a request goes.
enum ReplyTo<C: SnarkCurve> {
    G1(Sender<Reply<C::G1>>),
    G2(Sender<Reply<C::G2>>),
}

impl<C: SnarkCurve> ReplyTo<C> {
    /// A receiver that is gone has given up waiting.
    fn fail(&self, error: AcceleratorError) {
        let _ = match self {
            Self::G1(reply) => reply.send(Err(error)).is_ok(),
            Self::G2(reply) => reply.send(Err(error)).is_ok(),
        };
    }
}

/// A job that the card has not answered.
struct InFlight<C: SnarkCurve> {
    sent: Sent,
    started: Instant,
    reply: ReplyTo<C>,
}

struct Worker<C: SnarkCurve> {
    session: Session,
    options: CardOptions,
    latched: Latched,
    resident: ResidentBases,
    in_flight: VecDeque<InFlight<C>>,
    /// Set when the card is lost; every later request is answered with it.
    lost: Option<String>,
}

/// Serves requests until all senders are gone.
pub(super) fn run<C: SnarkCurve>(
    session: Session,
    options: CardOptions,
    latched: Latched,
    inbox: &Receiver<AnyRequest<C>>,
) {
    let resident = ResidentBases::default();
    let mut worker = Worker {
        session,
        options,
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
            Some(AnyRequest::G1(request)) => worker.serve(&request, ReplyTo::G1),
            Some(AnyRequest::G2(request)) => worker.serve(&request, ReplyTo::G2),
            None if worker.in_flight.is_empty() => return,
            None => worker.look_at_oldest(),
        }
    }
}

impl<C: SnarkCurve> Worker<C> {
    fn serve<P>(
        &mut self,
        request: &Request<C, P>,
        reply_to: impl Fn(Sender<Reply<P::Group>>) -> ReplyTo<C>,
    ) where
        P: CardPoint<ScalarField = C::ScalarField>,
    {
        let started = Instant::now();
        let result = match &self.lost {
            None => self.submit(request),
            Some(reason) => Err(AcceleratorError::GivenUp(reason.clone())),
        };
        let reply = request.reply.clone();
        match result {
            Ok(Some(sent)) => self.in_flight.push_back(InFlight {
                sent,
                started,
                reply: reply_to(reply),
            }),
            Ok(None) => {
                let _ = reply.send(Ok(Completed {
                    output: P::Group::ZERO,
                    busy: started.elapsed(),
                    counters: None,
                }));
            }
            Err(error) => {
                self.recover(&error);
                reply_to(reply).fail(error);
            }
        }
    }

    /// Sends a job; none if all its bases are at infinity.
    fn submit<P>(&mut self, request: &Request<C, P>) -> Result<Option<Sent>, AcceleratorError>
    where
        P: CardPoint<ScalarField = C::ScalarField>,
    {
        windows(&self.session, BaseKind::of(P::GROUP))?;
        let in_use: Vec<BasesId> = self.in_flight.iter().map(|job| job.sent.bases).collect();
        self.resident.patience = self.time_to_finish();
        let numbers = request.scalars.numbers();
        let use_multiples = self.options.multiples;
        let pay = |session: &Session, indices: &[u32]| {
            let scalars = indices.iter().filter_map(|&i| numbers.get(i as usize));
            P::GROUP == Group::G1 && with_multiples(use_multiples, session, scalars)
        };
        let resident = self
            .resident
            .load(&mut self.session, &request.bases, pay, &in_use)?;
        let count = resident
            .indices
            .partition_point(|&i| (i as usize) < numbers.len());
        if count == 0 {
            return Ok(None);
        }
        let (set, id) = (resident.set, request.bases.id());
        let over = set.kind();
        let windows = *windows(&self.session, over)?;
        let bytes = encoding::scalars(&request.scalars, &resident.indices[..count]);
        // Other bases make room for the job, but not its own.
        let in_use = [&in_use[..], &[id]].concat();
        let scalar_words = layout::scalar_words(count);
        let scalars = self
            .resident
            .room(&mut self.session, scalar_words, &in_use)?;
        let result_words = P::GROUP.result_words(&windows);
        let result = self.resident.room(&mut self.session, result_words, &in_use);
        let result = result.inspect_err(|_| self.session.release(scalars))?;
        let time = self.time_limit(over, &windows, count);
        let ticket = self.session.write(scalars, 0, &bytes).and_then(|()| {
            self.session
                .submit_msm(set, scalars, result, count as u32, time)
        });
        let ticket = ticket.inspect_err(|error| {
            self.wipe(scalars, error.is_lost());
            self.session.release(scalars);
            self.session.release(result);
        })?;
        Ok(Some(Sent {
            ticket,
            bases: id,
            over,
            scalars,
            result,
            deadline: Instant::now() + time,
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
            Ok(completion) => self.read(region).map(|bytes| (bytes, completion)),
        };
        let Some(InFlight {
            sent,
            started,
            reply,
        }) = self.in_flight.pop_front()
        else {
            return;
        };
        match reply {
            ReplyTo::G1(reply) => self.answer::<C::G1Affine>(&sent, started, &reply, result),
            ReplyTo::G2(reply) => self.answer::<C::G2Affine>(&sent, started, &reply, result),
        }
    }

    fn read(&mut self, region: Region) -> Result<Vec<u8>, AcceleratorError> {
        let mut bytes = vec![0; region.words as usize * layout::WORD_BYTES];
        self.session.read(region, 0, &mut bytes)?;
        Ok(bytes)
    }

    /// Makes a sum of what the card wrote, and sends it, or the error.
    fn answer<P: CardPoint>(
        &mut self,
        sent: &Sent,
        started: Instant,
        reply: &Sender<Reply<P::Group>>,
        result: Result<(Vec<u8>, Completion), AcceleratorError>,
    ) {
        let result = result.and_then(|(bytes, counters)| {
            let output = sum_of_chains::<P>(windows(&self.session, sent.over)?, &bytes)?;
            Ok((output, counters))
        });
        match &result {
            Ok(_) => self.note_latches(),
            Err(error) => self.recover(error),
        }
        if matches!(&result, Err(error) if error.is_unknown_set()) {
            // It will be sent again. Should this fail the next request finds out why.
            let _ = self.resident.forget(&mut self.session, sent.bases);
        }
        self.session.release(sent.scalars);
        self.session.release(sent.result);
        let multiples = (sent.over == BaseKind::Multiples)
            .then(|| self.session.identity().base_words(sent.over))
            .flatten()
            .map(|words| words as u64);
        let _ = reply.send(result.map(|(output, counters)| Completed {
            output,
            busy: started.elapsed(),
            counters: Some(card_counters(counters, multiples)),
        }));
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
                matches!(
                    error,
                    DriverError::Job(_)
                        | DriverError::MemoryFull { .. }
                        | DriverError::SetsFull { .. }
                )
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
            job.reply.fail(AcceleratorError::Dropped);
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
            job.reply.fail(AcceleratorError::GivenUp(reason.clone()));
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

    /// Until the jobs in flight have ended, or are given up.
    fn time_to_finish(&self) -> Duration {
        let last = self.in_flight.iter().map(|job| job.sent.deadline).max();
        let left = last.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        left.unwrap_or_default().max(SLICE)
    }

    /// Generous: several times the clocks of a job, at the built clock or, in
    /// a simulation, at five thousand clocks a second.
    fn time_limit(&self, over: BaseKind, windows: &Windows, count: usize) -> Duration {
        let identity = self.session.identity();
        let digits = identity.digits_of(over).map_or(0, |digits| digits.count);
        let buckets = f64::from(1u32 << windows.bits);
        let additions = digits as f64 * count as f64 + windows.count as f64 * buckets;
        let clocks = 4.0 * slots(over.group()) * additions;
        let (rate, patience) = match identity.core_kilohertz {
            0 => (5e3, Duration::from_secs(10)),
            kilohertz => (f64::from(kilohertz) * 1e3, Duration::from_secs(1)),
        };
        let job = Duration::from_secs_f64((clocks / rate).min(LONGEST_JOB.as_secs_f64()));
        let jobs_before = self.in_flight.len() as u32;
        (patience + job) * (jobs_before + 1)
    }
}

/// The windows that an MSM over bases of a kind fills.
fn windows(session: &Session, over: BaseKind) -> Result<&Windows, AcceleratorError> {
    let kind = match over.group() {
        Group::G1 => OperationKind::MsmG1,
        Group::G2 => OperationKind::MsmG2,
    };
    let windows = session.identity().windows_of(over);
    windows.ok_or(AcceleratorError::Unsupported(kind))
}

/// Clocks of an adder that an addition takes: over G2 each of its products is three.
fn slots(group: Group) -> f64 {
    match group {
        Group::G1 => 1.0,
        Group::G2 => 3.0,
    }
}

fn card_counters(completion: Completion, multiples: Option<u64>) -> CardCounters {
    let counters = match completion.counters {
        Counters::Msm(counters) => counters,
        Counters::Transform(_) => Default::default(),
    };
    CardCounters {
        cycles: completion.cycles.into(),
        bucket_cycles: counters.bucket_cycles.into(),
        bucket_additions: counters.bucket_additions.into(),
        reduction_cycles: counters.reduction_cycles.into(),
        reduction_additions: counters.reduction_additions.into(),
        stored: counters.stored.into(),
        starved_cycles: counters.starved.into(),
        refused_cycles: counters.refused.into(),
        spent_slots: counters.spent.into(),
        met_pairs: counters.met.into(),
        multiples,
    }
}
