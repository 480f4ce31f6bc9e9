//! Which backend ran an operation, why, and how long it took.

use super::OperationKind;
use serde::{Serialize, Serializer};
use std::time::Duration;
use zkcard_driver::ErrorLatch;

/// What the counters of a card say about an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum CardCounters {
    /// An MSM.
    Msm(MsmCounters),
    /// A transform, or a quotient whose scalars came back.
    Transform(TransformCounters),
    /// A quotient and the MSM of its scalars, a job each.
    QuotientMsm {
        /// Of the quotient.
        quotient: TransformCounters,
        /// Of the MSM.
        msm: MsmCounters,
    },
}

impl CardCounters {
    /// Those of its MSM.
    pub fn msm(&self) -> Option<&MsmCounters> {
        match self {
            Self::Msm(msm) | Self::QuotientMsm { msm, .. } => Some(msm),
            Self::Transform(_) => None,
        }
    }

    /// Those of its transforms.
    pub fn transform(&self) -> Option<&TransformCounters> {
        match self {
            Self::Transform(counters) => Some(counters),
            Self::QuotientMsm { quotient, .. } => Some(quotient),
            Self::Msm(_) => None,
        }
    }
}

/// What the card counted during an MSM, and over what it ran.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MsmCounters {
    /// Core clocks from start to end.
    pub cycles: u64,
    /// Core clocks of the bucket phase.
    pub bucket_cycles: u64,
    /// Point additions started in the bucket phase.
    pub bucket_additions: u64,
    /// Core clocks of the bucket reduction.
    pub reduction_cycles: u64,
    /// Point additions started in the bucket reduction.
    pub reduction_additions: u64,
    /// Points stored into an empty bucket without an addition.
    pub stored: u64,
    /// Clocks in which the next point had not arrived from memory.
    pub starved_cycles: u64,
    /// Clocks in which a point waited because the queue of pairs was full.
    pub refused_cycles: u64,
    /// Slots of the adder that went to products of two Z, a part of full additions.
    pub spent_slots: u64,
    /// Pairs of points that met on their way to one bucket in the same clock.
    pub met_pairs: u64,
    /// Words of each base, if the bases lay in card memory with multiples.
    pub multiples: Option<u64>,
}

/// What the card counted during a transform or quotient, and what it had to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TransformCounters {
    /// Core clocks from start to end.
    pub cycles: u64,
    /// Core clocks of the passes.
    pub pass_cycles: u64,
    /// Butterflies of all transforms.
    pub butterflies: u64,
    /// Butterflies that can start in a clock.
    pub lanes: u64,
    /// Clocks in which all lanes started a butterfly, or words of two vectors met.
    pub full_cycles: u64,
    /// Clocks in which lanes waited for words from memory.
    pub starved_cycles: u64,
    /// Clocks in which lanes waited for factors.
    pub factor_cycles: u64,
    /// Clocks in which memory did not take a word.
    pub refused_cycles: u64,
    /// Words of 64 bytes read.
    pub words_read: u64,
    /// Words of 64 bytes written.
    pub words_written: u64,
}

/// What there is to know of a card apart from its jobs.
#[derive(Clone, Debug, Serialize)]
pub struct CardReport {
    /// Its name, as operations name their backend.
    pub name: String,
    /// Clocks of the card's line per bit, if it has a serial line.
    pub clocks_per_bit: Option<u32>,
    /// Bits a second on the line; none in a simulation, which has no clock rate.
    pub baud: Option<u32>,
    /// Error latches that the card set since the report before.
    #[serde(serialize_with = "names")]
    pub errors: Vec<ErrorLatch>,
}

fn names<S: Serializer>(errors: &[ErrorLatch], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(errors.iter().map(|error| error.name()))
}

/// The account of one operation.
#[derive(Clone, Debug, Serialize)]
pub struct OperationReport {
    /// Its name, for example "MSM A".
    pub name: &'static str,
    /// Its kind.
    pub kind: OperationKind,
    /// Elements.
    pub size: usize,
    /// The backend whose result was taken.
    pub backend: String,
    /// Why that backend.
    pub reason: String,
    /// Wall time in milliseconds from the moment when the backend took the
    /// operation up: on the CPU other operations may share its threads, on a card
    /// transfers and the jobs before it are in.
    pub milliseconds: f64,
    /// Counters, if a card ran it.
    pub counters: Option<CardCounters>,
    /// Time in which the CPU checked a card's result, if it did that at once, in
    /// milliseconds. Sums are checked with the proof.
    pub check_milliseconds: Option<f64>,
    /// What went wrong before, if anything did.
    pub incident: Option<String>,
}

pub(crate) fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
