//! The register file with what stands behind it: job queue, finished jobs, interrupts, errors.
//!
//! ```text
//!  JOB_* --submit--> [queue] --> job          done --> [finished] --> DONE_*
//!  events --> ERRORS, INTERRUPTS --& INTERRUPT_ENABLE--> event
//! ```
//!
//! A place in the queue is taken from submission until `DONE_POP`, so a finished job always finds room.
//! Interface: AXI4-Lite; records of [`JobEngine`](super::JobEngine). Latency: 1. Golden model: the
//! register table and the tests of the card.
use super::{Flag, Identity, RegisterFile, register_file::REGISTERS};
use crate::prim::{Join, StreamFifo, Widen};
use rust_hdl::prelude::*;
use zkcard_wire::registers;

/// Most jobs that can wait.
pub(super) const QUEUE_DEPTH: u32 = 16;

/// Registers and queues.
#[derive(LogicBlock)]
pub struct Control {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous reset.
    pub reset: Signal<In, Bit>,
    /// AXI4-Lite: byte offset.
    pub address: Signal<In, Bits<16>>,
    /// AXI4-Lite: value to write.
    pub write_data: Signal<In, Bits<32>>,
    /// AXI4-Lite: write address and data valid.
    pub write_valid: Signal<In, Bit>,
    /// AXI4-Lite: whether they are taken.
    pub write_ready: Signal<Out, Bit>,
    /// AXI4-Lite: write answer (always taken).
    pub write_answer: Signal<Out, Bits<2>>,
    /// AXI4-Lite: write answer valid.
    pub write_answer_valid: Signal<Out, Bit>,
    /// AXI4-Lite: read address valid.
    pub read_valid: Signal<In, Bit>,
    /// AXI4-Lite: whether it is taken.
    pub read_ready: Signal<Out, Bit>,
    /// AXI4-Lite: value read, with the answer in bits 33:32 (always taken).
    pub read_data: Signal<Out, Bits<34>>,
    /// AXI4-Lite: read data valid.
    pub read_data_valid: Signal<Out, Bit>,
    /// Next job.
    pub job: Signal<Out, Bits<224>>,
    /// Whether there is one.
    pub job_valid: Signal<Out, Bit>,
    /// Whether it is taken.
    pub job_ready: Signal<In, Bit>,
    /// Finished job.
    pub done: Signal<In, Bits<384>>,
    /// For one clock: there is one.
    pub done_valid: Signal<In, Bit>,
    /// For one clock each, by bit of `ERRORS`.
    pub errors: Signal<In, Bits<32>>,
    /// For one clock: drop jobs.
    pub soft_reset: Signal<Out, Bit>,
    /// For one clock: forget all sets of bases.
    pub forget: Signal<Out, Bit>,
    /// `WATCHDOG_KCYCLES`.
    pub watchdog: Signal<Out, Bits<32>>,
    /// `UART_DIVISOR`.
    pub divisor: Signal<Out, Bits<16>>,
    /// An enabled interrupt stands.
    pub interrupt: Signal<Out, Bit>,
    /// An enabled interrupt has not been reported yet.
    pub notice: Signal<Out, Bit>,
    /// The enabled interrupts that stand.
    pub event_value: Signal<Out, Bits<32>>,
    /// For one clock: they are being reported.
    pub event_taken: Signal<In, Bit>,
    file: RegisterFile,
    queue: StreamFifo<224, 4, 5>,
    finished: StreamFifo<384, 4, 5>,
    places: DFF<Bits<32>>,
    reported: DFF<Bits<32>>,
    had_errors: DFF<Bit>,
    submit: Signal<Local, Bit>,
    pop: Signal<Local, Bit>,
    drop: Signal<Local, Bit>,
    has_errors: Signal<Local, Bit>,
    standing: Signal<Local, Bits<32>>,
    descriptor: Join<7, 32, 224>,
    fixed: [Constant<Bits<32>>; REGISTERS],
    depth: Constant<Bits<32>>,
    ones: Constant<Bits<32>>,
}

impl Control {
    /// The registers of a card that is `identity`.
    pub fn new(identity: Identity) -> Self {
        let reset = move |i: usize| match registers::TABLE[i].offset {
            offset if offset == registers::UART_DIVISOR.offset => u32::from(identity.divisor),
            _ => registers::TABLE[i].reset,
        };
        Self {
            clock: Default::default(),
            reset: Default::default(),
            address: Default::default(),
            write_data: Default::default(),
            write_valid: Default::default(),
            write_ready: Default::default(),
            write_answer: Default::default(),
            write_answer_valid: Default::default(),
            read_valid: Default::default(),
            read_ready: Default::default(),
            read_data: Default::default(),
            read_data_valid: Default::default(),
            job: Default::default(),
            job_valid: Default::default(),
            job_ready: Default::default(),
            done: Default::default(),
            done_valid: Default::default(),
            errors: Default::default(),
            soft_reset: Default::default(),
            forget: Default::default(),
            watchdog: Default::default(),
            divisor: Default::default(),
            interrupt: Default::default(),
            notice: Default::default(),
            event_value: Default::default(),
            event_taken: Default::default(),
            file: RegisterFile::new(reset),
            queue: Default::default(),
            finished: Default::default(),
            places: Default::default(),
            reported: Default::default(),
            had_errors: Default::default(),
            submit: Default::default(),
            pop: Default::default(),
            drop: Default::default(),
            has_errors: Default::default(),
            standing: Default::default(),
            descriptor: Default::default(),
            fixed: std::array::from_fn(|i| Constant::new(u64::from(identity.register(i)).into())),
            depth: Constant::new(u64::from(QUEUE_DEPTH).into()),
            ones: Constant::new(u64::from(u32::MAX).into()),
        }
    }
}

