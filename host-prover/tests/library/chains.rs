//! Cards that go the whole way: digits, buckets, chains. What the host makes of these must be the sum.

use crate::{
    card_curve::{CardCurve, CardTwist, read_bases, read_scalars, write_points},
    software_card::{attach, software_card_of},
};
use ark_bn254::{Bn254, Fr, G1Affine, G2Affine, g1};
use ark_ec::{
    AffineRepr, CurveGroup, VariableBaseMSM,
    short_weierstrass::{Affine, Projective},
};
use ark_ff::{BigInteger, PrimeField};
use ark_std::{UniformRand, Zero, rand::RngCore};
use zkcard::{
    accelerator::{Accelerator, CardBackend, MsmG1, MsmG2},
    key::Bases,
    witness::Scalars,
};
use zkcard_wire::{Group, layout::Windows};

/// Unlike each other, and not like those of real cards, so that the buckets are few.
const G1_WINDOWS: Windows = Windows {
    count: 65,
    bits: 4,
    narrow: 3,
    segments: 2,
    adders: 3,
};
const G2_WINDOWS: Windows = Windows {
    count: 52,
    bits: 5,
    narrow: 2,
    segments: 4,
    adders: 3,
};

/// The signed digits of a scalar.
fn digits(windows: &Windows, scalar: &Fr) -> Vec<i64> {
    let bits = scalar.into_bigint().to_bits_le();
    let bit = |i: usize| i64::from(bits.get(i).copied().unwrap_or(false));
    let mut carry = 0;
    let digit = |w: usize| {
        let width = windows.width(w);
        let raw = (0..width)
            .map(|i| bit(windows.offset(w) + i) << i)
            .sum::<i64>()
            + carry;
        carry = i64::from(raw >= 1 << (width - 1));
        raw - (carry << width)
    };
    let digits = (0..windows.count).map(digit).collect();
    assert_eq!(carry, 0, "the digits have a bit more than the scalar");
    digits
}

/// The chains of an MSM, as a card's memory holds them.
fn chains<P: CardCurve>(windows: &Windows, bases: &[u8], scalars: &[u8]) -> Vec<u8> {
    let bases: Vec<Affine<P>> = read_bases(bases);
    let digits: Vec<_> = read_scalars(scalars)
        .iter()
        .map(|k| digits(windows, k))
        .collect();
    let (mut points, length) = (vec![], windows.segment_length());
    for w in windows.order() {
        let mut buckets = vec![Projective::<P>::zero(); 1 << (windows.width(w) - 1)];
        for (base, digits) in bases.iter().zip(&digits) {
            match digits[w] {
                0 => {}
                digit if digit > 0 => buckets[digit as usize - 1] += base,
                digit => buckets[digit.unsigned_abs() as usize - 1] -= base,
            }
        }
        for chain in buckets.chunks(length) {
            let (mut s, mut t) = (Projective::zero(), Projective::zero());
            for bucket in chain.iter().rev() {
                s += bucket;
                t += s;
            }
            points.extend([s, t]);
        }
    }
    write_points(&points)
}

/// A card that adds over both groups.
fn card() -> CardBackend<Bn254> {
    let mut card = software_card_of(
        1 << 14,
        Box::new(|group, bases, scalars| {
            Ok(match group {
                Group::G1 => chains::<g1::Config>(&G1_WINDOWS, bases, scalars),
                Group::G2 => chains::<CardTwist>(&G2_WINDOWS, bases, scalars),
            })
        }),
    );
    card.add_group(Group::G1, &G1_WINDOWS);
    card.add_group(Group::G2, &G2_WINDOWS);
    attach(card, |_| None)
}

/// Random points and scalars with every special case among them.
fn terms<P: AffineRepr<ScalarField = Fr>>(
    count: usize,
    rng: &mut impl RngCore,
) -> (Vec<P>, Vec<Fr>) {
    let points = (0..count).map(|_| P::Group::rand(rng).into_affine());
    let mut points: Vec<P> = points.collect();
    let mut scalars: Vec<Fr> = (0..count).map(|_| Fr::rand(rng)).collect();
    if count > 5 {
        (points[2], points[4]) = (P::zero(), points[3]);
        scalars[..4].copy_from_slice(&[Fr::from(0), Fr::from(1), Fr::rand(rng), -Fr::from(1)]);
        scalars[4] = scalars[3];
    }
    (points, scalars)
}

const COUNTS: [usize; 5] = [0, 1, 6, 33, 150];

#[test]
fn sums_over_g1_agree_with_arkworks() {
    let (card, rng) = (card(), &mut ark_std::test_rng());
    for count in COUNTS {
        let (points, scalars) = terms::<G1Affine>(count, rng);
        let work = MsmG1::new(
            &Bases::owned(points.clone()),
            &Scalars::from_elements(scalars.clone()),
        );
        let sum = card.msm_g1(&work).unwrap().wait().unwrap().output;
        let expected = <G1Affine as AffineRepr>::Group::msm(&points, &scalars).unwrap();
        assert_eq!(sum, expected, "{count} points");
    }
}

#[test]
fn sums_over_g2_agree_with_arkworks() {
    let (card, rng) = (card(), &mut ark_std::test_rng());
    for count in COUNTS {
        let (points, scalars) = terms::<G2Affine>(count, rng);
        let work = MsmG2::new(
            &Bases::owned(points.clone()),
            &Scalars::from_elements(scalars.clone()),
        );
        let sum = card.msm_g2(&work).unwrap().wait().unwrap().output;
        let expected = <G2Affine as AffineRepr>::Group::msm(&points, &scalars).unwrap();
        assert_eq!(sum, expected, "{count} points");
    }
}
