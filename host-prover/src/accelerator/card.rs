//! A card, behind a thread that owns its session.
//!
//! Requests are encoded and sent in the order in which they come; while a job
//! runs on the card, the scalars of the next one travel already.

mod capacity;
mod encoding;
mod job_time;
mod latched;
mod msm;
mod multiples;
mod resident;
mod sent;
mod time_limit;
mod transform;
mod way;
mod worker;

use super::{
    Accelerator, AcceleratorError, BoxedJob, Capabilities, CardReport, Completed, Job, MsmG1,
    MsmG2, Numbers, OperationKind, Quotient, QuotientMsm, Transform,
};
use crate::curve::SnarkCurve;
use ark_ff::PrimeField;
use capacity::Capacity;
use latched::Latched;
use sent::Reply;
use std::{
    sync::mpsc::{Receiver, Sender, channel},
    thread::{self, JoinHandle},
};
use worker::Request;
use zkcard_driver::{Card, Identity, LineRate, Session};
use zkcard_wire::{
    BaseKind, Group,
    layout::{Multiples, Windows},
};

/// Points below which the way to a card takes longer than the sum.
const MIN_SIZE: usize = 64;

/// Which sets of bases over G1 lie in card memory with multiples of themselves.
///
/// The host computes the multiples when it sends a set, which takes longer than a proof: they are for keys that make
/// many proofs. Such sets take at most half of the memory, and no other set makes room for them: one that does not fit
/// so lies there without.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UseMultiples {
    /// None.
    #[default]
    Never,
    /// Those whose first scalars promise shorter jobs: clocks of the core, the time in which the result, which has another
    /// length, comes back at the rate of the line, and that of its sum. What it takes to make and send the multiples does
    /// not count.
    Auto,
    /// All that fit.
    Always,
}

/// How a card is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CardOptions {
    /// Which sets lie there with multiples.
    pub multiples: UseMultiples,
}

/// A backend that runs on a card.
pub struct CardBackend<C: SnarkCurve> {
    name: String,
    line: Option<LineRate>,
    /// Error latches that the worker found and nobody asked for yet.
    latched: Latched,
    /// The groups over which it does MSMs.
    groups: Vec<Group>,
    capacity: Capacity,
    requests: Option<Sender<Request<C>>>,
    worker: Option<JoinHandle<()>>,
}

impl<C: SnarkCurve> CardBackend<C> {
    /// Takes a card into use.
    ///
    /// # Errors
    /// When the card adds over another group, does neither MSMs nor transforms, or does not answer.
    pub fn new(card: Card) -> Result<Self, AcceleratorError> {
        Self::with_options(card, CardOptions::default())
    }

    /// Takes a card into use as `options` say.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn with_options(card: Card, options: CardOptions) -> Result<Self, AcceleratorError> {
        check_fits::<C>(card.identity())?;
        let session = Session::begin(card)?;
        let (name, line) = (describe(&session), session.line_rate());
        let has = |group: &Group| {
            session
                .identity()
                .windows_of(BaseKind::of(*group))
                .is_some()
        };
        let groups = Group::ALL.into_iter().filter(has).collect();
        let capacity = Capacity::of::<C::ScalarField>(session.identity());
        let latched = Latched::default();
        let noted = latched.clone();
        let (requests, inbox) = channel();
        let worker = thread::Builder::new()
            .name("zkcard-session".into())
            .spawn(move || worker::run(session, options, noted, &inbox))
            .map_err(|error| AcceleratorError::NoCard(error.to_string()))?;
        Ok(Self {
            name,
            line,
            groups,
            capacity,
            latched,
            requests: Some(requests),
            worker: Some(worker),
        })
    }

    /// Hands a request over, and returns the job whose answer comes.
    fn send<T: Send + 'static>(
        &self,
        request: impl FnOnce(Sender<Reply<T>>) -> Request<C>,
    ) -> Result<BoxedJob<T>, AcceleratorError> {
        let requests = self.requests.as_ref().ok_or(AcceleratorError::WorkerGone)?;
        let (reply, answer) = channel();
        let sent = requests.send(request(reply));
        sent.map_err(|_| AcceleratorError::WorkerGone)?;
        Ok(Box::new(CardJob(answer)))
    }
}

/// More chains than any card has: their result is read into memory.
const MOST_CHAINS: usize = 1 << 16;

