//! The point adder in Verilator: against textbook affine addition, and against arkworks on BN254.

mod support;

use ark_ec::{AffineRepr, CurveGroup};
use ark_ff::{AdditiveGroup, PrimeField, UniformRand};
use num_bigint::BigUint;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::VecDeque;
use support::affine::{Affine, Curve};
use support::{assert_lint_clean, get_big, random_below, set_big, verilated};
use zkcard_hdl::curve::{CurveConfig, PointAdd};
use zkcard_hdl::emit::{Body, emit, on_large_stack};
use zkcard_hdl::field::FieldConfig;
use zkcard_sim::verilator::{Model, Optimise, PortId};

/// The adder as a pipe of big numbers.
struct Adder {
    model: Model,
    latency: usize,
    ports: [PortId; 8],
}

impl Adder {
    fn new<const N: usize, const P: usize>(config: CurveConfig) -> Self {
        let (design, latency) = on_large_stack(|| {
            let block = PointAdd::<N, P, 20>::new(&config);
            let latency = block.latency();
            (emit("point_add", block).unwrap(), latency)
        });
        assert_lint_clean(&design);
        let model = verilated(&design, Optimise::Build);
        let ports = [
            "clock",
            "valid",
            "tag",
            "p",
            "q",
            "sum",
            "sum_valid",
            "sum_tag",
        ]
        .map(|n| model.port(n).unwrap());
        Self {
            model,
            latency,
            ports,
        }
    }

    /// One clock; gives the sum that comes out, with its tag.
    fn step(&mut self, pair: Option<(u64, &BigUint, &BigUint)>) -> Option<(u64, BigUint)> {
        let [clock, valid, tag, p, q, sum, sum_valid, sum_tag] = self.ports;
        self.model.set(valid, pair.is_some().into());
        if let Some((number, a, b)) = pair {
            self.model.set(tag, number);
            set_big(&mut self.model, p, a);
            set_big(&mut self.model, q, b);
        }
        self.model.cycles(clock, 1);
        (self.model.get(sum_valid) == 1)
            .then(|| (self.model.get(sum_tag), get_big(&self.model, sum)))
    }

    /// Runs all pairs, with gaps, and checks latency, tag and sum of each.
    fn check(
        &mut self,
        curve: &Curve,
        bits: usize,
        rng: &mut StdRng,
        pairs: impl Iterator<Item = (Affine, Affine)>,
    ) {
        let mut pairs = pairs.peekable();
        let (mut waiting, mut clock, mut number) = (VecDeque::new(), 0, 0);
        while pairs.peek().is_some() || !waiting.is_empty() {
            let pair = if rng.gen_ratio(1, 9) {
                None
            } else {
                pairs.next()
            };
            let words = pair.as_ref().map(|(a, b)| {
                let [u, v] = [a, b].map(|point| {
                    let z = random_below(rng, &(&curve.q - 1u32)) + 1u32;
                    curve.projective(point, &z, bits)
                });
                number = (number + 1) % (1 << 20);
                (number, u, v)
            });
            let out = self.step(words.as_ref().map(|(n, u, v)| (*n, u, v)));
            clock += 1;
            if let Some((a, b)) = pair {
                waiting.push_back((clock + self.latency - 1, number, a, b));
            }
            let due = waiting.front().is_some_and(|(at, ..)| *at == clock);
            assert_eq!(
                out.is_some(),
                due,
                "a sum must come after exactly {} clocks",
                self.latency
            );
            if let (Some((tag, sum)), Some((_, number, a, b))) =
                (out, waiting.pop_front_if(|_| due))
            {
                assert_eq!(tag, number);
                assert_eq!(curve.affine(&sum, bits), curve.sum(&a, &b), "{a:?} + {b:?}");
            }
        }
    }
}

#[test]
fn every_pair_of_points_of_a_small_curve() {
    let curve = Curve::new(103u32, 5);
    let config = CurveConfig {
        field: FieldConfig::new(103u32.into()),
        b3: 15,
        one: 1u32.into(),
    };
    let mut points: Vec<Affine> = curve.points().into_iter().map(Some).collect();
    assert_eq!(points.len(), 96, "the group has prime order 97");
    points.push(None);
    let pairs = points
        .iter()
        .flat_map(|a| points.iter().map(move |b| (a.clone(), b.clone())));
    Adder::new::<32, 96>(config).check(&curve, 32, &mut StdRng::seed_from_u64(103), pairs);
}

/// Pairs that formulas tend to get wrong, and random ones.
fn hard_pairs(
    curve: &Curve,
    points: &[Affine],
    rng: &mut StdRng,
    count: usize,
) -> Vec<(Affine, Affine)> {
    let mut pairs = vec![(None, None)];
    for _ in 0..count {
        let [a, b] = [0, 1].map(|_| points[rng.gen_range(0..points.len())].clone());
        let double = curve.sum(&a, &a);
        pairs.extend([
            (a.clone(), a.clone()),
            (a.clone(), curve.negated(&a)),
            (a.clone(), None),
            (None, a.clone()),
        ]);
        pairs.extend([(double, curve.negated(&a)), (a, b)]);
    }
    pairs
}

#[test]
fn the_tiny_curve_in_full_containers() {
    let curve = Curve::new(65419u32, 3);
    let mut rng = StdRng::seed_from_u64(65419);
    let points: Vec<Affine> = curve.points().into_iter().map(Some).collect();
    assert_eq!(points.len(), 64920, "the group has prime order 64921");
    let mut pairs = hard_pairs(&curve, &points, &mut rng, 500);
    let zeros = points
        .iter()
        .filter(|p| p.as_ref().is_some_and(|(x, y)| x * y == BigUint::ZERO));
    pairs.extend(zeros.flat_map(|z| {
        points
            .iter()
            .step_by(997)
            .map(move |p| (z.clone(), p.clone()))
    }));
    Adder::new::<256, 768>(CurveConfig::tiny()).check(&curve, 256, &mut rng, pairs.into_iter());
}

fn to_affine(point: &ark_bn254::G1Affine) -> Affine {
    point
        .xy()
        .map(|(x, y)| (x.into_bigint().into(), y.into_bigint().into()))
}

fn bn254(body: Body, count: usize) {
    let config = CurveConfig::bn254_g1().with_body(body);
    let curve = Curve::new(config.field.modulus.clone(), 3);
    let mut rng = StdRng::seed_from_u64(254);
    let points: Vec<ark_bn254::G1Affine> = (0..64)
        .map(|_| ark_bn254::G1Projective::rand(&mut rng).into_affine())
        .collect();
    for pair in points.windows(2) {
        let sum = to_affine(&(pair[0] + pair[1]).into_affine());
        assert_eq!(
            curve.sum(&to_affine(&pair[0]), &to_affine(&pair[1])),
            sum,
            "the oracle agrees with arkworks"
        );
    }
    assert_eq!(ark_bn254::Fq::ZERO.into_bigint(), 0u32.into());
    let points: Vec<Affine> = points.iter().map(to_affine).collect();
    let pairs = hard_pairs(&curve, &points, &mut rng, count);
    Adder::new::<256, 768>(config).check(&curve, 256, &mut rng, pairs.into_iter());
}

#[test]
fn bn254_with_synthesisable_multipliers() {
    bn254(Body::Rtl, 150);
}

#[test]
fn bn254_with_multipliers_in_c() {
    bn254(Body::Dpi, 300);
}
