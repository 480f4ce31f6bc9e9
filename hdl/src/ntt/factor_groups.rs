//! The factors of a pass, group of vectors by group, in the order in which the lanes need them.
//!
//! ```text
//! for each group, stage, vector:
//!     factors b = 0 .. blocks - 1, for each lane of a maker:   base T[b]  --> lane
//!     for each lane of a maker:                                base root  --> base of the next group
//! ```
//!
//! Groups of a row go on from base to base; each row begins with the bases that were prepared. A group may come several
//! times before the next one.
//! Where vectors share their factors there is one group of one vector, whose factors go to all lanes at once.
//! Interface: `start`, products out while there is room. Golden model: the factors.

use super::factor_operands::{BASE, ROOT_WORD, TABLE, TO_BASE, TO_LANES};
use crate::named;
use rust_hdl::prelude::*;

/// As [`FactorPrepare`](super::FactorPrepare).
#[derive(LogicBlock)]
pub struct FactorGroups<
    const D: usize,
    const C: usize,
    const F: usize,
    const M: usize,
    const Q: usize,
> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: rest.
    pub reset: Signal<In, Bit>,
    /// Whether a pass starts.
    pub start: Signal<In, Bit>,
    /// Whether stages come in the other order, with inverses of roots.
    pub backward: Signal<In, Bit>,
    /// Whether all vectors have the same factors.
    pub shared: Signal<In, Bit>,
    /// Stages, one at least.
    pub stages: Signal<In, Bits<5>>,
    /// As that of [`FactorPrepare`](super::FactorPrepare).
    pub first_order: Signal<In, Bits<6>>,
    /// Factors of a vector in the stage that comes first.
    pub first_blocks: Signal<In, Bits<D>>,
    /// Vectors of a lane in a group, less one.
    pub vectors: Signal<In, Bits<C>>,
    /// Logarithm of the vectors in a group of all lanes.
    pub group_order: Signal<In, Bits<6>>,
    /// Groups of the pass.
    pub groups: Signal<In, Bits<24>>,
    /// Groups of a row, repetitions included, less one.
    pub row_groups: Signal<In, Bits<24>>,
    /// How often a group comes again.
    pub repeats: Signal<In, Bits<16>>,
    /// Whether a product may start.
    pub slot: Signal<In, Bit>,
    /// Whether lanes have room for a factor.
    pub has_room: Signal<In, Bit>,
    /// Whether a factor for all lanes starts, as its last product does.
    pub starts: Signal<Out, Bit>,
    /// Whether any is left to be made, or on its way.
    pub working: Signal<Out, Bit>,
    /// Whether a product starts.
    pub go: Signal<Out, Bit>,
    /// Where its first factor comes from: 1, a table, a power, a base.
    pub left: Signal<Out, Bits<2>>,
    /// Where its second factor comes from: 1, a table, a root, a power, the shift.
    pub right: Signal<Out, Bits<3>>,
    /// What it becomes: a base, a word of a table, a power, a factor of lanes.
    pub into: Signal<Out, Bits<2>>,
    /// Address of the first factor.
    pub from: Signal<Out, Bits<F>>,
    /// Address of the second factor.
    pub by: Signal<Out, Bits<F>>,
    /// Where it is put.
    pub place: Signal<Out, Bits<F>>,
    /// As that of the makers.
    pub only: Signal<Out, Bits<M>>,
    /// Which lanes of a maker it is for.
    pub lanes: Signal<Out, Bits<Q>>,
    running: DFF<Bit>,
    left_over: DFF<Bits<24>>,
    in_row: DFF<Bits<24>>,
    again: DFF<Bits<16>>,
    fresh: DFF<Bit>,
    stage: DFF<Bits<5>>,
    order: DFF<Bits<6>>,
    blocks: DFF<Bits<D>>,
    vector: DFF<Bits<C>>,
    block: DFF<Bits<D>>,
    lane: DFF<Bits<Q>>,
    lane_at: DFF<Bits<F>>,
    row: DFF<Bits<F>>,
    target: DFF<Bits<F>>,
    rest: DFF<Bits<8>>,
    issue: Signal<Local, Bit>,
    steps: Signal<Local, Bit>,
    base: Signal<Local, Bits<F>>,
    ends_lane: Signal<Local, Bit>,
    ends_vector: Signal<Local, Bit>,
    ends_stage: Signal<Local, Bit>,
    ends_group: Signal<Local, Bit>,
    last_block: Signal<Local, Bits<D>>,
    goes_on: Signal<Local, Bit>,
    region: Signal<Local, Bits<F>>,
    side: Signal<Local, Bits<F>>,
    root: Signal<Local, Bits<6>>,
    inverse: Signal<Local, Bits<F>>,
    no_index: Constant<Bits<D>>,
    one_index: Constant<Bits<D>>,
    maker_lanes: Constant<Bits<F>>,
    half_table: Constant<Bits<F>>,
    inverse_root: Constant<Bits<F>>,
    no_vector: Constant<Bits<C>>,
    one_vector: Constant<Bits<C>>,
    first_lane: Constant<Bits<Q>>,
    last_lane: Constant<Bits<Q>>,
    all_lanes: Constant<Bits<Q>>,
    no_lane: Constant<Bits<Q>>,
    no_stage: Constant<Bits<5>>,
    one_stage: Constant<Bits<5>>,
    no_order: Constant<Bits<6>>,
    one_order: Constant<Bits<6>>,
    one_target: Constant<Bits<F>>,
    no_target: Constant<Bits<F>>,
    no_group: Constant<Bits<24>>,
    one_group: Constant<Bits<24>>,
    no_repeat: Constant<Bits<16>>,
    one_repeat: Constant<Bits<16>>,
    later_bases: Constant<Bits<F>>,
    no_clock: Constant<Bits<8>>,
    one_clock: Constant<Bits<8>>,
    latency: Constant<Bits<8>>,
    every: Constant<Bits<M>>,
    is_base: Constant<Bits<2>>,
    by_table: Constant<Bits<3>>,
    by_root: Constant<Bits<3>>,
    to_base: Constant<Bits<2>>,
    to_lanes: Constant<Bits<2>>,
}

