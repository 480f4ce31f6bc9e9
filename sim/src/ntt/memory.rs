//! A memory of beats, and when it answers.

use rand::Rng;
use rand::SeedableRng;
use rand::rngs::StdRng;
use std::collections::VecDeque;

/// When a memory does what it is asked for. Reads are answered in their order, writes are done in theirs.
pub trait Timing {
    /// A clock begins.
    fn clock(&mut self);
    /// Whether a burst is taken in this clock.
    fn takes_read(&mut self) -> bool;
    /// Whether a beat to be written is taken in this clock.
    fn takes_write(&mut self) -> bool;
    /// A burst was taken.
    fn read(&mut self, address: usize, beats: usize);
    /// A beat was taken.
    fn write(&mut self, address: usize);
    /// Whether the next beat that was asked for comes in this clock.
    fn answers(&mut self) -> bool;
    /// Whether the next beat that was taken is written in this clock.
    fn writes(&mut self) -> bool;
}

/// Words of 32 bits, some to a beat. A read brings what was there when its burst was taken, and a write is done when it
/// is acknowledged: who reads earlier gets what was there before.
pub struct Memory<T> {
    /// All beats, one after the other.
    pub words: Vec<u32>,
    /// When they come.
    pub timing: T,
    beat_words: usize,
    asked: VecDeque<Vec<u32>>,
    came: Vec<u32>,
    taken: VecDeque<(usize, Vec<u32>)>,
}

impl<T: Timing> Memory<T> {
    /// `beats` beats of zeros, of `beat_words` words each.
    pub fn new(beats: usize, beat_words: usize, timing: T) -> Self {
        Self {
            words: vec![0; beats * beat_words],
            timing,
            beat_words,
            asked: VecDeque::new(),
            came: vec![],
            taken: VecDeque::new(),
        }
    }

    /// Takes a burst.
    ///
    /// # Panics
    /// When it lies beyond the end.
    pub fn read(&mut self, address: usize, beats: usize) {
        self.timing.read(address, beats);
        let at = self.beat_words * address..self.beat_words * (address + beats);
        let beats = self.words[at].chunks(self.beat_words);
        self.asked.extend(beats.map(<[u32]>::to_vec));
    }

    /// Takes a beat.
    pub fn write(&mut self, address: usize, beat: &[u32]) {
        self.timing.write(address);
        self.taken.push_back((address, beat.to_vec()));
    }

    /// The beat that comes in this clock, if one does.
    pub fn answer(&mut self) -> Option<&[u32]> {
        if self.asked.is_empty() || !self.timing.answers() {
            return None;
        }
        self.came = self.asked.pop_front()?;
        Some(&self.came)
    }

    /// Does the write of this clock, if there is one.
    ///
    /// # Panics
    /// When it lies beyond the end.
    pub fn settle(&mut self) -> bool {
        if self.taken.is_empty() || !self.timing.writes() {
            return false;
        }
        if let Some((address, beat)) = self.taken.pop_front() {
            let at = address * self.beat_words;
            self.words[at..at + self.beat_words].copy_from_slice(&beat);
        }
        true
    }
}

/// How a steady memory behaves.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Clocks from a burst to its first beat, and from a beat that is taken to the one that is written.
    pub latency: usize,
    /// Chance of anything to be held up for a clock.
    pub gaps: f64,
}

/// A beat each way in a clock, late and with gaps.
pub struct Steady {
    pace: Pace,
    rng: StdRng,
    now: usize,
    due: VecDeque<(usize, usize)>,
    written: VecDeque<usize>,
}

impl Steady {
    /// With gaps of this seed.
    pub fn new(pace: Pace, seed: u64) -> Self {
        Self {
            pace,
            rng: StdRng::seed_from_u64(seed),
            now: 0,
            due: VecDeque::new(),
            written: VecDeque::new(),
        }
    }

    fn ready(&mut self) -> bool {
        self.pace.gaps == 0.0 || !self.rng.gen_bool(self.pace.gaps)
    }
}

impl Timing for Steady {
    fn clock(&mut self) {
        self.now += 1;
    }
    fn takes_read(&mut self) -> bool {
        self.ready()
    }
    fn takes_write(&mut self) -> bool {
        self.ready()
    }
    fn read(&mut self, _: usize, beats: usize) {
        self.due.push_back((self.now + self.pace.latency, beats));
    }
    fn write(&mut self, _: usize) {
        self.written.push_back(self.now + self.pace.latency);
    }
    fn answers(&mut self) -> bool {
        let come = self.due.front().is_some_and(|(due, _)| *due <= self.now) && self.ready();
        if come && let Some((_, beats)) = self.due.front_mut() {
            *beats -= 1;
            if *beats == 0 {
                self.due.pop_front();
            }
        }
        come
    }
    fn writes(&mut self) -> bool {
        let done = self.written.front().is_some_and(|due| *due <= self.now) && self.ready();
        if done {
            self.written.pop_front();
        }
        done
    }
}
