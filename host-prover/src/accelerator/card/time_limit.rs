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

fn seconds(identity: &Identity, clocks: f64) -> Duration {
    let rate = match identity.core_kilohertz {
        0 => 5e3,
        kilohertz => f64::from(kilohertz) * 1e3,
    };
    Duration::from_secs_f64((clocks / rate).min(LONGEST_JOB.as_secs_f64()))
}
