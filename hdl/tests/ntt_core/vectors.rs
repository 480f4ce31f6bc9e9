//! Vectors in a memory of beats.

use num_bigint::BigUint;
use zkcard_hdl::ntt::NttConfig;
use zkcard_sim::ntt::{Memory, Timing};

/// How vectors of one size lie.
pub(crate) struct Vectors {
    /// Beats of a vector.
    pub(crate) beats: usize,
    size: usize,
    word: usize,
    beat_words: usize,
}

impl Vectors {
    /// Of `2^size` words.
    pub(crate) fn of(config: &NttConfig, size: usize) -> Self {
        let beat = config.sizes.beat;
        let word = config.word_bits / 32;
        Self {
            beats: 1 << size.saturating_sub(beat),
            size,
            word,
            beat_words: word << beat,
        }
    }

    pub(crate) fn memory<T: Timing>(&self, beats: usize, timing: T) -> Memory<T> {
        Memory::new(beats, self.beat_words, timing)
    }

    pub(crate) fn put<T>(&self, memory: &mut Memory<T>, beat: usize, vector: &[BigUint]) {
        let at = beat * self.beat_words;
        for (i, number) in vector.iter().enumerate() {
            for (j, digit) in number.iter_u32_digits().enumerate() {
                memory.words[at + i * self.word + j] = digit;
            }
        }
    }

    pub(crate) fn get<T>(&self, memory: &Memory<T>, beat: usize) -> Vec<BigUint> {
        let at = beat * self.beat_words;
        let words = memory.words[at..].chunks(self.word);
        words
            .take(1 << self.size)
            .map(|word| BigUint::new(word.to_vec()))
            .collect()
    }
}
