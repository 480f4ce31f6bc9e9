//! Jobs of pairing-friendly curves' groups on a core, between arkworks and words.

use ark_ec::short_weierstrass::{Affine, Projective, SWCurveConfig};
use ark_ec::{AffineRepr, CurveGroup, VariableBaseMSM};
use ark_ff::{AdditiveGroup, BigInt, Field, MontFp, PrimeField};
use num_bigint::BigUint;
use zkcard_sim::msm::{Core, Counters, Rates, combine};
use zkcard_sim::verilator::VerilatorError;
use zkcard_wire::layout::Multiples;
use zkcard_wire::{BaseKind, Group};

/// A curve of arkworks that a core adds over, perhaps in an isomorphic form.
pub trait CardCurve: SWCurveConfig<ScalarField: PrimeField<BigInt = BigInt<4>>> {
    /// Its group.
    const GROUP: Group;
    /// Bits of a coordinate's container.
    const BITS: usize;
    /// `l` of the isomorphism (x, y) -> (l^2 x, l^3 y) to the curve of the core (decision 14).
    const SCALE: Self::BaseField;
}

impl CardCurve for ark_bn254::g1::Config {
    const GROUP: Group = Group::G1;
    const BITS: usize = 256;
    const SCALE: ark_bn254::Fq = ark_bn254::Fq::ONE;
}

impl CardCurve for ark_bn254::g2::Config {
    const GROUP: Group = Group::G2;
    const BITS: usize = 256;
    const SCALE: ark_bn254::Fq2 = ark_bn254::Fq2::new(
        MontFp!("437020121067995747314956224950625201688664173199277575334349566185149547836"),
        MontFp!("6763543636482193837503255630532175169501433184253162956467356793658424500840"),
    );
}

impl CardCurve for ark_bls12_381::g1::Config {
    const GROUP: Group = Group::G1;
    const BITS: usize = 384;
    const SCALE: ark_bls12_381::Fq = ark_bls12_381::Fq::ONE;
}

impl CardCurve for ark_bls12_381::g2::Config {
    const GROUP: Group = Group::G2;
    const BITS: usize = 384;
    /// A sixth root of 1/6.
    const SCALE: ark_bls12_381::Fq2 = ark_bls12_381::Fq2::new(
        MontFp!(
            "1533297700152777294673652209736390536433094430104952033757756051512779507902027964411238337508688620825469271522196"
        ),
        ark_bls12_381::Fq::ZERO,
    );
}

/// A group that a core adds over.
pub trait CardGroup:
    CurveGroup<ScalarField: PrimeField<BigInt = BigInt<4>>> + VariableBaseMSM
{
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
        over: BaseKind,
        bases: &[Self::Affine],
        scalars: &[BigInt<4>],
        rates: Rates,
        seed: u64,
    ) -> Result<(Self, Counters), VerilatorError> {
        assert_eq!(over.group(), Self::GROUP, "bases of another group");
        let multiples = core.config.multiples;
        let bases = match over {
            BaseKind::Multiples => &Self::with_multiples(bases, &multiples),
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

impl<C: CardCurve> CardGroup for Projective<C> {
    const GROUP: Group = C::GROUP;

    fn words(point: &Affine<C>) -> Vec<BigUint> {
        let Some((x, y)) = point.xy() else {
            return vec![BigUint::ZERO; C::GROUP.degree()];
        };
        let (x, y) = (x * C::SCALE.square(), y * C::SCALE.square() * C::SCALE);
        let [x, y] = [&x, &y].map(|x| x.to_base_prime_field_elements().map(number));
        x.zip(y).map(|(x, y)| x | y << C::BITS).collect()
    }

    fn point(words: &[BigUint]) -> Self {
        let parts = words.iter().map(|word| coordinates::<C>(word));
        let parts: Vec<_> = parts.collect();
        let [x, y, z] = [0, 1, 2].map(|i| {
            let coefficients = parts.iter().map(|coordinates| coordinates[i]);
            C::BaseField::from_base_prime_field_elems(coefficients).unwrap_or_default()
        });
        if z == C::BaseField::ZERO {
            return Self::ZERO;
        }
        // x = X / (Z l^2), y = Y / (Z l^3), in Jacobian coordinates with Z l.
        Self::new_unchecked(x * z, y * z.square(), z * C::SCALE)
    }
}

type Prime<C> = <<C as ark_ec::CurveConfig>::BaseField as Field>::BasePrimeField;

fn number<F: PrimeField>(x: F) -> BigUint {
    x.into_bigint().into()
}

/// X, Y and Z of a word.
fn coordinates<C: CardCurve>(word: &BigUint) -> [Prime<C>; 3] {
    let mut bytes = word.to_bytes_le();
    let length = C::BITS / 8;
    bytes.resize(3 * length, 0);
    [0, 1, 2].map(|i| Prime::<C>::from_le_bytes_mod_order(&bytes[i * length..][..length]))
}
