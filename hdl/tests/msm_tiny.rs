//! The tiny core, as exhaustively as time allows: every scalar, hard mixtures, gaps and backpressure everywhere.

mod support;

use num_bigint::BigUint;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::sync::OnceLock;
use support::affine::{Affine, Curve};
use support::assert_lint_clean;
use zkcard_hdl::emit::{Body, emit, on_large_stack};
use zkcard_hdl::msm::{MsmConfig, TinyMsmCore};
use zkcard_sim::msm::{Core, Rates, combine};
use zkcard_sim::verilator::Optimise;

/// Order of the tiny curve.
const ORDER: u64 = 64921;

/// `k G` for all k: with it every sum is one look-up.
fn table() -> &'static [Affine] {
    static TABLE: OnceLock<Vec<Affine>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let curve = Curve::new(65419u32, 3);
        let generator = Some(curve.points()[1].clone());
        let mut all = vec![None];
        for k in 1..ORDER as usize {
            all.push(curve.sum(&all[k - 1], &generator));
        }
        assert_eq!(
            curve.sum(&all[ORDER as usize - 1], &generator),
            None,
            "the order is {ORDER}"
        );
        all
    })
}

fn core(body: Body) -> Core {
    let config = MsmConfig::tiny(body);
    let design = on_large_stack(|| emit("tiny_msm_core", TinyMsmCore::new(&config)).unwrap());
    assert_lint_clean(&design);
    Core::new(config, &design, Optimise::Build).unwrap()
}

fn word(point: &Affine) -> BigUint {
    point.as_ref().map_or(BigUint::ZERO, |(x, y)| x | y << 256)
}

/// Runs `sum s_i (k_i G)` and compares.
fn check(core: &mut Core, logs: &[u64], scalars: &[u64], rates: Rates, seed: u64) {
    let bases: Vec<BigUint> = logs.iter().map(|k| word(&table()[*k as usize])).collect();
    let words: Vec<BigUint> = scalars.iter().map(|s| (*s).into()).collect();
    let (points, counters) = core.run(&bases, &words, rates, seed).unwrap();
    let curve = Curve::new(65419u32, 3);
    let points: Vec<Affine> = points.iter().map(|p| curve.affine(p, 256)).collect();
    let got = combine(&core.config, &points, None, |p, q| curve.sum(p, q));
    let expected = logs
        .iter()
        .zip(scalars)
        .fold(0, |sum, (k, s)| (sum + k * s) % ORDER);
    assert_eq!(
        got,
        table()[expected as usize],
        "seed {seed}, {rates:?}, k = {logs:?}, s = {scalars:?}"
    );
    assert_eq!(
        counters.cycles,
        counters.bucket_cycles + counters.reduction_cycles,
        "{counters:?}"
    );
}

#[test]
fn every_scalar() {
    let mut core = core(Body::Dpi);
    let mut rng = StdRng::seed_from_u64(1);
    for block in 0..64 {
        let scalars: Vec<u64> = (0..1024).map(|i| block * 1024 + i).collect();
        let logs: Vec<u64> = scalars.iter().map(|_| rng.gen_range(1..ORDER)).collect();
        check(&mut core, &logs, &scalars, Rates::FULL, block);
    }
}

#[test]
fn single_points_and_none() {
    let mut core = core(Body::Rtl);
    let mut rng = StdRng::seed_from_u64(2);
    check(&mut core, &[], &[], Rates::FULL, 0);
    let mut scalars = vec![0, 1, 2, 7, 8, 9, 15, 16, ORDER - 1, ORDER, 65535];
    scalars.extend((0..50).map(|_| rng.gen_range(0..65536)));
    for scalar in scalars {
        let log = rng.gen_range(0..ORDER);
        check(&mut core, &[log], &[scalar], Rates::FULL, scalar);
    }
}

/// Mixtures that witnesses have, and that schedulers get wrong.
fn mixture(kind: u64, rng: &mut StdRng) -> (Vec<u64>, Vec<u64>) {
    let n = rng.gen_range(1..300);
    let (log, scalar) = (rng.gen_range(1..ORDER), rng.gen_range(0..65536));
    let one = |rng: &mut StdRng, i: u64| match kind {
        0 => (rng.gen_range(0..ORDER), rng.gen_range(0..65536)),
        1 => (rng.gen_range(1..ORDER), scalar),
        2 => (log, scalar),
        3 => (
            if i.is_multiple_of(2) {
                log
            } else {
                ORDER - log
            },
            scalar,
        ),
        4 => (
            rng.gen_range(1..ORDER),
            [0, 1, ORDER - 1][rng.gen_range(0..3)],
        ),
        5 => (
            if rng.gen_bool(0.5) { 0 } else { log },
            rng.gen_range(0..65536),
        ),
        6 => (rng.gen_range(1..ORDER), [0, 0, 0, 1][rng.gen_range(0..4)]),
        7 => (rng.gen_range(1..ORDER), i * 65535 / n),
        _ => (log, [scalar, 65535 - scalar][rng.gen_range(0..2)]),
    };
    (0..n).map(|i| one(rng, i)).unzip()
}

#[test]
fn hard_mixtures_with_gaps_and_backpressure() {
    let mut core = core(Body::Rtl);
    for seed in 0..180 {
        let mut rng = StdRng::seed_from_u64(seed);
        let (logs, scalars) = mixture(seed % 9, &mut rng);
        let mut rate = || [16, 16, 12, 4, 1][rng.gen_range(0..5)];
        let rates = Rates {
            base: rate(),
            scalar: rate(),
            result: rate(),
        };
        check(&mut core, &logs, &scalars, rates, seed);
    }
}

#[test]
fn a_reset_in_the_middle_leaves_nothing_behind() {
    let mut core = core(Body::Rtl);
    let mut rng = StdRng::seed_from_u64(3);
    let (logs, scalars) = mixture(0, &mut rng);
    check(&mut core, &logs, &scalars, Rates::FULL, 0);
    let job = core.counters().unwrap().cycles as usize;
    // Through the phase of buckets, the reduction and the results.
    for step in 0..48 {
        let clocks = 1 + step * (job + 20) / 48;
        let bases: Vec<BigUint> = logs.iter().map(|k| word(&table()[*k as usize])).collect();
        let words: Vec<BigUint> = scalars.iter().map(|s| (*s).into()).collect();
        core.start_and_leave(&bases, &words, clocks).unwrap();
        core.reset().unwrap();
        check(&mut core, &logs, &scalars, Rates::FULL, clocks as u64);
    }
}
