//! What describes a pass, from the transform that it is a part of.
//!
//! ```text
//! kind, size, cut --> logarithms --> powers of two --[register]--> PassLoad, lanes, PassStore, factors
//! ```
//!
//! A pass over 2^g groups of each vector, of 2^m points, with 2^q words of a lane in a group, 2^k vectors of a lane, 2^p lanes,
//! 2^w words a beat; o = n - m. Bursts of a group, beats from one to the next, beats of one:
//!
//! | | bursts | stride | run | step |
//! |---|---|---|---|---|
//! | by words | m | o - w | k + p - w | k + p - w |
//! | by vectors | k + p - w | m | m | m + k + p - w |
//! | by blocks | m - w | o | k + p | k + p |
//! | by turns (middle) | m + p - w | rows | w | w |
//! | by rows (middle) | m + w | columns - w | p - w | columns + m |
//! | by turns back (middle) | m | columns + rows - w | p | columns |
//! | by copies | n - w | 0 | 0 | n - w |
//!
//! Interface: outputs follow inputs. Latency: 1. Golden model: the passes as they run.

use super::{
    BY_BLOCKS, BY_COPIES, BY_ROWS, BY_TURNS, BY_TURNS_BACK, BY_VECTORS, BY_WORDS, CoreSizes,
};
use crate::named;
use rust_hdl::prelude::*;

/// Kinds of passes: vectors are columns,
pub const COLUMNS: u64 = 0;
/// columns of rows,
pub const MIDDLE: u64 = 1;
/// rows,
pub const ROWS: u64 = 2;
/// or whole transforms, each in all lanes alike,
pub const COPIES: u64 = 3;
/// or whole transforms of words that lie beside each other.
pub const LANES: u64 = 4;

