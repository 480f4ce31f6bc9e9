//! The NTT core by itself in Verilator: runs jobs over a memory that behaves as a good or a real one does.
//!
//! ```text
//! Job --> core <==> Memory -- Timing: steady with gaps, or Dram
//!           '--> Counters
//! ```

mod core;
mod dram;
mod memory;

pub use self::core::{Counters, Job, NttSim, Work};
pub use dram::{Dram, DramConfig, DramCounters};
pub use memory::{Memory, Pace, Steady, Timing};
