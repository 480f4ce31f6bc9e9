//! The expander with its lanes: every digit that is not zero becomes one item of its bank, in order, whatever the gaps.

use super::connected;
use crate::emit::Body;
use crate::msm::{AFFINE, COORDINATE, Expander, ITEM, MsmConfig, POINT};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use rust_hdl::prelude::*;
use std::collections::VecDeque;

/// Banks of three adders.
const BANKS: usize = 6;

/// The expander of [`MsmConfig::tiny_windows`] with three adders.
type Uut = Expander<8, 3, 3, 2, 24, 5, 40, BANKS, COORDINATE, AFFINE, POINT, ITEM>;

/// Bucket in its bank, x, and +-y; all small numbers here.
type Item = (usize, u64, u64);

/// A point: x (zero is infinity), its raised digits, all of 3 bits.
#[derive(Clone, Debug)]
struct Point {
    x: u64,
    digits: [u64; 8],
}

impl Point {
    fn random(config: &MsmConfig, rng: &mut StdRng) -> Self {
        let (x, rare) = (rng.gen_range(0..8), rng.gen_bool(0.4));
        let digit = |w: usize| {
            let half = 1i64 << (config.windows.width(w) - 1);
            let digit = rng.gen_range(-half..half);
            (4 + if rare { digit % 2 * (digit & 1) } else { digit }) as u64
        };
        let digits: Vec<u64> = (0..8).map(digit).collect();
        Self {
            x,
            digits: digits.try_into().unwrap(),
        }
    }

    /// y and -y are told apart by their names alone.
    fn y(&self) -> u64 {
        100 + self.x
    }

    fn minus_y(&self) -> u64 {
        200 + self.x
    }

    fn nonzero(&self) -> u64 {
        let flags = self.digits.iter().enumerate();
        flags.map(|(w, digit)| u64::from(*digit != 4) << w).sum()
    }

    /// The items of a bank.
    fn items(&self, config: &MsmConfig, bank: usize) -> Vec<Item> {
        let windows = &config.windows;
        let item = |w: usize| {
            let digit = self.digits[w] as i64 - 4;
            let y = if digit > 0 { self.y() } else { self.minus_y() };
            let bucket = windows.first_bucket(w) + digit.unsigned_abs() as usize;
            (digit != 0).then(|| (bucket - 1, self.x, y))
        };
        match self.x {
            0 => vec![],
            _ => windows.of_bank(bank).filter_map(item).collect(),
        }
    }
}

fn offer(uut: &mut Uut, point: &Point) {
    let y = if point.x == 0 { 0 } else { point.y() };
    let base = Bits::from(point.x) | (Bits::from(y) << (COORDINATE as u64));
    uut.base.next = base;
    uut.minus_y.next = point.minus_y().into();
    let digits = point.digits.iter().enumerate();
    let recoded: u64 = digits.map(|(w, digit)| digit << (3 * w)).sum();
    uut.recoded.next = recoded.into();
    uut.nonzero.next = point.nonzero().into();
}

fn item(uut: &Uut, bank: usize) -> Item {
    let word = uut.item[bank].val();
    let number = |at: usize| word.get_bits::<32>(at).index() as u64;
    assert_eq!(number(2 * COORDINATE), 1, "Z of an item");
    assert!(word.get_bit(3 * COORDINATE), "an item is affine");
    let address = uut.address[bank].val().index();
    (address, number(0), number(COORDINATE))
}

fn settle(uut: &mut Uut, level: bool) {
    uut.clock.next.clk = level;
    assert!(simulate(uut, 100), "the block does not settle");
}

/// Sends `points`, each offered with a chance of `offers` in 16; items are taken with one of `takes` in 16.
/// Clocks until the last one was taken.
fn run(uut: &mut Uut, points: &[Point], offers: u32, takes: u32, rng: &mut StdRng) -> usize {
    let config = MsmConfig::tiny_windows(Body::Rtl).with_adders(3);
    let mut wanted: Vec<VecDeque<Item>> = (0..BANKS)
        .map(|bank| points.iter().flat_map(|p| p.items(&config, bank)).collect())
        .collect();
    uut.start.next = true;
    uut.count.next = (points.len() as u64).into();
    settle(uut, false);
    settle(uut, true);
    uut.start.next = false;
    let (mut sent, mut offered) = (0, false);
    for clock in 0..60 * points.len() + 60 {
        offered |= sent < points.len() && rng.gen_ratio(offers, 16);
        if offered {
            offer(uut, &points[sent]);
        }
        // The scalar may be there before its base.
        uut.scalar_valid.next = offered;
        uut.base_valid.next = offered && (uut.base_valid.val() || rng.gen_ratio(offers, 16));
        settle(uut, false);
        for (bank, wanted) in wanted.iter_mut().enumerate() {
            let taken = uut.valid[bank].val() && rng.gen_ratio(takes, 16);
            uut.taken[bank].next = taken;
            if taken {
                let got = item(uut, bank);
                assert_eq!(Some(got), wanted.pop_front(), "bank {bank}, clock {clock}");
            }
        }
        settle(uut, false);
        let fetched = uut.scalar_ready.val();
        assert_eq!(fetched, uut.base_ready.val(), "a base with each scalar");
        let exhausted = uut.exhausted.val();
        if fetched {
            (sent, offered) = (sent + 1, false);
        }
        settle(uut, true);
        if fetched {
            uut.base_valid.next = false;
            uut.scalar_valid.next = false;
        }
        if exhausted {
            assert_eq!(sent, points.len(), "all points are fetched");
            assert!(wanted.iter().all(VecDeque::is_empty), "items are missing");
            return clock;
        }
    }
    panic!("not exhausted: {wanted:?}");
}

#[test]
fn every_digit_is_one_item_of_its_bank_in_order() {
    let config = MsmConfig::tiny_windows(Body::Rtl).with_adders(3);
    let mut uut = connected(Uut::new(&config));
    for (seed, (offers, takes)) in [(16, 16), (4, 16), (16, 3), (9, 9)].into_iter().enumerate() {
        let mut rng = StdRng::seed_from_u64(seed as u64);
        let points: Vec<Point> = (0..30).map(|_| Point::random(&config, &mut rng)).collect();
        run(uut.as_mut(), &points, offers, takes, &mut rng);
    }
}

#[test]
fn points_without_items_cost_a_clock_each() {
    let config = MsmConfig::tiny_windows(Body::Rtl).with_adders(3);
    let mut uut = connected(Uut::new(&config));
    let mut rng = StdRng::seed_from_u64(0);
    let zero = Point {
        x: 3,
        digits: [4; 8],
    };
    let infinity = Point {
        x: 0,
        digits: [5; 8],
    };
    let points: Vec<Point> = [zero, infinity].into_iter().cycle().take(40).collect();
    let clocks = run(uut.as_mut(), &points, 16, 16, &mut rng);
    assert!((40..=44).contains(&clocks), "{clocks} clocks for 40 points");
}
