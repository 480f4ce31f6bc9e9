//! Bit-exact simulation of the hardware: the Verilator run-time ([`verilator`]), the MSM core by
//! itself ([`msm`]), the NTT core ([`ntt`]) and the simulated card ([`card`]).
#![deny(unsafe_code)]

pub mod card;
pub mod msm;
pub mod ntt;
pub mod verilator;
