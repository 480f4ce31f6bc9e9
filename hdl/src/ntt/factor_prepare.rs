//! What makers make before they make factors: tables of roots, powers of a shift, the bases of a pass.
//!
//! ```text
//! tables   T[i + 2^j] = T[i] root of order 2^(j+2), both directions           once
//! powers   G[0] = shift, G[j + 1] = G[j]^2                                     for each shift
//! bases    B[stage] = G[..]                    lead     stage after stage     for each pass
//!          B[stage] *= root, in makers whose number has bit j       numbers
//!          B[stage, i + 2^j] = B[stage, i] root                     spread
//! ```
//!
//! Vector k of a pass has bases that are those of vector 0 times the k-th power of a root: each bit of k is a root of its
//! own. The lowest bits of k are lanes of a maker, then come numbers of makers, then vectors of a lane. What follows from
//! products of the line before waits for them.
//! Interface: `load_shift` and `start` where `ready`, products out. Latency: some hundred clocks, told by `ready`.
//! Golden model: the factors.

use super::factor_operands::{
    BASE, ONE, POWER, POWER_WORD, ROOT_WORD, SHIFT, TABLE, TO_BASE, TO_POWER, TO_TABLE,
};
use crate::named;
use rust_hdl::prelude::*;

/// What is made.
#[derive(Copy, Clone, Debug, PartialEq, LogicState)]
enum Phase {
    Tables,
    Rest,
    Powers,
    Lead,
    Numbers,
    Spread,
}

/// For makers of `Q` lanes each, `2^(M-1)` or fewer of them, in tables of `2^D` words, `2^C` bases, `2^F` factors.
#[derive(LogicBlock)]
pub struct FactorPrepare<
    const D: usize,
    const C: usize,
    const F: usize,
    const M: usize,
    const Q: usize,
> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: makes the tables again.
    pub reset: Signal<In, Bit>,
    /// Whether a product may start.
    pub slot: Signal<In, Bit>,
    /// Whether powers of the shift are wanted.
    pub load_shift: Signal<In, Bit>,
    /// How many times it is squared.
    pub powers: Signal<In, Bits<5>>,
    /// Whether bases are wanted.
    pub start: Signal<In, Bit>,
    /// Whether roots are inverses.
    pub backward: Signal<In, Bit>,
    /// Whether all vectors have the same bases.
    pub shared: Signal<In, Bit>,
    /// Whether there is no shift.
    pub plain: Signal<In, Bit>,
    /// Stages, one at least.
    pub stages: Signal<In, Bits<5>>,
    /// Logarithm of the order of the root between neighbouring vectors, in the stage that comes first.
    pub first_order: Signal<In, Bits<6>>,
    /// Which power of the shift the stage that comes first has.
    pub first_power: Signal<In, Bits<5>>,
    /// Bases of a stage: vectors of a lane times lanes of a maker; 1 where they are shared.
    pub rows: Signal<In, Bits<C>>,
    /// Whether nothing is left to be made.
    pub ready: Signal<Out, Bit>,
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
    phase: DFF<Phase>,
    side: DFF<Bit>,
    bits: DFF<Bits<5>>,
    span: DFF<Bits<F>>,
    at: DFF<Bits<F>>,
    stage: DFF<Bits<5>>,
    order: DFF<Bits<6>>,
    power: DFF<Bits<5>>,
    row: DFF<Bits<F>>,
    rest: DFF<Bits<8>>,
    issue: Signal<Local, Bit>,
    last_of_span: Signal<Local, Bit>,
    last_stage: Signal<Local, Bit>,
    next_stage: Signal<Local, Bit>,
    order_on: Signal<Local, Bits<6>>,
    power_on: Signal<Local, Bits<5>>,
    power_before: Signal<Local, Bits<5>>,
    skipped: Signal<Local, Bits<6>>,
    root_order: Signal<Local, Bits<6>>,
    table_order: Signal<Local, Bits<6>>,
    rows_wide: Signal<Local, Bits<F>>,
    side_offset: Signal<Local, Bits<F>>,
    free: Signal<Local, Bit>,
    target: Signal<Local, Bits<F>>,
    no_index: Constant<Bits<F>>,
    one_index: Constant<Bits<F>>,
    half_table: Constant<Bits<F>>,
    no_bit: Constant<Bits<5>>,
    one_bit: Constant<Bits<5>>,
    no_order: Constant<Bits<6>>,
    one_order: Constant<Bits<6>>,
    two_orders: Constant<Bits<6>>,
    inverse: Constant<Bits<F>>,
    no_clock: Constant<Bits<8>>,
    one_clock: Constant<Bits<8>>,
    latency: Constant<Bits<8>>,
    lane_bits: Constant<Bits<5>>,
    maker_bits: Constant<Bits<5>>,
    all_bits: Constant<Bits<6>>,
    one_maker: Constant<Bits<M>>,
    every: Constant<Bits<M>>,
    no_lane: Constant<Bits<Q>>,
    is_one: Constant<Bits<2>>,
    is_table: Constant<Bits<2>>,
    is_power: Constant<Bits<2>>,
    is_base: Constant<Bits<2>>,
    by_one: Constant<Bits<3>>,
    by_root: Constant<Bits<3>>,
    by_power: Constant<Bits<3>>,
    by_shift: Constant<Bits<3>>,
    to_base: Constant<Bits<2>>,
    to_table: Constant<Bits<2>>,
    to_power: Constant<Bits<2>>,
}

