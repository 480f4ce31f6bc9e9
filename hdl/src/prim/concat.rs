//! Two numbers side by side.
//!
//! ```text
//! whole = { high, low }
//! ```
//!
//! Interface: combinational. Latency: 0. Golden model: shift and or.

use crate::named;
use rust_hdl::prelude::*;

/// `H` bits above `L` bits make `P = H + L` bits.
#[derive(LogicBlock)]
pub struct Concat<const H: usize, const L: usize, const P: usize> {
    /// The upper bits.
    pub high: Signal<In, Bits<H>>,
    /// The lower bits.
    pub low: Signal<In, Bits<L>>,
    /// Both.
    pub whole: Signal<Out, Bits<P>>,
}

impl<const H: usize, const L: usize, const P: usize> Default for Concat<H, L, P> {
    /// # Panics
    /// When `P` is not `H + L`.
    fn default() -> Self {
        assert_eq!(P, H + L, "width of {H} and {L} bits");
        Self {
            high: Default::default(),
            low: Default::default(),
            whole: Default::default(),
        }
    }
}

impl<const H: usize, const L: usize, const P: usize> Logic for Concat<H, L, P> {
    fn update(&mut self) {
        let high = bit_cast::<P, H>(self.high.val()) << L as u64;
        self.whole.next = high | bit_cast::<P, L>(self.low.val());
    }
    fn connect(&mut self) {
        self.whole.connect();
    }
    fn hdl(&self) -> Verilog {
        Verilog::Custom("assign whole = {high, low};\n".into())
    }
    named!();
}
