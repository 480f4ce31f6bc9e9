//! A reducer alone in Verilator: the sums of all chains, beside buckets and an adder that are made here, of any latency,
//! with random gaps in `room` and in the results.
//!
//! The group is that of pairs of numbers modulo a power of two: a reducer knows points by infinity alone, and here any
//! wrong, lost or repeated addition changes a sum.

mod support;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::{BTreeMap, VecDeque};
use support::{assert_lint_clean, verilated};
use zkcard_hdl::curve::{CurveConfig, PairAdd, word};
use zkcard_hdl::emit::{Body, emit, on_large_stack};
use zkcard_hdl::msm::{MsmConfig, Reducer};
use zkcard_sim::verilator::{Model, Optimise};
use zkcard_wire::Group;

/// Bits of a coordinate, of an address, of a chain's number and its word.
const COORDINATE: usize = 20;
const ADDRESS: usize = 5;
const CHAIN: usize = 5;
/// Clocks from a take to its point, and from a slot to its addition.
const TAKE: usize = 4;
const SLOT: usize = TAKE + 1;

/// An element of the group: over the prime field the second number is zero.
type Element = [u64; 2];

fn plus(a: Element, b: Element) -> Element {
    [0, 1].map(|i| (a[i] + b[i]) % (1 << COORDINATE))
}

/// Word number `i` of an element as a point: (k : 1 : 0), and (k : 0 : 0) of a second word; zero is infinity.
fn word_of(element: Element, i: usize) -> u64 {
    element[i] | u64::from(i == 0) << COORDINATE
}

/// The number in word `i` of a point.
fn number(word: u64, i: usize) -> u64 {
    assert_eq!(
        word >> COORDINATE,
        u64::from(i == 0),
        "not a point: {word:x}"
    );
    word % (1 << COORDINATE)
}

/// An addition on its way: which sum, its chain, and the elements.
#[derive(Clone, Copy, Debug)]
struct Addition {
    of_s: bool,
    chain: u64,
    sum: Element,
}

/// What a test may choose.
#[derive(Clone, Copy, Debug)]
struct Setup {
    group: Group,
    /// Clocks of an addition.
    latency: usize,
    /// Chances in 16: that a bucket is full, that there is room, that a result is taken.
    full: u32,
    room: u32,
    result: u32,
    seed: u64,
}

/// The reducer that runs, with its buckets and its adder.
struct Uut<'a> {
    model: &'a mut Model,
    setup: Setup,
    clock: usize,
    buckets: BTreeMap<(u64, u64), Element>,
    /// What takes find, and which word.
    takes: VecDeque<Option<(Option<Element>, usize)>>,
    /// Whether there was room, by clocks.
    rooms: VecDeque<bool>,
    /// The bucket that must be wiped in this clock, and which word.
    wipe: Option<(u64, u64, usize)>,
    taken: Option<Option<Element>>,
    /// First words of p and q that came, until the second ones do.
    first: Option<Element>,
    /// Additions that wait for the adder, and sums on their way.
    waiting: VecDeque<Addition>,
    sums: VecDeque<Option<Addition>>,
    /// The sum whose second word comes next.
    coming: Option<Addition>,
    results: Vec<u64>,
    visits: usize,
    done: bool,
}

impl<'a> Uut<'a> {
    fn new(model: &'a mut Model, setup: Setup, buckets: BTreeMap<(u64, u64), Element>) -> Self {
        let mut uut = Self {
            model,
            setup,
            clock: 0,
            buckets,
            takes: vec![None; TAKE].into(),
            rooms: vec![false; SLOT].into(),
            wipe: None,
            taken: None,
            first: None,
            waiting: VecDeque::new(),
            sums: vec![None; setup.latency].into(),
            coming: None,
            results: vec![],
            visits: 0,
            done: false,
        };
        uut.set("extended", (setup.group == Group::G2).into());
        uut
    }

    fn set(&mut self, name: &str, value: u64) {
        let port = self.model.port(name).unwrap();
        self.model.set(port, value);
    }

    fn get(&self, name: &str) -> u64 {
        self.model.get(self.model.port(name).unwrap())
    }

    /// Which word the core is at: 0 or 1, or the third, without one.
    fn word(&self) -> usize {
        self.clock % (2 * self.setup.group.degree() - 1)
    }

    /// From the start to the last result.
    fn run(&mut self) {
        let mut rng = StdRng::seed_from_u64(self.setup.seed);
        self.set("start", 1);
        while !self.done {
            self.clock(&mut rng);
            self.set("start", 0);
            assert!(self.clock < 200_000, "no end: {:?}", self.setup);
        }
    }

