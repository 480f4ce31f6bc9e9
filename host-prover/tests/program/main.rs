//! The program `zkcard`, on the CPU and with simulated cards.

#[path = "../library/software_card.rs"]
#[allow(dead_code, reason = "the tests of the library use the rest")]
mod card;
#[path = "../library/card_curve.rs"]
mod card_curve;
mod cli;
#[cfg(feature = "fullprove")]
mod fullprove;
mod setup;
#[cfg(feature = "sim")]
mod simulated_card;
#[cfg(unix)]
mod software_card;
#[path = "../support/mod.rs"]
mod support;
#[path = "../library/software_transforms.rs"]
mod transforms;
