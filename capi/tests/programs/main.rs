//! Programs in C and Python against the libraries and headers of this crate.
//!
//! The libraries are those that cargo has just built, or those in the folder that
//! `ZKCARD_CAPI` names, laid out by `cargo xtask capi`.

mod c;
mod card;
#[path = "../../../host-prover/tests/library/card_curve.rs"]
#[allow(dead_code, reason = "the tests of the prover use the rest")]
mod card_curve;
mod layout;
mod python;
#[path = "../../../host-prover/tests/library/software_card.rs"]
#[allow(dead_code, reason = "the tests of the prover use the rest")]
mod software_card;
#[path = "../../../host-prover/tests/support/mod.rs"]
mod support;
