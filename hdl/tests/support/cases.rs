//! Curves as oracles, and pairs of points that formulas tend to get wrong.

use super::affine::{Affine, Curve};
use super::field::Field;
use super::pairs::Case;
use rand::Rng;
use rand::rngs::StdRng;
use zkcard_hdl::curve::CurveConfig;

/// The curve of `config` as oracle.
pub fn oracle(config: &CurveConfig) -> Curve {
    let field = Field {
        q: config.field.modulus.clone(),
        degree: 1,
    };
    let b = field.element(config.b3 / 3, 0u32);
    Curve { field, b }
}

/// The curve over Fq2 as oracle: `3 b = 2 + c u`.
pub fn extension_oracle(config: &CurveConfig) -> Curve {
    let field = Field {
        q: config.field.modulus.clone(),
        degree: 2,
    };
    let third = field.inverse(&field.element(3u32, 0u32));
    let b = field.times(&field.element(2u32, config.extended_b3), &third);
    Curve { field, b }
}

/// Points with random x.
pub fn random_points(curve: &Curve, rng: &mut StdRng, count: usize) -> Vec<Affine> {
    let xs = std::iter::repeat_with(|| curve.field.random_nonzero(rng));
    xs.map(|x| curve.lift(x))
        .filter(Option::is_some)
        .take(count)
        .collect()
}

/// Pairs that formulas tend to get wrong, and random ones: of both kinds, and such that only a full pair can be.
pub fn hard_cases(
    points: &[Affine],
    rng: &mut StdRng,
    count: usize,
    add: impl Fn(&Affine, &Affine) -> Affine,
    negate: impl Fn(&Affine) -> Affine,
) -> (Vec<Case>, Vec<Case>) {
    let mut both = vec![];
    let mut full = vec![(None, None)];
    for _ in 0..count {
        let [a, b] = [0, 1].map(|_| points[rng.gen_range(0..points.len())].clone());
        both.extend([
            (a.clone(), a.clone()),
            (a.clone(), negate(&a)),
            (None, a.clone()),
            (add(&a, &a), negate(&a)),
            (a.clone(), b),
        ]);
        full.extend([(a, None), (None, None)]);
    }
    full.extend(both.iter().cloned());
    let case = |(p, q): (Affine, Affine)| Case {
        sum: add(&p, &q),
        p,
        q,
    };
    (
        both.into_iter().map(case).collect(),
        full.into_iter().map(case).collect(),
    )
}
