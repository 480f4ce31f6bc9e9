//! Sets of bases that a card knows by number, and the jobs that it refuses.
//!
//! A job that declares a set says where its bases lie and how many there are.
//! The card remembers it until the set is dropped or declared again, through
//! soft resets. Then a job can be judged by the card alone. The first of these
//! that holds ends the job:
//!
//! | the job | status |
//! |---|---|
//! | is of an unknown kind, or over bases of a kind that the card does not have | `Unsupported` |
//! | names a set beyond the last | `UnknownSet` |
//! | declares bases beyond the end of memory | `OutOfMemory` |
//! | drops or uses a set that was not declared | `UnknownSet` |
//! | uses a set of the other group | `WrongGroup` |
//! | has more pairs than the set has bases | `TooMany` |
//! | has scalars or a result beyond the end of memory | `OutOfMemory` |
//! | has scalars or a result in words of each other, or of a declared set | `Overlap` |
//!
//! What has no words overlaps nothing. Sets may overlap each other. An MSM over G1 runs over sets with multiples and
//! without, with the windows of either.
//!
//! [`Sets`] is that rule as a program: the golden model of the hardware.

use crate::{
    BaseKind,
    job::{JOB_REGISTERS, JobKind, JobStatus},
    layout,
};

/// Scalars in a word.
const SCALARS_A_WORD: u64 = (layout::WORD_BYTES / layout::SCALAR_BYTES) as u64;

/// How many sets a card can know; they are numbered from zero.
pub const SETS: usize = 16;

/// A set of bases in card memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Set {
    /// What it holds for each base.
    pub kind: BaseKind,
    /// Word index of the first.
    pub first: u32,
    /// How many there are.
    pub count: u32,
}

/// What a card is, as far as its judgement of jobs depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Its features.
    pub features: u32,
    /// Words of its memory.
    pub memory_words: u32,
    /// Words of a base of each kind, in the order of [`BaseKind::ALL`].
    pub base_words: [u32; 3],
    /// And of a result.
    pub result_words: [u32; 3],
}

/// Words from one index to another, which may lie beyond any memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    start: u64,
    end: u64,
}

impl Span {
    fn new(start: u32, words: u64) -> Self {
        let start = u64::from(start);
        Self {
            start,
            end: start + words,
        }
    }

    fn meets(self, other: Self) -> bool {
        let some = self.start < self.end && other.start < other.end;
        some && self.start < other.end && other.start < self.end
    }
}

impl Set {
    /// Words that it takes.
    pub fn words(&self, limits: &Limits) -> u64 {
        u64::from(self.count) * u64::from(limits.base_words[self.kind as usize])
    }

    fn span(&self, limits: &Limits) -> Span {
        Span::new(self.first, self.words(limits))
    }
}

/// The sets that a card knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sets([Option<Set>; SETS]);

impl Sets {
    /// What a card makes of a job, given as its registers from `JOB_KIND` to
    /// `JOB_COUNT`: the bases over which an MSM is to run, or none if nothing is
    /// left to do.
    ///
    /// # Errors
    /// The status with which the card refuses it.
    pub fn admit(
        &mut self,
        job: &[u32; JOB_REGISTERS],
        limits: &Limits,
    ) -> Result<Option<Set>, JobStatus> {
        let [code, _, number, first, ..] = *job;
        let count = job[JOB_REGISTERS - 1];
        let able = |kind: &BaseKind| limits.features & kind.feature() != 0;
        let kind_of = |job_over: fn(BaseKind) -> JobKind| {
            let mut kinds = BaseKind::ALL.into_iter().filter(able);
            kinds.find(|kind| job_over(*kind) as u32 == code)
        };
        let msm = kind_of(|kind| JobKind::msm(kind.group())).map(BaseKind::group);
        let load = kind_of(JobKind::load);
        let drop = code == JobKind::Drop as u32;
        if msm.is_none() && load.is_none() && !drop {
            return Err(JobStatus::Unsupported);
        }
        let slot = self.0.get_mut(number as usize);
        let slot = slot.ok_or(JobStatus::UnknownSet)?;
        if let Some(kind) = load {
            let set = Set { kind, first, count };
            within_memory(set.span(limits), limits)?;
            *slot = Some(set);
            return Ok(None);
        }
        let set = slot.ok_or(JobStatus::UnknownSet)?;
        let Some(group) = msm else {
            *slot = None;
            return Ok(None);
        };
        if set.kind.group() != group {
            return Err(JobStatus::WrongGroup);
        }
        if set.count < count {
            return Err(JobStatus::TooMany);
        }
        self.check_regions(job, set.kind, limits)?;
        Ok(Some(Set { count, ..set }))
    }

    fn check_regions(
        &self,
        job: &[u32; JOB_REGISTERS],
        over: BaseKind,
        limits: &Limits,
    ) -> Result<(), JobStatus> {
        let [.., scalars, result, count] = *job;
        let scalars = Span::new(scalars, u64::from(count).div_ceil(SCALARS_A_WORD));
        let result_words = limits.result_words[over as usize];
        let result = Span::new(result, result_words.into());
        within_memory(scalars, limits)?;
        within_memory(result, limits)?;
        let bases = self.0.iter().flatten().map(|set| set.span(limits));
        let meets = |base: Span| scalars.meets(base) || result.meets(base);
        if scalars.meets(result) || bases.into_iter().any(meets) {
            return Err(JobStatus::Overlap);
        }
        Ok(())
    }
}

fn within_memory(span: Span, limits: &Limits) -> Result<(), JobStatus> {
    let within = span.end <= limits.memory_words.into();
    within.then_some(()).ok_or(JobStatus::OutOfMemory)
}
