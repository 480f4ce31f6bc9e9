//! Bit-exact simulation of the hardware: the Verilator run-time ([`verilator`]), the MSM core by
//! itself ([`msm`]) and the simulated card ([`card`]).
#![deny(unsafe_code)]

pub mod card;
pub mod msm;
pub mod verilator;
