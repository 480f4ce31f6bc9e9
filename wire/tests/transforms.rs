//! What a card makes of transforms and of jobs that clear memory: case by case, and against the rule in other words.

use zkcard_wire::{
    BaseKind,
    identity::features,
    job::{JOB_REGISTERS, JobDescriptor, JobStatus},
    sets::{Limits, Regions, Sets, Task},
    transform::Shape,
};

const LIMITS: Limits = Limits {
    features: features::MSM | features::TRANSFORM,
    memory_words: 1000,
    base_words: [1, 2, 3],
    result_words: [10, 20, 5],
    transform_bits: 6,
};

/// Words from the first to the last but one.
const SET: (u64, u64) = (100, 200);

/// A hundred bases of G1 at 100.
fn sets() -> Sets {
    let mut sets = Sets::default();
    let load = JobDescriptor::load(BaseKind::G1, 0, 3, 100, 100);
    assert_eq!(sets.admit(&load.record(), &LIMITS), Ok(Task::Nothing));
    sets
}

fn admit(job: &JobDescriptor) -> Result<Task, JobStatus> {
    sets().admit(&job.record(), &LIMITS)
}

fn status(shape: &Shape, vectors: u32, work: u32, result: u32) -> JobStatus {
    let job = JobDescriptor::transform(shape, 7, vectors, work, result);
    let run = Task::Transform(Regions {
        shape: *shape,
        vectors,
        work,
        result,
    });
    match admit(&job) {
        Ok(task) => {
            assert_eq!(task, run);
            JobStatus::Done
        }
        Err(status) => status,
    }
}

#[test]
fn regions_of_transforms_may_touch_and_not_overlap() {
    use JobStatus::{Done, OutOfMemory, Overlap};
    // Two vectors of 32 words, 66 words to work in.
    let shape = Shape::transform(6, 2, false, true);
    for (vectors, work, result, expected) in [
        (200, 264, 330, Done),
        (199, 264, 330, Overlap),
        (200, 263, 330, Overlap),
        (200, 264, 329, Overlap),
        (264, 200, 330, Overlap),
        (266, 200, 330, Done),
        (36, 264, 330, Done),
        (37, 264, 330, Overlap),
        (200, 34, 330, Done),
        (200, 35, 330, Overlap),
        (200, 264, 36, Done),
        (200, 264, 37, Overlap),
        (200, 264, 200, Overlap),
        (936, 264, 330, Done),
        (937, 264, 330, OutOfMemory),
        (200, 934, 330, Done),
        (200, 935, 330, OutOfMemory),
        (200, 264, 936, Done),
        (200, 264, 937, OutOfMemory),
        (u32::MAX, u32::MAX, u32::MAX, OutOfMemory),
    ] {
        let found = status(&shape, vectors, work, result);
        assert_eq!(found, expected, "{vectors} {work} {result}");
    }
}

#[test]
fn a_quotient_has_a_result_of_one_vector() {
    use JobStatus::{Done, OutOfMemory, Overlap};
    // Three vectors of four words, 14 words to work in, a result of four.
    let shape = Shape::quotient(3, true);
    for (vectors, work, result, expected) in [
        (200, 212, 226, Done),
        (200, 212, 96, Done),
        (200, 212, 97, Overlap),
        (200, 211, 226, Overlap),
        (200, 212, 996, Done),
        (200, 212, 997, OutOfMemory),
        (200, 986, 226, Done),
        (200, 987, 226, OutOfMemory),
    ] {
        let found = status(&shape, vectors, work, result);
        assert_eq!(found, expected, "{vectors} {work} {result}");
    }
    // A point takes a word.
    assert_eq!(status(&Shape::quotient(0, false), 200, 203, 208), Done);
    assert_eq!(status(&Shape::quotient(0, false), 200, 203, 207), Overlap);
}

#[test]
fn forms_and_sizes_that_the_card_has_not_are_unsupported() {
    let good = JobDescriptor::transform(&Shape::transform(6, 1, true, true), 0, 200, 300, 400);
    assert!(admit(&good).is_ok());
    let larger = JobDescriptor::transform(&Shape::transform(7, 1, true, true), 0, 200, 300, 400);
    let refused = |job: JobDescriptor| assert_eq!(admit(&job), Err(JobStatus::Unsupported));
    refused(larger);
    for set in [1 << 5, 1 << 10, 1 << 16, u32::MAX] {
        refused(JobDescriptor { set, ..good });
    }
    for count in [0, 256, u32::MAX] {
        refused(JobDescriptor { count, ..good });
    }
    let quotient = JobDescriptor::transform(&Shape::quotient(6, true), 0, 200, 300, 500);
    assert!(admit(&quotient).is_ok());
    for count in [0, 1, 2, 4] {
        refused(JobDescriptor { count, ..quotient });
    }
    refused(JobDescriptor {
        set: quotient.set | 1 << 8,
        ..quotient
    });
    // It is said before any region is looked at.
    refused(JobDescriptor {
        scalars: u32::MAX,
        ..larger
    });
}

