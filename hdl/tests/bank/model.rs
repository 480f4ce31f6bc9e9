//! The golden model of a bank: points by their buckets.

use std::collections::BTreeMap;

/// Words of a point: one over the prime field, which leaves the other one zero.
pub(crate) type Point = [u64; 2];

/// What comes for the bank at a first word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Request {
    /// A sum and a new item, each with its bucket, where they come.
    Items(Option<(usize, Point)>, Option<(usize, Point)>),
    /// A slot of the reduction: the bucket, which is wiped a clock later, and whether its point is taken before.
    Slot(usize, bool),
    /// A bucket, or a word of one, is emptied.
    Sweep(usize),
}

pub(crate) const NOTHING: Request = Request::Items(None, None);

/// What must come out for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Answer {
    /// On each side: bucket, item, and what it found.
    pub(crate) pairs: [Option<(usize, Point, Point)>; 2],
    /// What the reduction took.
    pub(crate) took: Option<Point>,
    pub(crate) kept: u64,
    pub(crate) settled: u64,
    pub(crate) met: bool,
}

/// The golden model: points by their buckets.
#[derive(Default)]
pub(crate) struct Buckets(pub(crate) BTreeMap<usize, Point>);

impl Buckets {
    /// What must come out for `request`.
    pub(crate) fn answer(&mut self, request: Request) -> Answer {
        let mut answer = Answer::default();
        match request {
            Request::Items(Some((at, sum)), Some((also, item))) if at == also => {
                answer.pairs[0] = Some((at, sum, item));
                (answer.met, answer.settled) = (true, 1);
            }
            Request::Items(sum, item) => {
                for (side, of) in [sum, item].into_iter().enumerate() {
                    let Some((at, point)) = of else { continue };
                    match self.0.remove(&at) {
                        Some(found) => answer.pairs[side] = Some((at, point, found)),
                        None => {
                            self.0.insert(at, point);
                            answer.kept += 1;
                        }
                    }
                }
                answer.settled = answer.kept;
            }
            Request::Slot(at, true) => answer.took = self.0.remove(&at),
            Request::Slot(at, false) => {
                self.0.entry(at).and_modify(|point| *point = [0; 2]);
            }
            Request::Sweep(at) => {
                self.0.remove(&at);
            }
        }
        answer
    }
}
