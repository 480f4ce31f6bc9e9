//! The adder of mixed and full pairs in Verilator: two streams in, sums out, and what must hold between them.

use super::affine::{Affine, Curve};
use super::{assert_lint_clean, random_below, verilated};
use num_bigint::BigUint;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::VecDeque;
use zkcard_hdl::curve::{CurveConfig, PairAdd};
use zkcard_hdl::emit::{emit, on_large_stack};
use zkcard_sim::verilator::{Model, Optimise, PortId};

/// Bits of a tag; the highest tells the kind.
const TAG: usize = 20;
const FULL_TAG: u64 = 1 << (TAG - 1);

/// Two points and their sum.
#[derive(Clone, Debug)]
pub struct Case {
    /// First point.
    pub p: Affine,
    /// Second point.
    pub q: Affine,
    /// p + q.
    pub sum: Affine,
}

/// How busy the streams are: chances in 16 of offering the next pair.
#[derive(Clone, Copy, Debug)]
pub struct Rates {
    /// Of a mixed pair.
    pub mixed: u32,
    /// Of a full pair.
    pub full: u32,
    /// Whether neither stream may run ahead of the other.
    pub abreast: bool,
}

impl Rates {
    /// No gaps.
    pub const FULL: Self = Self {
        mixed: 16,
        full: 16,
        abreast: false,
    };

    /// Any rates.
    pub fn random(rng: &mut StdRng) -> Self {
        Self {
            mixed: rng.gen_range(1..=16),
            full: rng.gen_range(1..=16),
            abreast: rng.r#gen(),
        }
    }
}

/// What a run took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Run {
    /// Clocks from the first slot to the last addition.
    pub clocks: usize,
    /// Additions.
    pub starts: usize,
    /// Slots for products Z1 Z2.
    pub spends: usize,
    first: Option<usize>,
}

/// One of the two streams.
struct Stream<'a> {
    kind: u64,
    /// p, q, tag, valid, ready.
    ports: [PortId; 5],
    cases: &'a [Case],
    taken: usize,
    offered: Option<u64>,
    /// Pairs taken whose sums are to come, in order.
    waiting: VecDeque<(u64, &'a Case)>,
}

impl<'a> Stream<'a> {
    fn new(model: &Model, name: &str, kind: u64, cases: &'a [Case]) -> Self {
        let ports = ["p", "q", "tag", "valid", "ready"]
            .map(|port| model.port(&format!("{name}_{port}")).unwrap());
        Self {
            kind,
            ports,
            cases,
            taken: 0,
            offered: None,
            waiting: VecDeque::new(),
        }
    }

    /// Before a clock edge: perhaps offers the next pair, and notes what this edge will take.
    fn before_edge(
        &mut self,
        model: &mut Model,
        curve: &Curve,
        bits: usize,
        rng: &mut StdRng,
        offers: bool,
    ) {
        let [p, q, tag, valid, ready] = self.ports;
        if let (None, true, Some(case)) = (self.offered, offers, self.cases.get(self.taken)) {
            let number = self.kind | rng.gen_range(0..FULL_TAG);
            let mut z = || random_below(rng, &(&curve.q - 1u32)) + 1u32;
            model.set_number(p, &curve.projective(&case.p, &z(), bits));
            model.set_number(
                q,
                &match (self.kind, &case.q) {
                    (0, Some((x, y))) => x | y << bits,
                    _ => curve.projective(&case.q, &z(), bits),
                },
            );
            model.set(tag, number);
            self.offered = Some(number);
        }
        model.set(valid, self.offered.is_some().into());
        if model.get(ready) == 1
            && let Some(number) = self.offered.take()
        {
            self.waiting.push_back((number, &self.cases[self.taken]));
            self.taken += 1;
        }
    }
}

/// The adder that runs.
pub struct Adder {
    model: Model,
    /// Clocks from the start of an addition to its sum.
    latency: usize,
    bits: usize,
}

impl Adder {
    /// Builds the model of the adder over `config`.
    pub fn new<const N: usize, const P: usize, const A: usize>(config: CurveConfig) -> Self {
        let (design, latency) = on_large_stack(|| {
            let block = PairAdd::<N, P, A, TAG>::new(&config);
            let latency = block.latency();
            (emit("pair_add", block).unwrap(), latency)
        });
        assert_lint_clean(&design);
        Self {
            model: verilated(&design, Optimise::Build),
            latency,
            bits: N,
        }
    }

    fn get(&self, name: &str) -> bool {
        self.model.get(self.model.port(name).unwrap()) == 1
    }

    fn cycle(&mut self) {
        let clock = self.model.port("clock").unwrap();
        self.model.cycles(clock, 1);
    }

    fn set(&mut self, name: &str, value: bool) {
        let port = self.model.port(name).unwrap();
        self.model.set(port, value.into());
    }

