//! The modular multiplier in Verilator: both bodies against each other and against integers.

mod folded;
mod paced;
#[path = "../support/mod.rs"]
mod support;

use num_bigint::BigUint;
use rand::SeedableRng;
use rand::rngs::StdRng;
use std::collections::VecDeque;
use support::{assert_lint_clean, random_below, verilated};
use zkcard_hdl::emit::{Body, Design, emit};
use zkcard_hdl::field::{FieldConfig, LAZY, ModMul};
use zkcard_hdl::prim::datapath::{DSP48E2_MACRO, DSP48E2_MODEL};
use zkcard_sim::verilator::{Model, Optimise, PortId};

/// A model of one body.
struct Multiplier {
    model: Model,
    latency: usize,
    clock: PortId,
    valid: PortId,
    a: PortId,
    b: PortId,
    p: PortId,
}

impl Multiplier {
    fn new<const N: usize>(field: &FieldConfig, body: Body, optimise: Optimise) -> Self {
        let block = ModMul::<N>::new(&field.clone().with_body(body));
        let latency = block.latency();
        let design = emit("mod_mul", block).unwrap();
        assert_lint_clean(&design);
        Self::of(&design, latency, optimise)
    }

    fn of(design: &Design, latency: usize, optimise: Optimise) -> Self {
        let model = verilated(design, optimise);
        let port = |name| model.port(name).unwrap();
        let [clock, valid, a, b, p] = ["clock", "valid", "a", "b", "p"].map(port);
        Self {
            model,
            latency,
            clock,
            valid,
            a,
            b,
            p,
        }
    }

    fn step(&mut self, a: &BigUint, b: &BigUint) -> BigUint {
        self.step_if(true, a, b)
    }

    fn step_if(&mut self, valid: bool, a: &BigUint, b: &BigUint) -> BigUint {
        self.model.set(self.valid, valid.into());
        self.model.set_number(self.a, a);
        self.model.set_number(self.b, b);
        self.model.cycles(self.clock, 1);
        self.model.number(self.p)
    }
}

/// Both bodies and integers agree on all `vectors`.
fn check<const N: usize>(
    q: &BigUint,
    optimise: Optimise,
    vectors: impl Iterator<Item = (BigUint, BigUint)>,
) {
    let field = FieldConfig::new(q.clone());
    let [mut rtl, mut dpi] =
        [Body::Rtl, Body::Dpi].map(|body| Multiplier::new::<N>(&field, body, optimise));
    assert_eq!(rtl.latency, dpi.latency);
    let mut on_the_way = VecDeque::new();
    let flush = std::iter::repeat_n((BigUint::ZERO, BigUint::ZERO), rtl.latency);
    for (a, b) in vectors.chain(flush) {
        let (from_rtl, from_dpi) = (rtl.step(&a, &b), dpi.step(&a, &b));
        on_the_way.push_back((a, b));
        if on_the_way.len() == rtl.latency {
            let (a, b) = on_the_way.pop_front().unwrap();
            let expected = &a * &b % q;
            assert_eq!(from_rtl, expected, "Rtl: q = {q:x}, a = {a:x}, b = {b:x}");
            assert_eq!(from_dpi, expected, "Dpi: q = {q:x}, a = {a:x}, b = {b:x}");
        }
    }
}

/// Random factors from the whole lazy range, every eighth a corner of it.
fn wide(q: &BigUint, count: usize, seed: u64) -> impl Iterator<Item = (BigUint, BigUint)> {
    let (mut rng, bound) = (StdRng::seed_from_u64(seed), q * LAZY);
    let corners: Vec<BigUint> = (1..=LAZY)
        .flat_map(|k| [q * k - 1u32, q * (k - 1), q * (k - 1) + 1u32])
        .collect();
    (0..count).map(move |i| {
        let corner = |k: usize| corners[k % corners.len()].clone();
        let (a, b) = (
            random_below(&mut rng, &bound),
            random_below(&mut rng, &bound),
        );
        match i % 16 {
            0 => (corner(i / 16), b),
            8 => (corner(i / 16), corner(i / 16 / corners.len())),
            _ => (a, b),
        }
    })
}

#[test]
fn a_million_products_at_254_bits() {
    let hex = b"30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47";
    let q = BigUint::parse_bytes(hex, 16).unwrap();
    check::<256>(&q, Optimise::Build, wide(&q, 1_000_000, 254));
}

#[test]
fn many_products_at_381_bits() {
    let hex = b"1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab";
    let q = BigUint::parse_bytes(hex, 16).unwrap();
    check::<384>(&q, Optimise::Build, wide(&q, 50_000, 381));
}

#[test]
fn every_product_of_small_moduli() {
    for q in [255u32, 257, 511] {
        let all = (0..LAZY * q).flat_map(|a| (0..LAZY * q).map(move |b| (a.into(), b.into())));
        check::<16>(&q.into(), Optimise::Build, all);
    }
}

/// The slices as the device's own, cascades among them.
#[test]
fn slices_of_the_device_multiply_the_same() {
    let hex = b"30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47";
    let q = BigUint::parse_bytes(hex, 16).unwrap();
    let block = ModMul::<256>::new(&FieldConfig::new(q.clone()));
    let latency = block.latency();
    let mut design = emit("mod_mul", block).unwrap();
    design.verilog = format!("`define {DSP48E2_MACRO}\n{DSP48E2_MODEL}{}", design.verilog);
    let mut device = Multiplier::of(&design, latency, Optimise::Build);
    let vectors: Vec<_> = wide(&q, 20_000, 48).collect();
    for i in 0..vectors.len() + latency - 1 {
        let (a, b) = &vectors[i.min(vectors.len() - 1)];
        let p = device.step(a, b);
        if let Some((a, b)) = (i + 1).checked_sub(latency).map(|i| &vectors[i]) {
            assert_eq!(p, a * b % &q, "a = {a:x}, b = {b:x}");
        }
    }
}
