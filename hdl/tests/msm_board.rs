//! The limb-serial core: the tiny one on every scalar and on hard mixtures, that of BN254 against arkworks.

mod support;

use ark_bn254::{Fr, G1Projective};
use ark_ec::{AffineRepr, CurveGroup, VariableBaseMSM};
use ark_ff::{PrimeField, UniformRand};
use num_bigint::BigUint;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use support::affine::{Affine, Curve};
use support::assert_lint_clean;
use support::card_group::CardGroup;
use support::field::Field;
use zkcard_hdl::emit::{Body, Design, emit, on_large_stack};
use zkcard_hdl::msm::{BoardMsmCore, MsmConfig, TinyBoardMsmCore};
use zkcard_sim::msm::{Core, Counters, Rates, combine};
use zkcard_sim::verilator::Optimise;
use zkcard_wire::BaseKind;

/// Order of the tiny curve.
const ORDER: i64 = 64921;

/// Logarithms of points that are used.
const LOGS: i64 = 4096;

/// The tiny core, and multiples of a point of its curve.
struct Tiny {
    core: Core,
    curve: Curve,
    multiples: Vec<Affine>,
}

impl Tiny {
    fn new() -> Self {
        let config = MsmConfig::tiny(Body::Rtl);
        let design = on_large_stack(|| emit("tiny_board_msm_core", TinyBoardMsmCore::new(&config)));
        let design = design.unwrap();
        assert_lint_clean(&design);
        let field = Field {
            q: config.curve.field.modulus.clone(),
            degree: 1,
        };
        let b = field.element(config.curve.b3 / 3, 0u32);
        let curve = Curve { field, b };
        let generator = (1u32..)
            .find_map(|x| curve.lift(curve.field.element(x, 0u32)))
            .map(Some)
            .unwrap();
        let next = |p: &Affine| Some(curve.sum(p, &generator));
        let multiples = std::iter::successors(Some(None), next).take(LOGS as usize);
        Self {
            multiples: multiples.collect(),
            curve: curve.clone(),
            core: slow_core(config, &design),
        }
    }

    fn multiple(&self, k: i64) -> Affine {
        let k = BigUint::from(k.rem_euclid(ORDER) as u64);
        self.curve.multiple(&self.multiples[1], &k)
    }

    /// A base as memory has it.
    fn word(&self, log: i64) -> BigUint {
        let point = &self.multiples[log.unsigned_abs() as usize];
        let point = if log < 0 {
            self.curve.negated(point)
        } else {
            point.clone()
        };
        point.map_or(BigUint::ZERO, |(x, y)| {
            self.curve.words(&[x, y], 256).remove(0)
        })
    }

    fn words(&self, logs: &[i64]) -> Vec<BigUint> {
        logs.iter().map(|k| self.word(*k)).collect()
    }

    /// Runs `sum s_i (k_i G)` and compares.
    fn check(&mut self, logs: &[i64], scalars: &[u64], rates: Rates, seed: u64) -> Counters {
        let bases = self.words(logs);
        let numbers: Vec<BigUint> = scalars.iter().map(|s| (*s).into()).collect();
        let run = self.core.run(BaseKind::G1, &bases, &numbers, rates, seed);
        let (points, counters) = run.unwrap();
        let points: Vec<Affine> = points
            .iter()
            .map(|word| self.curve.affine(std::slice::from_ref(word), 256))
            .collect();
        let windows = &self.core.config.windows;
        let got = combine(windows, &points, None, |p, q| self.curve.sum(p, q));
        let products = logs.iter().zip(scalars).map(|(k, s)| k * *s as i64);
        assert_eq!(
            got,
            self.multiple(products.sum()),
            "seed {seed}, {rates:?}, k = {logs:?}, s = {scalars:?}"
        );
        assert_eq!(
            counters.cycles,
            counters.bucket_cycles + counters.reduction_cycles
        );
        // What comes to a bucket is stored or pairs with a stored point, and each pair comes back.
        let used = logs.iter().zip(scalars).filter(|(log, _)| **log != 0);
        let digits: u64 = used.map(|(_, s)| self.nonzero_digits(*s)).sum();
        assert_eq!(
            counters.stored, digits,
            "seed {seed}, {rates:?}: {counters:?}"
        );
        counters
    }

    /// How many digits of a scalar are not zero.
    fn nonzero_digits(&self, scalar: u64) -> u64 {
        let windows = &self.core.config.windows;
        let offset = u64::try_from(self.core.config.recoding_offset(BaseKind::G1)).unwrap();
        let nonzero = |w: &usize| {
            let half = 1 << (windows.width(*w) - 1);
            ((scalar + offset) >> windows.offset(*w)) & (2 * half - 1) != half
        };
        (0..windows.count).filter(nonzero).count() as u64
    }
}

/// A core that takes some 200 clocks for each digit of a scalar.
fn slow_core(config: MsmConfig, design: &Design) -> Core {
    let mut core = Core::new(config, design, Optimise::Build).unwrap();
    core.max_clocks_per_point = 8_000;
    core
}

