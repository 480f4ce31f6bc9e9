//! The program as its users meet it: files, exit status, messages.

use crate::support::{CIRCUITS, file};
use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

fn zkcard(arguments: &[&dyn AsRef<std::ffi::OsStr>]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zkcard"));
    arguments.iter().for_each(|argument| {
        command.arg(argument);
    });
    command.output().expect("the program starts")
}

fn prove(zkey: &Path, witness: &Path, folder: &Path, options: &[&str]) -> Output {
    let (proof, public) = (folder.join("proof.json"), folder.join("public.json"));
    let mut arguments: Vec<&dyn AsRef<std::ffi::OsStr>> =
        vec![&"prove", &zkey, &witness, &proof, &public];
    // No test opens a real card that may be attached to this machine.
    if !options.contains(&"--card") {
        arguments.extend([&"--backend" as &dyn AsRef<std::ffi::OsStr>, &"cpu"]);
    }
    options.iter().for_each(|option| arguments.push(option));
    zkcard(&arguments)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// One line on standard error that begins with `error:`.
fn assert_one_error(output: &Output, status: i32) {
    let message = text(&output.stderr);
    assert_eq!(output.status.code(), Some(status), "{message}");
    assert!(
        message.starts_with("error: ") && message.lines().count() == 1,
        "{message}"
    );
}

#[test]
fn proofs_are_accepted_by_snarkjs_and_by_ourselves() {
    for circuit in CIRCUITS {
        let folder = tempfile::tempdir().unwrap();
        let (zkey, witness) = (file(circuit, "circuit.zkey"), file(circuit, "witness.wtns"));
        let output = prove(&zkey, &witness, folder.path(), &[]);
        assert!(output.status.success(), "{}", text(&output.stderr));
        assert!(
            output.stdout.is_empty() && output.stderr.is_empty(),
            "silent in a pipe"
        );
        let key = file(circuit, "verification_key.json");
        let (public, proof) = (
            folder.path().join("public.json"),
            folder.path().join("proof.json"),
        );
        assert!(zkcard(&[&"verify", &key, &public, &proof]).status.success());
        crate::support::snarkjs::assert_accepts(&key, &public, &proof);
    }
}

#[test]
fn the_report_is_json_on_demand() {
    let folder = tempfile::tempdir().unwrap();
    let (zkey, witness) = (file("range", "circuit.zkey"), file("range", "witness.wtns"));
    let output = prove(
        &zkey,
        &witness,
        folder.path(),
        &["--json", "--check-key", "--threads", "1"],
    );
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["operations"].as_array().unwrap().len(), 11);
    assert_eq!(report["operations"][10]["name"], "MSM H");
    assert_eq!(report["operations"][10]["backend"], "cpu");
}

#[test]
fn bad_input_leaves_the_old_files_alone() {
    let folder = tempfile::tempdir().unwrap();
    let proof = folder.path().join("proof.json");
    fs::write(&proof, "the old proof").unwrap();
    let cut = folder.path().join("cut.zkey");
    let whole = fs::read(file("range", "circuit.zkey")).unwrap();
    fs::write(&cut, &whole[..whole.len() / 2]).unwrap();
    let (zkey, witness) = (file("range", "circuit.zkey"), file("range", "witness.wtns"));
    let missing = folder.path().join("missing");
    for (zkey, witness) in [
        (&cut, &witness),
        (&zkey, &file("poseidon", "witness.wtns")),
        (&zkey, &zkey),
        (&witness, &witness),
        (&missing, &witness),
        (&zkey, &missing),
        (&folder.path().to_owned(), &witness),
    ] {
        assert_one_error(&prove(zkey, witness, folder.path(), &[]), 1);
        assert_eq!(fs::read_to_string(&proof).unwrap(), "the old proof");
        let mut left: Vec<_> = fs::read_dir(folder.path())
            .unwrap()
            .map(|e| e.unwrap().file_name())
            .collect();
        left.sort();
        assert_eq!(
            left,
            ["cut.zkey", "proof.json"],
            "nothing half-written is left"
        );
    }
}

#[test]
fn a_folder_that_is_not_there_is_an_error() {
    let (zkey, witness) = (file("range", "circuit.zkey"), file("range", "witness.wtns"));
    assert_one_error(&prove(&zkey, &witness, Path::new("/nonexistent"), &[]), 1);
}

#[test]
fn demanding_a_card_that_is_not_there_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let (zkey, witness) = (file("range", "circuit.zkey"), file("range", "witness.wtns"));
    let options = ["--backend", "card", "--card", "serial:/dev/no-such-device"];
    assert_one_error(&prove(&zkey, &witness, folder.path(), &options), 1);
    let output = prove(&zkey, &witness, folder.path(), &options[2..]);
    assert!(output.status.success(), "mode auto falls back");
    assert!(text(&output.stderr).starts_with("warning:"));
}

#[test]
fn usage_errors_have_status_two() {
    for arguments in [
        &["prove"] as &[&str],
        &["verify", "a"],
        &["frobnicate"],
        &["prove", "a", "b", "c", "d", "--card", "usb"],
    ] {
        let arguments: Vec<&dyn AsRef<std::ffi::OsStr>> =
            arguments.iter().map(|a| a as _).collect();
        assert_eq!(zkcard(&arguments).status.code(), Some(2));
    }
}

#[test]
fn an_invalid_proof_has_status_one() {
    let key = file("range", "verification_key.json");
    let (public, proof) = (
        file("range", "public.json"),
        file("multiplier", "proof.json"),
    );
    assert_one_error(&zkcard(&[&"verify", &key, &public, &proof]), 1);
    let public = file("poseidon", "public.json");
    assert_one_error(&zkcard(&[&"verify", &key, &public, &proof]), 1);
    assert_one_error(&zkcard(&[&"verify", &proof, &public, &key]), 1);
}

#[test]
fn files_are_inspected() {
    for (name, expected) in [
        ("circuit.zkey", "variables: 805"),
        ("witness.wtns", "values: 805"),
        ("circuit.r1cs", "constraints: 804"),
    ] {
        let output = zkcard(&[&"inspect", &file("range", name)]);
        assert!(
            text(&output.stdout).lines().any(|line| line == expected),
            "{}",
            text(&output.stdout)
        );
        let json = zkcard(&[&"inspect", &"--json", &file("range", name)]);
        assert!(serde_json::from_slice::<serde_json::Value>(&json.stdout).is_ok());
    }
    assert_one_error(&zkcard(&[&"inspect", &file("range", "proof.json")]), 1);
}

#[test]
fn the_demo_proves_and_keeps_its_files() {
    let folder = tempfile::tempdir().unwrap();
    let output = zkcard(&[&"demo", &"--backend", &"cpu", &"--keep", &folder.path()]);
    let printed = text(&output.stdout);
    assert!(output.status.success(), "{printed}");
    for line in ["constraint evaluation", "MSM H", "the proof is valid"] {
        assert!(printed.contains(line), "{printed}");
    }
    let key = file("poseidon", "verification_key.json");
    let kept = |name| folder.path().join(name);
    let verified = zkcard(&[&"verify", &key, &kept("public.json"), &kept("proof.json")]);
    assert!(verified.status.success());
}

#[test]
fn completions_are_printed() {
    for shell in ["bash", "zsh", "fish"] {
        let output = zkcard(&[&"completions", &shell]);
        assert!(text(&output.stdout).contains("zkcard"), "{shell}");
    }
}
