//! Witnesses of circom circuits, computed from their inputs by the program that circom writes.
//!
//! ```text
//! input.json --input--> signals by the hashes of their names --.
//! circuit.wasm -------------> calculator (wasmtime) <----------'
//!                                  |
//!                                  '--> prime, and a number for each variable
//! ```
//!
//! The program runs within this process, compiled to machine code, with no access to anything
//! but its own memory. This crate knows no field: numbers are as wide as the program says.

#![forbid(unsafe_code)]

mod calculator;
mod error;
mod input;

pub use calculator::{Calculator, Numbers};
pub use error::WitnessError;
pub use input::Inputs;
