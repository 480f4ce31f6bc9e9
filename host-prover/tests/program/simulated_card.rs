//! The main run: a proof whose transforms and MSMs, over G1 and G2, are computed by the verilated
//! card, behind a pseudo-terminal, as a user would do it with two programs.
//!
//! The card runs with modelled multipliers, which the report of each proof
//! says, and with two transport clocks a bit: see `PRESET_DIVISOR` of the
//! simulation.

use crate::support::{file, snarkjs, verifying_key};
use ark_bn254::Fr;
use ark_groth16::Groth16;
use ark_snark::SNARK;
use std::{
    fs::File,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Output, Stdio},
    thread,
    time::Duration,
};
use tempfile::TempDir;
use zkcard::{Bn254, formats};

/// A running `zkcard sim serve`, killed when dropped, with a runtime folder of
/// its own, so that no test sees the cards of another one.
struct Server {
    process: Child,
    uri: String,
    runtime: TempDir,
}

impl Server {
    fn start(configuration: &str) -> Self {
        let runtime = tempfile::tempdir().expect("a folder");
        let mut command = zkcard(&runtime);
        command.args(["sim", "serve", "--configuration", configuration]);
        let mut process = command
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut uri = String::new();
        let stdout = process.stdout.take().expect("a pipe");
        BufReader::new(stdout)
            .read_line(&mut uri)
            .expect("an address");
        let uri = uri.trim().to_owned();
        assert!(uri.starts_with("serial:/dev/"), "{uri:?}");
        Self {
            process,
            uri,
            runtime,
        }
    }

    fn device(&self) -> &str {
        self.uri
            .trim_start_matches("serial:")
            .trim_end_matches("?simulated")
    }

    fn kill(&mut self) {
        self.process.kill().expect("the server runs");
        self.process.wait().expect("the server ends");
    }

