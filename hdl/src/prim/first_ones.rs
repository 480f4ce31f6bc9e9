//! The two lowest set bits of a word.
//!
//! ```text
//! bits 0b..0110100 --> first 2, second 4, any, several, without_first 0b..0110000, without_both 0b..0100000
//! ```
//!
//! Interface: combinational. Latency: 0. Golden model: `trailing_zeros`.

use crate::named;
use rust_hdl::prelude::*;

/// Priority encoder for two requests at once; `I` bits number the `N` bits.
#[derive(LogicBlock)]
pub struct FirstOnes<const N: usize, const I: usize> {
    /// The word.
    pub bits: Signal<In, Bits<N>>,
    /// Number of its lowest set bit.
    pub first: Signal<Out, Bits<I>>,
    /// Number of the next set bit above.
    pub second: Signal<Out, Bits<I>>,
    /// Whether there is a first.
    pub any: Signal<Out, Bit>,
    /// Whether there is a second.
    pub several: Signal<Out, Bit>,
    /// The word with its lowest set bit cleared.
    pub without_first: Signal<Out, Bits<N>>,
    /// The word with its two lowest set bits cleared.
    pub without_both: Signal<Out, Bits<N>>,
}

impl<const N: usize, const I: usize> Default for FirstOnes<N, I> {
    /// # Panics
    /// When `I` bits do not number `N` bits.
    fn default() -> Self {
        assert!(N <= 1 << I && N > 1, "{I} bits number {N}");
        Self {
            bits: Default::default(),
            first: Default::default(),
            second: Default::default(),
            any: Default::default(),
            several: Default::default(),
            without_first: Default::default(),
            without_both: Default::default(),
        }
    }
}

impl<const N: usize, const I: usize> Logic for FirstOnes<N, I> {
    fn update(&mut self) {
        let word = self.bits.val();
        let mut set = (0..N).filter(|i| word.get_bit(*i));
        let (first, second) = (set.next(), set.next());
        self.any.next = first.is_some();
        self.several.next = second.is_some();
        self.first.next = (first.unwrap_or(0) as u64).into();
        self.second.next = (second.unwrap_or(0) as u64).into();
        let less = word.replace_bit(first.unwrap_or(0), false);
        self.without_first.next = less;
        self.without_both.next = less.replace_bit(second.unwrap_or(0), false);
    }
    fn connect(&mut self) {
        self.first.connect();
        self.second.connect();
        self.any.connect();
        self.several.connect();
        self.without_first.connect();
        self.without_both.connect();
    }
    fn hdl(&self) -> Verilog {
        Verilog::Custom(format!(
            "\
assign without_first = bits & (bits - {N}'d1);
assign without_both = without_first & (without_first - {N}'d1);
assign any = |bits;
assign several = |without_first;
wire [{top}:0] one = bits & ~without_first;
wire [{top}:0] two = without_first & ~without_both;
always_comb begin
    first = '0;
    second = '0;
    for (int i = 0; i < {N}; i = i + 1) begin
        if (one[i]) first = first | {I}'(i);
        if (two[i]) second = second | {I}'(i);
    end
end
",
            top = N - 1
        ))
    }
    named!();
}
