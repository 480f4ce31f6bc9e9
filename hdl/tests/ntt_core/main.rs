//! The NTT core in Verilator: transforms and quotients of all sizes, over memories that answer late and with gaps.

#[path = "../support/mod.rs"]
mod support;
mod vectors;

use num_bigint::BigUint;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use support::transform::Field;
use support::{assert_lint_clean, random_below};
use vectors::Vectors;
use zkcard_hdl::emit::Body;
use zkcard_hdl::ntt::{Cut, NttConfig, NttField};
use zkcard_sim::ntt::{Job, NttSim, Pace, Steady, Work};
use zkcard_sim::verilator::Optimise;

/// Clocks after which a job of a tiny core has gone astray.
const MOST: usize = 2_000_000;

struct Bench {
    sim: NttSim,
    field: Field,
}

impl Bench {
    fn new(name: &str, config: NttConfig) -> Self {
        let design = config.design(name).unwrap();
        assert_lint_clean(&design);
        let field = Field {
            q: config.field.modulus.clone(),
            root: config.field.root.clone(),
            two_adicity: config.field.two_adicity as u32,
        };
        let sim = NttSim::new(config, &design, Optimise::Build).unwrap();
        Self { sim, field }
    }

    fn largest(&self) -> usize {
        Cut::largest(&self.sim.config.sizes)
    }

    fn random(&self, rng: &mut StdRng, size: usize, vectors: usize) -> Vec<Vec<BigUint>> {
        let word = |_| random_below(rng, &self.field.q);
        let words: Vec<_> = (0..vectors << size).map(word).collect();
        words.chunks(1 << size).map(<[_]>::to_vec).collect()
    }

    fn unit(&self, rng: &mut StdRng) -> BigUint {
        random_below(rng, &(&self.field.q - 1u32)) + 1u32
    }

    /// Runs a job over vectors; what comes out, `results` vectors.
    fn run(
        &mut self,
        work: Work,
        size: usize,
        input: &[Vec<BigUint>],
        results: usize,
        pace: Pace,
        seed: u64,
    ) -> Vec<Vec<BigUint>> {
        self.run_of(work, (size, size), input, results, pace, seed)
    }

    /// The same where what lies together has another size than the transforms.
    fn run_of(
        &mut self,
        work: Work,
        (size, together): (usize, usize),
        input: &[Vec<BigUint>],
        results: usize,
        pace: Pace,
        seed: u64,
    ) -> Vec<Vec<BigUint>> {
        let layout = Vectors::of(&self.sim.config, together);
        let region = input.len() * layout.beats;
        let job = Job {
            work,
            size,
            source: 3,
            between: 3 + region,
            result: 3 + 2 * region,
        };
        let mut memory = layout.memory(3 + 3 * region, Steady::new(pace, seed));
        for (i, vector) in input.iter().enumerate() {
            layout.put(&mut memory, job.source + i * layout.beats, vector);
        }
        let counters = self.sim.run(&job, &mut memory, MOST).unwrap();
        assert!(counters.clocks > 0, "a job takes time");
        (0..results)
            .map(|i| layout.get(&memory, job.result + i * layout.beats))
            .collect()
    }
}

fn pace(rng: &mut StdRng) -> Pace {
    let (latency, gaps) = [(1, 0.0), (40, 0.1), (7, 0.6)][rng.gen_range(0..3)];
    Pace { latency, gaps }
}

/// There and back, onto a coset or not, of one vector and of several.
fn there_and_back(bench: &mut Bench, size: usize, vectors: usize, seed: u64) {
    println!("2^{size}, {vectors} vectors, seed {seed}");
    let mut rng = StdRng::seed_from_u64(seed);
    let shift = rng.gen_bool(0.5).then(|| bench.unit(&mut rng));
    let coefficients = bench.random(&mut rng, size, vectors);
    let one = BigUint::from(1u32);
    let wanted: Vec<_> = coefficients
        .iter()
        .map(|vector| {
            bench
                .field
                .many_values(vector, shift.as_ref().unwrap_or(&one))
        })
        .collect();
    let transform = |backward| Work::Transform {
        backward,
        shift: shift.clone(),
        vectors,
        interleaved: 0,
    };
    let forth_pace = pace(&mut rng);
    let forth = bench.run(
        transform(false),
        size,
        &coefficients,
        vectors,
        forth_pace,
        seed,
    );
    assert!(forth == wanted, "forth: 2^{size}, {vectors} vectors");
    let back_pace = pace(&mut rng);
    let back = bench.run(transform(true), size, &wanted, vectors, back_pace, seed);
    assert!(back == coefficients, "back: 2^{size}, {vectors} vectors");
}

