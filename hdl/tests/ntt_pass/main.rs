//! Passes from memory through the lanes and back, in Verilator: transforms of two passes against Horner's rule, with memories
//! that answer late and with gaps.

mod memory;
#[path = "../support/mod.rs"]
mod support;
mod uut;

use memory::{Memory, Pace};
use num_bigint::BigUint;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use support::random_below;
use support::transform::Field;
use uut::{Pass, Uut};

/// A transform of `2^(columns + rows)` points from the first third of memory over the second into the third, or back.
fn passes(columns: u32, rows: u32, beats: usize, backward: bool, shifted: bool) -> [Pass; 2] {
    let columns_pass = Pass {
        size: columns,
        vectors: rows,
        shared: true,
        backward,
        shifted,
        from: 0,
        to: beats,
        loads_diagonals: false,
        stores_diagonals: true,
    };
    let rows_pass = Pass {
        size: rows,
        vectors: columns,
        shared: false,
        from: beats,
        to: 2 * beats,
        loads_diagonals: true,
        stores_diagonals: false,
        ..columns_pass.clone()
    };
    if !backward {
        return [columns_pass, rows_pass];
    }
    [
        Pass {
            from: 2 * beats,
            to: beats,
            loads_diagonals: false,
            stores_diagonals: true,
            ..rows_pass
        },
        Pass {
            from: beats,
            to: 0,
            loads_diagonals: true,
            stores_diagonals: false,
            ..columns_pass
        },
    ]
}

fn there_and_back(uut: &mut Uut, field: &Field, seed: u64, columns: u32, rows: u32, pace: Pace) {
    println!("seed {seed}");
    let mut rng = StdRng::seed_from_u64(seed);
    let points = 1usize << (columns + rows);
    let shift = rng
        .gen_bool(0.5)
        .then(|| random_below(&mut rng, &(&field.q - 1u32)) + 1u32);
    let coefficients: Vec<BigUint> = (0..points)
        .map(|_| random_below(&mut rng, &field.q))
        .collect();
    let mut beats: Vec<Vec<BigUint>> = coefficients.chunks(4).map(<[_]>::to_vec).collect();
    let count = beats.len();
    beats.resize(3 * count, vec![BigUint::ZERO; 4]);
    let mut memory = Memory::new(beats, pace, rng);
    let run = |uut: &mut Uut, memory: &mut Memory, backward: bool| {
        if let Some(shift) = &shift {
            let shift = if backward {
                field.inverse(shift)
            } else {
                shift.clone()
            };
            uut.shift(&shift, columns + rows - 1);
        }
        for pass in passes(columns, rows, count, backward, shift.is_some()) {
            uut.run(&pass, memory);
        }
    };
    run(uut, &mut memory, false);
    let wanted = field.values(&coefficients, shift.as_ref().unwrap_or(&1u32.into()));
    assert_eq!(
        memory.beats[2 * count..].concat(),
        wanted,
        "2^{columns} columns of 2^{rows}"
    );
    for beat in &mut memory.beats[..2 * count] {
        beat.fill(BigUint::ZERO);
    }
    run(uut, &mut memory, true);
    assert_eq!(
        memory.beats[..count].concat(),
        coefficients,
        "back: 2^{columns} by 2^{rows}"
    );
}

#[test]
fn transforms_of_two_passes_there_and_back() {
    let field = Field::new(12289u32.into(), 11);
    let (mut uut, sizes) = Uut::small(&field);
    for columns in sizes.lanes..=6 {
        for rows in sizes.lanes..=6 {
            let seed = u64::from(columns << 8 | rows);
            let pace = match seed % 3 {
                0 => Pace {
                    latency: 1,
                    gaps: 0.0,
                },
                1 => Pace {
                    latency: 40,
                    gaps: 0.1,
                },
                _ => Pace {
                    latency: 7,
                    gaps: 0.6,
                },
            };
            there_and_back(&mut uut, &field, seed, columns, rows, pace);
        }
    }
}
