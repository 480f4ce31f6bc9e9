//! What stands around the engine: memory with pauses and faults, and an NTT core.
use crate::{bench::Bench, ntt_core::NttCore};
use rand::{Rng, SeedableRng, rngs::StdRng};
use std::collections::{HashMap, VecDeque};
use zkcard_sim::card::Word;
use zkcard_wire::job::JobDescriptor;

/// An AXI answer that is an error.
const SLVERR: u64 = 2;

/// Clocks from a write to its answer, beside those from a read to its words.
const WRITE_LATENCY: u64 = 80;

/// The engine, its memory, and the core.
pub(crate) struct Surroundings {
    pub(crate) bench: Bench,
    pub(crate) core: NttCore,
    pub(crate) memory: HashMap<u32, Word>,
    /// A word whose accesses are answered with an error.
    pub(crate) bad: Option<u32>,
    /// Nothing is answered.
    pub(crate) silent: bool,
    /// Of the outputs that latch errors: memory, time-out, watchdog, refused.
    pub(crate) errors: [u32; 4],
    pub(crate) rng: StdRng,
    reads: VecDeque<(u32, u64)>,
    /// Index, whether it is the core's, when its answer is due.
    writes: VecDeque<(u32, bool, u64)>,
    now: u64,
}

impl Surroundings {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            bench: Bench::new(),
            core: NttCore::default(),
            memory: HashMap::new(),
            bad: None,
            silent: false,
            errors: [0; 4],
            rng: StdRng::seed_from_u64(seed),
            reads: VecDeque::new(),
            writes: VecDeque::new(),
            now: 0,
        }
    }

    pub(crate) fn word(&self, index: u32) -> Word {
        self.memory.get(&index).copied().unwrap_or_default()
    }

    fn answer(&self, index: u32) -> u64 {
        if self.bad == Some(index) { SLVERR } else { 0 }
    }

    /// One clock.
    pub(crate) fn clock(&mut self) {
        self.now += 1;
        for port in ["command_ready", "data_write_ready", "write_ready"] {
            let ready = self.rng.gen_range(0..3) > 0;
            self.bench.set(port, ready.into());
        }
        // At most one word comes and one write is answered.
        let due = |time: u64| time <= self.now && !self.silent;
        let word = self.reads.front().filter(|(_, time)| due(*time)).copied();
        let word = word.filter(|_| self.rng.gen_range(0..4) > 0);
        let data = word.map_or(Word::default(), |(index, _)| self.word(index));
        let written = self.writes.front().filter(|(.., time)| due(*time)).copied();
        let written = written.filter(|_| self.rng.gen_range(0..4) > 0);
        if word.is_some() {
            self.reads.pop_front();
        }
        if written.is_some() {
            self.writes.pop_front();
        }
        self.bench.set("data_came", word.is_some().into());
        let port = self.bench.0.port("data").expect("a port");
        self.bench.0.words_mut(port).copy_from_slice(&data);
        let read_answer = word.map_or(0, |(index, _)| self.answer(index));
        self.bench.set("read_answer", read_answer);
        let of = |core: bool| u64::from(written.is_some_and(|(_, of_core, _)| of_core == core));
        self.bench.set("data_written", of(true));
        self.bench.set("written", of(false));
        let written_answer = written.map_or(0, |(index, ..)| self.answer(index));
        self.bench.set("written_answer", written_answer);
        self.core.show(&mut self.bench, &mut self.rng);
        self.bench.0.eval();
        self.take();
        self.core.clock(&self.bench, &data);
        self.bench.clock();
    }

    /// What memory takes from the engine in this clock.
    fn take(&mut self) {
        let high = |port: &str| self.bench.get(port) == 1;
        let due = self.now + self.rng.gen_range(5..30);
        if high("command_valid") && high("command_ready") {
            let command = self.bench.get("command");
            let (first, more) = (command as u32, (command >> 32) as u32);
            self.reads
                .extend((first..=first + more).map(|index| (index, due)));
        }
        if high("write_valid") && high("write_ready") {
            let index = self.bench.get("write") as u32;
            let port = self.bench.0.port("write_data").expect("a port");
            let mut word = Word::default();
            word.copy_from_slice(self.bench.0.words(port));
            self.write(index, word, false, due);
        } else if high("data_write_valid") && high("data_write_ready") {
            let (index, word) = self.core.offer().expect("the core offers it");
            self.write(index, word, true, due);
        }
        let errors = [
            "memory_error",
            "timeout_error",
            "watchdog_error",
            "refused_error",
        ];
        for (count, port) in self.errors.iter_mut().zip(errors) {
            *count += self.bench.get(port) as u32;
        }
    }

    fn write(&mut self, index: u32, word: Word, of_core: bool, due: u64) {
        self.memory.insert(index, word);
        self.writes.push_back((index, of_core, due + WRITE_LATENCY));
    }

    /// Offers a job until it is taken.
    pub(crate) fn offer(&mut self, job: &JobDescriptor) {
        let port = self.bench.0.port("job").expect("a port");
        self.bench.0.words_mut(port).copy_from_slice(&job.record());
        self.bench.set("job_valid", 1);
        self.bench.0.eval();
        while self.bench.get("job_ready") == 0 {
            self.clock();
        }
        self.clock();
        self.bench.set("job_valid", 0);
        self.bench.0.eval();
    }

    /// The done record, when the job ends.
    pub(crate) fn ended(&mut self) -> Vec<u32> {
        for _ in 0..20_000 {
            if self.bench.get("done_valid") == 1 {
                let port = self.bench.0.port("done").expect("a port");
                let done = self.bench.0.words(port).to_vec();
                self.clock();
                return done;
            }
            self.clock();
        }
        panic!("the job does not end");
    }
}