/// Widths as those of [`PassEngine`](super::PassEngine).
#[derive(LogicBlock)]
pub struct PassTerms<const D: usize, const C: usize, const F: usize, const B: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// [`COLUMNS`] and so on.
    pub kind: Signal<In, Bits<3>>,
    /// Whether it is inverse.
    pub backward: Signal<In, Bit>,
    /// Whether three vectors become one.
    pub joint: Signal<In, Bit>,
    /// n: 2^n points of the whole transform.
    pub size: Signal<In, Bits<5>>,
    /// As that of [`Cut`](super::Cut).
    pub columns: Signal<In, Bits<5>>,
    /// As that of [`Cut`](super::Cut).
    pub middle: Signal<In, Bits<5>>,
    /// `rows` of [`Cut`](super::Cut).
    pub cut_rows: Signal<In, Bits<5>>,
    /// 2^v vectors lie beside each other, for [`LANES`].
    pub interleaved: Signal<In, Bits<5>>,
    /// Vectors, one after the other.
    pub vectors: Signal<In, Bits<8>>,
    /// As that of [`PassEngine`](super::PassEngine).
    pub shared: Signal<Out, Bit>,
    /// As that of [`PassEngine`](super::PassEngine).
    pub passing: Signal<Out, Bit>,
    /// As `joint` of [`PassEngine`](super::PassEngine).
    pub joint_groups: Signal<Out, Bit>,
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
    /// As that of [`PassEngine`](super::PassEngine).
    pub first_order: Signal<Out, Bits<6>>,
    /// As that of [`PassEngine`](super::PassEngine).
    pub first_power: Signal<Out, Bits<5>>,
    /// As that of [`PassEngine`](super::PassEngine).
    pub first_blocks: Signal<Out, Bits<D>>,
    /// As `vectors` of [`PassEngine`](super::PassEngine).
    pub lane_vectors: Signal<Out, Bits<C>>,
    /// As that of [`PassEngine`](super::PassEngine).
    pub rows: Signal<Out, Bits<C>>,
    /// As that of [`PassEngine`](super::PassEngine).
    pub group_order: Signal<Out, Bits<6>>,
    /// As that of [`PassEngine`](super::PassEngine).
    pub row_groups: Signal<Out, Bits<24>>,
    /// As that of [`PassEngine`](super::PassEngine).
    pub repeats: Signal<Out, Bits<16>>,
    /// As that of [`PassEngine`](super::PassEngine).
    pub last_beat: Signal<Out, Bits<B>>,
    /// As that of [`PassEngine`](super::PassEngine).
    pub vector_bits: Signal<Out, Bits<5>>,
    /// As that of [`PassEngine`](super::PassEngine).
    pub load_order: Signal<Out, Bits<3>>,
    /// As that of [`PassEngine`](super::PassEngine).
    pub load_step: Signal<Out, Bits<32>>,
    /// As that of [`PassEngine`](super::PassEngine).
    pub load_row: Signal<Out, Bits<16>>,
    /// As that of [`PassEngine`](super::PassEngine).
    pub load_jump: Signal<Out, Bits<32>>,
    /// As that of [`PassEngine`](super::PassEngine).
    pub load_stride: Signal<Out, Bits<32>>,
    /// As that of [`PassEngine`](super::PassEngine).
    pub load_bursts: Signal<Out, Bits<16>>,
    /// Beats of a burst that is read, less one.
    pub load_run: Signal<Out, Bits<16>>,
    /// As that of [`PassEngine`](super::PassEngine).
    pub store_order: Signal<Out, Bits<3>>,
    /// As that of [`PassEngine`](super::PassEngine).
    pub store_step: Signal<Out, Bits<32>>,
    /// As that of [`PassEngine`](super::PassEngine).
    pub store_row: Signal<Out, Bits<16>>,
    /// As that of [`PassEngine`](super::PassEngine).
    pub store_jump: Signal<Out, Bits<32>>,
    /// As that of [`PassEngine`](super::PassEngine).
    pub store_stride: Signal<Out, Bits<32>>,
    /// As that of [`PassEngine`](super::PassEngine).
    pub store_bursts: Signal<Out, Bits<16>>,
    /// As that of [`PassEngine`](super::PassEngine).
    pub store_run: Signal<Out, Bits<16>>,
    shared_now: DFF<Bit>,
    passing_now: DFF<Bit>,
    joint_groups_now: DFF<Bit>,
    bits_now: DFF<Bits<5>>,
    size_mask_now: DFF<Bits<D>>,
    words_mask_now: DFF<Bits<D>>,
    groups_now: DFF<Bits<24>>,
    group_factors_now: DFF<Bits<F>>,
    first_order_now: DFF<Bits<6>>,
    first_power_now: DFF<Bits<5>>,
    first_blocks_now: DFF<Bits<D>>,
    lane_vectors_now: DFF<Bits<C>>,
    rows_now: DFF<Bits<C>>,
    group_order_now: DFF<Bits<6>>,
    row_groups_now: DFF<Bits<24>>,
    repeats_now: DFF<Bits<16>>,
    last_beat_now: DFF<Bits<B>>,
    vector_bits_now: DFF<Bits<5>>,
    load_order_now: DFF<Bits<3>>,
    load_step_now: DFF<Bits<32>>,
    load_row_now: DFF<Bits<16>>,
    load_jump_now: DFF<Bits<32>>,
    load_stride_now: DFF<Bits<32>>,
    load_bursts_now: DFF<Bits<16>>,
    load_run_now: DFF<Bits<16>>,
    store_order_now: DFF<Bits<3>>,
    store_step_now: DFF<Bits<32>>,
    store_row_now: DFF<Bits<16>>,
    store_jump_now: DFF<Bits<32>>,
    store_stride_now: DFF<Bits<32>>,
    store_bursts_now: DFF<Bits<16>>,
    store_run_now: DFF<Bits<16>>,
    m: Signal<Local, Bits<6>>,
    n_all: Signal<Local, Bits<6>>,
    o: Signal<Local, Bits<6>>,
    a: Signal<Local, Bits<6>>,
    a_less: Signal<Local, Bits<6>>,
    q_long: Signal<Local, Bits<6>>,
    q_most: Signal<Local, Bits<6>>,
    q_there: Signal<Local, Bits<6>>,
    q: Signal<Local, Bits<6>>,
    k: Signal<Local, Bits<6>>,
    g: Signal<Local, Bits<6>>,
    kp: Signal<Local, Bits<6>>,
    chunks: Signal<Local, Bits<6>>,
    last: Signal<Local, Bits<6>>,
    order0: Signal<Local, Bits<6>>,
    power0: Signal<Local, Bits<6>>,
    beats: Signal<Local, Bits<6>>,
    copied: Signal<Local, Bits<6>>,
    middle_rows: Signal<Local, Bits<6>>,
    words_bursts: Signal<Local, Bits<6>>,
    words_stride: Signal<Local, Bits<6>>,
    words_run: Signal<Local, Bits<6>>,
    vectors_bursts: Signal<Local, Bits<6>>,
    vectors_step: Signal<Local, Bits<6>>,
    load_bursts_log: Signal<Local, Bits<6>>,
    load_stride_log: Signal<Local, Bits<6>>,
    load_run_log: Signal<Local, Bits<6>>,
    load_step_log: Signal<Local, Bits<6>>,
    load_row_log: Signal<Local, Bits<6>>,
    load_jump_log: Signal<Local, Bits<6>>,
    store_bursts_log: Signal<Local, Bits<6>>,
    store_stride_log: Signal<Local, Bits<6>>,
    store_run_log: Signal<Local, Bits<6>>,
    store_step_log: Signal<Local, Bits<6>>,
    store_row_log: Signal<Local, Bits<6>>,
    store_jump_log: Signal<Local, Bits<6>>,
    vector_log: Signal<Local, Bits<6>>,
    is_columns: Signal<Local, Bit>,
    is_middle: Signal<Local, Bit>,
    is_rows: Signal<Local, Bit>,
    is_copies: Signal<Local, Bit>,
    is_lanes: Signal<Local, Bit>,
    all_groups: Signal<Local, Bits<24>>,
    lanes_log: Constant<Bits<6>>,
    beat_log: Constant<Bits<6>>,
    buffer_log: Constant<Bits<6>>,
    long_log: Constant<Bits<6>>,
    no_log: Constant<Bits<6>>,
    one_log: Constant<Bits<6>>,
    two_logs: Constant<Bits<6>>,
    kind_columns: Constant<Bits<3>>,
    kind_middle: Constant<Bits<3>>,
    kind_rows: Constant<Bits<3>>,
    kind_copies: Constant<Bits<3>>,
    kind_lanes: Constant<Bits<3>>,
    by_words: Constant<Bits<3>>,
    by_vectors: Constant<Bits<3>>,
    by_blocks: Constant<Bits<3>>,
    by_copies: Constant<Bits<3>>,
    by_turns: Constant<Bits<3>>,
    by_turns_back: Constant<Bits<3>>,
    by_rows: Constant<Bits<3>>,
    one_index: Constant<Bits<D>>,
    one_base: Constant<Bits<C>>,
    four_bases: Constant<Bits<C>>,
    no_base: Constant<Bits<C>>,
    one_factor: Constant<Bits<F>>,
    no_factor: Constant<Bits<F>>,
    one_step: Constant<Bits<B>>,
    one_group: Constant<Bits<24>>,
    one_beat: Constant<Bits<32>>,
    one_burst: Constant<Bits<16>>,
    no_burst: Constant<Bits<16>>,
    two_bursts: Constant<Bits<16>>,
}

