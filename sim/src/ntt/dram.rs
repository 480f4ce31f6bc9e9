//! Dynamic memory: banks with open rows, refreshes, turns of the bus, and a share of its peak that is never exceeded.
//!
//! ```text
//! reads  --> [queue] --.                  .--> [latency] --> answers
//!                      +--> banks, bus ---+
//! writes --> [queue] --'                  '--> written
//! ```
//!
//! Channels work in step: each has a part of every beat, so one of them is modelled. Beats that follow each other lie in
//! different groups of banks, then in one row, then in the next bank; the number of a bank is crossed with low bits of its
//! row, so that strides meet all banks. Rows are opened as far ahead as a controller looks; requests of a direction stay
//! in order. Writes gather until there are many, or no reads.
//!
//! Sources: JESD79-4 (DDR4), JESD235 (HBM); times of DDR4-2400 and HBM2 speed grades, in clocks of 4 ns.

use super::Timing;
use std::collections::VecDeque;

/// Times in clocks of the core.
#[derive(Clone, Copy, Debug)]
pub struct DramConfig {
    /// Name in reports.
    pub name: &'static str,
    /// Beats a clock at peak, of both directions together.
    pub peak: f64,
    /// Share of that which is never exceeded on the average.
    pub share: f64,
    /// Banks, a power of two.
    pub banks: usize,
    /// Groups of banks, a power of two.
    pub groups: usize,
    /// Beats of a row.
    pub row_beats: usize,
    /// From closing a row to the first beat of the next.
    pub open: usize,
    /// From one opening in a bank to the next.
    pub cycle: usize,
    /// Openings of any bank in a clock, at most.
    pub openings: usize,
    /// Of the bus from reads to writes or back.
    pub turn: usize,
    /// From one refresh to the next, and how long it takes.
    pub refresh: (usize, usize),
    /// From a beat on the bus to the core, controller included.
    pub latency: usize,
    /// Requests that a controller looks ahead.
    pub ahead: usize,
}

impl DramConfig {
    /// Channels of DDR4 with 64 bytes a clock each, as many as share a beat, at 80 % of their peak.
    pub const DDR4: Self = Self {
        name: "DDR4, four channels",
        peak: 1.0,
        share: 0.8,
        banks: 16,
        groups: 4,
        row_beats: 128,
        open: 7,
        cycle: 12,
        openings: 1,
        turn: 4,
        refresh: (1950, 88),
        latency: 30,
        ahead: 32,
    };

    /// Two stacks of HBM2: 460 GB/s are 1.8 kB in a clock of 4 ns; at 80 % of that.
    pub const HBM2: Self = Self {
        name: "HBM2, two stacks",
        peak: 1.8,
        share: 0.8,
        banks: 16,
        groups: 4,
        row_beats: 32,
        open: 7,
        cycle: 12,
        openings: 2,
        turn: 3,
        refresh: (975, 65),
        latency: 40,
        ahead: 32,
    };
}

/// What a memory did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DramCounters {
    /// Beats read.
    pub read: u64,
    /// Beats written.
    pub written: u64,
    /// Rows opened.
    pub opened: u64,
    /// Turns of the bus.
    pub turns: u64,
    /// Clocks in which requests waited for banks.
    pub bank_waits: u64,
}

#[derive(Clone, Copy, Default)]
struct Bank {
    row: Option<usize>,
    ready: usize,
    next: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Read,
    Write,
}

/// Queues, banks and the bus.
pub struct Dram {
    /// What it did.
    pub counters: DramCounters,
    config: DramConfig,
    now: usize,
    budget: f64,
    banks: Vec<Bank>,
    reads: VecDeque<usize>,
    writes: VecDeque<usize>,
    direction: Direction,
    free: usize,
    answers: VecDeque<usize>,
    written: VecDeque<usize>,
}

/// Beats that wait to be read or written, at most; and writes that turn the bus.
const QUEUE: usize = 256;
const MANY: usize = 64;
/// Beats that the bus may be behind its share, to catch up after a refresh.
const BEHIND: f64 = 128.0;

impl Dram {
    /// All rows closed.
    pub fn new(config: DramConfig) -> Self {
        Self {
            counters: DramCounters::default(),
            config,
            now: 0,
            budget: 0.0,
            banks: vec![Bank::default(); config.banks],
            reads: VecDeque::new(),
            writes: VecDeque::new(),
            direction: Direction::Read,
            free: 0,
            answers: VecDeque::new(),
            written: VecDeque::new(),
        }
    }

