//! Leaf cells: the only place where Verilog text is written by hand.
//!
//! Every leaf holds a Rust model for RustHDL's own simulator beside its text; [`datapath`] generates both from one
//! netlist. Registers of data have no reset; control that needs one has a synchronous `reset`.

mod claim;
mod concat;
mod constant_sum;
mod credit_fifo;
pub mod datapath;
mod delay;
mod excess_words;
mod fifo;
mod first_one;
mod folded;
mod join;
mod limb_row;
mod limb_shift;
mod limb_sum;
mod memory;
mod pace;
mod paced_delay;
mod product;
mod skid;
mod total;
mod word_select;
mod words_differ;

pub use claim::{Assumption, Claim};
pub use concat::Concat;
pub use constant_sum::ConstantSum;
pub use credit_fifo::CreditFifo;
pub use delay::Delay;
pub use excess_words::ExcessWords;
pub use fifo::StreamFifo;
pub use first_one::FirstOne;
pub(crate) use folded::too_early;
pub use folded::{Folded, FoldedModel};
pub use join::Join;
pub use limb_row::{LIMB, LimbRow, limbs};
pub use limb_shift::LimbShift;
pub use limb_sum::{LimbSum, SumTerms};
pub use memory::{SimpleDualPort, TrueDualPort};
pub use pace::Pace;
pub use paced_delay::PacedDelay;
pub use product::Product;
pub use skid::Skid;
pub use total::Total;
pub use word_select::WordSelect;
pub use words_differ::WordsDiffer;

use rust_hdl::prelude::{Bits, LiteralType, ToBits, bit_cast};

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

/// A flag as a number, to be widened by its context like [`Widen`].
pub(crate) trait Flag {
    /// One or zero in `M` bits.
    fn to_bits<const M: usize>(self) -> Bits<M>;
}

impl Flag for bool {
    fn to_bits<const M: usize>(self) -> Bits<M> {
        LiteralType::from(self).to_bits()
    }
}

#[cfg(test)]
mod tests;

pub mod check;
pub mod cross;
