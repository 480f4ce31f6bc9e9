//! Reads integers from bytes and says what was being read when they end.

use super::{Problem, moduli};

/// A position in bytes.
#[derive(Clone, Debug)]
pub(crate) struct Cursor<'a> {
    bytes: &'a [u8],
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    pub(crate) fn remaining(&self) -> usize {
        self.bytes.len()
    }

    pub(crate) fn take(&mut self, what: &'static str, count: u64) -> Result<&'a [u8], Problem> {
        let left = self.bytes.len() as u64;
        if count > left {
            return Err(Problem::Truncated {
                what,
                needed: count,
                left,
            });
        }
        let (head, tail) = self.bytes.split_at(count as usize);
        self.bytes = tail;
        Ok(head)
    }

    pub(crate) fn u32(&mut self, what: &'static str) -> Result<u32, Problem> {
        let bytes = self.take(what, 4)?;
        Ok(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }

    pub(crate) fn u64(&mut self, what: &'static str) -> Result<u64, Problem> {
        let low = self.u32(what)?;
        Ok(u64::from(low) | u64::from(self.u32(what)?) << 32)
    }

    /// A modulus: its length in bytes, then the number; both must be `expected`.
    pub(crate) fn modulus(
        &mut self,
        what: &'static str,
        expected: &[u8],
        curve: &'static str,
    ) -> Result<(), Problem> {
        let length = self.u32(what)?;
        let got = self.take(what, length.into())?;
        if got != expected {
            let found = moduli::owner(got);
            return Err(Problem::Curve { what, found, curve });
        }
        Ok(())
    }
}
