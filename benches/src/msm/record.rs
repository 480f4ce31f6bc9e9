//! What the report is made from, as it is written to a file.

use super::Schedule;
use serde::Serialize;

/// A job that ran in the simulation; its result was that of arkworks.
#[derive(Clone, Debug, Serialize)]
pub struct Simulated {
    /// Name of the configuration and its group.
    pub configuration: &'static str,
    /// Name of the mixture of scalars.
    pub scalars: &'static str,
    /// Points.
    pub points: usize,
    /// Clocks from the start to the last result.
    pub cycles: u64,
    /// Clocks of the phase of buckets.
    pub bucket_cycles: u64,
    /// Clocks of the reduction.
    pub reduction_cycles: u64,
    /// Slots of all adders in the phase of buckets.
    pub slots: u64,
    /// Additions started in the phase of buckets.
    pub bucket_additions: u64,
    /// Additions started in the reduction.
    pub reduction_additions: u64,
    /// Clocks without an item for want of a point.
    pub starved: u64,
    /// Clocks in which an item was refused, of all adders.
    pub refused: u64,
    /// Items, or sums, that were stored without an addition.
    pub stored: u64,
    /// Slots spent on Z1 Z2 in the phase of buckets.
    pub spent: u64,
    /// Pairs of an item and a sum that met in one clock.
    pub met: u64,
    /// What the model says for the same scalars.
    pub model: Schedule,
    /// Wall time of the simulation in seconds.
    pub seconds: f64,
}

/// A job beyond simulation.
#[derive(Clone, Debug, Serialize)]
pub struct Modelled {
    /// Name of the configuration and its group.
    pub configuration: &'static str,
    /// Name of the mixture of scalars.
    pub scalars: &'static str,
    /// Points.
    pub points: usize,
    /// What the model says.
    pub model: Schedule,
    /// Whether it continues the line through the last two sizes that were modelled clock by clock.
    pub extended: bool,
}

/// A configuration as built.
#[derive(Clone, Debug, Serialize)]
pub struct Built {
    /// Its curve.
    pub curve: &'static str,
    /// Its name, and its group.
    pub configuration: &'static str,
    /// Adders.
    pub adders: usize,
    /// Clocks of a slot of an adder.
    pub slot_clocks: usize,
    /// Words that a base takes, each an affine point as wide as the coordinates of the core.
    pub base_words: usize,
    /// Windows.
    pub windows: usize,
    /// Digits of a scalar: more than windows where those of several words of a base share them.
    pub digits: usize,
    /// Bits of a wide window.
    pub window_bits: usize,
    /// Windows with a bit less.
    pub narrow_windows: usize,
    /// Buckets of all banks.
    pub buckets: usize,
    /// Words of the largest bank, if the core had 1, 2, ... adders.
    pub bank_words: Vec<usize>,
    /// Bits of such a word: a projective point and a flag.
    pub bucket_bits: usize,
    /// Chains of the reduction.
    pub chains: usize,
    /// Clocks from the start of an addition to its sum.
    pub adder_latency: usize,
    /// Clocks of the parts of an addition, in their order.
    pub adder_stages: Vec<(&'static str, usize)>,
    /// Longest carry chain that the adder's arithmetic was built with, in bits.
    pub adder_carry: usize,
    /// Clocks of the reduction, simulated: the same for any scalars.
    pub reduction_cycles: u64,
    /// Additions of the reduction.
    pub reduction_additions: u64,
}

/// Everything.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// Configurations.
    pub built: Vec<Built>,
    /// Jobs that were simulated.
    pub simulated: Vec<Simulated>,
    /// Jobs that were modelled.
    pub modelled: Vec<Modelled>,
}
