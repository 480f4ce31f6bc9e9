//! `cargo xtask circuits`: the test circuits and their keys, from their sources.
//!
//! ```text
//! circuit.circom -> circuit.r1cs, witness program -+-> witness.wtns
//! powers of tau (2^13, beacon) -> setup (beacon) --+-> circuit.zkey, verification_key.json
//!                                                  +-> proof.json, public.json
//! ```
//!
//! All of it but the proof is the same, byte for byte, whoever builds it: the
//! only entropy is a public constant. So these keys are good for tests alone.

use crate::{error::TaskError, process, tools::Toolbox, workspace};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The folders below `circuits/`.
const NAMES: [&str; 3] = ["multiplier", "range", "poseidon"];

/// The logarithm of the largest domain.
const POWER: &str = "13";

/// The public constant in place of secret entropy.
const BEACON: [&str; 2] = [
    "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20",
    "10",
];

/// What a verifier reads, in the order in which snarkjs and zkcard take it.
const VERIFIED: [&str; 3] = ["verification_key.json", "public.json", "proof.json"];

/// Runs the task.
pub(crate) fn run(check_only: bool) -> Result<(), TaskError> {
    let toolbox = Toolbox::prepare()?;
    if check_only {
        return check(&toolbox);
    }
    let powers = powers_of_tau(&toolbox)?;
    for name in NAMES {
        let circuit = Circuit::new(name, &toolbox);
        circuit.compile()?;
        circuit.set_up(&powers)?;
        circuit.prove()?;
        circuit.copy()?;
    }
    Ok(())
}

/// Compiles again and compares; has snarkjs verify the proofs that are checked in.
pub(crate) fn check(toolbox: &Toolbox) -> Result<(), TaskError> {
    let mut findings = vec![];
    for name in NAMES {
        let circuit = Circuit::new(name, toolbox);
        circuit.compile()?;
        circuit.verify(&circuit.source)?;
        for file in ["circuit.r1cs", "witness.wtns"] {
            if read(circuit.source.join(file))? != read(circuit.built.join(file))? {
                findings.push(format!(
                    "circuits/{name}/{file} does not come from its source: run `cargo xtask circuits`"
                ));
            }
        }
    }
    TaskError::unless_empty(findings)
}

/// Powers of tau for every circuit. Takes minutes, so they are kept in `target/`.
fn powers_of_tau(toolbox: &Toolbox) -> Result<PathBuf, TaskError> {
    let folder = workspace::root().join("target/circuits");
    fs::create_dir_all(&folder).map_err(TaskError::file(&folder))?;
    let done = folder.join("powers.ptau");
    if done.exists() {
        return Ok(done);
    }
    println!("powers of tau: a few minutes");
    let [first, second, last] = ["0.ptau", "1.ptau", "2.ptau"].map(|name| folder.join(name));
    let run = |words: &[&str], from: Option<&Path>, to: &Path, more: &[&str]| {
        let mut command = snarkjs(toolbox);
        command.arg("powersoftau").args(words).args(from).arg(to);
        process::run_quietly(command.args(more))
    };
    run(&["new", "bn128", POWER], None, &first, &[])?;
    let [constant, iterations] = BEACON;
    let beacon = [constant, iterations, "-n=test"];
    run(&["beacon"], Some(&first), &second, &beacon)?;
    run(&["prepare", "phase2"], Some(&second), &last, &[])?;
    fs::rename(last, &done).map_err(TaskError::file(&done))?;
    Ok(done)
}

/// One circuit on its way from source to proof.
struct Circuit<'a> {
    name: &'static str,
    source: PathBuf,
    built: PathBuf,
    toolbox: &'a Toolbox,
}

impl<'a> Circuit<'a> {
    fn new(name: &'static str, toolbox: &'a Toolbox) -> Self {
        Self {
            name,
            source: workspace::circuits().join(name),
            built: workspace::root().join("target/circuits").join(name),
            toolbox,
        }
    }

