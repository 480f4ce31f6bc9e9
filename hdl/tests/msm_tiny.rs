//! The tiny core over both groups and over bases with multiples, with one to four adders, as exhaustively as time allows: every scalar, hard
//! mixtures, gaps and backpressure everywhere.

mod support;

use num_bigint::BigUint;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::sync::OnceLock;
use support::affine::{Affine, Curve};
use support::assert_lint_clean;
use support::field::Field;
use zkcard_hdl::emit::{Body, emit, on_large_stack};
use zkcard_hdl::msm::{MsmConfig, TinyMsmCore, TinyWindowsMsmCore};
use zkcard_sim::msm::{Core, Rates, combine};
use zkcard_sim::verilator::Optimise;
use zkcard_wire::{BaseKind, Group};

/// Order of the tiny curve over the prime field.
const ORDER: i64 = 64921;

/// Logarithms of points that are used.
const LOGS: i64 = 4096;

/// A group, and the multiples of a point of it: from 0 on, all over G1 and those below [`LOGS`] over G2.
struct Oracle {
    group: Group,
    curve: Curve,
    multiples: Vec<Affine>,
}

impl Oracle {
    fn of(group: Group) -> &'static Self {
        static ORACLES: [OnceLock<Oracle>; 2] = [const { OnceLock::new() }; 2];
        ORACLES[group as usize].get_or_init(|| {
            let curve = tiny_curve(group);
            let mut xs = (1u32..).map(|c| curve.field.element(c, (group == Group::G2) as u32));
            let generator = xs.find_map(|x| curve.lift(x)).map(Some).unwrap();
            let next = |p: &Affine| Some(curve.sum(p, &generator));
            let multiples = std::iter::successors(Some(None), next);
            let count = if group == Group::G1 { ORDER } else { LOGS };
            Self {
                group,
                multiples: multiples.take(count as usize).collect(),
                curve: curve.clone(),
            }
        })
    }

    fn multiple(&self, k: i64) -> Affine {
        let magnitude = BigUint::from(k.unsigned_abs());
        let point = self.curve.multiple(&self.multiples[1], &magnitude);
        if k < 0 {
            self.curve.negated(&point)
        } else {
            point
        }
    }

    /// A base as memory has it: a word, one for each coefficient, or one for each multiple.
    fn words(&self, config: &MsmConfig, over: BaseKind, log: i64) -> Vec<BigUint> {
        let multiples = &config.multiples;
        match over {
            BaseKind::Multiples => (0..multiples.words as u32)
                .map(|word| log << (multiples.step() as u32 * word))
                .flat_map(|log| self.word_of(log.rem_euclid(ORDER)))
                .collect(),
            _ => self.word_of(log),
        }
    }

    /// A point as memory has it.
    fn word_of(&self, log: i64) -> Vec<BigUint> {
        let point = &self.multiples[log.unsigned_abs() as usize];
        let point = if log < 0 {
            self.curve.negated(point)
        } else {
            point.clone()
        };
        match point {
            Some((x, y)) => self.curve.words(&[x, y], 256),
            None => vec![BigUint::ZERO; self.group.degree()],
        }
    }

    /// The points of a result.
    fn points(&self, words: &[BigUint]) -> Vec<Affine> {
        let points = words.chunks(self.group.degree());
        points.map(|words| self.curve.affine(words, 256)).collect()
    }
}

/// The curve of a group of [`MsmConfig::tiny`].
fn tiny_curve(group: Group) -> Curve {
    let field = Field {
        q: 65419u32.into(),
        degree: group.degree(),
    };
    let third = field.inverse(&field.element(3u32, 0u32));
    let b = match group {
        Group::G1 => field.element(3u32, 0u32),
        Group::G2 => field.times(&field.element(2u32, 1u32), &third),
    };
    Curve { field, b }
}

#[test]
fn the_order_of_the_tiny_curve() {
    assert_eq!(Oracle::of(Group::G1).multiple(ORDER), None);
}

/// The cores under test.
#[derive(Clone, Copy, Debug)]
enum Kind {
    One,
    Two,
    Three,
    Four,
}

