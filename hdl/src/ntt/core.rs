//! The NTT core: transforms and quotients of vectors in memory.
//!
//! ```text
//! job --> transforms --> passes --> PassShape --> LaneTerms, LayoutTerms --> PassEngine <--> memory
//!                           '--- CutTable
//! ```
//!
//! | job | transforms |
//! |---|---|
//! | transform | one, of some vectors |
//! | quotient | a, b, c back; forth onto a coset, joined to (a b - c) scale on the way out |
//! | quotient, divided | the same, then the result back from the coset |
//!
//! Passes go from the vectors to the work region and back, the last one to the result: neither keeps what it held. All
//! three regions are apart. Vectors lie one after the other, each from a beat on; or beside each other, word n of all of
//! them together, as far as a pass takes them whole (`interleaved`). Transforms of three passes take vector by vector.
//! A pass starts when all that the one before wrote is there.
//!
//! Interface: `start` where `ready`, what describes the job stays until then; reads by burst of a power of two of beats,
//! answers in their order, always taken; writes by beat, of which `written` tells.
//! Source: decision 22; the four-step transform, Bailey 1990. Golden model: ark-poly.

use super::{
    COLUMNS, COPIES, CoreSizes, Cut, CutTable, JobCounters, LANES, LaneTerms, LayoutTerms, MIDDLE,
    PassEngine, PassShape, ROWS, RootTable,
};
use crate::field::FieldConfig;
use crate::named;
use rust_hdl::prelude::*;

mod build;

/// Where a job stands.
#[derive(Copy, Clone, Debug, PartialEq, LogicState)]
pub(super) enum Step {
    Idle,
    Shift,
    Powers,
    Describe,
    Settle,
    Start,
    Run,
    Next,
}

/// Parameters as those of [`PassEngine`].
#[derive(LogicBlock)]
pub struct NttCore<
    const P: usize,
    const R: usize,
    const Q: usize,
    const W: usize,
    const N: usize,
    const WN: usize,
    const PN: usize,
    const D: usize,
    const A: usize,
    const C: usize,
    const F: usize,
    const G: usize,
    const M: usize,
    const L: usize,
    const H: usize,
    const B: usize,
> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: forgets all.
    pub reset: Signal<In, Bit>,
    /// Whether a job starts.
    pub start: Signal<In, Bit>,
    /// Whether it is a quotient.
    pub quotient: Signal<In, Bit>,
    /// Whether that is divided and transformed back.
    pub divided: Signal<In, Bit>,
    /// Whether a transform is inverse.
    pub backward: Signal<In, Bit>,
    /// Whether it is onto a coset, or from one.
    pub shifted: Signal<In, Bit>,
    /// n: vectors have 2^n points.
    pub size: Signal<In, Bits<5>>,
    /// Vectors of a transform.
    pub vectors: Signal<In, Bits<8>>,
    /// If not zero, vectors lie in lots of 2^v beside each other, one lot after the other. Vectors longer than one pass takes
    /// whole are not refused then, and their result is undefined: cards tie this to zero.
    pub interleaved: Signal<In, Bits<5>>,
    /// Where vectors lie, in beats.
    pub source: Signal<In, Bits<32>>,
    /// Room for as many.
    pub between: Signal<In, Bits<32>>,
    /// Where results go to.
    pub result: Signal<In, Bits<32>>,
    /// The shift of the coset.
    pub shift: Signal<In, Bits<N>>,
    /// Its inverse.
    pub unshift: Signal<In, Bits<N>>,
    /// What a divided quotient is multiplied by.
    pub scale: Signal<In, Bits<N>>,
    /// Whether a job may start: all results of the last one are in memory.
    pub ready: Signal<Out, Bit>,
    /// Whether a butterfly starts in each lane.
    pub work: Signal<Out, Bit>,
    /// Whether a burst is asked for.
    pub read_valid: Signal<Out, Bit>,
    /// Where, in beats.
    pub read_address: Signal<Out, Bits<32>>,
    /// Its beats, less one.
    pub read_beats: Signal<Out, Bits<16>>,
    /// Whether that is taken.
    pub read_ready: Signal<In, Bit>,
    /// Whether a beat comes.
    pub data_valid: Signal<In, Bit>,
    /// The beat.
    pub data: Signal<In, Bits<WN>>,
    /// Whether a beat is to be written.
    pub write_valid: Signal<Out, Bit>,
    /// Where, in beats.
    pub write_address: Signal<Out, Bits<32>>,
    /// The beat.
    pub write_data: Signal<Out, Bits<WN>>,
    /// Whether it is taken.
    pub write_ready: Signal<In, Bit>,
    /// Whether a beat has been written.
    pub written: Signal<In, Bit>,
    /// Of the job: clocks; with a butterfly in each lane; without words; without a factor; beats read; clocks in which memory
    /// took no beat; beats written.
    pub counter: [Signal<Out, Bits<32>>; 7],
    cuts: CutTable,
    shape: PassShape,
    terms: LaneTerms<D, C, F, B>,
    load_terms: LayoutTerms,
    store_terms: LayoutTerms,
    engine: PassEngine<P, R, Q, W, N, WN, PN, D, A, C, F, G, M, L, H, B>,
    counters: JobCounters<7>,
    step: DFF<Step>,
    transform: DFF<Bits<2>>,
    pass: DFF<Bits<2>>,
    vector: DFF<Bits<8>>,
    moved: DFF<Bit>,
    offset: DFF<Bits<32>>,
    owed: DFF<Bits<16>>,
    begins: Signal<Local, Bit>,
    idle: Signal<Local, Bit>,
    back: Signal<Local, Bit>,
    shifts: Signal<Local, Bit>,
    count: Signal<Local, Bits<8>>,
    last_transform: Signal<Local, Bits<2>>,
    last_of_job: Signal<Local, Bit>,
    passes_less: Signal<Local, Bits<2>>,
    place: Signal<Local, Bits<2>>,
    last_pass: Signal<Local, Bit>,
    three: Signal<Local, Bit>,
    joins: Signal<Local, Bit>,
    kind: Signal<Local, Bits<3>>,
    one_by_one: Signal<Local, Bit>,
    beats_log: Signal<Local, Bits<5>>,
    vector_beats: Signal<Local, Bits<32>>,
    sent: Signal<Local, Bit>,
    here: Signal<Local, Bits<32>>,
    there: Signal<Local, Bits<32>>,
    no_transform: Constant<Bits<2>>,
    one_transform: Constant<Bits<2>>,
    two_transforms: Constant<Bits<2>>,
    no_bit: Constant<Bits<5>>,
    one_bit: Constant<Bits<5>>,
    beat_bits: Constant<Bits<5>>,
    one_vector: Constant<Bits<8>>,
    three_vectors: Constant<Bits<8>>,
    no_vector: Constant<Bits<8>>,
    no_beat: Constant<Bits<32>>,
    one_beat: Constant<Bits<32>>,
    none_owed: Constant<Bits<16>>,
    one_owed: Constant<Bits<16>>,
    one_word: Constant<Bits<N>>,
    is_columns: Constant<Bits<3>>,
    is_middle: Constant<Bits<3>>,
    is_rows: Constant<Bits<3>>,
    is_copies: Constant<Bits<3>>,
    is_lanes: Constant<Bits<3>>,
}

impl<
    const P: usize,
    const R: usize,
    const Q: usize,
    const W: usize,
    const N: usize,
    const WN: usize,
    const PN: usize,
    const D: usize,
    const A: usize,
    const C: usize,
    const F: usize,
    const G: usize,
    const M: usize,
    const L: usize,
    const H: usize,
    const B: usize,
