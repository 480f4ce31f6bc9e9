//! All that says what makers make.
//!
//! ```text
//! shift, pass --> FactorPrepare --(then)--> FactorGroups --+--> FactorOperands --> makers
//!                        '----------------------------------'         '--> lanes
//!                            FactorRoom <-- released
//! ```
//!
//! A pass describes its vectors by what neighbours differ in: vector k of stage s has bases `shift^(2^p) root^k` with a
//! root of order `2^e`, and both p and e change by one from a stage to the next. What describes a pass stays while it lasts.
//! Interface: `load_shift` and `start` where `ready`; factors come to lanes in the order in which they need them.
//! Golden model: the factors of each vector.

use super::{FactorGroups, FactorOperands, FactorPrepare, FactorRoom, RootTable};
use crate::named;
use rust_hdl::prelude::*;

/// As [`FactorPrepare`] and [`FactorOperands`]; `G = F + 1`.
#[derive(LogicBlock)]
pub struct FactorControl<
    const N: usize,
    const D: usize,
    const C: usize,
    const F: usize,
    const G: usize,
    const M: usize,
    const Q: usize,
> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: makes the tables again.
    pub reset: Signal<In, Bit>,
    /// Whether a product may start.
    pub slot: Signal<In, Bit>,
    /// Whether a shift comes.
    pub load_shift: Signal<In, Bit>,
    /// The shift, or its inverse for backward passes; it stays until `ready`.
    pub shift: Signal<In, Bits<N>>,
    /// How many times it is squared.
    pub powers: Signal<In, Bits<5>>,
    /// Whether a pass starts.
    pub start: Signal<In, Bit>,
    /// Whether stages come in the other order, with inverses of roots.
    pub backward: Signal<In, Bit>,
    /// Whether all vectors have the same factors: they are made once.
    pub shared: Signal<In, Bit>,
    /// Whether there is no shift.
    pub plain: Signal<In, Bit>,
    /// m: vectors have 2^m points.
    pub stages: Signal<In, Bits<5>>,
    /// e of the stage that comes first.
    pub first_order: Signal<In, Bits<6>>,
    /// p of the stage that comes first.
    pub first_power: Signal<In, Bits<5>>,
    /// Factors of a vector in the stage that comes first: 1, or half the points.
    pub first_blocks: Signal<In, Bits<D>>,
    /// Vectors of a lane in a group, less one; 0 where factors are shared.
    pub vectors: Signal<In, Bits<C>>,
    /// Bases of a stage: vectors of a lane times lanes of a maker; 1 where factors are shared.
    pub rows: Signal<In, Bits<C>>,
    /// Logarithm of the vectors in a group of all lanes.
    pub group_order: Signal<In, Bits<6>>,
    /// Groups of the pass.
    pub groups: Signal<In, Bits<24>>,
    /// As that of [`FactorGroups`].
    pub row_groups: Signal<In, Bits<24>>,
    /// As that of [`FactorGroups`].
    pub repeats: Signal<In, Bits<16>>,
    /// Whether lanes are through with a factor of their own.
    pub released: Signal<In, Bit>,
    /// What maker 0 has made.
    pub product: Signal<In, Bits<N>>,
    /// Whether a shift or a pass may come.
    pub ready: Signal<Out, Bit>,
    /// Whether the next factor has not come.
    pub scarce: Signal<Out, Bit>,
    /// Whether all factors of a vector have come.
    pub enough: Signal<Out, Bit>,
    /// As that of the makers.
    pub valid: Signal<Out, Bit>,
    /// As that of the makers.
    pub base_address: Signal<Out, Bits<C>>,
    /// As that of the makers.
    pub of_base: Signal<Out, Bit>,
    /// As that of the makers.
    pub left: Signal<Out, Bits<N>>,
    /// As that of the makers.
    pub right: Signal<Out, Bits<N>>,
    /// As that of the makers.
    pub only: Signal<Out, Bits<M>>,
    /// As that of the makers.
    pub keep: Signal<Out, Bit>,
    /// As that of the makers.
    pub keep_address: Signal<Out, Bits<C>>,
    /// Which lanes of each maker get its product.
    pub made: Signal<Out, Bits<Q>>,
    /// Where to.
    pub made_address: Signal<Out, Bits<F>>,
    prepare: FactorPrepare<D, C, F, M, Q>,
    makes: FactorGroups<D, C, F, M, Q>,
    operands: FactorOperands<N, D, C, F, M, Q>,
    room: FactorRoom<G>,
    preparing: DFF<Bit>,
    made_last: Signal<Local, Bit>,
    starts: Signal<Local, Bit>,
    free: Signal<Local, Bit>,
    begins: Signal<Local, Bit>,
    no_stage: Constant<Bits<5>>,
    last_lane: Constant<Bits<Q>>,
    no_lane: Constant<Bits<Q>>,
}

impl<
    const N: usize,
    const D: usize,
    const C: usize,
    const F: usize,
    const G: usize,
    const M: usize,
    const Q: usize,
