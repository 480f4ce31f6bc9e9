//! One lane: a butterfly, the words it works on and its factors.
//!
//! ```text
//!            .--------- swap <-- butterfly <-- swap <---------.
//! clock      v 5 + L             4               4           3|
//! load --> LaneMemory ----------------------------------------'--> store
//! made --> factors -------------> w
//! ```
//!
//! A word of index i lies in bank parity(i), so that two words whose indices differ in one bit, whichever it is, are read
//! and written together. All lanes obey one control: what to read comes at clock 0, where results go to at clock
//! [`Lane::latency`].
//!
//! | request | reads | puts |
//! |---|---|---|
//! | butterfly | a, b of one buffer, swapped if a is in bank 1 | x, y in their places |
//! | product | b, and c beside it | x = b c, where b was |
//! | difference | a, and c beside it | y = a - c scale, or backward (a - c) scale, where a was |
//!
//! Interface: pipe; `backward` and `halve` stay while anything is on its way, `pointwise` comes with words. Latency: [`Lane::latency`].
//! Golden model: arrays and integers modulo q.

use super::{Butterfly, LaneMemory};
use crate::field::FieldConfig;
use crate::named;
use crate::prim::{Delay, SimpleDualPort};
use rust_hdl::prelude::*;

/// Words of `N` bits, three buffers of `2^D` of them, `2^F` factors; `A = D - 1`.
#[derive(LogicBlock)]
pub struct Lane<const N: usize, const D: usize, const A: usize, const F: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Whether the factor comes last.
    pub backward: Signal<In, Bit>,
    /// Whether sums and differences are halved.
    pub halve: Signal<In, Bit>,
    /// As words come from memory: whether they meet words of the buffer beside.
    pub pointwise: Signal<In, Bit>,
    /// And are subtracted.
    pub difference: Signal<In, Bit>,
    /// What differences are multiplied by; it stays.
    pub scale: Signal<In, Bits<N>>,
    /// Whether a word is loaded.
    pub load: Signal<In, Bit>,
    /// Into which buffer.
    pub load_buffer: Signal<In, Bits<2>>,
    /// Its index.
    pub load_index: Signal<In, Bits<D>>,
    /// The word.
    pub load_data: Signal<In, Bits<N>>,
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
    /// Whether a is in bank 1.
    pub work_swapped: Signal<In, Bit>,
    /// Which factor goes with them.
    pub factor_address: Signal<In, Bits<F>>,
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
    /// A clock before: whether x goes into bank 1.
    pub put_swapped: Signal<In, Bit>,
    /// The buffer that is emptied.
    pub store_buffer: Signal<In, Bits<2>>,
    /// Index of the word that is stored.
    pub store_index: Signal<In, Bits<D>>,
    /// That word, [`Lane::STORE`] later.
    pub store_data: Signal<Out, Bits<N>>,
    /// Whether a factor was made.
    pub made: Signal<In, Bit>,
    /// Where it goes to.
    pub made_address: Signal<In, Bits<F>>,
    /// The factor.
    pub made_data: Signal<In, Bits<N>>,
    loads: DFF<Bit>,
    load_on: DFF<Bits<2>>,
    load_bank: DFF<Bit>,
    load_address: DFF<Bits<A>>,
    load_word: DFF<Bits<N>>,
    load_half: Signal<Local, Bits<D>>,
    store_on: DFF<Bits<2>>,
    store_bank: DFF<Bit>,
    store_address: DFF<Bits<A>>,
    store_half: Signal<Local, Bits<D>>,
    memory: LaneMemory<N, A>,
    factors: SimpleDualPort<N, F>,
    butterfly: Butterfly<N>,
    meant: Delay<Bit>,
    swapped: Delay<Bit>,
    factor2: DFF<Bits<N>>,
    factor3: DFF<Bits<N>>,
    a4: DFF<Bits<N>>,
    b4: DFF<Bits<N>>,
    w4: DFF<Bits<N>>,
    result0: DFF<Bits<N>>,
    result1: DFF<Bits<N>>,
    zero: Constant<Bits<N>>,
}

impl<const N: usize, const D: usize, const A: usize, const F: usize> Lane<N, D, A, F> {
    /// Clocks from `store_index` to its word.
    pub const STORE: usize = 1 + LaneMemory::<N, A>::LATENCY;

    /// `P` lanes over `field`; datapaths are built once.
    ///
    /// # Panics
    /// When the modulus is even or below 3, or the field exceeds the container.
    pub fn array<const P: usize>(field: &FieldConfig) -> [Self; P] {
        Butterfly::array(field).map(Self::with)
    }

