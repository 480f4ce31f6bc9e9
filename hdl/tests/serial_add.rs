//! The limb-serial adder in Verilator: against textbook affine addition, and against arkworks on BN254.

mod support;

use ark_ec::{AffineRepr, CurveGroup};
use ark_ff::{PrimeField, UniformRand};
use num_bigint::BigUint;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use support::affine::{Affine, Curve};
use support::field::Field;
use support::{assert_lint_clean, verilated};
use zkcard_hdl::curve::{CurveConfig, SerialAdd};
use zkcard_hdl::emit::{emit, on_large_stack};
use zkcard_hdl::field::{FieldConfig, SerialField};
use zkcard_hdl::prim::limbs;
use zkcard_sim::verilator::{Model, Optimise};

/// Bits of a tag.
const TAG: usize = 8;

/// Two points and their sum.
struct Case {
    p: Affine,
    q: Affine,
    sum: Affine,
}

/// Feeds pairs, with pauses, and reads each sum when it is done.
struct Adder {
    model: Model,
    curve: Curve,
    limbs: usize,
    slot: usize,
}

impl Adder {
    fn new(config: &CurveConfig, curve: Curve) -> Self {
        let design = on_large_stack(|| emit("serial_add", SerialAdd::<TAG>::new(config))).unwrap();
        assert_lint_clean(&design);
        let limbs = SerialField::new(&config.field.modulus).limbs;
        let mut adder = Self {
            model: verilated(&design, Optimise::Build),
            curve,
            slot: SerialAdd::<TAG>::slot(limbs),
            limbs,
        };
        adder.set("reset", 1);
        adder.clock(100);
        adder.set("reset", 0);
        adder
    }

    fn set(&mut self, name: &str, value: u64) {
        let port = self.model.port(name).unwrap();
        self.model.set(port, value);
    }

    fn get(&self, name: &str) -> u64 {
        self.model.get(self.model.port(name).unwrap())
    }

    fn clock(&mut self, count: u64) {
        let clock = self.model.port("clock").unwrap();
        self.model.cycles(clock, count);
    }

    /// Coordinates with some Z, each plus a multiple of q that leaves it below 4q.
    fn lazy(&self, point: &Affine, rng: &mut StdRng) -> [BigUint; 3] {
        let z = self.curve.field.random_nonzero(rng);
        let word = self.curve.projective(point, &z, 512).remove(0);
        let mask = (BigUint::from(1u32) << 512) - 1u32;
        [0, 1, 2].map(|i| {
            let multiple = &self.curve.field.q * rng.gen_range(0..4u32);
            ((&word >> (512 * i)) & &mask) + multiple
        })
    }

    /// Writes limbs of P or Q, a clock each; `sink` sees every clock.
    fn write(&mut self, side: usize, point: &[BigUint; 3], sink: &mut impl FnMut(&mut Self)) {
        let [x, y, z] = point.each_ref().map(|x| limbs(x, self.limbs));
        for (i, ((x, y), z)) in x.iter().zip(y).zip(z).enumerate() {
            self.set(["write_0", "write_1"][side], 1);
            self.set("write_index", i as u64);
            self.set("write_limbs", x | y << 18 | z << 36);
            sink(self);
        }
        self.set(["write_0", "write_1"][side], 0);
    }

    /// All sums, in order, and the clocks they took. `pause` is a chance in 16 of waiting before a pair.
    fn check(&mut self, cases: &[Case], pause: u32, seed: u64) -> usize {
        let mut rng = StdRng::seed_from_u64(seed);
        let (mut clocks, mut sums) = (0, 0);
        // Which limb of which sum is read.
        let mut reading: Option<usize> = None;
        let mut read = vec![];
        let mut step = |adder: &mut Self| {
            if let Some(i) = reading {
                adder.set("sum_index", i.min(adder.limbs - 1) as u64);
            }
            adder.model.eval();
            let done = adder.get("done") == 1;
            if done {
                assert_eq!(
                    adder.get("sum_tag"),
                    (sums % 251) as u64,
                    "tag, seed {seed}"
                );
            }
            adder.clock(1);
            clocks += 1;
            if let Some(i) = reading {
                read.push(adder.get("sum"));
                reading = (i + 1 < adder.limbs).then_some(i + 1);
                if reading.is_none() {
                    adder.compare(&cases[sums], &std::mem::take(&mut read), seed);
                    sums += 1;
                }
            }
            if done {
                reading = Some(0);
            }
        };
        for (k, case) in cases.iter().enumerate() {
            while self.get("free") == 0 || rng.gen_ratio(pause, 16) {
                step(self);
            }
            let [p, q] = [&case.p, &case.q].map(|point| self.lazy(point, &mut rng));
            self.write(0, &p, &mut step);
            self.write(1, &q, &mut step);
            self.set("go", 1);
            self.set("tag", (k % 251) as u64);
            step(self);
            self.set("go", 0);
        }
        for _ in 0..24 * self.slot + 100 {
            step(self);
        }
        assert_eq!(sums, cases.len(), "as many sums as pairs, seed {seed}");
        clocks
    }

