//! Runs jobs, judging them as the contract says.

use super::{FakeCard, card::Done};
use zkcard_wire::{
    BaseKind, Group,
    job::{JOB_REGISTERS, JobStatus},
    layout::{self, Multiples, WORD_BYTES, Windows},
    registers::{self as reg, DONE_REGISTERS, errors},
    sets::{Limits, Regions, Set, Task},
    transform::NUMBER_WORDS,
};

impl FakeCard {
    /// Runs the job in the registers.
    pub(super) fn run_job(&mut self) -> Done {
        let job: [u32; JOB_REGISTERS] = [
            reg::JOB_KIND,
            reg::JOB_TAG,
            reg::JOB_SET,
            reg::JOB_BASES,
            reg::JOB_SCALARS,
            reg::JOB_RESULT,
            reg::JOB_COUNT,
        ]
        .map(|register| self.value(register));
        let limits = self.limits();
        let [_, tag, .., count] = job;
        let mut done = [0; DONE_REGISTERS];
        let ended = match self.sets.admit(&job, &limits) {
            Ok(Task::Msm(set)) => self.multiply(set, &job),
            Ok(Task::Transform(regions)) => self.transform(&regions),
            Ok(Task::Clear { first, words }) => match self.failing_clears.pop() {
                Some(status) => Err(status),
                None => self.overwrite(first, words.into(), 0),
            },
            Ok(Task::Nothing) => Ok(()),
            Err(refusal) => {
                self.latch(errors::JOB_REFUSED);
                Err(refusal)
            }
        };
        match ended {
            // Every counter has a number of its own.
            Ok(()) => (count..)
                .zip(&mut done[2..])
                .for_each(|(n, value)| *value = n),
            Err(status) => done[1] = status as u32,
        }
        done[0] = tag;
        done
    }

    fn limits(&self) -> Limits {
        let multiples = self.multiples();
        let base_words = |kind: BaseKind| kind.base_words(Some(&multiples)) as u32;
        let result_words = |kind: BaseKind| {
            let windows = match kind {
                BaseKind::Multiples => multiples.windows,
                _ => self.windows(kind.group()),
            };
            kind.group().result_words(&windows) as u32
        };
        Limits {
            features: self.value(reg::FEATURES),
            memory_words: self.value(reg::MEMORY_WORDS),
            base_words: BaseKind::ALL.map(base_words),
            result_words: BaseKind::ALL.map(result_words),
            transform_bits: self.value(reg::TRANSFORM_BITS),
        }
    }

    fn windows(&self, group: Group) -> Windows {
        let values = group
            .window_registers()
            .map(|register| self.value(register));
        let [count, bits, narrow, segments] = values.map(|value| value as usize);
        Windows {
            count,
            bits,
            narrow,
            segments,
            adders: self.value(reg::ADDERS) as usize,
        }
    }

    fn multiples(&self) -> Multiples {
        let values = Multiples::REGISTERS.map(|register| self.value(register) as usize);
        // A card without has one bit and one segment for each bank: results of nothing are never asked for.
        let values = values.map(|value| value.max(1));
        Multiples::told(values, self.value(reg::ADDERS) as usize)
    }

    fn multiply(&mut self, set: Set, job: &[u32; JOB_REGISTERS]) -> Result<(), JobStatus> {
        let [.., scalars, result, count] = *job;
        let bytes = set.words(&self.limits()) as usize * WORD_BYTES;
        let count = count as usize;
        let base_bytes = self.copy(set.first, bytes / WORD_BYTES)?;
        let scalar_bytes = self.copy(scalars, layout::scalar_words(count))?;
        let bytes = (self.compute)(
            set.kind,
            &base_bytes,
            &scalar_bytes[..count * layout::SCALAR_BYTES],
        )?;
        self.store(result, &bytes)?;
        self.overwrite(scalars, layout::scalar_words(count) as u64, 0)
    }

    /// Overwrites vectors and work region, of which no content is promised.
    fn transform(&mut self, regions: &Regions) -> Result<(), JobStatus> {
        let shape = regions.shape;
        let (words, own) = (shape.vectors_words(), shape.vectors_words() as u32);
        let vectors = self.copy(regions.vectors, words as usize)?;
        let numbers = self.copy(regions.work + own, NUMBER_WORDS as usize)?;
        let compute = self.transform.as_mut().ok_or(JobStatus::Unsupported)?;
        let bytes = compute(&shape, &vectors, &numbers)?;
        self.overwrite(regions.vectors, words, 0x5A)?;
        self.overwrite(regions.work, shape.work_words(), 0xA5)?;
        self.store(regions.result, &bytes)
    }

    fn copy(&mut self, word: u32, words: usize) -> Result<Vec<u8>, JobStatus> {
        let words = self.words(word, words);
        let copy = words.map(|words| words.to_vec());
        copy.map_err(|_| JobStatus::MemoryError)
    }

    fn store(&mut self, word: u32, bytes: &[u8]) -> Result<(), JobStatus> {
        let words = self.words(word, bytes.len() / WORD_BYTES);
        let words = words.map_err(|_| JobStatus::MemoryError)?;
        words.copy_from_slice(bytes);
        Ok(())
    }

    fn overwrite(&mut self, word: u32, words: u64, with: u8) -> Result<(), JobStatus> {
        let words = self.words(word, words as usize);
        words.map_err(|_| JobStatus::MemoryError)?.fill(with);
        Ok(())
    }
}
