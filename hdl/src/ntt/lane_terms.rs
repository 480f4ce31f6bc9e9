//! What lanes and makers of factors are told of a pass.
//!
//! The stage that comes first has a root of order 2^(e + 1) between neighbouring vectors, e being o for rows, the columns for
//! the pass in the middle, and the 2^p-th power of the shift, p being o for columns, the rows for the pass in the middle, and
//! zero for others; where stages begin with the longest distance p grows by m - 1, where they end with it e does.
//!
//! Interface: outputs follow inputs. Latency: 1. Golden model: the factors of each vector.

use super::{COLUMNS, CoreSizes, MIDDLE, ROWS};
use crate::named;
use rust_hdl::prelude::*;

/// Widths as those of [`PassEngine`](super::PassEngine).
#[derive(LogicBlock)]
pub struct LaneTerms<const D: usize, const C: usize, const F: usize, const B: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// [`COLUMNS`] and so on.
    pub kind: Signal<In, Bits<3>>,
    /// Whether it is inverse.
    pub backward: Signal<In, Bit>,
    /// Whether three vectors become one.
    pub joint: Signal<In, Bit>,
    /// Vectors, one after the other.
    pub all_vectors: Signal<In, Bits<8>>,
    /// As that of [`PassShape`](super::PassShape).
    pub m: Signal<In, Bits<6>>,
    /// As that of [`PassShape`](super::PassShape).
    pub o: Signal<In, Bits<6>>,
    /// As that of [`PassShape`](super::PassShape).
    pub q: Signal<In, Bits<6>>,
    /// As that of [`PassShape`](super::PassShape).
    pub k: Signal<In, Bits<6>>,
    /// As that of [`PassShape`](super::PassShape).
    pub g: Signal<In, Bits<6>>,
    /// As that of [`PassShape`](super::PassShape).
    pub steps: Signal<In, Bits<6>>,
    /// As that of [`PassShape`](super::PassShape).
    pub vector_chunks: Signal<In, Bits<6>>,
    /// As that of [`PassShape`](super::PassShape).
    pub rows_beats: Signal<In, Bits<6>>,
    /// As that of [`Cut`](super::Cut).
    pub columns: Signal<In, Bits<5>>,
    /// `rows` of [`Cut`](super::Cut).
    pub cut_rows: Signal<In, Bits<5>>,
    /// As that of [`FactorControl`](super::FactorControl).
    pub shared: Signal<Out, Bit>,
    /// As that of [`PassEngine`](super::PassEngine).
    pub passing: Signal<Out, Bit>,
    /// As that of [`PassEngine`](super::PassEngine).
    pub bits: Signal<Out, Bits<5>>,
    /// As that of [`PassEngine`](super::PassEngine).
    pub size_mask: Signal<Out, Bits<D>>,
    /// As that of [`PassEngine`](super::PassEngine).
    pub words_mask: Signal<Out, Bits<D>>,
    /// As that of [`PassEngine`](super::PassEngine).
    pub groups: Signal<Out, Bits<24>>,
    /// As that of [`PassEngine`](super::PassEngine).
    pub group_factors: Signal<Out, Bits<F>>,
    /// As that of [`FactorControl`](super::FactorControl).
    pub first_order: Signal<Out, Bits<6>>,
    /// As that of [`FactorControl`](super::FactorControl).
    pub first_power: Signal<Out, Bits<5>>,
    /// As that of [`FactorControl`](super::FactorControl).
    pub first_blocks: Signal<Out, Bits<D>>,
    /// As that of [`FactorControl`](super::FactorControl).
    pub vectors: Signal<Out, Bits<C>>,
    /// As that of [`FactorControl`](super::FactorControl).
    pub rows: Signal<Out, Bits<C>>,
    /// As that of [`FactorControl`](super::FactorControl).
    pub group_order: Signal<Out, Bits<6>>,
    /// As that of [`FactorControl`](super::FactorControl).
    pub row_groups: Signal<Out, Bits<24>>,
    /// As that of [`FactorControl`](super::FactorControl).
    pub repeats: Signal<Out, Bits<16>>,
    /// As that of [`PassEngine`](super::PassEngine).
    pub last_beat: Signal<Out, Bits<B>>,
    /// As that of [`PassEngine`](super::PassEngine).
    pub vector_bits: Signal<Out, Bits<5>>,
    shared_now: DFF<Bit>,
    passing_now: DFF<Bit>,
    bits_now: DFF<Bits<5>>,
    size_mask_now: DFF<Bits<D>>,
    words_mask_now: DFF<Bits<D>>,
    groups_now: DFF<Bits<24>>,
    group_factors_now: DFF<Bits<F>>,
    first_order_now: DFF<Bits<6>>,
    first_power_now: DFF<Bits<5>>,
    first_blocks_now: DFF<Bits<D>>,
    vectors_now: DFF<Bits<C>>,
    rows_now: DFF<Bits<C>>,
    group_order_now: DFF<Bits<6>>,
    row_groups_now: DFF<Bits<24>>,
    repeats_now: DFF<Bits<16>>,
    last_beat_now: DFF<Bits<B>>,
    vector_bits_now: DFF<Bits<5>>,
    order0: Signal<Local, Bits<6>>,
    power0: Signal<Local, Bits<6>>,
    last: Signal<Local, Bits<6>>,
    is_columns: Signal<Local, Bit>,
    is_middle: Signal<Local, Bit>,
    is_rows: Signal<Local, Bit>,
    all_groups: Signal<Local, Bits<24>>,
    lanes_log: Constant<Bits<6>>,
    no_log: Constant<Bits<6>>,
    one_log: Constant<Bits<6>>,
    kind_columns: Constant<Bits<3>>,
    kind_middle: Constant<Bits<3>>,
    kind_rows: Constant<Bits<3>>,
    one_index: Constant<Bits<D>>,
    one_base: Constant<Bits<C>>,
    maker_bases: Constant<Bits<C>>,
    no_base: Constant<Bits<C>>,
    one_factor: Constant<Bits<F>>,
    no_factor: Constant<Bits<F>>,
    one_step: Constant<Bits<B>>,
    one_group: Constant<Bits<24>>,
    one_repeat: Constant<Bits<16>>,
    no_repeat: Constant<Bits<16>>,
    two_repeats: Constant<Bits<16>>,
}