impl<const D: usize, const C: usize, const F: usize, const M: usize, const Q: usize>
    FactorGroups<D, C, F, M, Q>
{
    /// For makers whose products take `latency` clocks.
    pub fn new(latency: usize) -> Self {
        Self {
            clock: Default::default(),
            reset: Default::default(),
            start: Default::default(),
            backward: Default::default(),
            shared: Default::default(),
            stages: Default::default(),
            first_order: Default::default(),
            first_blocks: Default::default(),
            vectors: Default::default(),
            group_order: Default::default(),
            groups: Default::default(),
            row_groups: Default::default(),
            repeats: Default::default(),
            slot: Default::default(),
            has_room: Default::default(),
            starts: Default::default(),
            working: Default::default(),
            go: Default::default(),
            left: Default::default(),
            right: Default::default(),
            into: Default::default(),
            from: Default::default(),
            by: Default::default(),
            place: Default::default(),
            only: Default::default(),
            lanes: Default::default(),
            running: Default::default(),
            left_over: Default::default(),
            in_row: Default::default(),
            again: Default::default(),
            fresh: Default::default(),
            stage: Default::default(),
            order: Default::default(),
            blocks: Default::default(),
            vector: Default::default(),
            block: Default::default(),
            lane: Default::default(),
            lane_at: Default::default(),
            row: Default::default(),
            target: Default::default(),
            rest: Default::default(),
            issue: Default::default(),
            steps: Default::default(),
            base: Default::default(),
            ends_lane: Default::default(),
            ends_vector: Default::default(),
            ends_stage: Default::default(),
            ends_group: Default::default(),
            last_block: Default::default(),
            goes_on: Default::default(),
            region: Default::default(),
            side: Default::default(),
            root: Default::default(),
            inverse: Default::default(),
            no_index: Constant::new(0u64.into()),
            one_index: Constant::new(1u64.into()),
            maker_lanes: Constant::new((Q as u64).into()),
            half_table: Constant::new((1u64 << (D - 1)).into()),
            inverse_root: Constant::new(32u64.into()),
            no_vector: Constant::new(0u64.into()),
            one_vector: Constant::new(1u64.into()),
            first_lane: Constant::new(1u64.into()),
            last_lane: Constant::new((1u64 << (Q - 1)).into()),
            all_lanes: Constant::new(((1u64 << Q) - 1).into()),
            no_lane: Constant::new(0u64.into()),
            no_stage: Constant::new(0u64.into()),
            one_stage: Constant::new(1u64.into()),
            no_order: Constant::new(0u64.into()),
            one_order: Constant::new(1u64.into()),
            one_target: Constant::new(1u64.into()),
            no_target: Constant::new(0u64.into()),
            no_group: Constant::new(0u64.into()),
            one_group: Constant::new(1u64.into()),
            no_repeat: Constant::new(0u64.into()),
            one_repeat: Constant::new(1u64.into()),
            later_bases: Constant::new((1u64 << (C - 1)).into()),
            no_clock: Constant::new(0u64.into()),
            one_clock: Constant::new(1u64.into()),
            latency: Constant::new((latency as u64).into()),
            every: Constant::new(0u64.into()),
            is_base: Constant::new(BASE.into()),
            by_table: Constant::new(TABLE.into()),
            by_root: Constant::new(ROOT_WORD.into()),
            to_base: Constant::new(TO_BASE.into()),
            to_lanes: Constant::new(TO_LANES.into()),
        }
    }
}

