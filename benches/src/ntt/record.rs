//! What the report is made from, as it is written to a file.

use super::Modelled;
use serde::Serialize;

/// A job that ran in the simulation; its result was that of arkworks.
#[derive(Clone, Debug, Serialize)]
pub struct Simulated {
    /// Name of the core and its memory.
    pub setup: String,
    /// Lanes.
    pub lanes: usize,
    /// Name of the memory.
    pub memory: &'static str,
    /// Name of what was done.
    pub kind: String,
    /// Points of a vector, as a power of two.
    pub size: usize,
    /// Vectors that went in.
    pub vectors: usize,
    /// Butterflies of all transforms.
    pub butterflies: u64,
    /// Butterflies a lane and clock, or as many clocks as multipliers are folded by.
    pub efficiency: f64,
    /// Clocks from start to end.
    pub clocks: u64,
    /// Clocks in which all lanes had work.
    pub work: u64,
    /// Clocks without words.
    pub short_of_words: u64,
    /// Clocks without a factor.
    pub short_of_factors: u64,
    /// Beats read.
    pub read: u64,
    /// Clocks in which memory took no beat.
    pub held_up: u64,
    /// Beats written.
    pub written: u64,
    /// Bytes read and written a butterfly.
    pub bytes_a_butterfly: f64,
    /// Rows of memory opened.
    pub rows_opened: Option<u64>,
    /// Clocks in which memory waited for its banks.
    pub bank_waits: Option<u64>,
    /// Turns of the memory's bus.
    pub bus_turns: Option<u64>,
    /// What the model says.
    pub model: Option<Modelled>,
    /// Wall time of the simulation in seconds.
    pub seconds: f64,
}

/// A job beyond simulation.
#[derive(Clone, Debug, Serialize)]
pub struct Beyond {
    /// Name of the core and its memory.
    pub setup: String,
    /// Lanes.
    pub lanes: usize,
    /// Name of what is done.
    pub kind: String,
    /// Points of a vector, as a power of two.
    pub size: usize,
    /// Vectors that go in.
    pub vectors: usize,
    /// What the model says.
    pub model: Modelled,
}

/// A core as built.
#[derive(Clone, Debug, Serialize)]
pub struct Built {
    /// Lanes.
    pub lanes: usize,
    /// Words of a beat.
    pub beat: usize,
    /// Words of a buffer.
    pub buffer: usize,
    /// Modular multipliers: butterflies and makers of factors.
    pub multipliers: usize,
    /// Clocks from a butterfly of a lane to the next one.
    pub interval: usize,
    /// The largest transform, as a power of two.
    pub largest: usize,
}

/// Everything.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// Cores.
    pub built: Vec<Built>,
    /// Jobs that were simulated.
    pub simulated: Vec<Simulated>,
    /// Jobs that were modelled.
    pub modelled: Vec<Beyond>,
}