    /// Bank and row of a beat.
    fn place(&self, address: usize) -> (usize, usize) {
        let DramConfig {
            banks,
            groups,
            row_beats,
            ..
        } = self.config;
        let group = address % groups;
        let above = address / groups / row_beats;
        let (bank, row) = (above % (banks / groups), above / (banks / groups));
        let folded = row ^ (row / (banks / groups));
        let crossed = (bank ^ folded) % (banks / groups);
        ((crossed * groups) | group, row)
    }

    /// Opens rows for what will be on the bus soon.
    fn open_rows(&mut self) {
        let ahead = self.config.ahead;
        let queue = match self.direction {
            Direction::Read => &self.reads,
            Direction::Write => &self.writes,
        };
        let soon: Vec<usize> = queue.iter().take(ahead).copied().collect();
        let mut seen = vec![false; self.config.banks];
        let mut left = self.config.openings;
        for address in soon {
            let (bank, row) = self.place(address);
            if std::mem::replace(&mut seen[bank], true) || left == 0 {
                continue;
            }
            let state = &mut self.banks[bank];
            if state.row != Some(row) && state.next <= self.now && state.ready <= self.now {
                *state = Bank {
                    row: Some(row),
                    ready: self.now + self.config.open,
                    next: self.now + self.config.cycle,
                };
                self.counters.opened += 1;
                left -= 1;
            }
        }
    }

    /// Turns the bus where that is due.
    fn choose(&mut self) {
        let wanted = match self.direction {
            Direction::Read if self.writes.len() >= MANY => Direction::Write,
            Direction::Read if self.reads.is_empty() && !self.writes.is_empty() => Direction::Write,
            Direction::Write if self.writes.is_empty() && !self.reads.is_empty() => Direction::Read,
            same => same,
        };
        if wanted != self.direction {
            self.direction = wanted;
            self.free = self.now + self.config.turn;
            self.counters.turns += 1;
        }
    }

    /// Puts a beat on the bus if it can be there.
    fn transfer(&mut self) -> bool {
        let queue = match self.direction {
            Direction::Read => &mut self.reads,
            Direction::Write => &mut self.writes,
        };
        let Some(address) = queue.front().copied() else {
            return false;
        };
        let (bank, row) = self.place(address);
        if self.banks[bank].row != Some(row) || self.banks[bank].ready > self.now {
            self.counters.bank_waits += 1;
            return false;
        }
        let due = self.now + self.config.latency;
        match self.direction {
            Direction::Read => {
                self.reads.pop_front();
                self.answers.push_back(due);
                self.counters.read += 1;
            }
            Direction::Write => {
                self.writes.pop_front();
                self.written.push_back(due);
                self.counters.written += 1;
            }
        }
        true
    }
}

impl Timing for Dram {
    fn clock(&mut self) {
        self.now += 1;
        let DramConfig {
            peak,
            share,
            refresh: (every, takes),
            ..
        } = self.config;
        self.budget = (self.budget + peak * share).min(BEHIND);
        if self.now % every < takes {
            self.banks.fill(Bank {
                row: None,
                ready: self.now,
                next: self.now,
            });
            return;
        }
        self.choose();
        self.open_rows();
        // A fraction of a beat at peak is one every few clocks.
        let most = (self.now as f64 * peak) as usize - ((self.now - 1) as f64 * peak) as usize;
        for _ in 0..most {
            if self.free > self.now || self.budget < 1.0 || !self.transfer() {
                break;
            }
            self.budget -= 1.0;
        }
    }
    fn takes_read(&mut self) -> bool {
        self.reads.len() < QUEUE
    }
    fn takes_write(&mut self) -> bool {
        self.writes.len() < QUEUE
    }
    fn read(&mut self, address: usize, beats: usize) {
        self.reads.extend(address..address + beats);
    }
    fn write(&mut self, address: usize) {
        self.writes.push_back(address);
    }
    fn answers(&mut self) -> bool {
        let come = self.answers.front().is_some_and(|due| *due <= self.now);
        if come {
            self.answers.pop_front();
        }
        come
    }
    fn writes(&mut self) -> bool {
        let done = self.written.front().is_some_and(|due| *due <= self.now);
        if done {
            self.written.pop_front();
        }
        done
    }
}
