//! Jobs, one after another: judges them, feeds the cores, reports.
//!
//! ```text
//!  job --> JobCheck --> JobSteps <-- JobClock
//!                          |
//!        .-----------------+------------------------.
//!        v                 v                        v
//!  readers, MSM core   TransformEngine, NTT core   JobWriter: results of MSMs, zeros
//! ```
//!
//! When an MSM ends its scalars have been overwritten with zeros, unless memory is silent. Transforms clear nothing.
//! Interface: job and done records are words of 32 bits, lowest first: kind, tag, set, bases, scalars, result,
//! count; tag, status, cycles and nine counters of the core. Over G2 a base is two words, and a point
//! of a result two beats, `c0` first; with multiples a base is several words. Latency: of the job. Golden model: the
//! tests of the card.
use super::{JobCheck, JobClock, JobSteps, JobWriter, TransformEngine};
use crate::prim::Join;
use rust_hdl::prelude::*;

mod build;

/// Runs one job at a time.
#[derive(LogicBlock)]
pub struct JobEngine {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous reset.
    pub reset: Signal<In, Bit>,
    /// For one clock: drop the job under way.
    pub soft_reset: Signal<In, Bit>,
    /// For one clock: forget all sets of bases.
    pub forget: Signal<In, Bit>,
    /// Longest time of a job in 1024 clocks; zero: no limit.
    pub watchdog: Signal<In, Bits<32>>,
    /// Next job.
    pub job: Signal<In, Bits<224>>,
    /// Whether there is one.
    pub job_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub job_ready: Signal<Out, Bit>,
    /// Finished job.
    pub done: Signal<Out, Bits<384>>,
    /// For one clock: there is one (always taken).
    pub done_valid: Signal<Out, Bit>,
    /// For one clock: both readers of an MSM begin.
    pub read_start: Signal<Out, Bit>,
    /// Readers drop what comes.
    pub read_stop: Signal<Out, Bit>,
    /// First base.
    pub base_index: Signal<Out, Bits<32>>,
    /// Words of bases.
    pub base_words: Signal<Out, Bits<32>>,
    /// Number of points.
    pub count: Signal<Out, Bits<32>>,
    /// The job is over G2.
    pub g2: Signal<Out, Bit>,
    /// Its bases come with multiples.
    pub multiples: Signal<Out, Bit>,
    /// First word of scalars.
    pub scalar_index: Signal<Out, Bits<32>>,
    /// Words of scalars.
    pub scalar_words: Signal<Out, Bits<32>>,
    /// Words that memory owes the reader of bases.
    pub base_owed: Signal<In, Bits<8>>,
    /// Words that memory owes the reader of scalars.
    pub scalar_owed: Signal<In, Bits<8>>,
    /// For one clock: a word of bases came.
    pub base_came: Signal<In, Bit>,
    /// For one clock: a word of scalars came.
    pub scalar_came: Signal<In, Bit>,
    /// Its AXI answer.
    pub read_answer: Signal<In, Bits<2>>,
    /// Index to write.
    pub write: Signal<Out, Bits<32>>,
    /// Word to write.
    pub write_data: Signal<Out, Bits<512>>,
    /// Whether there is one.
    pub write_valid: Signal<Out, Bit>,
    /// Whether it is taken.
    pub write_ready: Signal<In, Bit>,
    /// For one clock: a word was written.
    pub written: Signal<In, Bit>,
    /// Its AXI answer.
    pub written_answer: Signal<In, Bits<2>>,
    /// For one clock: the MSM core begins with `count` points.
    pub core_start: Signal<Out, Bit>,
    /// Reset of the cores.
    pub core_reset: Signal<Out, Bit>,
    /// The MSM core is working, or clearing itself after a reset.
    pub core_busy: Signal<In, Bit>,
    /// For one clock: the MSM core has finished.
    pub core_done: Signal<In, Bit>,
    /// Point of the result, or a part of it: X, Y, Z.
    pub point: Signal<In, Bits<768>>,
    /// Whether there is one.
    pub point_valid: Signal<In, Bit>,
    /// Whether it is the last.
    pub point_last: Signal<In, Bit>,
    /// Whether it is taken.
    pub point_ready: Signal<Out, Bit>,
    /// Counters of the MSM core, as in the done record.
    pub counter: [Signal<In, Bits<32>>; 9],
    /// For one clock: the NTT core begins.
    pub transform_start: Signal<Out, Bit>,
    /// Base-two logarithm of its points.
    pub transform_size: Signal<Out, Bits<5>>,
    /// Its vectors.
    pub transform_vectors: Signal<Out, Bits<8>>,
    /// From values to coefficients.
    pub transform_backward: Signal<Out, Bit>,
    /// Over a coset.
    pub transform_shifted: Signal<Out, Bit>,
    /// It is a quotient.
    pub transform_quotient: Signal<Out, Bit>,
    /// Of coefficients.
    pub transform_divided: Signal<Out, Bit>,
    /// First word of its vectors.
    pub transform_source: Signal<Out, Bits<32>>,
    /// First word of its work region.
    pub transform_work: Signal<Out, Bits<32>>,
    /// First word of its result.
    pub transform_result: Signal<Out, Bits<32>>,
    /// Shift and its inverse.
    pub transform_shifts: Signal<Out, Bits<512>>,
    /// Scale of a quotient.
    pub transform_scale: Signal<Out, Bits<256>>,
    /// The NTT core is idle, and everything is written.
    pub transform_ready: Signal<In, Bit>,
    /// First word of a burst that it asks for.
    pub transform_read_address: Signal<In, Bits<32>>,
    /// Words of the burst less one.
    pub transform_read_beats: Signal<In, Bits<16>>,
    /// Whether there is one.
    pub transform_read_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub transform_read_ready: Signal<Out, Bit>,
    /// For one clock: the word that came is for the NTT core.
    pub transform_data_valid: Signal<Out, Bit>,
    /// The NTT core has a word to write.
    pub transform_write_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub transform_write_ready: Signal<Out, Bit>,
    /// For one clock: a word of the NTT core was written.
    pub transform_written: Signal<Out, Bit>,
    /// Its counters, as in the done record.
    pub transform_counter: [Signal<In, Bits<32>>; 7],
    /// Memory, for transforms: index, and words less one in bits 37:32.
    pub command: Signal<Out, Bits<38>>,
    /// Whether there is one.
    pub command_valid: Signal<Out, Bit>,
    /// Whether it is taken.
    pub command_ready: Signal<In, Bit>,
    /// Word read.
    pub data: Signal<In, Bits<512>>,
    /// For one clock: it came, and is for transforms.
    pub data_came: Signal<In, Bit>,
    /// The word of the NTT core is to be written.
    pub data_write_valid: Signal<Out, Bit>,
    /// Whether it is taken.
    pub data_write_ready: Signal<In, Bit>,
    /// For one clock: a word for transforms was written.
    pub data_written: Signal<In, Bit>,
    /// For one clock: memory answered with an error.
    pub memory_error: Signal<Out, Bit>,
    /// For one clock: memory did not answer in time.
    pub timeout_error: Signal<Out, Bit>,
    /// For one clock: a job took too long.
    pub watchdog_error: Signal<Out, Bit>,
    /// For one clock: a job was refused.
    pub refused_error: Signal<Out, Bit>,
    /// A job is under way.
    pub active: Signal<Out, Bit>,
    held: DFF<Bits<224>>,
    core_done_seen: DFF<Bit>,
    check: JobCheck,
    steps: JobSteps,
    timing: JobClock,
    writer: JobWriter,
    transforms: TransformEngine,
    is_msm: Signal<Local, Bit>,
    stop: Signal<Local, Bit>,
    came: Signal<Local, Bit>,
    read_failed: Signal<Local, Bit>,
    write_failed: Signal<Local, Bit>,
    quiet: Signal<Local, Bit>,
    record: Join<12, 32, 384>,
}

