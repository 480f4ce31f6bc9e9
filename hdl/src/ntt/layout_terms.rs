//! Where the words of a pass lie in memory, as bursts.
//!
//! | order of beats | bursts | stride | run | step | jump |
//! |---|---|---|---|---|---|
//! | by words | m | o - w | k + p - w | k + p - w | n - w |
//! | by vectors | k + p - w | m | m | m + k + p - w | n - w |
//! | by blocks | m - w | o | k + p | k + p | n - w |
//! | by copies | n - w | 0 | 0 | | n - w |
//! | by turns | m + p - w | rows | w | w | n - columns + p - w |
//! | by rows | m + w | columns - w | p - w | columns + m | p - w |
//! | by turns back | m | columns + rows - w | p | columns | p |
//!
//! Logarithms: of the bursts of a group, of the beats from one to the next, of the beats of one, from a group to the next of
//! its row, from a row to the next. Where groups are joint those of three vectors make a row, or one of them is left.
//! Interface: outputs follow inputs. Latency: 1. Golden model: the table.

use super::{BY_BLOCKS, BY_COPIES, BY_ROWS, BY_TURNS, BY_TURNS_BACK, BY_VECTORS, CoreSizes};
use crate::named;
use rust_hdl::prelude::*;

/// Addresses have 32 bits.
#[derive(LogicBlock)]
pub struct LayoutTerms {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// [`BY_COPIES`] and so on.
    pub order: Signal<In, Bits<3>>,
    /// Whether groups are joint.
    pub joint: Signal<In, Bit>,
    /// As that of [`PassShape`](super::PassShape).
    pub m: Signal<In, Bits<6>>,
    /// As that of [`PassShape`](super::PassShape).
    pub o: Signal<In, Bits<6>>,
    /// As that of [`PassShape`](super::PassShape).
    pub k: Signal<In, Bits<6>>,
    /// As that of [`PassShape`](super::PassShape).
    pub row_log: Signal<In, Bits<6>>,
    /// As that of [`PassShape`](super::PassShape).
    pub vector_chunks: Signal<In, Bits<6>>,
    /// As that of [`PassShape`](super::PassShape).
    pub vector_beats: Signal<In, Bits<6>>,
    /// As that of [`PassShape`](super::PassShape).
    pub rows_beats: Signal<In, Bits<6>>,
    /// As that of [`Cut`](super::Cut).
    pub columns: Signal<In, Bits<5>>,
    /// `rows` of [`Cut`](super::Cut).
    pub cut_rows: Signal<In, Bits<5>>,
    /// As that of [`Bursts`](super::Bursts).
    pub step: Signal<Out, Bits<32>>,
    /// As that of [`Bursts`](super::Bursts).
    pub row: Signal<Out, Bits<16>>,
    /// As that of [`Bursts`](super::Bursts).
    pub jump: Signal<Out, Bits<32>>,
    /// As that of [`Bursts`](super::Bursts).
    pub stride: Signal<Out, Bits<32>>,
    /// As that of [`Bursts`](super::Bursts).
    pub bursts: Signal<Out, Bits<16>>,
    /// Beats of a burst, less one.
    pub run: Signal<Out, Bits<16>>,
    step_now: DFF<Bits<32>>,
    row_now: DFF<Bits<16>>,
    jump_now: DFF<Bits<32>>,
    stride_now: DFF<Bits<32>>,
    bursts_now: DFF<Bits<16>>,
    run_now: DFF<Bits<16>>,
    of_columns: Signal<Local, Bits<6>>,
    of_rows: Signal<Local, Bits<6>>,
    bursts_log: Signal<Local, Bits<6>>,
    stride_log: Signal<Local, Bits<6>>,
    run_log: Signal<Local, Bits<6>>,
    step_log: Signal<Local, Bits<6>>,
    jump_log: Signal<Local, Bits<6>>,
    lanes_log: Constant<Bits<6>>,
    beat_log: Constant<Bits<6>>,
    chunks: Constant<Bits<6>>,
    no_log: Constant<Bits<6>>,
    one_beat: Constant<Bits<32>>,
    one_burst: Constant<Bits<16>>,
    joint_row: Constant<Bits<16>>,
    by_vectors: Constant<Bits<3>>,
    by_blocks: Constant<Bits<3>>,
    by_copies: Constant<Bits<3>>,
    by_turns: Constant<Bits<3>>,
    by_turns_back: Constant<Bits<3>>,
    by_rows: Constant<Bits<3>>,
}

