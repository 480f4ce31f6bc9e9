//! What the report is made from, as it is written to a file.

use serde::Serialize;

/// A job that ran in the simulation; its result was that of arkworks.
#[derive(Clone, Debug, Serialize)]
pub struct Simulated {
    /// Name of the configuration.
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
    /// Additions started in the phase of buckets.
    pub bucket_additions: u64,
    /// Additions started in the reduction.
    pub reduction_additions: u64,
    /// Clocks without an item for want of a point.
    pub starved: u64,
    /// Clocks in which an item was refused.
    pub refused: u64,
    /// Items, or sums, that were stored without an addition.
    pub stored: u64,
    /// Digits that are not zero.
    pub digits: u64,
    /// Clocks of the phase of buckets, by the model for the same scalars.
    pub modelled_bucket_cycles: u64,
    /// Additions of the phase of buckets, by the model.
    pub modelled_bucket_additions: u64,
    /// Wall time of the simulation in seconds.
    pub seconds: f64,
}

/// A job beyond simulation.
#[derive(Clone, Debug, Serialize)]
pub struct Modelled {
    /// Name of the configuration.
    pub configuration: &'static str,
    /// Name of the mixture of scalars.
    pub scalars: &'static str,
    /// Points.
    pub points: usize,
    /// Clocks of the phase of buckets.
    pub bucket_cycles: u64,
    /// Additions in it.
    pub bucket_additions: u64,
    /// Digits that are not zero.
    pub digits: u64,
    /// Additions of two sums.
    pub full_additions: u64,
    /// Slots that these take beside their own.
    pub spent_slots: u64,
    /// Whether the clocks beyond 2^22 points continue the line from 2^21 to 2^22.
    pub extended: bool,
}

/// A configuration as built.
#[derive(Clone, Debug, Serialize)]
pub struct Built {
    /// Its name.
    pub configuration: &'static str,
    /// Windows.
    pub windows: usize,
    /// Bits of a wide window.
    pub window_bits: usize,
    /// Windows with a bit less.
    pub narrow_windows: usize,
    /// Buckets, of which each bank has up to half.
    pub buckets: usize,
    /// Words of both banks together.
    pub bucket_words: usize,
    /// Bits of such a word.
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
