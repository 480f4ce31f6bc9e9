//! The expander: digits of a point at a time, an item at a time for each bank.

use super::digits::Digits;
use super::{Limbs, Pace};
use std::collections::VecDeque;
use zkcard_wire::layout::Windows;

/// Items of one bank.
#[derive(Default)]
pub(super) struct Lane {
    pending: VecDeque<u32>,
    item: Option<u32>,
    admitted: bool,
}

impl Lane {
    /// Whether there is an item, and its bucket when it is admitted, which is decided at its first word.
    pub(super) fn clock(&mut self, room: bool, word: usize, words: usize) -> (bool, Option<u32>) {
        let valid = self.item.is_some();
        if word == 0 {
            self.admitted = room && valid;
        }
        let admitted = self.item.filter(|_| self.admitted && word == 0);
        if self.admitted && word == words - 1 {
            self.item = None;
        }
        if self.item.is_none() {
            self.item = self.pending.pop_front();
        }
        (valid, admitted)
    }
}

/// All lanes, and the points for them.
pub(super) struct Front<S> {
    scalars: S,
    digits: Digits,
    words: usize,
    /// Words of the next point that are still to come.
    missing: usize,
    pub(super) lanes: Vec<Lane>,
    /// Whether all items have been taken.
    pub(super) exhausted: bool,
}

impl<S: Iterator<Item = Limbs>> Front<S> {
    pub(super) fn new(windows: &Windows, pace: Pace, scalars: S) -> Self {
        Self {
            scalars,
            digits: Digits::new(windows),
            words: pace.words,
            missing: 0,
            lanes: (0..windows.banks()).map(|_| Lane::default()).collect(),
            exhausted: false,
        }
    }

    /// After the lanes: the next point takes the place of one whose digits are all sent.
    pub(super) fn advance(&mut self) {
        if self.missing > 0 {
            self.missing -= 1;
            return;
        }
        if !self.lanes.iter().all(|lane| lane.pending.is_empty()) {
            return;
        }
        let lanes = &mut self.lanes;
        match self.scalars.next() {
            Some(scalar) => {
                self.missing = self.words - 1;
                self.digits.of(&scalar, |bank, bucket| {
                    lanes[bank].pending.push_back(bucket)
                });
            }
            None => self.exhausted = lanes.iter().all(|lane| lane.item.is_none()),
        }
    }
}
