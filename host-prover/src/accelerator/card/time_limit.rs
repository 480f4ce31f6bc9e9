//! How long a job may take before it is given up: several times its clocks.

use std::time::Duration;
use zkcard_driver::Identity;
use zkcard_wire::{BaseKind, Group, transform::Shape};

/// Longest time that any job may take, whatever a card says of its clock.
const LONGEST_JOB: Duration = Duration::from_secs(3600);

/// Clocks of memory that a word may cost, both ways.
const WORD_CLOCKS: f64 = 16.0;

/// Passes over a vector that a transform takes at most.
const PASSES: f64 = 3.0;

/// Clocks that an MSM does not reach.
pub(super) fn msm_clocks(identity: &Identity, over: BaseKind, count: usize) -> f64 {
    let digits = identity.digits_of(over).map_or(0, |digits| digits.count);
    let buckets = identity.windows_of(over).map_or(0.0, |windows| {
        windows.count as f64 * f64::from(1u32 << windows.bits)
    });
    let additions = digits as f64 * count as f64 + buckets;
    4.0 * slots(over.group()) * additions
}

/// Clocks of an adder that an addition takes: over G2 each of its products is three.
fn slots(group: Group) -> f64 {
    match group {
        Group::G1 => 1.0,
        Group::G2 => 3.0,
    }
}

/// Clocks that a transform or quotient does not reach, at a butterfly in four clocks of a lane.
pub(super) fn transform_clocks(identity: &Identity, shape: &Shape) -> f64 {
    let lanes = identity.transforms.map_or(1, |told| told.lanes.max(1));
    // A quotient passes over each vector twice, and over its result.
    let words = 3.0 * shape.vectors_words() as f64;
    4.0 * shape.butterflies() as f64 / f64::from(lanes) + PASSES * WORD_CLOCKS * words
}

/// What a job of so many clocks may take, at the built clock or, in a simulation, at five thousand clocks a second.
pub(super) fn time_of(identity: &Identity, clocks: f64) -> Duration {
    let patience = match identity.core_kilohertz {
        0 => Duration::from_secs(10),
        _ => Duration::from_secs(1),
    };
    patience + seconds(identity, clocks)
}

/// What clearing so many words may take.
pub(super) fn time_to_clear(identity: &Identity, words: u64) -> Duration {
    time_of(identity, WORD_CLOCKS * words as f64)
}

/// What a job may take that waits for others: the time of each `before`, of `clears` among them, and its own.
pub(super) fn patience(
    before: impl Iterator<Item = Duration>,
    clears: Duration,
    time: Duration,
) -> Duration {
    before.fold(clears + time, Duration::saturating_add)
}

fn seconds(identity: &Identity, clocks: f64) -> Duration {
    let rate = match identity.core_kilohertz {
        0 => 5e3,
        kilohertz => f64::from(kilohertz) * 1e3,
    };
    Duration::from_secs_f64((clocks / rate).min(LONGEST_JOB.as_secs_f64()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use zkcard_driver::Transforms;
    use zkcard_wire::{
        identity::{Curve, features},
        layout::Windows,
    };

    fn identity() -> Identity {
        let windows = Windows {
            count: 20,
            bits: 13,
            narrow: 5,
            segments: 4,
            adders: 1,
        };
        Identity {
            version: (1, 1),
            contract_hash: 0,
            features: features::MSM | features::MSM_G2 | features::TRANSFORM,
            curve: Curve::Bn254 as u32,
            scalar_bits: 254,
            windows,
            g2_windows: Some(windows),
            multiples: None,
            transforms: Some(Transforms {
                bits: 26,
                lanes: 16,
            }),
            memory_words: 1 << 24,
            core_kilohertz: 250_000,
            queue_depth: 16,
            clocks_per_bit: 2,
        }
    }

    #[test]
    fn a_short_job_waits_for_the_long_ones_before_it() {
        let card = identity();
        let long = time_of(&card, msm_clocks(&card, BaseKind::G2, 1 << 20));
        let shape = Shape::transform(12, 1, false, false);
        let short = time_of(&card, transform_clocks(&card, &shape));
        let clears = time_to_clear(&card, shape.work_words());
        assert!(long > 2 * short, "{long:?} and {short:?}");
        let time = patience([long, long].into_iter(), clears, short);
        assert_eq!(time, 2 * long + clears + short);
        // A long job is not given more for the short ones before it than they may take.
        let time = patience([short, short].into_iter(), clears, long);
        assert_eq!(time, 2 * short + clears + long);
        assert_eq!(patience([].into_iter(), Duration::ZERO, short), short);
    }
}
