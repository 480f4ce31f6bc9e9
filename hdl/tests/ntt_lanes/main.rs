//! The lanes in Verilator, with the makers of their factors: passes of all sizes and in both directions against Horner's rule.

#[path = "../support/mod.rs"]
mod support;
mod uut;

use num_bigint::BigUint;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use support::random_below;
use support::transform::Field;
use uut::{Command, Pass, Uut, Work, expected};
use zkcard_hdl::emit::Body;

/// 3 2^12 + 1.
fn small() -> Field {
    Field::new(12289u32.into(), 11)
}

/// The scalars of BN254 and of BLS12-381, and the field of 2^64 - 2^32 + 1 elements.
fn large() -> [Field; 3] {
    let bn254 = "30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001";
    let bls12_381 = "73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001";
    [(bn254, 5), (bls12_381, 7), ("ffffffff00000001", 7)].map(|(q, generator)| {
        Field::new(BigUint::parse_bytes(q.as_bytes(), 16).unwrap(), generator)
    })
}

fn random_words(field: &Field, rng: &mut StdRng, lanes: usize, count: usize) -> Vec<Vec<BigUint>> {
    let mut lane = |_| (0..count).map(|_| random_below(rng, &field.q)).collect();
    (0..lanes).map(&mut lane).collect()
}

/// A command for group number `group` of the pass, whose factors follow those of the groups before.
fn command(pass: &Pass, group: usize, buffer: usize) -> Command {
    let factors = (1 << pass.words) - (1 << (pass.words - pass.size));
    Command {
        work: if pass.backward {
            Work::Backward
        } else {
            Work::Forward
        },
        buffer,
        beside: buffer,
        words: pass.words,
        size: pass.size,
        shared: pass.shared,
        factors: if pass.shared {
            0
        } else {
            group * factors % 512
        },
    }
}

/// Transforms the groups of a forward pass, then those of the backward one, which must give what they were.
fn there_and_back(uut: &mut Uut, field: &Field, rng: &mut StdRng, pass: &Pass) {
    let groups: Vec<_> = (0..pass.groups)
        .map(|_| random_words(field, rng, uut.lanes, 1 << pass.words))
        .collect();
    uut.pass(field, pass);
    let per_lane = 1 << (pass.words - pass.size);
    let mut values = vec![];
    for (g, group) in groups.iter().enumerate() {
        let result = run(uut, pass, g, group, false);
        for lane in 0..uut.lanes {
            for (i, vector) in group[lane].chunks(1 << pass.size).enumerate() {
                let k = (g * per_lane + i) * uut.lanes + lane;
                let wanted = expected(field, vector, &pass.shift_of(field, k));
                assert_eq!(
                    result[lane][i << pass.size..(i + 1) << pass.size],
                    wanted,
                    "vector {k} of {pass:?}"
                );
            }
        }
        values.push(result);
    }
    let back = Pass {
        backward: true,
        ..pass.clone()
    };
    uut.pass(field, &back);
    for (g, group) in groups.iter().enumerate() {
        assert_eq!(
            run(uut, &back, g, &values[g], true),
            *group,
            "group {g} of {back:?}"
        );
    }
}

fn run(
    uut: &mut Uut,
    pass: &Pass,
    group: usize,
    data: &[Vec<BigUint>],
    halve: bool,
) -> Vec<Vec<BigUint>> {
    let buffer = group % 3;
    uut.load(buffer, data);
    let done = uut.done;
    uut.command(&command(pass, group, buffer), halve);
    uut.wait(done + 1);
    uut.store(buffer, 1 << pass.words)
}

fn all_passes(uut: &mut Uut, most: u32) {
    let field = small();
    for words in 0..=most {
        for size in 0..=words {
            for (shared, shifted) in [(false, false), (false, true), (true, false), (true, true)] {
                let seed =
                    u64::from(words << 8 | size << 2 | u32::from(shared) << 1 | u32::from(shifted));
                println!("seed {seed}");
                let mut rng = StdRng::seed_from_u64(seed);
                let shift = shifted.then(|| random_below(&mut rng, &(&field.q - 1u32)) + 1u32);
                let columns = rng.gen_range(0..=field.two_adicity - size);
                let groups = rng.gen_range(1..=3);
                let pass = Pass {
                    backward: false,
                    shared,
                    shift,
                    words,
                    size,
                    columns,
                    groups,
                };
                there_and_back(uut, &field, &mut rng, &pass);
            }
        }
    }
}

#[test]
fn all_passes_there_and_back() {
    all_passes(&mut Uut::new::<4, 1, 16, 6, 5, 1>(&small(), Body::Rtl), 6);
}

