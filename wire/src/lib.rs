//! The contract between the card and its software.
//!
//! Everything that hardware and software must agree on stands here once: the
//! [registers](mod@registers), the [jobs](job) a card takes, the
//! [frames](frame) that carry both over a serial line, and the
//! [layout](mod@layout) of numbers in card memory. The register decoder of the
//! hardware, the driver and the reference page are all made from these tables.
//!
//! The crate has no dependencies and needs no allocator.

#![no_std]
#![forbid(unsafe_code)]

#[cfg(test)]
extern crate std;

mod base_kind;
pub mod crc;
pub mod error;
pub mod frame;
mod group;
pub mod identity;
pub mod job;
pub mod layout;
pub mod registers;
pub mod sets;
pub mod transform;

pub use base_kind::BaseKind;
pub use error::WireError;
pub use group::Group;
