//! Clocks of jobs, simulated and modelled, as `ntt_report` of the benches writes them.

use crate::{error::TaskError, workspace};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// What the model says of a job.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Modelled {
    pub(super) clocks: u64,
    pub(super) efficiency: f64,
    pub(super) bytes_a_butterfly: f64,
}

/// A job that ran in the simulation; its result was that of arkworks.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Simulated {
    pub(super) setup: String,
    pub(super) lanes: u64,
    pub(super) memory: String,
    pub(super) kind: String,
    pub(super) size: u32,
    pub(super) vectors: u64,
    pub(super) butterflies: u64,
    pub(super) efficiency: f64,
    pub(super) clocks: u64,
    pub(super) work: u64,
    pub(super) short_of_words: u64,
    pub(super) short_of_factors: u64,
    pub(super) read: u64,
    pub(super) held_up: u64,
    pub(super) written: u64,
    pub(super) bytes_a_butterfly: f64,
    pub(super) rows_opened: Option<u64>,
    pub(super) bank_waits: Option<u64>,
    pub(super) bus_turns: Option<u64>,
    pub(super) model: Option<Modelled>,
    pub(super) seconds: f64,
}

impl Simulated {
    /// What the model says of the clocks, less one.
    pub(super) fn deviation(&self) -> Option<f64> {
        let model = self.model.as_ref()?;
        Some(model.clocks as f64 / self.clocks as f64 - 1.0)
    }
}

/// A job beyond simulation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Beyond {
    pub(super) setup: String,
    pub(super) lanes: u64,
    pub(super) kind: String,
    pub(super) size: u32,
    pub(super) vectors: u64,
    pub(super) model: Modelled,
}

/// A core as built.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Built {
    pub(super) lanes: u64,
    pub(super) beat: u64,
    pub(super) buffer: u64,
    pub(super) multipliers: u64,
    pub(super) interval: u64,
    pub(super) largest: u32,
}

impl Built {
    /// Whether it is that of small boards, whose multipliers are folded.
    pub(super) fn is_board(&self) -> bool {
        self.interval > 1
    }
}

/// Everything.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Clocks {
    pub(super) built: Vec<Built>,
    pub(super) simulated: Vec<Simulated>,
    pub(super) modelled: Vec<Beyond>,
    /// Jobs with the multipliers that are synthesised.
    #[serde(default)]
    pub(super) exact: Vec<Simulated>,
}

impl Clocks {
    /// Reads what `ntt_report` wrote.
    pub(super) fn read(path: &Path) -> Result<Self, TaskError> {
        let text = workspace::read(path)?;
        serde_json::from_str(&text)
            .map_err(|e| TaskError::Missing(format!("{}: {e}", path.display())))
    }

    /// A simulated job.
    pub(super) fn job(
        &self,
        lanes: u64,
        memory: &str,
        kind: &str,
        size: u32,
        vectors: u64,
    ) -> Option<&Simulated> {
        self.simulated.iter().find(|job| {
            (job.lanes, &*job.memory, &*job.kind) == (lanes, memory, kind)
                && (job.size, job.vectors) == (size, vectors)
        })
    }

    /// Clocks that each further transform on the chip takes a lane, and its butterflies: from the two jobs of most vectors.
    pub(super) fn sustained(&self, lanes: u64) -> Option<(f64, &Simulated)> {
        let mut jobs: Vec<&Simulated> = self
            .simulated
            .iter()
            .filter(|job| job.lanes == lanes && job.kind == "on the chip")
            .collect();
        jobs.sort_by_key(|job| job.vectors);
        let [.., before, last] = jobs[..] else {
            return None;
        };
        let butterflies = (last.butterflies - before.butterflies) as f64;
        let clocks = (last.clocks - before.clocks) as f64;
        Some((butterflies / clocks / lanes as f64, last))
    }
}
