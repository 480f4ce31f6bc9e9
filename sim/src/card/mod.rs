//! A whole simulated card: the verilated top, its memory in Rust, and its serial line.
//!
//! ```text
//!  SimLine (in process) --+                                    +-- Memory (AXI4, in Rust)
//!                         +-- bytes -- BitLine -- rx, tx -- model
//!  pty (any program) -----+                                    +-- clocks of three domains
//! ```
//!
//! The card runs on a thread of its own and sleeps while nothing happens. [`SimCard`] stops it when
//! dropped; [`SimCard::kill`] takes it away as if it were pulled out.

mod line;
mod memory;
mod pins;
mod presets;
mod pty;
mod simulation;
mod thread;

pub use memory::{Fault, MemoryOptions, Word};
pub use presets::{PRESET_DIVISOR, Preset, PresetError, PresetLine};
pub use simulation::{CardOptions, Statistics};
pub use thread::{CardError, SimCard, SimLine};