impl Logic for JobEngine {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, check, steps, timing, writer, transforms);
        dff_setup!(self, clock, held, core_done_seen);
        // The job, and what it is.
        if self.steps.idle.val() {
            self.held.d.next = self.job.val();
        }
        self.job_ready.next = self.steps.idle.val();
        self.check.reset.next = self.reset.val();
        self.check.forget.next = self.forget.val();
        self.check.start.next = self.steps.checking.val();
        self.check.job.next = self.held.q.val();
        self.is_msm.next = !self.check.transform.val() & !self.check.clear.val();
        self.base_index.next = self.check.base_index.val();
        self.base_words.next = self.check.words.val();
        self.g2.next = self.check.g2.val();
        self.multiples.next = self.check.multiples.val();
        self.scalar_index.next = self.held.q.val().get_bits::<32>(128);
        self.scalar_words.next = self.check.scalar_words.val();
        self.count.next = self.held.q.val().get_bits::<32>(192);

        // What memory answers.
        self.came.next = self.base_came.val()
            | self.scalar_came.val()
            | self.data_came.val()
            | self.written.val()
            | self.data_written.val();
        self.read_failed.next =
            (self.base_came.val() | self.scalar_came.val() | self.data_came.val())
                & (self.read_answer.val() != 0);
        self.write_failed.next =
            (self.written.val() | self.data_written.val()) & (self.written_answer.val() != 0);
        self.quiet.next = (self.base_owed.val() == 0)
            & (self.scalar_owed.val() == 0)
            & self.writer.quiet.val()
            & self.transforms.quiet.val();

        // Its steps.
        self.steps.reset.next = self.reset.val();
        self.steps.soft_reset.next = self.soft_reset.val();
        self.steps.job_valid.next = self.job_valid.val();
        self.steps.checked.next = self.check.done.val();
        self.steps.check_status.next = self.check.status.val();
        self.steps.runs.next = self.check.run.val();
        self.steps.clears.next = self.check.clear.val();
        self.steps.core_ready.next = !self.core_busy.val();
        self.steps.finished.next = self.writer.results_done.val() & self.core_done_seen.q.val();
        if self.check.transform.val() {
            self.steps.core_ready.next = self.transform_ready.val();
            self.steps.finished.next = self.transforms.finished.val();
        }
        if self.check.clear.val() {
            self.steps.core_ready.next = true;
        }
        self.steps.cleared.next = self.writer.clear_done.val();
        self.steps.quiet.next = self.quiet.val();
        self.steps.failed.next = self.read_failed.val() | self.write_failed.val();
        self.steps.expired.next = self.timing.expired.val();
        self.steps.late.next = self.timing.late.val();
        self.steps.stuck.next = self.timing.stuck.val();
        self.timing.idle.next = self.steps.idle.val();
        self.timing.begins.next = self.steps.begins.val();
        self.timing.watchdog.next = self.watchdog.val();
        self.timing.quiet.next = self.quiet.val();
        self.timing.came.next = self.came.val();
        self.stop.next = !self.steps.begins.val() & !self.steps.running.val();
        self.core_reset.next = self.steps.core_reset.val();
        self.active.next = !self.steps.idle.val() | self.core_busy.val();
        self.memory_error.next = self.steps.memory_error.val();
        self.timeout_error.next = self.steps.timeout_error.val();
        self.watchdog_error.next = self.steps.watchdog_error.val();
        self.refused_error.next = self.steps.refused_error.val();

        // MSMs.
        self.read_start.next = self.steps.begins.val() & self.is_msm.val();
        self.core_start.next = self.steps.begins.val() & self.is_msm.val();
        self.read_stop.next = self.stop.val();
        if self.core_done.val() {
            self.core_done_seen.d.next = true;
        }
        if self.steps.begins.val() {
            self.core_done_seen.d.next = false;
        }

        // Results of MSMs, and zeros: over the scalars of an MSM, over what a job is to clear.
        self.writer.reset.next = self.reset.val();
        self.writer.start.next = self.steps.begins.val() | self.steps.restarts.val();
        self.writer.run.next = self.steps.running.val();
        self.writer.clear.next = self.steps.clearing.val();
        self.writer.came.next = self.scalar_came.val();
        self.writer.result_index.next = self.held.q.val().get_bits::<32>(160);
        self.writer.scalar_index.next = self.held.q.val().get_bits::<32>(128);
        self.writer.scalar_words.next = self.check.scalar_words.val();
        if self.check.transform.val() {
            self.writer.scalar_words.next = 0.into();
        }
        if self.check.clear.val() {
            self.writer.scalar_index.next = self.held.q.val().get_bits::<32>(160);
            self.writer.scalar_words.next = self.held.q.val().get_bits::<32>(192);
        }
        self.writer.point.next = self.point.val();
        self.writer.point_valid.next = self.point_valid.val();
        self.writer.point_last.next = self.point_last.val();
        self.point_ready.next = self.writer.point_ready.val();
        self.write.next = self.writer.write.val();
        self.write_data.next = self.writer.write_data.val();
        self.write_valid.next = self.writer.write_valid.val();
        self.writer.write_ready.next = self.write_ready.val();
        self.writer.written.next = self.written.val();

        // Transforms.
        self.transforms.reset.next = self.reset.val();
        self.transforms.start.next = self.steps.begins.val() & self.check.transform.val();
        self.transforms.stop.next = self.stop.val();
        self.transforms.job.next = self.held.q.val();
        self.transforms.words.next = self.check.words.val();
        self.transforms.core_ready.next = self.transform_ready.val();
        self.transform_start.next = self.transforms.core_start.val();
        self.transform_quotient.next = self.held.q.val().get_bits::<32>(0) == 8;
        self.transform_size.next = self.held.q.val().get_bits::<5>(64);
        self.transform_backward.next = self.held.q.val().get_bit(72);
        self.transform_shifted.next = self.held.q.val().get_bit(73);
        self.transform_divided.next = self.held.q.val().get_bit(74);
        self.transform_work.next = self.held.q.val().get_bits::<32>(96);
        self.transform_source.next = self.held.q.val().get_bits::<32>(128);
        self.transform_result.next = self.held.q.val().get_bits::<32>(160);
        self.transform_vectors.next = self.held.q.val().get_bits::<8>(192);
        self.transform_shifts.next = self.transforms.shifts.val();
        self.transform_scale.next = self.transforms.scale.val();
        self.transforms.read_address.next = self.transform_read_address.val();
        self.transforms.read_beats.next = self.transform_read_beats.val();
        self.transforms.read_valid.next = self.transform_read_valid.val();
        self.transform_read_ready.next = self.transforms.read_ready.val();
        self.transform_data_valid.next = self.transforms.data_valid.val();
        self.transforms.write_valid.next = self.transform_write_valid.val();
        self.transform_write_ready.next = self.transforms.write_ready.val();
        self.transform_written.next = self.transforms.written.val();
        self.command.next = self.transforms.command.val();
        self.command_valid.next = self.transforms.command_valid.val();
        self.transforms.command_ready.next = self.command_ready.val();
        self.transforms.data.next = self.data.val();
        self.transforms.memory_came.next = self.data_came.val();
        self.data_write_valid.next = self.transforms.memory_write_valid.val();
        self.transforms.memory_write_ready.next = self.data_write_ready.val();
        self.transforms.memory_written.next = self.data_written.val();

        // What is told of it.
        self.record.part[0].next = self.held.q.val().get_bits::<32>(32);
        self.record.part[1].next = self.steps.status.val();
        self.record.part[2].next = self.timing.cycles.val();
        for i in 0..9 {
            self.record.part[i + 3].next = 0.into();
            if self.steps.ran.val() & self.is_msm.val() {
                self.record.part[i + 3].next = self.counter[i].val();
            }
        }
        for i in 0..7 {
            if self.steps.ran.val() & self.check.transform.val() {
                self.record.part[i + 3].next = self.transform_counter[i].val();
            }
        }
        self.done.next = self.record.whole.val();
        self.done_valid.next = self.steps.reports.val();
    }
    crate::named!();
}
