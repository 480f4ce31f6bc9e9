//! Words of a beat to the lanes they are for: as they come, or along a diagonal.
//!
//! ```text
//! word x of the answer = word x          of the beat, or
//!                        word (t - x) mod W of the beat
//! ```
//!
//! Between two passes a block of W by W words lies in memory by diagonals: beat t holds, at place w, the word of row
//! t - w and column w. Its columns wrote it without crossing each other; here its rows get it back, and one such turn is
//! all that a transposition takes. Source: the transpositions of the four-step transform, Bailey, "FFTs in external or
//! hierarchical memory", 1990; here without a memory of their own.
//!
//! Interface: pipe without valid. Latency: [`Turn::latency`], a clock for each bit of t and one for the other order, three
//! at least, the time that indices take.
//! Golden model: the formula.

use crate::named;
use rust_hdl::prelude::*;
use std::collections::VecDeque;

/// Beats of `W` words of `N` bits; `L` bits number the words.
#[derive(LogicBlock)]
pub struct Turn<const W: usize, const N: usize, const L: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Whether the beat is a diagonal.
    pub diagonal: Signal<In, Bit>,
    /// Which: t.
    pub diagonal_number: Signal<In, Bits<L>>,
    /// The words of the beat.
    pub beat: [Signal<In, Bits<N>>; W],
    /// The words of the lanes.
    pub words: [Signal<Out, Bits<N>>; W],
    _line: VecDeque<Vec<Bits<N>>>,
}

impl<const W: usize, const N: usize, const L: usize> Default for Turn<W, N, L> {
    /// # Panics
    /// When `W` is not `2^L`, or 1.
    fn default() -> Self {
        assert!(W == 1 << L && L > 0, "{L} bits number {W} words");
        let port = || Default::default();
        Self {
            clock: Default::default(),
            diagonal: Default::default(),
            diagonal_number: Default::default(),
            beat: std::array::from_fn(|_| port()),
            words: std::array::from_fn(|_| Default::default()),
            _line: vec![vec![Bits::default(); W]; Self::EXTRA + L].into(),
        }
    }
}

impl<const W: usize, const N: usize, const L: usize> Turn<W, N, L> {
    const EXTRA: usize = (L == 1) as usize;

    /// Clocks from a beat to its words.
    pub fn latency(&self) -> usize {
        L + 1 + Self::EXTRA
    }
}

impl<const W: usize, const N: usize, const L: usize> Logic for Turn<W, N, L> {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            let (diagonal, turn) = (self.diagonal.val(), self.diagonal_number.val().index());
            let place = |x: usize| match diagonal {
                true => (turn + W - x) % W,
                false => x,
            };
            let words = (0..W).map(|x| self.beat[place(x)].val()).collect();
            self._line.push_back(words);
            let now = self._line.pop_front().unwrap_or_default();
            for (port, word) in self.words.iter_mut().zip(now) {
                port.next = word;
            }
        }
    }
    fn connect(&mut self) {
        for word in &mut self.words {
            word.connect();
        }
    }
    /// The order is turned round by crossing wires, then rotated by each bit of t.
    fn hdl(&self) -> Verilog {
        let top = N - 1;
        let mut text = format!("logic [{}:0] turn0;\nlogic diagonal0;\n", L - 1);
        let mut clocked =
            String::from("    turn0 <= diagonal_number;\n    diagonal0 <= diagonal;\n");
        for x in 0..W {
            text += &format!("logic [{top}:0] s0_{x};\n");
            let other = (W - x) % W;
            clocked += &format!("    s0_{x} <= diagonal ? beat_{other} : beat_{x};\n");
        }
        for bit in 0..L {
            let next = bit + 1;
            text += &format!("logic [{}:0] turn{next};\nlogic diagonal{next};\n", L - 1);
            clocked +=
                &format!("    turn{next} <= turn{bit};\n    diagonal{next} <= diagonal{bit};\n");
            for x in 0..W {
                text += &format!("logic [{top}:0] s{next}_{x};\n");
                let from = (x + W - (1 << bit)) % W;
                clocked += &format!(
                    "    s{next}_{x} <= diagonal{bit} && turn{bit}[{bit}] ? s{bit}_{from} : s{bit}_{x};\n"
                );
            }
        }
        let mut last = L;
        for step in L..L + Self::EXTRA {
            last = step + 1;
            for x in 0..W {
                text += &format!("logic [{top}:0] s{last}_{x};\n");
                clocked += &format!("    s{last}_{x} <= s{step}_{x};\n");
            }
        }
        let out: String = (0..W)
            .map(|x| format!("assign words_{x} = s{last}_{x};\n"))
            .collect();
        Verilog::Custom(format!(
            "{text}always_ff @(posedge clock) begin\n{clocked}end\n{out}"
        ))
    }
    named!();
}
