//! Whole proofs, each a process of its own, in turn. A proof counts when `zkcard verify` takes it.

use super::{
    circuits::{ALL, Circuit, QUICK, Ready},
    data::{Parts, Proofs, Proved, Run, Runs, Usage},
    programs::Programs,
    provers::{self, Prover},
    stamp,
    statistics::figures,
};
use crate::{error::TaskError, process, tools::Toolbox, workspace};
use serde::de::DeserializeOwned;
use std::path::Path;

/// What every run of a circuit needs.
struct Course<'a> {
    programs: &'a Programs,
    toolbox: &'a Toolbox,
    circuit: Ready,
}

/// Makes the circuits that are not there, and proves all of them.
pub(super) fn measure(programs: &Programs, quick: bool) -> Result<Proofs, TaskError> {
    let toolbox = Toolbox::prepare_node()?;
    let stamp = stamp::proofs(&toolbox)?;
    let provers = provers::all(stamp.processors);
    let circuits: &[Circuit] = if quick { &QUICK } else { &ALL };
    let mut proved = vec![];
    for circuit in circuits {
        let course = Course {
            programs,
            toolbox: &toolbox,
            circuit: circuit.ready(programs, &toolbox)?,
        };
        println!("{} 2^{}", circuit.title(), circuit.log);
        proved.push(Proved {
            circuit: circuit.title().into(),
            log: circuit.log,
            provers: course.run(&provers, circuit.log, quick)?,
        });
    }
    Ok(Proofs {
        stamp,
        circuits: proved,
    })
}

impl Course<'_> {
    /// Has everyone prove in turn, those who are slow in the first rounds alone.
    fn run(&self, provers: &[Prover], log: u32, quick: bool) -> Result<Vec<Runs>, TaskError> {
        let rounds = |prover: &Prover| prover.rounds(log, quick);
        let mut all: Vec<Runs> = provers
            .iter()
            .map(|prover| Runs {
                prover: prover.name().into(),
                threads: prover.threads,
                runs: vec![],
            })
            .collect();
        for round in 0..provers.iter().map(rounds).max().unwrap_or(0) {
            for (prover, runs) in provers.iter().zip(&mut all) {
                if round < rounds(prover) {
                    runs.runs.push(self.prove(prover)?);
                }
            }
        }
        Ok(all)
    }

    /// One proof that verifies.
    fn prove(&self, prover: &Prover) -> Result<Run, TaskError> {
        let file = |name: &str| self.circuit.folder.join(name);
        let [proof, public, usage] = ["proof.json", "public.json", "usage.json"].map(file);
        for left in [&proof, &public, &usage] {
            if left.exists() {
                std::fs::remove_file(left).map_err(TaskError::file(left))?;
            }
        }
        let proving = prover.command(
            self.programs,
            self.toolbox,
            &self.circuit,
            [&proof, &public],
        );
        let mut command = self.programs.command("peers_process");
        command.arg(&usage).arg(proving.get_program());
        command.args(proving.get_args());
        proving
            .get_current_dir()
            .map(|folder| command.current_dir(folder));
        for (name, value) in proving.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        let output = process::capture(&mut command)?;
        self.verify(&proof, &public)?;
        let run = Run {
            usage: json(&usage, &workspace::read(&usage)?)?,
            parts: match prover.tells_parts() {
                true => Some(json::<Parts>(&usage, &output)?),
                false => None,
            },
        };
        show(prover, &run.usage);
        Ok(run)
    }

    fn verify(&self, proof: &Path, public: &Path) -> Result<(), TaskError> {
        let mut command = self.programs.command("zkcard");
        command.arg("verify").arg(&self.circuit.verification_key);
        process::capture(command.arg(public).arg(proof)).map(drop)
    }
}

fn json<T: DeserializeOwned>(path: &Path, text: &str) -> Result<T, TaskError> {
    serde_json::from_str(text).map_err(|error| TaskError::file(path)(error.into()))
}

fn show(prover: &Prover, usage: &Usage) {
    println!(
        "  {}, {}: {} s, {} s of user time, {} MB",
        prover.name(),
        threads(prover.threads),
        figures(usage.seconds),
        figures(usage.user_seconds),
        usage.peak_bytes / 1_000_000
    );
}

/// `1 thread`, `2 threads`.
pub(super) fn threads(count: usize) -> String {
    match count {
        1 => "1 thread".into(),
        n => format!("{n} threads"),
    }
}