impl<const D: usize, const C: usize, const F: usize, const M: usize, const Q: usize>
    FactorPrepare<D, C, F, M, Q>
{
    /// For `makers` makers whose products take `latency` clocks.
    ///
    /// # Panics
    /// When widths do not fit each other, or there is not a power of two of makers or lanes.
    pub fn new(makers: usize, latency: usize) -> Self {
        assert!(
            Q.is_power_of_two() && makers.is_power_of_two() && makers <= 1 << M,
            "{makers} makers of {Q} lanes"
        );
        assert!(
            F >= 6 && C <= F && D <= F && latency < 250,
            "widths {D}, {C}, {F}, latency {latency}"
        );
        let maker_bits = u64::from(makers.ilog2());
        Self {
            clock: Default::default(),
            reset: Default::default(),
            slot: Default::default(),
            load_shift: Default::default(),
            powers: Default::default(),
            start: Default::default(),
            backward: Default::default(),
            shared: Default::default(),
            plain: Default::default(),
            stages: Default::default(),
            first_order: Default::default(),
            first_power: Default::default(),
            rows: Default::default(),
            ready: Default::default(),
            go: Default::default(),
            left: Default::default(),
            right: Default::default(),
            into: Default::default(),
            from: Default::default(),
            by: Default::default(),
            place: Default::default(),
            only: Default::default(),
            lanes: Default::default(),
            phase: Default::default(),
            side: Default::default(),
            bits: Default::default(),
            span: Default::default(),
            at: Default::default(),
            stage: Default::default(),
            order: Default::default(),
            power: Default::default(),
            row: Default::default(),
            rest: Default::default(),
            issue: Default::default(),
            last_of_span: Default::default(),
            last_stage: Default::default(),
            next_stage: Default::default(),
            order_on: Default::default(),
            power_on: Default::default(),
            power_before: Default::default(),
            skipped: Default::default(),
            root_order: Default::default(),
            table_order: Default::default(),
            rows_wide: Default::default(),
            side_offset: Default::default(),
            free: Default::default(),
            target: Default::default(),
            no_index: Constant::new(0u64.into()),
            one_index: Constant::new(1u64.into()),
            half_table: Constant::new((1u64 << (D - 1)).into()),
            no_bit: Constant::new(0u64.into()),
            one_bit: Constant::new(1u64.into()),
            no_order: Constant::new(0u64.into()),
            one_order: Constant::new(1u64.into()),
            two_orders: Constant::new(2u64.into()),
            inverse: Constant::new(32u64.into()),
            no_clock: Constant::new(0u64.into()),
            one_clock: Constant::new(1u64.into()),
            latency: Constant::new((latency as u64).into()),
            lane_bits: Constant::new((Q.ilog2() as u64).into()),
            maker_bits: Constant::new(maker_bits.into()),
            all_bits: Constant::new((Q.ilog2() as u64 + maker_bits).into()),
            one_maker: Constant::new(1u64.into()),
            every: Constant::new(0u64.into()),
            no_lane: Constant::new(0u64.into()),
            is_one: Constant::new(ONE.into()),
            is_table: Constant::new(TABLE.into()),
            is_power: Constant::new(POWER.into()),
            is_base: Constant::new(BASE.into()),
            by_one: Constant::new(ONE.into()),
            by_root: Constant::new(ROOT_WORD.into()),
            by_power: Constant::new(POWER_WORD.into()),
            by_shift: Constant::new(SHIFT.into()),
            to_base: Constant::new(TO_BASE.into()),
            to_table: Constant::new(TO_TABLE.into()),
            to_power: Constant::new(TO_POWER.into()),
        }
    }
}

