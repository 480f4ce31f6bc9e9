//! Bit-exact simulation of the hardware: the Verilator run-time ([`verilator`]) and the
//! simulated card ([`card`]).
#![deny(unsafe_code)]

pub mod card;
pub mod verilator;
