//! Whether the line to a card alone takes longer than the CPU takes for a transform or quotient.
//!
//! ```text
//! | operation            | vectors there | back | instead of        |
//! |----------------------|---------------|------|-------------------|
//! | transform            | 1             | 1    | itself on the CPU |
//! | quotient             | 3             | 1    | itself on the CPU |
//! | quotient and its MSM | 3 - 1         | 0    | the quotient on the CPU, then the MSM, to which one vector goes |
//! ```
//!
//! The card is taken to need no time at all, and the CPU as long as it may need at worst: where it is faster by this
//! measure it is by any. An MSM is not weighed, nor a line without a rate, as that of a simulated card, whose time says
//! nothing about a card.

use crate::accelerator::OperationKind;
use zkcard_driver::LineRate;
use zkcard_wire::{
    layout::scalar_words,
    transform::{NUMBER_WORDS, Shape},
};

/// Seconds of a processor for a butterfly, its part of the memory traffic included. Two threads of a server took 54 ns each in
/// a transform of 2^16 points and 62 ns in a quotient (`cargo bench -p zkcard-benches`); the rest is for slower ones.
const BUTTERFLY: f64 = 100e-9;

/// Whether the way of an operation of `size` elements over `line` takes longer than so many processors need for it.
pub(super) fn is_slower(
    line: Option<LineRate>,
    kind: OperationKind,
    size: usize,
    processors: usize,
) -> bool {
    let Some((there, back)) = words(kind, size) else {
        return false;
    };
    let way = line.and_then(|line| line.seconds_to_move(there, back));
    way.is_some_and(|way| way > seconds_of_cpu(kind, size, processors))
}

/// Words that go to the card for an operation and come back, without those that go there also when it is done here.
fn words(kind: OperationKind, size: usize) -> Option<(usize, usize)> {
    let (vectors, back) = match kind {
        OperationKind::Transform => (1, 1),
        OperationKind::Quotient => (3, 1),
        OperationKind::QuotientMsm => (2, 0),
        OperationKind::MsmG1 | OperationKind::MsmG2 => return None,
    };
    let vector = scalar_words(size);
    Some((vectors * vector + NUMBER_WORDS as usize, back * vector))
}

/// Seconds for the butterflies of a transform, or of the quotient of more transforms.
fn seconds_of_cpu(kind: OperationKind, size: usize, processors: usize) -> f64 {
    let bits = size.max(1).next_power_of_two().ilog2();
    let shape = match kind {
        OperationKind::Transform => Shape::transform(bits, 1, false, false),
        _ => Shape::quotient(bits, true),
    };
    shape.butterflies() as f64 * BUTTERFLY / processors.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    const WEIGHED: [OperationKind; 3] = [
        OperationKind::Transform,
        OperationKind::Quotient,
        OperationKind::QuotientMsm,
    ];

    fn line(baud: Option<u32>) -> Option<LineRate> {
        Some(LineRate {
            clocks_per_bit: 83,
            baud,
        })
    }

    #[test]
    fn a_serial_line_is_slower_than_any_cpu() {
        for baud in [9600, 115_200, 3_000_000, 12_000_000] {
            for kind in WEIGHED {
                for log in [6, 12, 20, 26] {
                    assert!(
                        is_slower(line(Some(baud)), kind, 1 << log, 1),
                        "{kind} {baud}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_line_that_is_fast_enough_is_not() {
        for kind in WEIGHED {
            for log in [6, 12, 20] {
                let of = |processors| is_slower(line(Some(u32::MAX)), kind, 1 << log, processors);
                assert!(!of(1), "{kind} of 2^{log}");
                assert!(of(256), "{kind} of 2^{log}: more processors are faster");
            }
        }
    }

    #[test]
    fn two_vectors_more_decide_where_the_scalars_stay_there() {
        // 2^16 points: the CPU takes the time of 7 * 2^19 butterflies, and a vector is 2^21 bytes, ten bits each, and
        // something for frames.
        let cpu = 7.0 * f64::from(1 << 19) * BUTTERFLY;
        let baud = |vectors: f64| (vectors * f64::from(1 << 21) * 10.0 * 1.023 / cpu) as u32;
        for (kind, vectors) in [
            (OperationKind::QuotientMsm, 2.0),
            (OperationKind::Quotient, 4.0),
        ] {
            let of = |factor: f64| {
                let baud = (f64::from(baud(vectors)) * factor) as u32;
                is_slower(line(Some(baud)), kind, 1 << 16, 1)
            };
            assert!(of(0.99) && !of(1.01), "{kind}");
        }
    }

    #[test]
    fn sums_and_lines_without_a_rate_are_not_weighed() {
        for kind in WEIGHED {
            for line in [None, line(None), line(Some(0))] {
                assert!(!is_slower(line, kind, 1 << 16, 64), "{kind}");
            }
        }
        for kind in [OperationKind::MsmG1, OperationKind::MsmG2] {
            assert!(!is_slower(line(Some(1)), kind, 1 << 16, 64), "{kind}");
        }
    }

    #[test]
    fn no_size_is_out_of_range() {
        for kind in WEIGHED {
            for size in [0, 1, 3, 1 << 31] {
                is_slower(line(Some(3_000_000)), kind, size, 0);
            }
        }
    }
}
