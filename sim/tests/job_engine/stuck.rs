//! Cores that are not ready: for a while after a reset, until one, or for ever.
use crate::{
    surroundings::Surroundings,
    transforms::{check, job, store, surroundings},
};
use zkcard_hdl::shell::RECOVERY;
use zkcard_sim::card::Word;
use zkcard_wire::{
    BaseKind,
    job::{JobDescriptor, JobKind, JobStatus},
    transform::Shape,
};

/// Clocks that a job may take beside those that it waits.
const BESIDE: u32 = 300;

fn shape() -> Shape {
    Shape::transform(6, 1, true, true)
}

/// Runs a job that its core keeps waiting for `clocks`, until the watchdog ends it.
fn waits_in_vain(around: &mut Surroundings, job: &JobDescriptor, clocks: u32) {
    let (resets, started) = (around.core.resets, around.core.started.len());
    around.errors = [0; 4];
    around.offer(job);
    for _ in 0..clocks {
        assert_eq!(around.bench.get("done_valid"), 0, "too early");
        around.clock();
    }
    let done = around.ended();
    assert_eq!(done[..2], [job.tag, JobStatus::Watchdog as u32]);
    assert!((clocks..clocks + BESIDE).contains(&done[2]), "{}", done[2]);
    assert_eq!(done[3..], [0; 9], "no core has worked on it");
    assert_eq!(around.errors, [0, 0, 1, 0]);
    assert_eq!(around.core.resets, resets + 1, "resets");
    assert_eq!(around.core.started.len(), started, "it does not begin");
    around.errors = [0; 4];
}

#[test]
fn a_core_that_is_never_ready_is_reset_and_the_next_job_works() {
    let mut around = surroundings(21);
    check(&mut around, &shape(), 1);
    // No watchdog allows less than a core may need, longer ones are kept to.
    for (kiloclocks, clocks) in [(1, RECOVERY), (RECOVERY >> 10, RECOVERY), (80, 80 << 10)] {
        around.bench.set("watchdog", kiloclocks.into());
        around.core.hangs = true;
        store(&mut around, &shape());
        waits_in_vain(&mut around, &job(&shape(), 2), clocks);
        check(&mut around, &shape(), 3);
    }
}

#[test]
fn a_core_that_no_reset_heals_fails_its_own_jobs_alone() {
    let mut around = surroundings(22);
    around.bench.set("watchdog", 3);
    (around.core.hangs, around.core.heals) = (true, false);
    for tag in 1..4 {
        store(&mut around, &shape());
        waits_in_vain(&mut around, &job(&shape(), tag), RECOVERY);
        around.memory.insert(7, [1; 16]);
        around.offer(&JobDescriptor::clear(tag, 7, 1));
        assert_eq!(around.ended()[..2], [tag, JobStatus::Done as u32]);
        assert_eq!(around.word(7), Word::default());
    }
    around.core.hangs = false;
    check(&mut around, &shape(), 4);
}

#[test]
fn scalars_are_cleared_where_the_msm_core_is_never_ready() {
    let mut around = surroundings(23);
    around.bench.set("watchdog", 1);
    around.offer(&JobDescriptor::load(BaseKind::G1, 1, 2, 100, 7));
    assert_eq!(around.ended()[..2], [1, JobStatus::Done as u32]);
    // A job before it leaves its own places in the writer.
    (600..620).for_each(|i| _ = around.memory.insert(i, [5; 16]));
    around.offer(&JobDescriptor::clear(2, 600, 10));
    assert_eq!(around.ended()[..2], [2, JobStatus::Done as u32]);
    let (scalars, words) = (300, 3);
    (290..310).for_each(|i| _ = around.memory.insert(i, [5; 16]));
    around.bench.set("core_busy", 1);
    let msm = JobDescriptor {
        kind: JobKind::Msm,
        tag: 3,
        set: 2,
        bases: 0,
        scalars,
        result: 500,
        count: 6,
    };
    waits_in_vain(&mut around, &msm, RECOVERY);
    let cleared = |i: &u32| around.word(*i) == Word::default();
    let zeros: Vec<u32> = (290..310).chain(610..620).filter(cleared).collect();
    assert_eq!(zeros, (scalars..scalars + words).collect::<Vec<_>>());
    around.bench.set("core_busy", 0);
    check(&mut around, &shape(), 4);
}

#[test]
fn a_watchdog_shorter_than_a_reset_does_not_fail_the_jobs_after_it() {
    let mut around = surroundings(24);
    around.bench.set("watchdog", 2);
    around.core.after_reset = 5000;
    for tag in 0..3 {
        around.core.stuck = true;
        store(&mut around, &shape());
        around.offer(&job(&shape(), tag));
        assert_eq!(around.ended()[..2], [tag, JobStatus::Watchdog as u32]);
        around.core.stuck = false;
        check(&mut around, &shape(), tag + 10);
    }
}

#[test]
fn without_a_watchdog_a_job_waits_for_its_core() {
    let mut around = surroundings(25);
    (around.core.hangs, around.core.heals) = (true, false);
    store(&mut around, &shape());
    around.offer(&job(&shape(), 1));
    for _ in 0..RECOVERY + BESIDE {
        around.clock();
        assert_eq!(around.bench.get("done_valid"), 0);
    }
    around.core.hangs = false;
    assert_eq!(around.ended()[..2], [1, JobStatus::Done as u32]);
    assert_eq!((around.core.resets, around.errors), (0, [0; 4]));
}

#[test]
fn a_soft_reset_drops_a_job_that_waits_for_its_core() {
    let mut around = surroundings(26);
    around.bench.set("watchdog", 1);
    around.core.hangs = true;
    for clocks in [RECOVERY / 2, RECOVERY, RECOVERY + BESIDE] {
        around.offer(&job(&shape(), 1));
        (0..clocks).for_each(|_| around.clock());
        around.bench.set("soft_reset", 1);
        around.clock();
        around.bench.set("soft_reset", 0);
        (0..BESIDE).for_each(|_| around.clock());
        assert_eq!(around.bench.get("active"), 0, "{clocks} clocks");
        check(&mut around, &shape(), 2);
    }
}
