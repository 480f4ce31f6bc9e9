//! From pairs to slots of the adder: queues, the line in front of the adder, and the way through it.

use super::{Pace, Schedule};
use std::collections::VecDeque;

/// Pairs whose Z1 Z2 share a slot.
const GROUP: usize = 5;
/// The queue of mixed pairs that sums make.
const SUMS: usize = 2;

/// Which queue a pair goes to.
#[derive(Clone, Copy)]
pub(super) enum Queue {
    Bank(usize),
    Sums,
    Full,
}

/// Words of pairs that come in a clock: of both banks' items, and of a sum.
pub(super) type Arrivals = [Option<(u32, Queue)>; 3];

/// Queues of words, known by the pair's bucket.
pub(super) struct Line {
    words: usize,
    threshold: usize,
    mixed: [VecDeque<u32>; 3],
    full: VecDeque<u32>,
    /// Whether each bank may send items.
    pub(super) room: [bool; 2],
    turn: usize,
    /// The queue whose pair's second word comes next.
    split: Option<usize>,
    offered: Option<u32>,
    /// What was decided at the first word.
    mixing: bool,
    joining: bool,
    coming: VecDeque<u32>,
    leaving: VecDeque<u32>,
    adder: VecDeque<Option<u32>>,
}

impl Line {
    pub(super) fn new(pace: Pace) -> Self {
        Self {
            words: pace.words,
            threshold: pace.threshold,
            mixed: Default::default(),
            full: VecDeque::new(),
            room: [true; 2],
            turn: 0,
            split: None,
            offered: None,
            mixing: false,
            joining: false,
            coming: VecDeque::new(),
            leaving: VecDeque::new(),
            // A slot is registered before it starts.
            adder: (0..=pace.latency).map(|_| None).collect(),
        }
    }

    /// The bucket of a sum whose first word comes back.
    pub(super) fn sum(&mut self) -> Option<u32> {
        self.adder.pop_front().flatten()
    }

    /// A clock at `word`; whether an empty slot begins.
    pub(super) fn clock(&mut self, word: usize, pairs: Arrivals, count: &mut Schedule) -> bool {
        self.room = [0, 1].map(|bank| self.mixed[bank].len() < self.threshold);
        let (mut slot, mut spent) = (None, false);
        if word == 0 {
            (slot, spent) = self.decide(count);
        }
        self.adder.push_back(slot);
        let takes = word < self.words;
        if self.joining && takes {
            self.full.pop_front();
        }
        if self.offered.is_none() || (self.mixing && takes) {
            self.offered = self.pick();
        }
        for (bucket, queue) in pairs.into_iter().flatten() {
            match queue {
                Queue::Bank(bank) => self.mixed[bank].push_back(bucket),
                Queue::Sums => self.mixed[SUMS].push_back(bucket),
                Queue::Full => self.full.push_back(bucket),
            }
        }
        word == 0 && slot.is_none() && !spent
    }

    /// Whose turn a slot is: its bucket, and whether it is spent on Z1 Z2.
    fn decide(&mut self, count: &mut Schedule) -> (Option<u32>, bool) {
        let between = self.leaving.is_empty();
        let complete = self.coming.len() == GROUP;
        let spends = between && (complete || (!self.coming.is_empty() && self.offered.is_none()));
        self.mixing = between && !complete && self.offered.is_some();
        self.joining = !complete && !self.full.is_empty();
        let slot = match between {
            true => self.offered.filter(|_| self.mixing),
            false => self.leaving.pop_front(),
        };
        count.additions += u64::from(slot.is_some());
        count.full_additions += u64::from(!between);
        if spends {
            self.leaving = std::mem::take(&mut self.coming);
            count.spent_slots += 1;
        }
        if self.joining {
            self.coming.extend(self.full.front());
        }
        (slot, spends)
    }

    /// A word of a pair: the other one of a pair, or sums first, then the banks in turn.
    fn pick(&mut self) -> Option<u32> {
        let from = self.split.unwrap_or_else(|| match () {
            () if !self.mixed[SUMS].is_empty() => SUMS,
            () if self.mixed[self.turn].is_empty() => 1 - self.turn,
            () => self.turn,
        });
        let pair = self.mixed[from].pop_front()?;
        if from != SUMS {
            self.turn = 1 - from;
        }
        self.split = (self.words > 1 && self.split.is_none()).then_some(from);
        Some(pair)
    }
}
