//! A bank of buckets alone in Verilator: what comes for it against a map of points, clock by clock, with conflicts and
//! random gaps, over both kinds of points.

mod model;
#[path = "../support/mod.rs"]
mod support;

use model::{Answer, Buckets, NOTHING, Point, Request};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::VecDeque;
use support::{assert_lint_clean, verilated};
use zkcard_hdl::emit::{emit, on_large_stack};
use zkcard_hdl::msm::Bank;
use zkcard_sim::verilator::{Model, Optimise};

/// Bits of an address, words of the bank (not a power of two), bits of a point's word.
const ADDRESS: usize = 4;
const DEPTH: usize = 12;
const POINT: usize = 25;
/// Clocks from a request to its counts, and to its pairs.
const COUNTS: usize = 3;
const PAIRS: usize = 4;

/// The bank that runs, beside its model.
struct Uut {
    model: Model,
    buckets: Buckets,
    extended: bool,
    seed: u64,
    clock: usize,
    /// Slots whose wipe comes in the next clock: the bucket, and which word.
    wipe: Option<(usize, usize)>,
    /// Answers on their way, with the word that comes.
    counts: VecDeque<Option<Answer>>,
    pairs: VecDeque<Option<(Answer, usize)>>,
    paired: usize,
}

impl Uut {
    fn new(extended: bool) -> Self {
        let design = on_large_stack(|| emit("bank", Bank::<ADDRESS, POINT>::new(DEPTH))).unwrap();
        assert_lint_clean(&design);
        let mut uut = Self {
            model: verilated(&design, Optimise::Build),
            buckets: Buckets::default(),
            extended,
            seed: 0,
            clock: 0,
            wipe: None,
            counts: vec![None; COUNTS].into(),
            pairs: vec![None; PAIRS].into(),
            paired: 0,
        };
        uut.set("extended", extended.into());
        uut
    }

    fn set(&mut self, name: &str, value: u64) {
        let port = self.model.port(name).unwrap();
        self.model.set(port, value);
    }

    fn get(&self, name: &str) -> u64 {
        self.model.get(self.model.port(name).unwrap())
    }

    /// Buckets that it holds.
    fn size(&self) -> usize {
        if self.extended { DEPTH / 2 } else { DEPTH }
    }

    /// A request with all its words; over Fq2 a third clock passes without one.
    fn request(&mut self, request: Request) {
        let answer = self.buckets.answer(request);
        let words = if self.extended && !matches!(request, Request::Sweep(_)) {
            2
        } else {
            1
        };
        for word in 0..words {
            self.counts.push_back((word == 0).then_some(answer));
            self.pairs.push_back(Some((answer, word)));
            self.clock(request, word);
        }
        if words == 2 {
            self.pass(1);
        }
    }

    /// Clocks without a request.
    fn pass(&mut self, clocks: usize) {
        for _ in 0..clocks {
            self.counts.push_back(None);
            self.pairs.push_back(None);
            self.clock(NOTHING, 0);
        }
    }

    fn clock(&mut self, request: Request, word: usize) {
        self.offer(request, word);
        self.model.eval();
        self.check_counts();
        self.check_pairs();
        self.model.cycles(self.model.port("clock").unwrap(), 1);
        self.clock += 1;
    }

    fn offer(&mut self, request: Request, word: usize) {
        let (mut sum, mut item, mut take, mut sweep) = (None, None, None, None);
        let wipe = self.wipe.take();
        match request {
            Request::Items(a, b) => (sum, item) = (a, b),
            Request::Slot(at, takes) => {
                take = takes.then_some(at);
                self.wipe = Some((at, word));
            }
            Request::Sweep(at) => sweep = Some(at),
        }
        self.set("second", (word == 1).into());
        self.set("wipe_second", wipe.map_or(0, |(_, word)| word as u64));
        for (name, of) in [("sum", sum), ("item", item)] {
            self.set(name, of.is_some().into());
            let (at, point) = of.unwrap_or((self.noise(4), [self.noise(POINT) as u64; 2]));
            self.set(&format!("{name}_address"), at as u64);
            self.set(&format!("{name}_point"), point[word]);
        }
        for (name, at) in [
            ("take", take),
            ("wipe", wipe.map(|wipe| wipe.0)),
            ("sweep", sweep),
        ] {
            self.set(name, at.is_some().into());
            self.set(
                &format!("{name}_address"),
                at.unwrap_or(self.noise(4)) as u64,
            );
        }
    }

    /// What is on a port that means nothing now.
    fn noise(&self, bits: usize) -> usize {
        (self.clock + 1).wrapping_mul(0x9e37_79b9) >> 7 & ((1 << bits) - 1)
    }

