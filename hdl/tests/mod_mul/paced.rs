//! What goes beside folded multipliers, and when they start.

use super::support::{assert_lint_clean, verilated};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use rust_hdl::prelude::Bits;
use std::collections::VecDeque;
use zkcard_hdl::emit::emit;
use zkcard_hdl::prim::{Pace, PacedDelay};
use zkcard_sim::verilator::Optimise;

#[test]
fn words_come_out_a_length_after_they_went_in() {
    for (n, interval) in [
        (1, 2),
        (2, 2),
        (3, 2),
        (4, 2),
        (5, 1),
        (14, 15),
        (30, 15),
        (59, 15),
    ] {
        let design = emit("delay", PacedDelay::<Bits<32>>::new(n, interval)).unwrap();
        assert_lint_clean(&design);
        let mut model = verilated(&design, Optimise::Build);
        let [clock, valid, d, q] = ["clock", "valid", "d", "q"].map(|p| model.port(p).unwrap());
        let mut rng = StdRng::seed_from_u64((100 * n + interval) as u64);
        let (mut wait, mut expected) = (0, VecDeque::from(vec![None; n - 1]));
        for at in 0..2000 {
            let word = rng.gen_range(0..1u64 << 32);
            let is_valid = wait == 0;
            model.set(valid, is_valid.into());
            model.set(d, word);
            model.cycles(clock, 1);
            wait = match is_valid {
                true => interval - 1 + [0, 0, 1, interval, 3 * n][rng.gen_range(0..5)],
                false => wait - 1,
            };
            expected.push_back(is_valid.then_some(word));
            if let Some(word) = expected.pop_front().flatten() {
                assert_eq!(
                    model.get(q),
                    word,
                    "length {n}, interval {interval}, clock {at}"
                );
            }
        }
    }
}

#[test]
fn slots_come_every_interval() {
    for interval in [1usize, 2, 5, 15, 16] {
        let design = emit("pace", Pace::new(interval)).unwrap();
        assert_lint_clean(&design);
        let mut model = verilated(&design, Optimise::Build);
        let [clock, slot] = ["clock", "slot"].map(|p| model.port(p).unwrap());
        let slots: Vec<usize> = (0..100)
            .filter(|_| {
                model.cycles(clock, 1);
                model.get(slot) == 1
            })
            .collect();
        assert!(
            slots.len() >= 100 / interval,
            "interval {interval}: {slots:?}"
        );
        assert!(slots.windows(2).all(|two| two[1] - two[0] == interval));
    }
}
