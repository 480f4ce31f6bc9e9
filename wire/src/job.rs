//! Jobs: what software asks of a card, and how a card answers.
//!
//! A job is written to the `JOB_*` registers and queued by the write to
//! `JOB_SUBMIT`. Jobs run in order. A finished one stands in the `DONE_*`
//! registers until `DONE_POP` is written.

use crate::WireError;

/// What a job does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u32)]
pub enum JobKind {
    /// Multi-scalar multiplication over resident bases.
    Msm = 1,
}

/// One entry of the job queue, as written to the registers from `JOB_KIND` on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct JobDescriptor {
    /// What to do.
    pub kind: JobKind,
    /// Returned with the answer; unique among the jobs in the queue.
    pub tag: u32,
    /// Word index of the first base.
    pub bases: u32,
    /// Word index of the first scalar.
    pub scalars: u32,
    /// Word index where the result goes.
    pub result: u32,
    /// Number of (scalar, base) pairs; at least one.
    pub count: u32,
}

impl JobDescriptor {
    /// The values of `JOB_KIND`, `JOB_TAG`, `JOB_BASES`, `JOB_SCALARS`,
    /// `JOB_RESULT`, `JOB_COUNT` and `JOB_SUBMIT`, in address order, so that one
    /// burst of register writes queues the job.
    pub const fn registers(&self) -> [u32; 7] {
        [
            self.kind as u32,
            self.tag,
            self.bases,
            self.scalars,
            self.result,
            self.count,
            1,
        ]
    }
}

/// How a job ended, as in `DONE_STATUS`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u32)]
pub enum JobStatus {
    /// The result is in memory.
    Done = 0,
    /// The card does not know this kind of job, or its count is zero.
    Unsupported = 1,
    /// Memory answered a read or write with an error.
    MemoryError = 2,
    /// Memory did not answer in time.
    MemoryTimeout = 3,
    /// The job took longer than `WATCHDOG_KCYCLES`.
    Watchdog = 4,
}

impl TryFrom<u32> for JobStatus {
    type Error = WireError;

    fn try_from(code: u32) -> Result<Self, WireError> {
        Ok(match code {
            0 => Self::Done,
            1 => Self::Unsupported,
            2 => Self::MemoryError,
            3 => Self::MemoryTimeout,
            4 => Self::Watchdog,
            code => {
                return Err(WireError::UnknownCode {
                    table: "job status",
                    code,
                });
            }
        })
    }
}