> Logic for NttCore<P, R, Q, W, N, WN, PN, D, A, C, F, G, M, L, H, B>
{
    #[hdl_gen]
    fn update(&mut self) {
        clock!(
            self,
            clock,
            shape,
            terms,
            load_terms,
            store_terms,
            engine,
            counters
        );
        dff_setup!(
            self, clock, step, transform, pass, vector, moved, offset, owed
        );
        self.idle.next = (self.step.q.val() == Step::Idle)
            & self.engine.ready.val()
            & (self.owed.q.val() == self.none_owed.val());
        self.ready.next = self.idle.val();
        self.begins.next = self.start.val() & self.idle.val();
        // The transform.
        self.back.next = self.backward.val();
        self.shifts.next = self.shifted.val();
        self.count.next = self.vectors.val();
        self.last_transform.next = self.no_transform.val();
        if self.quotient.val() {
            self.back.next = self.transform.q.val() != self.one_transform.val();
            self.shifts.next = self.transform.q.val() != self.no_transform.val();
            self.count.next = self.three_vectors.val();
            if self.transform.q.val() == self.two_transforms.val() {
                self.count.next = self.one_vector.val();
            }
            self.last_transform.next = self.one_transform.val();
            if self.divided.val() {
                self.last_transform.next = self.two_transforms.val();
            }
        }
        self.last_of_job.next = self.transform.q.val() == self.last_transform.val();
        // The pass.
        self.cuts.size.next = self.size.val();
        self.three.next = self.cuts.middle.val() != self.no_bit.val();
        self.passes_less.next = self.no_transform.val();
        if self.interleaved.val() == self.no_bit.val() {
            if self.three.val() {
                self.passes_less.next = self.two_transforms.val();
            } else if self.cuts.columns.val() != self.no_bit.val() {
                self.passes_less.next = self.one_transform.val();
            }
        }
        self.last_pass.next = self.pass.q.val() == self.passes_less.val();
        self.place.next = self.pass.q.val();
        if self.back.val() {
            self.place.next = self.passes_less.val() - self.pass.q.val();
        }
        self.kind.next = self.is_middle.val();
        if self.interleaved.val() != self.no_bit.val() {
            self.kind.next = self.is_lanes.val();
        } else if self.passes_less.val() == self.no_transform.val() {
            self.kind.next = self.is_copies.val();
        } else if self.place.val() == self.no_transform.val() {
            self.kind.next = self.is_columns.val();
        } else if self.place.val() == self.passes_less.val() {
            self.kind.next = self.is_rows.val();
        }
        self.shape.kind.next = self.kind.val();
        self.terms.kind.next = self.kind.val();
        self.terms.m.next = self.shape.m.val();
        self.terms.o.next = self.shape.o.val();
        self.terms.q.next = self.shape.q.val();
        self.terms.k.next = self.shape.k.val();
        self.terms.g.next = self.shape.g.val();
        self.terms.steps.next = self.shape.steps.val();
        self.terms.vector_chunks.next = self.shape.vector_chunks.val();
        self.terms.rows_beats.next = self.shape.rows_beats.val();
        self.load_terms.order.next = self.shape.load_order.val();
        self.load_terms.m.next = self.shape.m.val();
        self.load_terms.o.next = self.shape.o.val();
        self.load_terms.k.next = self.shape.k.val();
        self.load_terms.vector_chunks.next = self.shape.vector_chunks.val();
        self.load_terms.vector_beats.next = self.shape.vector_beats.val();
        self.load_terms.rows_beats.next = self.shape.rows_beats.val();
        self.load_terms.row_log.next = self.shape.row.val();
        self.store_terms.order.next = self.shape.store_order.val();
        self.store_terms.m.next = self.shape.m.val();
        self.store_terms.o.next = self.shape.o.val();
        self.store_terms.k.next = self.shape.k.val();
        self.store_terms.vector_chunks.next = self.shape.vector_chunks.val();
        self.store_terms.vector_beats.next = self.shape.vector_beats.val();
        self.store_terms.rows_beats.next = self.shape.rows_beats.val();
        self.store_terms.row_log.next = self.shape.row.val();
        self.joins.next = self.quotient.val()
            & self.last_pass.val()
            & (self.transform.q.val() == self.one_transform.val());
        self.one_by_one.next =
            self.three.val() & !self.joins.val() & (self.interleaved.val() == self.no_bit.val());
        self.shape.backward.next = self.back.val();
        self.terms.backward.next = self.back.val();
        self.terms.joint.next = self.joins.val();
        self.load_terms.joint.next = self.joins.val();
        self.store_terms.joint.next = self.joins.val();
        self.shape.size.next = self.size.val();
        self.shape.columns.next = self.cuts.columns.val();
        self.terms.columns.next = self.cuts.columns.val();
        self.load_terms.columns.next = self.cuts.columns.val();
        self.store_terms.columns.next = self.cuts.columns.val();
        self.shape.middle.next = self.cuts.middle.val();
        self.shape.cut_rows.next = self.cuts.rows.val();
        self.terms.cut_rows.next = self.cuts.rows.val();
        self.load_terms.cut_rows.next = self.cuts.rows.val();
        self.store_terms.cut_rows.next = self.cuts.rows.val();
        self.shape.interleaved.next = self.interleaved.val();
        self.terms.all_vectors.next = self.count.val();
        if self.one_by_one.val() {
            self.terms.all_vectors.next = self.one_vector.val();
        }
        self.here.next = self.source.val();
        self.there.next = self.between.val();
        if self.moved.q.val() {
            self.here.next = self.between.val();
            self.there.next = self.source.val();
        }
        if self.last_pass.val() & self.last_of_job.val() {
            self.there.next = self.result.val();
        }
        self.beats_log.next = self.no_bit.val();
        if self.size.val() > self.beat_bits.val() {
            self.beats_log.next = self.size.val() - self.beat_bits.val();
        }
        self.vector_beats.next = self.one_beat.val() << self.beats_log.val();
        self.engine.reset.next = self.reset.val();
        self.engine.shift.next = self.shift.val();
        if self.back.val() {
            self.engine.shift.next = self.unshift.val();
        }
        self.engine.powers.next = self.size.val() - self.one_bit.val();
        self.engine.scaled.next = self.divided.val();
        self.engine.scale.next = self.one_word.val();
        if self.divided.val() {
            self.engine.scale.next = self.scale.val();
        }
        self.engine.load_shift.next = self.step.q.val() == Step::Shift;
        self.engine.plain.next = !self.shifts.val();
        self.engine.start.next = self.step.q.val() == Step::Start;
        self.engine.backward.next = self.back.val();
        self.engine.load_base.next = self.here.val() + self.offset.q.val();
        self.engine.store_base.next = self.there.val() + self.offset.q.val();
        self.engine.shared.next = self.terms.shared.val();
        self.engine.passing.next = self.terms.passing.val();
        self.engine.bits.next = self.terms.bits.val();
        self.engine.size_mask.next = self.terms.size_mask.val();
        self.engine.words_mask.next = self.terms.words_mask.val();
        self.engine.groups.next = self.terms.groups.val();
        self.engine.group_factors.next = self.terms.group_factors.val();
        self.engine.first_order.next = self.terms.first_order.val();
        self.engine.first_power.next = self.terms.first_power.val();
        self.engine.first_blocks.next = self.terms.first_blocks.val();
        self.engine.vectors.next = self.terms.vectors.val();
        self.engine.rows.next = self.terms.rows.val();
        self.engine.group_order.next = self.terms.group_order.val();
        self.engine.row_groups.next = self.terms.row_groups.val();
        self.engine.repeats.next = self.terms.repeats.val();
        self.engine.last_beat.next = self.terms.last_beat.val();
        self.engine.vector_bits.next = self.terms.vector_bits.val();
        self.engine.joint.next = self.joins.val();
        self.engine.load_order.next = self.shape.load_order.val();
        self.engine.load_step.next = self.load_terms.step.val();
        self.engine.load_row.next = self.load_terms.row.val();
        self.engine.load_jump.next = self.load_terms.jump.val();
        self.engine.load_stride.next = self.load_terms.stride.val();
        self.engine.load_bursts.next = self.load_terms.bursts.val();
        self.engine.store_order.next = self.shape.store_order.val();
        self.engine.store_step.next = self.store_terms.step.val();
        self.engine.store_row.next = self.store_terms.row.val();
        self.engine.store_jump.next = self.store_terms.jump.val();
        self.engine.store_stride.next = self.store_terms.stride.val();
        self.engine.store_bursts.next = self.store_terms.bursts.val();
        self.engine.store_run.next = self.store_terms.run.val();
        match self.step.q.val() {
            Step::Idle => {
                if self.begins.val() {
                    self.transform.d.next = self.no_transform.val();
                    self.pass.d.next = self.no_transform.val();
                    self.vector.d.next = self.no_vector.val();
                    self.offset.d.next = self.no_beat.val();
                    self.moved.d.next = false;
                    self.step.d.next = Step::Powers;
                }
            }
            // What the shift depends on is known since the clock before.
            Step::Powers => {
                if self.engine.ready.val() {
                    self.step.d.next = Step::Describe;
                    if self.shifts.val() & (self.size.val() != self.no_bit.val()) {
                        self.step.d.next = Step::Shift;
                    }
                }
            }
            Step::Shift => {
                self.step.d.next = Step::Describe;
            }
            Step::Describe => {
                self.step.d.next = Step::Settle;
            }
            Step::Settle => {
                if self.engine.ready.val() {
                    self.step.d.next = Step::Start;
                }
            }
            Step::Start => {
                self.step.d.next = Step::Run;
            }
            Step::Run => {
                if self.engine.ready.val() & (self.owed.q.val() == self.none_owed.val()) {
                    self.step.d.next = Step::Next;
                }
            }
            Step::Next => {
                self.step.d.next = Step::Describe;
                self.vector.d.next = self.no_vector.val();
                self.offset.d.next = self.no_beat.val();
                self.pass.d.next = self.pass.q.val() + self.one_transform.val();
                self.moved.d.next = !self.moved.q.val();
                if self.one_by_one.val()
                    & ((self.vector.q.val() + self.one_vector.val()) != self.count.val())
                {
                    self.vector.d.next = self.vector.q.val() + self.one_vector.val();
                    self.offset.d.next = self.offset.q.val() + self.vector_beats.val();
                    self.pass.d.next = self.pass.q.val();
                    self.moved.d.next = self.moved.q.val();
                } else if self.last_pass.val() {
                    self.pass.d.next = self.no_transform.val();
                    self.transform.d.next = self.transform.q.val() + self.one_transform.val();
                    self.step.d.next = Step::Powers;
                    if self.last_of_job.val() {
                        self.step.d.next = Step::Idle;
                    }
                }
            }
            _ => {
                self.step.d.next = Step::Idle;
            }
        }
        // Memory.
        self.read_valid.next = self.engine.read_valid.val();
        self.read_address.next = self.engine.read_address.val();
        self.read_beats.next = self.load_terms.run.val();
        self.engine.read_ready.next = self.read_ready.val();
        self.engine.data_valid.next = self.data_valid.val();
        self.engine.data.next = self.data.val();
        self.write_valid.next = self.engine.write_valid.val();
        self.write_address.next = self.engine.write_address.val();
        self.write_data.next = self.engine.write_data.val();
        self.engine.write_ready.next = self.write_ready.val();
        self.sent.next = self.engine.write_valid.val() & self.write_ready.val();
        if self.sent.val() & !self.written.val() {
            self.owed.d.next = self.owed.q.val() + self.one_owed.val();
        } else if !self.sent.val() & self.written.val() {
            self.owed.d.next = self.owed.q.val() - self.one_owed.val();
        }
        self.work.next = self.engine.work.val();
        self.counters.start.next = self.begins.val();
        self.counters.event[0].next = self.step.q.val() != Step::Idle;
        self.counters.event[1].next = self.engine.work.val();
        self.counters.event[2].next = self.engine.short_of_words.val();
        self.counters.event[3].next = self.engine.short_of_factors.val();
        self.counters.event[4].next = self.data_valid.val();
        self.counters.event[5].next = self.engine.write_valid.val() & !self.write_ready.val();
        self.counters.event[6].next = self.sent.val();
        for i in 0..7 {
            self.counter[i].next = self.counters.count[i].val();
        }
        if self.reset.val() {
            self.step.d.next = Step::Idle;
            self.owed.d.next = self.none_owed.val();
        }
    }
    named!();
}
