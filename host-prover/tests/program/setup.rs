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

        let inspected = zkcard(&[&"inspect", &zkey]);
        assert!(text(&inspected.stdout).contains("insecure test key"));
        if let Some(proof) = snarkjs::prove(&zkey, &witness, folder.path()) {
            let public = at("snarkjs_public.json");
            let verified = zkcard(&[&"verify", &verification, &public, &proof]);
            assert!(verified.status.success(), "{}", text(&verified.stderr));
        }
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
