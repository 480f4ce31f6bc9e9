//! The curves a proof can be made over, and how files write their elements.
//!
//! Everything above this module is generic over [`SnarkCurve`]; a further
//! curve is one more `impl`.

mod montgomery;
mod point;

pub use montgomery::MontgomeryBytes;
pub(crate) use montgomery::from_plain;
pub use point::{PointBytes, PointError};

use ark_ec::pairing::Pairing;
use zkcard_wire::identity::Curve as CardGroup;

/// A pairing-friendly curve that snarkjs files can be read for.
pub trait SnarkCurve:
    Pairing<
        BaseField: MontgomeryBytes,
        ScalarField: MontgomeryBytes,
        G1Affine: PointBytes,
        G2Affine: PointBytes,
    >
{
    /// The name snarkjs gives the curve in its JSON files.
    const SNARKJS_NAME: &'static str;

    /// The group a card must add over to help with this curve.
    const CARD_GROUP: Option<CardGroup>;
}

impl SnarkCurve for ark_bn254::Bn254 {
    const SNARKJS_NAME: &'static str = "bn128";
    const CARD_GROUP: Option<CardGroup> = Some(CardGroup::Bn254G1);
}
