//! Requests to register and memory accesses, and their results to answers.
//!
//! ```text
//!  request --> Decode --+--> RegisterAccess (AXI4-Lite) ---+--> Answer
//!                       +--> MemoryAccess (words) ---------+
//!                       +--> ping, refused, repeated ------+
//! ```
//!
//! The request has passed its checksum before it comes here. A write that carries the number of the one
//! before is a repetition after a lost answer: it is answered alike, not done again. What is read goes to
//! the transmitter in words of 64 bytes.
//! Interface: the request of [`FrameReceiver`](super::FrameReceiver), the answer of
//! [`FrameTransmitter`](super::FrameTransmitter), the ports of its two halves. Latency: that of the half,
//! and 3. Source: `zkcard_wire::frame`. Golden model: the tests of the card, which hold a map of registers
//! and memory.
use super::{MemoryAccess, RegisterAccess};
use crate::prim::StreamFifo;
use rust_hdl::prelude::*;

/// What is being done.
#[derive(Copy, Clone, Debug, PartialEq, LogicState)]
enum Step {
    Idle,
    Decode,
    Registers,
    Memory,
    Answer,
}

/// Carries out one request at a time.
#[derive(LogicBlock, Default)]
pub struct FrameExecutor {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous reset.
    pub reset: Signal<In, Bit>,
    /// What a ping is answered with.
    pub greeting: Signal<In, Bits<64>>,
    /// Clocks without an answer after which memory has failed.
    pub timeout: Signal<In, Bits<32>>,
    /// A request stands at the inputs below.
    pub whole: Signal<In, Bit>,
    /// For one clock: it has been dealt with.
    pub done: Signal<Out, Bit>,
    /// Its kind.
    pub kind: Signal<In, Bits<8>>,
    /// Its sequence number.
    pub number: Signal<In, Bits<8>>,
    /// Length of its payload.
    pub length: Signal<In, Bits<16>>,
    /// Its register offset (bits 31:16) or word index.
    pub prefix: Signal<In, Bits<32>>,
    /// Its count.
    pub count: Signal<In, Bits<8>>,
    /// Words of its payload.
    pub data: Signal<In, Bits<512>>,
    /// Whether there is one.
    pub data_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub data_ready: Signal<Out, Bit>,
    /// The transmitter can take an answer.
    pub idle: Signal<In, Bit>,
    /// For one clock: the answer stands at the outputs below.
    pub answer: Signal<Out, Bit>,
    /// Its status.
    pub status: Signal<Out, Bits<8>>,
    /// Bytes behind the status.
    pub bytes: Signal<Out, Bits<16>>,
    /// Words that hold them.
    pub reply: Signal<Out, Bits<512>>,
    /// Whether there is one.
    pub reply_valid: Signal<Out, Bit>,
    /// Whether it is taken.
    pub reply_ready: Signal<In, Bit>,
    /// AXI4-Lite: address for reads and writes.
    pub address: Signal<Out, Bits<16>>,
    /// AXI4-Lite: data to write.
    pub write_data: Signal<Out, Bits<32>>,
    /// AXI4-Lite: write address and data valid.
    pub write_valid: Signal<Out, Bit>,
    /// AXI4-Lite: write address and data ready.
    pub write_ready: Signal<In, Bit>,
    /// AXI4-Lite: write answer.
    pub write_answer: Signal<In, Bits<2>>,
    /// AXI4-Lite: write answer valid (always taken).
    pub write_answer_valid: Signal<In, Bit>,
    /// AXI4-Lite: read address valid.
    pub read_valid: Signal<Out, Bit>,
    /// AXI4-Lite: read address ready.
    pub read_ready: Signal<In, Bit>,
    /// AXI4-Lite: data read, with the answer in bits 33:32.
    pub read_data: Signal<In, Bits<34>>,
    /// AXI4-Lite: data valid (always taken).
    pub read_data_valid: Signal<In, Bit>,
    /// Memory: index to read or write.
    pub memory_index: Signal<Out, Bits<32>>,
    /// Memory: it is to be read.
    pub memory_read_valid: Signal<Out, Bit>,
    /// Whether it is taken.
    pub memory_read_ready: Signal<In, Bit>,
    /// Memory: word read.
    pub memory_data: Signal<In, Bits<512>>,
    /// Its AXI answer.
    pub memory_data_answer: Signal<In, Bits<2>>,
    /// For one clock: it came.
    pub memory_data_valid: Signal<In, Bit>,
    /// Memory: word to write.
    pub memory_write_data: Signal<Out, Bits<512>>,
    /// Whether there is one.
    pub memory_write_valid: Signal<Out, Bit>,
    /// Whether it is taken.
    pub memory_write_ready: Signal<In, Bit>,
    /// AXI answer of a write.
    pub memory_written_answer: Signal<In, Bits<2>>,
    /// For one clock: it came.
    pub memory_written: Signal<In, Bit>,
    /// For one clock: memory answered with an error.
    pub memory_error: Signal<Out, Bit>,
    /// For one clock: memory did not answer in time.
    pub timeout_error: Signal<Out, Bit>,
    step: DFF<Step>,
    answered: DFF<Bits<8>>,
    bytes_held: DFF<Bits<16>>,
    greet: DFF<Bit>,
    last_valid: DFF<Bit>,
    last_sequence: DFF<Bits<8>>,
    last_status: DFF<Bits<8>>,
    is_write: Signal<Local, Bit>,
    repeated: Signal<Local, Bit>,
    body: Signal<Local, Bits<16>>,
    items: Signal<Local, Bits<16>>,
    registers: RegisterAccess,
    words: MemoryAccess,
    replies: StreamFifo<512, 5, 6>,
}

