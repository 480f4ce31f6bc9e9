//! A reducer that runs beside buckets and an adder that are made here.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::{BTreeMap, VecDeque};
use zkcard_hdl::curve::word;
use zkcard_sim::verilator::Model;
use zkcard_wire::{BaseKind, Group};

/// Bits of a coordinate, of an address, of a chain's number and its word.
pub(crate) const COORDINATE: usize = 20;
pub(crate) const ADDRESS: usize = 5;
pub(crate) const CHAIN: usize = 5;
/// Clocks from a take to its point, and from a slot to its addition.
const TAKE: usize = 4;
const SLOT: usize = TAKE + 1;

/// An element of the group: over the prime field the second number is zero.
pub(crate) type Element = [u64; 2];

pub(crate) fn plus(a: Element, b: Element) -> Element {
    [0, 1].map(|i| (a[i] + b[i]) % (1 << COORDINATE))
}

/// Word number `i` of an element as a point: (k : 1 : 0), and (k : 0 : 0) of a second word; zero is infinity.
fn word_of(element: Element, i: usize) -> u64 {
    element[i] | u64::from(i == 0) << COORDINATE
}

/// The number in word `i` of a point.
pub(crate) fn number(word: u64, i: usize) -> u64 {
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
pub(crate) struct Setup {
    pub(crate) bases: BaseKind,
    /// Clocks of an addition.
    pub(crate) latency: usize,
    /// Chances in 16: that a bucket is full, that there is room, that a result is taken.
    pub(crate) full: u32,
    pub(crate) room: u32,
    pub(crate) result: u32,
    pub(crate) seed: u64,
}

impl Setup {
    /// The group of its points.
    pub(crate) fn group(&self) -> Group {
        self.bases.group()
    }
}

/// The reducer that runs, with its buckets and its adder.
pub(crate) struct Uut<'a> {
    model: &'a mut Model,
    setup: Setup,
    clock: usize,
    pub(crate) buckets: BTreeMap<(u64, u64), Element>,
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
    pub(crate) results: Vec<u64>,
    pub(crate) visits: usize,
    done: bool,
}

impl<'a> Uut<'a> {
    pub(crate) fn new(
        model: &'a mut Model,
        setup: Setup,
        buckets: BTreeMap<(u64, u64), Element>,
    ) -> Self {
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
        uut.set("extended", (setup.group() == Group::G2).into());
        uut.set("multiples", (setup.bases == BaseKind::Multiples).into());
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
        self.clock % (2 * self.setup.group().degree() - 1)
    }

    /// From the start to the last result.
    pub(crate) fn run(&mut self) {
        let mut rng = StdRng::seed_from_u64(self.setup.seed);
        self.set("start", 1);
        while !self.done {
            self.clock(&mut rng);
            self.set("start", 0);
            assert!(self.clock < 200_000, "no end: {:?}", self.setup);
        }
    }

    fn clock(&mut self, rng: &mut StdRng) {
        let wires = match self.setup.group() {
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
        } else if self.setup.group() == Group::G2 {
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
            self.taken = (word == 0 && self.setup.group() == Group::G2).then_some(taken);
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
        let degree = self.setup.group().degree();
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
