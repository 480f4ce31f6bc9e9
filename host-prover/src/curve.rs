//! The curves a proof can be made over, and how files write their elements.
//!
//! Everything above this module is generic over [`SnarkCurve`]; a further
//! curve is one more `impl`, and one of [`CardPoint`] and [`KernelPoint`] for each of
//! its groups.

mod card_point;
mod kernel_field;
mod kernel_point;
mod montgomery;
mod point;

pub use card_point::CardPoint;
pub(crate) use card_point::Isomorphism;
pub use kernel_field::KernelField;
pub use kernel_point::KernelPoint;
pub use montgomery::MontgomeryBytes;
pub(crate) use montgomery::from_plain;
pub use point::{PointBytes, PointError};

use ark_ec::pairing::Pairing;
use zkcard_wire::identity::Curve as CardCurve;

/// A pairing-friendly curve that snarkjs files can be read for.
pub trait SnarkCurve:
    Pairing<
        BaseField: MontgomeryBytes,
        ScalarField: MontgomeryBytes + KernelField,
        G1Affine: CardPoint + KernelPoint,
        G2Affine: CardPoint + KernelPoint,
    >
{
    /// The name snarkjs gives the curve in its JSON files.
    const SNARKJS_NAME: &'static str;

    /// The curve a card must add over to help with this one.
    const CARD_CURVE: Option<CardCurve>;
}

impl SnarkCurve for ark_bn254::Bn254 {
    const SNARKJS_NAME: &'static str = "bn128";
    const CARD_CURVE: Option<CardCurve> = Some(CardCurve::Bn254);
}
