//! The expander: digits of a point, or of a word of a base with multiples, at a time, an item at a time for each bank.

use super::digits::Digits;
use super::{Limbs, Pace};
use std::collections::VecDeque;
use zkcard_wire::layout::Multiples;

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
    /// Words of the next point over Fq2 that are still to come.
    missing: usize,
    /// Items of the scalar's words that are still to come, by bank and bucket.
    rest: VecDeque<Vec<(usize, u32)>>,
    /// Words of a base that are points of their own.
    points: usize,
    pub(super) lanes: Vec<Lane>,
    /// Whether all items have been taken.
    pub(super) exhausted: bool,
}

impl<S: Iterator<Item = Limbs>> Front<S> {
    pub(super) fn new(shared: &Multiples, pace: Pace, scalars: S) -> Self {
        Self {
            scalars,
            digits: Digits::new(shared),
            words: pace.words,
            missing: 0,
            rest: VecDeque::new(),
            points: shared.words,
            lanes: (0..shared.windows.banks())
                .map(|_| Lane::default())
                .collect(),
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
        match self.next() {
            Some(items) => {
                self.missing = self.words - 1;
                for (bank, bucket) in items {
                    self.lanes[bank].pending.push_back(bucket);
                }
            }
            None => self.exhausted = self.lanes.iter().all(|lane| lane.item.is_none()),
        }
    }

    /// The items of the next point.
    fn next(&mut self) -> Option<Vec<(usize, u32)>> {
        if self.rest.is_empty() {
            let scalar = self.scalars.next()?;
            self.rest.resize(self.points, vec![]);
            let rest = &mut self.rest;
            let item = |word: usize, bank, bucket| rest[word].push((bank, bucket));
            self.digits.of(&scalar, item);
        }
        self.rest.pop_front()
    }
}
