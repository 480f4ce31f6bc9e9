//! Error latches: what a card noted apart from the answers it gave.

use std::{fmt, ops::BitOrAssign};
use zkcard_wire::registers::errors;

/// One error latch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorLatch {
    /// Memory answered with an error.
    Memory,
    /// Memory did not answer in time.
    MemoryTimeout,
    /// A frame was dropped because its checksum did not match.
    FrameChecksum,
    /// The rest of a frame did not come.
    FramePartial,
    /// A job was stopped by the watchdog.
    Watchdog,
    /// Bytes came faster than they could be taken.
    Overrun,
    /// A job was refused before it ran.
    JobRefused,
    /// A bit that a later version of the contract defines.
    Unknown(u32),
}

impl ErrorLatch {
    fn of(bit: u32) -> Self {
        match 1 << bit {
            errors::MEMORY => Self::Memory,
            errors::MEMORY_TIMEOUT => Self::MemoryTimeout,
            errors::FRAME_CHECKSUM => Self::FrameChecksum,
            errors::FRAME_PARTIAL => Self::FramePartial,
            errors::WATCHDOG => Self::Watchdog,
            errors::OVERRUN => Self::Overrun,
            errors::JOB_REFUSED => Self::JobRefused,
            _ => Self::Unknown(bit),
        }
    }

    /// A name for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Memory => "memory",
            Self::MemoryTimeout => "memory_timeout",
            Self::FrameChecksum => "frame_checksum",
            Self::FramePartial => "frame_partial",
            Self::Watchdog => "watchdog",
            Self::Overrun => "overrun",
            Self::JobRefused => "job_refused",
            Self::Unknown(_) => "unknown",
        }
    }
}

impl fmt::Display for ErrorLatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Memory => "its memory answered with an error",
            Self::MemoryTimeout => "its memory did not answer in time",
            Self::FrameChecksum => "a frame to it was dropped for its checksum",
            Self::FramePartial => "a frame to it was dropped because its rest did not come",
            Self::Watchdog => "its watchdog stopped a job",
            Self::Overrun => "bytes came faster than it could take them",
            Self::JobRefused => "it refused a job",
            Self::Unknown(bit) => return write!(f, "error bit {bit}, unknown to this software"),
        })
    }
}

/// A set of error latches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ErrorLatches(u32);

impl ErrorLatches {
    /// The value of the register `ERRORS`.
    pub fn from_bits(bits: u32) -> Self {
        Self(bits)
    }

    /// Whether none is set.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those that are set, lowest bit first.
    pub fn iter(self) -> impl Iterator<Item = ErrorLatch> {
        let set = (0..u32::BITS).filter(move |bit| self.0 >> bit & 1 != 0);
        set.map(ErrorLatch::of)
    }
}

impl BitOrAssign for ErrorLatches {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_bit_of_the_contract_has_a_name_and_no_other() {
        let all = ErrorLatches::from_bits(u32::MAX);
        let known: Vec<_> = all.iter().filter(|l| l.name() != "unknown").collect();
        assert_eq!(known.len(), 7);
        let names: HashSet<_> = known.iter().map(|latch| latch.name()).collect();
        assert_eq!(names.len(), known.len());
        assert_eq!(all.iter().count(), 32);
        assert_eq!(all.iter().last(), Some(ErrorLatch::Unknown(31)));
    }

    #[test]
    fn sets_are_joined_and_listed_in_order() {
        let mut set = ErrorLatches::from_bits(errors::OVERRUN);
        set |= ErrorLatches::from_bits(errors::FRAME_CHECKSUM);
        let listed: Vec<_> = set.iter().collect();
        assert_eq!(listed, [ErrorLatch::FrameChecksum, ErrorLatch::Overrun]);
        assert!(!set.is_empty() && ErrorLatches::default().is_empty());
    }
}
