//! Runs jobs, judging them as the contract says.

use super::{FakeCard, card::Done};
use zkcard_wire::{
    BaseKind, Group,
    job::{JOB_REGISTERS, JobStatus},
    layout::{self, Multiples, WORD_BYTES, Windows},
    registers::{self as reg, DONE_REGISTERS, errors},
    sets::{Limits, Set, Task},
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
        let ended = match self.sets.admit(&job, &limits) {
            Ok(Task::Msm(set)) => self.multiply(set, &job),
            Ok(Task::Nothing) => Ok(()),
            // It has no transforms yet, so that none is admitted.
            Ok(Task::Transform(_) | Task::Clear { .. }) => Err(JobStatus::Unsupported),
            Err(refusal) => {
                self.latch(errors::JOB_REFUSED);
                Err(refusal)
            }
        };
        let mut done = [0; DONE_REGISTERS];
        done[0] = tag;
        done[1] = ended.err().unwrap_or(JobStatus::Done) as u32;
        done[2] = count;
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
        let mut read = |word, words| {
            self.words(word, words)
                .map(|words| words.to_vec())
                .map_err(|_| JobStatus::MemoryError)
        };
        let base_bytes = read(set.first, bytes / WORD_BYTES)?;
        let scalar_bytes = read(scalars, layout::scalar_words(count))?;
        let bytes = (self.compute)(
            set.kind,
            &base_bytes,
            &scalar_bytes[..count * layout::SCALAR_BYTES],
        )?;
        let target = self.words(result, bytes.len() / WORD_BYTES);
        target
            .map_err(|_| JobStatus::MemoryError)?
            .copy_from_slice(&bytes);
        let cleared = self.words(scalars, layout::scalar_words(count));
        cleared.map_err(|_| JobStatus::MemoryError)?.fill(0);
        Ok(())
    }
}
