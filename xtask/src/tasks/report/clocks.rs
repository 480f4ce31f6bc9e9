//! Clocks of jobs, simulated and modelled, as `msm_report` of the benches writes them.

use crate::{error::TaskError, workspace};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The configuration that is simulated with every mixture of scalars.
pub(super) const CARD: &str = "card";
/// The same over G2.
pub(super) const CARD_G2: &str = "card, G2";
/// The same over G1 with resident multiples.
pub(super) const CARD_MULTIPLES: &str = "card, multiples";
/// The same with two adders.
pub(super) const PAIR: &str = "card-2";
/// The configuration for large jobs.
pub(super) const LARGE: &str = "card-large";
/// The mixture that others are compared with.
pub(super) const UNIFORM: &str = "uniform";

/// What the model says of a phase of buckets.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Schedule {
    pub(super) clocks: u64,
    pub(super) additions: u64,
    pub(super) full_additions: u64,
    pub(super) spent_slots: u64,
    pub(super) stored_slots: u64,
    pub(super) starved_slots: u64,
    pub(super) ending_slots: u64,
    pub(super) digits: u64,
    pub(super) touched: u64,
}

/// A job that ran in the simulation; its result was that of arkworks.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Simulated {
    pub(super) configuration: String,
    pub(super) scalars: String,
    pub(super) points: u64,
    pub(super) cycles: u64,
    pub(super) bucket_cycles: u64,
    pub(super) reduction_cycles: u64,
    pub(super) slots: u64,
    pub(super) bucket_additions: u64,
    pub(super) reduction_additions: u64,
    pub(super) starved: u64,
    pub(super) refused: u64,
    pub(super) stored: u64,
    pub(super) spent: u64,
    pub(super) met: u64,
    pub(super) model: Schedule,
    pub(super) seconds: f64,
}

impl Simulated {
    /// Additions started per slot of the bucket phase.
    pub(super) fn efficiency(&self) -> f64 {
        self.part(self.bucket_additions)
    }

    /// `count` per slot of the bucket phase.
    pub(super) fn part(&self, count: u64) -> f64 {
        count as f64 / self.slots as f64
    }

    /// All clocks per point.
    pub(super) fn per_point(&self) -> f64 {
        self.cycles as f64 / self.points as f64
    }

    /// What the model says of all clocks, less one: the reduction is the simulated one.
    pub(super) fn deviation(&self) -> f64 {
        let modelled = self.model.clocks + self.reduction_cycles;
        modelled as f64 / self.cycles as f64 - 1.0
    }

    /// Slots with neither an addition nor Z1 Z2: while items came, while none came, after the last one. Counted in all,
    /// divided as the model says.
    pub(super) fn empty(&self) -> [f64; 3] {
        let used = self.bucket_additions + self.spent;
        let empty = self.slots.saturating_sub(used) as f64;
        let m = &self.model;
        let parts = [m.stored_slots, m.starved_slots, m.ending_slots];
        let all = parts.iter().sum::<u64>().max(1) as f64;
        parts.map(|part| empty * part as f64 / all)
    }
}

/// A job beyond simulation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Modelled {
    pub(super) configuration: String,
    pub(super) scalars: String,
    pub(super) points: u64,
    pub(super) model: Schedule,
    pub(super) extended: bool,
}

/// A configuration as built.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Built {
    pub(super) curve: String,
    pub(super) configuration: String,
    pub(super) adders: u64,
    pub(super) slot_clocks: u64,
    /// Words that a base takes in card memory, each an affine point.
    pub(super) base_words: u64,
    pub(super) windows: u64,
    pub(super) digits: u64,
    pub(super) window_bits: u64,
    pub(super) narrow_windows: u64,
    pub(super) buckets: u64,
    /// Words of the largest bank with 1, 2, ... adders.
    pub(super) bank_words: Vec<u64>,
    /// Bits of a bucket: a projective point and a flag.
    pub(super) bucket_bits: u64,
    pub(super) chains: u64,
    pub(super) adder_latency: u64,
    pub(super) adder_stages: Vec<(String, u64)>,
    pub(super) adder_carry: u64,
    pub(super) reduction_cycles: u64,
    pub(super) reduction_additions: u64,
}

impl Built {
    /// UltraRAM blocks of the buckets if there were `adders`: 4096 words of 72 bits each.
    pub(super) fn ultra_rams(&self, adders: u64) -> Option<u64> {
        let bank = self.bank_words.get(adders.checked_sub(1)? as usize)?;
        Some(2 * adders * bank.div_ceil(4096) * self.bucket_bits.div_ceil(72))
    }

    /// Bits of a coordinate: a bucket holds three.
    fn coordinate_bits(&self) -> u64 {
        self.bucket_bits.saturating_sub(1) / 3
    }

    /// Bytes that a base takes in card memory: two coordinates a word.
    pub(super) fn base_bytes(&self) -> u64 {
        self.base_words * 2 * self.coordinate_bits() / 8
    }

    /// Additions started per slot of the reduction, of all adders.
    pub(super) fn reduction_efficiency(&self) -> f64 {
        (self.reduction_additions * self.slot_clocks) as f64
            / (self.reduction_cycles * self.adders) as f64
    }

    /// Additions started per slot of a modelled phase of buckets.
    fn efficiency(&self, model: &Schedule) -> f64 {
        (model.additions * self.slot_clocks) as f64 / (model.clocks * self.adders) as f64
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
    /// Jobs with the multipliers that are synthesised.
    #[serde(default)]
    pub(super) exact: Vec<Simulated>,
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
                    cycles: job.model.clocks + built.reduction_cycles,
                    efficiency: built.efficiency(&job.model),
                    how: if job.extended { "extended" } else { "modelled" },
                });
            }
        }
        sizes.sort_by_key(|size| size.points);
        sizes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A configuration whose buckets have so many bits, and bases so many words.
    fn built(bucket_bits: u64, base_words: u64) -> Built {
        let text = r#"{"configuration": "", "curve": "", "adders": 1, "slot_clocks": 1, "base_words": 1, "windows": 20, "digits": 20, "window_bits": 13,
            "narrow_windows": 5, "buckets": 71680, "bank_words": [36864, 20480], "bucket_bits": 769, "chains": 70,
            "adder_latency": 1, "adder_stages": [], "adder_carry": 63, "reduction_cycles": 1, "reduction_additions": 1}"#;
        let built: Built = serde_json::from_str(text).unwrap();
        Built {
            bucket_bits,
            base_words,
            ..built
        }
    }

    #[test]
    fn memory_of_more_adders_is_cut_into_more_banks() {
        let built = built(769, 1);
        let blocks = [0, 1, 2, 3].map(|adders| built.ultra_rams(adders));
        assert_eq!(blocks, [None, Some(198), Some(220), None]);
    }

    #[test]
    fn a_base_is_as_long_as_its_coordinates() {
        // One of G1, one of G2, one with multiples, one of BLS12-381.
        for (bucket_bits, words, bytes) in
            [(769, 1, 64), (769, 2, 128), (769, 8, 512), (1153, 1, 96)]
        {
            assert_eq!(built(bucket_bits, words).base_bytes(), bytes);
        }
    }
}