    fn with(butterfly: Butterfly<N>) -> Self {
        Self {
            clock: Default::default(),
            backward: Default::default(),
            halve: Default::default(),
            pointwise: Default::default(),
            difference: Default::default(),
            scale: Default::default(),
            load: Default::default(),
            load_buffer: Default::default(),
            load_index: Default::default(),
            load_data: Default::default(),
            work: Default::default(),
            work_buffer: Default::default(),
            beside_buffer: Default::default(),
            work_address0: Default::default(),
            work_address1: Default::default(),
            work_swapped: Default::default(),
            factor_address: Default::default(),
            put0: Default::default(),
            put1: Default::default(),
            put_buffer: Default::default(),
            put_address0: Default::default(),
            put_address1: Default::default(),
            put_swapped: Default::default(),
            store_buffer: Default::default(),
            store_index: Default::default(),
            store_data: Default::default(),
            made: Default::default(),
            made_address: Default::default(),
            made_data: Default::default(),
            loads: Default::default(),
            load_on: Default::default(),
            load_bank: Default::default(),
            load_address: Default::default(),
            load_word: Default::default(),
            load_half: Default::default(),
            store_on: Default::default(),
            store_bank: Default::default(),
            store_address: Default::default(),
            store_half: Default::default(),
            memory: Default::default(),
            factors: SimpleDualPort::new(1 << F),
            butterfly,
            meant: Delay::zeroed(LaneMemory::<N, A>::LATENCY + 1),
            swapped: Delay::new(LaneMemory::<N, A>::LATENCY),
            factor2: Default::default(),
            factor3: Default::default(),
            a4: Default::default(),
            b4: Default::default(),
            w4: Default::default(),
            result0: Default::default(),
            result1: Default::default(),
            zero: Constant::new(0u64.into()),
        }
    }

    /// Clocks from what is read to where results go to: memory, choice of operands, butterfly, choice of results.
    pub fn latency(&self) -> usize {
        LaneMemory::<N, A>::LATENCY + 1 + self.butterfly.latency() + 1
    }
}

impl<const N: usize, const D: usize, const A: usize, const F: usize> Logic for Lane<N, D, A, F> {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, memory, factors, butterfly, meant, swapped);
        dff_setup!(self, clock, factor2, factor3, a4, b4, w4, result0, result1);
        dff_setup!(
            self,
            clock,
            loads,
            load_on,
            load_bank,
            load_address,
            load_word,
            store_on,
            store_bank,
            store_address
        );
        self.load_half.next = self.load_index.val() >> 1;
        self.loads.d.next = self.load.val();
        self.load_on.d.next = self.load_buffer.val();
        self.load_bank.d.next = self.load_index.val().xor();
        self.load_address.d.next = bit_cast::<A, D>(self.load_half.val());
        self.load_word.d.next = self.load_data.val();
        self.memory.load.next = self.loads.q.val();
        self.memory.load_buffer.next = self.load_on.q.val();
        self.memory.load_bank.next = self.load_bank.q.val();
        self.memory.load_address.next = self.load_address.q.val();
        self.memory.load_data.next = self.load_word.q.val();
        self.memory.work.next = self.work.val();
        self.memory.work_buffer.next = self.work_buffer.val();
        self.memory.beside_buffer.next = self.beside_buffer.val();
        self.memory.work_address0.next = self.work_address0.val();
        self.memory.work_address1.next = self.work_address1.val();
        self.store_half.next = self.store_index.val() >> 1;
        self.store_on.d.next = self.store_buffer.val();
        self.store_bank.d.next = self.store_index.val().xor();
        self.store_address.d.next = bit_cast::<A, D>(self.store_half.val());
        self.memory.store_buffer.next = self.store_on.q.val();
        self.memory.store_bank.next = self.store_bank.q.val();
        self.memory.store_address.next = self.store_address.q.val();
        self.store_data.next = self.memory.store_data.val();
        self.factors.write.next = self.made.val();
        self.factors.write_address.next = self.made_address.val();
        self.factors.write_data.next = self.made_data.val();
        self.factors.read_address.next = self.factor_address.val();
        self.factor2.d.next = self.factors.q.val();
        self.factor3.d.next = self.factor2.q.val();
        self.meant.d.next = self.work.val();
        self.swapped.d.next = self.work_swapped.val();
        // Clock 3: choose the operands.
        self.a4.d.next = self.memory.work0.val();
        self.b4.d.next = self.memory.work1.val();
        self.w4.d.next = self.factor3.q.val();
        if self.swapped.q.val() {
            self.a4.d.next = self.memory.work1.val();
            self.b4.d.next = self.memory.work0.val();
        }
        if self.difference.val() {
            // Both of one bank: a minus what is beside it.
            self.w4.d.next = self.scale.val();
            self.b4.d.next = self.memory.beside0.val();
            if self.swapped.q.val() {
                self.b4.d.next = self.memory.beside1.val();
            }
        } else if self.pointwise.val() {
            self.a4.d.next = self.zero.val();
            self.b4.d.next = self.memory.work0.val();
            self.w4.d.next = self.memory.beside0.val();
            if self.swapped.q.val() {
                self.b4.d.next = self.memory.work1.val();
                self.w4.d.next = self.memory.beside1.val();
            }
        }
        self.butterfly.valid.next = self.meant.q.val();
        self.butterfly.backward.next = self.backward.val();
        self.butterfly.halve.next = self.halve.val();
        self.butterfly.a.next = self.a4.q.val();
        self.butterfly.b.next = self.b4.q.val();
        self.butterfly.w.next = self.w4.q.val();
        self.result0.d.next = self.butterfly.x.val();
        self.result1.d.next = self.butterfly.y.val();
        if self.put_swapped.val() {
            self.result0.d.next = self.butterfly.y.val();
            self.result1.d.next = self.butterfly.x.val();
        }
        self.memory.put0.next = self.put0.val();
        self.memory.put1.next = self.put1.val();
        self.memory.put_buffer.next = self.put_buffer.val();
        self.memory.put_address0.next = self.put_address0.val();
        self.memory.put_address1.next = self.put_address1.val();
        self.memory.put_data0.next = self.result0.q.val();
        self.memory.put_data1.next = self.result1.q.val();
    }
    named!();
}
