//! The serial port: both UARTs in the transport clock, byte streams in the core clock.
//!
//! ```text
//!  rx pin -> CrossLevel -> UartReceiver -> CrossFifo -> received
//!  tx pin <- UartTransmitter <------------ CrossFifo <- to_send
//!                  ^ divisor, when its turn in the stream comes
//! ```
//!
//! Items received: byte in bits 7:0; bit 8: no byte, but a gap of `IDLE_BITS`; bit 9: bytes were lost
//! before this one. Items to send: byte in bits 7:0, or with bit 16 a new divisor in bits 15:0, which
//! takes effect when everything before it has left.
//! Interface: streams. Latency: the crossings. Golden model: the simulated card's end of the line.
use super::{Flag, UartReceiver, UartTransmitter};
use crate::prim::{
    Widen,
    cross::{CrossFifo, CrossLevel},
};
use rust_hdl::prelude::*;

/// Pins to item streams.
#[derive(LogicBlock)]
pub struct SerialPort {
    /// Clock of the line.
    pub transport_clock: Signal<In, Clock>,
    /// Its reset.
    pub transport_reset: Signal<In, Bit>,
    /// Clock of the streams.
    pub core_clock: Signal<In, Clock>,
    /// Its reset.
    pub core_reset: Signal<In, Bit>,
    /// Serial line in, asynchronous.
    pub rx: Signal<In, Bit>,
    /// Serial line out.
    pub tx: Signal<Out, Bit>,
    /// Item received.
    pub received: Signal<Out, Bits<10>>,
    /// Whether there is one.
    pub received_valid: Signal<Out, Bit>,
    /// Whether it is taken.
    pub received_ready: Signal<In, Bit>,
    /// Item to send.
    pub to_send: Signal<In, Bits<17>>,
    /// Whether there is one.
    pub to_send_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub to_send_ready: Signal<Out, Bit>,
    line: CrossLevel,
    receiver: UartReceiver,
    transmitter: UartTransmitter,
    inward: CrossFifo<10, 6>,
    outward: CrossFifo<17, 4>,
    divisor: DFF<Bits<16>>,
    lost: DFF<Bit>,
    notice: Signal<Local, Bit>,
    is_divisor: Signal<Local, Bit>,
    first_divisor: Constant<Bits<16>>,
}

impl SerialPort {
    /// A port that starts with `divisor` transport clocks per bit.
    ///
    /// # Panics
    /// If `divisor` is below 2.
    pub fn new(divisor: u16) -> Self {
        assert!(divisor >= 2, "a bit takes at least two clocks");
        Self {
            transport_clock: Default::default(),
            transport_reset: Default::default(),
            core_clock: Default::default(),
            core_reset: Default::default(),
            rx: Default::default(),
            tx: Default::default(),
            received: Default::default(),
            received_valid: Default::default(),
            received_ready: Default::default(),
            to_send: Default::default(),
            to_send_valid: Default::default(),
            to_send_ready: Default::default(),
            line: CrossLevel::new(true),
            receiver: Default::default(),
            transmitter: Default::default(),
            inward: Default::default(),
            outward: Default::default(),
            divisor: Default::default(),
            lost: Default::default(),
            notice: Default::default(),
            is_divisor: Default::default(),
            first_divisor: Constant::new(u64::from(divisor).into()),
        }
    }
}

impl Logic for SerialPort {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, transport_clock, divisor, lost);
        self.line.clock.next = self.transport_clock.val();
        self.receiver.clock.next = self.transport_clock.val();
        self.transmitter.clock.next = self.transport_clock.val();
        self.receiver.reset.next = self.transport_reset.val();
        self.transmitter.reset.next = self.transport_reset.val();
        self.inward.write_clock.next = self.transport_clock.val();
        self.inward.write_reset.next = self.transport_reset.val();
        self.inward.read_clock.next = self.core_clock.val();
        self.inward.read_reset.next = self.core_reset.val();
        self.outward.write_clock.next = self.core_clock.val();
        self.outward.write_reset.next = self.core_reset.val();
        self.outward.read_clock.next = self.transport_clock.val();
        self.outward.read_reset.next = self.transport_reset.val();

        self.line.level.next = self.rx.val();
        self.receiver.line.next = self.line.level_out.val();
        self.receiver.divisor.next = self.divisor.q.val();
        self.notice.next = self.receiver.valid.val() | self.receiver.gap.val();
        self.inward.in_data.next = self.receiver.octet.val().to_bits()
            | (self.receiver.gap.val().to_bits() << 8)
            | (self.lost.q.val().to_bits() << 9);
        self.inward.in_valid.next = self.notice.val() & self.inward.in_ready.val();
        if self.notice.val() {
            self.lost.d.next = !self.inward.in_ready.val();
        }
        self.received.next = self.inward.out_data.val();
        self.received_valid.next = self.inward.out_valid.val();
        self.inward.out_ready.next = self.received_ready.val();

        self.outward.in_data.next = self.to_send.val();
        self.outward.in_valid.next = self.to_send_valid.val();
        self.to_send_ready.next = self.outward.in_ready.val();
        self.is_divisor.next = self.outward.out_data.val().get_bit(16);
        self.outward.out_ready.next = self.transmitter.ready.val();
        self.transmitter.octet.next = self.outward.out_data.val().get_bits::<8>(0);
        self.transmitter.valid.next = self.outward.out_valid.val() & !self.is_divisor.val();
        self.transmitter.divisor.next = self.divisor.q.val();
        if self.outward.out_valid.val() & self.is_divisor.val() & self.transmitter.ready.val() {
            self.divisor.d.next = self.outward.out_data.val().get_bits::<16>(0);
        }
        self.tx.next = self.transmitter.line.val();
        if self.transport_reset.val() {
            self.divisor.d.next = self.first_divisor.val();
            self.lost.d.next = false;
        }
    }
    crate::named!();
}
