//! Which words of card memory are taken.

use crate::DriverError;

/// A run of words that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// Index of its first word.
    pub word: u32,
    /// Its length in words.
    pub words: u32,
}

/// First-fit allocator of card memory.
#[derive(Clone, Debug)]
pub struct Memory {
    words: u64,
    /// By ascending word, without overlap.
    taken: Vec<Region>,
}

impl Memory {
    /// Of `words` words, all free.
    pub fn new(words: u64) -> Self {
        Self {
            words,
            taken: vec![],
        }
    }

    /// Takes `words` words. The region begins at a multiple of 4 KiB, so that
    /// bursts within it do not cross such a boundary needlessly.
    ///
    /// # Errors
    /// When no gap is large enough.
    pub fn take(&mut self, words: u32) -> Result<Region, DriverError> {
        let mut start = 0;
        for (i, next) in self.taken.iter().enumerate() {
            if start + u64::from(words) <= u64::from(next.word) {
                return Ok(self.insert(i, start, words));
            }
            start = (u64::from(next.word) + u64::from(next.words)).next_multiple_of(64);
        }
        if start + u64::from(words) <= self.words {
            return Ok(self.insert(self.taken.len(), start, words));
        }
        Err(DriverError::MemoryFull {
            needed: words.into(),
            free: self.free(),
        })
    }

    /// Gives a region back.
    pub fn give_back(&mut self, region: Region) {
        self.taken.retain(|taken| taken != &region);
    }

    fn insert(&mut self, at: usize, start: u64, words: u32) -> Region {
        let region = Region {
            word: start as u32,
            words,
        };
        self.taken.insert(at, region);
        region
    }

    fn free(&self) -> u64 {
        let taken: u64 = self
            .taken
            .iter()
            .map(|region| u64::from(region.words))
            .sum();
        self.words.saturating_sub(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn regions_never_overlap(steps in proptest::collection::vec((1u32..300, any::<bool>()), 1..60)) {
            let mut memory = Memory::new(4096);
            let mut held: Vec<Region> = vec![];
            for (words, give) in steps {
                if give && !held.is_empty() {
                    memory.give_back(held.swap_remove(words as usize % held.len()));
                }
                if let Ok(region) = memory.take(words) {
                    prop_assert!(region.word + region.words <= 4096);
                    for other in &held {
                        prop_assert!(region.word + region.words <= other.word || other.word + other.words <= region.word);
                    }
                    held.push(region);
                }
            }
            for region in held { memory.give_back(region); }
            prop_assert!(memory.take(4096).is_ok());
        }
    }
}
