//! Affine arithmetic on `y^2 = x^3 + b` by the textbook formulas, as oracle for the complete ones.

use super::field::{Element, Field};
use num_bigint::BigUint;

/// A point; `None` is infinity.
pub type Affine = Option<(Element, Element)>;

/// A curve over a prime field or its quadratic extension.
#[derive(Clone, Debug)]
pub struct Curve {
    /// Field of the coordinates.
    pub field: Field,
    /// Constant of the curve equation.
    pub b: Element,
}

impl Curve {
    /// `-p`.
    pub fn negated(&self, p: &Affine) -> Affine {
        p.as_ref()
            .map(|(x, y)| (x.clone(), self.field.minus(&self.field.zero(), y)))
    }

    /// `p + r`.
    pub fn sum(&self, p: &Affine, r: &Affine) -> Affine {
        let (Some((x1, y1)), Some((x2, y2))) = (p, r) else {
            return p.clone().or_else(|| r.clone());
        };
        if x1 == x2 && y1 != y2 {
            return None;
        }
        let f = &self.field;
        let slope = match x1 == x2 {
            true => {
                let xx = f.times(x1, x1);
                let numerator = f.plus(&f.plus(&xx, &xx), &xx);
                f.times(&numerator, &f.inverse(&f.plus(y1, y1)))
            }
            false => f.times(&f.minus(y2, y1), &f.inverse(&f.minus(x2, x1))),
        };
        let x3 = f.minus(&f.minus(&f.times(&slope, &slope), x1), x2);
        let y3 = f.minus(&f.times(&slope, &f.minus(x1, &x3)), y1);
        Some((x3, y3))
    }

    /// `k p`, by doubling and adding.
    pub fn multiple(&self, p: &Affine, k: &BigUint) -> Affine {
        (0..k.bits()).rev().fold(None, |acc, i| {
            let twice = self.sum(&acc, &acc);
            if k.bit(i) { self.sum(&twice, p) } else { twice }
        })
    }

    /// A point with this x, if there is one.
    pub fn lift(&self, x: Element) -> Affine {
        let f = &self.field;
        let y = f.root(&f.plus(&f.times(&f.times(&x, &x), &x), &self.b))?;
        Some((x, y))
    }

    /// All points but infinity; for small fields.
    pub fn points(&self) -> Vec<Affine> {
        let mut points = vec![];
        for point in self.field.elements().filter_map(|x| self.lift(x)) {
            let negated = self.negated(&Some(point.clone()));
            if negated.as_ref() != Some(&point) {
                points.push(negated);
            }
            points.push(Some(point));
        }
        points
    }

    /// Words of (X : Y : Z) with the given Z, X lowest, `bits` bits each; infinity is (0 : z : 0). Over the extension
    /// one word for each coefficient.
    pub fn projective(&self, p: &Affine, z: &Element, bits: usize) -> Vec<BigUint> {
        let zero = self.field.zero();
        let [x, y, z] = match p {
            Some((x, y)) => [self.field.times(x, z), self.field.times(y, z), z.clone()],
            None => [zero.clone(), z.clone(), zero],
        };
        self.words(&[x, y, z], bits)
    }

    /// Words of elements side by side, the first one lowest.
    pub fn words(&self, elements: &[Element], bits: usize) -> Vec<BigUint> {
        let word = |i: usize| {
            let parts = elements.iter().enumerate();
            parts.map(|(k, x)| &x.0[i] << (k * bits)).sum()
        };
        (0..self.field.degree).map(word).collect()
    }

    /// The affine point of (X : Y : Z) in words; fails unless all coordinates are canonical.
    pub fn affine(&self, words: &[BigUint], bits: usize) -> Affine {
        let mask = (BigUint::from(1u32) << bits) - 1u32;
        let part = |word: &BigUint, i: usize| (word >> (i * bits)) & &mask;
        let [x, y, z] = [0, 1, 2].map(|i| {
            let mut element = self.field.zero();
            for (c, word) in element.0.iter_mut().zip(words) {
                *c = part(word, i);
                assert!(*c < self.field.q, "not canonical: {words:x?}");
            }
            element
        });
        let zero = self.field.zero();
        if z == zero {
            assert!(
                x == zero && y != zero,
                "neither a point nor infinity: {words:x?}"
            );
            return None;
        }
        let inverse = self.field.inverse(&z);
        Some((
            self.field.times(&x, &inverse),
            self.field.times(&y, &inverse),
        ))
    }
}
