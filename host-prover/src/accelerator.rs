//! Where the heavy operations run.
//!
//! [`Accelerator`] is what a backend offers, `cpu` and `card` are the two there
//! are, and [`Dispatcher`] alone decides which of them runs an operation and
//! what happens when it fails.

mod card;
mod cpu;
mod dispatch;
mod error;
mod evaluation;
mod operation;
mod report;
mod transform;

pub use card::{CardBackend, CardOptions, UseMultiples};
pub use cpu::{CpuBackend, CpuOptions, Reservation};
pub use dispatch::{Dispatcher, Finished, MAX_FAULTS, Mode, Running};
pub use error::{AcceleratorError, OperationError};
pub use operation::{MsmG1, MsmG2, Operation, OperationKind};
pub(crate) use report::milliseconds;
pub use report::{CardCounters, CardReport, MsmCounters, OperationReport, TransformCounters};
pub use transform::{Direction, Numbers, Quotient, QuotientForm, QuotientMsm, Transform};

use crate::curve::SnarkCurve;
use std::time::Duration;

/// What a backend can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// Name shown in reports.
    pub name: String,
    /// MSM over G1.
    pub msm_g1: bool,
    /// MSM over G2.
    pub msm_g2: bool,
    /// Points of the largest transform over the scalar field; zero if it does none.
    pub transform: usize,
    /// Points of the largest quotient whose scalars come back.
    pub quotient: usize,
    /// Points of the largest quotient whose scalars go into an MSM where they are.
    pub quotient_msm: usize,
    /// Operations with fewer elements are faster elsewhere, and run there unless
    /// the backend is demanded.
    pub min_size: usize,
}

impl Capabilities {
    /// Elements of the largest operation of a kind; zero if it does none.
    pub fn largest(&self, kind: OperationKind) -> usize {
        let any = |able| if able { usize::MAX } else { 0 };
        match kind {
            OperationKind::MsmG1 => any(self.msm_g1),
            OperationKind::MsmG2 => any(self.msm_g2),
            OperationKind::Transform => self.transform,
            OperationKind::Quotient => self.quotient,
            OperationKind::QuotientMsm => self.quotient_msm,
        }
    }
}

/// The result of a job, with what the backend knows about its making.
pub struct Completed<T> {
    /// The result.
    pub output: T,
    /// Wall time since the backend took it up.
    pub busy: Duration,
    /// Counters, if a card ran it.
    pub counters: Option<CardCounters>,
}

/// An operation under way.
pub trait Job<T>: Send {
    /// Waits for the result.
    ///
    /// # Errors
    /// When the backend failed; its inputs are still with the caller.
    fn wait(self: Box<Self>) -> Result<Completed<T>, AcceleratorError>;
}

/// The jobs of a curve's operations.
pub type BoxedJob<T> = Box<dyn Job<T>>;

/// A backend that runs operations in the background.
///
/// A backend supplies what it can do and leaves the rest to the defaults, which
/// answer that the operation is not supported. Submitting does not wait.
pub trait Accelerator<C: SnarkCurve>: Send + Sync {
    /// What the backend can do.
    fn capabilities(&self) -> Capabilities;

    /// Who the card is and what it noted since this was asked last; none if the
    /// backend is no card.
    fn card_report(&self) -> Option<CardReport> {
        None
    }

    /// Whether the way to the backend alone takes longer than the CPU does an operation of `size` elements. Such
    /// operations run on the CPU unless the backend is demanded.
    fn is_slower(&self, _: OperationKind, _size: usize) -> bool {
        false
    }

    /// Starts the sum of `scalars[i] * bases[i]` over G1. The backend may keep
    /// the bases under their id for later jobs.
    ///
    /// # Errors
    /// When it is not supported, or the backend is gone.
    fn msm_g1(&self, _: &MsmG1<C>) -> Result<BoxedJob<C::G1>, AcceleratorError> {
        Err(AcceleratorError::Unsupported(OperationKind::MsmG1))
    }

    /// Starts the sum of `scalars[i] * bases[i]` over G2.
    ///
    /// # Errors
    /// When it is not supported, or the backend is gone.
    fn msm_g2(&self, _: &MsmG2<C>) -> Result<BoxedJob<C::G2>, AcceleratorError> {
        Err(AcceleratorError::Unsupported(OperationKind::MsmG2))
    }

    /// Starts a transform.
    ///
    /// # Errors
    /// When it is not supported, or the backend is gone.
    fn transform(&self, _: Transform<C>) -> Result<BoxedJob<Numbers<C>>, AcceleratorError> {
        Err(AcceleratorError::Unsupported(OperationKind::Transform))
    }

    /// Starts a quotient.
    ///
    /// # Errors
    /// When it is not supported, or the backend is gone.
    fn quotient(&self, _: Quotient<C>) -> Result<BoxedJob<Numbers<C>>, AcceleratorError> {
        Err(AcceleratorError::Unsupported(OperationKind::Quotient))
    }

    /// Starts a quotient and the sum of its scalars times the bases of H. The
    /// scalars stay with the backend.
    ///
    /// # Errors
    /// When it is not supported, or the backend is gone.
    fn quotient_msm(&self, _: QuotientMsm<C>) -> Result<BoxedJob<C::G1>, AcceleratorError> {
        Err(AcceleratorError::Unsupported(OperationKind::QuotientMsm))
    }
}