fn all_sizes(bench: &mut Bench) {
    for size in 0..=bench.largest() {
        for vectors in [1, 3] {
            there_and_back(bench, size, vectors, (16 * size + vectors) as u64);
        }
    }
    for size in [0, 1, 4, 6] {
        there_and_back(bench, size, 255, size as u64);
    }
}

/// Vectors that arithmetic gets wrong: zeros, the largest element, one word alone, all equal.
fn structured(bench: &mut Bench) {
    let largest = &bench.field.q - 1u32;
    for size in 0..=bench.largest().min(10) {
        let n = 1usize << size;
        let alone = |at: usize| {
            let mut vector = vec![BigUint::ZERO; n];
            vector[at] = largest.clone();
            vector
        };
        let alternating = (0..n).map(|i| [&largest, &BigUint::ZERO][i % 2].clone());
        let vectors = [
            vec![BigUint::ZERO; n],
            vec![largest.clone(); n],
            vec![BigUint::from(1u32); n],
            alone(0),
            alone(n - 1),
            alternating.collect(),
        ];
        let shift = largest.clone();
        for shift in [None, Some(shift)] {
            let onto = shift.clone().unwrap_or_else(|| 1u32.into());
            let field = bench.field.clone();
            let wanted: Vec<_> = vectors
                .iter()
                .map(|v| field.many_values(v, &onto))
                .collect();
            let transform = |backward| Work::Transform {
                backward,
                shift: shift.clone(),
                vectors: vectors.len(),
                interleaved: 0,
            };
            let pace = Pace {
                latency: 5,
                gaps: 0.2,
            };
            let count = vectors.len();
            let forth = bench.run(transform(false), size, &vectors, count, pace, size as u64);
            assert!(forth == wanted, "forth: 2^{size}");
            let back = bench.run(transform(true), size, &wanted, count, pace, size as u64);
            assert!(back == vectors, "back: 2^{size}");
        }
    }
}

/// Word n of as many vectors as there are lanes together, lot after lot.
fn beside_each_other(bench: &mut Bench) {
    let sizes = bench.sim.config.sizes;
    for size in 0..=sizes.buffer {
        for lots in [1, 4] {
            let seed = (8 * size + lots) as u64;
            println!("{lots} lots of 2^{size} beside each other, seed {seed}");
            let mut rng = StdRng::seed_from_u64(seed);
            let shift = rng.gen_bool(0.5).then(|| bench.unit(&mut rng));
            let onto = shift.clone().unwrap_or_else(|| 1u32.into());
            let vectors = bench.random(&mut rng, size, lots << sizes.lanes);
            let wanted: Vec<_> = vectors
                .iter()
                .map(|vector| bench.field.many_values(vector, &onto))
                .collect();
            let transform = |backward| Work::Transform {
                backward,
                shift: shift.clone(),
                vectors: lots,
                interleaved: sizes.lanes,
            };
            let mixed = |vectors: &[Vec<BigUint>]| -> Vec<Vec<BigUint>> {
                let lots = vectors.chunks(1 << sizes.lanes);
                let lot = |lot: &[Vec<BigUint>]| {
                    let words = (0..1 << size).flat_map(|n| lot.iter().map(move |v| v[n].clone()));
                    words.collect()
                };
                lots.map(lot).collect()
            };
            let all = size + sizes.lanes;
            for (backward, from, to) in [(false, &vectors, &wanted), (true, &wanted, &vectors)] {
                let speed = pace(&mut rng);
                let work = transform(backward);
                let got = bench.run_of(work, (size, all), &mixed(from), lots, speed, seed);
                assert!(got == mixed(to), "backward: {backward}, 2^{size}");
            }
        }
    }
}

fn quotients(bench: &mut Bench, most: usize) {
    for size in 0..=most {
        for divided in [false, true] {
            let seed = (2 * size + usize::from(divided)) as u64;
            println!("quotient of 2^{size}, divided: {divided}, seed {seed}");
            let mut rng = StdRng::seed_from_u64(seed);
            let (shift, scale) = (bench.unit(&mut rng), bench.unit(&mut rng));
            let coefficients = bench.random(&mut rng, size, 3);
            let field = bench.field.clone();
            let one = BigUint::from(1u32);
            let values: Vec<_> = coefficients
                .iter()
                .map(|v| field.many_values(v, &one))
                .collect();
            let coset: Vec<_> = coefficients
                .iter()
                .map(|v| field.many_values(v, &shift))
                .collect();
            let joined: Vec<BigUint> = (0..1 << size)
                .map(|i| (&coset[0][i] * &coset[1][i] + &field.q - &coset[2][i]) % &field.q)
                .collect();
            let work = Work::Quotient {
                shift: shift.clone(),
                scale: divided.then(|| scale.clone()),
            };
            let speed = pace(&mut rng);
            let [result] = &bench.run(work, size, &values, 1, speed, seed)[..] else {
                panic!("one result")
            };
            if divided {
                let scaled: Vec<_> = joined.iter().map(|x| field.times(x, &scale)).collect();
                assert!(
                    field.many_values(result, &shift) == scaled,
                    "divided, 2^{size}"
                );
            } else {
                assert!(*result == joined, "2^{size}");
            }
        }
    }
}