#[test]
fn passes_of_two_makers() {
    all_passes(&mut Uut::new::<8, 2, 16, 6, 5, 1>(&small(), Body::Rtl), 4);
}

#[test]
fn fields_of_other_widths() {
    let [bn254, bls12_381, goldilocks] = large();
    for body in [Body::Rtl, Body::Dpi] {
        some_passes(&mut Uut::new::<4, 1, 256, 6, 5, 1>(&bn254, body), &bn254);
    }
    some_passes(
        &mut Uut::new::<4, 1, 256, 6, 5, 1>(&bls12_381, Body::Dpi),
        &bls12_381,
    );
    some_passes(
        &mut Uut::new::<4, 1, 64, 6, 5, 1>(&goldilocks, Body::Rtl),
        &goldilocks,
    );
}

fn some_passes(uut: &mut Uut, field: &Field) {
    let mut rng = StdRng::seed_from_u64(254);
    for (shared, size) in [(false, 3), (true, 6)] {
        let shift = Some(random_below(&mut rng, &(&field.q - 1u32)) + 1u32);
        let pass = Pass {
            backward: false,
            shared,
            shift,
            words: 6,
            size,
            columns: 20,
            groups: 2,
        };
        there_and_back(uut, field, &mut rng, &pass);
    }
}

/// Buffers in turn: no clock without a butterfly from the first to the last of them.
#[test]
fn transforms_follow_each_other_without_a_gap() {
    let field = small();
    let mut uut = Uut::new::<4, 1, 16, 9, 8, 1>(&field, Body::Rtl);
    let mut rng = StdRng::seed_from_u64(9);
    for shared in [true, false] {
        let pass = Pass {
            backward: false,
            shared,
            shift: None,
            words: 9,
            size: 9,
            columns: 2,
            groups: 3,
        };
        uut.pass(&field, &pass);
        let data: Vec<_> = (0..3)
            .map(|_| random_words(&field, &mut rng, 4, 1 << 9))
            .collect();
        for (buffer, data) in data.iter().enumerate() {
            uut.load(buffer, data);
        }
        let (clocks, butterflies, done) = (uut.clocks, uut.butterflies, uut.done);
        for buffer in 0..3 {
            uut.command(&command(&pass, buffer, buffer), false);
        }
        uut.wait(done + 3);
        let taken = uut.clocks - clocks;
        assert_eq!(uut.butterflies - butterflies, (3 * 9) << 8);
        assert!(
            taken < ((3 * 9) << 8) + 64,
            "{taken} clocks, shared: {shared}"
        );
        for (buffer, data) in data.iter().enumerate() {
            let stored = uut.store(buffer, 1 << 9);
            for lane in 0..4 {
                let shift = pass.shift_of(&field, 4 * buffer + lane);
                assert_eq!(
                    stored[lane],
                    expected(&field, &data[lane], &shift),
                    "buffer {buffer}, lane {lane}"
                );
            }
        }
    }
}

#[test]
fn words_of_two_buffers_are_multiplied_and_subtracted() {
    let field = small();
    let mut uut = Uut::new::<4, 1, 16, 9, 8, 1>(&field, Body::Rtl);
    let mut rng = StdRng::seed_from_u64(3);
    for (words, last) in [0, 1, 5, 9]
        .into_iter()
        .flat_map(|words| [Work::Difference, Work::ScaledDifference].map(|last| (words, last)))
    {
        let data: Vec<_> = (0..3)
            .map(|_| random_words(&field, &mut rng, 4, 1 << words))
            .collect();
        for (buffer, data) in data.iter().enumerate() {
            uut.load(buffer, data);
        }
        let scale = random_below(&mut rng, &field.q);
        uut.scale(&scale);
        let command = Command {
            work: Work::Product,
            buffer: 0,
            beside: 1,
            words,
            size: words,
            shared: true,
            factors: 0,
        };
        let done = uut.done;
        uut.command(&command, false);
        uut.command(
            &Command {
                work: last,
                beside: 2,
                ..command
            },
            false,
        );
        uut.wait(done + 2);
        let result = uut.store(0, 1 << words);
        for lane in 0..4 {
            for i in 0..1 << words {
                let [a, b, c] = [0, 1, 2].map(|buffer| &data[buffer][lane][i]);
                let wanted = match last {
                    Work::Difference => a * b + (&field.q - field.times(c, &scale)),
                    _ => (a * b + &field.q - c) * &scale,
                };
                let wanted = wanted % &field.q;
                assert_eq!(result[lane][i], wanted, "{last:?}, lane {lane}, word {i}");
            }
        }
    }
}
