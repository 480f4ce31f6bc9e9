//! Answers and events to bytes.
//!
//! ```text
//!  answer, data words, event --> Start > Kind > Sequence > Length > Status > Data > Check --> items
//! ```
//!
//! An event is sent when no answer waits. A changed divisor follows the answer to the write that
//! changed it, as an item of its own. Interface: `answer` for one clock with the fields beside it; items
//! of [`SerialPort`](super::SerialPort) out. Latency: one clock a byte. Source: `zkcard_wire::frame`.
//! Golden model: `zkcard_wire::frame::Parser`.
use super::Crc32;
use crate::prim::Widen;
use rust_hdl::prelude::*;
use zkcard_wire::frame;

/// What the next byte is.
#[derive(Copy, Clone, Debug, PartialEq, LogicState)]
enum Step {
    Idle,
    Start,
    Kind,
    Sequence,
    LengthLow,
    LengthHigh,
    Status,
    Load,
    Data,
    Check,
    Divisor,
}

/// Sends one frame at a time.
#[derive(LogicBlock)]
pub struct FrameTransmitter {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous reset.
    pub reset: Signal<In, Bit>,
    /// A request is being dealt with: its answer goes before anything else.
    pub hold: Signal<In, Bit>,
    /// For one clock: send an answer. Only while `idle`.
    pub answer: Signal<In, Bit>,
    /// Kind of the request.
    pub kind: Signal<In, Bits<8>>,
    /// Sequence number of the request.
    pub number: Signal<In, Bits<8>>,
    /// Status byte.
    pub status: Signal<In, Bits<8>>,
    /// Bytes behind the status.
    pub bytes: Signal<In, Bits<16>>,
    /// Words that hold those bytes.
    pub data: Signal<In, Bits<512>>,
    /// Whether there is one.
    pub data_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub data_ready: Signal<Out, Bit>,
    /// An event waits to be sent.
    pub notice: Signal<In, Bit>,
    /// What it reports.
    pub event_value: Signal<In, Bits<32>>,
    /// For one clock: the event is being sent.
    pub event_taken: Signal<Out, Bit>,
    /// Clocks per bit that the register asks for.
    pub divisor: Signal<In, Bits<16>>,
    /// Item out.
    pub item: Signal<Out, Bits<17>>,
    /// Whether there is one.
    pub item_valid: Signal<Out, Bit>,
    /// Whether it is taken.
    pub item_ready: Signal<In, Bit>,
    /// Nothing is being sent.
    pub idle: Signal<Out, Bit>,
    step: DFF<Step>,
    kind_held: DFF<Bits<8>>,
    sequence_held: DFF<Bits<8>>,
    status_held: DFF<Bits<8>>,
    length: DFF<Bits<16>>,
    left: DFF<Bits<16>>,
    has_status: DFF<Bit>,
    word: DFF<Bits<512>>,
    fill: DFF<Bits<8>>,
    state: DFF<Bits<32>>,
    check: DFF<Bits<32>>,
    divisor_sent: DFF<Bits<16>>,
    divisor_next: DFF<Bits<16>>,
    crc: Crc32,
    octet: Signal<Local, Bits<8>>,
    start: Constant<Bits<8>>,
    answer_bit: Constant<Bits<8>>,
    event_kind: Constant<Bits<8>>,
    crc_start: Constant<Bits<32>>,
    ones: Constant<Bits<32>>,
    first_divisor: Constant<Bits<16>>,
}

impl FrameTransmitter {
    /// A transmitter for a port that starts with `divisor`.
    pub fn new(divisor: u16) -> Self {
        Self {
            clock: Default::default(),
            reset: Default::default(),
            hold: Default::default(),
            answer: Default::default(),
            kind: Default::default(),
            number: Default::default(),
            status: Default::default(),
            bytes: Default::default(),
            data: Default::default(),
            data_valid: Default::default(),
            data_ready: Default::default(),
            notice: Default::default(),
            event_value: Default::default(),
            event_taken: Default::default(),
            divisor: Default::default(),
            item: Default::default(),
            item_valid: Default::default(),
            item_ready: Default::default(),
            idle: Default::default(),
            step: Default::default(),
            kind_held: Default::default(),
            sequence_held: Default::default(),
            status_held: Default::default(),
            length: Default::default(),
            left: Default::default(),
            has_status: Default::default(),
            word: Default::default(),
            fill: Default::default(),
            state: Default::default(),
            check: Default::default(),
            divisor_sent: Default::default(),
            divisor_next: Default::default(),
            crc: Default::default(),
            octet: Default::default(),
            start: Constant::new(u64::from(frame::START).into()),
            answer_bit: Constant::new(u64::from(frame::ANSWER).into()),
            event_kind: Constant::new((frame::Kind::Event as u64).into()),
            crc_start: Constant::new(u64::from(zkcard_wire::crc::INITIAL).into()),
            ones: Constant::new(u64::from(u32::MAX).into()),
            first_divisor: Constant::new(u64::from(divisor).into()),
        }
    }
}

