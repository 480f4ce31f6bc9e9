//! The schedule of the bucket phase, clock by clock, without points.
//!
//! ```text
//! digits --> lanes --> [banks] --LOOK--> queues --> mixed, full --> line --latency--> sums
//!                         ^                                                            |
//!                         '------------------------------------------------------------'
//! ```
//!
//! A bucket is empty or holds an affine or a projective point; what an item or a sum finds decides what becomes of it.
//! Modelled are the lanes of the expander, the banks with their two sides, the room of the queues, the order in which
//! they are served, the groups of full pairs, and the adder's latency. Streams are always full.

use super::Limbs;
use super::windows::Digits;
use std::collections::VecDeque;
use zkcard_hdl::msm::PairQueues;
use zkcard_wire::layout::Windows;

/// Clocks from an admitted item, or a sum, to its pair in a queue.
const LOOK: usize = 4;
/// Pairs whose Z1 Z2 share a slot.
const GROUP: usize = 5;
/// Clocks from the last store to the end of the phase.
const END: u64 = 4;
/// Fill from which a queue refuses items.
const THRESHOLD: usize = PairQueues::<1>::DEPTH - PairQueues::<1>::ON_THE_WAY;

/// What the phase of buckets takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Schedule {
    /// Clocks.
    pub clocks: u64,
    /// Additions started.
    pub additions: u64,
    /// Those of two sums.
    pub full_additions: u64,
    /// Slots spent on their Z1 Z2.
    pub spent_slots: u64,
    /// Digits that are not zero.
    pub digits: u64,
    /// Buckets that got a point.
    pub touched: u64,
}

#[derive(Clone, Copy, PartialEq)]
enum Bucket {
    Untouched,
    Empty,
    Affine,
    Projective,
}

/// Which queue a pair goes to.
#[derive(Clone, Copy)]
enum Queue {
    Bank(usize),
    Sums,
    Full,
}

/// The schedule of a job with `scalars`, on an adder of `latency` clocks.
pub fn schedule(
    windows: &Windows,
    latency: usize,
    scalars: impl Iterator<Item = Limbs>,
) -> Schedule {
    let mut core = Core::new(windows, latency);
    let mut lanes = Lanes::new(windows, scalars);
    loop {
        let sum = core.adder.pop_front().flatten();
        let items = lanes.clock(core.room);
        core.look_up(sum, items);
        core.issue();
        core.count.clocks += 1;
        if lanes.exhausted && core.alive == 0 {
            core.count.clocks += END;
            return core.count;
        }
    }
}

/// The expander: digits of a point at a time, an item a clock for each bank.
struct Lanes<S> {
    scalars: S,
    digits: Digits,
    pending: [VecDeque<u32>; 2],
    item: [Option<u32>; 2],
    exhausted: bool,
}

impl<S: Iterator<Item = Limbs>> Lanes<S> {
    fn new(windows: &Windows, scalars: S) -> Self {
        Self {
            scalars,
            digits: Digits::new(windows),
            pending: Default::default(),
            item: [None; 2],
            exhausted: false,
        }
    }

    /// The items that are taken in this clock.
    fn clock(&mut self, room: [bool; 2]) -> [Option<u32>; 2] {
        let mut taken = [None; 2];
        for bank in 0..2 {
            if room[bank] {
                taken[bank] = self.item[bank].take();
            }
            if self.item[bank].is_none() {
                self.item[bank] = self.pending[bank].pop_front();
            }
        }
        if self.pending.iter().all(VecDeque::is_empty) {
            match self.scalars.next() {
                Some(scalar) => self.digits.of(&scalar, &mut self.pending),
                None => self.exhausted = self.item == [None; 2],
            }
        }
        taken
    }
}

struct Core {
    buckets: Vec<Bucket>,
    /// Items that are neither stored nor paired, as the core counts them.
    alive: u64,
    on_the_way: VecDeque<[Option<(u32, Queue)>; 3]>,
    mixed: [VecDeque<u32>; 3],
    full: VecDeque<u32>,
    room: [bool; 2],
    turn: usize,
    offered: Option<u32>,
    coming: VecDeque<u32>,
    leaving: VecDeque<u32>,
    adder: VecDeque<Option<u32>>,
    count: Schedule,
}

impl Core {
    fn new(windows: &Windows, latency: usize) -> Self {
        Self {
            buckets: vec![Bucket::Untouched; windows.chains() * windows.segment_length()],
            alive: 0,
            on_the_way: (1..LOOK).map(|_| [None; 3]).collect(),
            mixed: Default::default(),
            full: VecDeque::new(),
            room: [true; 2],
            turn: 0,
            offered: None,
            coming: VecDeque::new(),
            leaving: VecDeque::new(),
            // A slot is registered before it starts.
            adder: (0..=latency).map(|_| None).collect(),
            count: Schedule::default(),
        }
    }

