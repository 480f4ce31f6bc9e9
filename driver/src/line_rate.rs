//! How fast the serial line to a card is, and what the way over it takes.

use std::fmt;
use zkcard_wire::frame;

/// Bits of a byte on the line: a start bit, eight of data, a stop bit.
const BITS_OF_BYTE: usize = 10;

/// How fast the serial line to a card is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineRate {
    /// Transport clocks of the card per bit.
    pub clocks_per_bit: u32,
    /// Bits a second; none where the transport clock has no rate, as in a
    /// simulation.
    pub baud: Option<u32>,
}

impl LineRate {
    /// Core clocks in which `words` words of memory come over the line, to judge
    /// what a long result costs. All bytes of requests and answers count, one
    /// after the other; what the computer adds to each does not.
    ///
    /// Where line or core clock (in kHz, zero if unknown) has no rate, as in a
    /// simulation, a core clock counts as long as a transport clock.
    pub fn clocks_to_read(&self, words: usize, core_kilohertz: u32) -> f64 {
        let of_bit = match (core_kilohertz, self.baud) {
            (0, _) | (_, None | Some(0)) => f64::from(self.clocks_per_bit),
            (kilohertz, Some(baud)) => f64::from(kilohertz) * 1e3 / f64::from(baud),
        };
        (frame::bytes_to_read(words) * BITS_OF_BYTE) as f64 * of_bit
    }

    /// Seconds in which `there` words go to the memory of the card and `back` words come from it, counted as by
    /// [`Self::clocks_to_read`]; none where the line has no rate.
    pub fn seconds_to_move(&self, there: usize, back: usize) -> Option<f64> {
        let baud = self.baud.filter(|baud| *baud > 0)?;
        let bytes = frame::bytes_to_write(there) + frame::bytes_to_read(back);
        Some((bytes * BITS_OF_BYTE) as f64 / f64::from(baud))
    }
}

impl fmt::Display for LineRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} clocks a bit", self.clocks_per_bit)?;
        match self.baud {
            Some(baud) => write!(f, " ({baud} baud)"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_take_as_long_as_their_frames() {
        let rate = |baud| LineRate {
            clocks_per_bit: 26,
            baud,
        };
        // 16 words: a request of 14 bytes, an answer of 1034.
        let bits = 10.0 * 1048.0;
        let clocks = rate(Some(3_000_000)).clocks_to_read(16, 250_000);
        assert!((clocks - bits * 250.0 / 3.0).abs() < 1.0, "{clocks}");
        for (baud, kilohertz) in [
            (None, 250_000),
            (Some(3_000_000), 0),
            (None, 0),
            (Some(0), 1),
        ] {
            assert_eq!(rate(baud).clocks_to_read(16, kilohertz), 26.0 * bits);
        }
        assert_eq!(rate(None).clocks_to_read(0, 0), 0.0);
        // There 16 words in a request of 1037 bytes with an answer of 10, back as above.
        let rated = rate(Some(3_000_000));
        let seconds = rated.seconds_to_move(32, 16).unwrap();
        let bits = 10.0 * (2.0 * 1047.0 + 1048.0);
        assert!((seconds - bits / 3e6).abs() < 1e-9, "{seconds}");
        assert_eq!(rated.seconds_to_move(0, 0), Some(0.0));
        for none in [None, Some(0)] {
            assert_eq!(rate(none).seconds_to_move(16, 16), None);
        }
    }
}
