//! The expander with its lanes, over bases alone and with multiples: every digit that is not zero becomes one item of its bank, in order, whatever the gaps.

use super::connected;
use crate::emit::Body;
use crate::msm::{AFFINE, COORDINATE, Expander, ITEM, MsmConfig, POINT};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use rust_hdl::prelude::*;
use std::collections::VecDeque;
use zkcard_wire::BaseKind;
use zkcard_wire::layout::Windows;

/// Banks of three adders.
const BANKS: usize = 6;

/// The expander of [`MsmConfig::tiny_windows`] with three adders.
type Uut = Expander<16, 4, 3, 2, 48, 5, 80, BANKS, COORDINATE, AFFINE, POINT, ITEM>;

/// Bucket in its bank, x, and +-y; all small numbers here.
type Item = (usize, u64, u64);

/// Bases alone, or with multiples.
const KINDS: [BaseKind; 2] = [BaseKind::G1, BaseKind::Multiples];

/// A base: x of each of its words (zero is infinity), and the raised digits of its scalar, all of 3 bits.
#[derive(Clone, Debug)]
struct Base {
    words: Vec<u64>,
    digits: Vec<u64>,
}

/// y and -y are told apart by their names alone.
fn y(x: u64) -> u64 {
    100 + x
}

fn minus_y(x: u64) -> u64 {
    200 + x
}

impl Base {
    fn random(config: &MsmConfig, over: BaseKind, rng: &mut StdRng) -> Self {
        let rare = rng.gen_bool(0.4);
        let digits = config.digits_of(over);
        let digit = |w: usize| {
            let half = 1i64 << (digits.width(w) - 1);
            let digit = rng.gen_range(-half..half);
            (4 + if rare { digit % 2 * (digit & 1) } else { digit }) as u64
        };
        let digits = (0..digits.count).map(digit).collect();
        let words = config.base_words(over);
        Self {
            digits,
            words: (0..words).map(|_| rng.gen_range(0..8)).collect(),
        }
    }

    fn nonzero(&self) -> u64 {
        let flags = self.digits.iter().enumerate();
        flags.map(|(w, digit)| u64::from(*digit != 4) << w).sum()
    }

    /// The items of a bank.
    fn items(&self, windows: &Windows, bank: usize) -> Vec<Item> {
        let item = |w: usize| {
            let digit = self.digits[w] as i64 - 4;
            let x = self.words[w / windows.count];
            let y = if digit > 0 { y(x) } else { minus_y(x) };
            let first = windows.first_bucket(w % windows.count);
            let bucket = first + digit.unsigned_abs() as usize;
            (digit != 0 && x != 0).then(|| (bucket - 1, x, y))
        };
        let digits = (bank..self.digits.len()).step_by(BANKS);
        digits.filter_map(item).collect()
    }
}

fn offer_word(uut: &mut Uut, x: u64) {
    let y = if x == 0 { 0 } else { y(x) };
    uut.base.next = Bits::from(x) | (Bits::from(y) << (COORDINATE as u64));
    uut.minus_y.next = minus_y(x).into();
}

fn offer_scalar(uut: &mut Uut, base: &Base) {
    let digits = base.digits.iter().enumerate();
    let recoded: u64 = digits.map(|(w, digit)| digit << (3 * w)).sum();
    uut.recoded.next = recoded.into();
    uut.nonzero.next = base.nonzero().into();
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

/// Sends `bases`, each word and scalar offered with a chance of `offers` in 16; items are taken with one of `takes` in
/// 16. Clocks until the last one was taken.
fn run(
    uut: &mut Uut,
    over: BaseKind,
    bases: &[Base],
    (offers, takes): (u32, u32),
    rng: &mut StdRng,
) -> usize {
    let config = MsmConfig::tiny_windows(Body::Rtl).with_adders(3);
    let windows = config.windows_of(over);
    let mut wanted: Vec<VecDeque<Item>> = (0..BANKS)
        .map(|bank| bases.iter().flat_map(|b| b.items(windows, bank)).collect())
        .collect();
    let words: Vec<u64> = bases.iter().flat_map(|base| base.words.clone()).collect();
    uut.multiples.next = over == BaseKind::Multiples;
    uut.start.next = true;
    uut.count.next = (bases.len() as u64).into();
    settle(uut, false);
    settle(uut, true);
    uut.start.next = false;
    let (mut words_sent, mut scalars_sent) = (0, 0);
    let (mut word, mut scalar) = (false, false);
    for clock in 0..60 * words.len() + 60 {
        word |= words_sent < words.len() && rng.gen_ratio(offers, 16);
        scalar |= scalars_sent < bases.len() && rng.gen_ratio(offers, 16);
        if word {
            offer_word(uut, words[words_sent]);
        }
        if scalar {
            offer_scalar(uut, &bases[scalars_sent]);
        }
        uut.base_valid.next = word;
        uut.scalar_valid.next = scalar;
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
        let (took_word, took_scalar) = (uut.base_ready.val(), uut.scalar_ready.val());
        let last_word = (words_sent + 1).is_multiple_of(config.base_words(over));
        assert_eq!(took_scalar, took_word && last_word, "with the last word");
        let exhausted = uut.exhausted.val();
        words_sent += usize::from(took_word);
        scalars_sent += usize::from(took_scalar);
        (word, scalar) = (word && !took_word, scalar && !took_scalar);
        settle(uut, true);
        if exhausted {
            assert_eq!(scalars_sent, bases.len(), "all points are fetched");
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
    let rates = [(16, 16), (4, 16), (16, 3), (9, 9)];
    for (seed, rates) in rates.into_iter().enumerate() {
        let mut rng = StdRng::seed_from_u64(seed as u64);
        for over in KINDS {
            let base = |_| Base::random(&config, over, &mut rng);
            let bases: Vec<Base> = (0..30).map(base).collect();
            run(uut.as_mut(), over, &bases, rates, &mut rng);
        }
    }
}

#[test]
fn points_without_items_cost_a_clock_each() {
    let config = MsmConfig::tiny_windows(Body::Rtl).with_adders(3);
    let mut uut = connected(Uut::new(&config));
    let mut rng = StdRng::seed_from_u64(0);
    for over in KINDS {
        let (words, digits) = (config.base_words(over), config.digits_of(over).count);
        let zero = Base {
            words: vec![3; words],
            digits: vec![4; digits],
        };
        let infinity = Base {
            words: vec![0; words],
            digits: vec![5; digits],
        };
        let bases: Vec<Base> = [zero, infinity].into_iter().cycle().take(40).collect();
        let clocks = run(uut.as_mut(), over, &bases, (16, 16), &mut rng);
        let least = 40 * words;
        assert!((least..=least + 4).contains(&clocks), "{clocks} clocks");
    }
}

/// A word with a digit for each bank takes one clock as long as its items are taken.
#[test]
fn words_of_a_digit_for_each_bank_follow_each_other() {
    let config = MsmConfig::tiny_windows(Body::Rtl).with_adders(3);
    let over = BaseKind::Multiples;
    assert_eq!(config.multiples.windows.count, BANKS);
    let mut uut = connected(Uut::new(&config));
    let (words, digits) = (config.base_words(over), config.digits_of(over).count);
    let base = Base {
        words: vec![1; words],
        digits: vec![5; digits],
    };
    let bases = vec![base; 40];
    let mut rng = StdRng::seed_from_u64(0);
    let clocks = run(uut.as_mut(), over, &bases, (16, 16), &mut rng);
    assert!(clocks <= 40 * words + 4, "{clocks} clocks");
}
