//! A memory of beats that answers in order, after a while, with gaps.

use num_bigint::BigUint;
use rand::Rng;
use rand::rngs::StdRng;
use std::collections::VecDeque;

/// How it behaves.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// Clocks from a burst to its first beat.
    pub(crate) latency: usize,
    /// Chance of a beat, a burst or a write to be held up for a clock.
    pub(crate) gaps: f64,
}

/// Beats by address, and those that were asked for.
pub(crate) struct Memory {
    pub(crate) beats: Vec<Vec<BigUint>>,
    asked: VecDeque<(usize, usize)>,
    clock: usize,
    pace: Pace,
    rng: StdRng,
}

impl Memory {
    pub(crate) fn new(beats: Vec<Vec<BigUint>>, pace: Pace, rng: StdRng) -> Self {
        Self {
            beats,
            asked: VecDeque::new(),
            clock: 0,
            pace,
            rng,
        }
    }

    /// Whether it is ready for something in this clock.
    pub(crate) fn ready(&mut self) -> bool {
        !self.rng.gen_bool(self.pace.gaps)
    }

    /// Takes a burst.
    pub(crate) fn ask(&mut self, address: usize, run: usize) {
        let due = self.clock + self.pace.latency;
        self.asked
            .extend((address..address + run).map(|at| (due, at)));
    }

    /// The beat of this clock, if one comes.
    pub(crate) fn answer(&mut self) -> Option<Vec<BigUint>> {
        self.clock += 1;
        let (due, address) = *self.asked.front()?;
        if due > self.clock || !self.ready() {
            return None;
        }
        self.asked.pop_front();
        Some(self.beats[address].clone())
    }
}
