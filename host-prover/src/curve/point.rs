//! Affine points as keys hold them: x, y in Montgomery form, infinity all zero.

use super::MontgomeryBytes;
use ark_ec::{
    AffineRepr,
    short_weierstrass::{Affine, SWCurveConfig},
};
use thiserror::Error;

/// What is wrong with the bytes of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PointError {
    /// A coordinate is not below the modulus.
    #[error("a coordinate is not a field element")]
    NotAnElement,
    /// The coordinates do not satisfy the curve equation.
    #[error("the point is not on the curve")]
    NotOnCurve,
    /// The point lies on the curve but not in the prime-order group.
    #[error("the point is not in the prime-order subgroup")]
    NotInSubgroup,
}

/// An affine point that can be read from and written to the bytes of a key.
pub trait PointBytes: AffineRepr {
    /// Bytes of a point.
    const BYTES: usize;

    /// Reads a point whose coordinates are field elements, without asking
    /// whether it is on the curve.
    ///
    /// # Errors
    /// When a coordinate is not a field element.
    fn from_bytes_unchecked(bytes: &[u8]) -> Result<Self, PointError>;

    /// Appends the bytes of the point.
    fn write_bytes(&self, out: &mut Vec<u8>);

    /// The point with these coordinates, without asking whether it is on the curve.
    fn from_xy_unchecked(x: Self::BaseField, y: Self::BaseField) -> Self;

    /// Asks whether the point is on the curve.
    ///
    /// # Errors
    /// When it is not.
    fn check_on_curve(&self) -> Result<(), PointError>;

    /// Asks whether the point is in the group.
    ///
    /// # Errors
    /// When it is not on the curve, or not in the prime-order subgroup.
    fn check_in_group(&self) -> Result<(), PointError>;

    /// Reads a point of the group.
    ///
    /// # Errors
    /// As the two steps it is made of.
    fn from_bytes(bytes: &[u8]) -> Result<Self, PointError> {
        let point = Self::from_bytes_unchecked(bytes)?;
        point.check_in_group()?;
        Ok(point)
    }
}

impl<P: SWCurveConfig<BaseField: MontgomeryBytes>> PointBytes for Affine<P> {
    const BYTES: usize = 2 * P::BaseField::BYTES;

    fn from_bytes_unchecked(bytes: &[u8]) -> Result<Self, PointError> {
        if bytes.iter().all(|&byte| byte == 0) {
            return Ok(Self::identity());
        }
        let (x, y) = bytes
            .split_at_checked(P::BaseField::BYTES)
            .ok_or(PointError::NotAnElement)?;
        let coordinate =
            |bytes| P::BaseField::from_montgomery(bytes).ok_or(PointError::NotAnElement);
        Ok(Self::new_unchecked(coordinate(x)?, coordinate(y)?))
    }

    fn write_bytes(&self, out: &mut Vec<u8>) {
        match self.xy() {
            Some((x, y)) => {
                x.write_montgomery(out);
                y.write_montgomery(out);
            }
            None => out.resize(out.len() + Self::BYTES, 0),
        }
    }

    fn from_xy_unchecked(x: Self::BaseField, y: Self::BaseField) -> Self {
        Self::new_unchecked(x, y)
    }

    fn check_on_curve(&self) -> Result<(), PointError> {
        let on_curve = self.is_on_curve();
        on_curve.then_some(()).ok_or(PointError::NotOnCurve)
    }

    fn check_in_group(&self) -> Result<(), PointError> {
        self.check_on_curve()?;
        let in_subgroup = self.is_in_correct_subgroup_assuming_on_curve();
        in_subgroup.then_some(()).ok_or(PointError::NotInSubgroup)
    }
}