    /// Both sides of both banks: items are stored, or pair with what they find.
    fn look_up(&mut self, sum: Option<u32>, items: [Option<u32>; 2]) {
        let mut pairs = [None; 3];
        self.count.digits += items.iter().flatten().count() as u64;
        self.alive += items.iter().flatten().count() as u64;
        let met = items.iter().position(|item| item.is_some() && *item == sum);
        for (bank, item) in items.into_iter().enumerate() {
            let Some(bucket) = item.filter(|_| met != Some(bank)) else {
                continue;
            };
            let state = &mut self.buckets[bucket as usize];
            if matches!(state, Bucket::Untouched | Bucket::Empty) {
                self.count.touched += u64::from(*state == Bucket::Untouched);
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
                (Some(_), _) => Some(Queue::Sums),
                (None, Bucket::Affine) => Some(Queue::Sums),
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
        self.on_the_way.push_back(pairs);
    }

    /// The queues, the line, and a slot of the adder.
    fn issue(&mut self) {
        let fill = [0, 1].map(|bank| self.mixed[bank].len());
        self.room = fill.map(|fill| fill < THRESHOLD);
        let between = self.leaving.is_empty();
        let complete = self.coming.len() == GROUP;
        let takes_mixed = between && !complete;
        let starts_group =
            between && (complete || (!self.coming.is_empty() && self.offered.is_none()));
        let slot = match between {
            true if takes_mixed => self.offered,
            true => None,
            false => self.leaving.pop_front(),
        };
        self.count.additions += u64::from(slot.is_some());
        self.count.full_additions += u64::from(!between);
        if starts_group {
            self.leaving = std::mem::take(&mut self.coming);
            self.count.spent_slots += 1;
        }
        if !complete {
            self.coming.extend(self.full.pop_front());
        }
        if self.offered.is_none() || takes_mixed {
            self.offered = self.pick();
        }
        for (bucket, queue) in self.on_the_way.pop_front().into_iter().flatten().flatten() {
            match queue {
                Queue::Bank(bank) => self.mixed[bank].push_back(bucket),
                Queue::Sums => self.mixed[2].push_back(bucket),
                Queue::Full => self.full.push_back(bucket),
            }
        }
        self.adder.push_back(slot);
    }

    /// Sums first, then the banks in turn.
    fn pick(&mut self) -> Option<u32> {
        if let Some(pair) = self.mixed[2].pop_front() {
            return Some(pair);
        }
        let bank = match self.mixed[self.turn].is_empty() {
            true => 1 - self.turn,
            false => self.turn,
        };
        let pair = self.mixed[bank].pop_front()?;
        self.turn = 1 - bank;
        Some(pair)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::msm::{Configuration, Mixture};
    use zkcard_hdl::emit::Body;

    #[test]
    fn no_point_is_lost() {
        for configuration in Configuration::ALL {
            let windows = configuration.config(Body::Dpi).windows;
            for mixture in Mixture::ALL {
                let got = schedule(&windows, 132, mixture.scalars(1 << 12));
                assert_eq!(
                    got.additions,
                    got.digits - got.touched,
                    "{mixture:?}: {got:?}"
                );
                assert!(
                    got.clocks >= got.additions + got.spent_slots,
                    "{mixture:?}: {got:?}"
                );
                assert!(
                    2 * got.full_additions <= got.additions,
                    "{mixture:?}: {got:?}"
                );
            }
        }
    }

    #[test]
    fn zeros_cost_a_clock_each_and_no_addition() {
        let windows = Configuration::Card.config(Body::Dpi).windows;
        let zeros = std::iter::repeat_n([0; 4], 1000);
        let got = schedule(&windows, 132, zeros);
        assert_eq!((got.additions, got.digits), (0, 0));
        assert!((1000..1020).contains(&got.clocks), "{got:?}");
    }

    /// A point alone in its buckets, twice: a pair for each digit, one loop of the adder.
    #[test]
    fn two_equal_scalars_take_one_loop() {
        let windows = Configuration::Card.config(Body::Dpi).windows;
        let scalar = Mixture::Uniform.scalars(1).next().unwrap();
        let got = schedule(&windows, 132, [scalar; 2].into_iter());
        assert_eq!(got.additions, got.digits / 2);
        assert!((132..200).contains(&got.clocks), "{got:?}");
    }
}
