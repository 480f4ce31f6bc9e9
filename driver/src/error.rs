//! Faults of a card or of the way to it.

use std::time::Duration;
use thiserror::Error;
use zkcard_wire::{WireError, frame::Status, job::JobStatus};

/// A fault of a card or of the way to it.
#[derive(Debug, Error)]
pub enum DriverError {
    /// The address of a card cannot be understood.
    #[error("{uri:?} is not the address of a card: {reason}")]
    Uri {
        /// The address.
        uri: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The address is that of a simulated card, and there is no simulation here.
    #[error(
        "{uri} is a simulated card within the process, which this build lacks; \
         build it with --features sim"
    )]
    NoSimulation {
        /// The address.
        uri: String,
    },
    /// The device is there and is no serial port.
    #[error("{device} is not a serial port")]
    NotAPort {
        /// The device.
        device: String,
    },
    /// The device cannot be opened.
    #[error("cannot open {device}: {source}")]
    Open {
        /// The device.
        device: String,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// Another process or thread works with the card.
    #[error("{device} is in use by another process")]
    Busy {
        /// The device.
        device: String,
    },
    /// The line to the card broke.
    #[error("the line to the card broke: {0}")]
    Line(#[source] std::io::Error),
    /// The card did not answer, however often it was asked.
    #[error("{device} did not answer {request} within {} ({})", whole(*waited), times(*attempts))]
    Silent {
        /// The device.
        device: String,
        /// What was asked.
        request: &'static str,
        /// Time spent asking.
        waited: Duration,
        /// Attempts made.
        attempts: u32,
    },
    /// The card refused a request.
    #[error("the card refused {request}: {status:?}")]
    Refused {
        /// What was asked.
        request: &'static str,
        /// Its answer.
        status: Status,
    },
    /// The answer breaks the contract.
    #[error("the card broke the contract: {0}")]
    Wire(#[from] WireError),
    /// The device is not a card.
    #[error("{device} is not a zkcard (it identifies as {magic:#010x})")]
    NotACard {
        /// The device.
        device: String,
        /// What it answered in place of the magic.
        magic: u32,
    },
    /// The card speaks another generation of the contract.
    #[error(
        "the card speaks version {got_major}.{got_minor} of the contract, this software {major}.x"
    )]
    Version {
        /// Major version of the card.
        got_major: u16,
        /// Minor version of the card.
        got_minor: u16,
        /// Major version of this software.
        major: u16,
    },
    /// What the card says of itself cannot be.
    #[error("the card says of itself what cannot be: {what}")]
    Impossible {
        /// What it says.
        what: String,
    },
    /// Card memory is too small.
    #[error("card memory is full: {needed} words of 64 bytes needed, {free} free")]
    MemoryFull {
        /// Words needed.
        needed: u64,
        /// Words free.
        free: u64,
    },
    /// The card knows as many sets of bases as it can.
    #[error("the card knows {most} sets of bases, and no more")]
    SetsFull {
        /// How many it can know.
        most: usize,
    },
    /// A region of card memory was used past its end.
    #[error("{bytes} bytes at offset {offset} do not fit a region of {words} words")]
    OutOfRegion {
        /// Offset in bytes.
        offset: usize,
        /// Length in bytes.
        bytes: usize,
        /// Words of the region.
        words: u32,
    },
    /// A job ended without a result.
    #[error("the job ended without a result: {}", ending(*.0))]
    Job(JobStatus),
    /// A job did not end in time.
    #[error("the job did not end within {}", whole(*.0))]
    JobTimeout(Duration),
    /// The card answered for a job that was not asked for.
    #[error("the card finished job {got}, which was not asked for; job {expected} was next")]
    WrongJob {
        /// Tag found.
        got: u32,
        /// Tag expected; zero if none was.
        expected: u32,
    },
}

impl DriverError {
    /// Whether the card cannot be reached any more, so that trying again is idle.
    pub fn is_lost(&self) -> bool {
        matches!(
            self,
            Self::Line(_)
                | Self::Silent { .. }
                | Self::Open { .. }
                | Self::NotAPort { .. }
                | Self::Busy { .. }
        )
    }
}

/// How a job ended, in words.
fn ending(status: JobStatus) -> &'static str {
    match status {
        JobStatus::Done => "it is done",
        JobStatus::Unsupported => "the card does no such jobs",
        JobStatus::MemoryError => "card memory answered with an error",
        JobStatus::MemoryTimeout => "card memory did not answer in time",
        JobStatus::Watchdog => "the watchdog stopped it",
        JobStatus::OutOfMemory => "it reaches beyond card memory",
        JobStatus::Overlap => "its regions would overwrite each other or bases",
        JobStatus::UnknownSet => "the card does not know its set of bases",
        JobStatus::WrongGroup => "its bases are of another group",
        JobStatus::TooMany => "it has more scalars than its set has bases",
    }
}

/// A time without digits that nobody needs.
fn whole(time: Duration) -> String {
    match time.as_millis() {
        ms @ 0..1000 => format!("{ms} ms"),
        ms => format!("{} s", ms.div_ceil(1000)),
    }
}

fn times(attempts: u32) -> String {
    match attempts {
        1 => "asked once".into(),
        attempts => format!("asked {attempts} times"),
    }
}
