//! Frames: registers, memory and interrupts over a serial line.
//!
//! ```text
//! | 0xA5 | kind | sequence | length (2) | payload (length) | CRC-32 (4) |
//! ```
//!
//! All fields are little-endian; the checksum covers everything from `kind` to
//! the end of the payload. One request is under way at a time. A request that
//! stays without an answer is sent again with the same sequence number; the
//! card answers a repeated write without doing it again. A frame whose checksum
//! does not match is dropped in silence, and so is a partial one after
//! [`IDLE_BITS`] bit times without a byte.
//!
//! | request | payload | answer, after the status byte |
//! |---|---|---|
//! | `Sync` | - | magic u32, version u32 |
//! | `ReadRegisters` | offset u16, count u8 | count x u32 |
//! | `WriteRegisters` | offset u16, values u32 ... | - |
//! | `ReadMemory` | word index u32, count u8 | count x 64 bytes |
//! | `WriteMemory` | word index u32, words of 64 bytes | - |
//! | `Event` (from the card, unasked, sequence 0) | no status; INTERRUPTS u32 | |
//!
//! `Sync` forgets the sequence number of the last request, so that a new
//! session cannot be mistaken for a repetition.

mod parser;
mod request;

pub use parser::{Frame, Parser};
pub use request::Request;

use crate::{WireError, crc, layout};

/// First byte of every frame.
pub const START: u8 = 0xA5;

/// Bytes before the payload.
pub const HEADER_BYTES: usize = 5;

/// Bytes after the payload.
pub const CHECKSUM_BYTES: usize = 4;

/// Most memory words in one frame.
pub const MAX_WORDS: usize = 16;

/// Most registers in one frame.
pub const MAX_REGISTERS: usize = 32;

/// Longest payload: a word index and sixteen words.
pub const MAX_PAYLOAD: usize = 4 + MAX_WORDS * layout::WORD_BYTES;

/// Longest frame.
pub const MAX_FRAME: usize = HEADER_BYTES + MAX_PAYLOAD + CHECKSUM_BYTES;

/// Bit times of silence after which a receiver drops a partial frame.
pub const IDLE_BITS: u32 = 1 << 14;

/// Bit that turns the kind of a request into the kind of its answer.
pub const ANSWER: u8 = 0x80;

/// Bytes on the line, both ways, when `words` memory words are read: requests
/// and answers, without any that are repeated.
pub const fn bytes_to_read(words: usize) -> usize {
    // A word index and a count there, a status back.
    bytes_to_move(words, 5 + 1)
}

/// The same when they are written.
pub const fn bytes_to_write(words: usize) -> usize {
    // A word index there, a status back.
    bytes_to_move(words, 4 + 1)
}

const fn bytes_to_move(words: usize, added: usize) -> usize {
    let added = 2 * (HEADER_BYTES + CHECKSUM_BYTES) + added;
    words * layout::WORD_BYTES + words.div_ceil(MAX_WORDS) * added
}

/// What a frame carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// Forget the last sequence number; identify.
    Sync = 0x01,
    /// Read consecutive registers.
    ReadRegisters = 0x02,
    /// Write consecutive registers, lowest first.
    WriteRegisters = 0x03,
    /// Read consecutive memory words.
    ReadMemory = 0x04,
    /// Write consecutive memory words.
    WriteMemory = 0x05,
    /// Interrupt, sent by the card on its own.
    Event = 0xC0,
}

/// First byte of an answer's payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Status {
    /// Done as asked.
    Ok = 0,
    /// The kind of the request is not known.
    UnknownKind = 1,
    /// The payload has the wrong length, or a count is zero or too large.
    BadLength = 2,
    /// A register does not exist or cannot be used this way; later writes of
    /// the same frame were not done.
    RegisterError = 3,
    /// Memory answered with an error.
    MemoryError = 4,
    /// Memory did not answer in time.
    MemoryTimeout = 5,
}

impl TryFrom<u8> for Status {
    type Error = WireError;

    fn try_from(code: u8) -> Result<Self, WireError> {
        Ok(match code {
            0 => Self::Ok,
            1 => Self::UnknownKind,
            2 => Self::BadLength,
            3 => Self::RegisterError,
            4 => Self::MemoryError,
            5 => Self::MemoryTimeout,
            code => {
                return Err(WireError::UnknownCode {
                    table: "frame status",
                    code: code.into(),
                });
            }
        })
    }
}

/// Writes a frame into `out` and returns its length.
///
/// # Errors
/// When the payload is longer than [`MAX_PAYLOAD`] or `out` is too short.
pub fn encode(out: &mut [u8], kind: u8, sequence: u8, payload: &[u8]) -> Result<usize, WireError> {
    let end = HEADER_BYTES + payload.len();
    let total = end + CHECKSUM_BYTES;
    let limit = MAX_PAYLOAD.min(out.len().saturating_sub(HEADER_BYTES + CHECKSUM_BYTES));
    if payload.len() > limit {
        return Err(WireError::PayloadTooLong {
            got: payload.len(),
            limit,
        });
    }
    out[0] = START;
    out[1] = kind;
    out[2] = sequence;
    out[3..5].copy_from_slice(&(payload.len() as u16).to_le_bytes());
    out[HEADER_BYTES..end].copy_from_slice(payload);
    let checksum = crc::checksum(&out[1..end]);
    out[end..total].copy_from_slice(&checksum.to_le_bytes());
    Ok(total)
}
