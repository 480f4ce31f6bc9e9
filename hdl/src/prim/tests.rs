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
