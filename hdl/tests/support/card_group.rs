//! Jobs of BN254's groups on a core, between arkworks and words.

use ark_bn254::{Fq, Fq2, Fr, G1Affine, G2Affine, g1, g2};
use ark_ec::short_weierstrass::Projective;
use ark_ec::{AffineRepr, CurveGroup, VariableBaseMSM};
use ark_ff::{AdditiveGroup, BigInt, Field, MontFp, PrimeField};
use num_bigint::BigUint;
use zkcard_sim::msm::{Core, Counters, Rates, combine};
use zkcard_sim::verilator::VerilatorError;
use zkcard_wire::layout::Multiples;
use zkcard_wire::{Bases, Group};

/// A group that a core adds over.
pub trait CardGroup: CurveGroup<ScalarField = Fr> + VariableBaseMSM {
    /// Its name.
    const GROUP: Group;

    /// A base as card memory has it: x low, and a word for each coefficient.
    fn words(point: &Self::Affine) -> Vec<BigUint>;

    /// (X : Y : Z) of the card to arkworks' Jacobian form.
    fn point(words: &[BigUint]) -> Self;

    /// Different points, cheaply: the multiples of `first`, in order.
    fn multiples(first: Self, count: usize) -> Vec<Self::Affine> {
        let all = std::iter::successors(Some(first), |point| Some(*point + first));
        Self::normalize_batch(&all.take(count).collect::<Vec<_>>())
    }

    /// Each base and its multiples, as a core takes them.
    fn with_multiples(bases: &[Self::Affine], multiples: &Multiples) -> Vec<Self::Affine> {
        let first: Vec<Self> = bases.iter().map(|base| (*base).into()).collect();
        let raised = |point: &Self| (0..multiples.step()).fold(*point, |p, _| p.double());
        let next = |points: &Vec<Self>| Some(points.iter().map(raised).collect());
        let words = std::iter::successors(Some(first), next).take(multiples.words);
        let words: Vec<_> = words.map(|points| Self::normalize_batch(&points)).collect();
        (0..bases.len())
            .flat_map(|i| words.iter().map(move |points| points[i]))
            .collect()
    }

    /// `sum scalars[i] bases[i]` by `core`, whose bases come with multiples if `over` says so, with what it took.
    ///
    /// # Errors
    /// [`VerilatorError::NoPort`] when the design is not a core.
    ///
    /// # Panics
    /// As [`Core::run`], and when `over` is of another group.
    fn msm_on(
        core: &mut Core,
        over: Bases,
        bases: &[Self::Affine],
        scalars: &[BigInt<4>],
        rates: Rates,
        seed: u64,
    ) -> Result<(Self, Counters), VerilatorError> {
        assert_eq!(over.group(), Self::GROUP, "bases of another group");
        let multiples = core.config.multiples;
        let bases = match over {
            Bases::Multiples => &Self::with_multiples(bases, &multiples),
            _ => bases,
        };
        let words: Vec<BigUint> = bases.iter().flat_map(Self::words).collect();
        let numbers: Vec<BigUint> = scalars.iter().map(|s| (*s).into()).collect();
        let (results, counters) = core.run(over, &words, &numbers, rates, seed)?;
        let chains: Vec<Self> = results
            .chunks(Self::GROUP.degree())
            .map(Self::point)
            .collect();
        let windows = core.config.windows_of(over);
        let sum = combine(windows, &chains, Self::ZERO, |p, q| *p + q);
        Ok((sum, counters))
    }
}

/// A sixth root of `b'' / b'`, by which the twist is isomorphic to the curve of the card (decision 14).
const SCALE: Fq2 = Fq2::new(
    MontFp!("437020121067995747314956224950625201688664173199277575334349566185149547836"),
    MontFp!("6763543636482193837503255630532175169501433184253162956467356793658424500840"),
);

fn word(x: &Fq, y: &Fq) -> BigUint {
    let number = |x: &Fq| BigUint::from(x.into_bigint());
    number(x) | number(y) << 256
}

/// X, Y and Z of a word.
fn coordinates(word: &BigUint) -> [Fq; 3] {
    let mut bytes = word.to_bytes_le();
    bytes.resize(96, 0);
    [0, 32, 64].map(|at| Fq::from_le_bytes_mod_order(&bytes[at..at + 32]))
}

impl CardGroup for Projective<g1::Config> {
    const GROUP: Group = Group::G1;

    fn words(point: &G1Affine) -> Vec<BigUint> {
        vec![point.xy().map_or(BigUint::ZERO, |(x, y)| word(&x, &y))]
    }

    fn point(words: &[BigUint]) -> Self {
        let [x, y, z] = coordinates(&words[0]);
        match z == Fq::ZERO {
            true => Self::ZERO,
            false => Self::new_unchecked(x * z, y * z.square(), z),
        }
    }
}

impl CardGroup for Projective<g2::Config> {
    const GROUP: Group = Group::G2;

    fn words(point: &G2Affine) -> Vec<BigUint> {
        let Some((x, y)) = point.xy() else {
            return vec![BigUint::ZERO; 2];
        };
        let (x, y) = (x * SCALE.square(), y * SCALE.square() * SCALE);
        vec![word(&x.c0, &y.c0), word(&x.c1, &y.c1)]
    }

    fn point(words: &[BigUint]) -> Self {
        let [c0, c1] = [0, 1].map(|i| coordinates(&words[i]));
        let [x, y, z] = [0, 1, 2].map(|i| Fq2::new(c0[i], c1[i]));
        if z == Fq2::ZERO {
            return Self::ZERO;
        }
        // x = X / (Z l^2), y = Y / (Z l^3), in Jacobian coordinates with Z l.
        Self::new_unchecked(x * z, y * z.square(), z * SCALE)
    }
}
