//! CRC-32 (IEEE 802.3), the checksum of every serial frame.
//!
//! Reflected polynomial `0xEDB88320`, initial value and final inversion of all
//! ones; the check value of `"123456789"` is `0xCBF43926`. Hardware computes
//! the same function one byte a clock.

/// The reflected generator polynomial.
pub const POLYNOMIAL: u32 = 0xEDB8_8320;

/// State before the first byte.
pub const INITIAL: u32 = !0;

/// Takes one more byte into the running state.
pub const fn update(state: u32, byte: u8) -> u32 {
    let mut state = state ^ byte as u32;
    let mut bit = 0;
    while bit < 8 {
        let feedback = if state & 1 == 1 { POLYNOMIAL } else { 0 };
        state = (state >> 1) ^ feedback;
        bit += 1;
    }
    state
}

/// The checksum of a finished state.
pub const fn finish(state: u32) -> u32 {
    !state
}

/// The checksum of `bytes`.
pub fn checksum(bytes: &[u8]) -> u32 {
    finish(
        bytes
            .iter()
            .fold(INITIAL, |state, &byte| update(state, byte)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_the_published_check_value() {
        assert_eq!(checksum(b"123456789"), 0xCBF4_3926);
        assert_eq!(checksum(b""), 0);
    }
}