impl Kind {
    const ALL: [Self; 4] = [Self::One, Self::Two, Self::Three, Self::Four];

    fn core(self, body: Body) -> Core {
        let (tiny, windows) = (MsmConfig::tiny(body), MsmConfig::tiny_windows(body));
        let config = match self {
            Self::One => tiny,
            Self::Two => tiny.with_adders(2),
            Self::Three => windows.with_adders(3),
            Self::Four => windows.with_adders(4),
        };
        let (name, c) = ("tiny_msm_core", &config);
        let design = on_large_stack(|| match self {
            Self::One => emit(name, TinyMsmCore::<1, 2>::new(c)),
            Self::Two => emit(name, TinyMsmCore::<2, 4>::new(c)),
            Self::Three => emit(name, TinyWindowsMsmCore::<3, 6>::new(c)),
            Self::Four => emit(name, TinyWindowsMsmCore::<4, 8>::new(c)),
        });
        let design = design.unwrap();
        assert_lint_clean(&design);
        Core::new(config, &design, Optimise::Build).unwrap()
    }
}

/// The bases with these logarithms as memory has them.
fn words_of(core: &Core, over: BaseKind, logs: &[i64]) -> Vec<BigUint> {
    let oracle = Oracle::of(over.group());
    let words = |log: &i64| oracle.words(&core.config, over, *log);
    logs.iter().flat_map(words).collect()
}

/// Runs `sum s_i (k_i G)` and compares.
fn check(core: &mut Core, over: BaseKind, logs: &[i64], scalars: &[u64], rates: Rates, seed: u64) {
    let oracle = Oracle::of(over.group());
    let bases = words_of(core, over, logs);
    let words: Vec<BigUint> = scalars.iter().map(|s| (*s).into()).collect();
    let (points, counters) = core.run(over, &bases, &words, rates, seed).unwrap();
    let windows = core.config.windows_of(over);
    let got = combine(windows, &oracle.points(&points), None, |p, q| {
        oracle.curve.sum(p, q)
    });
    let products = logs.iter().zip(scalars).map(|(k, s)| k * *s as i64);
    assert_eq!(
        got,
        oracle.multiple(products.sum()),
        "{over:?}, seed {seed}, {rates:?}, k = {logs:?}, s = {scalars:?}"
    );
    assert_eq!(
        counters.cycles,
        counters.bucket_cycles + counters.reduction_cycles,
        "{counters:?}"
    );
    // What comes to a bucket, item or sum, is stored, or pairs with a stored point, or pairs as it comes; a sum comes
    // back for each pair. So each digit that is not zero is stored, or met a sum.
    let used = logs.iter().zip(scalars).filter(|(log, _)| **log != 0);
    let digits: u64 = used
        .map(|(_, s)| nonzero_digits(&core.config, over, *s))
        .sum();
    assert_eq!(
        counters.stored + counters.met,
        digits,
        "seed {seed}, {rates:?}: {counters:?}"
    );
}

/// How many digits of a scalar are not zero.
fn nonzero_digits(config: &MsmConfig, over: BaseKind, scalar: u64) -> u64 {
    let windows = config.digits_of(over);
    let offset = u64::try_from(config.recoding_offset(over)).unwrap();
    let nonzero = |w: &usize| {
        let half = 1 << (windows.width(*w) - 1);
        ((scalar + offset) >> windows.offset(*w)) & (2 * half - 1) != half
    };
    (0..windows.count).filter(nonzero).count() as u64
}

#[test]
fn every_scalar_on_one_adder() {
    every_scalar(Kind::One);
}

#[test]
fn every_scalar_on_two_adders() {
    every_scalar(Kind::Two);
}

#[test]
fn every_scalar_on_three_adders() {
    every_scalar(Kind::Three);
}

#[test]
fn every_scalar_on_four_adders() {
    every_scalar(Kind::Four);
}

