//! Operations as values. Their inputs are shared, so a clone is cheap and the
//! host keeps everything until a result is accepted.

use super::{Accelerator, AcceleratorError, BoxedJob};
use crate::{
    curve::SnarkCurve,
    key::{BaseError, Bases},
    witness::Scalars,
};
use serde::Serialize;
use std::fmt;

/// Kinds of operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum OperationKind {
    /// Multi-scalar multiplication over G1.
    MsmG1,
    /// Multi-scalar multiplication over G2.
    MsmG2,
    /// Number-theoretic transform over the scalar field.
    Transform,
    /// From three vectors of values to the scalars of H.
    Quotient,
    /// The same, and the MSM over the bases of H.
    QuotientMsm,
}

impl fmt::Display for OperationKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MsmG1 => "MSM over G1",
            Self::MsmG2 => "MSM over G2",
            Self::Transform => "transform",
            Self::Quotient => "quotient",
            Self::QuotientMsm => "quotient with its MSM",
        })
    }
}

/// Something that a backend computes.
pub trait Operation<C: SnarkCurve>: Clone {
    /// What comes out.
    type Output: PartialEq + Send + 'static;

    /// Its kind.
    const KIND: OperationKind;

    /// Whether results are checked as they come.
    const CHECKED: bool = false;

    /// Its number of elements.
    fn size(&self) -> usize;

    /// Starts it on a backend.
    ///
    /// # Errors
    /// As the backend says.
    fn submit(self, to: &dyn Accelerator<C>) -> Result<BoxedJob<Self::Output>, AcceleratorError>;

    /// Whether a result of a backend that may err passes a check which costs far
    /// less than the operation, if it is [`CHECKED`](Self::CHECKED).
    fn check(&self, _: &Self::Output) -> bool {
        true
    }

    /// Checks the part of the input that comes from a key. While it is bad, a
    /// wrong result says nothing about the backend.
    ///
    /// # Errors
    /// The first base that is not a point of the group.
    fn check_key(&self) -> Result<(), BaseError> {
        Ok(())
    }
}

/// `sum scalars[i] * bases[i]` over G1.
#[derive(Clone)]
pub struct MsmG1<C: SnarkCurve> {
    /// The points.
    pub bases: Bases<C::G1Affine>,
    /// As many scalars.
    pub scalars: Scalars<C>,
}

/// `sum scalars[i] * bases[i]` over G2.
#[derive(Clone)]
pub struct MsmG2<C: SnarkCurve> {
    /// The points.
    pub bases: Bases<C::G2Affine>,
    /// As many scalars.
    pub scalars: Scalars<C>,
}

impl<C: SnarkCurve> MsmG1<C> {
    /// Over these bases with these scalars; a surplus of either is not used.
    pub fn new(bases: &Bases<C::G1Affine>, scalars: &Scalars<C>) -> Self {
        Self {
            bases: bases.clone(),
            scalars: scalars.clone(),
        }
    }
}

impl<C: SnarkCurve> MsmG2<C> {
    /// Over these bases with these scalars; a surplus of either is not used.
    pub fn new(bases: &Bases<C::G2Affine>, scalars: &Scalars<C>) -> Self {
        Self {
            bases: bases.clone(),
            scalars: scalars.clone(),
        }
    }
}

impl<C: SnarkCurve> Operation<C> for MsmG1<C> {
    type Output = C::G1;
    const KIND: OperationKind = OperationKind::MsmG1;

    fn size(&self) -> usize {
        self.bases.len().min(self.scalars.numbers().len())
    }

    fn submit(self, to: &dyn Accelerator<C>) -> Result<BoxedJob<C::G1>, AcceleratorError> {
        to.msm_g1(&self)
    }

    fn check_key(&self) -> Result<(), BaseError> {
        self.bases.check()
    }
}

impl<C: SnarkCurve> Operation<C> for MsmG2<C> {
    type Output = C::G2;
    const KIND: OperationKind = OperationKind::MsmG2;

    fn size(&self) -> usize {
        self.bases.len().min(self.scalars.numbers().len())
    }

    fn submit(self, to: &dyn Accelerator<C>) -> Result<BoxedJob<C::G2>, AcceleratorError> {
        to.msm_g2(&self)
    }

    fn check_key(&self) -> Result<(), BaseError> {
        self.bases.check()
    }
}
