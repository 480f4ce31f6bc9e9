//! Those who prove, and how each is called: key, witness, proof, public inputs.

use super::{
    circuits::Ready,
    data::{ARKWORKS, PORTABLE, PORTABLE_LEVEL, RAPIDSNARK, SNARKJS, ZKCARD},
    programs::Programs,
};
use crate::{
    tasks::circuits::snarkjs,
    tools::{Toolbox, on_path},
};
use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// One who proves.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Zkcard { portable: bool },
    Arkworks,
    Snarkjs,
    Rapidsnark(PathBuf),
}

/// One who proves, on a number of threads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Prover {
    kind: Kind,
    pub(super) threads: usize,
    /// Whether that is all there are.
    all: bool,
}

/// Rounds up to a size: of this project, of others on all threads and on one, of snarkjs.
const ROUNDS: [(u32, [usize; 4]); 3] = [
    (16, [5, 5, 3, 3]),
    (18, [5, 3, 2, 2]),
    (u32::MAX, [3, 2, 1, 1]),
];
const QUICK_ROUNDS: [usize; 4] = [2, 2, 1, 1];

/// All there are, in the order in which they take turns; `threads` are all threads.
pub(super) fn all(threads: usize) -> Vec<Prover> {
    let mut kinds = vec![
        Kind::Zkcard { portable: false },
        Kind::Arkworks,
        Kind::Zkcard { portable: true },
        Kind::Snarkjs,
    ];
    kinds.extend(rapidsnark().map(Kind::Rapidsnark));
    let on_all = kinds.into_iter().map(|kind| Prover {
        kind,
        threads,
        all: true,
    });
    let on_one = [Kind::Zkcard { portable: false }, Kind::Arkworks].map(|kind| Prover {
        kind,
        threads: 1,
        all: false,
    });
    let on_one = on_one.into_iter().filter(|_| threads > 1);
    on_all.chain(on_one).collect()
}

/// rapidsnark's program, under its own name or as `prover`, which others are called too.
fn rapidsnark() -> Option<PathBuf> {
    on_path("rapidsnark").or_else(|| {
        let program = on_path("prover")?;
        let output = Command::new(&program).output().ok()?;
        let text = [output.stdout, output.stderr].concat();
        takes_keys(&String::from_utf8_lossy(&text)).then_some(program)
    })
}

/// Whether what a program says without arguments is what rapidsnark's says.
fn takes_keys(usage: &str) -> bool {
    ["zkey", "wtns", "proof"]
        .iter()
        .all(|word| usage.contains(word))
}

impl Prover {
    /// Its name in reports.
    pub(super) fn name(&self) -> &'static str {
        match self.kind {
            Kind::Zkcard { portable: false } => ZKCARD,
            Kind::Zkcard { portable: true } => PORTABLE,
            Kind::Arkworks => ARKWORKS,
            Kind::Snarkjs => SNARKJS,
            Kind::Rapidsnark(_) => RAPIDSNARK,
        }
    }

    /// Whether it tells, on standard output, how long the parts of its work took.
    pub(super) fn tells_parts(&self) -> bool {
        self.kind == Kind::Arkworks
    }

    /// How many proofs it makes of a circuit of `2^log` constraints.
    pub(super) fn rounds(&self, log: u32, quick: bool) -> usize {
        let sized = ROUNDS.iter().find(|(largest, _)| log <= *largest);
        let rounds = match (quick, sized) {
            (false, Some((_, rounds))) => *rounds,
            _ => QUICK_ROUNDS,
        };
        rounds[match (&self.kind, self.all) {
            (Kind::Zkcard { .. }, _) => 0,
            (Kind::Snarkjs, _) => 3,
            (_, true) => 1,
            (_, false) => 2,
        }]
    }

    /// The command that proves.
    pub(super) fn command(
        &self,
        programs: &Programs,
        toolbox: &Toolbox,
        circuit: &Ready,
        [proof, public]: [&Path; 2],
    ) -> Command {
        let threads = self.threads.to_string();
        let files = [&circuit.key, &circuit.witness, proof, public];
        match &self.kind {
            Kind::Zkcard { portable } => {
                let mut command = programs.command("zkcard");
                command.env_remove("ZKCARD_CPU");
                command.envs(portable.then_some(("ZKCARD_CPU", PORTABLE_LEVEL)));
                command.arg("prove").args(files);
                command.args(["--backend", "cpu", "--threads", &threads]);
                command
            }
            Kind::Arkworks => {
                let mut command = programs.command("peers_arkworks");
                command.args(files).env("RAYON_NUM_THREADS", threads);
                command
            }
            Kind::Snarkjs => {
                let mut command = snarkjs(toolbox);
                command.args(["groth16", "prove"]).args(files);
                command
            }
            Kind::Rapidsnark(program) => {
                let mut command = Command::new(program);
                command.args(files);
                command
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_become_fewer_with_size() {
        let prover = |kind, all| Prover {
            kind,
            threads: 2,
            all,
        };
        let zkcard = prover(Kind::Zkcard { portable: false }, true);
        let snarkjs = prover(Kind::Snarkjs, true);
        let one = prover(Kind::Arkworks, false);
        let of = |prover: &Prover| [14, 18, 20].map(|log| prover.rounds(log, false));
        assert_eq!(of(&zkcard), [5, 5, 3]);
        assert_eq!(of(&snarkjs), [3, 2, 1]);
        assert_eq!(of(&one), [3, 2, 1]);
        assert_eq!(zkcard.rounds(20, true), 2);
    }

    #[test]
    fn one_thread_runs_once() {
        let names = |threads| {
            all(threads)
                .iter()
                .map(Prover::name)
                .filter(|n| *n != RAPIDSNARK)
                .count()
        };
        assert_eq!((names(2), names(1)), (6, 4));
    }

    #[test]
    fn rapidsnark_is_known_by_its_usage() {
        let usage = "Usage: prover <circuit.zkey> <witness.wtns> <proof.json> <public.json>";
        assert!(takes_keys(usage));
        assert!(!takes_keys("prover: a theorem prover\nno file given"));
    }
}
