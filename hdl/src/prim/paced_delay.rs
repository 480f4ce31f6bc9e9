//! A delay line for words that come some clocks apart: it keeps the few that are on their way, not a word a clock.
//!
//! ```text
//! d --(valid)--> [words on their way] --[register]--> q
//! valid --[1]--[2]-- ... --[n]--> next
//! ```
//!
//! Interface: pipe; q means something n clocks after `valid` alone. That words do not come closer than the interval is
//! asserted in simulations. With an interval of one it is a [`Delay`](super::Delay) that does not look at `valid`. Latency: the length given to the constructor. Golden model: a queue.

use super::delay::{line_text, shift_text};
use super::too_early;
use crate::named;
use rust_hdl::prelude::*;
use std::collections::VecDeque;

/// `q(t+n) = d(t)` where `valid(t)`.
#[derive(LogicBlock)]
pub struct PacedDelay<T: Synth> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Whether d means something: not again within the interval.
    pub valid: Signal<In, Bit>,
    /// In.
    pub d: Signal<In, T>,
    /// Out, `n` clocks later.
    pub q: Signal<Out, T>,
    _line: VecDeque<T>,
    _interval: usize,
}

impl<T: Synth> PacedDelay<T> {
    /// A line of `n` clocks for words that come `interval` clocks apart or more.
    ///
    /// # Panics
    /// When either is 0.
    pub fn new(n: usize, interval: usize) -> Self {
        assert!(n > 0, "a delay of zero is a wire");
        assert!(interval > 0, "words come a clock apart at least");
        Self {
            clock: Default::default(),
            valid: Default::default(),
            d: Default::default(),
            q: Default::default(),
            _line: vec![T::default(); n - 1].into(),
            _interval: interval,
        }
    }

    fn by_words(&self) -> String {
        let (top, n) = (T::BITS - 1, self._line.len() + 1);
        let words = n.div_ceil(self._interval).next_power_of_two().max(2);
        let (at, last) = (words.ilog2() - 1, n - 1);
        let shift = shift_text("way", last);
        // The register takes a word a clock before it is due, or as it comes.
        let (next, leaves) = match last {
            0 => ("d".into(), "1'b0".into()),
            _ => ("words[from]".to_owned(), format!("way[{}]", last - 1)),
        };
        let recent: Vec<String> = (0..(self._interval - 1).min(n))
            .map(|i| format!("way[{i}]"))
            .collect();
        format!(
            "logic [{top}:0] words [0:{most}], word;\nlogic [{at}:0] into, from;\nlogic way [0:{last}];\n\
             initial begin into = 0; from = 0; for (int i = 0; i <= {last}; i = i + 1) way[i] = 0; end\n\
             always @(posedge clock) begin\n    way[0] <= valid;\n{shift}    \
             if (valid) begin words[into] <= d; into <= into + 1'b1; end\n    \
             if ({leaves}) from <= from + 1'b1;\n    word <= {next};\nend\nassign q = word;\n{check}",
            most = words - 1,
            check = too_early(&recent.join(" || ")),
        )
    }
}

impl<T: Synth> Logic for PacedDelay<T> {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            self._line.push_back(self.d.val());
            self.q.next = self._line.pop_front().unwrap_or_default();
        }
    }
    fn connect(&mut self) {
        self.q.connect();
    }
    fn hdl(&self) -> Verilog {
        Verilog::Custom(match self._interval {
            1 => line_text(T::BITS - 1, self._line.len(), ""),
            _ => self.by_words(),
        })
    }
    named!();
}
