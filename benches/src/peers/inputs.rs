//! Inputs in everyone's own types.

use ark_bn254::{Fq, Fq2, Fr, g1, g2};
use ark_ec::{AffineRepr, short_weierstrass::Affine};
use ark_ff::{BigInt, PrimeField};
use halo2curves::{CurveAffine, bn256, ff};

/// A type of arkworks that halo2curves has too.
pub trait Halo2curves: Sized {
    /// The same there.
    type Other;

    /// As halo2curves has it.
    fn to_halo2curves(&self) -> Self::Other;

    /// As arkworks has it.
    fn from_halo2curves(other: &Self::Other) -> Self;
}

fn to<A: PrimeField<BigInt = BigInt<4>>, B: ff::PrimeField<Repr: From<[u8; 32]>>>(x: &A) -> B {
    let mut bytes = [0; 32];
    for (bytes, word) in bytes.chunks_exact_mut(8).zip(x.into_bigint().0) {
        bytes.copy_from_slice(&word.to_le_bytes());
    }
    B::from_repr(bytes.into()).expect("both fields have the same prime")
}

macro_rules! prime_field {
    ($ours:ty, $theirs:ty) => {
        impl Halo2curves for $ours {
            type Other = $theirs;

            fn to_halo2curves(&self) -> $theirs {
                to(self)
            }

            fn from_halo2curves(other: &$theirs) -> Self {
                Self::from_le_bytes_mod_order(ff::PrimeField::to_repr(other).as_ref())
            }
        }
    };
}

prime_field!(Fq, bn256::Fq);
prime_field!(Fr, bn256::Fr);

impl Halo2curves for Fq2 {
    type Other = bn256::Fq2;

    fn to_halo2curves(&self) -> bn256::Fq2 {
        bn256::Fq2::new(self.c0.to_halo2curves(), self.c1.to_halo2curves())
    }

    fn from_halo2curves(other: &bn256::Fq2) -> Self {
        let [c0, c1] = [other.c0(), other.c1()].map(Fq::from_halo2curves);
        Self::new(c0, c1)
    }
}

macro_rules! group {
    ($ours:ty, $theirs:ty) => {
        /// Points that are not infinity there, as a key's bases are.
        impl Halo2curves for $ours {
            type Other = $theirs;

            fn to_halo2curves(&self) -> $theirs {
                <$theirs>::from_xy(self.x.to_halo2curves(), self.y.to_halo2curves())
                    .expect("a point of the same curve")
            }

            fn from_halo2curves(other: &$theirs) -> Self {
                let coordinates: Option<_> = other.coordinates().into();
                coordinates.map_or(Self::zero(), |c: halo2curves::Coordinates<$theirs>| {
                    Self::new_unchecked(
                        Halo2curves::from_halo2curves(c.x()),
                        Halo2curves::from_halo2curves(c.y()),
                    )
                })
            }
        }
    };
}

group!(Affine<g1::Config>, bn256::G1Affine);
group!(Affine<g2::Config>, bn256::G2Affine);

/// A witness of which nine in ten are bits.
pub fn bits(scalars: &[Fr]) -> Vec<Fr> {
    let bit = |(i, scalar): (usize, &Fr)| match i % 10 {
        0 => *scalar,
        _ => Fr::from(scalar.into_bigint().0[0] & 1),
    };
    scalars.iter().enumerate().map(bit).collect()
}

/// Scalars as plain numbers.
pub fn numbers(scalars: &[Fr]) -> Vec<BigInt<4>> {
    scalars.iter().map(|scalar| scalar.into_bigint()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{points, scalars};
    use ark_bn254::{G1Affine, G2Affine};

    #[test]
    fn elements_and_points_are_the_same_there() {
        for scalar in scalars(5) {
            assert_eq!(Fr::from_halo2curves(&scalar.to_halo2curves()), scalar);
        }
        fn same<P: AffineRepr + Halo2curves>() {
            for point in points::<P>(5) {
                assert_eq!(P::from_halo2curves(&point.to_halo2curves()), point);
            }
        }
        same::<G1Affine>();
        same::<G2Affine>();
        let infinity = G1Affine::from_halo2curves(&bn256::G1Affine::default());
        assert!(infinity.is_zero());
    }

    #[test]
    fn nine_in_ten_are_bits() {
        let witness = bits(&scalars(100));
        let small = witness.iter().filter(|x| **x < Fr::from(2u64)).count();
        assert_eq!(small, 90);
    }
}
