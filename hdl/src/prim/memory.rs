//! Memories with synchronous reads; contents are undefined until written.
//!
//! ```text
//! SimpleDualPort:  write, write_address, write_data --> [memory] --[q]--> q      q(t+1) = memory(t)[read_address(t)]
//! TrueDualPort:    two ports; each clock a port that is enabled either writes or reads
//! ```
//!
//! A read gives what the memory held before that clock's writes. In a [`TrueDualPort`], the two ports must not use
//! one address in one clock when either writes. Latency: 1. Golden model: an array.

use crate::named;
use rust_hdl::prelude::*;

/// One write port, one read port.
#[derive(LogicBlock)]
pub struct SimpleDualPort<const W: usize, const A: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Whether to write.
    pub write: Signal<In, Bit>,
    /// Where to write.
    pub write_address: Signal<In, Bits<A>>,
    /// What to write.
    pub write_data: Signal<In, Bits<W>>,
    /// Where to read.
    pub read_address: Signal<In, Bits<A>>,
    /// Word at the read address of the clock before.
    pub q: Signal<Out, Bits<W>>,
    _memory: Vec<Bits<W>>,
}

impl<const W: usize, const A: usize> SimpleDualPort<W, A> {
    /// A memory of `depth` words.
    ///
    /// # Panics
    /// When `A` bits do not address `depth` words.
    pub fn new(depth: usize) -> Self {
        assert!(
            depth > 0 && depth <= 1 << A,
            "{A} bits address {depth} words"
        );
        Self {
            clock: Default::default(),
            write: Default::default(),
            write_address: Default::default(),
            write_data: Default::default(),
            read_address: Default::default(),
            q: Default::default(),
            _memory: vec![Default::default(); depth],
        }
    }
}

impl<const W: usize, const A: usize> Logic for SimpleDualPort<W, A> {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            let (read, write) = (
                self.read_address.val().index(),
                self.write_address.val().index(),
            );
            self.q.next = self._memory.get(read).copied().unwrap_or_default();
            if let (true, Some(word)) = (self.write.val(), self._memory.get_mut(write)) {
                *word = self.write_data.val();
            }
        }
    }
    fn connect(&mut self) {
        self.q.connect();
    }
    fn hdl(&self) -> Verilog {
        Verilog::Custom(format!(
            "logic [{}:0] cells [0:{}];\n\
             always_ff @(posedge clock) begin\n    \
             if (write) cells[write_address] <= write_data;\n    q <= cells[read_address];\nend\n",
            W - 1,
            self._memory.len() - 1
        ))
    }
    named!();
}

/// Two ports that each read or write.
#[derive(LogicBlock)]
pub struct TrueDualPort<const W: usize, const A: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Whether port a does anything.
    pub a_enable: Signal<In, Bit>,
    /// Whether port a writes.
    pub a_write: Signal<In, Bit>,
    /// Address of port a.
    pub a_address: Signal<In, Bits<A>>,
    /// What port a writes.
    pub a_data: Signal<In, Bits<W>>,
    /// What port a read last.
    pub a_q: Signal<Out, Bits<W>>,
    /// Whether port b does anything.
    pub b_enable: Signal<In, Bit>,
    /// Whether port b writes.
    pub b_write: Signal<In, Bit>,
    /// Address of port b.
    pub b_address: Signal<In, Bits<A>>,
    /// What port b writes.
    pub b_data: Signal<In, Bits<W>>,
    /// What port b read last.
    pub b_q: Signal<Out, Bits<W>>,
    _memory: Vec<Bits<W>>,
}

impl<const W: usize, const A: usize> TrueDualPort<W, A> {
    /// A memory of `depth` words.
    ///
    /// # Panics
    /// When `A` bits do not address `depth` words.
    pub fn new(depth: usize) -> Self {
        assert!(
            depth > 0 && depth <= 1 << A,
            "{A} bits address {depth} words"
        );
        Self {
            clock: Default::default(),
            a_enable: Default::default(),
            a_write: Default::default(),
            a_address: Default::default(),
            a_data: Default::default(),
            a_q: Default::default(),
            b_enable: Default::default(),
            b_write: Default::default(),
            b_address: Default::default(),
            b_data: Default::default(),
            b_q: Default::default(),
            _memory: vec![Default::default(); depth],
        }
    }
}

impl<const W: usize, const A: usize> Logic for TrueDualPort<W, A> {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            let (a, b) = (self.a_address.val().index(), self.b_address.val().index());
            let reads = |enable: bool, write: bool| enable && !write;
            if reads(self.a_enable.val(), self.a_write.val()) {
                self.a_q.next = self._memory.get(a).copied().unwrap_or_default();
            }
            if reads(self.b_enable.val(), self.b_write.val()) {
                self.b_q.next = self._memory.get(b).copied().unwrap_or_default();
            }
            if let (true, Some(word)) = (
                self.a_enable.val() && self.a_write.val(),
                self._memory.get_mut(a),
            ) {
                *word = self.a_data.val();
            }
            if let (true, Some(word)) = (
                self.b_enable.val() && self.b_write.val(),
                self._memory.get_mut(b),
            ) {
                *word = self.b_data.val();
            }
        }
    }
    fn connect(&mut self) {
        self.a_q.connect();
        self.b_q.connect();
    }
    fn hdl(&self) -> Verilog {
        let port = |p: &str| {
            format!(
                "always @(posedge clock) if ({p}_enable) begin\n    \
                 if ({p}_write) cells[{p}_address] <= {p}_data;\n    else {p}_q <= cells[{p}_address];\nend\n"
            )
        };
        let (top, last) = (W - 1, self._memory.len() - 1);
        Verilog::Custom(format!(
            "logic [{top}:0] cells [0:{last}];\n{}{}",
            port("a"),
            port("b")
        ))
    }
    named!();
}
