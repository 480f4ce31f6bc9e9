use super::*;
use num_bigint::BigUint;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use rust_hdl::prelude::*;
use std::collections::VecDeque;

/// Drives one clock period of a block with a `clock` port.
macro_rules! tick {
    ($uut:expr) => {
        for level in [false, true] {
            $uut.clock.next.clk = level;
            assert!(simulate($uut.as_mut(), 100), "the block does not settle");
        }
    };
}

fn connected<B: Block>(block: B) -> Box<B> {
    let mut block = Box::new(block);
    block.connect_all();
    block
}

#[test]
fn product_is_exact_after_its_latency() {
    let mut uut = connected(Product::<26, 17, 43>::default());
    let mut rng = StdRng::seed_from_u64(1);
    let mut expected = VecDeque::new();
    for t in 0..200 {
        let (a, b) = if t == 0 {
            ((1 << 26) - 1, (1 << 17) - 1)
        } else {
            (rng.gen_range(0..1 << 26), rng.gen_range(0..1 << 17))
        };
        uut.a.next = a.into();
        uut.b.next = b.into();
        expected.push_back(BigUint::from(a) * b);
        tick!(uut);
        if expected.len() == datapath::Tile::LATENCY {
            assert_eq!(
                BigUint::from(uut.p.val()),
                expected.pop_front().unwrap(),
                "clock {t}"
            );
        }
    }
}

#[test]
fn a_pace_is_a_slot_every_so_many_clocks() {
    for interval in [1, 2, 15] {
        let mut uut = connected(Pace::new(interval));
        let mut slots = vec![];
        for clock in 0..40 {
            tick!(uut);
            if uut.slot.val() {
                slots.push(clock);
            }
        }
        assert!(slots.len() >= 40 / interval);
        assert!(slots.windows(2).all(|two| two[1] - two[0] == interval));
    }
}

#[test]
fn delay_is_a_queue() {
    for n in 1..6u64 {
        let mut uut = connected(Delay::<Bits<8>>::new(n as usize));
        for t in 0..20u64 {
            uut.d.next = (t + 1).into();
            tick!(uut);
            assert_eq!(
                uut.q.val(),
                (t + 2).saturating_sub(n),
                "length {n}, clock {t}"
            );
        }
    }
}

#[test]
fn simple_dual_port_reads_what_was_there_before() {
    let mut uut = connected(SimpleDualPort::<8, 4>::new(12));
    let mut rng = StdRng::seed_from_u64(2);
    let mut model = [0u64; 12];
    for t in 0..300 {
        let (write, at, data, from) = (
            rng.gen_bool(0.5),
            rng.gen_range(0..12u64),
            rng.gen_range(0..256u64),
            rng.gen_range(0..12u64),
        );
        uut.write.next = write;
        uut.write_address.next = at.into();
        uut.write_data.next = data.into();
        uut.read_address.next = from.into();
        tick!(uut);
        assert_eq!(uut.q.val(), model[from as usize], "clock {t}");
        if write {
            model[at as usize] = data;
        }
    }
}

#[test]
fn true_dual_port_serves_both_ports() {
    let mut uut = connected(TrueDualPort::<8, 3>::new(8));
    let mut rng = StdRng::seed_from_u64(3);
    let (mut model, mut a_q, mut b_q) = ([0u64; 8], 0, 0);
    for t in 0..500 {
        let (a, b) = (rng.gen_range(0..8u64), rng.gen_range(0..8u64));
        let (a_write, b_write): (bool, bool) = (rng.gen_bool(0.5), rng.gen_bool(0.5));
        let (a_enable, b_enable): (bool, bool) = (rng.gen_bool(0.5), a != b && rng.gen_bool(0.5));
        uut.a_enable.next = a_enable;
        uut.a_write.next = a_write;
        uut.a_address.next = a.into();
        uut.a_data.next = (t % 256).into();
        uut.b_enable.next = b_enable;
        uut.b_write.next = b_write;
        uut.b_address.next = b.into();
        uut.b_data.next = ((t + 77) % 256).into();
        tick!(uut);
        for (enable, write, at, data, q) in [
            (a_enable, a_write, a, t % 256, &mut a_q),
            (b_enable, b_write, b, (t + 77) % 256, &mut b_q),
        ] {
            match (enable, write) {
                (true, true) => model[at as usize] = data,
                (true, false) => *q = model[at as usize],
                _ => {}
            }
        }
        assert_eq!(uut.a_q.val(), a_q, "port a, clock {t}");
        assert_eq!(uut.b_q.val(), b_q, "port b, clock {t}");
    }
}