impl LayoutTerms {
    /// Of the side where words come, where all vectors of joint groups are `whole`, or of the other one.
    pub fn new(core: &CoreSizes, whole: bool) -> Self {
        Self {
            clock: Default::default(),
            order: Default::default(),
            joint: Default::default(),
            m: Default::default(),
            o: Default::default(),
            k: Default::default(),
            row_log: Default::default(),
            vector_chunks: Default::default(),
            vector_beats: Default::default(),
            rows_beats: Default::default(),
            columns: Default::default(),
            cut_rows: Default::default(),
            step: Default::default(),
            row: Default::default(),
            jump: Default::default(),
            stride: Default::default(),
            bursts: Default::default(),
            run: Default::default(),
            step_now: Default::default(),
            row_now: Default::default(),
            jump_now: Default::default(),
            stride_now: Default::default(),
            bursts_now: Default::default(),
            run_now: Default::default(),
            of_columns: Default::default(),
            of_rows: Default::default(),
            bursts_log: Default::default(),
            stride_log: Default::default(),
            run_log: Default::default(),
            step_log: Default::default(),
            jump_log: Default::default(),
            lanes_log: Constant::new((core.lanes as u64).into()),
            beat_log: Constant::new((core.beat as u64).into()),
            chunks: Constant::new(((core.lanes - core.beat) as u64).into()),
            no_log: Constant::new(0u64.into()),
            one_beat: Constant::new(1u64.into()),
            one_burst: Constant::new(1u64.into()),
            joint_row: Constant::new(if whole { 2u64 } else { 0 }.into()),
            by_vectors: Constant::new(BY_VECTORS.into()),
            by_blocks: Constant::new(BY_BLOCKS.into()),
            by_copies: Constant::new(BY_COPIES.into()),
            by_turns: Constant::new(BY_TURNS.into()),
            by_turns_back: Constant::new(BY_TURNS_BACK.into()),
            by_rows: Constant::new(BY_ROWS.into()),
        }
    }
}

impl Logic for LayoutTerms {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self, clock, step_now, row_now, jump_now, stride_now, bursts_now, run_now
        );
        self.step.next = self.step_now.q.val();
        self.row.next = self.row_now.q.val();
        self.jump.next = self.jump_now.q.val();
        self.stride.next = self.stride_now.q.val();
        self.bursts.next = self.bursts_now.q.val();
        self.run.next = self.run_now.q.val();
        self.of_columns.next = bit_cast::<6, 5>(self.columns.val());
        self.of_rows.next = bit_cast::<6, 5>(self.cut_rows.val());
        self.bursts_log.next = self.m.val();
        self.stride_log.next = self.o.val() - self.beat_log.val();
        self.run_log.next = self.vector_chunks.val();
        self.step_log.next = self.vector_chunks.val();
        self.jump_log.next = self.vector_beats.val();
        if self.order.val() == self.by_vectors.val() {
            self.bursts_log.next = self.vector_chunks.val();
            self.stride_log.next = self.m.val();
            self.run_log.next = self.m.val();
            self.step_log.next = self.m.val() + self.vector_chunks.val();
            self.jump_log.next = self.vector_beats.val();
        } else if self.order.val() == self.by_blocks.val() {
            self.bursts_log.next = self.m.val() - self.beat_log.val();
            self.stride_log.next = self.o.val();
            self.run_log.next = self.k.val() + self.lanes_log.val();
            self.step_log.next = self.k.val() + self.lanes_log.val();
            self.jump_log.next = self.vector_beats.val();
        } else if self.order.val() == self.by_copies.val() {
            self.bursts_log.next = self.vector_beats.val();
            self.stride_log.next = self.no_log.val();
            self.run_log.next = self.no_log.val();
            self.step_log.next = self.vector_beats.val();
            self.jump_log.next = self.vector_beats.val();
        } else if self.order.val() == self.by_turns.val() {
            self.bursts_log.next = self.m.val() + self.chunks.val();
            self.stride_log.next = self.of_rows.val();
            self.run_log.next = self.beat_log.val();
            self.step_log.next = self.beat_log.val();
            self.jump_log.next = self.m.val() + self.of_rows.val() + self.chunks.val();
        } else if self.order.val() == self.by_rows.val() {
            self.bursts_log.next = self.m.val() + self.beat_log.val();
            self.stride_log.next = self.of_columns.val() - self.beat_log.val();
            self.run_log.next = self.chunks.val();
            self.step_log.next = self.of_columns.val() + self.m.val();
            self.jump_log.next = self.chunks.val();
        } else if self.order.val() == self.by_turns_back.val() {
            self.bursts_log.next = self.m.val();
            self.stride_log.next = self.of_columns.val() + self.rows_beats.val();
            self.run_log.next = self.lanes_log.val();
            self.step_log.next = self.of_columns.val();
            self.jump_log.next = self.lanes_log.val();
        }
        self.step_now.d.next = self.one_beat.val() << self.step_log.val();
        self.jump_now.d.next = self.one_beat.val() << self.jump_log.val();
        self.stride_now.d.next = self.one_beat.val() << self.stride_log.val();
        self.bursts_now.d.next =
            (self.one_burst.val() << self.bursts_log.val()) - self.one_burst.val();
        self.run_now.d.next = (self.one_burst.val() << self.run_log.val()) - self.one_burst.val();
        self.row_now.d.next = (self.one_burst.val() << self.row_log.val()) - self.one_burst.val();
        if self.joint.val() {
            self.row_now.d.next = self.joint_row.val();
            self.step_now.d.next = self.one_beat.val() << self.vector_beats.val();
            self.jump_now.d.next = self.one_beat.val() << self.step_log.val();
        }
    }
    named!();
}
