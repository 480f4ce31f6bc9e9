//! Which words of a vector differ from a constant.
//!
//! ```text
//! flags[i] = words[W i +: W] != value
//! ```
//!
//! Interface: combinational. Latency: 0. Golden model: comparison.

use crate::named;
use rust_hdl::prelude::*;

/// One flag for each of the `N` words of `W` bits in `P = N W` bits.
#[derive(LogicBlock)]
pub struct WordsDiffer<const P: usize, const W: usize, const N: usize> {
    /// The words, lowest first.
    pub words: Signal<In, Bits<P>>,
    /// Flag i: word i is not the constant.
    pub flags: Signal<Out, Bits<N>>,
    _value: Bits<W>,
}

impl<const P: usize, const W: usize, const N: usize> WordsDiffer<P, W, N> {
    /// Compares with `value`.
    ///
    /// # Panics
    /// When `P` is not `N W`.
    pub fn new(value: Bits<W>) -> Self {
        assert_eq!(P, N * W, "width of {N} words of {W}");
        Self {
            words: Default::default(),
            flags: Default::default(),
            _value: value,
        }
    }
}

impl<const P: usize, const W: usize, const N: usize> Logic for WordsDiffer<P, W, N> {
    fn update(&mut self) {
        let words = self.words.val();
        let differs = |i: usize| words.get_bits::<W>(i * W) != self._value;
        self.flags.next = (0..N).fold(Bits::default(), |flags: Bits<N>, i| {
            flags.replace_bit(i, differs(i))
        });
    }
    fn connect(&mut self) {
        self.flags.connect();
    }
    fn hdl(&self) -> Verilog {
        let value = self._value.verilog();
        Verilog::Custom(format!(
            "always_comb for (int i = 0; i < {N}; i = i + 1) flags[i] = words[i * {W} +: {W}] != {value};\n"
        ))
    }
    named!();
}
