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
//! Transforms and jobs that clear memory name no set:
//!
//! | the job | status |
//! |---|---|
//! | is of a kind or [form](crate::transform) that the card does not have, of more points than it can, or of no vectors or too many | `Unsupported` |
//! | has vectors, a work region or a result beyond the end of memory | `OutOfMemory` |
//! | has two of these in words of each other, or one in words of a declared set | `Overlap` |
//! | clears words beyond the end of memory | `OutOfMemory` |
//! | clears words of a declared set | `Overlap` |
//!
//! What has no words overlaps nothing. Sets may overlap each other. An MSM over G1 runs over sets with multiples and
//! without, with the windows of either.
//!
//! [`Sets`] is that rule as a program: the golden model of the hardware.

use crate::{
    BaseKind,
    identity::features,
    job::{JOB_REGISTERS, JobKind, JobStatus},
    layout,
    transform::Shape,
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
    /// Base-two logarithm of the points of its largest transform.
    pub transform_bits: u32,
}

/// What is left to do of a job that was not refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Nothing.
    Nothing,
    /// An MSM over these bases.
    Msm(Set),
    /// A transform or quotient.
    Transform(Regions),
    /// Words to overwrite with zeros, one at least.
    Clear {
        /// Word index of the first.
        first: u32,
        /// How many.
        words: u32,
    },
}

/// Where a transform or quotient works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Regions {
    /// What it does.
    pub shape: Shape,
    /// Word index of the vectors.
    pub vectors: u32,
    /// Of the work region.
    pub work: u32,
    /// Of the result.
    pub result: u32,
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
    /// `JOB_COUNT`: what is left to do.
    ///
    /// # Errors
    /// The status with which the card refuses it.
    pub fn admit(
        &mut self,
        job: &[u32; JOB_REGISTERS],
        limits: &Limits,
    ) -> Result<Task, JobStatus> {
        let transforms = [JobKind::Transform, JobKind::Quotient, JobKind::Clear];
        let able = limits.features & features::TRANSFORM != 0;
        match transforms.into_iter().find(|kind| *kind as u32 == job[0]) {
            Some(JobKind::Clear) if able => self.admit_clear(job, limits),
            Some(_) if able => self.admit_transform(job, limits),
            _ => self.admit_over_sets(job, limits),
        }
    }

    fn admit_transform(
        &self,
        job: &[u32; JOB_REGISTERS],
        limits: &Limits,
    ) -> Result<Task, JobStatus> {
        let [kind, _, set, work, vectors, result, count] = *job;
        let shape = Shape::of_job(kind, set, count).ok();
        let shape = shape.filter(|shape| shape.bits <= limits.transform_bits);
        let shape = shape.ok_or(JobStatus::Unsupported)?;
        self.check_apart(
            &[
                Span::new(vectors, shape.vectors_words()),
                Span::new(work, shape.work_words()),
                Span::new(result, shape.result_words()),
            ],
            limits,
        )?;
        Ok(Task::Transform(Regions {
            shape,
            vectors,
            work,
            result,
        }))
    }

    fn admit_clear(&self, job: &[u32; JOB_REGISTERS], limits: &Limits) -> Result<Task, JobStatus> {
        let [_, _, set, .., first, words] = *job;
        if set != 0 {
            return Err(JobStatus::Unsupported);
        }
        self.check_apart(&[Span::new(first, words.into())], limits)?;
        Ok(match words {
            0 => Task::Nothing,
            words => Task::Clear { first, words },
        })
    }

    fn admit_over_sets(
        &mut self,
        job: &[u32; JOB_REGISTERS],
        limits: &Limits,
    ) -> Result<Task, JobStatus> {
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
            return Ok(Task::Nothing);
        }
        let set = slot.ok_or(JobStatus::UnknownSet)?;
        let Some(group) = msm else {
            *slot = None;
            return Ok(Task::Nothing);
        };
        if set.kind.group() != group {
            return Err(JobStatus::WrongGroup);
        }
        if set.count < count {
            return Err(JobStatus::TooMany);
        }
        let [.., scalars, result, _] = *job;
        let result_words = limits.result_words[set.kind as usize];
        let scalars = Span::new(scalars, u64::from(count).div_ceil(SCALARS_A_WORD));
        self.check_apart(&[scalars, Span::new(result, result_words.into())], limits)?;
        Ok(Task::Msm(Set { count, ..set }))
    }

    /// Whether regions lie in memory, apart from each other and from the declared sets.
    fn check_apart(&self, regions: &[Span], limits: &Limits) -> Result<(), JobStatus> {
        regions
            .iter()
            .try_for_each(|region| within_memory(*region, limits))?;
        let sets = self.0.iter().flatten().map(|set| set.span(limits));
        let meets = |other: Span| regions.iter().any(|region| region.meets(other));
        let mut others = regions[1..].iter().enumerate();
        let mixed = others.any(|(i, other)| regions[..=i].iter().any(|one| one.meets(*other)));
        if mixed || sets.into_iter().any(meets) {
            return Err(JobStatus::Overlap);
        }
        Ok(())
    }
}

fn within_memory(span: Span, limits: &Limits) -> Result<(), JobStatus> {
    let within = span.end <= limits.memory_words.into();
    within.then_some(()).ok_or(JobStatus::OutOfMemory)
}
