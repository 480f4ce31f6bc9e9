//! Requests as values, so that no caller lays out a payload by hand.

use super::{Kind, MAX_PAYLOAD, MAX_REGISTERS, MAX_WORDS};
use crate::{WireError, layout::WORD_BYTES};

/// A request to the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request<'a> {
    /// Forget the last sequence number; identify.
    Sync,
    /// Read `count` registers from `offset` on.
    ReadRegisters {
        /// Byte offset of the first.
        offset: u16,
        /// How many.
        count: usize,
    },
    /// Write registers from `offset` on.
    WriteRegisters {
        /// Byte offset of the first.
        offset: u16,
        /// Their values.
        values: &'a [u32],
    },
    /// Read `count` words from `word` on.
    ReadMemory {
        /// Index of the first word.
        word: u32,
        /// How many.
        count: usize,
    },
    /// Write whole words from `word` on.
    WriteMemory {
        /// Index of the first word.
        word: u32,
        /// A multiple of 64 bytes.
        data: &'a [u8],
    },
}

impl Request<'_> {
    /// The kind of its frame.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Sync => Kind::Sync,
            Self::ReadRegisters { .. } => Kind::ReadRegisters,
            Self::WriteRegisters { .. } => Kind::WriteRegisters,
            Self::ReadMemory { .. } => Kind::ReadMemory,
            Self::WriteMemory { .. } => Kind::WriteMemory,
        }
    }

    /// Bytes that follow the status in an answer with [`super::Status::Ok`].
    pub const fn answer_len(&self) -> usize {
        match self {
            Self::Sync => 8,
            Self::ReadRegisters { count, .. } => 4 * *count,
            Self::ReadMemory { count, .. } => WORD_BYTES * *count,
            Self::WriteRegisters { .. } | Self::WriteMemory { .. } => 0,
        }
    }

    /// Lays the payload out and returns its length.
    ///
    /// # Errors
    /// When it asks for nothing or for more than a frame carries.
    pub fn payload(&self, out: &mut [u8; MAX_PAYLOAD]) -> Result<usize, WireError> {
        match *self {
            Self::Sync => Ok(0),
            Self::ReadRegisters { offset, count } => {
                check_count(count, "registers", MAX_REGISTERS)?;
                out[..2].copy_from_slice(&offset.to_le_bytes());
                out[2] = count as u8;
                Ok(3)
            }
            Self::WriteRegisters { offset, values } => {
                check_count(values.len(), "registers", MAX_REGISTERS)?;
                out[..2].copy_from_slice(&offset.to_le_bytes());
                for (bytes, value) in out[2..].chunks_exact_mut(4).zip(values) {
                    bytes.copy_from_slice(&value.to_le_bytes());
                }
                Ok(2 + 4 * values.len())
            }
            Self::ReadMemory { word, count } => {
                check_count(count, "memory words", MAX_WORDS)?;
                out[..4].copy_from_slice(&word.to_le_bytes());
                out[4] = count as u8;
                Ok(5)
            }
            Self::WriteMemory { word, data } => {
                let count = data.len().div_ceil(WORD_BYTES);
                check_count(count, "memory words", MAX_WORDS)?;
                if data.len() != count * WORD_BYTES {
                    let expected = count * WORD_BYTES;
                    return Err(WireError::PayloadLength {
                        got: data.len(),
                        expected,
                    });
                }
                out[..4].copy_from_slice(&word.to_le_bytes());
                out[4..4 + data.len()].copy_from_slice(data);
                Ok(4 + data.len())
            }
        }
    }
}

fn check_count(got: usize, what: &'static str, limit: usize) -> Result<(), WireError> {
    match got {
        0 => Err(WireError::Nothing { what }),
        _ if got > limit => Err(WireError::TooMany { what, got, limit }),
        _ => Ok(()),
    }
}
