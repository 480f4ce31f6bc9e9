//! One buffer of a lane: two banks of words, filled, worked on, or emptied.
//!
//! ```text
//! load ---.                      .--> q0, to whom it is worked on
//!          >--> [bank 0] --[]---+
//! put  ---'--> [bank 1] --[]---+ '--> q1, to whom it is emptied
//! ```
//!
//! Ports are those of all buffers of the lane; each takes what bears its number. While it is worked on both banks are read
//! and written in every clock, so nobody else comes.
//! Interface: pipe without valid. Latency: 2. Golden model: an array.

use crate::named;
use crate::prim::SimpleDualPort;
use rust_hdl::prelude::*;

/// Two banks of `2^A` words of `N` bits.
#[derive(LogicBlock)]
pub struct Buffer<const N: usize, const A: usize> {
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
    /// What is read of both banks where nothing is worked on.
    pub store_address: Signal<In, Bits<A>>,
    /// Word of bank 0.
    pub q0: Signal<Out, Bits<N>>,
    /// Word of bank 1.
    pub q1: Signal<Out, Bits<N>>,
    bank0: SimpleDualPort<N, A>,
    bank1: SimpleDualPort<N, A>,
    out0: DFF<Bits<N>>,
    out1: DFF<Bits<N>>,
    loaded: Signal<Local, Bit>,
    placed: Signal<Local, Bit>,
    worked: Signal<Local, Bit>,
    number: Constant<Bits<2>>,
}

impl<const N: usize, const A: usize> Buffer<N, A> {
    /// Buffer `number` of a lane, undefined until loaded.
    pub fn new(number: u64) -> Self {
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
            store_address: Default::default(),
            q0: Default::default(),
            q1: Default::default(),
            bank0: SimpleDualPort::new(1 << A),
            bank1: SimpleDualPort::new(1 << A),
            out0: Default::default(),
            out1: Default::default(),
            loaded: Default::default(),
            placed: Default::default(),
            worked: Default::default(),
            number: Constant::new(number.into()),
        }
    }
}

impl<const N: usize, const A: usize> Logic for Buffer<N, A> {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, bank0, bank1);
        dff_setup!(self, clock, out0, out1);
        self.loaded.next = self.load.val() & (self.load_buffer.val() == self.number.val());
        self.placed.next = self.put_buffer.val() == self.number.val();
        self.worked.next = self.work.val()
            & ((self.work_buffer.val() == self.number.val())
                | (self.beside_buffer.val() == self.number.val()));
        self.bank0.write.next =
            (self.loaded.val() & !self.load_bank.val()) | (self.put0.val() & self.placed.val());
        self.bank1.write.next =
            (self.loaded.val() & self.load_bank.val()) | (self.put1.val() & self.placed.val());
        self.bank0.write_address.next = self.put_address0.val();
        self.bank1.write_address.next = self.put_address1.val();
        self.bank0.write_data.next = self.put_data0.val();
        self.bank1.write_data.next = self.put_data1.val();
        if self.loaded.val() {
            self.bank0.write_address.next = self.load_address.val();
            self.bank1.write_address.next = self.load_address.val();
            self.bank0.write_data.next = self.load_data.val();
            self.bank1.write_data.next = self.load_data.val();
        }
        self.bank0.read_address.next = self.store_address.val();
        self.bank1.read_address.next = self.store_address.val();
        if self.worked.val() {
            self.bank0.read_address.next = self.work_address0.val();
            self.bank1.read_address.next = self.work_address1.val();
        }
        self.out0.d.next = self.bank0.q.val();
        self.out1.d.next = self.bank1.q.val();
        self.q0.next = self.out0.q.val();
        self.q1.next = self.out1.q.val();
    }
    named!();
}