impl<const D: usize, const C: usize, const F: usize, const B: usize> LaneTerms<D, C, F, B> {
    /// For a core whose makers of factors serve `served` lanes each.
    pub fn new(core: &CoreSizes, served: usize) -> Self {
        Self {
            clock: Default::default(),
            kind: Default::default(),
            backward: Default::default(),
            joint: Default::default(),
            all_vectors: Default::default(),
            m: Default::default(),
            o: Default::default(),
            q: Default::default(),
            k: Default::default(),
            g: Default::default(),
            steps: Default::default(),
            vector_chunks: Default::default(),
            rows_beats: Default::default(),
            columns: Default::default(),
            cut_rows: Default::default(),
            shared: Default::default(),
            passing: Default::default(),
            bits: Default::default(),
            size_mask: Default::default(),
            words_mask: Default::default(),
            groups: Default::default(),
            group_factors: Default::default(),
            first_order: Default::default(),
            first_power: Default::default(),
            first_blocks: Default::default(),
            vectors: Default::default(),
            rows: Default::default(),
            group_order: Default::default(),
            row_groups: Default::default(),
            repeats: Default::default(),
            last_beat: Default::default(),
            vector_bits: Default::default(),
            shared_now: Default::default(),
            passing_now: Default::default(),
            bits_now: Default::default(),
            size_mask_now: Default::default(),
            words_mask_now: Default::default(),
            groups_now: Default::default(),
            group_factors_now: Default::default(),
            first_order_now: Default::default(),
            first_power_now: Default::default(),
            first_blocks_now: Default::default(),
            vectors_now: Default::default(),
            rows_now: Default::default(),
            group_order_now: Default::default(),
            row_groups_now: Default::default(),
            repeats_now: Default::default(),
            last_beat_now: Default::default(),
            vector_bits_now: Default::default(),
            order0: Default::default(),
            power0: Default::default(),
            last: Default::default(),
            is_columns: Default::default(),
            is_middle: Default::default(),
            is_rows: Default::default(),
            all_groups: Default::default(),
            lanes_log: Constant::new((core.lanes as u64).into()),
            no_log: Constant::new(0u64.into()),
            one_log: Constant::new(1u64.into()),
            kind_columns: Constant::new(COLUMNS.into()),
            kind_middle: Constant::new(MIDDLE.into()),
            kind_rows: Constant::new(ROWS.into()),
            one_index: Constant::new(1u64.into()),
            one_base: Constant::new(1u64.into()),
            maker_bases: Constant::new((served as u64).into()),
            no_base: Constant::new(0u64.into()),
            one_factor: Constant::new(1u64.into()),
            no_factor: Constant::new(0u64.into()),
            one_step: Constant::new(1u64.into()),
            one_group: Constant::new(1u64.into()),
            one_repeat: Constant::new(1u64.into()),
            no_repeat: Constant::new(0u64.into()),
            two_repeats: Constant::new(2u64.into()),
        }
    }
}

