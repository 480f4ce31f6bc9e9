//! Errors of backends.

use super::OperationKind;
use crate::{curve::PointError, key::BaseError};
use thiserror::Error;
use zkcard_driver::DriverError;
use zkcard_kernels::CpuError;
use zkcard_wire::job::JobStatus;

/// Why a backend did not give a result.
#[derive(Debug, Error)]
pub enum AcceleratorError {
    /// The backend does not do this.
    #[error("{0} is not supported")]
    Unsupported(OperationKind),
    /// A card is required and there is none.
    #[error("no card: {0}")]
    NoCard(String),
    /// A base is not a point of the group.
    #[error("the key is damaged: {0}")]
    Base(#[from] BaseError),
    /// The processor has not what is asked of it.
    #[error(transparent)]
    Cpu(#[from] CpuError),
    /// There is no such transform.
    #[error("the field has no domain of {size} elements, or none with this shift")]
    Domain {
        /// Elements.
        size: usize,
    },
    /// The driver reports a fault.
    #[error(transparent)]
    Driver(#[from] DriverError),
    /// The card answered with something that is not a result.
    #[error("the card's answer is not a point: {0}")]
    Answer(PointError),
    /// The card answered with something that is no element of the field.
    #[error("number {index} of the card's answer is not below the modulus")]
    AnswerNumber {
        /// Which number.
        index: usize,
    },
    /// The result of the card differs from the CPU's.
    #[error("the card's result is wrong")]
    WrongResult,
    /// The job was dropped because another one made the card start afresh.
    #[error("the job was dropped when the card was reset")]
    Dropped,
    /// The card has been given up after earlier faults.
    #[error("the card is no longer used: {0}")]
    GivenUp(String),
    /// The computation panicked, which is an error of this program.
    #[error("the computation panicked: {0}")]
    Panicked(String),
    /// The thread that ran the operation is gone.
    #[error("the worker of the backend ended unexpectedly")]
    WorkerGone,
}

impl AcceleratorError {
    /// Whether the card cannot be reached any more.
    pub fn is_lost(&self) -> bool {
        match self {
            Self::Driver(error) => error.is_lost(),
            Self::WorkerGone => true,
            _ => false,
        }
    }

    /// Whether the card is sound and merely has no use for the operation.
    pub fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::Unsupported(_)
                | Self::Driver(DriverError::MemoryFull { .. } | DriverError::SetsFull { .. })
        )
    }

    /// Whether the card does not know bases that it was told of.
    pub(crate) fn is_unknown_set(&self) -> bool {
        matches!(self, Self::Driver(DriverError::Job(JobStatus::UnknownSet)))
    }

    /// Whether a result came and is wrong, for which the input may be to blame.
    pub fn is_wrong_answer(&self) -> bool {
        matches!(
            self,
            Self::Answer(_) | Self::AnswerNumber { .. } | Self::WrongResult
        )
    }

    /// Whether the fault has been counted where it happened.
    pub fn is_victim(&self) -> bool {
        matches!(self, Self::Dropped | Self::GivenUp(_))
    }

    /// Whether the input is at fault, so that no other backend would do better.
    pub fn is_input(&self) -> bool {
        matches!(self, Self::Base(_) | Self::Domain { .. })
    }
}

/// An operation for which no backend gave a result.
#[derive(Debug, Error)]
#[error("{}{operation}: {source}", if source.is_lost() { "the card was lost during " } else { "" })]
pub struct OperationError {
    /// Its name, for example "MSM A".
    pub operation: &'static str,
    /// What the last backend said.
    #[source]
    pub source: AcceleratorError,
}