#[test]
fn what_is_cleared_is_no_set_and_lies_in_memory() {
    let clear = |first, words| admit(&JobDescriptor::clear(0, first, words));
    let runs = |first, words| Ok(Task::Clear { first, words });
    assert_eq!(clear(0, 100), runs(0, 100));
    assert_eq!(clear(0, 101), Err(JobStatus::Overlap));
    assert_eq!(clear(200, 800), runs(200, 800));
    assert_eq!(clear(199, 1), Err(JobStatus::Overlap));
    assert_eq!(clear(200, 801), Err(JobStatus::OutOfMemory));
    assert_eq!(clear(2, u32::MAX), Err(JobStatus::OutOfMemory));
    assert_eq!(clear(150, 0), Ok(Task::Nothing));
    assert_eq!(clear(1000, 0), Ok(Task::Nothing));
    assert_eq!(clear(1001, 0), Err(JobStatus::OutOfMemory));
    let odd = JobDescriptor {
        set: 1,
        ..JobDescriptor::clear(0, 0, 1)
    };
    assert_eq!(admit(&odd), Err(JobStatus::Unsupported));
}

#[test]
fn a_card_without_transforms_has_none_of_these_jobs() {
    let limits = Limits {
        features: features::MSM,
        ..LIMITS
    };
    let transform = JobDescriptor::transform(&Shape::transform(1, 1, false, false), 0, 0, 10, 20);
    for job in [transform, JobDescriptor::clear(0, 0, 0)] {
        let refused = Sets::default().admit(&job.record(), &limits);
        assert_eq!(refused, Err(JobStatus::Unsupported), "{job:?}");
    }
}

/// The rule of the contract for kinds 7 to 9, word by word and not by regions.
fn rule(job: &[u32; JOB_REGISTERS]) -> JobStatus {
    let [kind, _, set, work, vectors, result, count] = job.map(u64::from);
    let (bits, flags) = (set % 32, set / 32 * 32);
    let words = if bits == 0 { 1 } else { 1 << (bits - 1) };
    let sound = match kind {
        7 => flags & !0x300 == 0 && (1..256).contains(&count) && bits <= 6,
        8 => flags & !0x400 == 0 && count == 3 && bits <= 6,
        _ => set == 0,
    };
    if !sound {
        return JobStatus::Unsupported;
    }
    let regions = match kind {
        7 => vec![
            (vectors, count * words),
            (work, count * words + 2),
            (result, count * words),
        ],
        8 => vec![(vectors, 3 * words), (work, 3 * words + 2), (result, words)],
        _ => vec![(result, count)],
    };
    if regions.iter().any(|(start, words)| start + words > 1000) {
        return JobStatus::OutOfMemory;
    }
    let mut taken = [0; 1000];
    (SET.0..SET.1).for_each(|word| taken[word as usize] += 1);
    let words = regions
        .iter()
        .flat_map(|(start, words)| *start..start + words);
    words.for_each(|word| taken[word as usize] += 1);
    match taken.iter().all(|times| *times < 2) {
        true => JobStatus::Done,
        false => JobStatus::Overlap,
    }
}

/// A generator of its own: the crate has no dependencies. Xorshift, Marsaglia (2003).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 32) as u32 % limit
    }
}

#[test]
fn random_jobs_are_judged_as_word_by_word() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut met = [0; 10];
    for i in 0..200_000 {
        let kind = 7 + random.below(3);
        let flags = [0, 0x100, 0x200, 0x300, 0x400, 0x20, 0][random.below(7) as usize];
        let bits = random.below(8);
        let set = if kind == 9 {
            random.below(10) / 9
        } else {
            flags | bits
        };
        let mut place = || match random.below(20) {
            0 => u32::MAX - random.below(3),
            1 => 990 + random.below(12),
            _ => random.below(1000),
        };
        let [work, vectors, result] = [place(), place(), place()];
        let count = match (kind, random.below(10)) {
            (8, 0..9) => 3,
            (9, _) => random.below(300),
            (_, 0) => 254 + random.below(4),
            (_, 1) => 0,
            _ => 1 + random.below(4),
        };
        let job = [kind, i, set, work, vectors, result, count];
        let found = sets().admit(&job, &LIMITS);
        let found = found.err().unwrap_or(JobStatus::Done);
        assert_eq!(found, rule(&job), "{job:?}");
        met[found as usize] += 1;
    }
    for status in [
        JobStatus::Done,
        JobStatus::Unsupported,
        JobStatus::OutOfMemory,
        JobStatus::Overlap,
    ] {
        assert!(met[status as usize] > 5000, "{status:?}: {met:?}");
    }
}