    fn clock(&mut self, rng: &mut StdRng) {
        let wires = match self.setup.group {
            Group::G1 => word::ONLY,
            Group::G2 => word::OF_EXTENSION[self.word()],
        };
        self.set("word", wires);
        let room = rng.gen_ratio(self.setup.room, 16);
        self.set("room", room.into());
        self.rooms.push_back(room);
        self.set("result_ready", rng.gen_ratio(self.setup.result, 16).into());
        self.offer_found();
        self.offer_sum();
        self.model.eval();
        self.note_take();
        let had_room = self.rooms.pop_front() == Some(true);
        self.note_addition(had_room);
        self.note_result();
        // A pair starts when the adder has a slot for it: five of six.
        let starts = self.word() == 0 && rng.gen_ratio(5, 6);
        let started = starts.then(|| self.waiting.pop_front()).flatten();
        self.sums.push_back(started);
        self.model.cycles(self.model.port("clock").unwrap(), 1);
        self.clock += 1;
    }

    /// The point that was asked for some clocks ago.
    fn offer_found(&mut self) {
        let (found, word) = self.takes.pop_front().flatten().unwrap_or_default();
        self.set("took", found.is_some().into());
        self.set("found", found.map_or(0, |found| word_of(found, word)));
    }

    /// A sum that comes back: over Fq2 its first word when the core is at one, its second in the next clock.
    fn offer_sum(&mut self) {
        let second = self.coming.take();
        let (sum, word) = match second {
            Some(sum) => (Some(sum), 1),
            None => (self.sums.pop_front().flatten(), 0),
        };
        if second.is_some() {
            self.sums.pop_front();
        } else if self.setup.group == Group::G2 {
            self.coming = sum;
        }
        self.set("sum_s", sum.is_some_and(|s| s.of_s).into());
        self.set("sum_t", sum.is_some_and(|s| !s.of_s).into());
        self.set("sum_chain", sum.map_or(0, |s| s.chain));
        self.set("sum", sum.map_or(0, |s| word_of(s.sum, word)));
    }

    /// Takes a bucket that is asked for, and sees that the one before is wiped.
    fn note_take(&mut self) {
        let wipe = (self.get("wipe") == 1).then(|| {
            let second = self.get("wipe_second") as usize;
            (self.get("wipe_odd"), self.get("wipe_address"), second)
        });
        assert_eq!(wipe, self.wipe.take(), "{:?}", self.setup);
        let mut come = None;
        if self.get("take") == 1 {
            let (odd, at) = (self.get("take_odd"), self.get("take_address"));
            let word = self.word();
            let taken = match word {
                0 => self.buckets.remove(&(odd, at)),
                _ => self
                    .taken
                    .take()
                    .unwrap_or_else(|| panic!("a second word alone: {:?}", self.setup)),
            };
            self.taken = (word == 0 && self.setup.group == Group::G2).then_some(taken);
            self.visits += usize::from(word == 0);
            self.wipe = Some((odd, at, word));
            come = Some((taken, word));
        }
        self.takes.push_back(come);
    }

    /// Takes an addition; its slot must have had room.
    fn note_addition(&mut self, had_room: bool) {
        let (of_s, of_t) = (self.get("add_s") == 1, self.get("add_t") == 1);
        assert!(!(of_s && of_t), "{:?}", self.setup);
        if !of_s && !of_t {
            return;
        }
        let degree = self.setup.group.degree();
        let word = usize::from(self.first.is_some());
        assert!(had_room || word == 1, "no room: {:?}", self.setup);
        let sum = number(self.get("add_p"), word) + number(self.get("add_q"), word);
        let sum = match self.first.take() {
            Some([first, _]) => [first, sum],
            None => [sum, 0],
        };
        if word + 1 < degree {
            self.first = Some(sum);
            return;
        }
        self.waiting.push_back(Addition {
            of_s,
            chain: self.get("add_chain"),
            sum: plus(sum, [0; 2]),
        });
    }

    fn note_result(&mut self) {
        let taken = self.get("result_valid") == 1 && self.get("result_ready") == 1;
        if taken {
            self.results.push(self.get("result"));
        }
        self.done = self.get("done") == 1;
        let last = taken && self.get("result_last") == 1;
        assert_eq!(self.done, last, "{:?}", self.setup);
    }
}

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
    fn chains(&self, group: Group) -> Vec<(u64, u64)> {
        let windows = self.config.windows_of(group);
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
        let segment = self.config.windows_of(setup.group).segment_length() as u64;
        let (mut buckets, mut wanted) = (BTreeMap::new(), vec![]);
        let chains = self.chains(setup.group);
        for (odd, first) in &chains {
            let (mut s, mut t) = ([0; 2], [0; 2]);
            for j in (0..segment).rev() {
                if rng.gen_ratio(setup.full, 16) {
                    let upper = if setup.group == Group::G2 {
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
        let degree = setup.group.degree();
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
            let group = Group::ALL[rng.gen_range(0..2)];
            let latency = [1, 7, adder_latency(), 200][rng.gen_range(0..4)];
            // Over Fq2 a sum comes back when the core is at a first word.
            let latency = latency.next_multiple_of(2 * group.degree() - 1);
            let mut rate = |least: u32| [least, 4, 12, 16][rng.gen_range(0..4)];
            engine.check(Setup {
                group,
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
