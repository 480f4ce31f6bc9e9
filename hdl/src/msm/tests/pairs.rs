//! The loop of pairs and sums, with the blocks that decide and the rest of it as an adversary: no pair may be lost.
//!
//! ```text
//! items ---LOOK---> [PairQueues] ==> [PairLine] ---latency---> sums
//!                        ^                                       |
//!                        '--LOOK-- stored, or met: at will ------'
//! ```
//!
//! The adversary is stronger than buckets are: whether an item or a sum finds nothing, an affine point or a projective
//! one is free in each clock.

use super::connected;
use crate::curve::{PairLine, word};
use crate::msm::PairQueues;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use rust_hdl::prelude::*;
use std::collections::{BTreeSet, VecDeque};

/// Clocks from an admitted item, or a sum, to its pair at the queues.
const LOOK: usize = 4;

/// What an adversary does for some clocks: chances in 16.
#[derive(Clone, Copy, Debug)]
struct Phase {
    clocks: usize,
    /// That there is an item for each bank.
    items: [u32; 2],
    /// That an item finds a point.
    pairs: u32,
    /// That a sum finds an affine point.
    affine: u32,
    /// That it finds a projective one, where it does not find an affine one.
    projective: u32,
}

/// Neither items nor pairs of sums: all that is left comes out.
const DRAIN: Phase = Phase {
    clocks: 800,
    items: [0, 0],
    pairs: 0,
    affine: 0,
    projective: 0,
};

/// Bits of points, which only travel here.
const POINT: usize = 3;

/// Queues of `2^F` pairs, `G = F + 1`.
type Queues<const F: usize, const G: usize> = PairQueues<16, 2, POINT, 4, F, G>;

type Line = PairLine<1, POINT, 2, 16>;

struct Loop<const F: usize, const G: usize> {
    queues: Box<Queues<F, G>>,
    line: Box<Line>,
    /// Numbers of the sums on their way, from the slot to the queues.
    sums: VecDeque<Option<u64>>,
    /// Items on their way that will find a point.
    items: VecDeque<[bool; 2]>,
    number: u64,
    waiting: BTreeSet<u64>,
    /// Most pairs in a queue of sums.
    fullest: u64,
}

impl<const F: usize, const G: usize> Loop<F, G> {
    fn new(latency: usize) -> Self {
        let mut line = connected(PairLine::default());
        line.word.next = word::ONLY.into();
        Self {
            queues: connected(Queues::default()),
            line,
            sums: vec![None; latency + LOOK].into(),
            items: vec![[false; 2]; LOOK].into(),
            number: 0,
            waiting: BTreeSet::new(),
            fullest: 0,
        }
    }

    /// A number for a new pair.
    fn pair(&mut self) -> u64 {
        self.number = (self.number + 1) % 65536;
        self.waiting.insert(self.number);
        self.number
    }

    /// One clock; an error when a pair comes out that is not waiting.
    fn clock(&mut self, phase: Phase, rng: &mut StdRng) -> Result<(), String> {
        let chance = |rng: &mut StdRng, of: u32| rng.gen_ratio(of, 16);
        self.offer_sum(phase, rng);
        let items = self.items.pop_front().unwrap_or_default();
        for (bank, pairs) in items.into_iter().enumerate() {
            self.queues.b[bank].next = pairs;
            if pairs {
                self.queues.b_tag[bank].next = self.pair().into();
            }
        }
        settle(self.queues.as_mut(), false);
        let admitted = [0, 1].map(|bank| {
            let admitted = self.queues.room[bank].val() && chance(rng, phase.items[bank]);
            admitted && chance(rng, phase.pairs)
        });
        self.items.push_back(admitted);
        self.edge();
        let (mixed, full) = (self.line.mixed.val(), self.line.full.val());
        let started = (mixed || full).then(|| self.line.tag.val().index() as u64);
        if let Some(number) = started
            && !self.waiting.remove(&number)
        {
            return Err(format!("pair {number} comes out but does not wait"));
        }
        self.sums.push_back(started);
        Ok(())
    }

    /// The sum that comes back in this clock finds what the adversary wants.
    fn offer_sum(&mut self, phase: Phase, rng: &mut StdRng) {
        let sum = self.sums.pop_front().flatten();
        let affine = rng.gen_ratio(phase.affine, 16);
        let pairs = sum.is_some() && (affine || rng.gen_ratio(phase.projective, 16));
        self.queues.a.next = pairs;
        if pairs {
            let mark = Bits::<4>::from(u64::from(affine)) << (POINT as u64);
            self.queues.a_found.next = mark;
            self.queues.a_tag.next = self.pair().into();
        }
    }

