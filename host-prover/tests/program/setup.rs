//! `zkcard setup`: keys for tests.

use crate::{
    cli::{assert_one_error, prove, text, zkcard},
    support::{CIRCUITS, file, snarkjs},
};

#[test]
fn keys_serve_us_and_snarkjs_and_every_command_warns() {
    for circuit in CIRCUITS {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let (zkey, verification) = (at("test.zkey"), at("verification_key.json"));
        let output = zkcard(&[
            &"setup",
            &file(circuit, "circuit.r1cs"),
            &zkey,
            &"--insecure-test-key",
            &"--verification-key",
            &verification,
        ]);
        assert!(output.status.success(), "{}", text(&output.stderr));
        assert!(text(&output.stderr).contains("insecure test key"));

        let witness = file(circuit, "witness.wtns");
        let output = prove(&zkey, &witness, folder.path(), &["--check-key"]);
        assert!(output.status.success(), "{}", text(&output.stderr));
        assert!(text(&output.stderr).contains("insecure test key"));
        snarkjs::assert_accepts(&verification, &at("public.json"), &at("proof.json"));

        let (public, proof) = (at("public.json"), at("proof.json"));
        let verified = zkcard(&[&"verify", &verification, &public, &proof]);
        assert!(verified.status.success());
        assert!(text(&verified.stderr).contains("can forge proofs"));
        let inspected = zkcard(&[&"inspect", &zkey]);
        assert!(text(&inspected.stdout).contains("insecure test key"));
        if let Some(proof) = snarkjs::prove(&zkey, &witness, folder.path()) {
            let public = at("snarkjs_public.json");
            let verified = zkcard(&[&"verify", &verification, &public, &proof]);
            assert!(verified.status.success(), "{}", text(&verified.stderr));
        }
    }
}

/// Programs that pass over the mark leave gamma as it is.
#[test]
fn a_test_key_that_lost_its_mark_is_still_known() {
    let folder = tempfile::tempdir().unwrap();
    let [zkey, bare] = ["test.zkey", "bare.zkey"].map(|name| folder.path().join(name));
    let r1cs = file("multiplier", "circuit.r1cs");
    let made = zkcard(&[&"setup", &r1cs, &zkey, &"--insecure-test-key"]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    let mut bytes = std::fs::read(&zkey).unwrap();
    let mark = bytes
        .windows(4)
        .rposition(|id| id == 0x7465_7374u32.to_le_bytes());
    bytes.truncate(mark.unwrap());
    bytes[8] -= 1;
    std::fs::write(&bare, bytes).unwrap();
    let witness = file("multiplier", "witness.wtns");
    let output = prove(&bare, &witness, folder.path(), &[]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("of no ceremony"));
}

/// A count that the file does not bear out is an error, not an attempt to get so much memory.
#[test]
fn a_constraint_system_with_too_many_wires_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let [r1cs, zkey] = ["circuit.r1cs", "test.zkey"].map(|name| folder.path().join(name));
    let bytes = std::fs::read(file("multiplier", "circuit.r1cs")).unwrap();
    let modulus = bytes
        .windows(4)
        .position(|four| four == 32u32.to_le_bytes());
    let at = modulus.unwrap() + 4 + 32;
    for wires in [u32::MAX, 0x8000_0006, 20_000_000, 0] {
        let mut bytes = bytes.clone();
        bytes[at..at + 4].copy_from_slice(&wires.to_le_bytes());
        std::fs::write(&r1cs, bytes).unwrap();
        assert_one_error(
            &zkcard(&[&"setup", &r1cs, &zkey, &"--insecure-test-key"]),
            1,
        );
    }
}

#[test]
fn nothing_is_made_unasked_or_of_something_else() {
    let folder = tempfile::tempdir().unwrap();
    let zkey = folder.path().join("test.zkey");
    let r1cs = file("multiplier", "circuit.r1cs");
    let output = zkcard(&[&"setup", &r1cs, &zkey]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("--insecure-test-key"));

    let flag = "--insecure-test-key";
    let other = file("multiplier", "circuit.zkey");
    assert_one_error(&zkcard(&[&"setup", &other, &zkey, &flag]), 1);
    assert_one_error(&zkcard(&[&"setup", &r1cs, &folder.path(), &flag]), 1);
    let copy = folder.path().join("circuit.r1cs");
    std::fs::copy(&r1cs, &copy).unwrap();
    assert_one_error(&zkcard(&[&"setup", &copy, &copy, &flag]), 1);
    assert!(!zkey.exists(), "no key was left");
    assert!(std::fs::read(&copy).unwrap() == std::fs::read(&r1cs).unwrap());
}
