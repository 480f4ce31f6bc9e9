//! Blocks of the core in RustHDL's simulator; the core as a whole runs in Verilator (`hdl/tests`).

mod items;
mod pairs;

use super::*;
use crate::emit::Body;
use num_bigint::BigUint;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use rust_hdl::prelude::*;
use std::collections::BTreeMap;
use zkcard_wire::BaseKind;

/// One clock period.
macro_rules! tick {
    ($uut:expr) => {
        for level in [false, true] {
            $uut.clock.next.clk = level;
            assert!(simulate($uut.as_mut(), 100), "the block does not settle");
        }
    };
}

/// Lets changed inputs settle before the next edge.
macro_rules! settle {
    ($uut:expr) => {
        $uut.clock.next.clk = false;
        assert!(simulate($uut.as_mut(), 100), "the block does not settle");
    };
}

fn tiny() -> MsmConfig {
    MsmConfig::tiny(Body::Rtl)
}

fn connected<B: Block>(block: B) -> Box<B> {
    let mut block = Box::new(block);
    block.connect_all();
    block
}

#[test]
fn recoded_digits_add_up_to_the_scalar() {
    let mut recoder = connected(Recoder::<8, 4, 32>::new(&tiny()));
    let mut decoder = connected(DigitDecoder::<3, 4, 3, 5, 40>::new(&tiny()));
    recoder.out_ready.next = true;
    for (i, over) in BaseKind::ALL.into_iter().cycle().take(6).enumerate() {
        recoder.extended.next = over == BaseKind::G2;
        recoder.multiples.next = over == BaseKind::Multiples;
        decoder.extended.next = over == BaseKind::G2;
        decoder.multiples.next = over == BaseKind::Multiples;
        let scalars = (i as u64..64921).step_by(997);
        for scalar in scalars.chain([64920, 0x8888, 0x7777]) {
            recoder.in_data.next = scalar.into();
            recoder.in_valid.next = true;
            tick!(recoder);
            recoder.in_valid.next = false;
            let mut clocks = 1;
            while !recoder.out_valid.val() {
                tick!(recoder);
                clocks += 1;
            }
            assert_eq!(clocks, 2, "a sum of one piece, and the FIFO");
            let sum = decoded(&recoder, &mut decoder, over);
            assert_eq!(sum, scalar as i64, "{over:?}");
            tick!(recoder);
        }
    }
}

/// The sum of the recoder's digits, by the buckets that the decoder finds for them.
fn decoded(
    recoder: &Recoder<8, 4, 32>,
    decoder: &mut DigitDecoder<3, 4, 3, 5, 40>,
    over: BaseKind,
) -> i64 {
    let config = tiny();
    let (windows, digits) = (config.windows_of(over), config.digits_of(over));
    let mut sum = 0;
    for w in 0..digits.count {
        decoder.number.next = (w as u64).into();
        decoder.digit.next = recoder.recoded.val().get_bits::<4>(4 * w);
        assert!(simulate(decoder, 100));
        let first = windows.first_bucket(w % windows.count);
        let bucket = decoder.address.val().index().wrapping_sub(first);
        if recoder.nonzero.val().get_bit(w) {
            assert!(bucket < 1 << (digits.width(w) - 1), "{over:?}, digit {w}");
            let magnitude = (bucket as i64 + 1) << digits.offset(w);
            let negative = decoder.negative.val();
            sum += if negative { -magnitude } else { magnitude };
        }
    }
    sum
}

