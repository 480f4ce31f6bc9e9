//! The limb-serial multiplier in Verilator, against integers.

mod support;

use num_bigint::BigUint;
use rand::SeedableRng;
use rand::rngs::StdRng;
use std::collections::VecDeque;
use support::{assert_lint_clean, random_below, verilated};
use zkcard_hdl::curve::CurveConfig;
use zkcard_hdl::emit::emit;
use zkcard_hdl::field::{SerialField, SerialModMul};
use zkcard_hdl::prim::limbs;
use zkcard_sim::verilator::{Model, Optimise};

/// Feeds a product every `slot` clocks and reads all limbs of each.
struct Multiplier {
    model: Model,
    field: SerialField,
    slot: usize,
}

impl Multiplier {
    fn new(modulus: &BigUint, pause: usize) -> Self {
        let field = SerialField::new(modulus);
        let design = emit("serial_mod_mul", SerialModMul::new(&field)).unwrap();
        assert_lint_clean(&design);
        Self {
            model: verilated(&design, Optimise::Build),
            slot: field.limbs + pause,
            field,
        }
    }

    fn set(&mut self, name: &str, value: u64) {
        let port = self.model.port(name).unwrap();
        self.model.set(port, value);
    }

    fn get(&self, name: &str) -> u64 {
        self.model.get(self.model.port(name).unwrap())
    }

    /// All products, with `b` of each one while `a` of the next comes.
    fn run(&mut self, pairs: &[(BigUint, BigUint)]) -> Vec<BigUint> {
        let (n, slot) = (self.field.limbs, self.slot);
        let clock = self.model.port("clock").unwrap();
        let zero = BigUint::ZERO;
        let slots = pairs.len() + 1;
        let tail = SerialModMul::latency_of(n) + n;
        let (mut starts, mut words) = (VecDeque::new(), vec![]);
        let mut now = (vec![], vec![]);
        for t in 0..slots * slot + tail {
            let (at, i) = (t / slot, t % slot);
            if i == 0 {
                let of = |k: Option<usize>| k.and_then(|k| pairs.get(k));
                now = (
                    limbs(of(Some(at)).map_or(&zero, |p| &p.0), n),
                    limbs(of(at.checked_sub(1)).map_or(&zero, |p| &p.1), n),
                );
            }
            let active = i < n;
            self.set("a_valid", (active && at < pairs.len()).into());
            self.set("b_valid", (active && at > 0 && at < slots).into());
            self.set("b_first", (i == 0).into());
            self.set("b_last", (i == n - 1).into());
            self.set("a", now.0.get(i).copied().unwrap_or(0));
            self.set("b", now.1.get(i).copied().unwrap_or(0));
            self.model.eval();
            if self.get("p_first") == 1 {
                starts.push_back(t);
            }
            words.push(self.get("p"));
            self.model.cycles(clock, 1);
        }
        assert_eq!(starts.len(), pairs.len(), "as many products as pairs");
        let latency = slot + SerialModMul::latency_of(n);
        let expected = (0..pairs.len()).map(|k| k * slot + latency);
        assert!(starts.iter().copied().eq(expected), "latency");
        let number = |start: usize| {
            let limbs = words[start..start + n].iter().rev();
            limbs.fold(BigUint::ZERO, |sum, limb| (sum << 18) + limb)
        };
        starts.into_iter().map(number).collect()
    }

    fn check(&mut self, pairs: &[(BigUint, BigUint)]) {
        let q = self.field.modulus.clone();
        let bound = &q * 2u32;
        for ((a, b), p) in pairs.iter().zip(self.run(pairs)) {
            assert!(p < bound, "q = {q:x}, a = {a:x}, b = {b:x}: {p:x}");
            let expected = self.field.divided(&(a * b));
            assert_eq!(p % &q, expected, "q = {q:x}, a = {a:x}, b = {b:x}");
        }
    }
}

#[test]
fn every_product_of_small_moduli() {
    for (q, pause) in [(3u32, 0), (13, 1), (31, 0)] {
        let range = 4 * q;
        let all = (0..range).flat_map(|a| (0..range).map(move |b| (a.into(), b.into())));
        Multiplier::new(&q.into(), pause).check(&all.collect::<Vec<_>>());
    }
}

/// Random pairs over the whole range of the slack, every eighth at its corners.
fn wide(q: &BigUint, count: usize, seed: u64) -> Vec<(BigUint, BigUint)> {
    let mut rng = StdRng::seed_from_u64(seed);
    let bound = q << (SerialField::SLACK / 2);
    let corners: Vec<BigUint> = [1u32, 2, 3, 16, 32]
        .iter()
        .flat_map(|k| [q * k - 1u32, q * (k - 1), q * (k - 1) + 1u32])
        .collect();
    let pair = |i: usize| {
        let [a, b] = [0; 2].map(|_| random_below(&mut rng, &bound));
        let corner = |k: usize| corners[k % corners.len()].clone();
        match i % 16 {
            0 => (corner(i / 16), b),
            8 => (corner(i / 16), corner(i / 16 / corners.len())),
            _ => (a, b),
        }
    };
    (0..count).map(pair).collect()
}

#[test]
fn a_hundred_thousand_products_at_254_bits() {
    let q = CurveConfig::bn254_g1().field.modulus;
    Multiplier::new(&q, 0).check(&wide(&q, 100_000, 254));
}

#[test]
fn products_at_381_bits_and_with_pauses() {
    let hex = b"1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab";
    let q = BigUint::parse_bytes(hex, 16).unwrap();
    Multiplier::new(&q, 2).check(&wide(&q, 4_000, 381));
}