    /// Waits until `process` has the card open.
    fn wait_for_user(&self, process: &Child) {
        let folder = format!("/proc/{}/fd", process.id());
        let open = || {
            let files = std::fs::read_dir(&folder).into_iter().flatten().flatten();
            let mut targets = files.filter_map(|file| std::fs::read_link(file.path()).ok());
            targets.any(|target| target == Path::new(self.device()))
        };
        while !open() {
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn zkcard(runtime: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zkcard"));
    command.env("XDG_RUNTIME_DIR", runtime.path());
    command
}

fn start_proof(circuit: &str, folder: &Path, uri: &str, runtime: &TempDir, backend: &str) -> Child {
    let mut command = proof(circuit, folder, uri, runtime, backend);
    command.spawn().expect("the program starts")
}

fn proof(circuit: &str, folder: &Path, uri: &str, runtime: &TempDir, backend: &str) -> Command {
    let mut command = zkcard(runtime);
    command
        .arg("prove")
        .arg(file(circuit, "circuit.zkey"))
        .arg(file(circuit, "witness.wtns"));
    command
        .arg(folder.join("proof.json"))
        .arg(folder.join("public.json"));
    command.args(["--json", "--backend", backend, "--card", uri]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn report(output: &Output) -> serde_json::Value {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    serde_json::from_slice(&output.stdout).expect("a report")
}

/// All operations: no transform and no sum is left to the host.
const ALL: [&str; 5] = ["MSM A", "MSM B1", "MSM B2", "MSM C", "quotient and MSM H"];

/// Names of the operations whose result came from the card.
fn on_card(report: &serde_json::Value) -> Vec<&str> {
    let operations = report["operations"].as_array().expect("operations");
    let on_card = operations
        .iter()
        .filter(|o| o["backend"].as_str().unwrap().contains("card"));
    on_card.map(|o| o["name"].as_str().unwrap()).collect()
}

/// Our verifier, arkworks' and snarkjs's.
fn assert_valid(circuit: &str, folder: &Path) {
    let key = verifying_key(circuit);
    let read = |name| std::fs::read_to_string(folder.join(name)).expect("a result");
    let proof = formats::proof_from_json::<Bn254>(&read("proof.json")).unwrap();
    let public: Vec<Fr> = formats::public_from_json::<Bn254>(&read("public.json")).unwrap();
    assert!(zkcard::groth16::verify(&key, &public, &proof));
    let key = ark_groth16::VerifyingKey::<Bn254> {
        alpha_g1: key.alpha1,
        beta_g2: key.beta2,
        gamma_g2: key.gamma2,
        delta_g2: key.delta2,
        gamma_abc_g1: key.inputs,
    };
    assert!(Groth16::<Bn254>::verify(&key, &public, &proof.into()).unwrap());
    let results = [folder.join("public.json"), folder.join("proof.json")];
    snarkjs::assert_accepts(
        &file(circuit, "verification_key.json"),
        &results[0],
        &results[1],
    );
}

#[test]
fn a_circuit_of_4136_constraints_is_proven_on_the_card() {
    let server = Server::start("card");
    let folder = tempfile::tempdir().unwrap();
    let proof = start_proof(
        "poseidon",
        folder.path(),
        &server.uri,
        &server.runtime,
        "card",
    );
    let report = report(&proof.wait_with_output().unwrap());
    println!("{report:#}");
    assert_eq!(on_card(&report), ALL);
    assert!(report["incidents"].as_array().unwrap().is_empty());
    assert_valid("poseidon", folder.path());
}

#[test]
fn a_card_killed_in_mid_proof_leaves_a_valid_proof_or_a_clear_error() {
    for (backend, delay) in [("auto", 2000), ("auto", 300), ("card", 1500)] {
        let mut server = Server::start("card");
        let folder = tempfile::tempdir().unwrap();
        let proof = start_proof(
            "poseidon",
            folder.path(),
            &server.uri,
            &server.runtime,
            backend,
        );
        server.wait_for_user(&proof);
        thread::sleep(Duration::from_millis(delay));
        server.kill();
        let output = proof.wait_with_output().unwrap();
        if backend == "card" {
            let message = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(1), "{message}");
            assert_eq!(message.lines().count(), 1, "{message}");
            assert!(
                message.starts_with("error: the card was lost during MSM A:"),
                "{message}"
            );
            assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        } else {
            let report = report(&output);
            assert!(on_card(&report).len() < 5);
            assert!(!report["incidents"].as_array().unwrap().is_empty());
            assert_valid("poseidon", folder.path());
        }
    }
}

#[test]
fn a_served_card_is_found_and_its_lock_holds() {
    let server = Server::start("tiny");
    let cards = |arguments: &[&str]| {
        let output = zkcard(&server.runtime)
            .arg("cards")
            .args(arguments)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let listed = cards(&[]);
    let line = listed
        .lines()
        .find(|line| line.starts_with(&server.uri))
        .expect("the card");
    assert!(line.contains("simulated, Tiny"), "{line}");
    assert!(line.contains("2 clocks a bit, contract"), "{line}");

    // As another process would hold it.
    let name = format!("zkcard/{}.lock", server.device().replace('/', "_"));
    let lock = File::open(server.runtime.path().join(name)).expect("the lock of the card");
    lock.lock().unwrap();
    assert!(cards(&[]).contains("in use by another process"));
    drop(lock);
    assert!(cards(&["--json"]).contains("\"simulated\": true"));

    // A card of another curve is of no use for a proof.
    let folder = tempfile::tempdir().unwrap();
    let proof = start_proof("range", folder.path(), &server.uri, &server.runtime, "card");
    let output = proof.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("does not add over bn128"));
}

#[test]
fn a_card_within_the_process_proves_too() {
    let (folder, runtime) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let proof = start_proof("range", folder.path(), "sim:", &runtime, "card");
    let report = report(&proof.wait_with_output().unwrap());
    assert_eq!(on_card(&report), ALL);
    let quotient = &report["operations"][4]["counters"]["quotient"];
    assert_eq!(quotient["butterflies"], 6 * 512 * 10, "{quotient}");
    let read = quotient["words_read"].as_u64().expect("a count");
    assert!(read >= 6 * 512, "{quotient}");
    let backend = report["operations"][0]["backend"].as_str().unwrap();
    assert!(backend.contains("modelled multipliers"), "{backend}");
    assert_eq!(report["card"]["name"], backend);
    assert_eq!(report["card"]["clocks_per_bit"], 2);
    assert_valid("range", folder.path());
}

#[test]
fn a_proof_over_resident_multiples_is_valid() {
    let (folder, runtime) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut command = proof("range", folder.path(), "sim:", &runtime, "card");
    let output = command.arg("--card-multiples=always").output();
    let report = report(&output.expect("the program starts"));
    assert_eq!(on_card(&report), ALL);
    assert!(report["incidents"].as_array().unwrap().is_empty());
    let operations = report["operations"].as_array().expect("operations");
    let words = |name: &str| {
        let operation = operations.iter().find(|o| o["name"] == name);
        let counters = &operation.expect("an operation")["counters"];
        let msm = counters.get("msm").unwrap_or(counters);
        msm["multiples"].as_u64()
    };
    // Scalars of the quotient are as good as random; G2 has no multiples.
    assert_eq!(words(ALL[4]), Some(8), "{report:#}");
    assert_eq!(words("MSM B2"), None);
    assert_valid("range", folder.path());
}
