//! Pairs on their way to the adder: at most two come in a clock, one goes out.
//!
//! ```text
//! side a --------------------.
//!                            +--(a first)--[register]--> pair
//! side b --> [FIFO] ---------'
//! ```
//!
//! Side a never waits, so that sums coming back are never held up; side b waits in the FIFO, and new items are
//! admitted only while `room` is high: what is still on its way then fits above the threshold.
//! Interface: pipe in, pipe out, `room`. Latency: 1 or more. Golden model: a queue.

use super::POINT;
use crate::named;
use crate::prim::{Join, StreamFifo};
use rust_hdl::prelude::*;

/// Bits of two points.
const PAIR: usize = 2 * POINT;

/// A queue of `2^Q` pairs of addresses of `A` bits; `F = Q + 1`.
#[derive(LogicBlock)]
pub struct PairQueue<const A: usize, const Q: usize, const F: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: forgets all pairs.
    pub reset: Signal<In, Bit>,
    /// Whether there is a pair on side a.
    pub a: Signal<In, Bit>,
    /// Its bucket.
    pub a_address: Signal<In, Bits<A>>,
    /// Its points.
    pub a_points: [Signal<In, Bits<POINT>>; 2],
    /// Whether there is a pair on side b.
    pub b: Signal<In, Bit>,
    /// Its bucket.
    pub b_address: Signal<In, Bits<A>>,
    /// Its points.
    pub b_points: [Signal<In, Bits<POINT>>; 2],
    /// Whether new items may come.
    pub room: Signal<Out, Bit>,
    /// Whether a pair goes out.
    pub valid: Signal<Out, Bit>,
    /// Its bucket.
    pub address: Signal<Out, Bits<A>>,
    /// Its first point.
    pub p: Signal<Out, Bits<POINT>>,
    /// Its second point.
    pub q: Signal<Out, Bits<POINT>>,
    bundle: Join<2, POINT, PAIR>,
    points: StreamFifo<PAIR, Q, F>,
    addresses: StreamFifo<A, Q, F>,
    out_valid: DFF<Bit>,
    out_address: DFF<Bits<A>>,
    out_p: DFF<Bits<POINT>>,
    out_q: DFF<Bits<POINT>>,
    has_room: DFF<Bit>,
    threshold: Constant<Bits<F>>,
}

impl<const A: usize, const Q: usize, const F: usize> PairQueue<A, Q, F> {
    /// Clocks from an admitted item to its pair in the FIFO: items that may still come after `room` went low.
    pub const ON_THE_WAY: usize = 8;

    /// A queue with its threshold as high as is safe.
    ///
    /// # Panics
    /// When it is too short for what may be on its way.
    pub fn new() -> Self {
        assert!(
            1 << Q > 2 * Self::ON_THE_WAY,
            "a queue of 2^{Q} pairs is too short"
        );
        Self {
            clock: Default::default(),
            reset: Default::default(),
            a: Default::default(),
            a_address: Default::default(),
            a_points: Default::default(),
            b: Default::default(),
            b_address: Default::default(),
            b_points: Default::default(),
            room: Default::default(),
            valid: Default::default(),
            address: Default::default(),
            p: Default::default(),
            q: Default::default(),
            bundle: Default::default(),
            points: Default::default(),
            addresses: Default::default(),
            out_valid: Default::default(),
            out_address: Default::default(),
            out_p: Default::default(),
            out_q: Default::default(),
            has_room: Default::default(),
            threshold: Constant::new((((1 << Q) - Self::ON_THE_WAY) as u64).into()),
        }
    }
}

impl<const A: usize, const Q: usize, const F: usize> Default for PairQueue<A, Q, F> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const A: usize, const Q: usize, const F: usize> Logic for PairQueue<A, Q, F> {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, points, addresses);
        dff_setup!(self, clock, out_valid, out_address, out_p, out_q, has_room);
        self.points.reset.next = self.reset.val();
        self.addresses.reset.next = self.reset.val();
        self.bundle.part[0].next = self.b_points[0].val();
        self.bundle.part[1].next = self.b_points[1].val();
        self.points.in_data.next = self.bundle.whole.val();
        self.points.in_valid.next = self.b.val();
        self.addresses.in_data.next = self.b_address.val();
        self.addresses.in_valid.next = self.b.val();
        self.points.out_ready.next = !self.a.val();
        self.addresses.out_ready.next = !self.a.val();
        self.has_room.d.next = self.points.fill.val() < self.threshold.val();
        self.room.next = self.has_room.q.val();
        self.out_valid.d.next = self.a.val() | self.points.out_valid.val();
        if self.a.val() {
            self.out_address.d.next = self.a_address.val();
            self.out_p.d.next = self.a_points[0].val();
            self.out_q.d.next = self.a_points[1].val();
        } else {
            self.out_address.d.next = self.addresses.out_data.val();
            self.out_p.d.next = self.points.out_data.val().get_bits::<POINT>(0);
            self.out_q.d.next = self.points.out_data.val().get_bits::<POINT>(768);
        }
        if self.reset.val() {
            self.out_valid.d.next = false;
        }
        self.valid.next = self.out_valid.q.val();
        self.address.next = self.out_address.q.val();
        self.p.next = self.out_p.q.val();
        self.q.next = self.out_q.q.val();
    }
    named!();
}