impl<const D: usize, const C: usize, const F: usize, const B: usize> PassTerms<D, C, F, B> {
    /// For a core whose stages do not wait for each other from `2^long` words of a lane on.
    pub fn new(core: &CoreSizes, long: usize) -> Self {
        let log = |log: usize| Constant::new((log as u64).into());
        Self {
            clock: Default::default(),
            kind: Default::default(),
            backward: Default::default(),
            joint: Default::default(),
            size: Default::default(),
            columns: Default::default(),
            middle: Default::default(),
            cut_rows: Default::default(),
            interleaved: Default::default(),
            vectors: Default::default(),
            shared: Default::default(),
            passing: Default::default(),
            joint_groups: Default::default(),
            bits: Default::default(),
            size_mask: Default::default(),
            words_mask: Default::default(),
            groups: Default::default(),
            group_factors: Default::default(),
            first_order: Default::default(),
            first_power: Default::default(),
            first_blocks: Default::default(),
            lane_vectors: Default::default(),
            rows: Default::default(),
            group_order: Default::default(),
            row_groups: Default::default(),
            repeats: Default::default(),
            last_beat: Default::default(),
            vector_bits: Default::default(),
            load_order: Default::default(),
            load_step: Default::default(),
            load_row: Default::default(),
            load_jump: Default::default(),
            load_stride: Default::default(),
            load_bursts: Default::default(),
            load_run: Default::default(),
            store_order: Default::default(),
            store_step: Default::default(),
            store_row: Default::default(),
            store_jump: Default::default(),
            store_stride: Default::default(),
            store_bursts: Default::default(),
            store_run: Default::default(),
            shared_now: Default::default(),
            passing_now: Default::default(),
            joint_groups_now: Default::default(),
            bits_now: Default::default(),
            size_mask_now: Default::default(),
            words_mask_now: Default::default(),
            groups_now: Default::default(),
            group_factors_now: Default::default(),
            first_order_now: Default::default(),
            first_power_now: Default::default(),
            first_blocks_now: Default::default(),
            lane_vectors_now: Default::default(),
            rows_now: Default::default(),
            group_order_now: Default::default(),
            row_groups_now: Default::default(),
            repeats_now: Default::default(),
            last_beat_now: Default::default(),
            vector_bits_now: Default::default(),
            load_order_now: Default::default(),
            load_step_now: Default::default(),
            load_row_now: Default::default(),
            load_jump_now: Default::default(),
            load_stride_now: Default::default(),
            load_bursts_now: Default::default(),
            load_run_now: Default::default(),
            store_order_now: Default::default(),
            store_step_now: Default::default(),
            store_row_now: Default::default(),
            store_jump_now: Default::default(),
            store_stride_now: Default::default(),
            store_bursts_now: Default::default(),
            store_run_now: Default::default(),
            m: Default::default(),
            n_all: Default::default(),
            o: Default::default(),
            a: Default::default(),
            a_less: Default::default(),
            q_long: Default::default(),
            q_most: Default::default(),
            q_there: Default::default(),
            q: Default::default(),
            k: Default::default(),
            g: Default::default(),
            kp: Default::default(),
            chunks: Default::default(),
            last: Default::default(),
            order0: Default::default(),
            power0: Default::default(),
            beats: Default::default(),
            copied: Default::default(),
            middle_rows: Default::default(),
            words_bursts: Default::default(),
            words_stride: Default::default(),
            words_run: Default::default(),
            vectors_bursts: Default::default(),
            vectors_step: Default::default(),
            load_bursts_log: Default::default(),
            load_stride_log: Default::default(),
            load_run_log: Default::default(),
            load_step_log: Default::default(),
            load_row_log: Default::default(),
            load_jump_log: Default::default(),
            store_bursts_log: Default::default(),
            store_stride_log: Default::default(),
            store_run_log: Default::default(),
            store_step_log: Default::default(),
            store_row_log: Default::default(),
            store_jump_log: Default::default(),
            vector_log: Default::default(),
            is_columns: Default::default(),
            is_middle: Default::default(),
            is_rows: Default::default(),
            is_copies: Default::default(),
            is_lanes: Default::default(),
            all_groups: Default::default(),
            lanes_log: log(core.lanes),
            beat_log: log(core.beat),
            buffer_log: log(core.buffer),
            long_log: log(long),
            no_log: log(0),
            one_log: log(1),
            two_logs: log(2),
            kind_columns: Constant::new(COLUMNS.into()),
            kind_middle: Constant::new(MIDDLE.into()),
            kind_rows: Constant::new(ROWS.into()),
            kind_copies: Constant::new(COPIES.into()),
            kind_lanes: Constant::new(LANES.into()),
            by_words: Constant::new(BY_WORDS.into()),
            by_vectors: Constant::new(BY_VECTORS.into()),
            by_blocks: Constant::new(BY_BLOCKS.into()),
            by_copies: Constant::new(BY_COPIES.into()),
            by_turns: Constant::new(BY_TURNS.into()),
            by_turns_back: Constant::new(BY_TURNS_BACK.into()),
            by_rows: Constant::new(BY_ROWS.into()),
            one_index: Constant::new(1u64.into()),
            one_base: Constant::new(1u64.into()),
            four_bases: Constant::new(4u64.into()),
            no_base: Constant::new(0u64.into()),
            one_factor: Constant::new(1u64.into()),
            no_factor: Constant::new(0u64.into()),
            one_step: Constant::new(1u64.into()),
            one_group: Constant::new(1u64.into()),
            one_beat: Constant::new(1u64.into()),
            one_burst: Constant::new(1u64.into()),
            no_burst: Constant::new(0u64.into()),
            two_bursts: Constant::new(2u64.into()),
        }
    }
}