#[test]
fn every_scalar() {
    let mut tiny = Tiny::new();
    let mut rng = StdRng::seed_from_u64(1);
    for block in 0..64 {
        let scalars: Vec<u64> = (0..1024).map(|i| block * 1024 + i).collect();
        let logs: Vec<i64> = scalars.iter().map(|_| rng.gen_range(1..LOGS)).collect();
        let counters = tiny.check(&logs, &scalars, Rates::FULL, block);
        if block == 0 {
            println!("{counters:?}");
        }
    }
}

#[test]
fn single_points_and_none() {
    let mut tiny = Tiny::new();
    let mut rng = StdRng::seed_from_u64(2);
    tiny.check(&[], &[], Rates::FULL, 0);
    let order = ORDER as u64;
    let mut scalars = vec![0, 1, 2, 7, 8, 9, 15, 16, order - 1, order, 65535];
    scalars.extend((0..50).map(|_| rng.gen_range(0..65536)));
    for scalar in scalars {
        tiny.check(&[rng.gen_range(0..LOGS)], &[scalar], Rates::FULL, scalar);
    }
}

/// Mixtures that witnesses have, and that schedulers get wrong.
fn mixture(kind: u64, rng: &mut StdRng) -> (Vec<i64>, Vec<u64>) {
    let n = rng.gen_range(1..200);
    let (log, scalar) = (rng.gen_range(1..LOGS), rng.gen_range(0..65536));
    let one = |rng: &mut StdRng, i: u64| match kind {
        0 => (rng.gen_range(0..LOGS), rng.gen_range(0..65536)),
        1 => (rng.gen_range(1..LOGS), scalar),
        2 => (log, scalar),
        3 => (if i.is_multiple_of(2) { log } else { -log }, scalar),
        4 => (
            rng.gen_range(1..LOGS),
            [0, 1, ORDER as u64 - 1][rng.gen_range(0..3)],
        ),
        5 => (
            if rng.gen_bool(0.5) { 0 } else { log },
            rng.gen_range(0..65536),
        ),
        _ => (log, [scalar, 65535 - scalar][rng.gen_range(0..2)]),
    };
    (0..n).map(|i| one(rng, i)).unzip()
}

#[test]
fn hard_mixtures_with_gaps_and_backpressure() {
    let mut tiny = Tiny::new();
    for seed in 0..140 {
        let mut rng = StdRng::seed_from_u64(seed);
        let (logs, scalars) = mixture(seed % 7, &mut rng);
        let mut rate = || [16, 16, 12, 4, 1][rng.gen_range(0..5)];
        let rates = Rates {
            base: rate(),
            scalar: rate(),
            result: rate(),
        };
        tiny.check(&logs, &scalars, rates, seed);
    }
}

#[test]
fn a_reset_in_the_middle_leaves_nothing_behind() {
    let mut tiny = Tiny::new();
    let mut rng = StdRng::seed_from_u64(3);
    let (logs, scalars) = mixture(0, &mut rng);
    let job = tiny.check(&logs, &scalars, Rates::FULL, 0).cycles as usize;
    let bases = tiny.words(&logs);
    let numbers: Vec<BigUint> = scalars.iter().map(|s| (*s).into()).collect();
    for step in 0..48 {
        let clocks = 1 + step * (job + 20) / 48;
        let left = tiny
            .core
            .start_and_leave(BaseKind::G1, &bases, &numbers, clocks);
        left.unwrap();
        tiny.core.reset().unwrap();
        tiny.check(&logs, &scalars, Rates::FULL, clocks as u64);
    }
}

#[test]
fn bn254_against_arkworks() {
    let config = MsmConfig::board();
    let design = on_large_stack(|| emit("board_msm_core", BoardMsmCore::new(&config))).unwrap();
    assert_lint_clean(&design);
    let mut core = slow_core(config, &design);
    let mut rng = StdRng::seed_from_u64(254);
    for n in [1, 1 << 10] {
        let mut bases = G1Projective::multiples(G1Projective::rand(&mut rng), n);
        let mut scalars: Vec<Fr> = bases.iter().map(|_| Fr::rand(&mut rng)).collect();
        if n > 4 {
            bases[1] = AffineRepr::zero();
            scalars[2..5].copy_from_slice(&[Fr::from(0u32), Fr::from(1u32), -Fr::from(1u32)]);
        }
        let numbers: Vec<_> = scalars.iter().map(|s| s.into_bigint()).collect();
        let run = G1Projective::msm_on(&mut core, BaseKind::G1, &bases, &numbers, Rates::FULL, 1);
        let (got, counters) = run.unwrap();
        let expected = G1Projective::msm(&bases, &scalars).unwrap();
        assert_eq!(got.into_affine(), expected.into_affine(), "{n} points");
        println!(
            "{n} points: {:.0} clocks a point, {:.1} an addition in buckets, {:.1} in the reduction\n  {counters:?}",
            counters.cycles as f64 / n as f64,
            counters.bucket_cycles as f64 / counters.bucket_additions.max(1) as f64,
            counters.reduction_cycles as f64 / counters.reduction_additions.max(1) as f64,
        );
        if n > 4 {
            let busy = 180.0 * counters.bucket_additions as f64 / counters.bucket_cycles as f64;
            assert!(busy > 0.9, "the multiplier idles: {busy}");
        }
    }
}
