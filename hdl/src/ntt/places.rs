//! Indices of the words of a beat in their lanes.
//!
//! ```text
//! n of lane x = n                                   natural
//!               n with its low bits = t - x         diagonal, t the low bits of n
//! index       = first + n, or first + n with its m bits in the other order
//! ```
//!
//! W lanes take part in a beat; their numbers differ in the low bits alone, so that the rest is made once.
//! Interface: pipe without valid. Latency: 2. Golden model: the formulas.

use crate::named;
use rust_hdl::prelude::*;
use std::collections::VecDeque;

/// Clocks from n to indices.
pub const PLACES_LATENCY: usize = 2;

/// Indices of `D` bits for `W` lanes, which `L` bits number.
#[derive(LogicBlock)]
pub struct Places<const W: usize, const D: usize, const L: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Whether lanes lie along a diagonal.
    pub diagonal: Signal<In, Bit>,
    /// Whether the bits of n come in the other order.
    pub reversed: Signal<In, Bit>,
    /// How many bits n has; L or more on a diagonal.
    pub bits: Signal<In, Bits<5>>,
    /// Index of the vector's first word.
    pub first: Signal<In, Bits<D>>,
    /// Number of the word in its vector.
    pub n: Signal<In, Bits<D>>,
    /// Index of each lane's word.
    pub index: [Signal<Out, Bits<D>>; W],
    _line: VecDeque<Vec<u64>>,
}

impl<const W: usize, const D: usize, const L: usize> Default for Places<W, D, L> {
    /// # Panics
    /// When `W` is not `2^L`, or 1, or `D` has fewer bits than `L` or more than 31.
    fn default() -> Self {
        assert!(
            W == 1 << L && L > 0 && L <= D && D < 32,
            "{W} lanes, {L} bits, {D} bits"
        );
        Self {
            clock: Default::default(),
            diagonal: Default::default(),
            reversed: Default::default(),
            bits: Default::default(),
            first: Default::default(),
            n: Default::default(),
            index: std::array::from_fn(|_| Default::default()),
            _line: vec![vec![0; W]; PLACES_LATENCY - 1].into(),
        }
    }
}

impl<const W: usize, const D: usize, const L: usize> Logic for Places<W, D, L> {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            let (bits, first) = (self.bits.val().index(), self.first.val().index());
            let place = |x: usize| {
                let n = self.n.val().index();
                let n = match self.diagonal.val() {
                    true => n / W * W + (n + W - x) % W,
                    false => n,
                };
                let reversed = (0..bits).fold(0, |all, bit| all << 1 | (n >> bit & 1));
                (first | if self.reversed.val() { reversed } else { n }) as u64
            };
            self._line.push_back((0..W).map(place).collect());
            let now = self._line.pop_front().unwrap_or_default();
            for (port, index) in self.index.iter_mut().zip(now) {
                port.next = index.into();
            }
        }
    }
    fn connect(&mut self) {
        for index in &mut self.index {
            index.connect();
        }
    }
    /// The high bits of n are reversed and shifted once; each low bit has one place for all lanes.
    fn hdl(&self) -> Verilog {
        let (top, low) = (D - 1, L - 1);
        let reverse: Vec<String> = (0..D).map(|bit| format!("high[{bit}]")).collect();
        let mut text = format!(
            "\
wire [{top}:0] high = {{n[{top}:{L}], {L}'b0}};
wire [{top}:0] turned = {{{reverse}}};
wire [4:0] spare = 5'd{D} - bits;
logic [{top}:0] common;
logic [{low}:0] t;
logic along;
logic [{top}:0] place [0:{low}];
always_ff @(posedge clock) begin
    common <= first | (reversed ? turned >> spare : high);
    t <= n[{low}:0];
    along <= diagonal;
    for (int i = 0; i < {L}; i = i + 1)
        place[i] <= {D}'d1 << (reversed ? bits - 5'd1 - 5'(i) : 5'(i));
end
",
            reverse = reverse.join(", "),
        );
        for x in 0..W {
            let terms: Vec<String> = (0..L)
                .map(|bit| format!("({{{D}{{low{x}[{bit}]}}}} & place[{bit}])"))
                .collect();
            text += &format!(
                "\
wire [{low}:0] low{x} = along ? t - {L}'d{x} : t;
logic [{top}:0] index{x};
always_ff @(posedge clock) index{x} <= common | {terms};
assign index_{x} = index{x};
",
                terms = terms.join(" | "),
            );
        }
        Verilog::Custom(text)
    }
    named!();
}
