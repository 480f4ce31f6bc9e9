//! The program as its users meet it: files, exit status, messages.

use crate::support::{CIRCUITS, file};
use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

pub(crate) fn zkcard(arguments: &[&dyn AsRef<std::ffi::OsStr>]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zkcard"));
    arguments.iter().for_each(|argument| {
        command.arg(argument);
    });
    command.output().expect("the program starts")
}

pub(crate) fn prove(zkey: &Path, witness: &Path, folder: &Path, options: &[&str]) -> Output {
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

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// One line on standard error that begins with `error:`.
pub(crate) fn assert_one_error(output: &Output, status: i32) {
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
    assert_eq!(report["operations"].as_array().unwrap().len(), 6);
    assert_eq!(report["operations"][5]["name"], "MSM H");
    assert_eq!(report["operations"][5]["backend"], "cpu");
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
fn a_folder_that_is_not_there_is_an_error_before_the_work() {
    let missing = Path::new("/nonexistent");
    let output = prove(missing, missing, missing, &[]);
    assert_one_error(&output, 1);
    let message = text(&output.stderr);
    assert_eq!(
        message,
        "error: /nonexistent/proof.json: the folder /nonexistent does not exist\n"
    );
}

#[test]
fn results_go_through_standard_output_and_never_replace_it() {
    let folder = tempfile::tempdir().unwrap();
    let (zkey, witness) = (file("range", "circuit.zkey"), file("range", "witness.wtns"));
    let printed = folder.path().join("printed");
    let link = folder.path().join("stdout");
    std::os::unix::fs::symlink("/dev/stdout", &link).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_zkcard"));
    command.arg("prove").args([&zkey, &witness, &link]);
    command.args(["/dev/null", "--backend", "cpu"]);
    command.stdout(fs::File::create(&printed).unwrap());
    assert!(command.status().unwrap().success());
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    let key = file("range", "verification_key.json");
    let public = file("range", "public.json");
    let verified = zkcard(&[&"verify", &key, &public, &printed]);
    assert!(verified.status.success(), "{}", text(&verified.stderr));
}

#[test]
fn inputs_are_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let copy = |name| {
        let path = folder.path().join(name);
        fs::copy(file("range", name), &path).unwrap();
        path
    };
    let (zkey, witness) = (copy("circuit.zkey"), copy("witness.wtns"));
    let other = folder.path().join("other.json");
    for (proof, public, what) in [
        (&zkey, &other, "key"),
        (&other, &zkey, "key"),
        (&witness, &other, "witness"),
    ] {
        let output = zkcard(&[&"prove", &zkey, &witness, proof, public]);
        assert_one_error(&output, 1);
        let message = text(&output.stderr);
        let expected = format!("would overwrite the {what}");
        assert!(message.contains(&expected), "{message}");
    }
    for name in ["circuit.zkey", "witness.wtns"] {
        let now = fs::read(folder.path().join(name)).unwrap();
        assert_eq!(now, fs::read(file("range", name)).unwrap());
    }
}

#[test]
fn a_full_device_is_an_error_and_a_closed_pipe_is_not() {
    let zkey = file("range", "circuit.zkey");
    for arguments in [
        &["inspect".as_ref(), zkey.as_os_str()] as &[&std::ffi::OsStr],
        &["--help".as_ref()],
        &["completions".as_ref(), "bash".as_ref()],
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zkcard"));
        command.args(arguments);
        let full = || {
            fs::OpenOptions::new()
                .write(true)
                .open("/dev/full")
                .unwrap()
        };
        let output = command.stdout(full()).output().unwrap();
        assert_one_error(&output, 1);
        assert!(text(&output.stderr).contains("standard output"));
        // Nowhere to complain to.
        let status = command.stdout(full()).stderr(full()).status().unwrap();
        assert_eq!(status.code(), Some(1));

        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = Command::new(env!("CARGO_BIN_EXE_zkcard"));
        let output = command.args(arguments).stdout(writer).output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(text(&output.stderr), "");
    }
}

#[test]
fn errors_say_what_was_found_and_where() {
    let folder = tempfile::tempdir().unwrap();
    let in_folder = |name| folder.path().join(name);
    let (zkey, witness) = (file("range", "circuit.zkey"), file("range", "witness.wtns"));
    let [vkey, public, proof] =
        ["verification_key.json", "public.json", "proof.json"].map(|name| file("range", name));
    let (empty, pipe, curve) = (in_folder("empty"), in_folder("pipe"), in_folder("curve"));
    fs::write(&empty, "").unwrap();
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    // The scalar field of another curve in place of that of BN254.
    let mut bytes = fs::read(&witness).unwrap();
    let other = "01000000fffffffffe5bfeff02a4bd5305d8a10908d83933487d9d2953a7ed73";
    let other = (0..32).map(|i| u8::from_str_radix(&other[2 * i..2 * i + 2], 16).unwrap());
    bytes.splice(28..60, other);
    fs::write(&curve, bytes).unwrap();

    let zero = Path::new("/dev/zero").to_owned();
    let inspect = |path| zkcard(&[&"inspect", path]);
    let prove = |zkey, witness| prove(zkey, witness, folder.path(), &[]);
    let verify = |key, public, proof| zkcard(&[&"verify", key, public, proof]);
    for (output, path, expected) in [
        (
            inspect(&empty),
            &empty,
            "truncated: the magic needs 4 bytes, 0 are left",
        ),
        (inspect(&pipe), &pipe, "is a pipe, expected a regular file"),
        (
            prove(folder.path(), &witness),
            &folder.path().to_owned(),
            "is a directory, expected a file",
        ),
        (
            prove(&pipe, &witness),
            &pipe,
            "is a pipe, expected a regular file",
        ),
        (
            prove(&zkey, &pipe),
            &pipe,
            "is a pipe, expected a regular file",
        ),
        (
            prove(&zero, &witness),
            &zero,
            "is a device, expected a regular file",
        ),
        (
            prove(&zkey, &curve),
            &curve,
            "the scalar field is that of bls12381, expected that of bn128",
        ),
        (
            verify(&zkey, &public, &proof),
            &zkey,
            "looks like a .zkey (snarkjs exports its verification key), expected JSON with a verification key",
        ),
        (
            verify(&vkey, &proof, &public),
            &proof,
            "looks like a proof, expected JSON with public inputs",
        ),
        (
            verify(&vkey, &public, &public),
            &public,
            "looks like public inputs, expected JSON with a proof",
        ),
        (
            verify(&proof, &public, &vkey),
            &proof,
            "looks like a proof, expected JSON with a verification key",
        ),
        (verify(&zero, &public, &proof), &zero, "longer than 128 MiB"),
        (
            zkcard(&[&"demo", &"--backend", &"cpu", &"--keep", &empty]),
            &empty,
            "File exists",
        ),
    ] {
        assert_one_error(&output, 1);
        let message = text(&output.stderr);
        let begin = format!("error: {}: {expected}", path.display());
        assert!(message.starts_with(&begin), "{message}");
    }
}

#[test]
fn errors_of_cards_name_the_card() {
    let cards = |uri: &str| zkcard(&[&"cards", &"--card", &uri]);
    let null = cards("serial:/dev/null");
    assert_one_error(&null, 1);
    assert_eq!(
        text(&null.stderr),
        "error: /dev/null is not a serial port\n"
    );
    if !cfg!(feature = "sim") {
        let simulated = cards("sim:");
        assert_one_error(&simulated, 1);
        let message = text(&simulated.stderr);
        assert!(message.contains("--features sim"), "{message}");
    }
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
        &["demo", "--threads", "0"],
        &["demo", "--threads", "65535"],
        &["demo", "--threads", "many"],
        &["demo", "--backend", "cpu", "--card", "serial:/dev/null"],
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
    let mut rest = printed.as_str();
    for step in [
        "constraint evaluation      4136  cpu",
        "quotient",
        "MSM H",
        "assembly",
        "verification",
        "the CPU was asked for",
        "the proof is valid",
    ] {
        let found = rest.find(step);
        let found = found.unwrap_or_else(|| panic!("{step} is not in its place: {printed}"));
        rest = &rest[found + step.len()..];
    }
    assert_eq!(printed.matches("the CPU was asked for").count(), 1);
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

#[test]
fn memory_is_bounded_on_demand() {
    let folder = tempfile::tempdir().unwrap();
    let (zkey, witness) = (file("range", "circuit.zkey"), file("range", "witness.wtns"));
    let output = prove(
        &zkey,
        &witness,
        folder.path(),
        &["--json", "--memory", "1M"],
    );
    assert!(output.status.success(), "{}", text(&output.stderr));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    #[cfg(target_os = "linux")]
    assert!(report["peak_memory"].as_u64().unwrap() > 1 << 20);
    assert_eq!(report["operations"].as_array().unwrap().len(), 6);
    let output = prove(&zkey, &witness, folder.path(), &["--memory", "1X"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output.stderr).contains("600M"),
        "{}",
        text(&output.stderr)
    );
}
