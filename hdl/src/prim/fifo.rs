//! A FIFO on streams.
//!
//! ```text
//! in (data, valid, ready) --> [2^A words] --> out (data, valid, ready)
//!                               fill
//! ```
//!
//! Interface: streams; `in_ready` and `out_valid` depend on registers alone. Latency: 1.
//! Capacity: `2^A` words, read without a clock (LUT memory). Asserted: a word offered in stays until it is taken, so
//! that a pipe which ends here never offers one to a full FIFO. Golden model: a queue.

use super::check::stable;
use crate::named;
use rust_hdl::prelude::*;
use std::collections::VecDeque;

/// First in, first out; `C` is `A + 1`.
#[derive(LogicBlock)]
pub struct StreamFifo<const W: usize, const A: usize, const C: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: forgets all words.
    pub reset: Signal<In, Bit>,
    /// Word in.
    pub in_data: Signal<In, Bits<W>>,
    /// Whether there is one.
    pub in_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub in_ready: Signal<Out, Bit>,
    /// Oldest word.
    pub out_data: Signal<Out, Bits<W>>,
    /// Whether there is one.
    pub out_valid: Signal<Out, Bit>,
    /// Whether it is taken.
    pub out_ready: Signal<In, Bit>,
    /// Words held.
    pub fill: Signal<Out, Bits<C>>,
    _words: VecDeque<Bits<W>>,
}

impl<const W: usize, const A: usize, const C: usize> Default for StreamFifo<W, A, C> {
    /// # Panics
    /// When `C` is not `A + 1`.
    fn default() -> Self {
        assert_eq!(C, A + 1, "width of a count up to 2^{A}");
        Self {
            clock: Default::default(),
            reset: Default::default(),
            in_data: Default::default(),
            in_valid: Default::default(),
            in_ready: Signal::new_with_default(true),
            out_data: Default::default(),
            out_valid: Default::default(),
            out_ready: Default::default(),
            fill: Default::default(),
            _words: VecDeque::new(),
        }
    }
}

impl<const W: usize, const A: usize, const C: usize> Logic for StreamFifo<W, A, C> {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            if self.out_valid.val() && self.out_ready.val() {
                self._words.pop_front();
            }
            if self.in_ready.val() && self.in_valid.val() {
                self._words.push_back(self.in_data.val());
            }
            if self.reset.val() {
                self._words.clear();
            }
            self.in_ready.next = self._words.len() < 1 << A;
            self.out_valid.next = !self._words.is_empty();
            self.out_data.next = self._words.front().copied().unwrap_or_default();
            self.fill.next = (self._words.len() as u64).into();
        }
    }
    fn connect(&mut self) {
        self.in_ready.connect();
        self.out_data.connect();
        self.out_valid.connect();
        self.fill.connect();
    }
    fn hdl(&self) -> Verilog {
        Verilog::Custom(format!(
            "\
logic [{w}:0] cells [0:{last}];
logic [{a}:0] head, tail;
initial begin head = '0; tail = '0; end
wire push = in_valid && in_ready;
wire pop = out_valid && out_ready;
always @(posedge clock) begin
    if (push) cells[tail[{m}:0]] <= in_data;
    if (push) tail <= tail + {c}'d1;
    if (pop) head <= head + {c}'d1;
    if (reset) begin
        head <= '0;
        tail <= '0;
    end
end
assign fill = tail - head;
assign in_ready = !fill[{a}];
assign out_valid = head != tail;
assign out_data = cells[head[{m}:0]];
`ifdef VERILATOR
always @(posedge clock) assert (fill <= {c}'d{depth}) else $error(\"more words than places\");
`endif
{check}",
            w = W - 1,
            last = (1usize << A) - 1,
            depth = 1usize << A,
            a = A,
            m = A - 1,
            c = C,
            check = stable(W, "clock", "reset", "in_data", "in_valid", "in_ready"),
        ))
    }
    named!();
}