    fn compile(&self) -> Result<(), TaskError> {
        fs::create_dir_all(&self.built).map_err(TaskError::file(&self.built))?;
        let mut circom = node(self.toolbox, "circom2/cli.js");
        // Paths relative to circuits/: the compiler sees nothing above them but `..`.
        circom.arg(format!("{}/circuit.circom", self.name));
        circom.args(["--O1", "--r1cs", "--wasm", "-l", "node_modules", "-o"]);
        process::run_quietly(circom.arg(format!("../target/circuits/{}", self.name)))?;

        let mut witness = self.toolbox.command("node");
        witness.current_dir(&self.built);
        witness.args(["circuit_js/generate_witness.js", "circuit_js/circuit.wasm"]);
        witness.arg(self.source.join("input.json"));
        process::run_quietly(witness.arg("witness.wtns"))
    }

    fn set_up(&self, powers: &Path) -> Result<(), TaskError> {
        let mut setup = snarkjs(self.toolbox);
        setup
            .args(["groth16", "setup"])
            .arg(self.file("circuit.r1cs"));
        process::run_quietly(setup.arg(powers).arg(self.file("first.zkey")))?;
        let mut beacon = snarkjs(self.toolbox);
        beacon.args(["zkey", "beacon"]).arg(self.file("first.zkey"));
        beacon.arg(self.file("circuit.zkey")).args(BEACON);
        process::run_quietly(beacon.arg("-n=test"))?;
        let mut export = snarkjs(self.toolbox);
        export.args(["zkey", "export", "verificationkey"]);
        export.arg(self.file("circuit.zkey"));
        process::run_quietly(export.arg(self.file("verification_key.json")))
    }

    fn prove(&self) -> Result<(), TaskError> {
        let mut prove = snarkjs(self.toolbox);
        prove.args(["groth16", "prove"]);
        prove.args([self.file("circuit.zkey"), self.file("witness.wtns")]);
        process::run_quietly(prove.args([self.file("proof.json"), self.file("public.json")]))?;
        self.verify(&self.built)
    }

    /// Has snarkjs verify the proof in `folder`.
    fn verify(&self, folder: &Path) -> Result<(), TaskError> {
        let mut verify = snarkjs(self.toolbox);
        verify.args(["groth16", "verify"]);
        process::run_quietly(verify.args(VERIFIED.map(|file| folder.join(file))))
    }

    /// Puts the results beside the source. A proof that is there still stays, as
    /// every run of the prover makes another.
    fn copy(&self) -> Result<(), TaskError> {
        const SAME: [&str; 4] = [
            "circuit.r1cs",
            "circuit.zkey",
            "witness.wtns",
            "verification_key.json",
        ];
        let same = SAME.iter().all(|file| {
            fs::read(self.source.join(file)).ok() == fs::read(self.built.join(file)).ok()
        });
        println!("{}: {}", self.name, if same { "unchanged" } else { "new" });
        if same && self.verify(&self.source).is_ok() {
            return Ok(());
        }
        for file in SAME.iter().chain(&["proof.json", "public.json"]) {
            workspace::write(&self.source.join(file), read(self.built.join(file))?)?;
        }
        Ok(())
    }

    fn file(&self, name: &str) -> PathBuf {
        self.built.join(name)
    }
}

fn read(path: PathBuf) -> Result<Vec<u8>, TaskError> {
    fs::read(&path).map_err(TaskError::file(path))
}

/// snarkjs, run in `circuits/`.
pub(crate) fn snarkjs(toolbox: &Toolbox) -> Command {
    node(toolbox, "snarkjs/build/cli.cjs")
}

/// A program of an npm package, run in `circuits/`.
pub(crate) fn node(toolbox: &Toolbox, script: &str) -> Command {
    let mut command = toolbox.command("node");
    command.current_dir(workspace::circuits());
    command.arg(format!("node_modules/{script}"));
    command
}
