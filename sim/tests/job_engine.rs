//! The job engine alone, over G2 and over bases with multiples: what it reads, what it tells the core, what it writes and clears.
use std::collections::BTreeMap;
use zkcard_hdl::{
    emit::{emit, on_large_stack},
    shell::JobEngine,
};
use zkcard_sim::verilator::{Model, Optimise, Options, Source, Verilator};
use zkcard_wire::{
    BaseKind,
    identity::features,
    job::{JobDescriptor, JobKind, JobStatus},
    layout::POINTS_PER_CHAIN,
    sets::Limits,
};

const LIMITS: Limits = Limits {
    features: features::MSM | features::MSM_G2 | features::MULTIPLES,
    memory_words: 4096,
    base_words: [1, 2, 3],
    result_words: [8, 16, 4],
    transform_bits: 0,
};

/// Words of memory that a job wrote: the lowest number in each, by index.
type Written = BTreeMap<u32, Vec<u64>>;

struct Bench(Model);

impl Bench {
    fn new() -> Self {
        let design = on_large_stack(|| emit("job_engine", JobEngine::new(1000, &LIMITS)));
        let source = Source::from(&design.expect("the block can be emitted"));
        let options = Options {
            optimise: Optimise::Build,
            ..Options::default()
        };
        let tool = Verilator::find().expect("the simulator is there");
        let library = tool.build(&source, &options).expect("the model builds");
        let mut bench = Self(Model::new(&library).expect("the model starts"));
        bench.set("reset", 1);
        bench.clock();
        bench.set("reset", 0);
        bench
    }

    fn set(&mut self, port: &str, value: u64) {
        let port = self.0.port(port).expect("a port");
        self.0.set(port, value);
    }

    fn get(&self, port: &str) -> u64 {
        let port = self.0.port(port).expect("a port");
        self.0.get(port)
    }

    fn clock(&mut self) {
        for level in [1, 0] {
            self.set("clock", level);
            self.0.eval();
        }
    }

    fn offer(&mut self, job: &JobDescriptor) {
        let port = self.0.port("job").expect("a port");
        self.0.words_mut(port).copy_from_slice(&job.record());
        self.set("job_valid", 1);
        self.0.eval();
        while self.get("job_ready") == 0 {
            self.clock();
        }
        self.clock();
        self.set("job_valid", 0);
        self.0.eval();
    }

    /// Tag and status of the job, after as many clocks as it needs to be judged.
    fn ended(&mut self) -> [u32; 2] {
        let waited = (0..2000).find(|_| {
            self.clock();
            self.get("done_valid") == 1
        });
        assert!(waited.is_some(), "the job does not end");
        let port = self.0.port("done").expect("a port");
        let words = self.0.words(port);
        [words[0], words[1]]
    }

    /// Takes the word that is offered, if any, and answers those written long enough ago.
    fn memory(&mut self, written: &mut Written, due: &mut Vec<u64>, now: u64) {
        self.set("write_ready", u64::from(now % 3 != 1));
        self.0.eval();
        if self.get("write_valid") == 1 && self.get("write_ready") == 1 {
            let port = self.0.port("write_data").expect("a port");
            let word = self.0.words(port);
            let value = u64::from(word[0]) | u64::from(word[8]) << 32;
            let index = self.get("write") as u32;
            written.entry(index).or_default().push(value);
            due.push(now + 9);
        }
        let answers = due.first().is_some_and(|time| *time <= now);
        if answers {
            due.remove(0);
        }
        self.set("written", u64::from(answers));
    }
}

/// A word that is written for beat `i` of a result: X and Y, then Z.
fn beat(i: u32) -> [u64; 2] {
    let i = u64::from(i);
    [(10 * i + 1) | ((10 * i + 2) << 32), 10 * i + 3]
}

#[test]
fn a_job_over_g2_reads_two_words_a_base_and_writes_two_beats_a_point() {
    let mut bench = Bench::new();
    bench.offer(&JobDescriptor::load(BaseKind::G2, 1, 2, 100, 7));
    assert_eq!(bench.ended(), [1, JobStatus::Done as u32]);
    let (scalars, result, count) = (300, 500, 5);
    bench.offer(&JobDescriptor {
        kind: JobKind::MsmG2,
        tag: 2,
        set: 2,
        bases: 0,
        scalars,
        result,
        count,
    });
    let begins = (0..200).find(|_| {
        bench.clock();
        bench.get("core_start") == 1
    });
    assert!(begins.is_some(), "the job does not begin");
    for (port, expected) in [
        ("base_index", 100),
        ("base_words", 2 * count),
        ("scalar_index", scalars),
        ("scalar_words", 3),
        ("count", count),
    ] {
        assert_eq!(bench.get(port), u64::from(expected), "{port}");
    }
    // Two beats a point; as many points as two chains have.
    let beats = 2 * 2 * POINTS_PER_CHAIN as u32;
    let (mut written, mut due) = (Written::new(), vec![]);
    let (mut sent, mut early) = (0, 0);
    for now in 0..300 {
        assert_eq!(bench.get("g2"), 1, "clock {now}");
        // Scalars come in clocks 10, 20 and 30; the core answers from clock 100 on.
        bench.set("scalar_came", u64::from([10, 20, 30].contains(&now)));
        let offers = now >= 100 && sent < beats;
        bench.set("point_valid", offers.into());
        bench.set("point_last", (sent + 1 == beats).into());
        let port = bench.0.port("point").expect("a port");
        let i = sent;
        bench.0.words_mut(port).fill(0);
        for number in 0..3 {
            bench.0.words_mut(port)[8 * number] = 10 * i + number as u32 + 1;
        }
        bench.set("core_done", u64::from(now == 200));
        bench.memory(&mut written, &mut due, now);
        bench.0.eval();
        if offers && bench.get("point_ready") == 1 {
            sent += 1;
        }
        if now == 90 {
            early = written.len();
        }
        bench.clock();
        if bench.get("done_valid") == 1 {
            break;
        }
    }
    assert_eq!(bench.get("done_valid"), 1, "the job does not end");
    assert_eq!(
        (sent, early),
        (beats, 3),
        "scalars are cleared as they come"
    );
    let mut expected: Written = (0..3).map(|i| (scalars + i, vec![0])).collect();
    for i in 0..beats {
        for (half, word) in (0..).zip(beat(i)) {
            expected.insert(result + 2 * i + half, vec![word]);
        }
    }
    assert_eq!(written, expected);
}

#[test]
fn a_job_over_multiples_reads_all_words_of_its_bases() {
    let mut bench = Bench::new();
    for (bases, set) in [(BaseKind::Multiples, 2), (BaseKind::G1, 3)] {
        bench.offer(&JobDescriptor::load(bases, 1, set, 100, 7));
        assert_eq!(bench.ended(), [1, JobStatus::Done as u32]);
    }
    for (set, multiples, words) in [(2, 1, 15), (3, 0, 5), (2, 1, 15)] {
        bench.offer(&JobDescriptor {
            kind: JobKind::Msm,
            tag: 2,
            set,
            bases: 0,
            scalars: 300,
            result: 500,
            count: 5,
        });
        let begins = (0..200).find(|_| {
            bench.clock();
            bench.get("core_start") == 1
        });
        assert!(begins.is_some(), "the job does not begin");
        let got = ["multiples", "base_words", "count", "g2"].map(|port| bench.get(port));
        assert_eq!(got, [multiples, words, 5, 0], "set {set}");
        bench.set("soft_reset", 1);
        bench.clock();
        bench.set("soft_reset", 0);
        (0..20).for_each(|_| bench.clock());
    }
}
