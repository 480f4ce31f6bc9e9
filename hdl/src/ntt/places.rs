//! Indices of the words of a beat in their lanes.
//!
//! ```text
//! n of lane x = n                            natural
//!               n with its low bits = t - x  diagonal
//!               n with its low bits = x      straight
//! vector      = 0, or t - x                  turned
//! index       = first + n + 2^m vector, n as it is or with its m bits in the other order
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
    /// Whether their words follow each other.
    pub straight: Signal<In, Bit>,
    /// Whether their vectors differ.
    pub turned: Signal<In, Bit>,
    /// By how many places words are turned: t.
    pub turn: Signal<In, Bits<L>>,
    /// Whether the m bits of n come in the other order; what is above them stays.
    pub reversed: Signal<In, Bit>,
    /// m.
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
            straight: Default::default(),
            turned: Default::default(),
            turn: Default::default(),
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
            let (n, turn) = (self.n.val().index(), self.turn.val().index());
            let place = |x: usize| {
                let along = (turn + W - x) % W;
                let own = match (self.straight.val(), self.diagonal.val()) {
                    (true, _) => n / W * W + x,
                    (_, true) => n / W * W + along,
                    _ => n,
                };
                let above = own >> bits << bits;
                let reversed = (0..bits).fold(0, |all, bit| all << 1 | (own >> bit & 1));
                let place = if self.reversed.val() {
                    above | reversed
                } else {
                    own
                };
                let vector = if self.turned.val() { along << bits } else { 0 };
                (first | place | vector) as u64
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
    /// What all lanes share is made once: n, or where the lanes' own bits come in all of n but those. Each of these bits
    /// has one place for all lanes.
    fn hdl(&self) -> Verilog {
        let (top, low) = (D - 1, L - 1);
        let reverse: Vec<String> = (0..D).map(|bit| format!("common_n[{bit}]")).collect();
        let mut text = format!(
            "\
wire own = diagonal || straight;
wire [{top}:0] common_n = own ? {{n[{top}:{L}], {L}'b0}} : n;
wire [{top}:0] other_way = {{{reverse}}};
wire [4:0] spare = 5'd{D} - bits;
wire [{top}:0] above = ({{{D}{{1'b1}}}} << bits) & common_n;
logic [{top}:0] common;
logic [{low}:0] t;
logic along, follows;
logic [{top}:0] place [0:{low}];
always_ff @(posedge clock) begin
    common <= first | (reversed ? (other_way >> spare) | above : common_n);
    t <= turn;
    along <= diagonal || turned;
    follows <= straight;
    for (int i = 0; i < {L}; i = i + 1)
        if (turned) place[i] <= {D}'d1 << (bits + 5'(i));
        else if (reversed && 5'(i) < bits) place[i] <= {D}'d1 << (bits - 5'd1 - 5'(i));
        else place[i] <= {D}'d1 << 5'(i);
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
wire [{low}:0] low{x} = follows ? {L}'d{x} : along ? t - {L}'d{x} : '0;
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