> FactorControl<N, D, C, F, G, M, Q>
{
    /// With these roots, for `makers` makers of `latency` clocks.
    ///
    /// # Panics
    /// As [`FactorPrepare::new`]; when `G` is not `F + 1`.
    pub fn new(roots: RootTable<N>, makers: usize, latency: usize) -> Self {
        assert_eq!(G, F + 1, "room for all factors");
        // From a product that starts to one that can use what it has become.
        let there = latency + 3;
        Self {
            clock: Default::default(),
            reset: Default::default(),
            slot: Default::default(),
            load_shift: Default::default(),
            shift: Default::default(),
            powers: Default::default(),
            start: Default::default(),
            backward: Default::default(),
            shared: Default::default(),
            plain: Default::default(),
            stages: Default::default(),
            first_order: Default::default(),
            first_power: Default::default(),
            first_blocks: Default::default(),
            vectors: Default::default(),
            rows: Default::default(),
            group_order: Default::default(),
            groups: Default::default(),
            row_groups: Default::default(),
            repeats: Default::default(),
            released: Default::default(),
            product: Default::default(),
            ready: Default::default(),
            scarce: Default::default(),
            enough: Default::default(),
            valid: Default::default(),
            base_address: Default::default(),
            of_base: Default::default(),
            left: Default::default(),
            right: Default::default(),
            only: Default::default(),
            keep: Default::default(),
            keep_address: Default::default(),
            made: Default::default(),
            made_address: Default::default(),
            prepare: FactorPrepare::new(makers, there),
            makes: FactorGroups::new(there),
            operands: FactorOperands::new(roots, latency),
            room: Default::default(),
            preparing: Default::default(),
            made_last: Default::default(),
            starts: Default::default(),
            free: Default::default(),
            begins: Default::default(),
            no_stage: Constant::new(0u64.into()),
            last_lane: Constant::new((1u64 << (Q - 1)).into()),
            no_lane: Constant::new(0u64.into()),
        }
    }
}

impl<
    const N: usize,
    const D: usize,
    const C: usize,
    const F: usize,
    const G: usize,
    const M: usize,
    const Q: usize,
> Logic for FactorControl<N, D, C, F, G, M, Q>
{
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, prepare, makes, operands, room);
        dff_setup!(self, clock, preparing);
        self.free.next =
            self.prepare.ready.val() & !self.preparing.q.val() & !self.makes.working.val();
        self.ready.next = self.free.val();
        self.prepare.reset.next = self.reset.val();
        self.prepare.slot.next = self.slot.val();
        self.makes.slot.next = self.slot.val();
        self.prepare.load_shift.next = self.load_shift.val() & self.free.val();
        self.prepare.powers.next = self.powers.val();
        self.starts.next =
            self.start.val() & self.free.val() & (self.stages.val() != self.no_stage.val());
        self.prepare.start.next = self.starts.val();
        self.prepare.backward.next = self.backward.val();
        self.prepare.shared.next = self.shared.val();
        self.prepare.plain.next = self.plain.val();
        self.prepare.stages.next = self.stages.val();
        self.prepare.first_order.next = self.first_order.val();
        self.prepare.first_power.next = self.first_power.val();
        self.prepare.rows.next = self.rows.val();
        if self.starts.val() {
            self.preparing.d.next = true;
        }
        self.begins.next = self.preparing.q.val() & self.prepare.ready.val();
        self.makes.start.next = self.begins.val();
        if self.begins.val() | self.reset.val() {
            self.preparing.d.next = false;
        }
        self.makes.reset.next = self.reset.val();
        self.makes.backward.next = self.backward.val();
        self.makes.shared.next = self.shared.val();
        self.makes.stages.next = self.stages.val();
        self.makes.first_order.next = self.first_order.val();
        self.makes.first_blocks.next = self.first_blocks.val();
        self.makes.vectors.next = self.vectors.val();
        self.makes.group_order.next = self.group_order.val();
        self.makes.groups.next = self.groups.val();
        self.makes.row_groups.next = self.row_groups.val();
        self.makes.repeats.next = self.repeats.val();
        self.makes.has_room.next = self.room.has_room.val();
        self.operands.go.next = self.prepare.go.val();
        self.operands.left.next = self.prepare.left.val();
        self.operands.right.next = self.prepare.right.val();
        self.operands.into.next = self.prepare.into.val();
        self.operands.from.next = self.prepare.from.val();
        self.operands.by.next = self.prepare.by.val();
        self.operands.place.next = self.prepare.place.val();
        self.operands.only.next = self.prepare.only.val();
        self.operands.lanes.next = self.prepare.lanes.val();
        if self.makes.go.val() {
            self.operands.go.next = self.makes.go.val();
            self.operands.left.next = self.makes.left.val();
            self.operands.right.next = self.makes.right.val();
            self.operands.into.next = self.makes.into.val();
            self.operands.from.next = self.makes.from.val();
            self.operands.by.next = self.makes.by.val();
            self.operands.place.next = self.makes.place.val();
            self.operands.only.next = self.makes.only.val();
            self.operands.lanes.next = self.makes.lanes.val();
        }
        self.operands.shift.next = self.shift.val();
        self.operands.product.next = self.product.val();
        self.valid.next = self.operands.valid.val();
        self.base_address.next = self.operands.base_address.val();
        self.of_base.next = self.operands.of_base.val();
        self.left.next = self.operands.left_word.val();
        self.right.next = self.operands.right_word.val();
        self.only.next = self.operands.only_makers.val();
        self.keep.next = self.operands.keep.val();
        self.keep_address.next = self.operands.keep_address.val();
        self.made.next = self.operands.made.val();
        self.made_address.next = self.operands.made_address.val();
        // The last lane of a maker gets its factor last.
        self.made_last.next =
            (self.operands.made.val() & self.last_lane.val()) != self.no_lane.val();
        self.room.clear.next = self.starts.val() | self.reset.val();
        self.room.starts.next = self.makes.starts.val();
        self.room.written.next = self.made_last.val();
        self.room.released.next = self.released.val();
        self.room.stages.next = self.stages.val();
        self.enough.next = self.room.enough.val();
        self.scarce.next = self.room.scarce.val();
        if self.shared.val() {
            self.scarce.next = !self.free.val();
        }
    }
    named!();
}
