//! Affine arithmetic on `y^2 = x^3 + b` by the textbook formulas, as oracle for the complete ones.

use num_bigint::BigUint;

/// A point; `None` is infinity.
pub type Affine = Option<(BigUint, BigUint)>;

/// A curve over a prime field, coordinates as plain numbers.
#[derive(Clone, Debug)]
pub struct Curve {
    /// Prime modulus.
    pub q: BigUint,
    /// Constant of the curve equation.
    pub b: BigUint,
}

impl Curve {
    /// A curve over a field of `q` elements.
    pub fn new(q: impl Into<BigUint>, b: u32) -> Self {
        Self {
            q: q.into(),
            b: b.into(),
        }
    }

    fn inverse(&self, x: &BigUint) -> BigUint {
        x.modpow(&(&self.q - 2u32), &self.q)
    }

    /// `x - y mod q`.
    fn minus(&self, x: &BigUint, y: &BigUint) -> BigUint {
        (x + &self.q - y) % &self.q
    }

    /// `-p`.
    pub fn negated(&self, p: &Affine) -> Affine {
        p.as_ref()
            .map(|(x, y)| (x.clone(), (&self.q - y) % &self.q))
    }

    /// `p + r`.
    pub fn sum(&self, p: &Affine, r: &Affine) -> Affine {
        let (Some((x1, y1)), Some((x2, y2))) = (p, r) else {
            return p.clone().or_else(|| r.clone());
        };
        if x1 == x2 && y1 != y2 {
            return None;
        }
        let slope = match x1 == x2 {
            true => x1 * x1 * 3u32 * self.inverse(&(y1 * 2u32 % &self.q)) % &self.q,
            false => self.minus(y2, y1) * self.inverse(&self.minus(x2, x1)) % &self.q,
        };
        let x3 = self.minus(&self.minus(&(&slope * &slope % &self.q), x1), x2);
        let y3 = self.minus(&(slope * self.minus(x1, &x3) % &self.q), y1);
        Some((x3, y3))
    }

    /// `k p`, by doubling and adding.
    pub fn multiple(&self, p: &Affine, k: &BigUint) -> Affine {
        (0..k.bits()).rev().fold(None, |acc, i| {
            let twice = self.sum(&acc, &acc);
            if k.bit(i) { self.sum(&twice, p) } else { twice }
        })
    }

    /// All points but infinity; for small fields.
    pub fn points(&self) -> Vec<(BigUint, BigUint)> {
        let q = self.q.iter_u64_digits().next().unwrap_or(0);
        let b = self.b.iter_u64_digits().next().unwrap_or(0);
        let mut roots = vec![vec![]; q as usize];
        (0..q).for_each(|y| roots[(y * y % q) as usize].push(y));
        let on = |x: u64| {
            roots[((x * x % q * x + b) % q) as usize]
                .iter()
                .map(move |y| (x.into(), (*y).into()))
        };
        (0..q).flat_map(on).collect()
    }

    /// (X : Y : Z) with the given Z, X lowest, `bits` bits each; infinity is (0 : z : 0).
    pub fn projective(&self, p: &Affine, z: &BigUint, bits: usize) -> BigUint {
        let [x, y, z] = match p {
            Some((x, y)) => [x * z % &self.q, y * z % &self.q, z.clone()],
            None => [BigUint::ZERO, z.clone(), BigUint::ZERO],
        };
        x | y << bits | z << (2 * bits)
    }

    /// The affine point of (X : Y : Z) in one word; fails unless all coordinates are canonical.
    pub fn affine(&self, word: &BigUint, bits: usize) -> Affine {
        let mask = (BigUint::from(1u32) << bits) - 1u32;
        let [x, y, z] = [0, 1, 2].map(|i| (word >> (i * bits)) & &mask);
        assert!(
            x < self.q && y < self.q && z < self.q,
            "not canonical: {word:x}"
        );
        if z == BigUint::ZERO {
            assert!(
                x == BigUint::ZERO && y != BigUint::ZERO,
                "neither a point nor infinity: {word:x}"
            );
            return None;
        }
        let inverse = self.inverse(&z);
        Some((x * &inverse % &self.q, y * inverse % &self.q))
    }
}
