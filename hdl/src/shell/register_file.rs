//! The register table of `zkcard_wire` as an AXI4-Lite subordinate.
//!
//! ```text
//!  write: address == offset[i] ? -> store[i], written[i], or refused
//!  read:  address == offset[i] ? -> status[i] or store[i], or refused
//! ```
//!
//! The decoder is made from [`zkcard_wire::registers::TABLE`] alone: register `i` of the table is element
//! `i` of every array here. Read-only registers show `status`, read-write ones what was written,
//! read-clear ones collect `raise` until a one is written to the bit, triggers show zero.
//! Interface: AXI4-Lite, address and data of a write together; unknown offsets and wrong access answer
//! SLVERR. Latency: 1. Source: ARM IHI 0022, B1. Golden model: the table.
use crate::prim::{Widen, check::AxiLiteCheck};
use rust_hdl::prelude::*;
use zkcard_wire::registers::{Access, TABLE};

/// Number of registers in the table.
pub(super) const REGISTERS: usize = TABLE.len();

/// One element per register of the table.
type Each<T> = [T; REGISTERS];

/// All registers.
#[derive(LogicBlock)]
pub struct RegisterFile {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous reset.
    pub reset: Signal<In, Bit>,
    /// Synchronous: clears read-clear registers alone.
    pub soft_reset: Signal<In, Bit>,
    /// Byte offset, for reads and writes.
    pub address: Signal<In, Bits<16>>,
    /// Value to write.
    pub write_data: Signal<In, Bits<32>>,
    /// Write address and data valid.
    pub write_valid: Signal<In, Bit>,
    /// Whether they are taken.
    pub write_ready: Signal<Out, Bit>,
    /// Write answer: 0 or SLVERR (2).
    pub write_answer: Signal<Out, Bits<2>>,
    /// Write answer valid.
    pub write_answer_valid: Signal<Out, Bit>,
    /// Whether it is taken.
    pub write_answer_ready: Signal<In, Bit>,
    /// Read address valid.
    pub read_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub read_ready: Signal<Out, Bit>,
    /// Value read, with the answer in bits 33:32.
    pub read_data: Signal<Out, Bits<34>>,
    /// Read data valid.
    pub read_data_valid: Signal<Out, Bit>,
    /// Whether it is taken.
    pub read_data_ready: Signal<In, Bit>,
    /// What read-only registers show.
    pub status: Each<Signal<In, Bits<32>>>,
    /// Bits to set in read-clear registers.
    pub raise: Each<Signal<In, Bits<32>>>,
    /// Writes to these are refused for now.
    pub refuse: Each<Signal<In, Bit>>,
    /// What the registers hold.
    pub value: Each<Signal<Out, Bits<32>>>,
    /// For one clock: the register is being written with `write_data`.
    pub written: Each<Signal<Out, Bit>>,
    store: Each<DFF<Bits<32>>>,
    offset: Each<Constant<Bits<16>>>,
    resets: Each<Constant<Bits<32>>>,
    readable: Each<Constant<Bit>>,
    stored: Each<Constant<Bit>>,
    clearable: Each<Constant<Bit>>,
    writable: Each<Constant<Bit>>,
    answer: DFF<Bits<2>>,
    answered: DFF<Bit>,
    data: DFF<Bits<34>>,
    came: DFF<Bit>,
    writing: Signal<Local, Bit>,
    reading: Signal<Local, Bit>,
    check: AxiLiteCheck,
    ones: Constant<Bits<32>>,
    refused: Constant<Bits<34>>,
}

