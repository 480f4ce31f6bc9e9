//! Card memory as an AXI4 subordinate, in Rust: sparse, with latency, gaps and faults on request.
use super::pins::MemoryPins;
use crate::verilator::Model;
use std::collections::{HashMap, VecDeque};

/// Words of 64 bytes as the ports hold them.
pub type Word = [u32; 16];

/// How memory behaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemoryOptions {
    /// Size in words of 64 bytes; beyond it memory answers DECERR.
    pub words: u32,
    /// Memory clocks from an address to its first word, and from a write to its answer.
    pub latency: u64,
    /// After every so many words read or written a clock without one; zero: no gaps.
    pub gap: u32,
}

impl Default for MemoryOptions {
    fn default() -> Self {
        Self {
            words: 1 << 24,
            latency: 20,
            gap: 7,
        }
    }
}

/// A fault to inject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Accesses of this word are answered with SLVERR.
    Error(u32),
    /// Reads from now on are not answered.
    Silence,
}

const OKAY: u64 = 0;
const SLVERR: u64 = 2;
const DECERR: u64 = 3;

struct ReadBurst {
    id: u64,
    index: u32,
    left: u32,
    due: u64,
}

/// The content of the memory and what is on its way.
#[derive(Default)]
pub(super) struct Memory {
    options: MemoryOptions,
    store: HashMap<u32, Word>,
    faults: Vec<Fault>,
    clock: u64,
    reads: VecDeque<ReadBurst>,
    addresses: VecDeque<(u64, u32)>,
    data: VecDeque<Word>,
    answers: VecDeque<(u64, u64, u64)>,
    beats: u32,
    offering: bool,
    answering: bool,
}

impl Memory {
    pub(super) fn new(options: MemoryOptions) -> Self {
        Self {
            options,
            ..Self::default()
        }
    }

    pub(super) fn set_faults(&mut self, faults: Vec<Fault>) {
        self.faults = faults;
    }

    pub(super) fn read(&self, index: u32) -> Word {
        self.store.get(&index).copied().unwrap_or_default()
    }

    pub(super) fn write(&mut self, index: u32, word: Word) {
        if word == Word::default() {
            self.store.remove(&index);
        } else {
            self.store.insert(index, word);
        }
    }

    /// Whether an access is on its way.
    pub(super) fn is_busy(&self) -> bool {
        !(self.reads.is_empty()
            && self.addresses.is_empty()
            && self.data.is_empty()
            && self.answers.is_empty())
            || self.offering
            || self.answering
    }

    fn answer(&self, index: u32) -> u64 {
        match index {
            index if index >= self.options.words => DECERR,
            index if self.faults.contains(&Fault::Error(index)) => SLVERR,
            _ => OKAY,
        }
    }

    /// What the port takes at the rising edge that follows; call with the design settled before it.
    pub(super) fn before_edge(&mut self, model: &Model, pins: &MemoryPins) {
        let high = |port| model.get(port) != 0;
        if high(pins.arvalid) && high(pins.arready) {
            let address = model.get(pins.araddr);
            self.reads.push_back(ReadBurst {
                id: model.get(pins.arid),
                index: (address >> 6) as u32,
                left: model.get(pins.arlen) as u32 + 1,
                due: self.clock + self.options.latency,
            });
        }
        if high(pins.awvalid) && high(pins.awready) {
            self.addresses
                .push_back((model.get(pins.awid), (model.get(pins.awaddr) >> 6) as u32));
        }
        if high(pins.wvalid) && high(pins.wready) {
            let mut word = Word::default();
            word.copy_from_slice(model.words(pins.wdata));
            self.data.push_back(word);
        }
        self.offering &= !high(pins.rready);
        self.answering &= !high(pins.bready);
    }

    /// What the port shows after the edge.
    pub(super) fn after_edge(&mut self, model: &mut Model, pins: &MemoryPins) {
        self.clock += 1;
        self.beats += 1;
        let gap = self.options.gap != 0 && self.beats.is_multiple_of(self.options.gap);
        for port in [pins.arready, pins.awready, pins.wready] {
            model.set(port, u64::from(!gap));
        }
        while let (Some(&(id, index)), false) = (self.addresses.front(), self.data.is_empty()) {
            self.addresses.pop_front();
            let word = self.data.pop_front().unwrap_or_default();
            let answer = self.answer(index);
            if answer == OKAY {
                self.write(index, word);
            }
            self.answers
                .push_back((self.clock + self.options.latency, id, answer));
        }
        self.offer_data(model, pins, gap);
        self.offer_answer(model, pins, gap);
    }

    fn offer_data(&mut self, model: &mut Model, pins: &MemoryPins, gap: bool) {
        let silent = self.faults.contains(&Fault::Silence);
        if !self.offering
            && !gap
            && !silent
            && self
                .reads
                .front()
                .is_some_and(|burst| burst.due <= self.clock)
        {
            let burst = &mut self.reads[0];
            let (id, index) = (burst.id, burst.index);
            burst.index = burst.index.wrapping_add(1);
            burst.left -= 1;
            let last = burst.left == 0;
            if last {
                self.reads.pop_front();
            }
            let word = self.read(index);
            model.words_mut(pins.rdata).copy_from_slice(&word);
            model.set(pins.rid, id);
            model.set(pins.rresp, self.answer(index));
            model.set(pins.rlast, u64::from(last));
            self.offering = true;
        }
        model.set(pins.rvalid, u64::from(self.offering));
    }

    fn offer_answer(&mut self, model: &mut Model, pins: &MemoryPins, gap: bool) {
        if let (Some(&(due, id, answer)), false, false) =
            (self.answers.front(), self.answering, gap)
            && due <= self.clock
        {
            self.answers.pop_front();
            model.set(pins.bid, id);
            model.set(pins.bresp, answer);
            self.answering = true;
        }
        model.set(pins.bvalid, u64::from(self.answering));
    }
}
