//! The schedule of the bucket phase, clock by clock, without points.
//!
//! ```text
//! digits --> [Front] --items--> [Engine: banks --LOOK--> [Line]: queues --> line --latency--> sums] x adders
//!                                           ^                                                  |
//!                                           '--------------------------------------------------'
//! ```
//!
//! A bucket is empty or holds an affine or a projective point; what an item or a sum finds decides what becomes of it.
//! Modelled are the lanes of the expander, the banks with their two sides, the room of the queues, the order in which
//! they are served, the groups of full pairs, and the adder's latency. Streams are always full.
//!
//! Over Fq2 everything that holds a point is two words in two clocks, and a slot of the adder lasts three.

mod digits;
mod engine;
mod front;
mod line;

use super::Limbs;
use engine::Engine;
use front::Front;
use serde::Serialize;
use zkcard_wire::Group;
use zkcard_wire::layout::Multiples;

/// Clocks from the last store to the end of the phase.
const END: u64 = 4;

/// How fast an adder goes.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Words of a point.
    words: usize,
    /// Clocks of a slot.
    slot: usize,
    /// Clocks from the start of an addition to its sum.
    latency: usize,
    /// Fill from which a queue refuses items.
    threshold: usize,
}

impl Pace {
    /// That of an adder of `latency` clocks over `group`, whose queues refuse items from `threshold` on.
    pub fn new(group: Group, latency: usize, threshold: usize) -> Self {
        let words = group.degree();
        Self {
            words,
            slot: slot_clocks(group),
            latency,
            threshold,
        }
    }

    /// The word that sums, and items with them, are at, given clocks since the first word at the adder's line.
    fn word_at_buckets(&self, clock: u64) -> usize {
        let way = self.latency + 1;
        (clock as usize + way * (self.slot - 1)) % self.slot
    }
}

/// Clocks of a slot of the adder over `group`: one for each product of words that a product takes.
pub fn slot_clocks(group: Group) -> usize {
    match group {
        Group::G1 => 1,
        Group::G2 => 3,
    }
}

/// What the phase of buckets takes, summed over adders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Schedule {
    /// Clocks until the last adder is through.
    pub clocks: u64,
    /// Additions started.
    pub additions: u64,
    /// Those of two sums.
    pub full_additions: u64,
    /// Slots spent on their Z1 Z2.
    pub spent_slots: u64,
    /// Empty slots while items came, which were stored.
    pub stored_slots: u64,
    /// Empty slots while no item came: zero digits, or the digits of another adder, which hold up the next point.
    pub starved_slots: u64,
    /// Empty slots after the last item, while sums come back.
    pub ending_slots: u64,
    /// Digits that are not zero.
    pub digits: u64,
    /// Buckets that got a point.
    pub touched: u64,
}

impl Schedule {
    /// `steps` times as far from `before` to this one, beyond this one: what begins and ends a job does not grow with it.
    pub fn extended(&self, before: &Self, steps: f64) -> Self {
        let on = |of: fn(&Self) -> u64| {
            let (a, b) = (of(before) as f64, of(self) as f64);
            (b + (b - a) * steps).round() as u64
        };
        Self {
            clocks: on(|s| s.clocks),
            additions: on(|s| s.additions),
            full_additions: on(|s| s.full_additions),
            spent_slots: on(|s| s.spent_slots),
            stored_slots: on(|s| s.stored_slots),
            starved_slots: on(|s| s.starved_slots),
            ending_slots: on(|s| s.ending_slots),
            digits: on(|s| s.digits),
            touched: on(|s| s.touched),
        }
    }
}

/// The schedule of a job with `scalars`, on adders of `pace`, whose digits share windows.
pub fn schedule(shared: &Multiples, pace: Pace, scalars: impl Iterator<Item = Limbs>) -> Schedule {
    let mut count = Schedule::default();
    let windows = &shared.windows;
    let mut front = Front::new(shared, pace, scalars);
    let mut engines: Vec<Engine> = (0..windows.adders)
        .map(|_| Engine::new(windows, pace))
        .collect();
    for clock in 0.. {
        let (word, at_adder) = (pace.word_at_buckets(clock), clock as usize % pace.slot);
        let exhausted = front.exhausted;
        for (engine, lanes) in engines.iter_mut().zip(front.lanes.chunks_mut(2)) {
            engine.clock(lanes, word, at_adder, exhausted, &mut count);
        }
        front.advance();
        if front.exhausted && engines.iter().all(Engine::is_settled) {
            count.clocks = clock + 1 + END;
            break;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::msm::{Mixture, Setup};

    fn scheduled(setup: Setup, scalars: impl Iterator<Item = Limbs>) -> Schedule {
        schedule(&setup.shared(), Pace::new(setup.group(), 132, 24), scalars)
    }

    #[test]
    fn no_point_is_lost_and_every_slot_has_a_use() {
        for setup in Setup::ALL {
            for mixture in Mixture::ALL {
                let got = scheduled(setup, mixture.scalars(&setup.order(), 1 << 12));
                let what = format!("{setup:?}, {mixture:?}: {got:?}");
                assert_eq!(got.additions, got.digits - got.touched, "{what}");
                assert!(2 * got.full_additions <= got.additions, "{what}");
                let idle = got.stored_slots + got.starved_slots + got.ending_slots;
                let used = got.additions + got.spent_slots + idle;
                let adders = setup.windows().adders as u64;
                let slots = got.clocks * adders / slot_clocks(setup.group()) as u64;
                // An adder that is through waits for the others.
                assert!(used <= slots, "{what}");
                assert!(adders > 1 || used + 2 * END > slots, "{what}");
            }
        }
    }

    #[test]
    fn zeros_cost_a_clock_for_each_word_and_no_addition() {
        for setup in Setup::ALL {
            let got = scheduled(setup, std::iter::repeat_n([0; 4], 1000));
            assert_eq!((got.additions, got.digits), (0, 0));
            let words = setup.base_words() as u64;
            assert!((1000..1020).contains(&(got.clocks / words)), "{got:?}");
        }
    }

    /// A point alone in its buckets, twice: a pair for each digit, one loop of the adder.
    #[test]
    fn two_equal_scalars_take_one_loop() {
        for setup in Setup::ALL {
            let scalar = Mixture::Uniform.scalars(&setup.order(), 1).next().unwrap();
            let got = scheduled(setup, [scalar; 2].into_iter());
            assert_eq!(got.additions, got.digits / 2);
            let slots = got.additions * slot_clocks(setup.group()) as u64;
            assert!((132..200 + 2 * slots).contains(&got.clocks), "{got:?}");
        }
    }

    #[test]
    fn two_adders_take_half_the_time() {
        let [one, two] = [Setup::CARD, Setup::PAIR].map(|setup| {
            scheduled(setup, Mixture::Uniform.scalars(&setup.order(), 1 << 14)).clocks as f64
        });
        assert!((0.5..0.6).contains(&(two / one)), "{two} of {one}");
    }
}
