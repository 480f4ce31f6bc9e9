//! What was measured, as `peers_kernels` and the runs of provers leave it.

use super::statistics::median;
use serde::{Deserialize, Serialize};

/// This project.
pub(super) const ZKCARD: &str = "zkcard";
/// This project with kernels for any processor.
pub(super) const PORTABLE: &str = "zkcard, portable";
pub(super) const ARKWORKS: &str = "arkworks";
pub(super) const HALO2CURVES: &str = "halo2curves";
pub(super) const SNARKJS: &str = "snarkjs";
pub(super) const RAPIDSNARK: &str = "rapidsnark";

/// The name of the portable level of kernels.
pub(super) const PORTABLE_LEVEL: &str = "portable";
/// Scalars that are compared with.
pub(super) const UNIFORM: &str = "uniform";
/// Scalars of a witness of bits.
pub(super) const BITS: &str = "90 % bits";

/// Both halves, as far as they are there.
pub(super) struct Measured {
    pub(super) kernels: Option<Kernels>,
    pub(super) proofs: Option<Proofs>,
}

/// Where and with what something was measured.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Stamp {
    /// The processor's name.
    pub(super) processor: String,
    /// Processors that can be used.
    pub(super) processors: usize,
    /// The commit, if git tells.
    pub(super) commit: Option<String>,
    /// Names and versions of what ran.
    pub(super) versions: Vec<(String, String)>,
}

/// Sums and transforms.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Kernels {
    pub(super) stamp: Stamp,
    /// At the best level first.
    pub(super) levels: Vec<Level>,
}

/// Contests with this project's kernels at one level.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Level {
    pub(super) level: String,
    pub(super) contests: Vec<Contest>,
}

/// One computation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Contest {
    pub(super) kernel: String,
    pub(super) scalars: Option<String>,
    pub(super) log: u32,
    pub(super) threads: usize,
    pub(super) times: Vec<Times>,
}

/// All rounds of one of them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Times {
    pub(super) peer: String,
    pub(super) milliseconds: Vec<f64>,
}

impl Contest {
    /// The median time of one of them, in milliseconds.
    pub(super) fn time(&self, peer: &str) -> Option<f64> {
        let times = self.times.iter().find(|times| times.peer == peer)?;
        median(times.milliseconds.iter().copied())
    }

    /// How many times longer `peer` took than this project.
    pub(super) fn ahead_of(&self, peer: &str) -> Option<f64> {
        Some(self.time(peer)? / self.time(ZKCARD)?)
    }

    /// Whether it computes this.
    pub(super) fn is(&self, kernel: &str, scalars: Option<&str>) -> bool {
        self.kernel == kernel && self.scalars.as_deref() == scalars
    }
}

impl Level {
    /// The same computation on that many threads.
    pub(super) fn find(
        &self,
        kernel: &str,
        scalars: Option<&str>,
        log: u32,
        threads: usize,
    ) -> Option<&Contest> {
        let mut contests = self.contests.iter();
        contests.find(|c| c.is(kernel, scalars) && (c.log, c.threads) == (log, threads))
    }

    /// Contests on that many threads.
    pub(super) fn on(&self, threads: usize) -> impl Iterator<Item = &Contest> {
        self.contests.iter().filter(move |c| c.threads == threads)
    }
}

impl Kernels {
    /// The best level.
    pub(super) fn best(&self) -> Option<&Level> {
        self.levels.first()
    }

    /// The portable level, if that is another.
    pub(super) fn portable(&self) -> Option<&Level> {
        let mut others = self.levels.iter().skip(1);
        others.find(|level| level.level == PORTABLE_LEVEL)
    }
}

/// Whole proofs.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Proofs {
    pub(super) stamp: Stamp,
    pub(super) circuits: Vec<Proved>,
}

/// Proofs of one circuit.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Proved {
    pub(super) circuit: String,
    /// The domain, as a power of two.
    pub(super) log: u32,
    pub(super) provers: Vec<Runs>,
}

/// All proofs of one prover.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Runs {
    pub(super) prover: String,
    pub(super) threads: usize,
    pub(super) runs: Vec<Run>,
}

/// One process that made a proof which verifies.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Run {
    #[serde(flatten)]
    pub(super) usage: Usage,
    /// Where the prover tells them.
    pub(super) parts: Option<Parts>,
}