impl<const D: usize, const C: usize, const F: usize, const B: usize> Logic
    for PassTerms<D, C, F, B>
{
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self,
            clock,
            shared_now,
            passing_now,
            joint_groups_now,
            bits_now,
            size_mask_now,
            words_mask_now,
            groups_now,
            group_factors_now,
            first_order_now,
            first_power_now,
            first_blocks_now,
            lane_vectors_now,
            rows_now,
            group_order_now,
            row_groups_now,
            repeats_now,
            last_beat_now,
            vector_bits_now,
            load_order_now,
            load_step_now,
            load_row_now,
            load_jump_now,
            load_stride_now,
            load_bursts_now,
            load_run_now,
            store_order_now,
            store_step_now,
            store_row_now,
            store_jump_now,
            store_stride_now,
            store_bursts_now,
            store_run_now
        );
        self.shared.next = self.shared_now.q.val();
        self.passing.next = self.passing_now.q.val();
        self.joint_groups.next = self.joint_groups_now.q.val();
        self.bits.next = self.bits_now.q.val();
        self.size_mask.next = self.size_mask_now.q.val();
        self.words_mask.next = self.words_mask_now.q.val();
        self.groups.next = self.groups_now.q.val();
        self.group_factors.next = self.group_factors_now.q.val();
        self.first_order.next = self.first_order_now.q.val();
        self.first_power.next = self.first_power_now.q.val();
        self.first_blocks.next = self.first_blocks_now.q.val();
        self.lane_vectors.next = self.lane_vectors_now.q.val();
        self.rows.next = self.rows_now.q.val();
        self.group_order.next = self.group_order_now.q.val();
        self.row_groups.next = self.row_groups_now.q.val();
        self.repeats.next = self.repeats_now.q.val();
        self.last_beat.next = self.last_beat_now.q.val();
        self.vector_bits.next = self.vector_bits_now.q.val();
        self.load_order.next = self.load_order_now.q.val();
        self.load_step.next = self.load_step_now.q.val();
        self.load_row.next = self.load_row_now.q.val();
        self.load_jump.next = self.load_jump_now.q.val();
        self.load_stride.next = self.load_stride_now.q.val();
        self.load_bursts.next = self.load_bursts_now.q.val();
        self.load_run.next = self.load_run_now.q.val();
        self.store_order.next = self.store_order_now.q.val();
        self.store_step.next = self.store_step_now.q.val();
        self.store_row.next = self.store_row_now.q.val();
        self.store_jump.next = self.store_jump_now.q.val();
        self.store_stride.next = self.store_stride_now.q.val();
        self.store_bursts.next = self.store_bursts_now.q.val();
        self.store_run.next = self.store_run_now.q.val();
        self.is_columns.next = self.kind.val() == self.kind_columns.val();
        self.is_middle.next = self.kind.val() == self.kind_middle.val();
        self.is_rows.next = self.kind.val() == self.kind_rows.val();
        self.is_copies.next = self.kind.val() == self.kind_copies.val();
        self.is_lanes.next = self.kind.val() == self.kind_lanes.val();
        // Logarithms of what the pass is.
        self.n_all.next = bit_cast::<6, 5>(self.size.val());
        self.m.next = bit_cast::<6, 5>(self.size.val());
        if self.is_columns.val() {
            self.m.next = bit_cast::<6, 5>(self.columns.val());
        } else if self.is_middle.val() {
            self.m.next = bit_cast::<6, 5>(self.middle.val());
        } else if self.is_rows.val() {
            self.m.next = bit_cast::<6, 5>(self.cut_rows.val());
        } else if self.is_lanes.val() {
            self.n_all.next =
                bit_cast::<6, 5>(self.size.val()) + bit_cast::<6, 5>(self.interleaved.val());
        }
        self.o.next = self.n_all.val() - self.m.val();
        self.chunks.next = self.lanes_log.val() - self.beat_log.val();
        // Words of a lane in a group: four groups of a vector or more, if stages do not wait for each other then.
        self.a.next = self.n_all.val() - self.lanes_log.val();
        self.a_less.next = self.no_log.val();
        if self.a.val() > self.two_logs.val() {
            self.a_less.next = self.a.val() - self.two_logs.val();
        }
        self.q_long.next = self.a_less.val();
        if self.a_less.val() < self.long_log.val() {
            self.q_long.next = self.long_log.val();
        }
        self.q_most.next = self.q_long.val();
        if self.q_long.val() < self.m.val() {
            self.q_most.next = self.m.val();
        }
        self.q_there.next = self.q_most.val();
        if self.q_most.val() > self.a.val() {
            self.q_there.next = self.a.val();
        }
        self.q.next = self.q_there.val();
        if self.q_there.val() > self.buffer_log.val() {
            self.q.next = self.buffer_log.val();
        }
        if self.is_middle.val() {
            self.q.next = self.m.val() + self.beat_log.val();
        } else if self.is_copies.val() {
            self.q.next = self.m.val();
        }
        self.k.next = self.q.val() - self.m.val();
        self.kp.next = self.k.val() + self.chunks.val();
        self.g.next = self.a.val() - self.q.val();
        if self.is_middle.val() {
            self.g.next = self.o.val() - self.lanes_log.val() - self.beat_log.val();
        } else if self.is_copies.val() {
            self.g.next = self.no_log.val();
        }
        self.copied.next = self.no_log.val();
        if self.m.val() > self.beat_log.val() {
            self.copied.next = self.m.val() - self.beat_log.val();
        }
        self.beats.next = self.q.val() + self.chunks.val();
        if self.is_copies.val() {
            self.beats.next = self.copied.val() + self.beat_log.val();
        }
        self.vector_log.next = self.n_all.val() - self.beat_log.val();
        if self.is_copies.val() {
            self.vector_log.next = self.copied.val();
        }
        self.last.next = self.no_log.val();
        if self.m.val() != self.no_log.val() {
            self.last.next = self.m.val() - self.one_log.val();
        }
        // Lanes and their factors.
        self.bits_now.d.next = bit_cast::<5, 6>(self.m.val());
        self.shared_now.d.next = !self.is_rows.val() & !self.is_middle.val();
        self.passing_now.d.next = self.is_middle.val();
        self.joint_groups_now.d.next = self.joint.val();
        self.size_mask_now.d.next = (self.one_index.val() << self.m.val()) - self.one_index.val();
        self.words_mask_now.d.next = (self.one_index.val() << self.q.val()) - self.one_index.val();
        self.all_groups.next = bit_cast::<24, 8>(self.vectors.val()) << self.g.val();
        self.groups_now.d.next = self.all_groups.val();
        self.row_groups_now.d.next = self.all_groups.val() - self.one_group.val();
        if self.is_rows.val() & !self.joint.val() {
            self.row_groups_now.d.next =
                (self.one_group.val() << self.g.val()) - self.one_group.val();
        }
        self.middle_rows.next = bit_cast::<6, 5>(self.cut_rows.val()) - self.beat_log.val();
        self.repeats_now.d.next = self.no_burst.val();
        if self.joint.val() {
            self.repeats_now.d.next = self.two_bursts.val();
        } else if self.is_middle.val() {
            self.repeats_now.d.next =
                (self.one_burst.val() << self.middle_rows.val()) - self.one_burst.val();
        }
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
        self.lane_vectors_now.d.next = self.no_base.val();
        self.rows_now.d.next = self.one_base.val();
        self.group_factors_now.d.next = self.no_factor.val();
        self.group_order_now.d.next = self.lanes_log.val() + self.k.val();
        if self.is_rows.val() {
            self.lane_vectors_now.d.next =
                (self.one_base.val() << self.k.val()) - self.one_base.val();
            self.rows_now.d.next = self.four_bases.val() << self.k.val();
            self.group_factors_now.d.next =
                (self.one_factor.val() << self.q.val()) - (self.one_factor.val() << self.k.val());
        } else if self.is_middle.val() {
            self.rows_now.d.next = self.four_bases.val();
            self.group_order_now.d.next = self.lanes_log.val();
            self.group_factors_now.d.next =
                (self.one_factor.val() << self.m.val()) - self.one_factor.val();
        }
        self.last_beat_now.d.next = (self.one_step.val() << self.beats.val()) - self.one_step.val();
        self.vector_bits_now.d.next = bit_cast::<5, 6>(self.kp.val());
        // Bursts: by words unless something else is said.
        self.words_bursts.next = self.m.val();
        self.words_stride.next = self.o.val() - self.beat_log.val();
        self.words_run.next = self.kp.val();
        self.vectors_bursts.next = self.kp.val();
        self.vectors_step.next = self.m.val() + self.kp.val();
        self.load_order_now.d.next = self.by_words.val();
        self.load_bursts_log.next = self.words_bursts.val();
        self.load_stride_log.next = self.words_stride.val();
        self.load_run_log.next = self.words_run.val();
        self.load_step_log.next = self.words_run.val();
        self.load_row_log.next = self.g.val();
        self.load_jump_log.next = self.vector_log.val();
        if (self.is_columns.val() & self.backward.val())
            | (self.is_rows.val()
                & !self.backward.val()
                & (self.middle.val() == bit_cast::<5, 6>(self.no_log.val())))
        {
            self.load_order_now.d.next = self.by_vectors.val();
            self.load_bursts_log.next = self.vectors_bursts.val();
            self.load_stride_log.next = self.m.val();
            self.load_run_log.next = self.m.val();
            self.load_step_log.next = self.vectors_step.val();
            self.load_row_log.next = self.g.val();
            self.load_jump_log.next = self.vector_log.val();
        }
        if self.is_middle.val() & !self.backward.val() {
            self.load_order_now.d.next = self.by_turns.val();
            self.load_bursts_log.next = self.m.val() + self.chunks.val();
            self.load_stride_log.next = bit_cast::<6, 5>(self.cut_rows.val());
            self.load_run_log.next = self.beat_log.val();
            self.load_step_log.next = self.beat_log.val();
            self.load_row_log.next = bit_cast::<6, 5>(self.cut_rows.val()) - self.beat_log.val();
            self.load_jump_log.next = self.chunks.val() + self.o.val() + self.m.val()
                - bit_cast::<6, 5>(self.columns.val());
        } else if self.is_middle.val() {
            self.load_order_now.d.next = self.by_rows.val();
            self.load_bursts_log.next = self.m.val() + self.beat_log.val();
            self.load_stride_log.next = bit_cast::<6, 5>(self.columns.val()) - self.beat_log.val();
            self.load_run_log.next = self.chunks.val();
            self.load_step_log.next = bit_cast::<6, 5>(self.columns.val()) + self.m.val();
            self.load_row_log.next = bit_cast::<6, 5>(self.cut_rows.val()) - self.beat_log.val();
            self.load_jump_log.next = self.chunks.val();
        }
        if self.is_copies.val() {
            self.load_order_now.d.next = self.by_copies.val();
            self.load_bursts_log.next = self.copied.val();
            self.load_stride_log.next = self.no_log.val();
            self.load_run_log.next = self.no_log.val();
            self.load_step_log.next = self.copied.val();
            self.load_row_log.next = self.no_log.val();
            self.load_jump_log.next = self.copied.val();
        }
        self.store_order_now.d.next = self.by_words.val();
        self.store_bursts_log.next = self.words_bursts.val();
        self.store_stride_log.next = self.words_stride.val();
        self.store_run_log.next = self.words_run.val();
        self.store_step_log.next = self.words_run.val();
        self.store_row_log.next = self.g.val();
        self.store_jump_log.next = self.vector_log.val();
        if (self.is_columns.val() & !self.backward.val())
            | (self.is_rows.val()
                & self.backward.val()
                & (self.middle.val() == bit_cast::<5, 6>(self.no_log.val())))
        {
            self.store_order_now.d.next = self.by_blocks.val();
            self.store_bursts_log.next = self.m.val() - self.beat_log.val();
            self.store_stride_log.next = self.o.val();
            self.store_run_log.next = self.k.val() + self.lanes_log.val();
            self.store_step_log.next = self.k.val() + self.lanes_log.val();
            self.store_row_log.next = self.g.val();
            self.store_jump_log.next = self.vector_log.val();
        }
        if self.is_middle.val() & self.backward.val() {
            self.store_order_now.d.next = self.by_turns_back.val();
            self.store_bursts_log.next = self.m.val();
            self.store_stride_log.next = bit_cast::<6, 5>(self.columns.val())
                + bit_cast::<6, 5>(self.cut_rows.val())
                - self.beat_log.val();
            self.store_run_log.next = self.lanes_log.val();
            self.store_step_log.next = bit_cast::<6, 5>(self.columns.val());
            self.store_row_log.next = bit_cast::<6, 5>(self.cut_rows.val()) - self.beat_log.val();
            self.store_jump_log.next = self.lanes_log.val();
        } else if self.is_middle.val() {
            self.store_order_now.d.next = self.by_rows.val();
            self.store_bursts_log.next = self.m.val() + self.beat_log.val();
            self.store_stride_log.next = bit_cast::<6, 5>(self.columns.val()) - self.beat_log.val();
            self.store_run_log.next = self.chunks.val();
            self.store_step_log.next = bit_cast::<6, 5>(self.columns.val()) + self.m.val();
            self.store_row_log.next = bit_cast::<6, 5>(self.cut_rows.val()) - self.beat_log.val();
            self.store_jump_log.next = self.chunks.val();
        }
        if self.is_copies.val() {
            self.store_order_now.d.next = self.by_copies.val();
            self.store_bursts_log.next = self.copied.val();
            self.store_stride_log.next = self.no_log.val();
            self.store_run_log.next = self.no_log.val();
            self.store_step_log.next = self.copied.val();
            self.store_row_log.next = self.no_log.val();
            self.store_jump_log.next = self.copied.val();
        }
        self.load_step_now.d.next = self.one_beat.val() << self.load_step_log.val();
        self.load_jump_now.d.next = self.one_beat.val() << self.load_jump_log.val();
        self.load_stride_now.d.next = self.one_beat.val() << self.load_stride_log.val();
        self.load_bursts_now.d.next =
            (self.one_burst.val() << self.load_bursts_log.val()) - self.one_burst.val();
        self.load_run_now.d.next =
            (self.one_burst.val() << self.load_run_log.val()) - self.one_burst.val();
        self.load_row_now.d.next =
            (self.one_burst.val() << self.load_row_log.val()) - self.one_burst.val();
        self.store_step_now.d.next = self.one_beat.val() << self.store_step_log.val();
        self.store_jump_now.d.next = self.one_beat.val() << self.store_jump_log.val();
        self.store_stride_now.d.next = self.one_beat.val() << self.store_stride_log.val();
        self.store_bursts_now.d.next =
            (self.one_burst.val() << self.store_bursts_log.val()) - self.one_burst.val();
        self.store_run_now.d.next =
            (self.one_burst.val() << self.store_run_log.val()) - self.one_burst.val();
        self.store_row_now.d.next =
            (self.one_burst.val() << self.store_row_log.val()) - self.one_burst.val();
        // Joint groups: the same group of three vectors, then the next one.
        if self.joint.val() {
            self.load_row_now.d.next = self.two_bursts.val();
            self.load_step_now.d.next = self.one_beat.val() << self.vector_log.val();
            self.load_jump_now.d.next = self.one_beat.val() << self.load_step_log.val();
            self.store_row_now.d.next = self.no_burst.val();
            self.store_jump_now.d.next = self.one_beat.val() << self.store_step_log.val();
        }
    }
    named!();
}
