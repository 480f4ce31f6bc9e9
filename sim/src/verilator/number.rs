//! Ports as numbers of any width.
use super::model::{Model, PortId};
use num_bigint::BigUint;

impl Model {
    /// Sets a port of any width; bits above it are dropped.
    pub fn set_number(&mut self, port: PortId, value: &BigUint) {
        if self.bits(port) <= 64 {
            return self.set(port, value.iter_u64_digits().next().unwrap_or(0));
        }
        let digits = value.iter_u32_digits().chain(std::iter::repeat(0));
        let words = self.words_mut(port).iter_mut();
        words.zip(digits).for_each(|(word, digit)| *word = digit);
    }

    /// Reads a port of any width.
    pub fn number(&self, port: PortId) -> BigUint {
        if self.bits(port) <= 64 {
            self.get(port).into()
        } else {
            BigUint::from_slice(self.words(port))
        }
    }
}
