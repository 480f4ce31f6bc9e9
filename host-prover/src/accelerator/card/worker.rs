//! The thread that owns a card's session.

mod clearing;

use super::{
    AcceleratorError, CardOptions, Completed,
    latched::Latched,
    resident::ResidentBases,
    sent::{Output, Reply, ReplyTo, Sent},
    time_limit::patience,
};
use crate::{
    accelerator::{MsmG1, MsmG2, Numbers, Quotient, QuotientMsm, Transform},
    curve::SnarkCurve,
    key::BasesId,
};
use std::{
    collections::VecDeque,
    sync::mpsc::{Receiver, Sender},
    time::{Duration, Instant},
};
use zkcard_driver::{Completion, DriverError, Session};

/// How long to wait for a job before looking whether another one can be sent.
const SLICE: Duration = Duration::from_millis(50);

/// What the worker is asked for, and where the answer goes.
pub(super) enum Request<C: SnarkCurve> {
    MsmG1(MsmG1<C>, Sender<Reply<C::G1>>),
    MsmG2(MsmG2<C>, Sender<Reply<C::G2>>),
    Transform(Transform<C>, Sender<Reply<Numbers<C>>>),
    Quotient(Quotient<C>, Sender<Reply<Numbers<C>>>),
    QuotientMsm(QuotientMsm<C>, Sender<Reply<C::G1>>),
}

/// Jobs that the card has not answered.
struct InFlight<C: SnarkCurve> {
    sent: Sent,
    /// What it answered so far, in the order of the jobs.
    completions: Vec<Completion>,
    /// Why the first job that failed did.
    failure: Option<DriverError>,
    started: Instant,
    reply: ReplyTo<C>,
}

pub(super) struct Worker<C: SnarkCurve> {
    pub(super) session: Session,
    pub(super) options: CardOptions,
    latched: Latched,
    pub(super) resident: ResidentBases,
    in_flight: VecDeque<InFlight<C>>,
    /// When all memory that the card clears should be free again.
    clear_at: Instant,
    /// Set when the card is lost; every later request is answered with it.
    lost: Option<String>,
}

/// Serves requests until all senders are gone.
pub(super) fn run<C: SnarkCurve>(
    session: Session,
    options: CardOptions,
    latched: Latched,
    inbox: &Receiver<Request<C>>,
) {
    let mut worker = Worker {
        session,
        options,
        latched,
        resident: ResidentBases::default(),
        in_flight: VecDeque::new(),
        clear_at: Instant::now(),
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
            None if worker.in_flight.is_empty() => return worker.leave(),
            None => worker.look_at_oldest(),
        }
    }
}

impl<C: SnarkCurve> Worker<C> {
    fn serve(&mut self, request: Request<C>) {
        let started = Instant::now();
        self.resident.patience = self.time_to_finish();
        let (sent, reply) = match request {
            Request::MsmG1(work, reply) => {
                let send = |worker: &mut Self| worker.send_msm(&work.bases, &work.scalars);
                (self.unless_lost(send), ReplyTo::G1(reply))
            }
            Request::MsmG2(work, reply) => {
                let send = |worker: &mut Self| worker.send_msm(&work.bases, &work.scalars);
                (self.unless_lost(send), ReplyTo::G2(reply))
            }
            Request::Transform(work, reply) => {
                let send = |worker: &mut Self| worker.send_transform(&work);
                (self.unless_lost(send), ReplyTo::Numbers(reply))
            }
            Request::Quotient(work, reply) => {
                let send = |worker: &mut Self| worker.send_quotient(&work);
                (self.unless_lost(send), ReplyTo::Numbers(reply))
            }
            Request::QuotientMsm(work, reply) => {
                let send = |worker: &mut Self| worker.send_quotient_msm(&work);
                (self.unless_lost(send), ReplyTo::G1(reply))
            }
        };
        match sent {
            Ok(Some(sent)) => self.in_flight.push_back(InFlight {
                sent,
                completions: vec![],
                failure: None,
                started,
                reply,
            }),
            Ok(None) => reply.send(Ok(Completed {
                output: Output::Nothing,
                busy: started.elapsed(),
                counters: None,
            })),
            Err(error) => {
                self.recover(&error);
                reply.send(Err(error));
            }
        }
    }

    fn unless_lost(
        &mut self,
        send: impl FnOnce(&mut Self) -> Result<Option<Sent>, AcceleratorError>,
    ) -> Result<Option<Sent>, AcceleratorError> {
        match &self.lost {
            None => send(self),
            Some(reason) => Err(AcceleratorError::GivenUp(reason.clone())),
        }
    }

    /// Waits a moment for the oldest jobs, and answers if all ended or one failed.
    fn look_at_oldest(&mut self) {
        let Some(job) = self.in_flight.front_mut() else {
            return;
        };
        let tickets = job.sent.tickets();
        let ended = job.completions.len() + usize::from(job.failure.is_some());
        let Some(ticket) = tickets.get(ended) else {
            return self.answer_oldest(None);
        };
        match self.session.wait(*ticket, SLICE) {
            Ok(completion) => job.completions.push(completion),
            // The jobs behind it run nevertheless: their memory is in use.
            Err(error @ DriverError::Job(_)) if job.failure.is_none() => job.failure = Some(error),
            Err(DriverError::Job(_)) => {}
            Err(DriverError::JobTimeout(_)) if Instant::now() < job.sent.deadline => return,
            Err(error) => return self.answer_oldest(Some(error)),
        }
        if ended + 1 == tickets.len() {
            self.answer_oldest(None);
        }
    }

    /// Reads the result of the oldest jobs and sends it, or why there is none.
    fn answer_oldest(&mut self, error: Option<DriverError>) {
        let Some(job) = self.in_flight.pop_front() else {
            return;
        };
        let result = match error.or(job.failure) {
            Some(error) => Err(error.into()),
            None => self.read(&job.sent, &job.reply),
        };
        let result = result.map(|output| Completed {
            output,
            busy: job.started.elapsed(),
            counters: job.sent.counters(&self.session, &job.completions),
        });
        match &result {
            Ok(_) => self.note_latches(),
            Err(error) => self.recover(error),
        }
        if let (Err(error), Some(msm)) = (&result, &job.sent.msm)
            && error.is_unknown_set()
        {
            // It will be sent again. Should this fail the next request finds out why.
            let _ = self.resident.forget(&mut self.session, msm.bases);
        }
        let done = result.is_ok();
        job.reply.send(result);
        self.put_away(job.sent, done);
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
            job.reply.send(Err(AcceleratorError::Dropped));
            self.put_away(job.sent, false);
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
            let error = AcceleratorError::GivenUp(reason.clone());
            job.reply.send(Err(error));
        }
        self.lost.get_or_insert(reason);
    }

    /// The sets of bases that jobs in flight use.
    pub(super) fn in_use(&self) -> Vec<BasesId> {
        let msms = self
            .in_flight
            .iter()
            .filter_map(|job| job.sent.msm.as_ref());
        msms.map(|msm| msm.bases).collect()
    }

    /// Until the jobs in flight have ended, or are given up.
    fn time_to_finish(&self) -> Duration {
        let deadlines = self.in_flight.iter().map(|job| job.sent.deadline);
        let last = deadlines.chain([self.clear_at]).max();
        let left = last.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        left.unwrap_or_default().max(SLICE)
    }

    /// How long a job that takes at most `time` may take with those before it.
    pub(super) fn patience_for(&self, time: Duration) -> Duration {
        let clears = self.clear_at.saturating_duration_since(Instant::now());
        let before = self.in_flight.iter().map(|job| job.sent.time);
        patience(before, clears, time)
    }
}
