//! Field arithmetic on the vector units of a processor, eight elements at a time.
//!
//! ```text
//!                 cpu: what this processor can do, one dispatcher
//!                               |
//!             field, eight: what is computed, and in which ranges
//!                      |                            |
//!              portable: u64, u128          ifma: AVX-512 IFMA
//! ```
//!
//! `portable` and `ifma` have the same names; the test `conformance` runs on both.
//! Code that computes is written once over any [`Eight`]: a [`Kernel`] that enters
//! [`Section`]s.
//! This is the only crate of the workspace with the `unsafe` of vector units, all
//! of it in `ifma::lane`.

#![deny(unsafe_code)]

mod constants;
pub mod cpu;
mod eight;
pub mod field;
#[cfg(target_arch = "x86_64")]
mod ifma;
pub mod msm;
pub mod ntt;
mod portable;
mod quadratic;
pub mod rows;

pub use cpu::{Cpu, CpuError, Kernel, Level};
pub use eight::{Eight, LANES, Section};
pub use field::Field;
pub use portable::inverse;
pub use quadratic::{Extendable, Quadratic};
