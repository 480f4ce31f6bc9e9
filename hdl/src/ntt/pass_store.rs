//! Results of a pass from the lanes to memory.
//!
//! ```text
//! Beats --> Places --> indices of W lanes --> lanes --> data --> FIFO --> memory
//!      '--> chunk ------[delay]----------------------^                   ^ Bursts
//! ```
//!
//! Interface: `empties` where `ready`, for each group; writes by beat. Latency: that of [`Places`] and of the lanes.
//! Golden model: the loops of [`Beats`].

use super::{BY_BLOCKS, BY_COPIES, BY_TURNS_BACK, Beats, Bursts, PLACES_LATENCY, Places};
use crate::named;
use crate::prim::{CreditFifo, Delay};
use rust_hdl::prelude::*;

/// Beats of `W = 2^L` words, `WN` bits together; the rest as in [`Beats`].
#[derive(LogicBlock)]
pub struct PassStore<
    const W: usize,
    const WN: usize,
    const D: usize,
    const L: usize,
    const H: usize,
    const B: usize,
> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: forgets what is on its way.
    pub reset: Signal<In, Bit>,
    /// Whether a pass starts.
    pub start: Signal<In, Bit>,
    /// Whether words lie in the other order of their bits.
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
    /// Beats of a burst, less one.
    pub run: Signal<In, Bits<16>>,
    /// Whether the next group's results are to be read.
    pub empties: Signal<In, Bit>,
    /// Whether that may be.
    pub ready: Signal<Out, Bit>,
    /// Indices of words that are read.
    pub index: [Signal<Out, Bits<D>>; W],
    /// Which W lanes are meant, as their words come.
    pub chunk: Signal<Out, Bits<H>>,
    /// Words of these lanes, a beat.
    pub data: Signal<In, Bits<WN>>,
    /// Whether the last words of a group have come.
    pub emptied: Signal<Out, Bit>,
    /// Whether all beats have left.
    pub idle: Signal<Out, Bit>,
    /// Whether a beat is to be written.
    pub write_valid: Signal<Out, Bit>,
    /// Where, in beats.
    pub write_address: Signal<Out, Bits<32>>,
    /// The beat.
    pub write_data: Signal<Out, Bits<WN>>,
    /// Whether it is taken.
    pub write_ready: Signal<In, Bit>,
    departure: Beats<B, D, L, H>,
    places: Places<W, D, L>,
    chunk_way: Delay<Bits<H>>,
    last_way: Delay<Bit>,
    fifo: CreditFifo<WN, 4, 5>,
    told: Bursts,
    reading: DFF<Bit>,
    in_run: DFF<Bits<16>>,
    leaves: Signal<Local, Bit>,
    goes: Signal<Local, Bit>,
    offset: Signal<Local, Bits<32>>,
    no_beat: Constant<Bits<16>>,
    one_beat: Constant<Bits<16>>,
    by_blocks: Constant<Bits<3>>,
    by_copies: Constant<Bits<3>>,
    by_turns: Constant<Bits<3>>,
}

impl<
    const W: usize,
    const WN: usize,
    const D: usize,
    const L: usize,
    const H: usize,
    const B: usize,
> PassStore<W, WN, D, L, H, B>
{
    /// For `2^chunk_bits` chunks of lanes that take `latency` clocks from an index to its word.
    ///
    /// # Panics
    /// When parameters do not fit each other.
    pub fn new(chunk_bits: usize, latency: usize) -> Self {
        let out = PLACES_LATENCY + latency;
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
            run: Default::default(),
            empties: Default::default(),
            ready: Default::default(),
            index: std::array::from_fn(|_| Default::default()),
            chunk: Default::default(),
            data: Default::default(),
            emptied: Default::default(),
            idle: Default::default(),
            write_valid: Default::default(),
            write_address: Default::default(),
            write_data: Default::default(),
            write_ready: Default::default(),
            departure: Beats::new(chunk_bits, true),
            places: Default::default(),
            chunk_way: Delay::new(out),
            last_way: Delay::zeroed(out),
            fifo: CreditFifo::new(out),
            told: Default::default(),
            reading: Default::default(),
            in_run: Default::default(),
            leaves: Default::default(),
            goes: Default::default(),
            offset: Default::default(),
            no_beat: Constant::new(0u64.into()),
            one_beat: Constant::new(1u64.into()),
            by_blocks: Constant::new(BY_BLOCKS.into()),
            by_copies: Constant::new(BY_COPIES.into()),
            by_turns: Constant::new(BY_TURNS_BACK.into()),
        }
    }
}