impl<const D: usize, const C: usize, const F: usize, const M: usize, const Q: usize> Logic
    for FactorPrepare<D, C, F, M, Q>
{
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self, clock, phase, side, bits, span, at, stage, order, power, row, rest
        );
        if self.rest.q.val() != self.no_clock.val() {
            self.rest.d.next = self.rest.q.val() - self.one_clock.val();
        }
        self.issue.next = (self.phase.q.val() != Phase::Rest)
            & (self.rest.q.val() == self.no_clock.val())
            & self.slot.val();
        self.last_of_span.next = (self.at.q.val() + self.one_index.val()) == self.span.q.val();
        self.last_stage.next = (self.stage.q.val() + self.one_bit.val()) == self.stages.val();
        self.order_on.next = self.order.q.val() + self.one_order.val();
        self.power_on.next = self.power.q.val() - self.one_bit.val();
        if self.backward.val() {
            self.order_on.next = self.order.q.val() - self.one_order.val();
            self.power_on.next = self.power.q.val() + self.one_bit.val();
        }
        self.power_before.next = self.power.q.val() - self.one_bit.val();
        self.rows_wide.next = bit_cast::<F, C>(self.rows.val());
        self.side_offset.next = self.no_index.val();
        if self.side.q.val() {
            self.side_offset.next = self.half_table.val();
        }
        // Bits of a vector's number below that of the root; makers lie between lanes and vectors of a lane.
        self.skipped.next = bit_cast::<6, 5>(self.bits.q.val());
        if self.phase.q.val() == Phase::Numbers {
            self.skipped.next =
                bit_cast::<6, 5>(self.bits.q.val()) + bit_cast::<6, 5>(self.lane_bits.val());
        } else if self.bits.q.val() >= self.lane_bits.val() {
            self.skipped.next =
                bit_cast::<6, 5>(self.bits.q.val()) + bit_cast::<6, 5>(self.maker_bits.val());
        }
        self.root_order.next = self.no_order.val();
        if self.order.q.val() > self.skipped.val() {
            self.root_order.next = self.order.q.val() - self.skipped.val();
        }
        self.table_order.next = bit_cast::<6, 5>(self.bits.q.val()) + self.two_orders.val();
        self.target.next = self.row.q.val();
        self.go.next = self.issue.val();
        self.left.next = self.is_one.val();
        self.right.next = self.by_one.val();
        self.into.next = self.to_base.val();
        self.from.next = self.no_index.val();
        self.by.next = self.no_index.val();
        self.only.next = self.every.val();
        self.lanes.next = self.no_lane.val();
        self.next_stage.next = false;
        if self.issue.val() {
            match self.phase.q.val() {
                Phase::Tables => {
                    self.into.next = self.to_table.val();
                    self.target.next = self.side_offset.val() | self.at.q.val() | self.span.q.val();
                    if self.span.q.val() != self.no_index.val() {
                        self.left.next = self.is_table.val();
                        self.right.next = self.by_root.val();
                        self.from.next = self.side_offset.val() | self.at.q.val();
                        self.by.next = bit_cast::<F, 6>(self.table_order.val());
                        if self.side.q.val() {
                            self.by.next =
                                bit_cast::<F, 6>(self.table_order.val()) | self.inverse.val();
                        }
                    }
                    self.at.d.next = self.at.q.val() + self.one_index.val();
                    if self.last_of_span.val() | (self.span.q.val() == self.no_index.val()) {
                        self.at.d.next = self.no_index.val();
                        self.rest.d.next = self.latency.val();
                        self.span.d.next = self.span.q.val() << 1;
                        self.bits.d.next = self.bits.q.val() + self.one_bit.val();
                        if self.span.q.val() == self.no_index.val() {
                            self.span.d.next = self.one_index.val();
                            self.bits.d.next = self.no_bit.val();
                        } else if (self.span.q.val() << 1) == self.half_table.val() {
                            self.span.d.next = self.no_index.val();
                            self.side.d.next = true;
                            if self.side.q.val() {
                                self.phase.d.next = Phase::Rest;
                            }
                        }
                    }
                }
                Phase::Powers => {
                    self.into.next = self.to_power.val();
                    self.target.next = bit_cast::<F, 5>(self.power.q.val());
                    self.rest.d.next = self.latency.val();
                    self.power.d.next = self.power.q.val() + self.one_bit.val();
                    if self.power.q.val() == self.no_bit.val() {
                        self.right.next = self.by_shift.val();
                    } else {
                        self.left.next = self.is_power.val();
                        self.right.next = self.by_power.val();
                        self.from.next = bit_cast::<F, 5>(self.power_before.val());
                        self.by.next = bit_cast::<F, 5>(self.power_before.val());
                    }
                    if self.power.q.val() == self.powers.val() {
                        self.phase.d.next = Phase::Rest;
                    }
                }
                Phase::Lead => {
                    self.by.next = bit_cast::<F, 5>(self.power.q.val());
                    if !self.plain.val() {
                        self.right.next = self.by_power.val();
                    }
                    self.next_stage.next = true;
                    if self.last_stage.val() {
                        self.phase.d.next = Phase::Numbers;
                        if self.maker_bits.val() == self.no_bit.val() {
                            self.phase.d.next = Phase::Spread;
                        }
                        if self.shared.val() {
                            self.phase.d.next = Phase::Rest;
                        }
                    }
                }
                Phase::Numbers => {
                    self.left.next = self.is_base.val();
                    self.right.next = self.by_root.val();
                    self.from.next = self.row.q.val();
                    self.by.next = bit_cast::<F, 6>(self.root_order.val());
                    self.only.next = self.one_maker.val() << bit_cast::<M, 5>(self.bits.q.val());
                    self.next_stage.next = true;
                    if self.last_stage.val() {
                        self.bits.d.next = self.bits.q.val() + self.one_bit.val();
                        if (self.bits.q.val() + self.one_bit.val()) == self.maker_bits.val() {
                            self.bits.d.next = self.no_bit.val();
                            self.phase.d.next = Phase::Spread;
                        }
                    }
                }
                Phase::Spread => {
                    self.left.next = self.is_base.val();
                    self.right.next = self.by_root.val();
                    self.from.next = self.row.q.val() + self.at.q.val();
                    self.target.next = self.row.q.val() + self.at.q.val() + self.span.q.val();
                    self.by.next = bit_cast::<F, 6>(self.root_order.val());
                    self.at.d.next = self.at.q.val() + self.one_index.val();
                    if self.last_of_span.val() {
                        self.at.d.next = self.no_index.val();
                        self.next_stage.next = true;
                        if self.last_stage.val() {
                            self.bits.d.next = self.bits.q.val() + self.one_bit.val();
                            self.span.d.next = self.span.q.val() << 1;
                            if (self.span.q.val() << 1) == self.rows_wide.val() {
                                self.phase.d.next = Phase::Rest;
                            }
                        }
                    }
                    if self.rows_wide.val() == self.one_index.val() {
                        // One lane a maker, one vector a lane: nothing to spread.
                        self.go.next = false;
                        self.phase.d.next = Phase::Rest;
                    }
                }
                _ => {}
            }
            if self.backward.val()
                & ((self.phase.q.val() == Phase::Numbers) | (self.phase.q.val() == Phase::Spread))
            {
                self.by.next = bit_cast::<F, 6>(self.root_order.val()) | self.inverse.val();
            }
        }
        if self.next_stage.val() {
            self.stage.d.next = self.stage.q.val() + self.one_bit.val();
            self.row.d.next = self.row.q.val() + self.rows_wide.val();
            self.order.d.next = self.order_on.val();
            self.power.d.next = self.power_on.val();
            if self.last_stage.val() {
                self.stage.d.next = self.no_bit.val();
                self.row.d.next = self.no_index.val();
                self.order.d.next = self.first_order.val();
                self.power.d.next = self.first_power.val();
                self.rest.d.next = self.latency.val();
            }
        }
        self.place.next = self.target.val();
        self.free.next =
            (self.phase.q.val() == Phase::Rest) & (self.rest.q.val() == self.no_clock.val());
        self.ready.next = self.free.val();
        if self.free.val() & self.load_shift.val() {
            self.phase.d.next = Phase::Powers;
            self.power.d.next = self.no_bit.val();
        } else if self.free.val() & self.start.val() {
            self.phase.d.next = Phase::Lead;
            self.stage.d.next = self.no_bit.val();
            self.row.d.next = self.no_index.val();
            self.order.d.next = self.first_order.val();
            self.power.d.next = self.first_power.val();
            self.bits.d.next = self.no_bit.val();
            self.span.d.next = self.one_index.val();
            self.at.d.next = self.no_index.val();
        }
        if self.reset.val() {
            self.phase.d.next = Phase::Tables;
            self.side.d.next = false;
            self.bits.d.next = self.no_bit.val();
            self.span.d.next = self.no_index.val();
            self.at.d.next = self.no_index.val();
            self.rest.d.next = self.latency.val();
        }
    }
    named!();
}
