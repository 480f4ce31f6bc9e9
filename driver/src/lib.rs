//! Reaches a card over any transport.
//!
//! ```text
//! Session (lock, resident memory, jobs) -> Card (identity, registers) -> Transport -> serial | ...
//! ```
//!
//! - [`Transport`] is five verbs: read and write a register, read and write
//!   memory, wait for an interrupt. All can fail, all have deadlines.
//! - [`serial`] is the transport over a byte line, with frames and retries.
//! - [`Card`] knows who a card is and refuses one that speaks another version.
//! - [`Session`] owns a card for as long as it lives: memory that stays
//!   resident, jobs that are submitted early and waited for late.
//! - [`fake`] is a card in software, with faults on demand, for tests.
//! - [`discovery`] finds cards without disturbing other devices.
//!
//! Nothing here knows a curve or a proof.

#![forbid(unsafe_code)]

pub mod card;
pub mod discovery;
pub mod error;
pub mod fake;
mod line_rate;
pub mod lock;
pub mod memory;
mod runtime;
pub mod serial;
pub mod session;
pub mod transport;
pub mod uri;

pub use card::{Card, Identity, Transforms};
pub use error::DriverError;
pub use line_rate::LineRate;
pub use session::{
    BaseSet, Completion, Counters, ErrorLatch, ErrorLatches, MsmCounters, Session, Ticket,
    TransformCounters, TransformRegions,
};
pub use transport::Transport;
pub use uri::CardUri;
