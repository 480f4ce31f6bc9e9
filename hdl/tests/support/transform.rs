//! Transforms on plain integers.

use num_bigint::BigUint;

/// A prime field with roots of unity of order `2^two_adicity`.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) q: BigUint,
    /// A root of that order.
    pub(crate) root: BigUint,
    pub(crate) two_adicity: u32,
}

impl Field {
    /// The field of `q` elements, of which `generator` is no square.
    pub(crate) fn new(q: BigUint, generator: u32) -> Self {
        let odd = &q - 1u32;
        let two_adicity = odd.trailing_zeros().unwrap_or(0) as u32;
        let root = BigUint::from(generator).modpow(&(odd >> two_adicity), &q);
        Self {
            q,
            root,
            two_adicity,
        }
    }

    /// A root of unity of order `2^log`.
    pub(crate) fn root_of(&self, log: u32) -> BigUint {
        let power = BigUint::from(1u32) << (self.two_adicity - log);
        self.root.modpow(&power, &self.q)
    }

    pub(crate) fn times(&self, a: &BigUint, b: &BigUint) -> BigUint {
        a * b % &self.q
    }

    pub(crate) fn inverse(&self, a: &BigUint) -> BigUint {
        a.modpow(&(&self.q - 2u32), &self.q)
    }

    /// Values of the polynomial with these coefficients at `shift root^i`: by Horner's rule.
    pub(crate) fn values(&self, coefficients: &[BigUint], shift: &BigUint) -> Vec<BigUint> {
        let root = self.root_of(coefficients.len().ilog2());
        let mut x = shift.clone();
        let values = coefficients.iter().map(|_| {
            let horner = |sum: BigUint, c: &BigUint| (sum * &x + c) % &self.q;
            let value = coefficients.iter().rev().fold(BigUint::ZERO, horner);
            x = self.times(&x, &root);
            value
        });
        values.collect()
    }

    /// The same for many coefficients: from those of even and of odd powers.
    pub(crate) fn many_values(&self, coefficients: &[BigUint], shift: &BigUint) -> Vec<BigUint> {
        if coefficients.len() <= 8 {
            return self.values(coefficients, shift);
        }
        let part = |from: usize| -> Vec<BigUint> {
            let part: Vec<_> = coefficients.iter().skip(from).step_by(2).cloned().collect();
            self.many_values(&part, &self.times(shift, shift))
        };
        let (even, odd) = (part(0), part(1));
        let root = self.root_of(coefficients.len().ilog2());
        let mut x = shift.clone();
        let mut values = vec![BigUint::ZERO; coefficients.len()];
        for (i, (even, odd)) in even.iter().zip(&odd).enumerate() {
            let odd = self.times(odd, &x);
            values[i] = (even + &odd) % &self.q;
            values[i + coefficients.len() / 2] = (even + &self.q - odd) % &self.q;
            x = self.times(&x, &root);
        }
        values
    }
}

/// The lowest `bits` bits of `i` in the other order.
pub(crate) fn reversed(i: usize, bits: u32) -> usize {
    (0..bits).fold(0, |all, bit| all << 1 | (i >> bit & 1))
}
