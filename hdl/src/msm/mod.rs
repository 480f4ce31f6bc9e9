//! The multi-scalar-multiplication core: Pippenger with signed digits, one adder, all windows in one pass.
//!
//! ```text
//! scalars --> Recoder --.
//!                       +--> Expander ==> BucketMemory --> pairs --> PointAdd --.
//! bases ----------------'        (1-2 items a clock) ^                          |
//!                                                    '--------- sums -----------+
//!                                                     Reducer (S, T) <----------'--> results
//! ```
//!
//! New items and sums coming back are the same thing: a bucket and a point. What finds its bucket empty is stored,
//! what finds it full takes the stored point along to the adder. Every addition is therefore between two points that
//! nothing else waits for: no hazard, no stall, whatever the scalars are.

mod bucket_flags;
mod bucket_memory;
mod config;
mod core;
mod counters;
mod designs;
mod digit;
mod expander;
mod pair_queue;
mod recoder;
mod reducer;

pub use self::core::MsmCore;
pub use bucket_flags::BucketFlags;
pub use bucket_memory::BucketMemory;
pub use config::{CardMsmCore, MsmConfig, TinyMsmCore};
pub use counters::JobCounters;
pub use designs::designs;
pub use digit::DigitDecoder;
pub use expander::Expander;
pub use pair_queue::PairQueue;
pub use recoder::Recoder;
pub use reducer::Reducer;

/// Bits of a coordinate's container.
pub const COORDINATE: usize = 256;
/// Bits of a projective point, X lowest.
pub const POINT: usize = 3 * COORDINATE;
/// Bits of a base in memory: affine x, then y; all zeros is infinity.
pub const BASE: usize = 2 * COORDINATE;
/// Bits of a scalar's container.
pub const SCALAR: usize = 256;

// Slices in RustHDL kernels take their offsets as literals: these.
const _: () = assert!(COORDINATE == 256 && POINT == 768);

#[cfg(test)]
mod tests;