    /// Runs all pairs and checks that each gives one sum with its tag, in the order of its stream, exactly
    /// `latency` clocks after an addition started.
    pub fn check(
        &mut self,
        curve: &Curve,
        rates: Rates,
        seed: u64,
        mixed: &[Case],
        full: &[Case],
    ) -> Run {
        let mut rng = StdRng::seed_from_u64(seed);
        let mut streams = [
            Stream::new(&self.model, "mixed", 0, mixed),
            Stream::new(&self.model, "full", FULL_TAG, full),
        ];
        let (mut run, mut due, mut quiet) = (Run::default(), VecDeque::new(), 0);
        let mut clock = 0;
        while quiet < 2 * self.latency {
            self.offer(&mut streams, curve, rates, &mut rng);
            self.cycle();
            clock += 1;
            if self.note_slot(&mut run, clock, seed) {
                due.push_back(clock + self.latency);
            }
            let comes = due.pop_front_if(|at| *at == clock).is_some();
            assert_eq!(
                self.get("sum_valid"),
                comes,
                "a sum must come exactly {} clocks after its start (seed {seed})",
                self.latency
            );
            if comes {
                self.check_sum(curve, &mut streams, rates, seed);
            }
            let busy = streams.iter().any(|s| s.taken < s.cases.len());
            quiet = if busy || comes { 0 } else { quiet + 1 };
            assert!(
                clock < 40 * (mixed.len() + full.len()) + 100 * self.latency,
                "a pair waits for ever (seed {seed}, {rates:?}): {run:?}"
            );
        }
        assert!(
            streams.iter().all(|s| s.waiting.is_empty()),
            "pairs without a sum (seed {seed}, {rates:?})"
        );
        assert_eq!(run.starts, mixed.len() + full.len(), "seed {seed}");
        run
    }

    /// Counts what the slot of this clock is for; tells whether it is an addition.
    fn note_slot(&self, run: &mut Run, clock: usize, seed: u64) -> bool {
        let (starts, spends) = (self.get("starts"), self.get("spends"));
        assert!(!(starts && spends), "one use of a slot (seed {seed})");
        run.starts += usize::from(starts);
        run.spends += usize::from(spends);
        if starts || spends {
            let first = *run.first.get_or_insert(clock);
            run.clocks = clock + 1 - first;
        }
        starts
    }

    fn offer(
        &mut self,
        streams: &mut [Stream<'_>; 2],
        curve: &Curve,
        rates: Rates,
        rng: &mut StdRng,
    ) {
        let taken = [streams[0].taken, streams[1].taken];
        let ended = [0, 1].map(|i| taken[i] == streams[i].cases.len());
        let chances = [rates.mixed, rates.full];
        for (i, stream) in streams.iter_mut().enumerate() {
            let ahead = rates.abreast && !ended[1 - i] && taken[i] > taken[1 - i] + 2;
            let offers = rng.gen_ratio(chances[i], 16) && !ahead;
            stream.before_edge(&mut self.model, curve, self.bits, rng, offers);
        }
    }

    fn check_sum(&mut self, curve: &Curve, streams: &mut [Stream<'_>; 2], rates: Rates, seed: u64) {
        let port = |name| self.model.port(name).unwrap();
        let tag = self.model.get(port("sum_tag"));
        let sum: BigUint = self.model.number(port("sum"));
        let kind = usize::from(tag & FULL_TAG != 0);
        let (number, case) = streams[kind]
            .waiting
            .pop_front()
            .unwrap_or_else(|| panic!("a sum of no pair (seed {seed}, {rates:?})"));
        assert_eq!(tag, number, "tags in order (seed {seed}, {rates:?})");
        assert_eq!(
            curve.affine(&sum, self.bits),
            case.sum,
            "{} {case:?} (seed {seed}, {rates:?})",
            ["mixed", "full"][kind]
        );
    }

    /// Offers pairs of both kinds for some clocks, resets, and waits: only what had started may come out.
    pub fn start_and_reset(&mut self, curve: &Curve, clocks: usize, seed: u64, cases: &[Case]) {
        let mut rng = StdRng::seed_from_u64(seed);
        let mut streams = [
            Stream::new(&self.model, "mixed", 0, cases),
            Stream::new(&self.model, "full", FULL_TAG, cases),
        ];
        let (rates, mut started, mut sums) = (Rates::random(&mut rng), 0, 0);
        for _ in 0..clocks {
            self.offer(&mut streams, curve, rates, &mut rng);
            self.cycle();
            started += usize::from(self.get("starts"));
            sums += usize::from(self.get("sum_valid"));
        }
        for name in ["mixed_valid", "full_valid"] {
            self.set(name, false);
        }
        self.set("reset", true);
        for clock in 0..=self.latency {
            self.cycle();
            self.set("reset", false);
            assert!(
                !self.get("starts") && !self.get("spends"),
                "{clock} clocks after the reset (seed {seed})"
            );
            sums += usize::from(self.get("sum_valid"));
        }
        assert_eq!(sums, started, "sums of what had started (seed {seed})");
    }
}
