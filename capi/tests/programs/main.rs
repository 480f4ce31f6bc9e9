//! Programs in C and Python against the libraries and headers of this crate.
//!
//! The libraries are those that cargo has just built, or those in the folder that
//! `ZKCARD_CAPI` names, laid out by `cargo xtask capi`.

mod c;
mod layout;
mod python;
