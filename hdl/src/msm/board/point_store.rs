//! Points by slots, limb by limb, and whether there is one in each.
//!
//! ```text
//! slot, limb --> [slices of X, Y, Z]          slot --> [full]
//! ```
//!
//! Interface: memories with a port to read and one to write each. Latency: 1. Golden model: arrays.

use crate::curve::{INDEX, SLICE};
use crate::named;
use crate::prim::{Concat, SimpleDualPort};
use rust_hdl::prelude::*;

/// Slots numbered by `A` bits, limbs by `J`; `M = A + J`.
#[derive(LogicBlock)]
pub struct PointStore<const A: usize, const J: usize, const M: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Slot that is read.
    pub read_slot: Signal<In, Bits<A>>,
    /// Its limb.
    pub read_index: Signal<In, Bits<INDEX>>,
    /// X, Y and Z there, a clock later.
    pub slice: Signal<Out, Bits<SLICE>>,
    /// Whether to write.
    pub write: Signal<In, Bit>,
    /// Slot that is written.
    pub write_slot: Signal<In, Bits<A>>,
    /// Its limb.
    pub write_index: Signal<In, Bits<INDEX>>,
    /// X, Y and Z.
    pub write_slice: Signal<In, Bits<SLICE>>,
    /// Slot that is asked for.
    pub ask_slot: Signal<In, Bits<A>>,
    /// Whether it is full, a clock later.
    pub full: Signal<Out, Bit>,
    /// Whether to mark a slot.
    pub mark: Signal<In, Bit>,
    /// Which.
    pub mark_slot: Signal<In, Bits<A>>,
    /// As full.
    pub mark_full: Signal<In, Bit>,
    points: SimpleDualPort<SLICE, M>,
    flags: SimpleDualPort<1, A>,
    read_at: Concat<A, J, M>,
    write_at: Concat<A, J, M>,
    none: Constant<Bits<1>>,
    one: Constant<Bits<1>>,
}

impl<const A: usize, const J: usize, const M: usize> PointStore<A, J, M> {
    /// A store of `slots` points of `limbs` limbs.
    ///
    /// # Panics
    /// When the widths do not number them.
    pub fn new(slots: usize, limbs: usize) -> Self {
        assert!(
            slots <= 1 << A && limbs <= 1 << J && J <= INDEX,
            "{slots} slots of {limbs} limbs"
        );
        Self {
            clock: Default::default(),
            read_slot: Default::default(),
            read_index: Default::default(),
            slice: Default::default(),
            write: Default::default(),
            write_slot: Default::default(),
            write_index: Default::default(),
            write_slice: Default::default(),
            ask_slot: Default::default(),
            full: Default::default(),
            mark: Default::default(),
            mark_slot: Default::default(),
            mark_full: Default::default(),
            points: SimpleDualPort::new(slots << J),
            flags: SimpleDualPort::new(1 << A),
            read_at: Default::default(),
            write_at: Default::default(),
            none: Constant::new(0u64.into()),
            one: Constant::new(1u64.into()),
        }
    }
}

impl<const A: usize, const J: usize, const M: usize> Logic for PointStore<A, J, M> {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, points, flags);
        self.read_at.high.next = self.read_slot.val();
        self.read_at.low.next = self.read_index.val().get_bits::<J>(0);
        self.write_at.high.next = self.write_slot.val();
        self.write_at.low.next = self.write_index.val().get_bits::<J>(0);
        self.points.read_address.next = self.read_at.whole.val();
        self.slice.next = self.points.q.val();
        self.points.write.next = self.write.val();
        self.points.write_address.next = self.write_at.whole.val();
        self.points.write_data.next = self.write_slice.val();
        self.flags.read_address.next = self.ask_slot.val();
        self.full.next = self.flags.q.val() == self.one.val();
        self.flags.write.next = self.mark.val();
        self.flags.write_address.next = self.mark_slot.val();
        self.flags.write_data.next = self.none.val();
        if self.mark_full.val() {
            self.flags.write_data.next = self.one.val();
        }
    }
    named!();
}
