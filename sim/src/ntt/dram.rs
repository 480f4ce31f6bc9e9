//! Dynamic memory: banks with open rows, refreshes, turns of the bus, and a share of its peak that is never exceeded.
//!
//! ```text
//! reads  --> [queue] --.                  .--> [latency] --> answers
//!                      +--> banks, bus ---+
//! writes --> [queue] --'                  '--> written
//! ```
//!
//! Channels work in step: each has a part of every beat, so one of them is modelled. Beats that follow each other lie in
//! different groups of banks, then in one row, then in the next bank; numbers of groups and banks are crossed with the bits
//! above them, so that strides meet all of them. Rows are opened as far ahead as a controller looks; requests of a direction
//! stay in order. Many of a direction are done before the bus turns, if there are so many.
//!
//! A row is closed and the next one opened no earlier than the bank has recovered from its last beat and from its last
//! opening; four openings take a while together; beats of one group of banks keep a distance.
//!
//! Sources: JESD79-4 (DDR4: tRC, tRP + tRCD, tWR, tRTP, tFAW, tCCD_L, tREFI, tRFC), JESD235 (HBM); times of DDR4-2400 and
//! HBM2 speed grades, in clocks of 4 ns, rounded up.

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
    /// Clocks that four openings of any banks take at least.
    pub four_openings: usize,
    /// From a beat to the next one of its group of banks.
    pub group_gap: usize,
    /// From a beat that was read, or written, to the closing of its row.
    pub recovery: (usize, usize),
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
        four_openings: 6,
        group_gap: 2,
        recovery: (2, 7),
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
        four_openings: 4,
        group_gap: 1,
        recovery: (2, 7),
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
    /// When its row may be read or written.
    ready: usize,
    /// When another row may be opened.
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
    /// When each group of banks may have a beat.
    groups: Vec<usize>,
    openings: VecDeque<usize>,
    reads: VecDeque<usize>,
    writes: VecDeque<usize>,
    direction: Direction,
    free: usize,
    since_turn: usize,
    answers: VecDeque<usize>,
    written: VecDeque<usize>,
}

