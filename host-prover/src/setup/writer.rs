//! Writes the container that zkey files share with others (see [`formats`](crate::formats)).

use ark_ff::{BigInteger, PrimeField};

/// A file under way.
pub(super) struct Writer(Vec<u8>);

impl Writer {
    /// Of a kind, with so many sections.
    pub(super) fn new(magic: &str, version: u32, sections: u32) -> Self {
        let head = [version, sections].map(u32::to_le_bytes);
        Self([magic.as_bytes(), head.as_flattened()].concat())
    }

    /// Adds a section.
    pub(super) fn section(&mut self, id: u32, content: &[u8]) {
        self.0.extend_from_slice(&id.to_le_bytes());
        self.0
            .extend_from_slice(&(content.len() as u64).to_le_bytes());
        self.0.extend_from_slice(content);
    }

    /// All bytes.
    pub(super) fn finish(self) -> Vec<u8> {
        self.0
    }
}

/// How a header names a field: bytes of its numbers, and its modulus.
pub(super) fn field<F: PrimeField>() -> Vec<u8> {
    let modulus = F::MODULUS.to_bytes_le();
    [&(modulus.len() as u32).to_le_bytes()[..], &modulus].concat()
}
