//! The serial line: 8 data bits, no parity, one stop bit, `divisor` clocks a bit.
//!
//! ```text
//!  line  ~~~\_start_/ 0 \ 1 \ ... \ 7 \~stop~~~      sampled in the middle of each bit
//! ```
//!
//! Interface: the receiver gives a byte for one clock, and `gap` for one clock when the line has been
//! silent for `IDLE_BITS` bit times after a byte; the transmitter takes a stream. Latency: 10 bit times.
//! The line must be in the domain of `clock`. Works down to two clocks a bit. Golden model: the bit
//! shifting of the simulated card, which drives the other end.
use super::Flag;
use rust_hdl::prelude::*;
use zkcard_wire::frame;

/// Line to bytes.
#[derive(LogicBlock)]
pub struct UartReceiver {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous reset.
    pub reset: Signal<In, Bit>,
    /// Clocks per bit, at least 2.
    pub divisor: Signal<In, Bits<16>>,
    /// The line, high when idle.
    pub line: Signal<In, Bit>,
    /// The byte that came.
    pub octet: Signal<Out, Bits<8>>,
    /// High for the one clock in which `octet` came.
    pub valid: Signal<Out, Bit>,
    /// High for the one clock in which the silence became a gap.
    pub gap: Signal<Out, Bit>,
    receiving: DFF<Bit>,
    countdown: DFF<Bits<16>>,
    bits: DFF<Bits<4>>,
    shift: DFF<Bits<8>>,
    came: DFF<Bit>,
    listening: DFF<Bit>,
    silent_clocks: DFF<Bits<16>>,
    silent_bits: DFF<Bits<16>>,
    gap_now: DFF<Bit>,
    gap_bits: Constant<Bits<16>>,
}

impl Default for UartReceiver {
    fn default() -> Self {
        Self {
            clock: Default::default(),
            reset: Default::default(),
            divisor: Default::default(),
            line: Default::default(),
            octet: Default::default(),
            valid: Default::default(),
            gap: Default::default(),
            receiving: Default::default(),
            countdown: Default::default(),
            bits: Default::default(),
            shift: Default::default(),
            came: Default::default(),
            listening: Default::default(),
            silent_clocks: Default::default(),
            silent_bits: Default::default(),
            gap_now: Default::default(),
            gap_bits: Constant::new(u64::from(frame::IDLE_BITS).into()),
        }
    }
}

impl Logic for UartReceiver {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, receiving, countdown, bits, shift, came);
        dff_setup!(self, clock, listening, silent_clocks, silent_bits, gap_now);
        self.octet.next = self.shift.q.val();
        self.valid.next = self.came.q.val();
        self.gap.next = self.gap_now.q.val();
        self.came.d.next = false;
        self.gap_now.d.next = false;

        // One bit after another; a start bit that is gone in its middle was a glitch.
        if self.receiving.q.val() {
            self.countdown.d.next = self.countdown.q.val() - 1;
            if self.countdown.q.val() == 1 {
                self.countdown.d.next = self.divisor.val();
                self.bits.d.next = self.bits.q.val() + 1;
                if self.bits.q.val() == 0 {
                    self.receiving.d.next = !self.line.val();
                } else if self.bits.q.val() == 9 {
                    self.receiving.d.next = false;
                    self.came.d.next = self.line.val();
                } else {
                    self.shift.d.next =
                        (self.shift.q.val() >> 1) | (self.line.val().to_bits() << 7);
                }
            }
        } else if !self.line.val() {
            self.receiving.d.next = true;
            self.bits.d.next = 0.into();
            self.countdown.d.next = self.divisor.val() >> 1;
        }

        // Silence, in bit times, since the last byte.
        if self.receiving.q.val() {
            self.listening.d.next = true;
            self.silent_bits.d.next = 0.into();
            self.silent_clocks.d.next = 1.into();
        } else if self.listening.q.val() {
            self.silent_clocks.d.next = self.silent_clocks.q.val() + 1;
            if self.silent_clocks.q.val() == self.divisor.val() {
                self.silent_clocks.d.next = 1.into();
                self.silent_bits.d.next = self.silent_bits.q.val() + 1;
            }
            if self.silent_bits.q.val() == self.gap_bits.val() {
                self.listening.d.next = false;
                self.gap_now.d.next = true;
            }
        }
        if self.reset.val() {
            self.receiving.d.next = false;
            self.came.d.next = false;
            self.listening.d.next = false;
            self.gap_now.d.next = false;
        }
    }
    crate::named!();
}

/// Bytes to line.
#[derive(LogicBlock, Default)]
pub struct UartTransmitter {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous reset.
    pub reset: Signal<In, Bit>,
    /// Clocks per bit, at least 2.
    pub divisor: Signal<In, Bits<16>>,
    /// Byte to send.
    pub octet: Signal<In, Bits<8>>,
    /// Whether there is one.
    pub valid: Signal<In, Bit>,
    /// Whether it is taken; high when the line is idle.
    pub ready: Signal<Out, Bit>,
    /// The line, high when idle.
    pub line: Signal<Out, Bit>,
    sending: DFF<Bit>,
    low: DFF<Bit>,
    left: DFF<Bits<4>>,
    shift: DFF<Bits<16>>,
    countdown: DFF<Bits<16>>,
}

impl Logic for UartTransmitter {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, sending, low, left, shift, countdown);
        self.ready.next = !self.sending.q.val();
        self.line.next = !self.low.q.val();
        if self.sending.q.val() {
            self.countdown.d.next = self.countdown.q.val() - 1;
            if self.countdown.q.val() == 1 {
                self.countdown.d.next = self.divisor.val();
                if self.left.q.val() == 0 {
                    self.sending.d.next = false;
                } else {
                    self.low.d.next = !self.shift.q.val().get_bit(0);
                    self.shift.d.next = self.shift.q.val() >> 1;
                    self.left.d.next = self.left.q.val() - 1;
                }
            }
        } else if self.valid.val() {
            // The start bit now, then eight data bits and the stop bit.
            self.sending.d.next = true;
            self.low.d.next = true;
            self.shift.d.next = bit_cast::<16, 8>(self.octet.val()) | 256;
            self.left.d.next = 9.into();
            self.countdown.d.next = self.divisor.val();
        }
        if self.reset.val() {
            self.sending.d.next = false;
            self.low.d.next = false;
        }
    }
    crate::named!();
}