/// `n` words in, with gaps, and out of a stream block, with backpressure; each tells what its word must become.
macro_rules! check_stream {
    ($uut:expr, $rng:expr, $words:expr, $got:expr) => {
        let (uut, words, mut sent, mut received) = (&mut $uut, &$words, 0, 0);
        for clock in 0.. {
            // Long pauses of the taker fill the block.
            let eager = clock / 40 % 2 == 0;
            uut.out_ready.next = $rng.gen_bool(if eager { 0.95 } else { 0.2 });
            if sent < words.len() && !uut.in_valid.val() {
                uut.in_valid.next = $rng.gen_bool(0.8);
                uut.in_data.next = words[sent].clone().into();
            }
            settle!(uut);
            let (push, pop) = (
                uut.in_valid.val() && uut.in_ready.val(),
                uut.out_valid.val() && uut.out_ready.val(),
            );
            if pop {
                let (got, expected) = $got(&uut, &words[received]);
                assert_eq!(got, expected, "word {received}, clock {clock}");
                received += 1;
            }
            tick!(uut);
            if push {
                sent += 1;
                uut.in_valid.next = false;
            }
            if received == words.len() {
                break;
            }
            assert!(clock < 20 * words.len(), "only {received} words came");
        }
    };
}

#[test]
fn the_recoder_is_a_stream_whatever_comes_and_goes() {
    let mut config = tiny();
    config.curve.field.shape.carry = 5;
    let mut uut = connected(Recoder::<8, 4, 32>::new(&config));
    let mut rng = StdRng::seed_from_u64(13);
    let words: Vec<BigUint> = (0..300)
        .map(|_| rng.gen_range(0..65536u32).into())
        .collect();
    check_stream!(
        uut,
        rng,
        words,
        |uut: &Recoder<8, 4, 32>, scalar: &BigUint| {
            let digit = |w: usize| uut.recoded.val().get_bits::<4>(4 * w).index() as i64 - 8;
            let sum: i64 = (0..5).map(|w| digit(w) << config.windows.offset(w)).sum();
            (BigUint::try_from(sum).unwrap_or_default(), scalar.clone())
        }
    );
}

#[test]
fn the_negator_is_a_stream_whatever_comes_and_goes() {
    let mut config = tiny();
    config.curve.field.shape.carry = 5;
    let mut uut = connected(Negator::<COORDINATE, AFFINE, POINT>::new(
        &config.curve.field,
    ));
    let mut rng = StdRng::seed_from_u64(14);
    let q = &config.curve.field.modulus;
    let words: Vec<BigUint> = (0..300)
        .map(|_| {
            let (x, y): (u32, u32) = (rng.gen_range(0..65419), rng.gen_range(1..65419));
            BigUint::from(x) | BigUint::from(y) << COORDINATE
        })
        .collect();
    check_stream!(
        uut,
        rng,
        words,
        |uut: &Negator<COORDINATE, AFFINE, POINT>, word: &BigUint| {
            let got: [BigUint; 2] = [uut.base.val().into(), uut.minus_y.val().into()];
            (got, [word.clone(), q - (word >> COORDINATE)])
        }
    );
}

#[test]
fn flags_are_a_set_however_close_the_lookups() {
    let mut uut = connected(BucketFlags::<3>::new(8));
    let mut rng = StdRng::seed_from_u64(11);
    uut.clear.next = true;
    for bucket in (0..8u64).chain([0]) {
        uut.a.next = bucket.into();
        uut.b.next = bucket.into();
        tick!(uut);
    }
    tick!(uut);
    let mut full = [false; 8];
    uut.clear.next = false;
    let (mut a, mut b) = (0, 1);
    uut.a.next = a.into();
    uut.b.next = b.into();
    tick!(uut);
    for clock in 0..2000 {
        let (toggle_a, toggle_b) = (rng.gen_bool(0.6), a != b && rng.gen_bool(0.6));
        uut.toggle_a.next = toggle_a;
        uut.toggle_b.next = toggle_b;
        let next: (u64, u64) = (rng.gen_range(0..4), rng.gen_range(0..4));
        uut.a.next = next.0.into();
        uut.b.next = next.1.into();
        settle!(uut);
        assert_eq!(uut.full_a.val(), full[a as usize], "side a, clock {clock}");
        assert_eq!(uut.full_b.val(), full[b as usize], "side b, clock {clock}");
        assert_eq!(uut.same.val(), a == b, "clock {clock}");
        full[a as usize] ^= toggle_a;
        full[b as usize] ^= toggle_b;
        uut.clock.next.clk = true;
        assert!(simulate(uut.as_mut(), 100));
        (a, b) = next;
    }
}

