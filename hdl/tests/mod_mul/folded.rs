//! Folded multipliers: both bodies against each other and against integers.

use super::Multiplier;
use super::support::random_below;
use num_bigint::BigUint;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::VecDeque;
use zkcard_hdl::emit::Body;
use zkcard_hdl::field::FieldConfig;
use zkcard_hdl::ntt::NttField;
use zkcard_sim::verilator::Optimise;

/// Pairs of canonical factors.
type Pairs = Vec<(BigUint, BigUint)>;

/// Both bodies and integers agree on all pairs, mostly as close together as they may come, and farther apart, with other
/// numbers between them.
fn check<const N: usize>(q: &BigUint, pairs: Pairs, optimise: Optimise, seed: u64) {
    let field = FieldConfig::new(q.clone()).with_folded_multipliers();
    let [mut rtl, mut dpi] =
        [Body::Rtl, Body::Dpi].map(|body| Multiplier::new::<N>(&field, body, optimise));
    assert_eq!(rtl.latency, dpi.latency);
    let n = field.interval();
    let mut rng = StdRng::seed_from_u64(seed);
    let others: Vec<_> = (0..16).map(|_| random_below(&mut rng, q)).collect();
    let mut on_the_way = VecDeque::new();
    let mut pairs = pairs.into_iter().peekable();
    let (mut wait, mut clock) = (0, 0);
    while pairs.peek().is_some() || !on_the_way.is_empty() {
        let pair = (wait == 0).then(|| pairs.next()).flatten();
        wait = match &pair {
            Some(_) if rng.gen_bool(0.9) => n - 1,
            Some(_) => n - 1 + [1, 2, n - 1, n, 90][rng.gen_range(0..5)],
            None => wait.saturating_sub(1),
        };
        let valid = pair.is_some();
        let other = || (others[clock % 16].clone(), q - 1u32);
        let (a, b) = pair.unwrap_or_else(other);
        let results = [&mut rtl, &mut dpi].map(|body| body.step_if(valid, &a, &b));
        if valid {
            on_the_way.push_back((clock, a, b));
        }
        clock += 1;
        let due = |(start, ..): &mut (usize, _, _)| *start + rtl.latency == clock;
        if let Some((_, a, b)) = on_the_way.pop_front_if(due) {
            let p = &a * &b % q;
            let which = format!("q = {q:x}, a = {a:x}, b = {b:x}, seed {seed}");
            assert_eq!(results, [p.clone(), p], "{which}");
        }
    }
}

/// Corners with each other and with random factors, then random ones alone.
fn vectors(q: &BigUint, count: usize, seed: u64) -> Pairs {
    let mut rng = StdRng::seed_from_u64(seed);
    let corners = [BigUint::ZERO, 1u32.into(), q - 1u32, q - 2u32, q >> 1usize];
    let mut pairs: Pairs = corners
        .iter()
        .flat_map(|a| corners.iter().map(|b| (a.clone(), b.clone())))
        .collect();
    for corner in &corners {
        pairs.extend((0..20).map(|_| (corner.clone(), random_below(&mut rng, q))));
    }
    pairs.extend((0..count).map(|_| (random_below(&mut rng, q), random_below(&mut rng, q))));
    pairs
}

#[test]
fn every_product_of_small_moduli() {
    for q in [3u32, 29, 255] {
        let all = (0..q).flat_map(|a| (0..q).map(move |b| (a.into(), b.into())));
        check::<64>(&q.into(), all.collect(), Optimise::Build, q.into());
    }
}

/// Those where the quotient loses most: of 9, 27, 45 bits, close to a power of two; and their neighbours.
#[test]
fn products_of_moduli_at_the_borders_of_limbs() {
    let moduli = [
        511u64,
        262_143,
        (1 << 20) - 3,
        (1 << 21) - 9,
        134_206_145,
        (1 << 27) - 1,
        (1 << 36) - 5,
        (1 << 45) - 55,
    ];
    for q in moduli {
        let pairs = vectors(&q.into(), 2000, q);
        check::<64>(&q.into(), pairs, Optimise::Build, q);
    }
}

/// A product takes some twenty clocks here, so there are fewer of the widest than of pipes.
#[test]
fn products_of_wide_moduli() {
    let fields = [
        (NttField::bn254(), 100_000),
        (NttField::bls12_381(), 5000),
        (NttField::goldilocks(), 5000),
    ];
    for (seed, (field, count)) in fields.into_iter().enumerate() {
        let pairs = vectors(&field.modulus, count, seed as u64);
        check::<256>(&field.modulus, pairs, Optimise::Run, seed as u64);
    }
}
