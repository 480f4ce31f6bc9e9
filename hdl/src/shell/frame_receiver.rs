//! Bytes to checked requests.
//!
//! ```text
//!  item -> Hunt > Kind > Sequence > Length > Payload > Check > Pad > Whole -> request
//!                                      |                |
//!                                      +-- prefix, first byte, words of 64 bytes --> data
//! ```
//!
//! The first bytes of a payload are its prefix (a register offset of 2 or a word index of 4 bytes); what
//! follows is gathered into words of 64 bytes, the last one padded with zeros. A frame of wrong checksum
//! or impossible length is dropped with its words, and so is a partial one at a gap.
//! Interface: items of [`SerialPort`](super::SerialPort) in; the request stands until `done`. Latency:
//! one clock a byte, and up to 64 clocks of padding. Source: `zkcard_wire::frame`. Golden model:
//! `zkcard_wire::frame::encode`.
use super::Crc32;
use crate::prim::{StreamFifo, Widen};
use rust_hdl::prelude::*;
use zkcard_wire::frame;

/// What the next byte is.
#[derive(Copy, Clone, Debug, PartialEq, LogicState)]
enum Step {
    Hunt,
    Kind,
    Sequence,
    LengthLow,
    LengthHigh,
    Payload,
    Check,
    Pad,
    Whole,
}

/// Collects one request frame at a time.
#[derive(LogicBlock)]
pub struct FrameReceiver {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous reset.
    pub reset: Signal<In, Bit>,
    /// Byte, gap (bit 8), lost (bit 9).
    pub item: Signal<In, Bits<10>>,
    /// Whether there is an item.
    pub item_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub item_ready: Signal<Out, Bit>,
    /// A whole request stands at the outputs below.
    pub whole: Signal<Out, Bit>,
    /// High for one clock: the request has been dealt with.
    pub done: Signal<In, Bit>,
    /// Kind of the request.
    pub kind: Signal<Out, Bits<8>>,
    /// Its sequence number.
    pub number: Signal<Out, Bits<8>>,
    /// Length of its payload.
    pub length: Signal<Out, Bits<16>>,
    /// Register offset or word index.
    pub prefix: Signal<Out, Bits<32>>,
    /// First byte behind the prefix: a count.
    pub count: Signal<Out, Bits<8>>,
    /// Words behind the prefix.
    pub data: Signal<Out, Bits<512>>,
    /// Whether there is one.
    pub data_valid: Signal<Out, Bit>,
    /// Whether it is taken.
    pub data_ready: Signal<In, Bit>,
    /// For one clock: a frame was dropped for its checksum or length.
    pub checksum_error: Signal<Out, Bit>,
    /// For one clock: a partial frame was dropped.
    pub partial_error: Signal<Out, Bit>,
    /// For one clock: bytes were lost.
    pub overrun_error: Signal<Out, Bit>,
    /// A frame is under way.
    pub active: Signal<Out, Bit>,
    step: DFF<Step>,
    kind_held: DFF<Bits<8>>,
    sequence_held: DFF<Bits<8>>,
    length_held: DFF<Bits<16>>,
    prefix_held: DFF<Bits<32>>,
    count_held: DFF<Bits<8>>,
    left: DFF<Bits<16>>,
    prefix_left: DFF<Bits<4>>,
    first: DFF<Bit>,
    word: DFF<Bits<512>>,
    fill: DFF<Bits<8>>,
    push: DFF<Bit>,
    state: DFF<Bits<32>>,
    words: StreamFifo<512, 5, 6>,
    crc: Crc32,
    octet: Signal<Local, Bits<8>>,
    taken: Signal<Local, Bit>,
    shift_in: Signal<Local, Bits<8>>,
    shifting: Signal<Local, Bit>,
    whole_length: Signal<Local, Bits<16>>,
    drop: Signal<Local, Bit>,
    start: Constant<Bits<8>>,
    crc_start: Constant<Bits<32>>,
    residue: Constant<Bits<32>>,
    longest: Constant<Bits<16>>,
}

