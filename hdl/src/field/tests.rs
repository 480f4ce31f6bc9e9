use super::*;
use crate::prim::datapath::{Netlist, Shape, Tile};
use num_bigint::BigUint;
use rand::rngs::StdRng;
use rand::{RngCore, SeedableRng};
use rust_hdl::prelude::*;

fn bn254() -> BigUint {
    ark_ff::PrimeField::into_bigint(-ark_bn254::Fq::from(1u32)).into()
}

fn bn254_q() -> BigUint {
    bn254() + 1u32
}

fn bls12_381_q() -> BigUint {
    let hex = "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab";
    BigUint::parse_bytes(hex.as_bytes(), 16).unwrap()
}

#[test]
fn modmul_is_exact_over_the_whole_lazy_range_of_small_moduli() {
    for q in (3u32..32).step_by(2) {
        let pipeline = ModMul::<16>::pipeline(&FieldConfig::new(q.into()));
        for (a, b) in (0..LAZY * q).flat_map(|a| (0..LAZY * q).map(move |b| (a, b))) {
            let p = pipeline.eval(&[a.into(), b.into()]);
            assert_eq!(p, [BigUint::from(a * b % q)], "q = {q}, a = {a}, b = {b}");
        }
    }
}

/// A number of up to `bits` bits.
fn random(rng: &mut StdRng, bits: u64) -> BigUint {
    let words = (0..bits.div_ceil(32)).map(|_| rng.next_u32()).collect();
    BigUint::new(words) & ((BigUint::from(1u32) << bits) - 1u32)
}

/// Corner values of the lazy range and random ones.
fn samples(q: &BigUint, count: usize, rng: &mut StdRng) -> Vec<BigUint> {
    let multiples = (1..=LAZY).map(|k| q * k);
    let near = multiples
        .flat_map(|m| [&m + 1u32, &m - 1u32, m].into_iter())
        .chain([0u32.into(), 1u32.into()]);
    let powers = (0..q.bits() + 2)
        .step_by(17)
        .map(|k| BigUint::from(1u32) << k);
    let bound = q * LAZY;
    let mut all: Vec<BigUint> = near.chain(powers).filter(|x| *x < bound).collect();
    all.extend((0..count).map(|_| random(rng, bound.bits() + 64) % &bound));
    all
}

#[test]
fn modmul_model_is_exact_at_every_width_and_shape() {
    let mut rng = StdRng::seed_from_u64(7);
    let mut moduli: Vec<BigUint> = [8u64, 10, 16, 17, 31, 64, 96, 127, 160, 255, 320]
        .map(|bits| {
            random(&mut rng, bits) | (BigUint::from(1u32) << (bits - 1)) | BigUint::from(1u32)
        })
        .into();
    moduli.extend([
        bn254_q(),
        bls12_381_q(),
        (BigUint::from(1u32) << 253) + 1u32,
        (BigUint::from(1u32) << 381) - 1u32,
    ]);
    for (i, q) in moduli.iter().enumerate() {
        let shape = Shape {
            tile: [Tile::ULTRASCALE, Tile::ECP5][i % 2],
            carry: [132, 64, 40][i % 3],
        };
        let pipeline = ModMul::<384>::pipeline(&FieldConfig {
            shape,
            ..FieldConfig::new(q.clone())
        });
        for a in samples(q, 12, &mut rng) {
            for b in samples(q, 3, &mut rng) {
                let p = pipeline.eval(&[a.clone(), b.clone()]);
                assert_eq!(p, [&a * &b % q], "q = {q:x}, a = {a:x}, b = {b:x}");
            }
        }
    }
}

#[test]
fn a_254_bit_product_takes_108_tiles() {
    let pipeline = ModMul::<256>::pipeline(&FieldConfig::new(bn254_q()));
    assert_eq!(pipeline.tiles(), 108);
    assert!(pipeline.latency() < 60, "latency {}", pipeline.latency());
    assert!(
        pipeline.sum_bits() < 26_000,
        "{} bits of sums",
        pipeline.sum_bits()
    );
}

#[test]
fn wide_products_are_exact_with_all_bits_set() {
    for width in [1, 4, 17, 26, 27, 66, 100, 256, 384] {
        let mut netlist = Netlist::new(Shape::default());
        let (a, b) = (netlist.input("a", width), netlist.input("b", width));
        let p = product(&mut netlist, &a, &b);
        let ones = (BigUint::from(1u32) << width) - 1u32;
        let got = netlist
            .finish(vec![("p", p)])
            .eval(&[ones.clone(), ones.clone()]);
        assert_eq!(got, [&ones * &ones], "width {width}");
    }
}

/// One result a clock from a block with ports a and b, against `expected`.
macro_rules! check_pipe {
    ($uut:expr, $out:ident, $q:expr, $bound:expr, $expected:expr) => {
        let mut uut = Box::new($uut);
        uut.connect_all();
        let (latency, mut on_the_way) = (uut.latency(), std::collections::VecDeque::new());
        for i in 0..$bound * $bound {
            let (a, b) = (i / $bound, i % $bound);
            uut.a.next = a.into();
            uut.b.next = b.into();
            on_the_way.push_back((a, b));
            for level in [false, true] {
                uut.clock.next.clk = level;
                assert!(simulate(uut.as_mut(), 100));
            }
            if on_the_way.len() == latency {
                let (a, b) = on_the_way.pop_front().unwrap();
                let expected: u64 = $expected(a, b);
                assert_eq!(uut.$out.val(), expected, "q = {}, a = {a}, b = {b}", $q);
            }
        }
    };
}

#[test]
fn blocks_deliver_one_result_a_clock() {
    for q in [3u64, 13, 29] {
        let field = FieldConfig::new(q.into());
        check_pipe!(ModMul::<16>::new(&field), p, q, 4 * q, |a, b| a * b % q);
        check_pipe!(ModAdd::<16>::new(&field), s, q, q, |a, b| (a + b) % q);
        check_pipe!(ModSub::<16>::new(&field), s, q, q, |a, b| (q + a - b) % q);
    }
}

#[test]
fn both_bodies_have_one_latency() {
    let field = FieldConfig::new(bn254_q());
    let rtl = ModMul::<256>::new(&field);
    let dpi = ModMul::<256>::new(&field.with_body(crate::emit::Body::Dpi));
    assert_eq!(rtl.latency(), dpi.latency());
}

#[test]
#[should_panic(expected = "odd")]
fn an_even_modulus_is_refused() {
    ModMul::<16>::new(&FieldConfig::new(8u32.into()));
}

#[test]
#[should_panic(expected = "container")]
fn a_modulus_too_wide_for_its_container_is_refused() {
    ModMul::<256>::new(&FieldConfig::new((BigUint::from(1u32) << 255) - 19u32));
}