#[test]
fn transforms_of_all_sizes() {
    all_sizes(&mut Bench::new("tiny_ntt_core", NttConfig::tiny(Body::Rtl)));
}

#[test]
fn transforms_of_all_sizes_on_four_lanes() {
    let config = NttConfig::tiny_of_four(Body::Rtl);
    all_sizes(&mut Bench::new("tiny_of_four_ntt_core", config));
}

#[test]
fn quotients_of_both_forms() {
    let mut bench = Bench::new("tiny_ntt_core", NttConfig::tiny(Body::Rtl));
    let most = bench.largest();
    quotients(&mut bench, most);
    let config = NttConfig::tiny_of_four(Body::Rtl);
    quotients(&mut Bench::new("tiny_of_four_ntt_core", config), 8);
}

#[test]
fn structured_vectors_and_vectors_beside_each_other() {
    for (name, config) in [
        ("tiny_ntt_core", NttConfig::tiny(Body::Rtl)),
        ("tiny_of_four_ntt_core", NttConfig::tiny_of_four(Body::Rtl)),
    ] {
        let mut bench = Bench::new(name, config);
        structured(&mut bench);
        beside_each_other(&mut bench);
    }
}

/// Both bodies of the multipliers, and fields of other widths.
#[test]
fn other_fields() {
    let cores = [
        ("bn254_small", NttField::bn254(), Body::Rtl),
        ("bn254_small_dpi", NttField::bn254(), Body::Dpi),
        ("bls12_381_small", NttField::bls12_381(), Body::Dpi),
        ("goldilocks_small", NttField::goldilocks(), Body::Rtl),
    ];
    for (name, field, body) in cores {
        let mut bench = Bench::new(name, NttConfig::small(field, body));
        for size in [0, 1, 3, 6, 9, 11] {
            there_and_back(&mut bench, size, 1, size as u64);
        }
        quotients(&mut bench, 5);
    }
}

/// Two lanes whose butterflies start some clocks apart, with one maker.
#[test]
fn folded_lanes() {
    let rtl = NttConfig::tiny_board(NttField::small(), Body::Rtl);
    let mut bench = Bench::new("tiny_board_ntt_core", rtl);
    all_sizes(&mut bench);
    let most = bench.largest();
    quotients(&mut bench, most);
    structured(&mut bench);
    beside_each_other(&mut bench);
    for (name, field, body) in [
        ("bn254_board", NttField::bn254(), Body::Rtl),
        ("bn254_board_dpi", NttField::bn254(), Body::Dpi),
        ("bls12_381_board_dpi", NttField::bls12_381(), Body::Dpi),
        ("goldilocks_board", NttField::goldilocks(), Body::Rtl),
    ] {
        let mut bench = Bench::new(name, NttConfig::tiny_board(field, body));
        for size in [0, 1, 3, 6, 9, 11] {
            there_and_back(&mut bench, size, 1, size as u64);
        }
        quotients(&mut bench, 5);
    }
}

/// Jobs given up at any moment: the next one is right.
#[test]
fn jobs_after_a_reset() {
    let tiny = NttConfig::tiny(Body::Rtl);
    resets(&mut Bench::new("tiny_ntt_core", tiny), 40);
    let board = |field| NttConfig::tiny_board(field, Body::Rtl);
    let goldilocks = board(NttField::goldilocks());
    resets(&mut Bench::new("goldilocks_board", goldilocks), 40);
    resets(&mut Bench::new("bn254_board", board(NttField::bn254())), 10);
}

fn resets(bench: &mut Bench, rounds: u64) {
    let mut rng = StdRng::seed_from_u64(77);
    for round in 0..rounds {
        let size = rng.gen_range(4..=8);
        let layout = Vectors::of(&bench.sim.config, size);
        let region = 3 * layout.beats;
        let job = Job {
            work: Work::Quotient {
                shift: bench.unit(&mut rng),
                scale: rng.gen_bool(0.5).then(|| bench.unit(&mut rng)),
            },
            size,
            source: 0,
            between: region,
            result: 2 * region,
        };
        let mut memory = layout.memory(3 * region, Steady::new(pace(&mut rng), round));
        let clocks = rng.gen_range(0..2000);
        bench
            .sim
            .start_and_leave(&job, &mut memory, clocks)
            .unwrap();
        there_and_back(bench, rng.gen_range(0..=7), 1, round);
    }
}