/// State of the checksum after a payload and its own checksum, whatever they are.
const RESIDUE: u32 = 0xDEBB_20E3;

impl Default for FrameReceiver {
    fn default() -> Self {
        Self {
            clock: Default::default(),
            reset: Default::default(),
            item: Default::default(),
            item_valid: Default::default(),
            item_ready: Default::default(),
            whole: Default::default(),
            done: Default::default(),
            kind: Default::default(),
            number: Default::default(),
            length: Default::default(),
            prefix: Default::default(),
            count: Default::default(),
            data: Default::default(),
            data_valid: Default::default(),
            data_ready: Default::default(),
            checksum_error: Default::default(),
            partial_error: Default::default(),
            overrun_error: Default::default(),
            active: Default::default(),
            step: Default::default(),
            kind_held: Default::default(),
            sequence_held: Default::default(),
            length_held: Default::default(),
            prefix_held: Default::default(),
            count_held: Default::default(),
            left: Default::default(),
            prefix_left: Default::default(),
            first: Default::default(),
            word: Default::default(),
            fill: Default::default(),
            push: Default::default(),
            state: Default::default(),
            words: Default::default(),
            crc: Default::default(),
            octet: Default::default(),
            taken: Default::default(),
            shift_in: Default::default(),
            shifting: Default::default(),
            whole_length: Default::default(),
            drop: Default::default(),
            start: Constant::new(u64::from(frame::START).into()),
            crc_start: Constant::new(u64::from(zkcard_wire::crc::INITIAL).into()),
            residue: Constant::new(u64::from(RESIDUE).into()),
            longest: Constant::new((frame::MAX_PAYLOAD as u64).into()),
        }
    }
}