impl<const D: usize, const C: usize, const F: usize, const B: usize> Logic
    for LaneTerms<D, C, F, B>
{
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self,
            clock,
            shared_now,
            passing_now,
            bits_now,
            size_mask_now,
            words_mask_now,
            groups_now,
            group_factors_now,
            first_order_now,
            first_power_now,
            first_blocks_now,
            vectors_now,
            rows_now,
            group_order_now,
            row_groups_now,
            repeats_now,
            last_beat_now,
            vector_bits_now
        );
        self.shared.next = self.shared_now.q.val();
        self.passing.next = self.passing_now.q.val();
        self.bits.next = self.bits_now.q.val();
        self.size_mask.next = self.size_mask_now.q.val();
        self.words_mask.next = self.words_mask_now.q.val();
        self.groups.next = self.groups_now.q.val();
        self.group_factors.next = self.group_factors_now.q.val();
        self.first_order.next = self.first_order_now.q.val();
        self.first_power.next = self.first_power_now.q.val();
        self.first_blocks.next = self.first_blocks_now.q.val();
        self.vectors.next = self.vectors_now.q.val();
        self.rows.next = self.rows_now.q.val();
        self.group_order.next = self.group_order_now.q.val();
        self.row_groups.next = self.row_groups_now.q.val();
        self.repeats.next = self.repeats_now.q.val();
        self.last_beat.next = self.last_beat_now.q.val();
        self.vector_bits.next = self.vector_bits_now.q.val();
        self.is_columns.next = self.kind.val() == self.kind_columns.val();
        self.is_middle.next = self.kind.val() == self.kind_middle.val();
        self.is_rows.next = self.kind.val() == self.kind_rows.val();
        self.last.next = self.no_log.val();
        if self.m.val() != self.no_log.val() {
            self.last.next = self.m.val() - self.one_log.val();
        }
        self.bits_now.d.next = bit_cast::<5, 6>(self.m.val());
        self.shared_now.d.next = !self.is_rows.val() & !self.is_middle.val();
        self.passing_now.d.next = self.is_middle.val();
        self.size_mask_now.d.next = (self.one_index.val() << self.m.val()) - self.one_index.val();
        self.words_mask_now.d.next = (self.one_index.val() << self.q.val()) - self.one_index.val();
        self.last_beat_now.d.next = (self.one_step.val() << self.steps.val()) - self.one_step.val();
        self.vector_bits_now.d.next = bit_cast::<5, 6>(self.vector_chunks.val());
        // Groups, and those that share bases.
        self.all_groups.next = bit_cast::<24, 8>(self.all_vectors.val()) << self.g.val();
        self.groups_now.d.next = self.all_groups.val();
        self.row_groups_now.d.next = self.all_groups.val() - self.one_group.val();
        if self.is_rows.val() & !self.joint.val() {
            self.row_groups_now.d.next =
                (self.one_group.val() << self.g.val()) - self.one_group.val();
        }
        self.repeats_now.d.next = self.no_repeat.val();
        if self.joint.val() {
            self.repeats_now.d.next = self.two_repeats.val();
        } else if self.is_middle.val() {
            self.repeats_now.d.next =
                (self.one_repeat.val() << self.rows_beats.val()) - self.one_repeat.val();
        }
        // Bases.
        self.order0.next = self.o.val();
        self.power0.next = self.no_log.val();
        if self.is_columns.val() {
            self.power0.next = self.o.val();
        } else if self.is_middle.val() {
            self.order0.next = bit_cast::<6, 5>(self.columns.val());
            self.power0.next = bit_cast::<6, 5>(self.cut_rows.val());
        }
        self.first_order_now.d.next = self.order0.val() + self.one_log.val();
        self.first_power_now.d.next =
            bit_cast::<5, 6>(self.power0.val()) + bit_cast::<5, 6>(self.last.val());
        self.first_blocks_now.d.next = self.one_index.val();
        if self.backward.val() {
            self.first_order_now.d.next = self.order0.val() + self.one_log.val() + self.last.val();
            self.first_power_now.d.next = bit_cast::<5, 6>(self.power0.val());
            self.first_blocks_now.d.next = self.one_index.val() << self.last.val();
        }
        self.vectors_now.d.next = self.no_base.val();
        self.rows_now.d.next = self.one_base.val();
        self.group_factors_now.d.next = self.no_factor.val();
        self.group_order_now.d.next = self.lanes_log.val() + self.k.val();
        if self.is_rows.val() {
            self.vectors_now.d.next = (self.one_base.val() << self.k.val()) - self.one_base.val();
            self.rows_now.d.next = self.maker_bases.val() << self.k.val();
            self.group_factors_now.d.next =
                (self.one_factor.val() << self.q.val()) - (self.one_factor.val() << self.k.val());
        } else if self.is_middle.val() {
            self.rows_now.d.next = self.maker_bases.val();
            self.group_order_now.d.next = self.lanes_log.val();
            self.group_factors_now.d.next =
                (self.one_factor.val() << self.m.val()) - self.one_factor.val();
        }
    }
    named!();
}
