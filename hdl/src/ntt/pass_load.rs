//! Words of a pass from memory to the lanes.
//!
//! ```text
//! Bursts --> memory --> (held) --> words --> Turn --> words of W lanes
//!                       Beats ---------> Places ----> their indices
//! ```
//!
//! Copies hold each beat for W clocks, so that all lanes see all words of it; the next beat is asked for when it is gone.
//! Interface: `asks` where `ready`, for each group; reads by burst, answers in their order, always taken; out: pipe.
//! Latency: that of [`Turn`]. Golden model: the loops of [`Beats`].

use super::{BY_COPIES, BY_TURNS, BY_VECTORS, Beats, Bursts, PLACES_LATENCY, Places, Turn};
use crate::named;
use crate::prim::{Delay, WordSelect};
use rust_hdl::prelude::*;

/// Beats of `W = 2^L` words of `N` bits, `WN = W N`; the rest as in [`Beats`].
#[derive(LogicBlock)]
pub struct PassLoad<
    const W: usize,
    const N: usize,
    const WN: usize,
    const D: usize,
    const L: usize,
    const H: usize,
    const B: usize,
> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: rest.
    pub reset: Signal<In, Bit>,
    /// Whether a pass starts.
    pub start: Signal<In, Bit>,
    /// Whether words are wanted in the other order of their bits.
    pub reversed: Signal<In, Bit>,
    /// As that of [`Beats`].
    pub bits: Signal<In, Bits<5>>,
    /// As that of [`Beats`].
    pub last_beat: Signal<In, Bits<B>>,
    /// As that of [`Beats`].
    pub vector_bits: Signal<In, Bits<5>>,
    /// As that of [`Beats`].
    pub order: Signal<In, Bits<3>>,
    /// As that of [`Bursts`].
    pub base: Signal<In, Bits<32>>,
    /// As that of [`Bursts`].
    pub step: Signal<In, Bits<32>>,
    /// As that of [`Bursts`].
    pub row: Signal<In, Bits<16>>,
    /// As that of [`Bursts`].
    pub jump: Signal<In, Bits<32>>,
    /// As that of [`Bursts`].
    pub stride: Signal<In, Bits<32>>,
    /// As that of [`Bursts`].
    pub bursts: Signal<In, Bits<16>>,
    /// Whether the words of the next group are wanted.
    pub asks: Signal<In, Bit>,
    /// Whether that may be.
    pub ready: Signal<Out, Bit>,
    /// Whether a burst is asked for.
    pub read_valid: Signal<Out, Bit>,
    /// Where, in beats.
    pub read_address: Signal<Out, Bits<32>>,
    /// Whether that is taken.
    pub read_ready: Signal<In, Bit>,
    /// Whether a beat comes.
    pub data_valid: Signal<In, Bit>,
    /// The beat.
    pub data: Signal<In, Bits<WN>>,
    /// Whether there are words for lanes.
    pub valid: Signal<Out, Bit>,
    /// Which W lanes.
    pub chunk: Signal<Out, Bits<H>>,
    /// The words.
    pub words: [Signal<Out, Bits<N>>; W],
    /// Their indices.
    pub index: [Signal<Out, Bits<D>>; W],
    /// Whether they are the last ones of a group.
    pub last: Signal<Out, Bit>,
    asked: Bursts,
    arrival: Beats<B, D, L, H>,
    selects: [WordSelect<WN, N, L>; W],
    turn: Turn<W, N, L>,
    places: Places<W, D, L>,
    late_n: Delay<Bits<D>>,
    late_first: Delay<Bits<D>>,
    late_turn: Delay<Bits<L>>,
    late_valid: Delay<Bit>,
    late_chunk: Delay<Bits<H>>,
    late_last: Delay<Bit>,
    held: DFF<Bits<WN>>,
    holds: DFF<Bit>,
    due: DFF<Bit>,
    copies: Signal<Local, Bit>,
    diagonal: Signal<Local, Bit>,
    turned: Signal<Local, Bit>,
    comes: Signal<Local, Bit>,
    beat: Signal<Local, Bits<WN>>,
    gone: Signal<Local, Bit>,
    may_ask: Signal<Local, Bit>,
    lane_of: [Constant<Bits<L>>; W],
    last_turn: Constant<Bits<L>>,
    by_vectors: Constant<Bits<3>>,
    by_copies: Constant<Bits<3>>,
    by_turns: Constant<Bits<3>>,
}

impl<
    const W: usize,
    const N: usize,
    const WN: usize,
    const D: usize,
    const L: usize,
    const H: usize,
    const B: usize,