/// Beats that wait to be read or written, at most; and those of a direction that are done before the bus turns.
const QUEUE: usize = 128;
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
            groups: vec![0; config.groups],
            openings: VecDeque::new(),
            reads: VecDeque::new(),
            writes: VecDeque::new(),
            direction: Direction::Read,
            free: 0,
            since_turn: 0,
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
        // The group is crossed with all digits above it, the bank with every other one, so that neither follows the other.
        let crossed = |number: usize, base: usize, step: usize| {
            let digits = std::iter::successors(Some(number), |left| Some(left / step));
            let digits = digits.take_while(|left| *left > 0);
            digits.fold(0, |all, left| all ^ (left % base))
        };
        let each = banks / groups;
        let group = crossed(address, groups, groups);
        let above = address / groups / row_beats;
        (
            crossed(above, each, each * each) * groups + group,
            above / each,
        )
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
        for address in soon {
            let (bank, row) = self.place(address);
            if std::mem::replace(&mut seen[bank], true) {
                continue;
            }
            let window = self.now.saturating_sub(self.config.four_openings);
            self.openings.retain(|at| *at > window);
            let state = &mut self.banks[bank];
            if state.row != Some(row) && state.next <= self.now && self.openings.len() < 4 {
                *state = Bank {
                    row: Some(row),
                    ready: self.now + self.config.open,
                    next: self.now + self.config.cycle,
                };
                self.openings.push_back(self.now);
                self.counters.opened += 1;
            }
        }
    }

    /// Turns the bus where that is due.
    fn choose(&mut self) {
        let wanted = match self.direction {
            Direction::Read if self.writes.len() >= MANY && self.since_turn >= MANY => {
                Direction::Write
            }
            Direction::Read if self.reads.is_empty() && !self.writes.is_empty() => Direction::Write,
            Direction::Write if self.reads.is_empty() => Direction::Write,
            Direction::Write if self.writes.is_empty() || self.since_turn >= MANY => {
                Direction::Read
            }
            same => same,
        };
        if wanted != self.direction {
            self.direction = wanted;
            self.since_turn = 0;
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
        let group = bank % self.config.groups;
        let state = &mut self.banks[bank];
        if state.row != Some(row) || state.ready > self.now || self.groups[group] > self.now {
            self.counters.bank_waits += 1;
            return false;
        }
        let (after_read, after_write) = self.config.recovery;
        let recovery = match self.direction {
            Direction::Read => after_read,
            Direction::Write => after_write,
        };
        state.next = state.next.max(self.now + recovery);
        self.groups[group] = self.now + self.config.group_gap;
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
            self.since_turn += 1;
        }
    }
    // A burst is one request on the bus of addresses: it is taken while there is room for its first beat.
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Beats a clock when `reads` and `writes` are asked for as fast as they are taken.
    fn rate(config: DramConfig, reads: &[usize], writes: &[usize]) -> f64 {
        let mut dram = Dram::new(config);
        let (mut reads, mut writes) = (reads.iter(), writes.iter());
        let mut left = reads.len() + writes.len();
        let all = left as f64;
        for clock in 1.. {
            dram.clock();
            left -= usize::from(dram.answers()) + usize::from(dram.writes());
            if left == 0 {
                return all / clock as f64;
            }
            if dram.takes_read()
                && let Some(address) = reads.next()
            {
                dram.read(*address, 1);
            }
            if dram.takes_write()
                && let Some(address) = writes.next()
            {
                dram.write(*address);
            }
        }
        0.0
    }

    fn beats(count: usize, stride: usize) -> Vec<usize> {
        (0..count).map(|i| i * stride).collect()
    }

    #[test]
    fn beats_in_a_row_come_at_the_share_of_the_peak() {
        let rate = rate(DramConfig::DDR4, &beats(20_000, 1), &[]);
        assert!((0.78..=0.80).contains(&rate), "{rate}");
    }

    #[test]
    fn rows_of_one_bank_come_once_in_its_cycle() {
        let config = DramConfig {
            refresh: (usize::MAX, 0),
            ..DramConfig::DDR4
        };
        let dram = Dram::new(config);
        let (bank, _) = dram.place(0);
        let same: Vec<usize> = (0..)
            .filter(|at| dram.place(at * 512).0 == bank)
            .take(200)
            .map(|at| at * 512)
            .collect();
        let rows = same.iter().map(|at| dram.place(*at).1);
        let rows: std::collections::BTreeSet<usize> = rows.collect();
        assert!(rows.len() > 150, "rows differ");
        let rate = rate(config, &same, &[]);
        assert!((0.07..=1.0 / 12.0).contains(&rate), "{rate}");
    }

    #[test]
    fn strides_meet_all_groups_and_banks() {
        for log in 0..14 {
            let rate = rate(DramConfig::DDR4, &beats(8_000, 1 << log), &[]);
            assert!(rate > 0.45, "stride 2^{log}: {rate}");
        }
    }

    #[test]
    fn turns_of_the_bus_cost_time() {
        let writes: Vec<usize> = beats(8_000, 1).iter().map(|at| at + (1 << 20)).collect();
        let rate = rate(DramConfig::DDR4, &beats(8_000, 1), &writes);
        assert!((0.6..0.8).contains(&rate), "{rate}");
    }

    #[test]
    fn refreshes_take_their_part() {
        let config = DramConfig {
            share: 1.0,
            ..DramConfig::DDR4
        };
        let (every, takes) = config.refresh;
        let most = 1.0 - takes as f64 / every as f64;
        let rate = rate(config, &beats(40_000, 1), &[]);
        assert!(rate < most && rate > most - 0.08, "{rate} of {most}");
    }

    #[test]
    fn two_stacks_of_hbm_carry_more_than_a_beat_a_clock_both_ways_together() {
        let writes: Vec<usize> = beats(20_000, 1).iter().map(|at| at + (1 << 20)).collect();
        let rate = rate(DramConfig::HBM2, &beats(20_000, 1), &writes);
        assert!((1.1..=1.44).contains(&rate), "{rate}");
    }
}