impl Logic for FrameTransmitter {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self,
            clock,
            step,
            kind_held,
            sequence_held,
            status_held,
            length,
            left,
            has_status
        );
        dff_setup!(
            self,
            clock,
            word,
            fill,
            state,
            check,
            divisor_sent,
            divisor_next
        );
        self.idle.next = self.step.q.val() == Step::Idle;
        self.event_taken.next = false;
        self.data_ready.next = false;
        self.item_valid.next =
            (self.step.q.val() != Step::Idle) & (self.step.q.val() != Step::Load);
        self.octet.next = self.start.val();
        self.crc.state.next = self.state.q.val();
        match self.step.q.val() {
            Step::Idle => {
                self.state.d.next = self.crc_start.val();
                self.fill.d.next = 0.into();
                if self.answer.val() {
                    self.kind_held.d.next = self.kind.val() | self.answer_bit.val();
                    self.sequence_held.d.next = self.number.val();
                    self.status_held.d.next = self.status.val();
                    self.length.d.next = self.bytes.val() + 1;
                    self.left.d.next = self.bytes.val();
                    self.has_status.d.next = true;
                    self.step.d.next = Step::Start;
                } else if !self.hold.val() & (self.divisor.val() != self.divisor_sent.q.val()) {
                    self.divisor_next.d.next = self.divisor.val();
                    self.step.d.next = Step::Divisor;
                } else if !self.hold.val() & self.notice.val() {
                    self.event_taken.next = true;
                    self.kind_held.d.next = self.event_kind.val();
                    self.sequence_held.d.next = 0.into();
                    self.length.d.next = 4.into();
                    self.left.d.next = 4.into();
                    self.has_status.d.next = false;
                    self.word.d.next = self.event_value.val().to_bits();
                    self.fill.d.next = 4.into();
                    self.step.d.next = Step::Start;
                }
            }
            Step::Start => {
                if self.item_ready.val() {
                    self.step.d.next = Step::Kind;
                }
            }
            Step::Kind => {
                self.octet.next = self.kind_held.q.val();
                if self.item_ready.val() {
                    self.step.d.next = Step::Sequence;
                }
            }
            Step::Sequence => {
                self.octet.next = self.sequence_held.q.val();
                if self.item_ready.val() {
                    self.step.d.next = Step::LengthLow;
                }
            }
            Step::LengthLow => {
                self.octet.next = self.length.q.val().get_bits::<8>(0);
                if self.item_ready.val() {
                    self.step.d.next = Step::LengthHigh;
                }
            }
            Step::LengthHigh => {
                self.octet.next = self.length.q.val().get_bits::<8>(8);
                if self.item_ready.val() {
                    self.step.d.next = Step::Data;
                    if self.has_status.q.val() {
                        self.step.d.next = Step::Status;
                    }
                }
            }
            Step::Status => {
                self.octet.next = self.status_held.q.val();
                if self.item_ready.val() {
                    self.step.d.next = Step::Load;
                    if self.left.q.val() == 0 {
                        self.step.d.next = Step::Check;
                    }
                }
            }
            Step::Load => {
                self.data_ready.next = true;
                if self.data_valid.val() {
                    self.word.d.next = self.data.val();
                    self.fill.d.next = 64.into();
                    self.step.d.next = Step::Data;
                }
            }
            Step::Data => {
                self.octet.next = self.word.q.val().get_bits::<8>(0);
                if self.item_ready.val() {
                    self.word.d.next = self.word.q.val() >> 8;
                    self.fill.d.next = self.fill.q.val() - 1;
                    self.left.d.next = self.left.q.val() - 1;
                    if self.left.q.val() == 1 {
                        self.step.d.next = Step::Check;
                    } else if self.fill.q.val() == 1 {
                        self.step.d.next = Step::Load;
                    }
                }
            }
            Step::Check => {
                self.octet.next = self.check.q.val().get_bits::<8>(0);
                if self.item_ready.val() {
                    self.left.d.next = self.left.q.val() + 1;
                    self.check.d.next = self.check.q.val() >> 8;
                    if self.left.q.val() == 3 {
                        self.step.d.next = Step::Idle;
                    }
                }
            }
            Step::Divisor => {
                if self.item_ready.val() {
                    self.divisor_sent.d.next = self.divisor_next.q.val();
                    self.step.d.next = Step::Idle;
                }
            }
            _ => {
                self.step.d.next = Step::Idle;
            }
        }
        self.crc.octet.next = self.octet.val();
        if self.item_ready.val()
            & self.item_valid.val()
            & (self.step.q.val() != Step::Start)
            & (self.step.q.val() != Step::Check)
        {
            self.state.d.next = self.crc.state_out.val();
            self.check.d.next = self.crc.state_out.val() ^ self.ones.val();
        }
        self.item.next = bit_cast::<17, 8>(self.octet.val());
        if self.step.q.val() == Step::Divisor {
            self.item.next = bit_cast::<17, 16>(self.divisor_next.q.val()) | 65536;
        }
        if self.reset.val() {
            self.step.d.next = Step::Idle;
            self.divisor_sent.d.next = self.first_divisor.val();
        }
    }
    crate::named!();
}