    fn compare(&self, case: &Case, slices: &[u64], seed: u64) {
        let q = &self.curve.field.q;
        let word: BigUint = (0..3)
            .map(|k| {
                let limbs = slices
                    .iter()
                    .rev()
                    .map(|slice| (slice >> (18 * k)) & 0x3ffff);
                let x = limbs.fold(BigUint::ZERO, |sum, limb| (sum << 18) + limb);
                assert!(
                    x < q * 4u32,
                    "coordinate {k} of {case:?}: {x:x}, seed {seed}",
                    case = case.p
                );
                (x % q) << (512 * k)
            })
            .sum();
        let got = self.curve.affine(&[word], 512);
        assert_eq!(got, case.sum, "{:?} + {:?}, seed {seed}", case.p, case.q);
    }
}

/// The curve of `config` as oracle.
fn oracle(config: &CurveConfig) -> Curve {
    let field = Field {
        q: config.field.modulus.clone(),
        degree: 1,
    };
    let b = field.element(config.b3 / 3, 0u32);
    Curve { field, b }
}

#[test]
fn every_pair_of_points_of_a_small_curve() {
    let config = CurveConfig {
        extended_b3: 1,
        field: FieldConfig::new(127u32.into()),
        b3: 9,
    };
    let curve = oracle(&config);
    let mut points = curve.points();
    assert_eq!(points.len(), 126, "the group has prime order 127");
    points.push(None);
    let pairs = points.iter().flat_map(|p| {
        points.iter().map(|q| Case {
            sum: curve.sum(p, q),
            p: p.clone(),
            q: q.clone(),
        })
    });
    let cases: Vec<Case> = pairs.collect();
    let mut adder = Adder::new(&config, curve.clone());
    adder.check(&cases, 0, 1);
    adder.check(&cases[..cases.len() / 4], 14, 2);
}

#[test]
fn pairs_of_the_tiny_curve() {
    let config = CurveConfig::tiny();
    let curve = oracle(&config);
    let mut rng = StdRng::seed_from_u64(3);
    let mut points: Vec<Affine> = curve.points();
    points.push(None);
    let case = |_| {
        let [p, mut q] = [0; 2].map(|_| points[rng.gen_range(0..points.len())].clone());
        match rng.gen_range(0..8) {
            0 => q = p.clone(),
            1 => q = curve.negated(&p),
            2 => q = None,
            _ => {}
        }
        Case {
            sum: curve.sum(&p, &q),
            p,
            q,
        }
    };
    let cases: Vec<Case> = (0..5000).map(case).collect();
    let mut adder = Adder::new(&config, curve.clone());
    adder.check(&cases, 4, 3);
}

#[test]
fn pairs_of_bn254_against_arkworks() {
    type Point = ark_bn254::G1Affine;
    let config = CurveConfig::bn254_g1();
    let curve = oracle(&config);
    let affine = |p: &Point| {
        let number = |x: &ark_bn254::Fq| BigUint::from(x.into_bigint());
        p.xy().map(|(x, y)| {
            (
                curve.field.element(number(&x), 0u32),
                curve.field.element(number(&y), 0u32),
            )
        })
    };
    let mut rng = StdRng::seed_from_u64(4);
    let case = |i: usize| {
        let [p, mut q] = [0; 2].map(|_| Point::rand(&mut rng));
        match i % 8 {
            0 => q = p,
            1 => q = -p,
            2 => q = Point::zero(),
            3 => q = (p + p).into_affine(),
            _ => {}
        }
        Case {
            sum: affine(&(p + q).into_affine()),
            p: affine(&p),
            q: affine(&q),
        }
    };
    let cases: Vec<Case> = (0..500).map(case).collect();
    let mut adder = Adder::new(&config, curve.clone());
    let clocks = adder.check(&cases, 0, 4);
    println!(
        "{:.1} clocks an addition",
        clocks as f64 / cases.len() as f64
    );
    assert!(clocks < cases.len() * 12 * 15 + 600, "the multiplier idles");
}
