//! The adder of mixed and full pairs in Verilator: two streams in, sums out, and what must hold between them.

use super::affine::{Affine, Curve};
use super::{assert_lint_clean, verilated};
use num_bigint::BigUint;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::VecDeque;
use zkcard_hdl::curve::{CurveConfig, PairAdd, word};
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

/// A pair on its way in.
struct Offered {
    p: Vec<BigUint>,
    q: Vec<BigUint>,
    tag: u64,
    words_taken: usize,
}

/// One of the two streams.
struct Stream<'a> {
    kind: u64,
    /// p, q, tag, valid, ready.
    ports: [PortId; 5],
    cases: &'a [Case],
    taken: usize,
    /// Words of p and q, tag, and how many of the words were taken.
    offered: Option<Offered>,
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

    /// Before a clock edge: perhaps offers the next pair.
    fn offer(&mut self, model: &mut Model, curve: &Curve, bits: usize, rng: &mut StdRng) {
        let Some(case) = self
            .cases
            .get(self.taken)
            .filter(|_| self.offered.is_none())
        else {
            return;
        };
        let p = curve.projective(&case.p, &curve.field.random_nonzero(rng), bits);
        let q = match (self.kind, &case.q) {
            (0, Some((x, y))) => curve.words(&[x.clone(), y.clone()], bits),
            _ => curve.projective(&case.q, &curve.field.random_nonzero(rng), bits),
        };
        let tag = self.kind | rng.gen_range(0..FULL_TAG);
        self.offered = Some(Offered {
            p,
            q,
            tag,
            words_taken: 0,
        });
        self.show(model);
    }

    /// Puts the word of the pair that is offered on the ports.
    fn show(&self, model: &mut Model) {
        let [p, q, tag, valid, _] = self.ports;
        model.set(valid, self.offered.is_some().into());
        if let Some(offered) = &self.offered {
            model.set_number(p, &offered.p[offered.words_taken]);
            model.set_number(q, &offered.q[offered.words_taken]);
            model.set(tag, offered.tag);
        }
    }

    /// Notes what this edge takes.
    fn note_taken(&mut self, model: &Model) {
        if model.get(self.ports[4]) == 0 {
            return;
        }
        if let Some(offered) = &mut self.offered {
            if offered.words_taken == 0 {
                self.waiting
                    .push_back((offered.tag, &self.cases[self.taken]));
            }
            offered.words_taken += 1;
            if offered.words_taken == offered.p.len() {
                self.offered = None;
                self.taken += 1;
            }
        }
    }
}

/// The adder that runs.
pub struct Adder {
    model: Model,
    /// Clocks from the start of an addition to its sum.
    latency: usize,
    bits: usize,
    /// Clocks so far, which tell the word.
    clock: usize,
    /// Words of a sum that have come.
    sum: Vec<BigUint>,
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
            clock: 0,
            sum: vec![],
        }
    }

    fn get(&self, name: &str) -> bool {
        self.model.get(self.model.port(name).unwrap()) == 1
    }

    fn cycle(&mut self) {
        let clock = self.model.port("clock").unwrap();
        self.model.cycles(clock, 1);
        self.clock += 1;
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
        let (mut clock, words) = (0, curve.field.degree);
        while quiet < 2 * self.latency {
            self.offer(&mut streams, curve, rates, &mut rng);
            self.cycle();
            clock += 1;
            if self.note_slot(&mut run, clock, seed) {
                due.extend((0..words).map(|word| clock + word + self.latency));
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
                clock < 120 * (mixed.len() + full.len()) + 100 * self.latency,
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
        let word = self.model.port("word").unwrap();
        self.model.set(word, self.word(curve));
        for (i, stream) in streams.iter_mut().enumerate() {
            let ahead = rates.abreast && !ended[1 - i] && taken[i] > taken[1 - i] + 2;
            if rng.gen_ratio(chances[i], 16) && !ahead {
                stream.offer(&mut self.model, curve, self.bits, rng);
            }
            stream.show(&mut self.model);
        }
        self.model.eval();
        for stream in streams {
            stream.note_taken(&self.model);
        }
    }

    /// The word that may be taken in this clock.
    fn word(&self, curve: &Curve) -> u64 {
        match curve.field.degree {
            1 => word::ONLY,
            _ => word::OF_EXTENSION[self.clock % 3],
        }
    }

    fn check_sum(&mut self, curve: &Curve, streams: &mut [Stream<'_>; 2], rates: Rates, seed: u64) {
        let port = |name| self.model.port(name).unwrap();
        let tag = self.model.get(port("sum_tag"));
        self.sum.push(self.model.number(port("sum")));
        let kind = usize::from(tag & FULL_TAG != 0);
        let waiting = &mut streams[kind].waiting;
        let (number, case) = waiting
            .front()
            .unwrap_or_else(|| panic!("a sum of no pair (seed {seed}, {rates:?})"));
        assert_eq!(tag, *number, "tags in order (seed {seed}, {rates:?})");
        if self.sum.len() < curve.field.degree {
            return;
        }
        assert_eq!(
            curve.affine(&std::mem::take(&mut self.sum), self.bits),
            case.sum,
            "{} {case:?} (seed {seed}, {rates:?})",
            ["mixed", "full"][kind]
        );
        waiting.pop_front();
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