impl Logic for FrameExecutor {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self,
            clock,
            step,
            answered,
            bytes_held,
            greet,
            last_valid,
            last_sequence,
            last_status
        );
        self.registers.clock.next = self.clock.val();
        self.words.clock.next = self.clock.val();
        self.replies.clock.next = self.clock.val();
        self.registers.reset.next = self.reset.val();
        self.words.reset.next = self.reset.val();
        self.done.next = false;
        self.answer.next = false;
        self.registers.start.next = false;
        self.words.start.next = false;
        self.greet.d.next = false;
        self.body.next = 0.into();
        self.items.next = bit_cast::<16, 8>(self.count.val());
        self.status.next = self.answered.q.val();
        self.bytes.next = self.bytes_held.q.val();
        self.is_write.next = (self.kind.val() == 3) | (self.kind.val() == 5);
        self.repeated.next = self.is_write.val()
            & self.last_valid.q.val()
            & (self.last_sequence.q.val() == self.number.val());

        match self.step.q.val() {
            Step::Idle => {
                self.bytes_held.d.next = 0.into();
                self.answered.d.next = 0.into();
                if self.whole.val() & self.idle.val() {
                    self.step.d.next = Step::Decode;
                }
            }
            Step::Decode => {
                // Kinds 1 to 5: ping, read and write registers, read and write memory.
                self.answered.d.next = 2.into();
                self.step.d.next = Step::Answer;
                if self.repeated.val() {
                    self.answered.d.next = self.last_status.q.val();
                } else if self.kind.val() == 1 {
                    if self.length.val() == 0 {
                        self.answered.d.next = 0.into();
                        self.bytes_held.d.next = 8.into();
                        self.greet.d.next = true;
                    }
                } else if self.kind.val() == 2 {
                    if (self.length.val() == 3) & (self.count.val() != 0) & (self.count.val() <= 32)
                    {
                        self.bytes_held.d.next = self.items.val() << 2;
                        self.registers.start.next = true;
                        self.step.d.next = Step::Registers;
                    }
                } else if self.kind.val() == 3 {
                    self.body.next = self.length.val() - 2;
                    self.items.next = self.body.val() >> 2;
                    if (self.length.val() >= 6)
                        & (self.length.val() <= 130)
                        & (self.body.val().get_bits::<2>(0) == 0)
                    {
                        self.registers.start.next = true;
                        self.step.d.next = Step::Registers;
                    }
                } else if self.kind.val() == 4 {
                    if (self.length.val() == 5) & (self.count.val() != 0) & (self.count.val() <= 16)
                    {
                        self.bytes_held.d.next = self.items.val() << 6;
                        self.words.start.next = true;
                        self.step.d.next = Step::Memory;
                    }
                } else if self.kind.val() == 5 {
                    self.body.next = self.length.val() - 4;
                    self.items.next = self.body.val() >> 6;
                    if (self.length.val() >= 68) & (self.body.val().get_bits::<6>(0) == 0) {
                        self.words.start.next = true;
                        self.step.d.next = Step::Memory;
                    }
                } else {
                    self.answered.d.next = 1.into();
                }
            }
            Step::Registers => {
                self.answered.d.next = self.registers.status.val();
                if self.registers.finished.val() {
                    self.step.d.next = Step::Answer;
                }
            }
            Step::Memory => {
                self.answered.d.next = self.words.status.val();
                if self.words.finished.val() {
                    self.step.d.next = Step::Answer;
                }
            }
            Step::Answer => {
                // Data goes only with the status zero.
                if self.answered.q.val() != 0 {
                    self.bytes.next = 0.into();
                }
                if self.idle.val() & !self.greet.q.val() {
                    self.answer.next = true;
                    self.done.next = true;
                    self.step.d.next = Step::Idle;
                    self.last_sequence.d.next = self.number.val();
                    self.last_status.d.next = self.answered.q.val();
                    self.last_valid.d.next = self.is_write.val();
                }
            }
            _ => {
                self.step.d.next = Step::Idle;
            }
        }

        // The request to its half; the payload goes to the one that asks for it.
        self.registers.write.next = self.is_write.val();
        self.registers.offset.next = self.prefix.val().get_bits::<16>(16);
        self.registers.count.next = self.items.val();
        self.registers.data.next = self.data.val();
        self.registers.data_valid.next = self.data_valid.val();
        self.words.write.next = self.is_write.val();
        self.words.index.next = self.prefix.val();
        self.words.count.next = self.items.val();
        self.words.data.next = self.data.val();
        self.words.data_valid.next = self.data_valid.val();
        self.words.timeout.next = self.timeout.val();
        self.data_ready.next = self.registers.data_ready.val() | self.words.data_ready.val();

        // Replies: packed registers, or memory words as they come. A new request finds none left over.
        self.replies.reset.next = self.step.q.val() == Step::Decode;
        self.replies.in_valid.next =
            self.greet.q.val() | self.registers.push.val() | self.words.reply_valid.val();
        self.replies.in_data.next = self.registers.word.val();
        if self.greet.q.val() {
            self.replies.in_data.next = bit_cast::<512, 64>(self.greeting.val());
        }
        if self.words.reply_valid.val() {
            self.replies.in_data.next = self.memory_data.val();
        }
        self.reply.next = self.replies.out_data.val();
        self.reply_valid.next = self.replies.out_valid.val();
        self.replies.out_ready.next = self.reply_ready.val();

        // The ports of the halves.
        self.address.next = self.registers.address.val();
        self.write_data.next = self.registers.write_data.val();
        self.write_valid.next = self.registers.write_valid.val();
        self.registers.write_ready.next = self.write_ready.val();
        self.registers.write_answer.next = self.write_answer.val();
        self.registers.write_answer_valid.next = self.write_answer_valid.val();
        self.read_valid.next = self.registers.read_valid.val();
        self.registers.read_ready.next = self.read_ready.val();
        self.registers.read_data.next = self.read_data.val();
        self.registers.read_data_valid.next = self.read_data_valid.val();
        self.memory_index.next = self.words.memory_index.val();
        self.memory_read_valid.next = self.words.memory_read_valid.val();
        self.words.memory_read_ready.next = self.memory_read_ready.val();
        self.words.memory_data_answer.next = self.memory_data_answer.val();
        self.words.memory_data_valid.next = self.memory_data_valid.val();
        self.memory_write_data.next = self.words.memory_write_data.val();
        self.memory_write_valid.next = self.words.memory_write_valid.val();
        self.words.memory_write_ready.next = self.memory_write_ready.val();
        self.words.memory_written_answer.next = self.memory_written_answer.val();
        self.words.memory_written.next = self.memory_written.val();
        self.memory_error.next = self.words.memory_error.val();
        self.timeout_error.next = self.words.timeout_error.val();
        if self.reset.val() {
            self.step.d.next = Step::Idle;
            self.last_valid.d.next = false;
            self.greet.d.next = false;
        }
    }
    crate::named!();
}