    fn check_counts(&mut self) {
        let wanted = self.counts.pop_front().flatten().unwrap_or_default();
        let got = ["kept", "settled", "met"].map(|name| self.get(name));
        assert_eq!(
            got,
            [wanted.kept, wanted.settled, wanted.met.into()],
            "kept, settled, met at clock {}, seed {}",
            self.clock,
            self.seed
        );
    }

    fn check_pairs(&mut self) {
        let (wanted, word) = self.pairs.pop_front().flatten().unwrap_or_default();
        let at = format!("clock {}, word {word}, seed {}", self.clock, self.seed);
        for (side, name) in ["pair_a", "pair_b"].into_iter().enumerate() {
            let part = |part: &str| self.get(&format!("{name}_{part}"));
            let got = (self.get(name) == 1).then(|| {
                let points = [part("item"), part("found")];
                (part("address") as usize, points)
            });
            let pair = wanted.pairs[side];
            let pair = pair.map(|(at, item, found)| (at, [item[word], found[word]]));
            assert_eq!(got, pair, "{name}, {at}");
            self.paired += usize::from(got.is_some());
        }
        let took = (self.get("took") == 1).then(|| self.get("pair_a_found"));
        assert_eq!(took, wanted.took.map(|point| point[word]), "took, {at}");
    }

    fn sweep(&mut self) {
        (0..DEPTH).for_each(|at| self.request(Request::Sweep(at)));
    }

    fn point(&self, rng: &mut StdRng) -> Point {
        let second = if self.extended { 1 << POINT } else { 1 };
        [rng.gen_range(0..1 << POINT), rng.gen_range(0..second)]
    }

    /// Sums and items at will, on a few buckets or on all; `rates` are chances in 16, the last one that of a pause.
    fn items(&mut self, count: usize, among: usize, rates: [u32; 3], rng: &mut StdRng) {
        for _ in 0..count {
            if rng.gen_ratio(rates[2], 16) {
                let clocks = rng.gen_range(1..8);
                self.pass(if self.extended { 3 * clocks } else { clocks });
            }
            let [sum, item] = [0, 1].map(|i| {
                let point = self.point(rng);
                rng.gen_ratio(rates[i], 16)
                    .then(|| (rng.gen_range(0..among), point))
            });
            self.request(Request::Items(sum, item));
        }
    }

    /// Slots of the reduction: all buckets once, some first wiped as they are.
    fn reduce(&mut self, rng: &mut StdRng) {
        for at in (0..self.size()).rev() {
            if rng.gen_bool(0.3) {
                let other = (at + rng.gen_range(1..self.size())) % self.size();
                self.request(Request::Slot(other, false));
                self.pass(if self.extended { 3 } else { 1 });
            }
            self.request(Request::Slot(at, true));
            if rng.gen_bool(0.2) {
                self.pass(if self.extended { 3 } else { 1 });
            }
        }
        self.pass(1);
        assert!(self.buckets.0.is_empty(), "the reduction takes all");
    }
}

fn check(extended: bool) {
    let mut uut = Uut::new(extended);
    for seed in 0..100 {
        let mut rng = StdRng::seed_from_u64(seed);
        (uut.seed, uut.paired) = (seed, 0);
        uut.sweep();
        for _ in 0..6 {
            let rates = [0, 1, 2].map(|_| [0, 2, 8, 15, 16][rng.gen_range(0..5)]);
            let rates = [rates[0], rates[1].max(1), rates[2] / 4];
            let among = [1, 2, 3, uut.size()][rng.gen_range(0..4)];
            uut.items(200, among, rates, &mut rng);
            match rng.gen_range(0..3) {
                0 => {
                    uut.sweep();
                    assert!(uut.buckets.0.is_empty());
                }
                _ => uut.reduce(&mut rng),
            }
        }
        uut.pass(3 * PAIRS);
        assert!(uut.paired > 50, "only {} pairs, seed {seed}", uut.paired);
    }
}

#[test]
fn a_bank_is_a_map_of_points() {
    check(false);
}

#[test]
fn a_bank_is_a_map_of_points_of_two_words() {
    check(true);
}

/// One bucket, both sides in every clock: whatever comes meets what came with it.
#[test]
fn a_sum_and_an_item_at_one_bucket_meet() {
    for extended in [false, true] {
        let mut rng = StdRng::seed_from_u64(1);
        let mut uut = Uut::new(extended);
        uut.sweep();
        uut.items(100, 1, [16, 16, 0], &mut rng);
        assert!(uut.buckets.0.is_empty(), "nothing is stored");
        uut.pass(3 * PAIRS);
        assert_eq!(uut.paired, if extended { 200 } else { 100 });
    }
}