impl Logic for Control {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, places, reported, had_errors);
        clock!(self, clock, file, queue, finished);
        self.file.reset.next = self.reset.val();
        self.file.address.next = self.address.val();
        self.file.write_data.next = self.write_data.val();
        self.file.write_valid.next = self.write_valid.val();
        self.write_ready.next = self.file.write_ready.val();
        self.write_answer.next = self.file.write_answer.val();
        self.write_answer_valid.next = self.file.write_answer_valid.val();
        self.file.write_answer_ready.next = true;
        self.file.read_valid.next = self.read_valid.val();
        self.read_ready.next = self.file.read_ready.val();
        self.read_data.next = self.file.read_data.val();
        self.read_data_valid.next = self.file.read_data_valid.val();
        self.file.read_data_ready.next = true;
        for i in 0..REGISTERS {
            self.file.status[i].next = self.fixed[i].val();
            self.file.raise[i].next = 0.into();
            self.file.refuse[i].next = false;
        }

        // Registers below are numbered by their place in the table; a test holds the numbers to the names.
        // 24 CONTROL, 28 UART_DIVISOR, 29 WATCHDOG_KCYCLES.
        self.drop.next =
            self.reset.val() | (self.file.written[24].val() & self.write_data.val().get_bit(0));
        self.file.soft_reset.next = self.file.written[24].val() & self.write_data.val().get_bit(0);
        self.soft_reset.next = self.file.written[24].val() & self.write_data.val().get_bit(0);
        self.forget.next = self.file.written[24].val() & self.write_data.val().get_bit(1);
        self.file.refuse[28].next = self.write_data.val() < 2;
        self.divisor.next = self.file.value[28].val().get_bits::<16>(0);
        self.watchdog.next = self.file.value[29].val();

        // 27 ERRORS, 26 INTERRUPTS, 25 INTERRUPT_ENABLE.
        self.file.raise[27].next = self.errors.val();
        self.has_errors.next = self.file.value[27].val() != 0;
        self.had_errors.d.next = self.has_errors.val();
        self.file.raise[26].next = self.done_valid.val().to_bits();
        if self.has_errors.val() & !self.had_errors.q.val() {
            self.file.raise[26].next = self.done_valid.val().to_bits() | 2;
        }
        self.standing.next = self.file.value[26].val() & self.file.value[25].val();
        self.interrupt.next = self.standing.val() != 0;
        self.notice.next = (self.standing.val() & (self.reported.q.val() ^ self.ones.val())) != 0;
        self.event_value.next = self.standing.val();
        self.reported.d.next = self.reported.q.val() & self.standing.val();
        if self.event_taken.val() {
            self.reported.d.next = self.standing.val();
        }

        // 31 to 37 JOB_KIND to JOB_COUNT, 38 JOB_SUBMIT, 39 JOB_FREE.
        for i in 0..7 {
            self.descriptor.part[i].next = self.file.value[i + 31].val();
        }
        self.file.refuse[38].next = self.places.q.val() == self.depth.val();
        self.file.status[39].next = self.depth.val() - self.places.q.val();
        self.submit.next = self.file.written[38].val();
        self.queue.reset.next = self.drop.val();
        self.queue.in_data.next = self.descriptor.whole.val();
        self.queue.in_valid.next = self.submit.val();
        self.job.next = self.queue.out_data.val();
        self.job_valid.next = self.queue.out_valid.val();
        self.queue.out_ready.next = self.job_ready.val();

        // 40 DONE_COUNT, 41 to 52 DONE_TAG to DONE_MET, 53 DONE_POP.
        self.finished.reset.next = self.drop.val();
        self.finished.in_data.next = self.done.val();
        self.finished.in_valid.next = self.done_valid.val();
        self.file.status[40].next = self.finished.fill.val().to_bits();
        for i in 0..12 {
            self.file.status[i + 41].next = 0.into();
            if self.finished.out_valid.val() {
                self.file.status[i + 41].next = self.finished.out_data.val().get_bits::<32>(32 * i);
            }
        }
        self.file.refuse[53].next = !self.finished.out_valid.val();
        self.pop.next = self.file.written[53].val();
        self.finished.out_ready.next = self.pop.val();
        self.places.d.next =
            self.places.q.val() + self.submit.val().to_bits() - self.pop.val().to_bits();
        if self.drop.val() {
            self.places.d.next = 0.into();
            self.reported.d.next = 0.into();
            self.had_errors.d.next = false;
        }
    }
    crate::named!();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_registers_match_their_names() {
        let numbered = [
            (24, registers::CONTROL),
            (25, registers::INTERRUPT_ENABLE),
            (26, registers::INTERRUPTS),
            (27, registers::ERRORS),
            (28, registers::UART_DIVISOR),
            (29, registers::WATCHDOG_KCYCLES),
            (31, registers::JOB_KIND),
            (37, registers::JOB_COUNT),
            (38, registers::JOB_SUBMIT),
            (39, registers::JOB_FREE),
            (40, registers::DONE_COUNT),
            (41, registers::DONE_TAG),
            (52, registers::DONE_MET),
            (53, registers::DONE_POP),
        ];
        for (i, register) in numbered {
            assert_eq!(registers::TABLE[i].name, register.name);
        }
        assert_eq!(REGISTERS, 54, "a new register needs its wiring here");
    }
}
