//! Words side by side.
//!
//! ```text
//! whole = { part[N-1], ..., part[1], part[0] }
//! ```
//!
//! Interface: combinational. Latency: 0. Golden model: shift and or.

use crate::named;
use rust_hdl::prelude::*;

/// `N` parts of `W` bits make `P = N W` bits.
#[derive(LogicBlock)]
pub struct Join<const N: usize, const W: usize, const P: usize> {
    /// The parts, lowest first.
    pub part: [Signal<In, Bits<W>>; N],
    /// All of them.
    pub whole: Signal<Out, Bits<P>>,
}

impl<const N: usize, const W: usize, const P: usize> Default for Join<N, W, P> {
    /// # Panics
    /// When `P` is not `N W`.
    fn default() -> Self {
        assert_eq!(P, N * W, "width of {N} parts of {W}");
        Self {
            part: std::array::from_fn(|_| Default::default()),
            whole: Default::default(),
        }
    }
}

impl<const N: usize, const W: usize, const P: usize> Logic for Join<N, W, P> {
    fn update(&mut self) {
        let place = |i: usize| bit_cast::<P, W>(self.part[i].val()) << (i * W) as u64;
        self.whole.next = (0..N)
            .map(place)
            .fold(Bits::default(), |all, part| all | part);
    }
    fn connect(&mut self) {
        self.whole.connect();
    }
    fn hdl(&self) -> Verilog {
        let parts: Vec<String> = (0..N).rev().map(|i| format!("part_{i}")).collect();
        Verilog::Custom(format!("assign whole = {{{}}};\n", parts.join(", ")))
    }
    named!();
}
