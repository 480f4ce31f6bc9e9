//! One command a file.

pub(crate) mod cards;
pub(crate) mod completions;
pub(crate) mod demo;
#[cfg(feature = "fullprove")]
pub(crate) mod fullprove;
pub(crate) mod inspect;
pub(crate) mod prove;
pub(crate) mod setup;
#[cfg(feature = "sim")]
pub(crate) mod sim;
pub(crate) mod verify;
