//! An adder's banks: what finds its bucket empty is stored, what finds it full takes the point along.

use super::front::Lane;
use super::line::{Arrivals, Line, Queue};
use super::{Pace, Schedule};
use std::collections::VecDeque;
use zkcard_wire::layout::Windows;

/// Clocks from an admitted item, or a sum, to its pair at a queue.
const LOOK: usize = 4;

#[derive(Clone, Copy, PartialEq)]
enum Bucket {
    Untouched,
    Empty,
    Affine,
    Projective,
}

/// Banks, queues and adder.
pub(super) struct Engine {
    words: usize,
    buckets: Vec<Bucket>,
    /// Items that are neither stored nor paired, as the core counts them.
    alive: u64,
    pairs: Arrivals,
    on_the_way: VecDeque<Arrivals>,
    line: Line,
    /// Whether an item waited or came when items were last looked at.
    had_items: bool,
    ended: bool,
}

impl Engine {
    pub(super) fn new(windows: &Windows, pace: Pace) -> Self {
        Self {
            words: pace.words,
            buckets: vec![Bucket::Untouched; windows.chains() * windows.segment_length()],
            alive: 0,
            pairs: [None; 3],
            on_the_way: (0..LOOK).map(|_| [None; 3]).collect(),
            line: Line::new(pace),
            had_items: false,
            ended: false,
        }
    }

    /// Whether no item is alive.
    pub(super) fn is_settled(&self) -> bool {
        self.alive == 0
    }

    /// A clock: sums come back, items come, pairs go; `word` of those at the buckets, `at_adder` of those at the line.
    pub(super) fn clock(
        &mut self,
        lanes: &mut [Lane],
        word: usize,
        at_adder: usize,
        exhausted: bool,
        count: &mut Schedule,
    ) {
        self.ended |= exhausted && self.is_settled();
        if self.ended {
            return;
        }
        let sum = self.line.sum();
        let mut items = [None; 2];
        let mut valid = false;
        for (bank, lane) in lanes.iter_mut().enumerate() {
            let (has, admitted) = lane.clock(self.line.room[bank], word, self.words);
            items[bank] = admitted;
            valid |= has;
        }
        if word == 0 {
            self.had_items = valid;
            self.look_up(sum, items, count);
        } else if word >= self.words {
            self.pairs = [None; 3];
        }
        self.on_the_way.push_back(self.pairs);
        let arrivals = self.on_the_way.pop_front().unwrap_or_default();
        let empty = self.line.clock(at_adder, arrivals, count);
        if empty {
            *match (exhausted, self.had_items) {
                (true, _) => &mut count.ending_slots,
                (false, true) => &mut count.stored_slots,
                (false, false) => &mut count.starved_slots,
            } += 1;
        }
    }

    /// Both sides of both banks: items are stored, or pair with what they find.
    fn look_up(&mut self, sum: Option<u32>, items: [Option<u32>; 2], count: &mut Schedule) {
        let mut pairs = [None; 3];
        let coming = items.iter().flatten().count() as u64;
        count.digits += coming;
        self.alive += coming;
        let met = items.iter().position(|item| item.is_some() && *item == sum);
        for (bank, item) in items.into_iter().enumerate() {
            let Some(bucket) = item.filter(|_| met != Some(bank)) else {
                continue;
            };
            let state = &mut self.buckets[bucket as usize];
            if matches!(state, Bucket::Untouched | Bucket::Empty) {
                count.touched += u64::from(*state == Bucket::Untouched);
                *state = Bucket::Affine;
                self.alive -= 1;
            } else {
                *state = Bucket::Empty;
                pairs[bank] = Some((bucket, Queue::Bank(bank)));
            }
        }
        if let Some(bucket) = sum {
            let state = &mut self.buckets[bucket as usize];
            let queue = match (met, *state) {
                (Some(_), _) | (None, Bucket::Affine) => Some(Queue::Sums),
                (None, Bucket::Projective) => Some(Queue::Full),
                (None, _) => None,
            };
            match (met, queue) {
                (None, None) => *state = Bucket::Projective,
                (None, Some(_)) => *state = Bucket::Empty,
                (Some(_), _) => {}
            }
            // Stored, or two that were alive become one.
            if met.is_some() || queue.is_none() {
                self.alive -= 1;
            }
            pairs[2] = queue.map(|queue| (bucket, queue));
        }
        self.pairs = pairs;
    }
}
