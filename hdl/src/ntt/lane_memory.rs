//! The memory of a lane: three buffers that change roles.
//!
//! ```text
//!             load ----> [ buffer 0 ] ----> store
//! work, put <----------> [ buffer 1 ]
//!             beside <-- [ buffer 2 ]
//! ```
//!
//! While one buffer is worked on another one is filled and a third one is emptied: transforms follow each other without a
//! gap. Products of two vectors read a second buffer beside.
//! Interface: pipe without valid; no two of load, work and store name one buffer. Latency: [`LaneMemory::LATENCY`] from
//! addresses to words. Golden model: arrays.

use super::Buffer;
use crate::named;
use rust_hdl::prelude::*;

/// Three buffers of `2^(A+1)` words of `N` bits.
#[derive(LogicBlock)]
pub struct LaneMemory<const N: usize, const A: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Whether a word is loaded.
    pub load: Signal<In, Bit>,
    /// Into which buffer.
    pub load_buffer: Signal<In, Bits<2>>,
    /// Into which bank.
    pub load_bank: Signal<In, Bit>,
    /// Where in the bank.
    pub load_address: Signal<In, Bits<A>>,
    /// The word.
    pub load_data: Signal<In, Bits<N>>,
    /// Whether a result is put into bank 0.
    pub put0: Signal<In, Bit>,
    /// Whether one is put into bank 1.
    pub put1: Signal<In, Bit>,
    /// Into which buffer.
    pub put_buffer: Signal<In, Bits<2>>,
    /// Where in bank 0.
    pub put_address0: Signal<In, Bits<A>>,
    /// Where in bank 1.
    pub put_address1: Signal<In, Bits<A>>,
    /// What comes into bank 0.
    pub put_data0: Signal<In, Bits<N>>,
    /// What comes into bank 1.
    pub put_data1: Signal<In, Bits<N>>,
    /// Whether words are read to be worked on.
    pub work: Signal<In, Bit>,
    /// Of which buffer.
    pub work_buffer: Signal<In, Bits<2>>,
    /// The buffer that is read beside it; the same one where there is none.
    pub beside_buffer: Signal<In, Bits<2>>,
    /// What is read of bank 0.
    pub work_address0: Signal<In, Bits<A>>,
    /// What is read of bank 1.
    pub work_address1: Signal<In, Bits<A>>,
    /// The buffer that is emptied.
    pub store_buffer: Signal<In, Bits<2>>,
    /// Of which bank a word is stored.
    pub store_bank: Signal<In, Bit>,
    /// Which.
    pub store_address: Signal<In, Bits<A>>,
    /// Word of bank 0 that is worked on.
    pub work0: Signal<Out, Bits<N>>,
    /// Word of bank 1.
    pub work1: Signal<Out, Bits<N>>,
    /// Word of bank 0 beside.
    pub beside0: Signal<Out, Bits<N>>,
    /// Word of bank 1 beside.
    pub beside1: Signal<Out, Bits<N>>,
    /// Word to be stored.
    pub store_data: Signal<Out, Bits<N>>,
    buffers: [Buffer<N, A>; 3],
    // Choices on the way of the words that they choose.
    working: [DFF<Bits<2>>; 2],
    besides: [DFF<Bits<2>>; 2],
    storing: [DFF<Bits<2>>; 2],
    banks: [DFF<Bit>; 2],
    out0: DFF<Bits<N>>,
    out1: DFF<Bits<N>>,
    aside0: DFF<Bits<N>>,
    aside1: DFF<Bits<N>>,
    stored: DFF<Bits<N>>,
    first: Constant<Bits<2>>,
    second: Constant<Bits<2>>,
}

impl<const N: usize, const A: usize> Default for LaneMemory<N, A> {
    fn default() -> Self {
        Self {
            clock: Default::default(),
            load: Default::default(),
            load_buffer: Default::default(),
            load_bank: Default::default(),
            load_address: Default::default(),
            load_data: Default::default(),
            put0: Default::default(),
            put1: Default::default(),
            put_buffer: Default::default(),
            put_address0: Default::default(),
            put_address1: Default::default(),
            put_data0: Default::default(),
            put_data1: Default::default(),
            work: Default::default(),
            work_buffer: Default::default(),
            beside_buffer: Default::default(),
            work_address0: Default::default(),
            work_address1: Default::default(),
            store_buffer: Default::default(),
            store_bank: Default::default(),
            store_address: Default::default(),
            work0: Default::default(),
            work1: Default::default(),
            beside0: Default::default(),
            beside1: Default::default(),
            store_data: Default::default(),
            buffers: [0, 1, 2].map(Buffer::new),
            working: Default::default(),
            besides: Default::default(),
            storing: Default::default(),
            banks: Default::default(),
            out0: Default::default(),
            out1: Default::default(),
            aside0: Default::default(),
            aside1: Default::default(),
            stored: Default::default(),
            first: Constant::new(0u64.into()),
            second: Constant::new(1u64.into()),
        }
    }
}

