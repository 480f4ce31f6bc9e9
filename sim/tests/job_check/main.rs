//! The card's judgement of jobs against that of the contract, over random tables and jobs of every kind.
use rand::{Rng, SeedableRng, rngs::StdRng};
use zkcard_hdl::{
    emit::{emit, on_large_stack},
    shell::JobCheck,
};
use zkcard_sim::verilator::{Model, Optimise, Options, PortId, Source, Verilator};
use zkcard_wire::{
    BaseKind,
    identity::features,
    job::{JOB_REGISTERS, JobKind, JobStatus},
    layout,
    sets::{Limits, Regions, Set, Sets, Task},
    transform::{self, Shape},
};

mod borders;

/// Longer than any judgement takes, a sweep included.
const PATIENCE: usize = 120;

struct Bench {
    model: Model,
    job: PortId,
    limits: Limits,
}

impl Bench {
    fn new(limits: &Limits) -> Self {
        let design = on_large_stack(|| emit("job_check", JobCheck::new(limits)));
        let source = Source::from(&design.expect("the block can be emitted"));
        let tool = Verilator::find().expect("the simulator is there");
        let options = Options {
            optimise: Optimise::Build,
            ..Options::default()
        };
        let library = tool.build(&source, &options).expect("the model builds");
        let model = Model::new(&library).expect("the model starts");
        let job = model.port("job").expect("a port");
        let limits = *limits;
        let mut bench = Self { model, job, limits };
        bench.pulse("reset");
        bench
    }

    fn set(&mut self, port: &str, value: u64) {
        let port = self.model.port(port).expect("a port");
        self.model.set(port, value);
    }

    fn get(&self, port: &str) -> u32 {
        let port = self.model.port(port).expect("a port");
        self.model.get(port) as u32
    }

    fn clock(&mut self) {
        self.set("clock", 1);
        self.model.eval();
        self.set("clock", 0);
        self.model.eval();
    }

    /// One clock with an input high.
    fn pulse(&mut self, port: &str) {
        self.set(port, 1);
        self.clock();
        self.set(port, 0);
        self.model.eval();
    }

    /// The judgement of a job.
    fn admit(&mut self, job: &[u32; JOB_REGISTERS]) -> Result<Task, JobStatus> {
        self.model.words_mut(self.job).copy_from_slice(job);
        self.set("start", 1);
        self.model.eval();
        let end = (0..PATIENCE).find(|_| {
            self.clock();
            self.get("done") == 1
        });
        assert!(end.is_some(), "no answer to {job:?}");
        let status = JobStatus::try_from(self.get("status")).expect("a status");
        let task = self.task(job);
        self.set("start", 0);
        self.clock();
        match status {
            JobStatus::Done => Ok(task),
            refused => {
                assert_eq!(task, Task::Nothing, "{refused:?}");
                Err(refused)
            }
        }
    }

    /// What the block tells of a job that it has judged.
    fn task(&self, job: &[u32; JOB_REGISTERS]) -> Task {
        let [kind, _, form, work, vectors, result, count] = *job;
        let words = u64::from(self.get("words"));
        match ["run", "transform", "clear"].map(|port| self.get(port)) {
            [0, ..] => Task::Nothing,
            [_, 0, 0] => {
                let kind = match (self.get("g2"), self.get("multiples")) {
                    (0, 0) => BaseKind::G1,
                    (0, _) => BaseKind::Multiples,
                    _ => BaseKind::G2,
                };
                let first = self.get("base_index");
                let set = Set { kind, first, count };
                assert_eq!(words, set.words(&self.limits));
                let scalars = self.get("scalar_words") as usize;
                assert_eq!(scalars, layout::scalar_words(count as usize));
                Task::Msm(set)
            }
            [_, _, 0] => {
                let shape = Shape::of_job(kind, form, count).expect("a transform");
                assert_eq!(words, shape.vectors_words());
                Task::Transform(Regions {
                    shape,
                    vectors,
                    work,
                    result,
                })
            }
            _ => Task::Clear {
                first: result,
                words: count,
            },
        }
    }

