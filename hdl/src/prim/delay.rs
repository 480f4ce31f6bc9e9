//! A delay line: what travels beside a pipe.
//!
//! ```text
//! d --[1]--[2]-- ... --[n]-- q
//! ```
//!
//! Interface: pipe without valid, no reset. Latency: the length given to the constructor.
//! Golden model: a queue.

use crate::named;
use rust_hdl::prelude::*;
use std::collections::VecDeque;

/// `q(t+n) = d(t)`.
#[derive(LogicBlock)]
pub struct Delay<T: Synth> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// In.
    pub d: Signal<In, T>,
    /// Out, `n` clocks later.
    pub q: Signal<Out, T>,
    _line: VecDeque<T>,
    _initial: bool,
}

impl<T: Synth> Delay<T> {
    /// A line of `n` clocks.
    ///
    /// # Panics
    /// When `n` is 0: that is a wire.
    pub fn new(n: usize) -> Self {
        assert!(n > 0, "a delay of zero is a wire");
        Self {
            clock: Default::default(),
            d: Default::default(),
            q: Default::default(),
            _line: vec![T::default(); n - 1].into(),
            _initial: false,
        }
    }

    /// A line that holds zeros when the device is configured, for valid bits and their tags.
    pub fn zeroed(n: usize) -> Self {
        Self {
            _initial: true,
            ..Self::new(n)
        }
    }
}

/// A line of registers `line` from `d` to `q`, with what it holds at first.
pub(super) fn line_text(top: usize, last: usize, initial: &str) -> String {
    let shift = shift_text("line", last);
    format!(
        "logic [{top}:0] line [0:{last}];\n{initial}\
         always @(posedge clock) begin\n    line[0] <= d;\n{shift}end\nassign q = line[{last}];\n"
    )
}

/// Moves all but the first of `name[0]` to `name[last]` on.
pub(super) fn shift_text(name: &str, last: usize) -> String {
    match last {
        0 => String::new(),
        _ => format!("    for (int i = 1; i <= {last}; i = i + 1) {name}[i] <= {name}[i - 1];\n"),
    }
}

impl<T: Synth> Logic for Delay<T> {
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
        let (top, last) = (T::BITS - 1, self._line.len());
        let initial = match self._initial {
            true => format!("initial for (int i = 0; i <= {last}; i = i + 1) line[i] = '0;\n"),
            false => String::new(),
        };
        Verilog::Custom(line_text(top, last, &initial))
    }
    named!();
}
