//! The two clock-domain crossings of the card: a level and a FIFO. No other cell may see two clocks.
//!
//! ```text
//!  CrossLevel:  d --[ff]--[ff]-- q                    both in the clock of the reader
//!  CrossFifo:   write side --memory--> read side      pointers cross in Gray code, two flip-flops each
//! ```
//!
//! Latency: a level takes 2 clocks of the reader; an item of a FIFO appears 3 to 4 clocks of the reader
//! after it was written. Source: C. Cummings, "Simulation and Synthesis Techniques for Asynchronous FIFO
//! Design", SNUG 2002. Golden model: a queue (`tests/shell.rs` sends counted items through it).
use rust_hdl::prelude::*;
use std::collections::VecDeque;

/// A single level, brought into the domain of `clock` by two flip-flops.
///
/// The level must last longer than one period of `clock`; two levels that cross side by side may arrive
/// in different clocks.
#[derive(LogicBlock)]
pub struct CrossLevel {
    /// Clock of the reader.
    pub clock: Signal<In, Clock>,
    /// The level, in any domain.
    pub level: Signal<In, Bit>,
    /// The level, in the reader's domain.
    pub level_out: Signal<Out, Bit>,
    _initial: bool,
    _stages: [bool; 2],
}

impl CrossLevel {
    /// Clocks of the reader until a level arrives.
    pub const LATENCY: usize = 2;

    /// A crossing that shows `initial` at power-up.
    pub fn new(initial: bool) -> Self {
        Self {
            clock: Default::default(),
            level: Default::default(),
            level_out: Default::default(),
            _initial: initial,
            _stages: [initial; 2],
        }
    }
}

impl Logic for CrossLevel {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            self.level_out.next = self._stages[1];
            self._stages = [self.level.val(), self._stages[0]];
        }
    }
    fn connect(&mut self) {
        self.level_out.connect();
    }
    fn hdl(&self) -> Verilog {
        let initial = if self._initial { "2'b11" } else { "2'b00" };
        Verilog::Custom(format!(
            "\
(* ASYNC_REG = \"TRUE\" *) logic [1:0] stages;
initial stages = {initial};
always @(posedge clock) stages <= {{stages[0], level}};
assign level_out = stages[1];
"
        ))
    }
    crate::named!();
}

/// A FIFO of `2^A` items of `W` bits between two clocks, with a register at its output.
///
/// Both sides must be reset together, and neither may be used until both resets are over.
#[derive(LogicBlock)]
pub struct CrossFifo<const W: usize, const A: usize> {
    /// Clock of the writer.
    pub write_clock: Signal<In, Clock>,
    /// Synchronous reset of the writing side.
    pub write_reset: Signal<In, Bit>,
    /// Item in.
    pub in_data: Signal<In, Bits<W>>,
    /// Whether there is one.
    pub in_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub in_ready: Signal<Out, Bit>,
    /// Clock of the reader.
    pub read_clock: Signal<In, Clock>,
    /// Synchronous reset of the reading side.
    pub read_reset: Signal<In, Bit>,
    /// Oldest item.
    pub out_data: Signal<Out, Bits<W>>,
    /// Whether there is one.
    pub out_valid: Signal<Out, Bit>,
    /// Whether it is taken.
    pub out_ready: Signal<In, Bit>,
    _items: VecDeque<Bits<W>>,
}

impl<const W: usize, const A: usize> Default for CrossFifo<W, A> {
    fn default() -> Self {
        assert!(A >= 2, "Gray pointers need at least four places");
        Self {
            write_clock: Default::default(),
            write_reset: Default::default(),
            in_data: Default::default(),
            in_valid: Default::default(),
            in_ready: Default::default(),
            read_clock: Default::default(),
            read_reset: Default::default(),
            out_data: Default::default(),
            out_valid: Default::default(),
            out_ready: Default::default(),
            _items: VecDeque::new(),
        }
    }
}

impl<const W: usize, const A: usize> Logic for CrossFifo<W, A> {
    /// A queue without the delay of the pointers: RustHDL's simulator shows order, not timing.
    fn update(&mut self) {
        if self.write_clock.pos_edge() && self.in_valid.val() && self.in_ready.val() {
            self._items.push_back(self.in_data.val());
        }
        if self.read_clock.pos_edge() && self.out_valid.val() && self.out_ready.val() {
            self._items.pop_front();
        }
        self.in_ready.next = self._items.len() < 1 << A;
        self.out_valid.next = !self._items.is_empty();
        self.out_data.next = self._items.front().copied().unwrap_or_default();
    }
    fn connect(&mut self) {
        self.in_ready.connect();
        self.out_data.connect();
        self.out_valid.connect();
    }
    fn hdl(&self) -> Verilog {
        Verilog::Custom(format!(
            "\
logic [{w}:0] store [0:{last}];
logic [{a}:0] head, head_gray, tail, tail_gray;
(* ASYNC_REG = \"TRUE\" *) logic [{a}:0] head_seen_0, head_seen, tail_seen_0, tail_seen;
logic [{a}:0] head_next, tail_next;
logic full, empty, load, held;
logic [{w}:0] held_data;
initial begin
    head = 0; head_gray = 0; tail = 0; tail_gray = 0;
    head_seen_0 = 0; head_seen = 0; tail_seen_0 = 0; tail_seen = 0; held = 0;
end
assign head_next = head + 1'b1;
assign tail_next = tail + 1'b1;
assign full = head_gray == {{~tail_seen[{a}:{a1}], tail_seen[{a2}:0]}};
assign empty = tail_gray == head_seen;
assign in_ready = !full;
assign load = !empty && (!held || out_ready);
always @(posedge write_clock) begin
    tail_seen_0 <= tail_gray;
    tail_seen <= tail_seen_0;
    if (in_valid && in_ready) begin
        store[head[{a1}:0]] <= in_data;
        head <= head_next;
        head_gray <= head_next ^ (head_next >> 1);
    end
    if (write_reset) begin
        head <= 0;
        head_gray <= 0;
    end
end
always @(posedge read_clock) begin
    head_seen_0 <= head_gray;
    head_seen <= head_seen_0;
    if (load) begin
        held_data <= store[tail[{a1}:0]];
        tail <= tail_next;
        tail_gray <= tail_next ^ (tail_next >> 1);
    end
    held <= load || (held && !out_ready);
    if (read_reset) begin
        tail <= 0;
        tail_gray <= 0;
        held <= 0;
    end
end
assign out_data = held_data;
assign out_valid = held;
{check}",
            w = W - 1,
            a = A,
            a1 = A - 1,
            a2 = A - 2,
            last = (1 << A) - 1,
            check = super::check::stable(
                W,
                "write_clock",
                "write_reset",
                "in_data",
                "in_valid",
                "in_ready"
            ),
        ))
    }
    crate::named!();
}
