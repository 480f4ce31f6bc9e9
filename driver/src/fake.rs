//! A card in software, with faults on demand.
//!
//! It keeps the contract of `zkcard_wire` as a card does: registers, memory,
//! jobs, sequence numbers. What an MSM or transform computes is up to its user, so tests of
//! everything above the line need neither hardware nor simulation. It says
//! nothing about the hardware: that is what the simulated card is for.

mod card;
mod execute;
mod job;
mod line;
#[cfg(unix)]
mod terminal;

pub use card::{Compute, ComputeTransform, FakeCard};
pub use line::{FakeLine, Fault, Faults};
#[cfg(unix)]
pub use terminal::FakeTerminal;
