//! A reducer alone in Verilator: the sums of all chains, beside buckets and an adder that are made here, of any latency,
//! with random gaps in `room` and in the results.
//!
//! The group is that of pairs of numbers modulo a power of two: a reducer knows points by infinity alone, and here any
//! wrong, lost or repeated addition changes a sum.

#[path = "../support/mod.rs"]
mod support;
mod uut;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::BTreeMap;
use support::{assert_lint_clean, verilated};
use uut::{ADDRESS, CHAIN, COORDINATE, Element, Setup, Uut, number, plus};
use zkcard_hdl::curve::{CurveConfig, PairAdd};
use zkcard_hdl::emit::{Body, emit, on_large_stack};
use zkcard_hdl::msm::{MsmConfig, Reducer};
use zkcard_sim::verilator::{Model, Optimise};
use zkcard_wire::{BaseKind, Group};

/// A reducer of one engine, and its chains.
struct Engine {
    model: Model,
    config: MsmConfig,
    number: usize,
}

impl Engine {
    fn new(config: &MsmConfig, number: usize) -> Self {
        let reducer = on_large_stack(|| {
            let reducer = Reducer::<ADDRESS, CHAIN, { 3 * COORDINATE }>::new(config, number);
            emit("reducer", reducer)
        });
        let design = reducer.unwrap();
        assert_lint_clean(&design);
        Self {
            model: verilated(&design, Optimise::Build),
            config: config.clone(),
            number,
        }
    }

    /// First bucket of each chain in its bank: (odd, address).
    fn chains(&self, bases: BaseKind) -> Vec<(u64, u64)> {
        let windows = self.config.windows_of(bases);
        let segment = windows.segment_length() as u64;
        let of_bank = |odd: u64| {
            let chains = windows.bank_chains(2 * self.number + odd as usize) as u64;
            (0..chains).map(move |chain| (odd, segment * chain))
        };
        (0..2).flat_map(of_bank).collect()
    }

    /// Fills buckets, reduces them and compares S and T of each chain.
    fn check(&mut self, setup: Setup) {
        let mut rng = StdRng::seed_from_u64(!setup.seed);
        let segment = self.config.windows_of(setup.bases).segment_length() as u64;
        let (mut buckets, mut wanted) = (BTreeMap::new(), vec![]);
        let chains = self.chains(setup.bases);
        for (odd, first) in &chains {
            let (mut s, mut t) = ([0; 2], [0; 2]);
            for j in (0..segment).rev() {
                if rng.gen_ratio(setup.full, 16) {
                    let upper = if setup.group() == Group::G2 {
                        1 << COORDINATE
                    } else {
                        1
                    };
                    let element = [rng.gen_range(0..1 << COORDINATE), rng.gen_range(0..upper)];
                    buckets.insert((*odd, first + j), element);
                    s = plus(s, element);
                }
                t = plus(t, s);
            }
            wanted.extend([s, t]);
        }
        let mut uut = Uut::new(&mut self.model, setup, buckets);
        uut.run();
        assert!(uut.buckets.is_empty(), "buckets are left: {setup:?}");
        assert_eq!(uut.visits, chains.len() * segment as usize, "{setup:?}");
        let degree = setup.group().degree();
        let got: Vec<Element> = uut
            .results
            .chunks(degree)
            .map(|words| [0, 1].map(|i| words.get(i).map_or(0, |word| number(*word, i))))
            .collect();
        assert_eq!(got, wanted, "{setup:?}");
    }
}

/// Clocks of the adder over the tiny curve.
fn adder_latency() -> usize {
    on_large_stack(|| PairAdd::<32, 96, 64, 8>::new(&CurveConfig::tiny()).latency())
}

/// Jobs at the adder's latency and at others, sparse and full, one after the other on one reducer.
fn check(config: &MsmConfig) {
    for number in 0..config.windows.adders {
        let mut engine = Engine::new(config, number);
        for seed in 0..60 {
            let mut rng = StdRng::seed_from_u64(seed);
            let bases = BaseKind::ALL[rng.gen_range(0..BaseKind::ALL.len())];
            let latency = [1, 7, adder_latency(), 200][rng.gen_range(0..4)];
            // Over Fq2 a sum comes back when the core is at a first word.
            let latency = latency.next_multiple_of(2 * bases.group().degree() - 1);
            let mut rate = |least: u32| [least, 4, 12, 16][rng.gen_range(0..4)];
            engine.check(Setup {
                bases,
                latency,
                full: rate(0),
                room: rate(1),
                result: rate(1),
                seed,
            });
        }
    }
}

#[test]
fn chains_of_one_adder() {
    check(&MsmConfig::tiny(Body::Rtl));
    check(&MsmConfig::tiny_windows(Body::Rtl).with_adders(1));
}

#[test]
fn chains_of_two_adders() {
    check(&MsmConfig::tiny(Body::Rtl).with_adders(2));
    check(&MsmConfig::tiny_windows(Body::Rtl).with_adders(2));
}

#[test]
fn chains_of_three_and_four_adders() {
    check(&MsmConfig::tiny_windows(Body::Rtl).with_adders(3));
    check(&MsmConfig::tiny_windows(Body::Rtl).with_adders(4));
}