impl<
    const W: usize,
    const WN: usize,
    const D: usize,
    const L: usize,
    const H: usize,
    const B: usize,
> Logic for PassStore<W, WN, D, L, H, B>
{
    #[hdl_gen]
    fn update(&mut self) {
        clock!(
            self, clock, departure, places, chunk_way, last_way, fifo, told
        );
        dff_setup!(self, clock, reading, in_run);
        self.ready.next = !self.reading.q.val() & self.told.ready.val();
        self.idle.next = !self.reading.q.val() & self.told.ready.val();
        self.fifo.reset.next = self.reset.val();
        self.fifo.in_valid.next = self.reading.q.val();
        self.leaves.next = self.reading.q.val() & self.fifo.in_ready.val();
        self.departure.start.next = self.empties.val();
        self.departure.order.next = self.order.val();
        self.departure.bits.next = self.bits.val();
        self.departure.last_beat.next = self.last_beat.val();
        self.departure.vector_bits.next = self.vector_bits.val();
        self.departure.step.next = self.leaves.val();
        if self.leaves.val() & self.departure.last.val() {
            self.reading.d.next = false;
        }
        if self.empties.val() {
            self.reading.d.next = true;
        }
        self.places.diagonal.next = self.order.val() == self.by_blocks.val();
        self.places.straight.next = self.order.val() == self.by_copies.val();
        self.places.turned.next = self.order.val() == self.by_turns.val();
        self.places.turn.next = self.departure.turn.val();
        self.places.reversed.next = self.reversed.val();
        self.places.bits.next = self.bits.val();
        self.places.first.next = self.departure.first.val();
        self.places.n.next = self.departure.n.val();
        for i in 0..W {
            self.index[i].next = self.places.index[i].val();
        }
        self.chunk_way.d.next = self.departure.chunk.val();
        self.chunk.next = self.chunk_way.q.val();
        self.last_way.d.next = self.leaves.val() & self.departure.last.val();
        self.emptied.next = self.last_way.q.val();
        self.fifo.data.next = self.data.val();
        self.told.reset.next = self.reset.val();
        self.told.first.next = self.start.val();
        self.told.base.next = self.base.val();
        self.told.step.next = self.step.val();
        self.told.row.next = self.row.val();
        self.told.jump.next = self.jump.val();
        self.told.stride.next = self.stride.val();
        self.told.bursts.next = self.bursts.val();
        self.told.start.next = self.empties.val();
        self.offset.next = bit_cast::<32, 16>(self.in_run.q.val());
        self.write_valid.next = self.fifo.out_valid.val();
        self.write_address.next = self.told.address.val() + self.offset.val();
        self.write_data.next = self.fifo.out_data.val();
        self.fifo.out_ready.next = self.write_ready.val();
        self.goes.next = self.fifo.out_valid.val() & self.write_ready.val();
        self.told.taken.next = false;
        if self.goes.val() {
            self.in_run.d.next = self.in_run.q.val() + self.one_beat.val();
            if self.in_run.q.val() == self.run.val() {
                self.in_run.d.next = self.no_beat.val();
                self.told.taken.next = true;
            }
        }
        if self.start.val() | self.reset.val() {
            self.in_run.d.next = self.no_beat.val();
        }
        if self.reset.val() {
            self.reading.d.next = false;
        }
    }
    named!();
}
