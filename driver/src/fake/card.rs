//! Registers, memory and jobs.

use std::collections::{BTreeMap, VecDeque};
use zkcard_wire::{
    BaseKind, Group,
    frame::Status,
    identity::{self, Curve, features},
    job::JobStatus,
    layout::{Multiples, WORD_BYTES, Windows},
    registers::{self as reg, Access, Register},
    sets::Sets,
    transform::Shape,
};

/// Computes a job over bases of a kind: what memory holds for them and scalars in, words of the result out.
pub type Compute = Box<dyn FnMut(BaseKind, &[u8], &[u8]) -> Result<Vec<u8>, JobStatus> + Send>;

/// Computes a transform: its vectors and the two words of its numbers in, words of the result out.
pub type ComputeTransform =
    Box<dyn FnMut(&Shape, &[u8], &[u8]) -> Result<Vec<u8>, JobStatus> + Send>;

/// Transport clocks per bit of its line.
const DIVISOR: u32 = 26;

/// A finished job that was not taken yet: the values of the `DONE_*` registers
/// from `DONE_TAG` on.
pub(super) type Done = [u32; reg::DONE_REGISTERS];

/// The state of a card.
pub struct FakeCard {
    values: BTreeMap<u16, u32>,
    memory: Vec<u8>,
    pub(super) sets: Sets,
    done: VecDeque<Done>,
    pub(super) compute: Compute,
    pub(super) transform: Option<ComputeTransform>,
    /// Jobs are taken and never finished.
    pub hangs: bool,
    /// How the next jobs that clear memory end, before they have cleared anything; the last goes first.
    pub failing_clears: Vec<JobStatus>,
    hanging: u32,
}

impl FakeCard {
    /// A card with `words` words of memory that adds over `curve`, with digits
    /// of `window_bits` bits, `windows` of them, and one segment.
    pub fn new(curve: Curve, windows: u32, window_bits: u32, words: u32, compute: Compute) -> Self {
        let values = [
            (reg::MAGIC, identity::MAGIC),
            (reg::VERSION, identity::VERSION),
            (reg::CONTRACT_HASH_LOW, reg::CONTRACT_HASH as u32),
            (reg::CONTRACT_HASH_HIGH, (reg::CONTRACT_HASH >> 32) as u32),
            (reg::FEATURES, features::MSM | features::SIMULATED),
            (reg::CURVE, curve as u32),
            (reg::SCALAR_BITS, windows * window_bits - 1),
            (reg::WINDOW_BITS, window_bits),
            (reg::WINDOWS, windows),
            (reg::ADDERS, 1),
            (reg::SEGMENTS, 1),
            (reg::MEMORY_WORDS, words),
            (reg::QUEUE_DEPTH, 4),
            (reg::UART_DIVISOR, DIVISOR),
        ];
        let values = values.map(|(register, value)| (register.offset, value));
        Self {
            values: values.into(),
            memory: vec![0; words as usize * WORD_BYTES],
            sets: Sets::default(),
            done: VecDeque::new(),
            compute,
            transform: None,
            hangs: false,
            failing_clears: vec![],
            hanging: 0,
        }
    }

    /// Changes what a register reads as, to imitate another card.
    pub fn set(&mut self, register: Register, value: u32) {
        self.values.insert(register.offset, value);
    }

    /// Makes it a card that does MSMs over `group` too, with these windows.
    pub fn add_group(&mut self, group: Group, windows: &Windows) {
        let Windows {
            count,
            bits,
            narrow,
            segments,
            adders,
        } = *windows;
        self.set(reg::ADDERS, adders as u32);
        let values = [count, bits, narrow, segments];
        for (register, value) in group.window_registers().into_iter().zip(values) {
            self.set(register, value as u32);
        }
        let features = self.value(reg::FEATURES);
        self.set(reg::FEATURES, features | group.feature());
    }

    /// Makes it a card that takes bases with multiples too.
    pub fn add_multiples(&mut self, multiples: &Multiples) {
        let values = multiples.values();
        for (register, value) in Multiples::REGISTERS.into_iter().zip(values) {
            self.set(register, value as u32);
        }
        let able = self.value(reg::FEATURES);
        self.set(reg::FEATURES, able | features::MULTIPLES);
    }