> PassLoad<W, N, WN, D, L, H, B>
{
    /// For `2^chunk_bits` chunks of lanes.
    ///
    /// # Panics
    /// When parameters do not fit each other.
    pub fn new(chunk_bits: usize) -> Self {
        let turn = Turn::<W, N, L>::default();
        let turns = turn.latency();
        Self {
            clock: Default::default(),
            reset: Default::default(),
            start: Default::default(),
            reversed: Default::default(),
            bits: Default::default(),
            last_beat: Default::default(),
            vector_bits: Default::default(),
            order: Default::default(),
            base: Default::default(),
            step: Default::default(),
            row: Default::default(),
            jump: Default::default(),
            stride: Default::default(),
            bursts: Default::default(),
            asks: Default::default(),
            ready: Default::default(),
            read_valid: Default::default(),
            read_address: Default::default(),
            read_ready: Default::default(),
            data_valid: Default::default(),
            data: Default::default(),
            valid: Default::default(),
            chunk: Default::default(),
            words: std::array::from_fn(|_| Default::default()),
            index: std::array::from_fn(|_| Default::default()),
            last: Default::default(),
            asked: Default::default(),
            arrival: Beats::new(chunk_bits, false),
            selects: std::array::from_fn(|_| Default::default()),
            turn,
            places: Default::default(),
            late_n: Delay::new(turns - PLACES_LATENCY),
            late_first: Delay::new(turns - PLACES_LATENCY),
            late_turn: Delay::new(turns - PLACES_LATENCY),
            late_valid: Delay::zeroed(turns),
            late_chunk: Delay::new(turns),
            late_last: Delay::zeroed(turns),
            held: Default::default(),
            holds: Default::default(),
            due: Default::default(),
            copies: Default::default(),
            diagonal: Default::default(),
            turned: Default::default(),
            comes: Default::default(),
            beat: Default::default(),
            gone: Default::default(),
            may_ask: Default::default(),
            lane_of: std::array::from_fn(|x| Constant::new((x as u64).into())),
            last_turn: Constant::new(((1u64 << L) - 1).into()),
            by_vectors: Constant::new(BY_VECTORS.into()),
            by_copies: Constant::new(BY_COPIES.into()),
            by_turns: Constant::new(BY_TURNS.into()),
        }
    }
}

impl<
    const W: usize,
    const N: usize,
    const WN: usize,
    const D: usize,
    const L: usize,
    const H: usize,
    const B: usize,
> Logic for PassLoad<W, N, WN, D, L, H, B>
{
    #[hdl_gen]
    fn update(&mut self) {
        clock!(
            self, clock, asked, arrival, turn, places, late_n, late_first, late_turn, late_valid,
            late_chunk, late_last
        );
        dff_setup!(self, clock, held, holds, due);
        self.copies.next = self.order.val() == self.by_copies.val();
        self.turned.next = self.order.val() == self.by_turns.val();
        self.diagonal.next = (self.order.val() == self.by_vectors.val()) | self.copies.val();
        // What is asked for.
        self.asked.reset.next = self.reset.val();
        self.asked.first.next = self.start.val();
        self.asked.base.next = self.base.val();
        self.asked.step.next = self.step.val();
        self.asked.row.next = self.row.val();
        self.asked.jump.next = self.jump.val();
        self.asked.stride.next = self.stride.val();
        self.asked.bursts.next = self.bursts.val();
        self.asked.start.next = self.asks.val();
        self.ready.next = self.asked.ready.val();
        self.may_ask.next = !(self.copies.val() & self.due.q.val());
        self.asked.taken.next = self.read_ready.val() & self.may_ask.val();
        self.read_valid.next = self.asked.valid.val() & self.may_ask.val();
        self.read_address.next = self.asked.address.val();
        // What comes.
        self.comes.next = self.data_valid.val();
        self.beat.next = self.data.val();
        if self.copies.val() {
            self.comes.next = self.holds.q.val();
            self.beat.next = self.held.q.val();
        }
        self.gone.next = self.holds.q.val() & (self.arrival.turn.val() == self.last_turn.val());
        if self.gone.val() {
            self.holds.d.next = false;
            self.due.d.next = false;
        }
        if self.data_valid.val() & self.copies.val() {
            self.held.d.next = self.data.val();
            self.holds.d.next = true;
        }
        if self.asked.valid.val() & self.may_ask.val() & self.read_ready.val() {
            self.due.d.next = true;
        }
        if self.start.val() | self.reset.val() {
            self.holds.d.next = false;
            self.due.d.next = false;
        }
        self.arrival.start.next = self.start.val() | (self.comes.val() & self.arrival.last.val());
        self.arrival.order.next = self.order.val();
        self.arrival.bits.next = self.bits.val();
        self.arrival.last_beat.next = self.last_beat.val();
        self.arrival.vector_bits.next = self.vector_bits.val();
        self.arrival.step.next = self.comes.val();
        self.turn.diagonal.next = self.diagonal.val() | self.turned.val();
        self.turn.diagonal_number.next = self.arrival.turn.val();
        for i in 0..W {
            self.selects[i].words.next = self.beat.val();
            self.selects[i].index.next = self.lane_of[i].val();
            self.turn.beat[i].next = self.selects[i].word.val();
            self.words[i].next = self.turn.words[i].val();
            self.index[i].next = self.places.index[i].val();
        }
        self.late_n.d.next = self.arrival.n.val();
        self.late_first.d.next = self.arrival.first.val();
        self.late_turn.d.next = self.arrival.turn.val();
        self.late_valid.d.next = self.comes.val();
        self.late_chunk.d.next = self.arrival.chunk.val();
        self.late_last.d.next = self.comes.val() & self.arrival.last.val();
        self.places.diagonal.next = self.diagonal.val();
        self.places.turned.next = self.turned.val();
        self.places.straight.next = false;
        self.places.turn.next = self.late_turn.q.val();
        self.places.reversed.next = self.reversed.val();
        self.places.bits.next = self.bits.val();
        self.places.first.next = self.late_first.q.val();
        self.places.n.next = self.late_n.q.val();
        self.valid.next = self.late_valid.q.val();
        self.chunk.next = self.late_chunk.q.val();
        self.last.next = self.late_last.q.val();
    }
    named!();
}
