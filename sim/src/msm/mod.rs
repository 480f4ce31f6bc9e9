//! The MSM core by itself in Verilator: runs jobs, checks its streams, reads its counters.
//!
//! ```text
//! bases, scalars --> [Sender] ==> core ==> [Receiver] --> S, T of all chains --> combine
//!                                  |
//!                                  '--> Counters
//! ```
//!
//! What a design does wrong is a panic that names the seed, as a failed assertion within the design is one.

mod combine;
mod core;
mod stream;

pub use self::core::{Core, Counters, Rates};
pub use combine::combine;
