//! The lowest set bit of a word.
//!
//! ```text
//! bits 0b..0110100 --> first 2, any, rest 0b..0110000
//! ```
//!
//! Interface: combinational. Latency: 0. Golden model: `trailing_zeros`.

use crate::named;
use rust_hdl::prelude::*;

/// Priority encoder; `I` bits number the `N` bits.
#[derive(LogicBlock)]
pub struct FirstOne<const N: usize, const I: usize> {
    /// The word.
    pub bits: Signal<In, Bits<N>>,
    /// Number of its lowest set bit, or zero.
    pub first: Signal<Out, Bits<I>>,
    /// Whether there is one.
    pub any: Signal<Out, Bit>,
    /// The word with that bit cleared.
    pub rest: Signal<Out, Bits<N>>,
}

impl<const N: usize, const I: usize> Default for FirstOne<N, I> {
    /// # Panics
    /// When `I` bits do not number `N` bits.
    fn default() -> Self {
        assert!(N <= 1 << I && N > 1, "{I} bits number {N}");
        Self {
            bits: Default::default(),
            first: Default::default(),
            any: Default::default(),
            rest: Default::default(),
        }
    }
}

impl<const N: usize, const I: usize> Logic for FirstOne<N, I> {
    fn update(&mut self) {
        let word = self.bits.val();
        let first = (0..N).find(|i| word.get_bit(*i));
        self.any.next = first.is_some();
        self.first.next = (first.unwrap_or(0) as u64).into();
        self.rest.next = word.replace_bit(first.unwrap_or(0), false);
    }
    fn connect(&mut self) {
        self.first.connect();
        self.any.connect();
        self.rest.connect();
    }
    fn hdl(&self) -> Verilog {
        Verilog::Custom(format!(
            "\
assign rest = bits & (bits - {N}'d1);
assign any = |bits;
wire [{top}:0] one = bits & ~rest;
always_comb begin
    first = '0;
    for (int i = 0; i < {N}; i = i + 1)
        if (one[i]) first = first | {I}'(i);
end
",
            top = N - 1
        ))
    }
    named!();
}
