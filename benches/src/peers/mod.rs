//! What others compute with the same inputs: arkworks and halo2curves.
//!
//! ```text
//! points, scalars --> zkcard, arkworks, halo2curves, zkcard, ... --> equal results, times   [contest]
//! zkey, witness ----> a proof by ark-groth16                                                [Groth16]
//! ```
//!
//! `cargo xtask bench peers` runs the programs `peers_kernels`, `peers_arkworks` and `peers_process` and writes the report.

mod arkworks;
mod contest;
mod inputs;
mod msm;
mod ours;
mod transform;

pub use arkworks::{Groth16, OddCoset, ReadError};
pub use contest::{Contest, Disagreement, Times};
pub use inputs::{Halo2curves, bits, numbers};
pub use msm::{Scalars, msm};
pub use ours::{InPlace, Summed};
pub use transform::transform;

/// Names of those who compute, as reports show them.
pub mod names {
    /// This project.
    pub const ZKCARD: &str = "zkcard";
    /// ark-ec, ark-poly.
    pub const ARKWORKS: &str = "arkworks";
    /// halo2curves.
    pub const HALO2CURVES: &str = "halo2curves";
}