/// Sends numbers through a stream block with gaps on both sides; `capacity` words fit.
macro_rules! check_stream {
    ($uut:expr, $capacity:expr) => {
        let mut uut = connected($uut);
        let mut rng = StdRng::seed_from_u64(4);
        let (mut sent, mut received) = (0u64, 0u64);
        for t in 0..3000 {
            let (push, pop) = (
                rng.gen_range(0..8) < 1 + t / 430,
                rng.gen_range(0..8) < 7 - t / 430,
            );
            uut.in_valid.next = push;
            uut.in_data.next = (sent % 256).into();
            uut.out_ready.next = pop;
            uut.clock.next.clk = false;
            assert!(simulate(uut.as_mut(), 100));
            let (pushed, popped) = (push && uut.in_ready.val(), pop && uut.out_valid.val());
            if uut.out_valid.val() {
                assert_eq!(uut.out_data.val(), received % 256, "clock {t}");
            }
            assert_eq!(uut.in_ready.val(), sent - received < $capacity, "clock {t}");
            uut.clock.next.clk = true;
            assert!(simulate(uut.as_mut(), 100));
            sent += u64::from(pushed);
            received += u64::from(popped);
        }
        assert!(received > 700, "only {received} words passed");
    };
}

#[test]
fn fifo_keeps_order_and_fills_up() {
    check_stream!(StreamFifo::<8, 3, 4>::default(), 8);
}

#[test]
fn skid_keeps_order_at_full_rate() {
    check_stream!(Skid::<8>::default(), 2);
}

#[test]
fn first_one_on_all_words() {
    let mut uut = connected(FirstOne::<6, 3>::default());
    for word in 0..64u64 {
        uut.bits.next = word.into();
        assert!(simulate(uut.as_mut(), 100));
        let first = if word == 0 { 0 } else { word.trailing_zeros() };
        assert_eq!(uut.any.val(), word != 0, "{word:b}");
        assert_eq!(uut.first.val(), u64::from(first), "{word:b}");
        assert_eq!(uut.rest.val(), word & word.wrapping_sub(1), "{word:b}");
    }
}

#[test]
fn excess_words_keep_their_numbers() {
    let widths = [3, 1, 2];
    let mut uut = connected(ExcessWords::<9, 3>::new(widths.to_vec()));
    for packed in 0..64u64 {
        uut.numbers.next = packed.into();
        assert!(simulate(uut.as_mut(), 100));
        let mut rest = packed as i64;
        for (i, width) in widths.into_iter().enumerate() {
            let number = (rest & ((1 << width) - 1)) - (1 << (width - 1));
            let word = uut.words.val().get_bits::<3>(3 * i).index() as i64;
            assert_eq!(word - 4, number, "number {i} of {packed:b}");
            rest >>= width;
        }
    }
}

#[test]
fn join_and_select_are_inverse() {
    let (mut join, mut select) = (
        connected(Join::<5, 3, 15>::default()),
        connected(WordSelect::<15, 3, 3>::default()),
    );
    let mut rng = StdRng::seed_from_u64(5);
    for _ in 0..50 {
        let words: [u64; 5] = std::array::from_fn(|_| rng.gen_range(0..8));
        for (port, word) in join.part.iter_mut().zip(words) {
            port.next = word.into();
        }
        assert!(simulate(join.as_mut(), 100));
        select.words.next = join.whole.val();
        for (i, word) in words.into_iter().enumerate() {
            select.index.next = (i as u64).into();
            assert!(simulate(select.as_mut(), 100));
            assert_eq!(select.word.val(), word, "word {i} of {words:?}");
        }
    }
}

