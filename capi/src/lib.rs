//! The prover for programs in C: the functions of rapidsnark, and a few of our own.
//!
//! ```text
//! C program -> prover, verifier, extras (extern "C") -> border (raw memory) -> service -> zkcard
//! ```
//!
//! The contract is that of the headers in `capi/include`. `cargo xtask capi` builds
//! the libraries and lays them out with the headers, as `libzkcard` and as
//! `librapidsnark`. This is no library for Rust: use `zkcard`.
//!
//! `unsafe` is what a border to C needs and stands nowhere else: functions that C
//! calls, and the reading and writing of the memory they are given.

mod border;
pub mod extras;
mod failure;
mod process;
pub mod prover;
mod service;
pub mod verifier;