impl<const N: usize, const A: usize> LaneMemory<N, A> {
    /// Clocks from addresses to words: the bank, its output register, the choice of the buffer.
    pub const LATENCY: usize = 3;
}

impl<const N: usize, const A: usize> Logic for LaneMemory<N, A> {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, out0, out1, aside0, aside1, stored);
        for i in 0..2 {
            self.working[i].clock.next = self.clock.val();
            self.besides[i].clock.next = self.clock.val();
            self.storing[i].clock.next = self.clock.val();
            self.banks[i].clock.next = self.clock.val();
        }
        for i in 0..3 {
            self.buffers[i].clock.next = self.clock.val();
            self.buffers[i].load.next = self.load.val();
            self.buffers[i].load_buffer.next = self.load_buffer.val();
            self.buffers[i].load_bank.next = self.load_bank.val();
            self.buffers[i].load_address.next = self.load_address.val();
            self.buffers[i].load_data.next = self.load_data.val();
            self.buffers[i].put0.next = self.put0.val();
            self.buffers[i].put1.next = self.put1.val();
            self.buffers[i].put_buffer.next = self.put_buffer.val();
            self.buffers[i].put_address0.next = self.put_address0.val();
            self.buffers[i].put_address1.next = self.put_address1.val();
            self.buffers[i].put_data0.next = self.put_data0.val();
            self.buffers[i].put_data1.next = self.put_data1.val();
            self.buffers[i].work.next = self.work.val();
            self.buffers[i].work_buffer.next = self.work_buffer.val();
            self.buffers[i].beside_buffer.next = self.beside_buffer.val();
            self.buffers[i].work_address0.next = self.work_address0.val();
            self.buffers[i].work_address1.next = self.work_address1.val();
            self.buffers[i].store_address.next = self.store_address.val();
        }
        self.working[0].d.next = self.work_buffer.val();
        self.working[1].d.next = self.working[0].q.val();
        self.besides[0].d.next = self.beside_buffer.val();
        self.besides[1].d.next = self.besides[0].q.val();
        self.storing[0].d.next = self.store_buffer.val();
        self.storing[1].d.next = self.storing[0].q.val();
        self.banks[0].d.next = self.store_bank.val();
        self.banks[1].d.next = self.banks[0].q.val();
        self.out0.d.next = self.buffers[2].q0.val();
        self.out1.d.next = self.buffers[2].q1.val();
        if self.working[1].q.val() == self.first.val() {
            self.out0.d.next = self.buffers[0].q0.val();
            self.out1.d.next = self.buffers[0].q1.val();
        } else if self.working[1].q.val() == self.second.val() {
            self.out0.d.next = self.buffers[1].q0.val();
            self.out1.d.next = self.buffers[1].q1.val();
        }
        self.aside0.d.next = self.buffers[2].q0.val();
        self.aside1.d.next = self.buffers[2].q1.val();
        if self.besides[1].q.val() == self.first.val() {
            self.aside0.d.next = self.buffers[0].q0.val();
            self.aside1.d.next = self.buffers[0].q1.val();
        } else if self.besides[1].q.val() == self.second.val() {
            self.aside0.d.next = self.buffers[1].q0.val();
            self.aside1.d.next = self.buffers[1].q1.val();
        }
        self.stored.d.next = self.buffers[2].q0.val();
        if self.banks[1].q.val() {
            self.stored.d.next = self.buffers[2].q1.val();
        }
        if self.storing[1].q.val() == self.first.val() {
            self.stored.d.next = self.buffers[0].q0.val();
            if self.banks[1].q.val() {
                self.stored.d.next = self.buffers[0].q1.val();
            }
        } else if self.storing[1].q.val() == self.second.val() {
            self.stored.d.next = self.buffers[1].q0.val();
            if self.banks[1].q.val() {
                self.stored.d.next = self.buffers[1].q1.val();
            }
        }
        self.work0.next = self.out0.q.val();
        self.work1.next = self.out1.q.val();
        self.beside0.next = self.aside0.q.val();
        self.beside1.next = self.aside1.q.val();
        self.store_data.next = self.stored.q.val();
    }
    named!();
}