#[test]
fn a_constant_sum_is_exact_in_all_shapes() {
    let mut rng = StdRng::seed_from_u64(15);
    for (carry, bits) in [(63, 16), (5, 16), (4, 15), (1, 7)] {
        let shape = datapath::Shape {
            carry,
            ..Default::default()
        };
        let all = [0; 3].map(|_| BigUint::from(rng.gen_range(0..1u32 << bits)));
        let mut plus = connected(ConstantSum::<16, 20>::plus(shape, all.each_ref(), bits));
        let mut minus = connected(ConstantSum::<16, 20>::minus(shape, all.each_ref(), bits));
        // Low bits to which a power of two adds nothing take no clock.
        assert!(plus.latency() <= bits.div_ceil(carry));
        assert_eq!(minus.latency(), bits.div_ceil(carry));
        let range = BigUint::from(1u32) << bits;
        for _ in 0..100 {
            let a = BigUint::from(rng.gen_range(0..1u32 << bits));
            let which = rng.gen_range(0..3);
            let c = &all[which];
            plus.which.next = (1u64 << which).into();
            minus.which.next = (1u64 << which).into();
            plus.a.next = a.clone().into();
            minus.a.next = a.clone().into();
            (0..plus.latency()).for_each(|_| tick!(plus));
            (0..minus.latency()).for_each(|_| tick!(minus));
            assert_eq!(BigUint::from(plus.s.val()), (c + &a) % &range, "{c} + {a}");
            let difference = (c + &range - &a) % &range;
            assert_eq!(BigUint::from(minus.s.val()), difference, "{c} - {a}");
        }
    }
}

/// A pipe of 5 clocks behind the credits: full throughput, nothing lost, and nothing from before a reset.
#[test]
fn credits_carry_a_stream_through_a_pipe() {
    const LATENCY: usize = 5;
    let mut uut = connected(CreditFifo::<16, 3, 4>::new(LATENCY));
    let mut rng = StdRng::seed_from_u64(16);
    let mut pipe = VecDeque::from([0u64; LATENCY]);
    let (mut sent, mut queue, mut received) = (0u64, VecDeque::new(), 0);
    for clock in 0..3000 {
        let resets = clock % 500 == 499;
        let (rate_in, rate_out) = [(1.0, 1.0), (0.5, 0.9), (1.0, 0.3)][clock / 100 % 3];
        uut.reset.next = resets;
        uut.in_valid.next = rng.gen_bool(rate_in);
        uut.out_ready.next = rng.gen_bool(rate_out);
        uut.data.next = pipe[0].into();
        uut.clock.next.clk = false;
        assert!(simulate(uut.as_mut(), 100));
        pipe.pop_front();
        pipe.push_back(sent % 65536);
        if uut.out_valid.val() && uut.out_ready.val() {
            assert_eq!(
                Some(uut.out_data.val().index() as u64),
                queue.pop_front(),
                "clock {clock}"
            );
            received += 1;
        }
        if uut.in_valid.val() && uut.in_ready.val() {
            queue.push_back(sent % 65536);
        }
        if (20..100).contains(&clock) {
            assert!(
                uut.in_ready.val() && uut.out_valid.val(),
                "one a clock, clock {clock}"
            );
        }
        sent += 1;
        if resets {
            queue.clear();
        }
        uut.clock.next.clk = true;
        assert!(simulate(uut.as_mut(), 100));
    }
    assert!(received > 1200, "only {received} words");
}

#[test]
fn concat_puts_high_above_low() {
    let mut uut = connected(Concat::<3, 5, 8>::default());
    for (high, low) in (0..8u64).flat_map(|high| (0..32u64).map(move |low| (high, low))) {
        uut.high.next = high.into();
        uut.low.next = low.into();
        assert!(simulate(uut.as_mut(), 100));
        assert_eq!(uut.whole.val(), high << 5 | low);
    }
}

#[test]
fn limbs_move_down_one_by_one() {
    let mut uut = connected(LimbShift::<54>::default());
    let mut rng = StdRng::seed_from_u64(17);
    let mut model = 0u64;
    for clock in 0..200 {
        let (set, shift) = (clock == 0 || rng.gen_bool(0.2), rng.gen_bool(0.6));
        let (number, limb) = (rng.gen_range(0..1u64 << 54), rng.gen_range(0..1u64 << LIMB));
        uut.set.next = set;
        uut.number.next = number.into();
        uut.shift.next = shift;
        uut.limb.next = limb.into();
        tick!(uut);
        model = match (set, shift) {
            (true, _) => number,
            (false, true) => model >> LIMB | limb << (2 * LIMB),
            (false, false) => model,
        };
        assert_eq!(uut.all.val(), model, "clock {clock}");
        assert_eq!(uut.lowest.val(), model & 0x3ffff, "clock {clock}");
    }
}

