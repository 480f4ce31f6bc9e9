//! The multi-scalar-multiplication core: Pippenger with signed digits, one adder, all windows in one pass.
//!
//! ```text
//! scalars --> Recoder --.                    .---------------------- sums ----------------------.
//!                       |                    v                                                  |
//!                       +--> Expander ==>      Bank x 2    ==> PairQueues ==> PairAdd ----------+
//!                       |     2 items        |                  mixed, full       ^             v
//! bases ----------------'     a clock        '--------------------------------> Reducer (S, T) --> results
//! ```
//!
//! New items and sums coming back are the same thing: a bucket and a point. What finds its bucket empty is stored,
//! what finds it full takes the stored point along to the adder. Every addition is therefore between two points that
//! nothing else waits for: no hazard, no retry, whatever the scalars are. An addition with an affine point takes eleven
//! products; where two sums meet, five such pairs share a slot for their twelfth.

mod bank;
pub mod board;
mod bucket_flags;
mod bucket_memory;
mod config;
mod core;
mod cores;
mod counters;
mod designs;
mod digit;
mod engine;
mod engine_control;
mod expander;
mod front;
mod lane;
mod negator;
mod pair_queues;
mod recoder;
mod reducer;
mod result_order;
mod word_clock;

pub use self::core::MsmCore;
pub use bank::Bank;
pub use bucket_flags::BucketFlags;
pub use bucket_memory::BucketMemory;
pub use config::MsmConfig;
pub use cores::{
    BLS12_381_AFFINE, BLS12_381_COORDINATE, BLS12_381_ITEM, BLS12_381_POINT, Bls12_381MsmCore,
    Bls12_381PairAdd, Bls12_381PairQueues, BoardMsmCore, CardMsmCore, CardOfTwoMsmCore,
    CardPairAdd, ShortMsmCore, TinyBoardMsmCore, TinyMsmCore, TinyWindowsMsmCore,
};
pub use counters::JobCounters;
pub use designs::designs;
pub use digit::DigitDecoder;
pub use engine::Engine;
pub use engine_control::EngineControl;
pub use expander::Expander;
pub use front::Front;
pub use lane::Lane;
pub use negator::Negator;
pub use pair_queues::{PairQueues, ShortPairQueues};
pub use recoder::Recoder;
pub use reducer::Reducer;
pub use result_order::ResultOrder;
pub use word_clock::WordClock;

/// Bits of a coordinate's container in cores over BN254 and smaller fields, such as the card's and the board's.
pub const COORDINATE: usize = 256;
/// Bits of their projective points, X lowest.
pub const POINT: usize = 3 * COORDINATE;
/// Bits of their points in a bucket: below, the point; the highest bit tells that it is affine, with Z = 1.
pub const ITEM: usize = POINT + 1;
/// Bits of their affine points, x lowest.
pub const AFFINE: usize = 2 * COORDINATE;
/// Bits of their bases in memory: affine x, then y; all zeros is infinity.
pub const BASE: usize = AFFINE;
/// Bits of a scalar's container in all cores.
pub const SCALAR: usize = 256;

// The board's core shifts by literals: these.
const _: () = assert!(COORDINATE == 256 && POINT == 768);

#[cfg(test)]
mod tests;
