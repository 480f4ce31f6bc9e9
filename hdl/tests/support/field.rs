//! A prime field, or `Fq[u] / (u^2 + 1)`, on plain integers.

use super::random_below;
use num_bigint::BigUint;
use rand::rngs::StdRng;

/// c0 + c1 u; c1 is zero over the prime field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element(pub [BigUint; 2]);

/// Fields of odd characteristic, 3 modulo 4 where they are extended.
#[derive(Clone, Debug)]
pub struct Field {
    /// Prime modulus.
    pub q: BigUint,
    /// 1, or 2 of the extension.
    pub degree: usize,
}

impl Field {
    /// An element of small coefficients.
    pub fn element(&self, c0: impl Into<BigUint>, c1: impl Into<BigUint>) -> Element {
        Element([c0.into() % &self.q, c1.into() % &self.q])
    }

    /// 0.
    pub fn zero(&self) -> Element {
        self.element(0u32, 0u32)
    }

    /// Any element but zero.
    pub fn random_nonzero(&self, rng: &mut StdRng) -> Element {
        loop {
            let mut element = self.zero();
            for c in &mut element.0[..self.degree] {
                *c = random_below(rng, &self.q);
            }
            if element != self.zero() {
                return element;
            }
        }
    }

    /// All elements; for small fields.
    pub fn elements(&self) -> impl Iterator<Item = Element> + use<> {
        let q = self.q.iter_u64_digits().next().unwrap_or(0);
        let (upper, field) = (if self.degree == 2 { q } else { 1 }, self.clone());
        (0..upper).flat_map(move |c1| {
            let field = field.clone();
            (0..q).map(move |c0| field.element(c0, c1))
        })
    }

    /// x + y.
    pub fn plus(&self, x: &Element, y: &Element) -> Element {
        self.element(&x.0[0] + &y.0[0], &x.0[1] + &y.0[1])
    }

    /// x - y.
    pub fn minus(&self, x: &Element, y: &Element) -> Element {
        self.element(&x.0[0] + &self.q - &y.0[0], &x.0[1] + &self.q - &y.0[1])
    }

    /// x y.
    pub fn times(&self, x: &Element, y: &Element) -> Element {
        let q = &self.q;
        let [a, b, c, d] = [
            &x.0[0] * &y.0[0],
            &x.0[1] * &y.0[1],
            &x.0[0] * &y.0[1],
            &x.0[1] * &y.0[0],
        ];
        self.element(a + q * q - b, c + d)
    }

    /// 1 / x.
    pub fn inverse(&self, x: &Element) -> Element {
        let norm = &x.0[0] * &x.0[0] + &x.0[1] * &x.0[1];
        let inverse = norm.modpow(&(&self.q - 2u32), &self.q);
        self.element(&x.0[0] * &inverse, (&self.q - &x.0[1]) * inverse)
    }

    /// A square root, if there is one.
    pub fn root(&self, x: &Element) -> Option<Element> {
        let root = match self.degree {
            1 => self.element(self.prime_root(&x.0[0])?, 0u32),
            _ => self.extension_root(x)?,
        };
        (self.times(&root, &root) == *x).then_some(root)
    }

    /// By a power where q is 3 modulo 4.
    fn prime_root(&self, x: &BigUint) -> Option<BigUint> {
        let power = x.modpow(&((&self.q + 1u32) >> 2), &self.q);
        (&power * &power % &self.q == x % &self.q).then_some(power)
    }

    /// Of c0 + c1 u by the root of the norm, d: `x^2 = (c0 + d) / 2` for one of both signs, and `2 x y = c1`.
    fn extension_root(&self, of: &Element) -> Option<Element> {
        let [c0, c1] = &of.0;
        let q = &self.q;
        let d = self.prime_root(&((c0 * c0 + c1 * c1) % q))?;
        let half = (q + 1u32) >> 1;
        [d.clone(), q - d].into_iter().find_map(|d| {
            let x = self.prime_root(&((c0 + d) * &half % q))?;
            let y = match x == BigUint::ZERO {
                // Then c1 = 0 and -y^2 = c0.
                true => self.prime_root(&((q - c0) % q))?,
                false => c1 * (&x * 2u32).modpow(&(q - 2u32), q),
            };
            Some(self.element(x, y))
        })
    }
}
