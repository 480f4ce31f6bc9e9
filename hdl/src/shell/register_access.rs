//! The register half of a request: registers read or written one by one over AXI4-Lite.
//!
//! ```text
//!  start --+--> Fetch <--> Write <--> Written ---+--> Done --> finished, status
//!          +--> Read <--> Came --> Fill ---------+
//!                 word, push: sixteen values
//! ```
//!
//! Values to write come sixteen in a word of payload; values read are gathered into such words, the last
//! one filled up. The first error ends the request.
//! Interface: `start` with offset and count, payload words in, words out, an AXI4-Lite master. Latency:
//! about 4 clocks a register. Source: `zkcard_wire::frame`; ARM IHI 0022, B1. Golden model: the register
//! table of `zkcard_wire`, through the tests of the card.
use rust_hdl::prelude::*;

/// What is being done.
#[derive(Copy, Clone, Debug, PartialEq, LogicState)]
enum Step {
    Idle,
    Fetch,
    Write,
    Written,
    Read,
    Came,
    Fill,
    Done,
}

/// Registers of one request at a time.
#[derive(LogicBlock, Default)]
pub struct RegisterAccess {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous reset.
    pub reset: Signal<In, Bit>,
    /// For one clock: begin.
    pub start: Signal<In, Bit>,
    /// Whether registers are written, at `start`.
    pub write: Signal<In, Bit>,
    /// Byte offset of the first, at `start`.
    pub offset: Signal<In, Bits<16>>,
    /// Number of registers, not zero, at `start`.
    pub count: Signal<In, Bits<16>>,
    /// Words of values to write.
    pub data: Signal<In, Bits<512>>,
    /// Whether there is one.
    pub data_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub data_ready: Signal<Out, Bit>,
    /// Values read.
    pub word: Signal<Out, Bits<512>>,
    /// For one clock: they are complete.
    pub push: Signal<Out, Bit>,
    /// For one clock: the request is over.
    pub finished: Signal<Out, Bit>,
    /// Status of the answer, at `finished`.
    pub status: Signal<Out, Bits<8>>,
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
    step: DFF<Step>,
    outcome: DFF<Bits<8>>,
    next_offset: DFF<Bits<16>>,
    left: DFF<Bits<16>>,
    values: DFF<Bits<512>>,
    fill: DFF<Bits<8>>,
    full: DFF<Bit>,
    shift: Signal<Local, Bit>,
}

impl Logic for RegisterAccess {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self,
            clock,
            step,
            outcome,
            next_offset,
            left,
            values,
            fill,
            full
        );
        self.data_ready.next = false;
        self.write_valid.next = false;
        self.read_valid.next = false;
        self.shift.next = false;
        self.full.d.next = false;
        self.word.next = self.values.q.val();
        self.push.next = self.full.q.val();
        self.finished.next = self.step.q.val() == Step::Done;
        self.status.next = self.outcome.q.val();
        self.address.next = self.next_offset.q.val();
        self.write_data.next = self.values.q.val().get_bits::<32>(0);

        match self.step.q.val() {
            Step::Idle => {
                self.outcome.d.next = 0.into();
                self.fill.d.next = 0.into();
                if self.start.val() {
                    self.next_offset.d.next = self.offset.val();
                    self.left.d.next = self.count.val();
                    self.step.d.next = Step::Read;
                    if self.write.val() {
                        self.step.d.next = Step::Fetch;
                    }
                }
            }
            Step::Fetch => {
                self.data_ready.next = true;
                if self.data_valid.val() {
                    self.values.d.next = self.data.val();
                    self.fill.d.next = 0.into();
                    self.step.d.next = Step::Write;
                }
            }
            Step::Write => {
                self.write_valid.next = true;
                if self.write_ready.val() {
                    self.step.d.next = Step::Written;
                }
            }
            Step::Written => {
                if self.write_answer_valid.val() {
                    self.next_offset.d.next = self.next_offset.q.val() + 4;
                    self.left.d.next = self.left.q.val() - 1;
                    self.values.d.next = self.values.q.val() >> 32;
                    self.fill.d.next = self.fill.q.val() + 1;
                    self.step.d.next = Step::Write;
                    if self.write_answer.val() != 0 {
                        self.outcome.d.next = 3.into();
                        self.step.d.next = Step::Done;
                    } else if self.left.q.val() == 1 {
                        self.step.d.next = Step::Done;
                    } else if self.fill.q.val() == 15 {
                        self.step.d.next = Step::Fetch;
                    }
                }
            }
            Step::Read => {
                self.read_valid.next = true;
                if self.read_ready.val() {
                    self.step.d.next = Step::Came;
                }
            }
            Step::Came => {
                if self.read_data_valid.val() {
                    self.next_offset.d.next = self.next_offset.q.val() + 4;
                    self.left.d.next = self.left.q.val() - 1;
                    self.shift.next = true;
                    self.step.d.next = Step::Read;
                    if self.read_data.val().get_bits::<2>(32) != 0 {
                        self.outcome.d.next = 3.into();
                        self.step.d.next = Step::Done;
                    } else if self.left.q.val() == 1 {
                        self.step.d.next = Step::Fill;
                    }
                }
            }
            Step::Fill => {
                // What stands above the last value is never sent.
                self.shift.next = self.fill.q.val() != 0;
                if self.fill.q.val() == 0 {
                    self.step.d.next = Step::Done;
                }
            }
            Step::Done => {
                self.step.d.next = Step::Idle;
            }
            _ => {
                self.step.d.next = Step::Idle;
            }
        }

        if self.shift.val() {
            self.values.d.next = (self.values.q.val() >> 32)
                | (bit_cast::<512, 32>(self.read_data.val().get_bits::<32>(0)) << 480);
            self.fill.d.next = self.fill.q.val() + 1;
            if self.fill.q.val() == 15 {
                self.fill.d.next = 0.into();
                self.full.d.next = true;
            }
        }
        if self.reset.val() {
            self.step.d.next = Step::Idle;
            self.full.d.next = false;
        }
    }
    crate::named!();
}
