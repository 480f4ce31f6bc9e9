//! One word out of many in a vector.
//!
//! ```text
//! word = words[W index +: W]
//! ```
//!
//! Interface: combinational. Latency: 0. Golden model: shift and mask.

use crate::named;
use rust_hdl::prelude::*;

/// A multiplexer: word number `index` of the `P / W` words in `words`.
#[derive(LogicBlock)]
pub struct WordSelect<const P: usize, const W: usize, const I: usize> {
    /// The words, lowest first.
    pub words: Signal<In, Bits<P>>,
    /// Which.
    pub index: Signal<In, Bits<I>>,
    /// That one; undefined beyond the last.
    pub word: Signal<Out, Bits<W>>,
}

impl<const P: usize, const W: usize, const I: usize> Default for WordSelect<P, W, I> {
    /// # Panics
    /// When `P` is not a multiple of `W`, or `I` bits do not number the words.
    fn default() -> Self {
        assert!(
            P.is_multiple_of(W) && P / W <= 1 << I,
            "{I} bits number {P} / {W} words"
        );
        Self {
            words: Default::default(),
            index: Default::default(),
            word: Default::default(),
        }
    }
}

impl<const P: usize, const W: usize, const I: usize> Logic for WordSelect<P, W, I> {
    fn update(&mut self) {
        let index = self.index.val().index();
        self.word.next = if index < P / W {
            self.words.val().get_bits::<W>(index * W)
        } else {
            Bits::default()
        };
    }
    fn connect(&mut self) {
        self.word.connect();
    }
    fn hdl(&self) -> Verilog {
        Verilog::Custom(format!("assign word = words[index * {W} +: {W}];\n"))
    }
    named!();
}
