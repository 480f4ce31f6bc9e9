//! Clocks of jobs, simulated and modelled, as `msm_report` of the benches writes them.

use crate::{error::TaskError, workspace};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The configuration that is simulated with every mixture of scalars.
pub(super) const CARD: &str = "card";
/// The configuration for large jobs.
pub(super) const LARGE: &str = "card-large";
/// The mixture that others are compared with.
pub(super) const UNIFORM: &str = "uniform";

/// A job that ran in the simulation; its result was that of arkworks.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Simulated {
    pub(super) configuration: String,
    pub(super) scalars: String,
    pub(super) points: u64,
    pub(super) cycles: u64,
    pub(super) bucket_cycles: u64,
    pub(super) reduction_cycles: u64,
    pub(super) bucket_additions: u64,
    pub(super) reduction_additions: u64,
    pub(super) starved: u64,
    pub(super) refused: u64,
    pub(super) stored: u64,
    pub(super) digits: u64,
    pub(super) modelled_bucket_cycles: u64,
    pub(super) modelled_bucket_additions: u64,
    pub(super) seconds: f64,
}

impl Simulated {
    /// Additions started per clock of the bucket phase.
    pub(super) fn efficiency(&self) -> f64 {
        self.bucket_additions as f64 / self.bucket_cycles as f64
    }

    /// Digits that are not zero per clock of the bucket phase.
    pub(super) fn digit_rate(&self) -> f64 {
        self.digits as f64 / self.bucket_cycles as f64
    }

    /// All clocks per point.
    pub(super) fn per_point(&self) -> f64 {
        self.cycles as f64 / self.points as f64
    }

    /// What the model says of all clocks, less one: the reduction is the simulated one.
    pub(super) fn deviation(&self) -> f64 {
        let modelled = self.modelled_bucket_cycles + self.reduction_cycles;
        modelled as f64 / self.cycles as f64 - 1.0
    }
}

/// A job beyond simulation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Modelled {
    pub(super) configuration: String,
    pub(super) scalars: String,
    pub(super) points: u64,
    pub(super) bucket_cycles: u64,
    pub(super) bucket_additions: u64,
    pub(super) digits: u64,
    pub(super) full_additions: u64,
    pub(super) spent_slots: u64,
    pub(super) extended: bool,
}

/// A configuration as built.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Built {
    pub(super) configuration: String,
    pub(super) windows: u64,
    pub(super) window_bits: u64,
    pub(super) narrow_windows: u64,
    pub(super) buckets: u64,
    pub(super) bucket_words: u64,
    pub(super) bucket_bits: u64,
    pub(super) chains: u64,
    pub(super) adder_latency: u64,
    pub(super) adder_stages: Vec<(String, u64)>,
    pub(super) adder_carry: u64,
    pub(super) reduction_cycles: u64,
    pub(super) reduction_additions: u64,
}

impl Built {
    /// UltraRAM blocks of the buckets: 4096 words of 72 bits each.
    pub(super) fn ultra_rams(&self) -> u64 {
        let bank = self.bucket_words / 2;
        2 * bank.div_ceil(4096) * self.bucket_bits.div_ceil(72)
    }
}

/// A size of a configuration with uniform scalars, simulated or modelled.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    pub(super) points: u64,
    pub(super) cycles: u64,
    pub(super) efficiency: f64,
    pub(super) how: &'static str,
}

impl Size {
    /// Clocks per point.
    pub(super) fn per_point(&self) -> f64 {
        self.cycles as f64 / self.points as f64
    }
}

/// Everything.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Clocks {
    pub(super) built: Vec<Built>,
    pub(super) simulated: Vec<Simulated>,
    pub(super) modelled: Vec<Modelled>,
}

impl Clocks {
    /// Reads what `msm_report` wrote.
    pub(super) fn read(path: &Path) -> Result<Self, TaskError> {
        let text = workspace::read(path)?;
        serde_json::from_str(&text)
            .map_err(|e| TaskError::Missing(format!("{}: {e}", path.display())))
    }

    /// A configuration by its name.
    pub(super) fn built(&self, name: &str) -> Option<&Built> {
        self.built.iter().find(|built| built.configuration == name)
    }

    /// A simulated job.
    pub(super) fn job(&self, name: &str, scalars: &str, points: u64) -> Option<&Simulated> {
        self.simulated
            .iter()
            .find(|job| job.configuration == name && job.scalars == scalars && job.points == points)
    }

    /// Uniform jobs of a configuration, in order of size; simulated before modelled.
    pub(super) fn uniform(&self, name: &str) -> Vec<Size> {
        let simulated = self
            .simulated
            .iter()
            .filter(|j| (&*j.configuration, &*j.scalars) == (name, UNIFORM));
        let mut sizes: Vec<Size> = simulated
            .map(|job| Size {
                points: job.points,
                cycles: job.cycles,
                efficiency: job.efficiency(),
                how: "simulated",
            })
            .collect();
        // The reduction is that of the simulation; without one there is nothing to add.
        let Some(built) = self.built(name) else {
            return sizes;
        };
        let modelled = self
            .modelled
            .iter()
            .filter(|j| (&*j.configuration, &*j.scalars) == (name, UNIFORM));
        for job in modelled {
            if sizes.iter().all(|size| size.points != job.points) {
                sizes.push(Size {
                    points: job.points,
                    cycles: job.bucket_cycles + built.reduction_cycles,
                    efficiency: job.bucket_additions as f64 / job.bucket_cycles as f64,
                    how: if job.extended { "extended" } else { "modelled" },
                });
            }
        }
        sizes.sort_by_key(|size| size.points);
        sizes
    }
}
