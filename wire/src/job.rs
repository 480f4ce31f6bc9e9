//! Jobs: what software asks of a card, and how a card answers.
//!
//! A job is written to the `JOB_*` registers and queued by the write to
//! `JOB_SUBMIT`. Jobs run in order. A finished one stands in the `DONE_*`
//! registers until `DONE_POP` is written.
//!
//! A card knows sets of bases by number: a job declares one that lies in its
//! memory, later jobs name it. See [`sets`](crate::sets) for what a card refuses.

use crate::{BaseKind, Group, WireError, transform::Shape};

/// What a job does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u32)]
pub enum JobKind {
    /// Multi-scalar multiplication over a set of bases of G1.
    Msm = 1,
    /// The same over G2.
    MsmG2 = 2,
    /// Declares a set of bases of G1 that lies in memory.
    Load = 3,
    /// The same over G2.
    LoadG2 = 4,
    /// Forgets a set of bases.
    Drop = 5,
    /// Declares a set of bases of G1 that lies in memory with [multiples](crate::layout::Multiples).
    LoadMultiples = 6,
    /// A [transform](crate::transform) of vectors.
    Transform = 7,
    /// The [quotient](crate::transform) of three vectors.
    Quotient = 8,
    /// Overwrites words with zeros.
    Clear = 9,
}

impl JobKind {
    /// A multi-scalar multiplication over `group`.
    pub const fn msm(group: Group) -> Self {
        match group {
            Group::G1 => Self::Msm,
            Group::G2 => Self::MsmG2,
        }
    }

    /// The declaration of a set of bases of a kind.
    pub const fn load(kind: BaseKind) -> Self {
        match kind {
            BaseKind::G1 => Self::Load,
            BaseKind::G2 => Self::LoadG2,
            BaseKind::Multiples => Self::LoadMultiples,
        }
    }
}

/// Registers that describe a job, from `JOB_KIND` to `JOB_COUNT`.
pub const JOB_REGISTERS: usize = 7;

/// One entry of the job queue, as written to the registers from `JOB_KIND` on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct JobDescriptor {
    /// What to do.
    pub kind: JobKind,
    /// Returned with the answer; unique among the jobs in the queue.
    pub tag: u32,
    /// Number of the set of bases; the form of a transform.
    pub set: u32,
    /// Word index of the first base, if the set is declared; of the work region of a transform.
    pub bases: u32,
    /// Word index of the first scalar of an MSM, or of the vectors of a transform.
    pub scalars: u32,
    /// Word index where the result goes; the first word that is cleared.
    pub result: u32,
    /// Bases of the set that is declared; (scalar, base) pairs of an MSM, which
    /// takes the first bases of its set; vectors of a transform; words that are cleared.
    pub count: u32,
}

impl JobDescriptor {
    /// Declares `count` bases of a kind from word `bases` on as set `set`.
    pub const fn load(kind: BaseKind, tag: u32, set: u32, bases: u32, count: u32) -> Self {
        Self {
            kind: JobKind::load(kind),
            tag,
            set,
            bases,
            scalars: 0,
            result: 0,
            count,
        }
    }

    /// Forgets a set.
    pub const fn drop(tag: u32, set: u32) -> Self {
        Self {
            kind: JobKind::Drop,
            tag,
            set,
            bases: 0,
            scalars: 0,
            result: 0,
            count: 0,
        }
    }

    /// A transform or quotient of the vectors from word `vectors` on, with a work region and a place for the result.
    pub const fn transform(shape: &Shape, tag: u32, vectors: u32, work: u32, result: u32) -> Self {
        Self {
            kind: shape.kind(),
            tag,
            set: shape.set(),
            bases: work,
            scalars: vectors,
            result,
            count: shape.vectors,
        }
    }

    /// Overwrites `words` words from `first` on with zeros.
    pub const fn clear(tag: u32, first: u32, words: u32) -> Self {
        Self {
            kind: JobKind::Clear,
            tag,
            set: 0,
            bases: 0,
            scalars: 0,
            result: first,
            count: words,
        }
    }

    /// The values of the registers from `JOB_KIND` to `JOB_COUNT`.
    pub const fn record(&self) -> [u32; JOB_REGISTERS] {
        [
            self.kind as u32,
            self.tag,
            self.set,
            self.bases,
            self.scalars,
            self.result,
            self.count,
        ]
    }

    /// Those, and that of `JOB_SUBMIT`: one burst of register writes queues the job.
    pub const fn registers(&self) -> [u32; JOB_REGISTERS + 1] {
        let [kind, tag, set, bases, scalars, result, count] = self.record();
        [kind, tag, set, bases, scalars, result, count, 1]
    }
}

/// How a job ended, as in `DONE_STATUS`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u32)]
pub enum JobStatus {
    /// The result is in memory.
    Done = 0,
    /// The card does not know this kind of job, or does not add in its group, or a transform has a form or size that it does
    /// not do.
    Unsupported = 1,
    /// Memory answered a read or write with an error.
    MemoryError = 2,
    /// Memory did not answer in time.
    MemoryTimeout = 3,
    /// The job took longer than `WATCHDOG_KCYCLES`, or waited so long for a core that was not ready.
    Watchdog = 4,
    /// A region of the job would lie beyond the end of memory.
    OutOfMemory = 5,
    /// Regions of the job would share words with each other or with a set of bases.
    Overlap = 6,
    /// No set of this number was declared, or there is no such number.
    UnknownSet = 7,
    /// The set is one of the other group.
    WrongGroup = 8,
    /// The set has fewer bases than the job has pairs.
    TooMany = 9,
}

impl JobStatus {
    const ALL: [Self; 10] = [
        Self::Done,
        Self::Unsupported,
        Self::MemoryError,
        Self::MemoryTimeout,
        Self::Watchdog,
        Self::OutOfMemory,
        Self::Overlap,
        Self::UnknownSet,
        Self::WrongGroup,
        Self::TooMany,
    ];
}

impl TryFrom<u32> for JobStatus {
    type Error = WireError;

    fn try_from(code: u32) -> Result<Self, WireError> {
        let known = Self::ALL.into_iter().find(|status| *status as u32 == code);
        known.ok_or(WireError::UnknownCode {
            table: "job status",
            code,
        })
    }
}