impl RegisterFile {
    /// A file whose register `i` of the table starts with `resets(i)`.
    pub fn new(resets: impl Fn(usize) -> u32) -> Self {
        use std::array::from_fn;
        let access = |i: usize| TABLE[i].access;
        Self {
            clock: Default::default(),
            reset: Default::default(),
            soft_reset: Default::default(),
            address: Default::default(),
            write_data: Default::default(),
            write_valid: Default::default(),
            write_ready: Default::default(),
            write_answer: Default::default(),
            write_answer_valid: Default::default(),
            write_answer_ready: Default::default(),
            read_valid: Default::default(),
            read_ready: Default::default(),
            read_data: Default::default(),
            read_data_valid: Default::default(),
            read_data_ready: Default::default(),
            status: from_fn(|_| Default::default()),
            raise: from_fn(|_| Default::default()),
            refuse: from_fn(|_| Default::default()),
            value: from_fn(|_| Default::default()),
            written: from_fn(|_| Default::default()),
            store: from_fn(|_| Default::default()),
            offset: from_fn(|i| Constant::new(u64::from(TABLE[i].offset).into())),
            resets: from_fn(|i| Constant::new(u64::from(resets(i)).into())),
            readable: from_fn(|i| Constant::new(access(i) == Access::Read)),
            stored: from_fn(|i| Constant::new(access(i) == Access::ReadWrite)),
            clearable: from_fn(|i| Constant::new(access(i) == Access::ReadClear)),
            writable: from_fn(|i| Constant::new(access(i) != Access::Read)),
            answer: Default::default(),
            answered: Default::default(),
            data: Default::default(),
            came: Default::default(),
            writing: Default::default(),
            reading: Default::default(),
            check: Default::default(),
            ones: Constant::new(u64::from(u32::MAX).into()),
            refused: Constant::new((2u64 << 32).into()),
        }
    }
}

impl Logic for RegisterFile {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, answer, answered, data, came);
        self.write_ready.next = !self.answered.q.val();
        self.read_ready.next = !self.came.q.val();
        self.writing.next = self.write_valid.val() & !self.answered.q.val();
        self.reading.next = self.read_valid.val() & !self.came.q.val();
        self.write_answer.next = self.answer.q.val();
        self.write_answer_valid.next = self.answered.q.val();
        self.read_data.next = self.data.q.val();
        self.read_data_valid.next = self.came.q.val();
        if self.write_answer_ready.val() {
            self.answered.d.next = false;
        }
        if self.read_data_ready.val() {
            self.came.d.next = false;
        }
        for i in 0..REGISTERS {
            self.store[i].clock.next = self.clock.val();
            self.store[i].d.next = self.store[i].q.val() | self.raise[i].val();
            self.value[i].next = self.store[i].q.val();
            self.written[i].next = false;
        }
        if self.writing.val() {
            self.answered.d.next = true;
            self.answer.d.next = 2.into();
            for i in 0..REGISTERS {
                if (self.address.val() == self.offset[i].val())
                    & self.writable[i].val()
                    & !self.refuse[i].val()
                {
                    self.answer.d.next = 0.into();
                    self.written[i].next = true;
                    if self.stored[i].val() {
                        self.store[i].d.next = self.write_data.val();
                    }
                    if self.clearable[i].val() {
                        self.store[i].d.next = (self.store[i].q.val()
                            & (self.write_data.val() ^ self.ones.val()))
                            | self.raise[i].val();
                    }
                }
            }
        }
        if self.reading.val() {
            self.came.d.next = true;
            self.data.d.next = self.refused.val();
            for i in 0..REGISTERS {
                if self.address.val() == self.offset[i].val() {
                    self.data.d.next = self.store[i].q.val().to_bits();
                    if self.readable[i].val() {
                        self.data.d.next = self.status[i].val().to_bits();
                    }
                }
            }
        }
        for i in 0..REGISTERS {
            if self.soft_reset.val() & self.clearable[i].val() {
                self.store[i].d.next = 0.into();
            }
            if self.reset.val() {
                self.store[i].d.next = self.resets[i].val();
            }
        }
        if self.reset.val() {
            self.answered.d.next = false;
            self.came.d.next = false;
        }

        self.check.clock.next = self.clock.val();
        self.check.reset.next = self.reset.val();
        self.check.write_address.next = self.address.val();
        self.check.write_data.next = self.write_data.val();
        self.check.write_valid.next = self.write_valid.val();
        self.check.write_ready.next = self.write_ready.val();
        self.check.write_answer.next = self.write_answer.val();
        self.check.write_answer_valid.next = self.write_answer_valid.val();
        self.check.write_answer_ready.next = self.write_answer_ready.val();
        self.check.read_address.next = self.address.val();
        self.check.read_address_valid.next = self.read_valid.val();
        self.check.read_address_ready.next = self.read_ready.val();
        self.check.read_data.next = self.read_data.val().get_bits::<32>(0);
        self.check.read_valid.next = self.read_data_valid.val();
        self.check.read_ready.next = self.read_data_ready.val();
    }
    crate::named!();
}