impl Logic for FrameReceiver {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self,
            clock,
            step,
            kind_held,
            sequence_held,
            length_held,
            prefix_held,
            count_held
        );
        dff_setup!(
            self,
            clock,
            left,
            prefix_left,
            first,
            word,
            fill,
            push,
            state
        );
        self.words.clock.next = self.clock.val();
        self.kind.next = self.kind_held.q.val();
        self.number.next = self.sequence_held.q.val();
        self.length.next = self.length_held.q.val();
        self.prefix.next = self.prefix_held.q.val();
        self.count.next = self.count_held.q.val();
        self.whole.next = self.step.q.val() == Step::Whole;
        self.active.next = self.step.q.val() != Step::Hunt;
        self.checksum_error.next = false;
        self.partial_error.next = false;
        self.item_ready.next =
            (self.step.q.val() != Step::Pad) & (self.step.q.val() != Step::Whole);
        self.overrun_error.next = self.item_valid.val() & self.item.val().get_bit(9);
        self.taken.next = self.item_valid.val() & !self.item.val().get_bit(8);
        self.octet.next = self.item.val().get_bits::<8>(0);
        self.crc.state.next = self.state.q.val();
        self.crc.octet.next = self.octet.val();
        self.shift_in.next = self.octet.val();
        self.shifting.next = false;
        self.drop.next = self.reset.val();
        self.whole_length.next = bit_cast::<16, 8>(self.length_held.q.val().get_bits::<8>(0))
            | (bit_cast::<16, 8>(self.octet.val()) << 8);

        match self.step.q.val() {
            Step::Hunt => {
                self.state.d.next = self.crc_start.val();
                self.fill.d.next = 0.into();
                self.first.d.next = true;
                if self.taken.val() & (self.octet.val() == self.start.val()) {
                    self.step.d.next = Step::Kind;
                }
            }
            Step::Kind => {
                self.prefix_left.d.next = 4.into();
                if (self.octet.val() == 2) | (self.octet.val() == 3) {
                    self.prefix_left.d.next = 2.into();
                }
                if self.taken.val() {
                    self.kind_held.d.next = self.octet.val();
                    self.step.d.next = Step::Sequence;
                }
            }
            Step::Sequence => {
                if self.taken.val() {
                    self.sequence_held.d.next = self.octet.val();
                    self.step.d.next = Step::LengthLow;
                }
            }
            Step::LengthLow => {
                if self.taken.val() {
                    self.length_held.d.next = bit_cast::<16, 8>(self.octet.val());
                    self.step.d.next = Step::LengthHigh;
                }
            }
            Step::LengthHigh => {
                if self.taken.val() {
                    self.length_held.d.next = self.whole_length.val();
                    self.left.d.next = self.whole_length.val();
                    self.step.d.next = Step::Payload;
                    if self.whole_length.val() == 0 {
                        self.left.d.next = 4.into();
                        self.step.d.next = Step::Check;
                    }
                    if self.whole_length.val() > self.longest.val() {
                        self.checksum_error.next = true;
                        self.step.d.next = Step::Hunt;
                    }
                }
            }
            Step::Payload => {
                if self.taken.val() {
                    if self.prefix_left.q.val() != 0 {
                        self.prefix_left.d.next = self.prefix_left.q.val() - 1;
                        self.prefix_held.d.next = (self.prefix_held.q.val() >> 8)
                            | (bit_cast::<32, 8>(self.octet.val()) << 24);
                    } else {
                        self.shifting.next = true;
                        self.first.d.next = false;
                        if self.first.q.val() {
                            self.count_held.d.next = self.octet.val();
                        }
                    }
                    self.left.d.next = self.left.q.val() - 1;
                    if self.left.q.val() == 1 {
                        self.left.d.next = 4.into();
                        self.step.d.next = Step::Check;
                    }
                }
            }
            Step::Check => {
                if self.taken.val() {
                    self.left.d.next = self.left.q.val() - 1;
                    if self.left.q.val() == 1 {
                        self.step.d.next = Step::Pad;
                        if self.crc.state_out.val() != self.residue.val() {
                            self.checksum_error.next = true;
                            self.drop.next = true;
                            self.step.d.next = Step::Hunt;
                        }
                    }
                }
            }
            Step::Pad => {
                self.shift_in.next = 0.into();
                self.shifting.next = self.fill.q.val() != 0;
                if self.fill.q.val() == 0 {
                    self.step.d.next = Step::Whole;
                }
            }
            Step::Whole => {
                if self.done.val() {
                    self.drop.next = true;
                    self.step.d.next = Step::Hunt;
                }
            }
            _ => {
                self.step.d.next = Step::Hunt;
            }
        }
        if self.taken.val() & (self.step.q.val() != Step::Hunt) {
            self.state.d.next = self.crc.state_out.val();
        }

        // A gap ends whatever was under way.
        if self.item_valid.val()
            & self.item.val().get_bit(8)
            & (self.step.q.val() != Step::Hunt)
            & (self.step.q.val() != Step::Pad)
            & (self.step.q.val() != Step::Whole)
        {
            self.partial_error.next = true;
            self.drop.next = true;
            self.step.d.next = Step::Hunt;
        }

        // Sixty-four bytes make a word, the first in its lowest bits.
        self.push.d.next = false;
        if self.shifting.val() {
            self.word.d.next = (self.word.q.val() >> 8) | (self.shift_in.val().to_bits() << 504);
            self.fill.d.next = self.fill.q.val() + 1;
            if self.fill.q.val() == 63 {
                self.fill.d.next = 0.into();
                self.push.d.next = true;
            }
        }
        self.words.reset.next = self.drop.val();
        self.words.in_data.next = self.word.q.val();
        self.words.in_valid.next = self.push.q.val();
        self.data.next = self.words.out_data.val();
        self.data_valid.next = self.words.out_valid.val();
        self.words.out_ready.next = self.data_ready.val();
        if self.reset.val() {
            self.step.d.next = Step::Hunt;
            self.push.d.next = false;
        }
    }
    crate::named!();
}
