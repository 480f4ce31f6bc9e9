//! What a card counts during a job, by the kind of the job.

use zkcard_wire::{
    job::JobKind,
    registers::{self as reg, DONE_REGISTERS, Register},
};

/// The registers of a finished job, from `DONE_TAG` on.
pub(super) type Done = [u32; DONE_REGISTERS];

/// A job that ended with a result. All counters saturate at 32 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Completion {
    /// Core clocks from start to end.
    pub cycles: u32,
    /// What else the card counted.
    pub counters: Counters,
}

/// What the card counted, apart from all clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counters {
    /// During an MSM.
    Msm(MsmCounters),
    /// During a transform or quotient.
    Transform(TransformCounters),
}

/// What the card counted during an MSM.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MsmCounters {
    /// Core clocks of the bucket phase.
    pub bucket_cycles: u32,
    /// Additions started in the bucket phase.
    pub bucket_additions: u32,
    /// Core clocks of the bucket reduction.
    pub reduction_cycles: u32,
    /// Additions started in the bucket reduction.
    pub reduction_additions: u32,
    /// Points stored without an addition.
    pub stored: u32,
    /// Clocks without a point from memory.
    pub starved: u32,
    /// Clocks in which a point had to wait.
    pub refused: u32,
    /// Slots of the adder that went to products of two Z.
    pub spent: u32,
    /// Pairs of points that met in one clock.
    pub met: u32,
}

/// What the card counted during a transform or quotient.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TransformCounters {
    /// Core clocks of the passes.
    pub pass_cycles: u32,
    /// Clocks in which all lanes started a butterfly, or words of two vectors met.
    pub full_cycles: u32,
    /// Clocks in which lanes waited for words from memory.
    pub starved: u32,
    /// Clocks in which lanes waited for factors.
    pub factors_awaited: u32,
    /// Words read.
    pub words_read: u32,
    /// Clocks in which memory did not take a word.
    pub refused: u32,
    /// Words written.
    pub words_written: u32,
}

/// A register of a finished job.
pub(super) fn value(done: &Done, register: Register) -> u32 {
    done[usize::from((register.offset - reg::DONE_TAG.offset) / 4)]
}

impl Completion {
    /// What the registers say after a job of a kind.
    pub(super) fn of(kind: JobKind, done: &Done) -> Self {
        Self {
            cycles: value(done, reg::DONE_CYCLES),
            counters: match kind {
                JobKind::Transform | JobKind::Quotient => Counters::Transform(transform(done)),
                _ => Counters::Msm(msm(done)),
            },
        }
    }
}

fn msm(done: &Done) -> MsmCounters {
    MsmCounters {
        bucket_cycles: value(done, reg::DONE_BUCKET_CYCLES),
        bucket_additions: value(done, reg::DONE_BUCKET_ADDS),
        reduction_cycles: value(done, reg::DONE_REDUCE_CYCLES),
        reduction_additions: value(done, reg::DONE_REDUCE_ADDS),
        stored: value(done, reg::DONE_STORED),
        starved: value(done, reg::DONE_STARVED),
        refused: value(done, reg::DONE_REFUSED),
        spent: value(done, reg::DONE_SPENT),
        met: value(done, reg::DONE_MET),
    }
}

/// They stand in the registers that an MSM has for its own.
fn transform(done: &Done) -> TransformCounters {
    TransformCounters {
        pass_cycles: value(done, reg::DONE_BUCKET_CYCLES),
        full_cycles: value(done, reg::DONE_BUCKET_ADDS),
        starved: value(done, reg::DONE_REDUCE_CYCLES),
        factors_awaited: value(done, reg::DONE_REDUCE_ADDS),
        words_read: value(done, reg::DONE_STORED),
        refused: value(done, reg::DONE_STARVED),
        words_written: value(done, reg::DONE_REFUSED),
    }
}
