//! The program `zkcard`, on the CPU and with simulated cards.

mod cli;
#[cfg(feature = "sim")]
mod simulated_card;
#[path = "../support/mod.rs"]
mod support;
