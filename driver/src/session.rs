//! A session: one user, memory that stays resident, jobs in a queue.

mod counters;
mod jobs;
mod latches;
mod sets;
mod transforms;
mod unattended;

pub use counters::{Completion, Counters, MsmCounters, TransformCounters};
pub use jobs::Ticket;
pub use latches::{ErrorLatch, ErrorLatches};
pub use sets::BaseSet;
pub use transforms::TransformRegions;

use crate::{
    Card, DriverError, Identity, LineRate,
    memory::{Memory, Region},
};
use jobs::Queue;
use sets::Numbers;
use zkcard_wire::{layout::WORD_BYTES, registers as reg};

/// Longest time a job may take unless said otherwise, in 1024 core clocks: the
/// most that the card's clock counter, which saturates at 32 bits, can reach.
pub const DEFAULT_WATCHDOG: u32 = (1 << 22) - 1;

/// Owns a card for as long as it lives.
///
/// What is written to a [`Region`] stays there until the region is given back;
/// jobs do not change it, except for scalars, which the card clears, and for the
/// regions of transforms.
pub struct Session {
    card: Card,
    memory: Memory,
    queue: Queue,
    numbers: Numbers,
    /// In 1024 core clocks.
    watchdog: u32,
}

impl Session {
    /// Begins with a card in a known state: soft reset, no jobs, no latches, no
    /// sets of bases, and a watchdog of [`DEFAULT_WATCHDOG`].
    ///
    /// # Errors
    /// When the card does not answer, or cannot take any job.
    pub fn begin(card: Card) -> Result<Self, DriverError> {
        let identity = card.identity();
        if identity.queue_depth == 0 {
            return Err(DriverError::Impossible {
                what: "its job queue has no places".into(),
            });
        }
        let memory = Memory::new(identity.memory_words.into());
        let queue = Queue::new(identity.queue_depth);
        let mut session = Self {
            card,
            memory,
            queue,
            numbers: Numbers::default(),
            watchdog: DEFAULT_WATCHDOG,
        };
        session.restart(reg::control::SOFT_RESET | reg::control::FORGET_SETS)?;
        Ok(session)
    }

    /// What the card says of itself.
    pub fn identity(&self) -> &Identity {
        self.card.identity()
    }

    /// The name of its device.
    pub fn device(&self) -> String {
        self.card.device()
    }

    /// How fast its serial line is, if it has one.
    pub fn line_rate(&self) -> Option<LineRate> {
        self.card.line_rate()
    }

    /// Takes words of card memory.
    ///
    /// # Errors
    /// When there is no room.
    pub fn reserve(&mut self, words: usize) -> Result<Region, DriverError> {
        let wanted = u32::try_from(words).map_err(|_| DriverError::MemoryFull {
            needed: words as u64,
            free: 0,
        })?;
        self.memory.take(wanted)
    }

    /// Gives words of card memory back.
    pub fn release(&mut self, region: Region) {
        self.memory.give_back(region);
    }

    /// Writes `data` from byte `offset` of a region on. The last word is filled
    /// with zeros; `offset` must begin a word.
    ///
    /// # Errors
    /// When it does not fit, or the card fails.
    pub fn write(&mut self, region: Region, offset: usize, data: &[u8]) -> Result<(), DriverError> {
        let word = check_range(region, offset, data.len())?;
        let whole = data.len() - data.len() % WORD_BYTES;
        if whole > 0 {
            self.card.transport.write_memory(word, &data[..whole])?;
        }
        if whole < data.len() {
            let mut last = [0; WORD_BYTES];
            last[..data.len() - whole].copy_from_slice(&data[whole..]);
            self.card
                .transport
                .write_memory(word + (whole / WORD_BYTES) as u32, &last)?;
        }
        Ok(())
    }

    /// Reads whole words from byte `offset` of a region on.
    ///
    /// # Errors
    /// When it does not fit, or the card fails.
    pub fn read(
        &mut self,
        region: Region,
        offset: usize,
        data: &mut [u8],
    ) -> Result<(), DriverError> {
        let word = check_range(region, offset, data.len())?;
        self.card.transport.read_memory(word, data)
    }

    /// Sets the longest time a job may take, in 1024 core clocks, for jobs from
    /// now on; zero: no limit. It holds until it is set again. The card cannot
    /// count further than [`DEFAULT_WATCHDOG`].
    ///
    /// # Errors
    /// When the card does not answer.
    pub fn set_watchdog(&mut self, kilocycles: u32) -> Result<(), DriverError> {
        self.watchdog = kilocycles;
        self.card.write(reg::WATCHDOG_KCYCLES, kilocycles)
    }

    /// Drops all jobs and latches; resident memory, sets of bases and the
    /// watchdog stay. What was being cleared is cleared anew.
    ///
    /// # Errors
    /// When the card does not answer. What is to be cleared is not forgotten then.
    pub fn reset(&mut self) -> Result<(), DriverError> {
        self.restart(reg::control::SOFT_RESET)
    }

    fn restart(&mut self, control: u32) -> Result<(), DriverError> {
        self.card.write(reg::CONTROL, control)?;
        self.card
            .write(reg::INTERRUPT_ENABLE, reg::interrupts::JOB_DONE)?;
        // The reset has cleared it.
        self.card.write(reg::WATCHDOG_KCYCLES, self.watchdog)?;
        self.restart_queue()
    }

    /// Reads the error latches and clears them.
    ///
    /// # Errors
    /// When the card does not answer.
    pub fn take_errors(&mut self) -> Result<ErrorLatches, DriverError> {
        let errors = self.card.read(reg::ERRORS)?;
        if errors != 0 {
            self.card.write(reg::ERRORS, errors)?;
        }
        Ok(ErrorLatches::from_bits(errors))
    }
}

fn check_range(region: Region, offset: usize, bytes: usize) -> Result<u32, DriverError> {
    let end = offset.checked_add(bytes);
    let fits = end.is_some_and(|end| end.div_ceil(WORD_BYTES) <= region.words as usize);
    if !fits || !offset.is_multiple_of(WORD_BYTES) {
        return Err(DriverError::OutOfRegion {
            offset,
            bytes,
            words: region.words,
        });
    }
    Ok(region.word + (offset / WORD_BYTES) as u32)
}