impl<const D: usize, const C: usize, const F: usize, const M: usize, const Q: usize> Logic
    for FactorGroups<D, C, F, M, Q>
{
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self, clock, running, left_over, in_row, again, fresh, stage, order, blocks, vector,
            block, lane, lane_at, row, target, rest
        );
        if self.rest.q.val() != self.no_clock.val() {
            self.rest.d.next = self.rest.q.val() - self.one_clock.val();
        }
        self.goes_on.next = !self.shared.val() & (self.again.q.val() == self.repeats.val());
        self.steps.next = self.block.q.val() == self.blocks.q.val();
        self.issue.next = self.running.q.val()
            & self.slot.val()
            & (self.rest.q.val() == self.no_clock.val())
            & (self.has_room.val() | self.steps.val());
        self.last_block.next = self.blocks.q.val() - self.one_index.val();
        self.ends_lane.next = self.shared.val() | (self.lane.q.val() == self.last_lane.val());
        self.ends_vector.next = self.ends_lane.val()
            & (self.steps.val()
                | (!self.goes_on.val() & (self.block.q.val() == self.last_block.val())));
        self.ends_stage.next = self.ends_vector.val() & (self.vector.q.val() == self.vectors.val());
        self.ends_group.next = self.ends_stage.val()
            & ((self.stage.q.val() + self.one_stage.val()) == self.stages.val());
        self.side.next = self.no_target.val();
        self.inverse.next = self.no_target.val();
        if self.backward.val() {
            self.side.next = self.half_table.val();
            self.inverse.next = self.inverse_root.val();
        }
        self.root.next = self.no_order.val();
        if self.order.q.val() > self.group_order.val() {
            self.root.next = self.order.q.val() - self.group_order.val();
        }
        self.base.next = self.row.q.val() + self.lane_at.q.val();
        self.go.next = self.issue.val();
        self.left.next = self.is_base.val();
        self.right.next = self.by_table.val();
        self.into.next = self.to_lanes.val();
        self.region.next = self.later_bases.val();
        if self.fresh.q.val() {
            self.region.next = self.no_target.val();
        }
        self.from.next = self.base.val() | self.region.val();
        self.by.next = self.side.val() | bit_cast::<F, D>(self.block.q.val());
        self.place.next = self.target.q.val();
        self.only.next = self.every.val();
        self.lanes.next = self.lane.q.val();
        if self.shared.val() {
            self.lanes.next = self.all_lanes.val();
        }
        if self.steps.val() {
            self.right.next = self.by_root.val();
            self.into.next = self.to_base.val();
            self.by.next = self.inverse.val() | bit_cast::<F, 6>(self.root.val());
            self.place.next = self.base.val() | self.later_bases.val();
            self.lanes.next = self.no_lane.val();
        }
        self.starts.next = self.issue.val() & self.ends_lane.val() & !self.steps.val();
        self.working.next = self.running.q.val() | (self.rest.q.val() != self.no_clock.val());
        if self.issue.val() {
            self.lane.d.next = self.lane.q.val() << 1;
            self.lane_at.d.next = self.lane_at.q.val() + self.one_target.val();
            if self.ends_lane.val() {
                self.lane.d.next = self.first_lane.val();
                self.lane_at.d.next = self.no_target.val();
                self.block.d.next = self.block.q.val() + self.one_index.val();
                if !self.steps.val() {
                    self.target.d.next = self.target.q.val() + self.one_target.val();
                }
            }
            if self.ends_vector.val() {
                self.block.d.next = self.no_index.val();
                self.vector.d.next = self.vector.q.val() + self.one_vector.val();
                self.row.d.next = self.row.q.val() + self.maker_lanes.val();
                if self.shared.val() {
                    self.row.d.next = self.row.q.val() + self.one_target.val();
                }
            }
            if self.ends_stage.val() {
                self.vector.d.next = self.no_vector.val();
                self.stage.d.next = self.stage.q.val() + self.one_stage.val();
                self.order.d.next = self.order.q.val() + self.one_order.val();
                self.blocks.d.next = self.blocks.q.val() << 1;
                if self.backward.val() {
                    self.order.d.next = self.order.q.val() - self.one_order.val();
                    self.blocks.d.next = self.blocks.q.val() >> 1;
                }
            }
            if self.ends_group.val() {
                self.stage.d.next = self.no_stage.val();
                self.order.d.next = self.first_order.val();
                self.blocks.d.next = self.first_blocks.val();
                self.row.d.next = self.no_target.val();
                self.left_over.d.next = self.left_over.q.val() - self.one_group.val();
                self.in_row.d.next = self.in_row.q.val() + self.one_group.val();
                self.again.d.next = self.again.q.val() + self.one_repeat.val();
                if self.goes_on.val() {
                    self.again.d.next = self.no_repeat.val();
                    self.fresh.d.next = false;
                }
                if self.in_row.q.val() == self.row_groups.val() {
                    self.in_row.d.next = self.no_group.val();
                    self.fresh.d.next = true;
                }
                // Bases of the next group are on their way.
                self.rest.d.next = self.latency.val();
                if self.shared.val() | (self.left_over.q.val() == self.no_group.val()) {
                    self.running.d.next = false;
                }
            }
        }
        if self.start.val() {
            self.running.d.next = true;
            self.left_over.d.next = self.groups.val() - self.one_group.val();
            self.in_row.d.next = self.no_group.val();
            self.again.d.next = self.no_repeat.val();
            self.fresh.d.next = true;
            self.stage.d.next = self.no_stage.val();
            self.order.d.next = self.first_order.val();
            self.blocks.d.next = self.first_blocks.val();
            self.vector.d.next = self.no_vector.val();
            self.block.d.next = self.no_index.val();
            self.lane.d.next = self.first_lane.val();
            self.lane_at.d.next = self.no_target.val();
            self.row.d.next = self.no_target.val();
            self.target.d.next = self.no_target.val();
        }
        if self.reset.val() {
            self.running.d.next = false;
        }
    }
    named!();
}
