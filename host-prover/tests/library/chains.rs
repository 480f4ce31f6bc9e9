//! Cards that go the whole way: digits, buckets, chains. What the host makes of these must be the sum.

use crate::{
    card_curve::{CardCurve, CardTwist, read_bases, read_scalars, write_points},
    software_card::{attach_with_multiples, software_card_of},
};
use ark_bn254::{Bn254, Fr, G1Affine, G2Affine, g1};
use ark_ec::{
    AffineRepr, CurveGroup, VariableBaseMSM,
    short_weierstrass::{Affine, Projective},
};
use ark_ff::{BigInteger, PrimeField};
use ark_std::{UniformRand, Zero, rand::RngCore};
use zkcard::{
    accelerator::{Accelerator, CardBackend, MsmG1, MsmG2, UseMultiples},
    key,
    witness::Scalars,
};
use zkcard_wire::{
    BaseKind, Group,
    layout::{Multiples, Windows},
};

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

/// Eleven words a base, for six windows of four bits.
const MULTIPLES: Multiples = Multiples::new(
    254,
    Windows {
        count: 6,
        narrow: 0,
        ..G1_WINDOWS
    },
);

/// A word a base.
fn alone(windows: Windows) -> Multiples {
    Multiples { windows, words: 1 }
}

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

/// The chains of an MSM, as a card's memory holds them; digits of several words of a base may share windows.
fn chains<P: CardCurve>(shared: &Multiples, bases: &[u8], scalars: &[u8]) -> Vec<u8> {
    let windows = &shared.windows;
    let bases: Vec<Affine<P>> = read_bases(bases);
    let all_digits: Vec<_> = read_scalars(scalars)
        .iter()
        .flat_map(|k| digits(&shared.digits(), k))
        .collect();
    // Those of a word, which is a point of its own.
    let digits: Vec<_> = all_digits.chunks(windows.count).collect();
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

/// A card that adds over both groups, and takes bases with multiples.
fn card(use_multiples: UseMultiples) -> CardBackend<Bn254> {
    let mut card = software_card_of(
        1 << 14,
        Box::new(|over, bases, scalars| {
            Ok(match over {
                BaseKind::G1 => chains::<g1::Config>(&alone(G1_WINDOWS), bases, scalars),
                BaseKind::G2 => chains::<CardTwist>(&alone(G2_WINDOWS), bases, scalars),
                BaseKind::Multiples => chains::<g1::Config>(&MULTIPLES, bases, scalars),
            })
        }),
    );
    card.add_group(Group::G1, &G1_WINDOWS);
    card.add_group(Group::G2, &G2_WINDOWS);
    card.add_multiples(&MULTIPLES);
    attach_with_multiples(card, use_multiples)
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
    sums_over_g1(&card(UseMultiples::Never), |_| false);
}

#[test]
fn sums_over_multiples_agree_with_arkworks() {
    sums_over_g1(&card(UseMultiples::Always), |count| count > 0);
}

/// Sums, and for which counts they are to come from multiples.
fn sums_over_g1(card: &CardBackend<Bn254>, from_multiples: impl Fn(usize) -> bool) {
    let rng = &mut ark_std::test_rng();
    for count in COUNTS {
        let (points, scalars) = terms::<G1Affine>(count, rng);
        let work = MsmG1::new(
            &key::Bases::owned(points.clone()),
            &Scalars::from_elements(scalars.clone()),
        );
        let done = card.msm_g1(&work).unwrap().wait().unwrap();
        let multiples = done.counters.and_then(|counters| counters.msm()?.multiples);
        assert_eq!(multiples.is_some(), from_multiples(count), "{count} points");
        let sum = done.output;
        let expected = <G1Affine as AffineRepr>::Group::msm(&points, &scalars).unwrap();
        assert_eq!(sum, expected, "{count} points");
    }
}

#[test]
fn sums_over_g2_agree_with_arkworks() {
    let (card, rng) = (card(UseMultiples::Never), &mut ark_std::test_rng());
    for count in COUNTS {
        let (points, scalars) = terms::<G2Affine>(count, rng);
        let work = MsmG2::new(
            &key::Bases::owned(points.clone()),
            &Scalars::from_elements(scalars.clone()),
        );
        let sum = card.msm_g2(&work).unwrap().wait().unwrap().output;
        let expected = <G2Affine as AffineRepr>::Group::msm(&points, &scalars).unwrap();
        assert_eq!(sum, expected, "{count} points");
    }
}
