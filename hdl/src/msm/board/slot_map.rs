//! Where points lie in the memory of the limb-serial core.

use zkcard_wire::layout::{POINTS_PER_CHAIN, Windows};

/// Slots, from the first: buckets, chain by chain in the order of results; S of each chain; T of each chain.
#[derive(Clone, Copy, Debug)]
pub struct SlotMap {
    windows: Windows,
}

impl SlotMap {
    /// For `windows` of one adder.
    ///
    /// # Panics
    /// When they do not belong together.
    pub fn new(windows: &Windows) -> Self {
        assert!(windows.is_sound() && windows.adders == 1, "{windows:?}");
        Self { windows: *windows }
    }

    /// The slot of the lowest bucket of window `w`.
    pub fn first_slot(&self, w: usize) -> usize {
        self.windows.first_chain(w) * self.windows.segment_length()
    }

    /// The slot of the first chain's S.
    pub fn first_sum(&self) -> usize {
        self.windows.chains() * self.windows.segment_length()
    }

    /// The slot of the first chain's T.
    pub fn first_weighted(&self) -> usize {
        self.first_sum() + self.windows.chains()
    }

    /// All slots.
    pub fn slots(&self) -> usize {
        self.first_sum() + POINTS_PER_CHAIN * self.windows.chains()
    }
}
