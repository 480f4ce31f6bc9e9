//! Finds frames in a stream of bytes, whatever stands between them.

use super::{HEADER_BYTES, MAX_FRAME, MAX_PAYLOAD, START};
use crate::{crc, frame::CHECKSUM_BYTES};

/// A frame whose checksum matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame<'a> {
    /// What it carries; [`super::Kind`] or that with [`super::ANSWER`].
    pub kind: u8,
    /// The number that joins request and answer.
    pub sequence: u8,
    /// The payload.
    pub payload: &'a [u8],
}

/// Collects bytes until a whole, intact frame is there.
///
/// After a checksum that does not match, the search goes on behind the start
/// byte that misled it, so no intact frame among the bytes kept is lost.
#[derive(Clone, Debug)]
pub struct Parser {
    bytes: [u8; MAX_FRAME],
    len: usize,
    /// Length of the frame that was handed out and is still in `bytes`.
    taken: usize,
    dropped: u32,
}

impl Default for Parser {
    fn default() -> Self {
        Self {
            bytes: [0; MAX_FRAME],
            len: 0,
            taken: 0,
            dropped: 0,
        }
    }
}

impl Parser {
    /// An empty parser.
    pub fn new() -> Self {
        Self::default()
    }

    /// Frames dropped so far because of their length or checksum.
    pub fn dropped(&self) -> u32 {
        self.dropped
    }

    /// Forgets a partial frame.
    pub fn reset(&mut self) {
        (self.len, self.taken) = (0, 0);
    }

    /// Takes one more byte; returns a frame when this byte completes one.
    pub fn push(&mut self, byte: u8) -> Option<Frame<'_>> {
        self.discard(self.taken);
        self.taken = 0;
        self.bytes[self.len] = byte;
        self.len += 1;
        self.settle();
        (self.taken > 0).then(|| self.frame())
    }

    /// Drops what cannot be a frame, until the rest is incomplete or intact.
    fn settle(&mut self) {
        loop {
            let start = self.bytes[..self.len].iter().position(|&b| b == START);
            self.discard(start.unwrap_or(self.len));
            if self.len < HEADER_BYTES {
                return;
            }
            let end = HEADER_BYTES + self.payload_len();
            if self.payload_len() <= MAX_PAYLOAD {
                if self.len < end + CHECKSUM_BYTES {
                    return;
                }
                let sum = crc::checksum(&self.bytes[1..end]).to_le_bytes();
                if sum == self.bytes[end..end + CHECKSUM_BYTES] {
                    self.taken = end + CHECKSUM_BYTES;
                    return;
                }
            }
            self.dropped = self.dropped.saturating_add(1);
            self.discard(1);
        }
    }

    fn payload_len(&self) -> usize {
        usize::from(u16::from_le_bytes([self.bytes[3], self.bytes[4]]))
    }

    fn frame(&self) -> Frame<'_> {
        Frame {
            kind: self.bytes[1],
            sequence: self.bytes[2],
            payload: &self.bytes[HEADER_BYTES..HEADER_BYTES + self.payload_len()],
        }
    }

    fn discard(&mut self, count: usize) {
        self.bytes.copy_within(count..self.len, 0);
        self.len -= count;
    }
}
