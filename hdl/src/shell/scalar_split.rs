//! Memory words to scalars: the low half of a word, then its high half.
//!
//! ```text
//!  word[512] --> [low | high] --> scalar[256]
//! ```
//!
//! Interface: a stream in and a stream out; exactly `count` scalars leave after `start`, so that the
//! padding of an odd number never reaches the core. Latency: 0, between a FIFO and the register of the core. Golden model: the layout of `zkcard_wire::layout`.
use rust_hdl::prelude::*;

/// Halves words.
#[derive(LogicBlock, Default)]
pub struct ScalarSplit {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: nothing leaves, and the next half is a low one.
    pub clear: Signal<In, Bit>,
    /// For one clock: `count` scalars may leave.
    pub start: Signal<In, Bit>,
    /// How many.
    pub count: Signal<In, Bits<32>>,
    /// Word in.
    pub in_data: Signal<In, Bits<512>>,
    /// Whether there is one.
    pub in_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub in_ready: Signal<Out, Bit>,
    /// Scalar out.
    pub out_data: Signal<Out, Bits<256>>,
    /// Whether there is one.
    pub out_valid: Signal<Out, Bit>,
    /// Whether it is taken.
    pub out_ready: Signal<In, Bit>,
    upper: DFF<Bit>,
    left: DFF<Bits<32>>,
    some: Signal<Local, Bit>,
}

impl Logic for ScalarSplit {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, upper, left);
        self.some.next = self.in_valid.val() & (self.left.q.val() != 0);
        self.out_valid.next = self.some.val();
        self.in_ready.next = self.out_ready.val() & self.upper.q.val();
        self.out_data.next = self.in_data.val().get_bits::<256>(0);
        if self.upper.q.val() {
            self.out_data.next = self.in_data.val().get_bits::<256>(256);
        }
        if self.some.val() & self.out_ready.val() {
            self.left.d.next = self.left.q.val() - 1;
            self.upper.d.next = !self.upper.q.val();
        }
        if self.clear.val() {
            self.upper.d.next = false;
            self.left.d.next = 0.into();
        }
        if self.start.val() {
            self.left.d.next = self.count.val();
        }
    }
    crate::named!();
}
