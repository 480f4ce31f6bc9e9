//! The lanes alone in Verilator: transforms of all sizes and in both directions against Horner's rule.

mod golden;
#[path = "../support/mod.rs"]
mod support;
mod uut;

use golden::Field;
use num_bigint::BigUint;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use support::random_below;
use uut::{Command, Uut, Work, expected, in_order};
use zkcard_hdl::emit::Body;

/// 3 2^12 + 1.
fn small() -> Field {
    Field::new(12289u32.into(), 11)
}

fn random_words(field: &Field, rng: &mut StdRng, lanes: usize, count: usize) -> Vec<Vec<BigUint>> {
    let mut lane = |_| (0..count).map(|_| random_below(rng, &field.q)).collect();
    (0..lanes).map(&mut lane).collect()
}

/// Transforms `2^words` words a lane there and back, each vector with a shift of its own or all with one.
fn there_and_back(
    uut: &mut Uut,
    field: &Field,
    rng: &mut StdRng,
    words: u32,
    size: u32,
    shared: bool,
) {
    let vectors = 1 << (words - size);
    let data = random_words(field, rng, uut.lanes, 1 << words);
    let count = if shared { 1 } else { vectors };
    let shifts: Vec<Vec<BigUint>> = match shared {
        true => vec![vec![random_below(rng, &(&field.q - 1u32)) + 1u32]; uut.lanes],
        false => (0..uut.lanes)
            .map(|_| {
                (0..count)
                    .map(|_| random_below(rng, &(&field.q - 1u32)) + 1u32)
                    .collect()
            })
            .collect(),
    };
    let buffer = rng.gen_range(0..3);
    let command = Command {
        work: Work::Forward,
        buffer,
        beside: buffer,
        words,
        size,
        shared,
        factors: rng.gen_range(0..4),
    };
    let factors = |backward| -> Vec<_> {
        shifts
            .iter()
            .map(|of| in_order(field, size, of, backward))
            .collect()
    };
    uut.load(buffer, &data);
    if size > 0 {
        uut.make(command.factors, &factors(false));
    }
    let done = uut.done;
    uut.command(&command, false);
    uut.wait(done + 1);
    let result = uut.store(buffer, 1 << words);
    for lane in 0..uut.lanes {
        for (k, vector) in data[lane].chunks(1 << size).enumerate() {
            let wanted = expected(field, vector, &shifts[lane][k % count]);
            assert_eq!(
                result[lane][k << size..(k + 1) << size],
                wanted,
                "lane {lane}, vector {k}: {command:?}"
            );
        }
    }
    if size > 0 {
        uut.make(command.factors, &factors(true));
    }
    uut.command(
        &Command {
            work: Work::Backward,
            ..command
        },
        true,
    );
    uut.wait(done + 2);
    assert_eq!(uut.store(buffer, 1 << words), data, "back: {command:?}");
}

#[test]
fn all_sizes_there_and_back() {
    let field = small();
    let mut uut = Uut::new::<2, 16, 6, 5, 7>(&field, Body::Rtl);
    for words in 0..=6 {
        for size in 0..=words {
            for shared in [false, true] {
                let seed = u64::from(words << 8 | size << 1 | u32::from(shared));
                println!("seed {seed}");
                let mut rng = StdRng::seed_from_u64(seed);
                there_and_back(&mut uut, &field, &mut rng, words, size, shared);
            }
        }
    }
}

/// Buffers in turn: no clock without a butterfly from the first to the last of them.
#[test]
fn transforms_follow_each_other_without_a_gap() {
    let field = small();
    let (words, size) = (9, 9);
    let mut uut = Uut::new::<1, 16, 9, 8, 9>(&field, Body::Rtl);
    let mut rng = StdRng::seed_from_u64(9);
    let one = BigUint::from(1u32);
    uut.make(0, &[in_order(&field, size, &[one.clone()], false)]);
    let data: Vec<_> = (0..3)
        .map(|_| random_words(&field, &mut rng, 1, 1 << words))
        .collect();
    for (buffer, data) in data.iter().enumerate() {
        uut.load(buffer, data);
    }
    let (clocks, butterflies) = (uut.clocks, uut.butterflies);
    for buffer in 0..3 {
        let command = Command {
            work: Work::Forward,
            buffer,
            beside: buffer,
            words,
            size,
            shared: true,
            factors: 0,
        };
        uut.command(&command, false);
    }
    uut.wait(3);
    let taken = uut.clocks - clocks;
    assert_eq!(uut.butterflies - butterflies, 3 * 9 << 8);
    assert!(taken < (3 * 9 << 8) + 64, "{taken} clocks");
    for (buffer, data) in data.iter().enumerate() {
        assert_eq!(
            uut.store(buffer, 1 << words),
            [expected(&field, &data[0], &one)]
        );
    }
}

#[test]
fn words_of_two_buffers_are_multiplied_and_subtracted() {
    let field = small();
    let mut uut = Uut::new::<2, 16, 6, 5, 7>(&field, Body::Rtl);
    let mut rng = StdRng::seed_from_u64(3);
    for words in [0, 1, 5, 6] {
        let data: Vec<_> = (0..3)
            .map(|_| random_words(&field, &mut rng, 2, 1 << words))
            .collect();
        for (buffer, data) in data.iter().enumerate() {
            uut.load(buffer, data);
        }
        let scale = random_below(&mut rng, &field.q);
        uut.make(5, &[vec![scale.clone()], vec![scale.clone()]]);
        let command = Command {
            work: Work::Product,
            buffer: 0,
            beside: 1,
            words,
            size: 0,
            shared: false,
            factors: 5,
        };
        let done = uut.done;
        uut.command(&command, false);
        uut.command(
            &Command {
                work: Work::Difference,
                beside: 2,
                ..command
            },
            false,
        );
        uut.wait(done + 2);
        let result = uut.store(0, 1 << words);
        for lane in 0..2 {
            for i in 0..1 << words {
                let [a, b, c] = [0, 1, 2].map(|buffer| &data[buffer][lane][i]);
                let wanted = (a * b + &field.q - c) * &scale % &field.q;
                assert_eq!(result[lane][i], wanted, "lane {lane}, word {i}");
            }
        }
    }
}
