//! What a card makes of jobs, case by case.

use zkcard_wire::{
    BaseKind, Group,
    identity::features,
    job::{JobDescriptor, JobKind, JobStatus},
    sets::{Limits, SETS, Set, Sets, Task},
};

const LIMITS: Limits = Limits {
    features: features::MSM | features::MSM_G2 | features::MULTIPLES | features::TRANSFORM,
    memory_words: 1000,
    base_words: [1, 2, 3],
    result_words: [10, 20, 5],
    transform_bits: 6,
};

/// Set 3: a hundred bases of G1 at 100; set 4: fifty of G2 at 200; set 6: ten of G1 with two multiples each at 700.
fn sets() -> Sets {
    let mut sets = Sets::default();
    for job in [
        JobDescriptor::load(BaseKind::G1, 0, 3, 100, 100),
        JobDescriptor::load(BaseKind::G2, 0, 4, 200, 50),
        JobDescriptor::load(BaseKind::Multiples, 0, 6, 700, 10),
    ] {
        assert_eq!(sets.admit(&job.record(), &LIMITS), Ok(Task::Nothing));
    }
    sets
}

fn msm(group: Group, set: u32, scalars: u32, result: u32, count: u32) -> JobDescriptor {
    JobDescriptor {
        kind: JobKind::msm(group),
        tag: 0,
        set,
        bases: 0,
        scalars,
        result,
        count,
    }
}

fn status(job: JobDescriptor) -> JobStatus {
    let status = sets().admit(&job.record(), &LIMITS).err();
    status.unwrap_or(JobStatus::Done)
}

#[test]
fn regions_may_touch_and_not_overlap() {
    use JobStatus::{Done, OutOfMemory, Overlap};
    for (scalars, result, count, expected) in [
        (50, 90, 80, Done),
        (51, 90, 80, Overlap),
        (50, 91, 80, Overlap),
        (300, 350, 100, Done),
        (299, 350, 100, Overlap),
        (300, 349, 100, Overlap),
        (300, 290, 100, Overlap),
        (300, 291, 0, Overlap),
        (950, 300, 100, Done),
        (951, 300, 100, OutOfMemory),
        (951, 300, 98, Done),
        (951, 300, 99, OutOfMemory),
        (300, 990, 1, Done),
        (300, 991, 1, OutOfMemory),
        (u32::MAX, 300, 1, OutOfMemory),
        (300, u32::MAX, 1, OutOfMemory),
        // No scalars are nowhere, if they are not beyond memory.
        (150, 300, 0, Done),
        (305, 300, 0, Done),
        (1000, 300, 0, Done),
        (1001, 300, 0, OutOfMemory),
    ] {
        let job = msm(Group::G1, 3, scalars, result, count);
        assert_eq!(status(job), expected, "{job:?}");
    }
    assert_eq!(status(msm(Group::G2, 4, 300, 80, 50)), Done);
    assert_eq!(status(msm(Group::G2, 4, 300, 81, 50)), Overlap);
}

#[test]
fn sets_are_told_apart() {
    let job = |group, set, count| status(msm(group, set, 400, 600, count));
    assert_eq!(job(Group::G1, 3, 100), JobStatus::Done);
    assert_eq!(job(Group::G1, 3, 101), JobStatus::TooMany);
    assert_eq!(job(Group::G1, 4, 1), JobStatus::WrongGroup);
    assert_eq!(job(Group::G2, 3, 1), JobStatus::WrongGroup);
    assert_eq!(job(Group::G2, 4, 51), JobStatus::TooMany);
    assert_eq!(job(Group::G1, 5, 0), JobStatus::UnknownSet);
    assert_eq!(job(Group::G1, SETS as u32, 0), JobStatus::UnknownSet);
    assert_eq!(job(Group::G1, 3 + (1 << 31), 0), JobStatus::UnknownSet);
}

#[test]
fn a_set_with_multiples_takes_their_words_and_has_its_own_result() {
    use JobStatus::{Done, Overlap, TooMany, WrongGroup};
    for (group, scalars, result, count, expected) in [
        (Group::G1, 400, 695, 10, Done),
        // Its result has half the words of one over bases alone.
        (Group::G1, 400, 696, 10, Overlap),
        (Group::G1, 730, 500, 10, Done),
        (Group::G1, 729, 500, 10, Overlap),
        (Group::G1, 400, 730, 10, Done),
        (Group::G1, 400, 729, 10, Overlap),
        (Group::G1, 400, 500, 11, TooMany),
        (Group::G2, 400, 500, 1, WrongGroup),
    ] {
        let job = msm(group, 6, scalars, result, count);
        assert_eq!(status(job), expected, "{job:?}");
    }
    let load = |first| status(JobDescriptor::load(BaseKind::Multiples, 0, 7, first, 100));
    assert_eq!(load(700), Done);
    assert_eq!(load(701), JobStatus::OutOfMemory);
}

#[test]
fn sets_are_declared_again_and_dropped() {
    let mut sets = sets();
    let mut admit = |job: JobDescriptor| sets.admit(&job.record(), &LIMITS);
    let job = msm(Group::G1, 3, 400, 600, 7);
    let set = |first, count| {
        let kind = BaseKind::G1;
        Ok(Task::Msm(Set { kind, first, count }))
    };
    assert_eq!(admit(job), set(100, 7));
    let beyond = JobDescriptor::load(BaseKind::G1, 0, 3, 901, 100);
    assert_eq!(admit(beyond), Err(JobStatus::OutOfMemory));
    let huge = JobDescriptor::load(BaseKind::G2, 0, 3, 0, u32::MAX);
    assert_eq!(admit(huge), Err(JobStatus::OutOfMemory));
    assert_eq!(admit(job), set(100, 7), "refused jobs change nothing");
    assert_eq!(
        admit(JobDescriptor::load(BaseKind::G1, 0, 3, 900, 100)),
        Ok(Task::Nothing)
    );
    assert_eq!(admit(job), set(900, 7));
    assert_eq!(admit(JobDescriptor::drop(0, 3)), Ok(Task::Nothing));
    assert_eq!(admit(job), Err(JobStatus::UnknownSet));
    let again = JobDescriptor::drop(0, 3);
    assert_eq!(admit(again), Err(JobStatus::UnknownSet));
}

#[test]
fn a_card_of_g1_alone_has_no_other_jobs() {
    let limits = Limits {
        features: features::MSM,
        ..LIMITS
    };
    for kind in [0, 2, 4, 6, 7, 8, 9, 10, u32::MAX] {
        let job = [kind, 0, 99, 0, 0, 0, 0];
        let refused = Sets::default().admit(&job, &limits);
        assert_eq!(refused, Err(JobStatus::Unsupported), "kind {kind}");
    }
}
