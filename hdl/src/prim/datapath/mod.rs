//! Wide arithmetic as a small netlist built by a Rust loop.
//!
//! Types cannot carry computed widths, so a multiplier of any width is not a tree of blocks but one block whose
//! [`Pipeline`] was built by a [`Netlist`]: registered sums in chunks, DSP tiles, selections. Each net knows at
//! which clock it is valid; a later use of it goes through delay registers that are inserted where needed.
//! The same netlist is evaluated ([`Pipeline::eval`]) and printed ([`Pipeline::verilog`]). Two operations look back at
//! earlier sets of inputs ([`Netlist::hold`], [`Netlist::earlier`]), so that values which come in turns can meet.
//!
//! ```text
//!          time 0      1         2                  L
//! inputs ---+--[sum low]--.---[sum high]--> ... --> outputs, all at the same clock
//!           `----------delay----'
//! ```

mod dsp;
mod model;
mod netlist;
mod verilog;

pub use dsp::{DSP48E2_MACRO, DSP48E2_MODEL};
pub use model::{History, Pipeline, Running};
pub use netlist::{Bus, Netlist, Shape, Tile, Wire, constant, shift_left, zero_extend};

#[cfg(test)]
mod tests;