/// Numbers one after the other without a pause, with any of the sums.
#[test]
fn sums_of_multiples_are_exact_limb_by_limb() {
    const COUNT: usize = 3;
    let bound = BigUint::from(1u32) << 40;
    let sum = |multiples: [i32; 3], times: u32| SumTerms {
        multiples,
        constant: &bound * times,
    };
    let sums = [
        sum([9, 1, 0], 0),
        sum([9, -9, -9], 18),
        sum([-1, 0, 1], 1),
        sum([3, 0, 0], 2),
    ];
    let mut uut = connected(LimbSum::<2>::new(sums.to_vec(), COUNT));
    let mut rng = StdRng::seed_from_u64(18);
    let (mut expected, mut got) = (VecDeque::new(), VecDeque::new());
    for clock in 0..300 {
        let i = clock % COUNT;
        if i == 0 {
            let op = rng.gen_range(0..sums.len());
            let numbers = [0; 3].map(|_| rng.gen_range(0..1u64 << 40));
            let terms = numbers.iter().zip(sums[op].multiples);
            let constant = i128::from(constant_of(&sums[op]));
            let total: i128 = terms.map(|(x, k)| i128::from(*x) * i128::from(k)).sum();
            expected.push_back(((total + constant) as u128, op, numbers));
        }
        let (_, op, numbers) = expected[expected.len() - 1];
        let limb = |x: u64| ((x >> (LIMB * i)) & 0x3ffff).into();
        uut.first.next = i == 0;
        uut.index.next = (i as u64).into();
        uut.op.next = (op as u64).into();
        uut.a.next = limb(numbers[0]);
        uut.b.next = limb(numbers[1]);
        uut.c.next = limb(numbers[2]);
        tick!(uut);
        got.push_back(uut.s.val().index() as u128);
    }
    got.drain(..LimbSum::<2>::LATENCY - 1);
    for (total, op, numbers) in expected.into_iter().take(90) {
        let limbs: Vec<u128> = got.drain(..COUNT).collect();
        let sum = limbs.iter().rev().fold(0, |sum, limb| sum << LIMB | limb);
        assert_eq!(sum, total, "sum {op} of {numbers:?}");
    }
}

fn constant_of(sum: &SumTerms) -> u64 {
    sum.constant.iter_u64_digits().next().unwrap_or(0)
}

/// Every low limb in its place, and the high ones behind: the product, with pauses between limbs.
#[test]
fn a_row_makes_the_product() {
    const COUNT: usize = 3;
    let mut rng = StdRng::seed_from_u64(19);
    for pause in [0, 2] {
        let factor = rng.gen_range(0..1u64 << 54);
        let mut uut = connected(LimbRow::constant(&factor.into(), COUNT));
        for _ in 0..20 {
            let number = rng.gen_range(0..1u64 << 54);
            let (mut low, mut high, mut highs) = (vec![], vec![], 0);
            for clock in 0..30 {
                let (i, at) = (clock / (pause + 1), clock % (pause + 1));
                uut.valid.next = i < COUNT && at == 0;
                uut.first.next = clock == 0;
                uut.last.next = i == COUNT - 1;
                uut.limb.next = ((number >> (LIMB * i.min(2))) & 0x3ffff).into();
                tick!(uut);
                if uut.low_valid.val() {
                    assert_eq!(uut.low_first.val(), low.is_empty());
                    low.push(uut.low.val().index() as u64);
                    assert_eq!(uut.low_last.val(), low.len() == COUNT);
                }
                if uut.high_first.val() {
                    highs = COUNT;
                }
                if highs > 0 {
                    highs -= 1;
                    high.push(uut.high.val().index() as u64);
                }
            }
            low.extend(high);
            let product = low
                .iter()
                .rev()
                .fold(BigUint::ZERO, |sum, x| (sum << LIMB) + x);
            assert_eq!(
                product,
                BigUint::from(factor) * number,
                "{factor} {number}, {pause}"
            );
        }
    }
}