/// As `peers_process` writes it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Usage {
    pub(super) seconds: f64,
    pub(super) user_seconds: f64,
    pub(super) peak_bytes: u64,
}

/// As `peers_arkworks` prints it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Parts {
    pub(super) read_seconds: f64,
    pub(super) prove_seconds: f64,
}

impl Runs {
    /// The median of something of all runs.
    pub(super) fn of(&self, value: impl Fn(&Run) -> f64) -> Option<f64> {
        median(self.runs.iter().map(value))
    }

    /// Wall time of the whole process.
    pub(super) fn seconds(&self) -> Option<f64> {
        self.of(|run| run.usage.seconds)
    }

    /// Time of the proof alone, where the prover tells it.
    pub(super) fn prove_seconds(&self) -> Option<f64> {
        median(
            self.runs
                .iter()
                .filter_map(|run| Some(run.parts?.prove_seconds)),
        )
    }

    /// The same of reading key and witness.
    pub(super) fn read_seconds(&self) -> Option<f64> {
        median(
            self.runs
                .iter()
                .filter_map(|run| Some(run.parts?.read_seconds)),
        )
    }

    /// The most memory of any run, in bytes.
    pub(super) fn peak_bytes(&self) -> Option<u64> {
        self.runs.iter().map(|run| run.usage.peak_bytes).max()
    }
}

impl Proved {
    /// The runs of a prover on that many threads.
    pub(super) fn find(&self, prover: &str, threads: usize) -> Option<&Runs> {
        let mut runs = self.provers.iter();
        runs.find(|runs| runs.prover == prover && runs.threads == threads && !runs.runs.is_empty())
    }
}

impl Proofs {
    /// The proofs of a circuit.
    pub(super) fn find(&self, circuit: &str, log: u32) -> Option<&Proved> {
        let mut circuits = self.circuits.iter();
        circuits.find(|proved| proved.circuit == circuit && proved.log == log)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A contest in which everyone always took the same time.
    pub(in super::super) fn contest(
        kernel: &str,
        scalars: Option<&str>,
        log: u32,
        threads: usize,
        times: [f64; 3],
    ) -> Contest {
        let peers = [ZKCARD, ARKWORKS, HALO2CURVES].into_iter().zip(times);
        let times = peers.map(|(peer, time)| Times {
            peer: peer.into(),
            milliseconds: vec![time; 3],
        });
        Contest {
            kernel: kernel.into(),
            scalars: scalars.map(String::from),
            log,
            threads,
            times: times.collect(),
        }
    }

    pub(in super::super) fn stamp() -> Stamp {
        Stamp {
            processor: "a processor".into(),
            processors: 2,
            commit: None,
            versions: vec![("halo2curves".into(), "0.10.0".into())],
        }
    }

    #[test]
    fn output_of_the_programs_is_read() {
        let text = r#"{"level": "ifma", "contests": [{"kernel": "NTT", "scalars": null, "log": 16, "threads": 2,
            "times": [{"peer": "zkcard", "milliseconds": [2.0, 4.0, 3.0]}, {"peer": "arkworks", "milliseconds": [9.0]}]}]}"#;
        let level: Level = serde_json::from_str(text).unwrap();
        let contest = level.find("NTT", None, 16, 2).unwrap();
        assert_eq!(contest.ahead_of(ARKWORKS), Some(3.0));
        assert_eq!(contest.ahead_of(HALO2CURVES), None);
        assert!(level.find("NTT", None, 16, 1).is_none());

        let usage = r#"{"seconds":1.5,"user_seconds":2.5,"peak_bytes":4096}"#;
        let parts = r#"{"read_seconds":0.5,"prove_seconds":1.0}"#;
        let run = Run {
            usage: serde_json::from_str(usage).unwrap(),
            parts: serde_json::from_str(parts).unwrap(),
        };
        let text = serde_json::to_string(&run).unwrap();
        let run: Run = serde_json::from_str(&text).unwrap();
        let runs = Runs {
            prover: ARKWORKS.into(),
            threads: 2,
            runs: vec![run, Run::default()],
        };
        assert_eq!(
            (runs.seconds(), runs.prove_seconds()),
            (Some(0.75), Some(1.0))
        );
        assert_eq!(runs.peak_bytes(), Some(4096));
    }
}
