//! The largest job that there is room for, and the next larger one: by number of points, vectors, pairs, sets and words.

use crate::Bench;
use zkcard_wire::{
    BaseKind, Group,
    identity::features,
    job::{JobDescriptor, JobKind, JobStatus},
    sets::{Limits, SETS, Sets, Task},
    transform::{MAX_VECTORS, Shape},
};

const ALL: u32 = features::MSM | features::MSM_G2 | features::MULTIPLES | features::TRANSFORM;

/// Memory in which no job of these tests is too long, and the three regions of a transform.
const LARGE: u32 = 1 << 30;
const WORK: u32 = LARGE / 4;
const RESULT: u32 = LARGE / 2 + 2;

fn limits(features: u32, memory_words: u32, transform_bits: u32) -> Limits {
    Limits {
        features,
        memory_words,
        base_words: [1, 2, 8],
        result_words: [60, 110, 40],
        transform_bits,
    }
}

/// The status of a job, in hardware and by the contract; done if it is not refused.
struct Judges(Bench, Sets);

impl Judges {
    fn new(limits: &Limits) -> Self {
        Self(Bench::new(limits), Sets::default())
    }

    fn admit(&mut self, job: &JobDescriptor) -> Result<Task, JobStatus> {
        let registers = job.record();
        let got = self.0.admit(&registers);
        let contract = self.1.admit(&registers, &self.0.limits);
        assert_eq!(got, contract, "{job:?}");
        got
    }

    /// What must come of a job, told here once more and not left to the model.
    fn says(&mut self, status: JobStatus, job: &JobDescriptor) {
        let got = self.admit(job).err().unwrap_or(JobStatus::Done);
        assert_eq!(got, status, "{job:?}");
    }
}

fn transform(shape: &Shape) -> JobDescriptor {
    JobDescriptor::transform(shape, 1, 0, WORK, RESULT)
}

fn msm(group: Group, set: u32, count: u32) -> JobDescriptor {
    JobDescriptor {
        kind: JobKind::msm(group),
        tag: 1,
        set,
        bases: 0,
        scalars: 2000,
        result: 3000,
        count,
    }
}

#[test]
fn transforms_of_more_points_than_the_core_takes_are_unsupported() {
    for largest in [0, 1, 9, 20] {
        let mut judges = Judges::new(&limits(ALL, LARGE, largest));
        for bits in 0..=(largest + 12).min(31) {
            let expected = match bits <= largest {
                true => JobStatus::Done,
                false => JobStatus::Unsupported,
            };
            for flag in [false, true] {
                judges.says(expected, &transform(&Shape::quotient(bits, flag)));
                for other in [false, true] {
                    let shape = Shape::transform(bits, 1, flag, other);
                    judges.says(expected, &transform(&shape));
                }
            }
        }
        // A size that wraps around its five bits is none that there is.
        let job = transform(&Shape::transform(0, 1, false, false));
        let job = JobDescriptor { set: 32, ..job };
        judges.says(JobStatus::Unsupported, &job);
    }
}

#[test]
fn a_core_of_all_sizes_lacks_memory_first() {
    let mut judges = Judges::new(&limits(ALL, LARGE, 31));
    for bits in [29, 30, 31] {
        let shape = Shape::transform(bits, 1, false, false);
        let expected = match bits {
            29 => JobStatus::Done,
            _ => JobStatus::OutOfMemory,
        };
        judges.says(expected, &transform(&shape));
    }
}

#[test]
fn no_vectors_and_too_many_are_unsupported() {
    let mut judges = Judges::new(&limits(ALL, LARGE, 9));
    let good = transform(&Shape::transform(3, 1, false, true));
    for (count, status) in [
        (0, JobStatus::Unsupported),
        (1, JobStatus::Done),
        (MAX_VECTORS, JobStatus::Done),
        (MAX_VECTORS + 1, JobStatus::Unsupported),
        (u32::MAX, JobStatus::Unsupported),
    ] {
        judges.says(status, &JobDescriptor { count, ..good });
    }
    let good = transform(&Shape::quotient(3, true));
    for (count, status) in [
        (2, JobStatus::Unsupported),
        (3, JobStatus::Done),
        (4, JobStatus::Unsupported),
        (3 + 256, JobStatus::Unsupported),
    ] {
        judges.says(status, &JobDescriptor { count, ..good });
    }
}