    /// Makes it a card that transforms up to `2^bits` points with so many lanes.
    pub fn add_transforms(&mut self, bits: u32, lanes: u32, compute: ComputeTransform) {
        self.set(reg::TRANSFORM_BITS, bits);
        self.set(reg::TRANSFORM_LANES, lanes);
        let able = self.value(reg::FEATURES);
        self.set(reg::FEATURES, able | features::TRANSFORM);
        self.transform = Some(compute);
    }

    /// The bytes of card memory.
    pub fn memory(&mut self) -> &mut [u8] {
        &mut self.memory
    }

    /// Sets bits of the error latches.
    pub(super) fn latch(&mut self, errors: u32) {
        self.set(reg::ERRORS, self.value(reg::ERRORS) | errors);
    }

    /// Whether the interrupt line is raised.
    pub(super) fn interrupts(&self) -> bool {
        self.value(reg::INTERRUPTS) & self.value(reg::INTERRUPT_ENABLE) != 0
    }

    pub(super) fn read(&self, offset: u16) -> Result<u32, Status> {
        let register = find(offset)?;
        let done = |register: Register| {
            let index = usize::from((register.offset - reg::DONE_TAG.offset) / 4);
            self.done.front().map_or(0, |done| done[index])
        };
        Ok(match register {
            register if register.access == Access::Trigger => 0,
            reg::JOB_FREE => self.free(),
            reg::DONE_COUNT => self.done.len() as u32,
            register if (reg::DONE_TAG.offset..reg::DONE_POP.offset).contains(&offset) => {
                done(register)
            }
            register => self.value(register),
        })
    }

    pub(super) fn write(&mut self, offset: u16, value: u32) -> Result<(), Status> {
        let register = find(offset)?;
        match register.access {
            Access::Read => return Err(Status::RegisterError),
            Access::ReadWrite => self.set(register, value),
            Access::ReadClear => self.set(register, self.value(register) & !value),
            Access::Trigger => self.trigger(register, value)?,
        }
        Ok(())
    }

    pub(super) fn words(&mut self, word: u32, count: usize) -> Result<&mut [u8], Status> {
        let start = word as usize * WORD_BYTES;
        self.memory
            .get_mut(start..start + count * WORD_BYTES)
            .ok_or(Status::MemoryError)
    }

    pub(super) fn value(&self, register: Register) -> u32 {
        self.values
            .get(&register.offset)
            .copied()
            .unwrap_or(register.reset)
    }

    fn free(&self) -> u32 {
        let taken = self.done.len() as u32 + self.hanging;
        self.value(reg::QUEUE_DEPTH).saturating_sub(taken)
    }

    fn control(&mut self, value: u32) {
        if value & reg::control::FORGET_SETS != 0 {
            self.sets = Sets::default();
        }
        if value & reg::control::SOFT_RESET != 0 {
            self.done.clear();
            self.hanging = 0;
            for register in reg::TABLE.iter().filter(|r| r.access != Access::Read) {
                self.set(*register, register.reset);
            }
            self.set(reg::UART_DIVISOR, DIVISOR);
        }
    }

    fn trigger(&mut self, register: Register, value: u32) -> Result<(), Status> {
        match register {
            reg::CONTROL => self.control(value),
            reg::DONE_POP => {
                self.done.pop_front();
            }
            reg::JOB_SUBMIT if self.free() == 0 => return Err(Status::RegisterError),
            reg::JOB_SUBMIT if self.hangs => self.hanging += 1,
            reg::JOB_SUBMIT => {
                let done = self.run_job();
                self.done.push_back(done);
                let interrupts = self.value(reg::INTERRUPTS) | reg::interrupts::JOB_DONE;
                self.set(reg::INTERRUPTS, interrupts);
            }
            _ => {}
        }
        Ok(())
    }
}

fn find(offset: u16) -> Result<Register, Status> {
    let register = reg::TABLE.iter().find(|register| register.offset == offset);
    register.copied().ok_or(Status::RegisterError)
}
