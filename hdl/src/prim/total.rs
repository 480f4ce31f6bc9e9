//! The sum of some numbers.
//!
//! ```text
//! total = part[0] + part[1] + ... + part[N-1]        modulo 2^W
//! ```
//!
//! Interface: combinational. Latency: 0. Golden model: integers.

use crate::named;
use rust_hdl::prelude::*;

/// Of `N` numbers of `W` bits.
#[derive(LogicBlock)]
pub struct Total<const N: usize, const W: usize> {
    /// The numbers.
    pub part: [Signal<In, Bits<W>>; N],
    /// Their sum.
    pub total: Signal<Out, Bits<W>>,
}

impl<const N: usize, const W: usize> Default for Total<N, W> {
    fn default() -> Self {
        Self {
            part: std::array::from_fn(|_| Default::default()),
            total: Default::default(),
        }
    }
}

impl<const N: usize, const W: usize> Logic for Total<N, W> {
    fn update(&mut self) {
        let parts = self.part.iter().map(|part| part.val());
        self.total.next = parts.fold(Bits::default(), |all, part| all + part);
    }
    fn connect(&mut self) {
        self.total.connect();
    }
    fn hdl(&self) -> Verilog {
        let parts: Vec<String> = (0..N).map(|i| format!("part_{i}")).collect();
        Verilog::Custom(format!("assign total = {};\n", parts.join(" + ")))
    }
    named!();
}
