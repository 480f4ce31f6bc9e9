//! Leaf cells: the only place where Verilog text is written by hand.
//!
//! Every leaf holds a Rust model for RustHDL's own simulator beside its text; [`datapath`] generates both from one
//! netlist. Registers of data have no reset; control that needs one has a synchronous `reset`.

pub mod datapath;
mod delay;
mod excess_words;
mod fifo;
mod first_one;
mod join;
mod memory;
mod product;
mod skid;
mod word_select;
mod words_differ;

pub use delay::Delay;
pub use excess_words::ExcessWords;
pub use fifo::StreamFifo;
pub use first_one::FirstOne;
pub use join::Join;
pub use memory::{SimpleDualPort, TrueDualPort};
pub use product::Product;
pub use skid::Skid;
pub use word_select::WordSelect;
pub use words_differ::WordsDiffer;

use rust_hdl::prelude::{Bits, bit_cast};

/// Zero extension that costs no Verilog text: under `#[hdl_gen]` a method named `to_bits` passes its receiver through
/// and Verilog's own rules widen it. Use it only where an assignment or operator gives the width.
pub trait Widen {
    /// The same number in `M` bits.
    fn to_bits<const M: usize>(self) -> Bits<M>;
}

impl<const N: usize> Widen for Bits<N> {
    fn to_bits<const M: usize>(self) -> Bits<M> {
        assert!(M >= N, "to_bits cannot narrow");
        bit_cast::<M, N>(self)
    }
}

#[cfg(test)]
mod tests;

pub mod check;
pub mod cross;
