//! Says when work may start that takes some clocks a piece.
//!
//! ```text
//! slot: 1 0 0 ... 0 1 0 0 ... 0 1          high every `interval` clocks
//! ```
//!
//! No reset moves it: what was started before one is still on its way, and keeps its distance. Interface: an output.
//! Latency: none. Golden model: the formula.

use crate::named;
use rust_hdl::prelude::*;

/// A pulse every so many clocks.
#[derive(LogicBlock)]
pub struct Pace {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Whether a piece of work may start.
    pub slot: Signal<Out, Bit>,
    _interval: usize,
    _at: usize,
}

impl Pace {
    /// Every `interval` clocks.
    ///
    /// # Panics
    /// When that is 0.
    pub fn new(interval: usize) -> Self {
        assert!(interval > 0, "work starts a clock apart at least");
        Self {
            clock: Default::default(),
            slot: Default::default(),
            _interval: interval,
            _at: 0,
        }
    }
}

impl Logic for Pace {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            self._at = (self._at + 1) % self._interval;
        }
        self.slot.next = self._at == 0;
    }
    fn connect(&mut self) {
        self.slot.connect();
    }
    fn hdl(&self) -> Verilog {
        if self._interval == 1 {
            return Verilog::Custom("assign slot = 1'b1;\n".into());
        }
        let (top, last) = (self._interval.ilog2(), self._interval - 1);
        Verilog::Custom(format!(
            "logic [{top}:0] at;\ninitial at = 0;\n\
             always @(posedge clock) at <= at == {last} ? 0 : at + 1'b1;\nassign slot = at == 0;\n"
        ))
    }
    named!();
}