fn check_fits<C: SnarkCurve>(identity: &Identity) -> Result<(), AcceleratorError> {
    let refuse = |reason: String| Err(AcceleratorError::NoCard(reason));
    if identity.known_curve().is_none() || identity.known_curve() != C::CARD_CURVE {
        let curve = C::SNARKJS_NAME;
        return refuse(format!(
            "the card does not add over {curve} (code {})",
            identity.curve
        ));
    }
    let scalar_bits = C::ScalarField::MODULUS_BIT_SIZE;
    if identity.scalar_bits < scalar_bits {
        return refuse(format!(
            "its scalars have {} bits, not {scalar_bits}",
            identity.scalar_bits
        ));
    }
    // A bit more than the scalar, and not absurdly many.
    let digits = scalar_bits as usize + 1..=2 * scalar_bits as usize;
    let possible = |(windows, cut): (&Windows, Windows)| {
        let sound = windows.is_sound() && windows.chains() <= MOST_CHAINS;
        sound && digits.contains(&cut.digit_bits())
    };
    let able = |kind: &BaseKind| identity.windows_of(*kind).zip(identity.digits_of(*kind));
    if Group::ALL
        .iter()
        .all(|group| able(&BaseKind::of(*group)).is_none())
        && identity.transforms.is_none()
    {
        return refuse("the card does neither MSMs nor transforms".into());
    }
    let lanes = identity.transforms.iter().map(|told| told.lanes);
    if !lanes.into_iter().all(|lanes| lanes > 0) {
        return refuse("the card describes transforms without lanes".into());
    }
    let mut kinds = BaseKind::ALL.iter().filter_map(able);
    if !kinds.all(possible) || !identity.multiples.iter().all(Multiples::is_sound) {
        return refuse("the card describes an impossible bucket layout".into());
    }
    Ok(())
}

fn describe(session: &Session) -> String {
    let identity = session.identity();
    let kind = match (identity.is_simulated(), identity.has_modelled_multipliers()) {
        (true, true) => "simulated card, modelled multipliers",
        (true, false) => "simulated card",
        _ => "card",
    };
    format!("{kind} at {}", session.device())
}

impl<C: SnarkCurve> Drop for CardBackend<C> {
    fn drop(&mut self) {
        self.requests.take();
        if let Some(worker) = self.worker.take() {
            let _ = worker.join();
        }
    }
}

struct CardJob<T>(Receiver<Reply<T>>);

impl<T: Send> Job<T> for CardJob<T> {
    fn wait(self: Box<Self>) -> Result<Completed<T>, AcceleratorError> {
        self.0.recv().map_err(|_| AcceleratorError::WorkerGone)?
    }
}

impl<C: SnarkCurve> Accelerator<C> for CardBackend<C> {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            name: self.name.clone(),
            msm_g1: self.groups.contains(&Group::G1),
            msm_g2: self.groups.contains(&Group::G2),
            transform: self.capacity.transform,
            quotient: self.capacity.quotient,
            quotient_msm: self.capacity.quotient_msm,
            min_size: MIN_SIZE,
        }
    }

    fn is_slower(&self, kind: OperationKind, size: usize) -> bool {
        way::is_slower(self.line, kind, size, rayon::current_num_threads())
    }

    fn card_report(&self) -> Option<CardReport> {
        Some(CardReport {
            name: self.name.clone(),
            clocks_per_bit: self.line.map(|line| line.clocks_per_bit),
            baud: self.line.and_then(|line| line.baud),
            errors: self.latched.take().iter().collect(),
        })
    }

    fn msm_g1(&self, work: &MsmG1<C>) -> Result<BoxedJob<C::G1>, AcceleratorError> {
        self.send(|reply| Request::MsmG1(work.clone(), reply))
    }

    fn msm_g2(&self, work: &MsmG2<C>) -> Result<BoxedJob<C::G2>, AcceleratorError> {
        self.send(|reply| Request::MsmG2(work.clone(), reply))
    }

    fn transform(&self, work: Transform<C>) -> Result<BoxedJob<Numbers<C>>, AcceleratorError> {
        self.send(|reply| Request::Transform(work, reply))
    }

    fn quotient(&self, work: Quotient<C>) -> Result<BoxedJob<Numbers<C>>, AcceleratorError> {
        self.send(|reply| Request::Quotient(work, reply))
    }

    fn quotient_msm(&self, work: QuotientMsm<C>) -> Result<BoxedJob<C::G1>, AcceleratorError> {
        self.send(|reply| Request::QuotientMsm(work, reply))
    }
}