fn every_scalar(kind: Kind) {
    let mut core = kind.core(Body::Dpi);
    let mut rng = StdRng::seed_from_u64(1);
    for block in 0..64 {
        let scalars: Vec<u64> = (0..1024).map(|i| block * 1024 + i).collect();
        let logs: Vec<i64> = scalars.iter().map(|_| rng.gen_range(1..LOGS)).collect();
        for over in BaseKind::ALL {
            check(&mut core, over, &logs, &scalars, Rates::FULL, block);
        }
    }
}

#[test]
fn single_points_and_none() {
    for kind in Kind::ALL {
        single_points(&mut kind.core(Body::Dpi));
    }
}

fn single_points(core: &mut Core) {
    let mut rng = StdRng::seed_from_u64(2);
    for over in BaseKind::ALL {
        check(core, over, &[], &[], Rates::FULL, 0);
    }
    let order = ORDER as u64;
    let mut scalars = vec![0, 1, 2, 7, 8, 9, 15, 16, order - 1, order, 65535];
    scalars.extend((0..50).map(|_| rng.gen_range(0..65536)));
    for scalar in scalars {
        let log = rng.gen_range(0..LOGS);
        for over in BaseKind::ALL {
            check(core, over, &[log], &[scalar], Rates::FULL, scalar);
        }
    }
}

/// Mixtures that witnesses have, and that schedulers get wrong.
fn mixture(kind: u64, rng: &mut StdRng) -> (Vec<i64>, Vec<u64>) {
    let n = rng.gen_range(1..300);
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
        6 => (rng.gen_range(1..LOGS), [0, 0, 0, 1][rng.gen_range(0..4)]),
        7 => (rng.gen_range(1..LOGS), i * 65535 / n),
        _ => (log, [scalar, 65535 - scalar][rng.gen_range(0..2)]),
    };
    (0..n).map(|i| one(rng, i)).unzip()
}

#[test]
fn hard_mixtures_with_gaps_and_backpressure() {
    hard_mixtures(Kind::One, Body::Rtl, 180);
}

#[test]
fn hard_mixtures_on_several_adders() {
    hard_mixtures(Kind::Two, Body::Rtl, 90);
    hard_mixtures(Kind::Three, Body::Dpi, 90);
    hard_mixtures(Kind::Four, Body::Dpi, 90);
}

fn hard_mixtures(kind: Kind, body: Body, seeds: u64) {
    let mut core = kind.core(body);
    for seed in 0..seeds {
        let mut rng = StdRng::seed_from_u64(seed);
        let (logs, scalars) = mixture(seed % 9, &mut rng);
        let mut rate = || [16, 16, 12, 4, 1][rng.gen_range(0..5)];
        let rates = Rates {
            base: rate(),
            scalar: rate(),
            result: rate(),
        };
        // One kind after the other, as a proof has them.
        let over = BaseKind::ALL[rng.gen_range(0..3)];
        check(&mut core, over, &logs, &scalars, rates, seed);
    }
}

#[test]
fn a_reset_in_the_middle_leaves_nothing_behind() {
    a_reset_in_the_middle(Kind::One, Body::Rtl);
    a_reset_in_the_middle(Kind::Four, Body::Dpi);
}

fn a_reset_in_the_middle(kind: Kind, body: Body) {
    let mut core = kind.core(body);
    let mut rng = StdRng::seed_from_u64(3);
    let (logs, scalars) = mixture(0, &mut rng);
    for over in BaseKind::ALL {
        check(&mut core, over, &logs, &scalars, Rates::FULL, 0);
        let job = core.counters().unwrap().cycles as usize;
        let bases = words_of(&core, over, &logs);
        let words: Vec<BigUint> = scalars.iter().map(|s| (*s).into()).collect();
        // Through the phase of buckets, the reduction and the results.
        for step in 0..48 {
            let clocks = 1 + step * (job + 20) / 48;
            core.start_and_leave(over, &bases, &words, clocks).unwrap();
            core.reset().unwrap();
            let next = BaseKind::ALL[step % 3];
            check(&mut core, next, &logs, &scalars, Rates::FULL, clocks as u64);
        }
    }
}