#[test]
fn regions_may_end_with_memory_and_no_later() {
    let memory = 5000;
    let mut judges = Judges::new(&limits(ALL, memory, 9));
    for shape in [
        Shape::quotient(9, true),
        Shape::transform(9, 2, true, false),
    ] {
        let good = JobDescriptor::transform(&shape, 1, 0, 1000, 2000);
        let words = [
            shape.vectors_words(),
            shape.work_words(),
            shape.result_words(),
        ];
        let [vectors, work, result] = words.map(|words| memory - words as u32);
        for (more, status) in [(0, JobStatus::Done), (1, JobStatus::OutOfMemory)] {
            for job in [
                JobDescriptor {
                    scalars: vectors + more,
                    ..good
                },
                JobDescriptor {
                    bases: work + more,
                    ..good
                },
                JobDescriptor {
                    result: result + more,
                    ..good
                },
            ] {
                judges.says(status, &job);
            }
        }
    }
    for (first, words, status) in [
        (memory - 1, 1, JobStatus::Done),
        (memory, 0, JobStatus::Done),
        (memory, 1, JobStatus::OutOfMemory),
        (1, memory, JobStatus::OutOfMemory),
        (1, u32::MAX, JobStatus::OutOfMemory),
    ] {
        judges.says(status, &JobDescriptor::clear(1, first, words));
    }
}

#[test]
fn sets_hold_the_pairs_of_a_job_or_it_is_refused() {
    let memory = 5000;
    let mut judges = Judges::new(&limits(ALL, memory, 9));
    for (kind, words) in [
        (BaseKind::G1, 1),
        (BaseKind::G2, 2),
        (BaseKind::Multiples, 8),
    ] {
        for (set, status) in [
            (0, JobStatus::Done),
            (SETS as u32 - 1, JobStatus::Done),
            (SETS as u32, JobStatus::UnknownSet),
            (SETS as u32 + 256, JobStatus::UnknownSet),
            (u32::MAX, JobStatus::UnknownSet),
        ] {
            judges.says(status, &JobDescriptor::load(kind, 1, set, 0, 100));
        }
        // No bit of a number is left out.
        for bit in SETS.ilog2()..32 {
            let job = JobDescriptor::load(kind, 1, 1 << bit, 0, 100);
            judges.says(JobStatus::UnknownSet, &job);
        }
        let first = memory - 100 * words;
        for (first, count, status) in [
            (first, 100, JobStatus::Done),
            (first, 101, JobStatus::OutOfMemory),
            (first + 1, 100, JobStatus::OutOfMemory),
            (0, u32::MAX, JobStatus::OutOfMemory),
        ] {
            judges.says(status, &JobDescriptor::load(kind, 1, 3, first, count));
        }
        let other = match kind.group() {
            Group::G1 => Group::G2,
            Group::G2 => Group::G1,
        };
        for (group, set, count, status) in [
            (kind.group(), 3, 0, JobStatus::Done),
            (kind.group(), 3, 100, JobStatus::Done),
            (kind.group(), 3, 101, JobStatus::TooMany),
            (kind.group(), 3, u32::MAX, JobStatus::TooMany),
            (kind.group(), 4, 1, JobStatus::UnknownSet),
            (kind.group(), 16, 1, JobStatus::UnknownSet),
            // The group is looked at before the count.
            (other, 3, 101, JobStatus::WrongGroup),
        ] {
            judges.says(status, &msm(group, set, count));
        }
    }
}

#[test]
fn what_a_card_has_no_core_for_is_unsupported_whatever_its_size() {
    let mut judges = Judges::new(&limits(features::MSM, 5000, 9));
    for job in [
        transform(&Shape::transform(0, 1, false, false)),
        transform(&Shape::quotient(9, true)),
        JobDescriptor::clear(1, 0, 1),
        JobDescriptor::load(BaseKind::G2, 1, 0, 0, 1),
        JobDescriptor::load(BaseKind::Multiples, 1, 0, 0, 1),
        JobDescriptor::load(BaseKind::G2, 1, 16, 0, 9000),
        msm(Group::G2, 0, 0),
    ] {
        judges.says(JobStatus::Unsupported, &job);
    }
    judges.says(
        JobStatus::Done,
        &JobDescriptor::load(BaseKind::G1, 1, 0, 0, 1),
    );
    judges.says(JobStatus::Done, &msm(Group::G1, 0, 1));
}