/// What a clock's items must do: the pairs they make, and how many are stored.
fn expected(
    buckets: &mut BTreeMap<u64, u64>,
    items: &[(u64, u64)],
) -> (Vec<(u64, u64, u64)>, usize) {
    if let [(at, p), (also, q)] = items
        && at == also
    {
        return (vec![(*at, *p, *q)], 0);
    }
    let (mut pairs, mut stored) = (vec![], 0);
    for (at, point) in items {
        match buckets.remove(at) {
            Some(found) => pairs.push((*at, *point, found)),
            None => {
                buckets.insert(*at, *point);
                stored += 1;
            }
        }
    }
    (pairs, stored)
}

#[test]
fn every_item_is_stored_or_paired_with_what_it_finds() {
    let mut uut = connected(BucketMemory::<3, ITEM>::new(8));
    let mut rng = StdRng::seed_from_u64(12);
    uut.sweep.next = true;
    for bucket in 0..8u64 {
        uut.a_address.next = bucket.into();
        uut.b_address.next = bucket.into();
        tick!(uut);
    }
    uut.sweep.next = false;
    let mut buckets = BTreeMap::new();
    let (mut wanted, mut got, mut stored, mut storing) = (vec![], vec![], 0, 0);
    for clock in 0..400u64 {
        let more = clock < 390;
        let (a_item, b_item) = (more && rng.gen_bool(0.7), more && rng.gen_bool(0.7));
        let (a, b) = (rng.gen_range(0..4u64), rng.gen_range(0..4u64));
        let (p, q) = (2 * clock + 1, 2 * clock + 2);
        uut.a_item.next = a_item;
        uut.a_address.next = a.into();
        uut.a_point.next = p.into();
        uut.b_item.next = b_item;
        uut.b_address.next = b.into();
        uut.b_point.next = q.into();
        let items: Vec<(u64, u64)> = [(a_item, (a, p)), (b_item, (b, q))]
            .into_iter()
            .filter(|i| i.0)
            .map(|i| i.1)
            .collect();
        let (pairs, kept) = expected(&mut buckets, &items);
        wanted.extend(pairs);
        storing += kept;
        tick!(uut);
        let point = |x: Bits<ITEM>| x.get_bits::<32>(0).index() as u64;
        stored += usize::from(uut.stored_a.val()) + usize::from(uut.stored_b.val());
        if uut.pair_a.val() {
            let at = uut.pair_a_address.val().index() as u64;
            got.push((
                at,
                point(uut.pair_a_item.val()),
                point(uut.pair_a_found.val()),
            ));
        }
        if uut.pair_b.val() {
            let at = uut.pair_b_address.val().index() as u64;
            got.push((
                at,
                point(uut.pair_b_item.val()),
                point(uut.pair_b_found.val()),
            ));
        }
    }
    assert_eq!(got, wanted);
    assert_eq!(stored, storing);
    assert!(got.len() > 100, "only {} pairs", got.len());
}

#[test]
fn counters_count_and_hold() {
    let mut uut = connected(JobCounters::default());
    uut.in_buckets.next = true;
    uut.adds_bucket.next = 3u64.into();
    uut.stores.next = 2u64.into();
    (0..5).for_each(|_| tick!(uut));
    uut.in_buckets.next = false;
    uut.adds_bucket.next = 0u64.into();
    uut.stores.next = 0u64.into();
    (0..3).for_each(|_| tick!(uut));
    assert_eq!(uut.cycles.val(), 5u64);
    assert_eq!(uut.bucket_additions.val(), 15u64);
    assert_eq!(uut.reduction_additions.val(), 0u64);
    assert_eq!(uut.stored.val(), 10u64);
    uut.clear.next = true;
    tick!(uut);
    assert_eq!(uut.cycles.val(), 0u64);
}
