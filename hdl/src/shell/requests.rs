//! One of four requesters at a time, into a register.
//!
//! ```text
//!  request[0..4], valid, ready --first that asks--> [item = number, request] --> item, item_valid, item_ready
//! ```
//!
//! The lowest number comes first. An item that is offered stays until it is taken, whatever the requesters do.
//! Interface: streams. Latency: 1; an item a clock. Golden model: the first element of a list that asks.
use rust_hdl::prelude::*;

/// Requests of `W` bits become items of `T = W + 2` bits with the number of the requester above.
#[derive(LogicBlock)]
pub struct Requests<const W: usize, const T: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous reset.
    pub reset: Signal<In, Bit>,
    /// What each asks for.
    pub request: [Signal<In, Bits<W>>; 4],
    /// Whether it asks.
    pub valid: [Signal<In, Bit>; 4],
    /// Whether that is taken.
    pub ready: [Signal<Out, Bit>; 4],
    /// Request of the chosen one, its number above.
    pub item: Signal<Out, Bits<T>>,
    /// Whether there is one.
    pub item_valid: Signal<Out, Bit>,
    /// Whether it is taken.
    pub item_ready: Signal<In, Bit>,
    held: DFF<Bits<T>>,
    holds: DFF<Bit>,
    space: Signal<Local, Bit>,
    number: [Constant<Bits<T>>; 4],
}

impl<const W: usize, const T: usize> Default for Requests<W, T> {
    /// # Panics
    /// When `T` is not `W + 2`.
    fn default() -> Self {
        assert_eq!(T, W + 2, "a number of two bits above {W}");
        let number = |i: usize| num_bigint::BigUint::from(i) << W;
        Self {
            clock: Default::default(),
            reset: Default::default(),
            request: Default::default(),
            valid: Default::default(),
            ready: Default::default(),
            item: Default::default(),
            item_valid: Default::default(),
            item_ready: Default::default(),
            held: Default::default(),
            holds: Default::default(),
            space: Default::default(),
            number: std::array::from_fn(|i| Constant::new(number(i).into())),
        }
    }
}

impl<const W: usize, const T: usize> Logic for Requests<W, T> {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, held, holds);
        self.space.next = !self.holds.q.val() | self.item_ready.val();
        self.ready[0].next = self.space.val();
        self.ready[1].next = self.space.val() & !self.valid[0].val();
        self.ready[2].next = self.space.val() & !self.valid[0].val() & !self.valid[1].val();
        self.ready[3].next =
            self.space.val() & !self.valid[0].val() & !self.valid[1].val() & !self.valid[2].val();
        if self.space.val() {
            self.holds.d.next = self.valid[0].val()
                | self.valid[1].val()
                | self.valid[2].val()
                | self.valid[3].val();
            if self.valid[0].val() {
                self.held.d.next = bit_cast::<T, W>(self.request[0].val()) | self.number[0].val();
            } else if self.valid[1].val() {
                self.held.d.next = bit_cast::<T, W>(self.request[1].val()) | self.number[1].val();
            } else if self.valid[2].val() {
                self.held.d.next = bit_cast::<T, W>(self.request[2].val()) | self.number[2].val();
            } else if self.valid[3].val() {
                self.held.d.next = bit_cast::<T, W>(self.request[3].val()) | self.number[3].val();
            }
        }
        self.item.next = self.held.q.val();
        self.item_valid.next = self.holds.q.val();
        if self.reset.val() {
            self.holds.d.next = false;
        }
    }
    crate::named!();
}
