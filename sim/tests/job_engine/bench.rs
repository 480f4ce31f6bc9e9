//! The engine as a Verilator model, and what its writer leaves in memory.
use std::collections::BTreeMap;
use zkcard_hdl::{
    emit::{emit, on_large_stack},
    shell::JobEngine,
};
use zkcard_sim::verilator::{Model, Optimise, Options, Source, Verilator};
use zkcard_wire::{identity::features, job::JobDescriptor, sets::Limits};

/// Clocks that memory may be silent.
pub(crate) const TIMEOUT: u32 = 1000;

pub(crate) const LIMITS: Limits = Limits {
    features: features::MSM | features::MSM_G2 | features::MULTIPLES | features::TRANSFORM,
    memory_words: 4096,
    base_words: [1, 2, 3],
    result_words: [8, 16, 4],
    transform_bits: 9,
};

/// Words of memory that a job wrote: the lowest number in each, by index.
pub(crate) type Written = BTreeMap<u32, Vec<u64>>;

pub(crate) struct Bench(pub(crate) Model);

impl Bench {
    pub(crate) fn new() -> Self {
        let design = on_large_stack(|| emit("job_engine", JobEngine::new(TIMEOUT, &LIMITS)));
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

    pub(crate) fn set(&mut self, port: &str, value: u64) {
        let port = self.0.port(port).expect("a port");
        self.0.set(port, value);
    }

    pub(crate) fn get(&self, port: &str) -> u64 {
        let port = self.0.port(port).expect("a port");
        self.0.get(port)
    }

    pub(crate) fn clock(&mut self) {
        for level in [1, 0] {
            self.set("clock", level);
            self.0.eval();
        }
    }

    pub(crate) fn offer(&mut self, job: &JobDescriptor) {
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
    pub(crate) fn ended(&mut self) -> [u32; 2] {
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
    pub(crate) fn memory(&mut self, written: &mut Written, due: &mut Vec<u64>, now: u64) {
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