    /// Connects both blocks and clocks them.
    fn edge(&mut self) {
        let (queues, line) = (self.queues.as_mut(), self.line.as_mut());
        settle(line, false);
        queues.mixed_ready.next = line.mixed_ready.val();
        queues.full_ready.next = line.full_ready.val();
        settle(queues, false);
        line.mixed_valid.next = queues.mixed_valid.val();
        line.mixed_tag.next = queues.mixed_tag.val();
        line.full_valid.next = queues.full_valid.val();
        line.full_tag.next = queues.full_tag.val();
        settle(line, false);
        settle(queues, true);
        settle(line, true);
        let fills = [
            self.queues.tags[2].fill.val(),
            self.queues.fulls_tags.fill.val(),
        ];
        for fill in fills {
            self.fullest = self.fullest.max(fill.index() as u64);
        }
    }

    /// Phases, and then a drain: the most pairs of sums that waited in one queue.
    fn run(mut self, phases: &[Phase], rng: &mut StdRng) -> Result<u64, String> {
        for phase in phases.iter().chain([&DRAIN]) {
            for _ in 0..phase.clocks {
                self.clock(*phase, rng)?;
            }
        }
        match self.waiting.len() {
            0 => Ok(self.fullest),
            lost => Err(format!("{lost} pairs are lost")),
        }
    }
}

/// A clock of this level, settled.
fn settle<B: Clocked>(block: &mut B, level: bool) {
    block.clock_in().next.clk = level;
    assert!(simulate(block, 100), "the block does not settle");
}

/// A block with a clock.
trait Clocked: Block {
    fn clock_in(&mut self) -> &mut Signal<In, Clock>;
}

impl<const F: usize, const G: usize> Clocked for Queues<F, G> {
    fn clock_in(&mut self) -> &mut Signal<In, Clock> {
        &mut self.clock
    }
}

impl Clocked for Line {
    fn clock_in(&mut self) -> &mut Signal<In, Clock> {
        &mut self.clock
    }
}

/// The worst that is known: first the loop fills with sums that are stored, then all of them find projective points.
fn worst(latency: usize) -> [Phase; 2] {
    let stored = Phase {
        clocks: 2 * latency + 100,
        items: [16; 2],
        pairs: 16,
        affine: 0,
        projective: 0,
    };
    let found = Phase {
        clocks: 2 * latency,
        projective: 16,
        ..stored
    };
    [stored, found]
}

#[test]
fn pairs_of_sums_fit_their_queues_up_to_the_longest_latency() {
    check_longest_latency::<5, 6>();
    check_longest_latency::<6, 7>();
}

fn check_longest_latency<const F: usize, const G: usize>() {
    let mut rng = StdRng::seed_from_u64(17);
    let (most, depth) = (Queues::<F, G>::MOST_LATENCY, Queues::<F, G>::DEPTH as u64);
    let fullest = Loop::<F, G>::new(most).run(&worst(most), &mut rng).unwrap();
    println!("{most} clocks: at most {fullest} of {depth} pairs of sums in a queue");
    assert!(
        fullest > depth / 2 && fullest < depth,
        "{fullest} of {depth}"
    );
}

/// The bound is one: an adder that is much slower loses pairs, and this test sees it.
#[test]
fn a_slower_adder_would_lose_pairs() {
    check_slower::<5, 6>();
    check_slower::<6, 7>();
}

fn check_slower<const F: usize, const G: usize>() {
    let mut rng = StdRng::seed_from_u64(17);
    let slow = 2 * Queues::<F, G>::MOST_LATENCY;
    let lost = Loop::<F, G>::new(slow).run(&worst(slow), &mut rng);
    assert!(lost.is_err(), "{lost:?}");
}

#[test]
fn no_pair_is_lost_whatever_items_and_sums_find() {
    for seed in 0..9 {
        let latency = [20, 60, Queues::<5, 6>::MOST_LATENCY][seed as usize % 3];
        check_phases::<5, 6>(seed, latency);
    }
    for seed in 9..12 {
        check_phases::<6, 7>(seed, Queues::<6, 7>::MOST_LATENCY);
    }
}

fn check_phases<const F: usize, const G: usize>(seed: u64, latency: usize) {
    let mut rng = StdRng::seed_from_u64(seed);
    let mut chance = || [0, 1, 8, 15, 16][rng.gen_range(0..5)];
    let phases: Vec<Phase> = (0..4)
        .map(|i| Phase {
            clocks: 60 + 60 * i,
            items: [chance(), chance()],
            pairs: chance(),
            affine: chance(),
            projective: chance(),
        })
        .collect();
    let result = Loop::<F, G>::new(latency).run(&phases, &mut rng);
    assert!(result.is_ok(), "seed {seed}, {phases:?}: {result:?}");
}