    /// Begins a job and gives it up after some clocks.
    fn abandon(&mut self, job: &[u32; JOB_REGISTERS], clocks: usize) {
        self.model.words_mut(self.job).copy_from_slice(job);
        self.set("start", 1);
        self.model.eval();
        (0..clocks).for_each(|_| self.clock());
        self.set("start", 0);
        self.clock();
    }
}

/// A job over sets that may be anything, mostly something with a chance to run.
fn over_sets(rng: &mut StdRng, memory: u32) -> [u32; JOB_REGISTERS] {
    let kind = match rng.gen_range(0..40) {
        0 => 0,
        1 => 7 + rng.gen_range(0..4),
        2 => rng.r#gen(),
        3 => 5,
        4..8 => 3,
        8..12 => 4,
        12..16 => 6,
        16..28 => 1,
        _ => 2,
    };
    let set = match rng.gen_range(0..30) {
        0 => 16 + rng.gen_range(0..3),
        1 => rng.r#gen(),
        n => n % 5 + if n > 20 { 11 } else { 0 },
    };
    let mut place = || match rng.gen_range(0..40) {
        0 => rng.r#gen(),
        1 => u32::MAX,
        2 => memory - rng.gen_range(0..3),
        _ => rng.gen_range(0..memory.saturating_add(memory / 20)),
    };
    let [bases, scalars, result] = [place(), place(), place()];
    let count = match rng.gen_range(0..30) {
        0 => rng.r#gen(),
        1 => u32::MAX - rng.gen_range(0..2),
        2..6 => 0,
        _ => rng.gen_range(0..=memory / 25),
    };
    [kind, rng.r#gen(), set, bases, scalars, result, count]
}

/// A transform, a quotient, or words to clear, mostly with regions that touch each other, a set or the end of memory.
fn over_words(rng: &mut StdRng, limits: &Limits, known: &[Option<Set>]) -> [u32; JOB_REGISTERS] {
    let memory = limits.memory_words;
    let kind = [7, 7, 8, 8, 9][rng.gen_range(0..5)];
    let bits = rng.gen_range(0..=(limits.transform_bits + 1).min(31));
    let form = match rng.gen_range(0..12) {
        0 => bits | 1 << rng.gen_range(0..32),
        1 => rng.r#gen(),
        _ if kind == 7 => bits | rng.gen_range(0..4) << 8,
        _ if kind == 8 => bits | rng.gen_range(0..2) << 10,
        n => u32::from(n == 2),
    };
    let count = match rng.gen_range(0..12) {
        0 => rng.r#gen(),
        1 => [0, 1, 2, 4, 255, 256][rng.gen_range(0..6)],
        _ if kind == 7 => rng.gen_range(1..5),
        _ if kind == 8 => transform::QUOTIENT_VECTORS,
        _ => rng.gen_range(0..=memory / 25),
    };
    let shape = Shape::of_job(kind, form, count);
    let lengths = shape.map_or([count; 3], |shape| {
        [
            shape.vectors_words(),
            shape.work_words(),
            shape.result_words(),
        ]
        .map(|words| words as u32)
    });
    // Each region behind the one before it, or at a border.
    let mut order = [0, 1, 2];
    order.rotate_left(rng.gen_range(0..3));
    let (mut place, mut next) = ([0; 3], rng.gen_range(0..memory));
    for i in order {
        let slack = rng.gen_range(0..3) - i32::from(rng.gen_range(0..4) == 0);
        let sets = known.iter().flatten().collect::<Vec<_>>();
        let first = match rng.gen_range(0..8) {
            0 => rng.gen_range(0..memory.saturating_add(memory / 20)),
            1 => memory.wrapping_sub(lengths[i]),
            2 if !sets.is_empty() => {
                let set = sets[rng.gen_range(0..sets.len())];
                let end = set.first.wrapping_add(set.words(limits) as u32);
                if rng.r#gen() {
                    end
                } else {
                    set.first.wrapping_sub(lengths[i])
                }
            }
            _ => next,
        };
        place[i] = first.wrapping_add_signed(slack);
        next = place[i].wrapping_add(lengths[i]);
    }
    let [vectors, work, result] = place;
    [kind, rng.r#gen(), form, work, vectors, result, count]
}

/// A job with the count, and for a set the group, that the model's table asks for.
fn fitted(job: &mut [u32; JOB_REGISTERS], known: &[Option<Set>]) {
    if let (1..=2, Some(Some(set))) = (job[0], known.get(job[2] as usize)) {
        job[0] = set.kind.group().degree() as u32;
        job[JOB_REGISTERS - 1] = job[JOB_REGISTERS - 1].min(set.count);
    }
}

fn agrees(limits: &Limits, seed: u64) {
    println!("seed {seed}, {limits:?}");
    let mut rng = StdRng::seed_from_u64(seed);
    let (mut bench, mut sets) = (Bench::new(limits), Sets::default());
    let mut known: Vec<Option<Set>> = vec![None; 16];
    let (mut met, mut ran) = ([0; 10], [0; 4]);
    for i in 0..20_000 {
        let mut job = match rng.gen_range(0..2) {
            0 => over_sets(&mut rng, limits.memory_words),
            _ => over_words(&mut rng, limits, &known),
        };
        if rng.gen_range(0..4) > 0 {
            fitted(&mut job, &known);
        }
        match rng.gen_range(0..3000) {
            0 => {
                bench.pulse("forget");
                (sets, known) = (Sets::default(), vec![None; 16]);
            }
            1..100 if [1, 7, 9].contains(&job[0]) => bench.abandon(&job, rng.gen_range(0..80)),
            _ => {}
        }
        let expected = sets.admit(&job, limits);
        assert_eq!(bench.admit(&job), expected, "job {i}: {job:?}");
        if let (Ok(Task::Nothing), 3..=6, Some(slot)) =
            (expected, job[0], known.get_mut(job[2] as usize))
        {
            let [kind, _, _, first, .., count] = job;
            let loaded = BaseKind::ALL
                .into_iter()
                .find(|of| JobKind::load(*of) as u32 == kind);
            *slot = loaded.map(|kind| Set { kind, first, count });
        }
        met[expected.err().unwrap_or(JobStatus::Done) as usize] += 1;
        match expected {
            Ok(Task::Nothing) => ran[0] += 1,
            Ok(Task::Msm(_)) => ran[1] += 1,
            Ok(Task::Transform(_)) => ran[2] += 1,
            Ok(Task::Clear { .. }) => ran[3] += 1,
            Err(_) => {}
        }
    }
    println!("by status {met:?}, by task {ran:?}");
    let has_transforms = limits.features & features::TRANSFORM != 0;
    assert!(ran[..2].iter().all(|count| *count > 100), "{ran:?}");
    assert!(
        ran[2..]
            .iter()
            .all(|count| (*count > 100) == has_transforms),
        "{ran:?}"
    );
    let has_g2 = limits.features & features::MSM_G2 != 0;
    for status in [
        JobStatus::Done,
        JobStatus::Unsupported,
        JobStatus::OutOfMemory,
        JobStatus::Overlap,
        JobStatus::UnknownSet,
        JobStatus::TooMany,
    ] {
        assert!(met[status as usize] > 100, "{status:?}: {met:?}");
    }
    assert_eq!(met[JobStatus::WrongGroup as usize] > 100, has_g2);
}

#[test]
fn a_card_of_all_kinds_judges_as_the_contract_says() {
    let limits = Limits {
        features: features::MSM | features::MSM_G2 | features::MULTIPLES | features::TRANSFORM,
        memory_words: 5000,
        base_words: [1, 2, 3],
        result_words: [60, 110, 40],
        transform_bits: 9,
    };
    agrees(&limits, 1);
}

#[test]
fn a_card_of_g1_alone_judges_as_the_contract_says() {
    let limits = Limits {
        features: features::MSM,
        memory_words: 2000,
        base_words: [1, 2, 0],
        result_words: [40, 0, 0],
        transform_bits: 0,
    };
    agrees(&limits, 2);
}

#[test]
fn a_memory_as_large_as_indices_reach_does_not_wrap() {
    let limits = Limits {
        features: features::MSM | features::MSM_G2 | features::MULTIPLES | features::TRANSFORM,
        memory_words: u32::MAX - 5,
        base_words: [1, 2, 8],
        result_words: [60, 110, 40],
        transform_bits: 31,
    };
    agrees(&limits, 3);
}
