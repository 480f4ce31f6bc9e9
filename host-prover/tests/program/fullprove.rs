//! `zkcard fullprove`, from inputs to a proof.

use crate::cli::{text, zkcard};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Output,
};

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../witness/tests/signals")
        .join(name)
}

struct Setup {
    folder: tempfile::TempDir,
}

impl Setup {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (key, verification) = (
            folder.path().join("key.zkey"),
            folder.path().join("vk.json"),
        );
        let output = zkcard(&[
            &"setup",
            &file("signals.r1cs"),
            &key,
            &"--insecure-test-key",
            &"--verification-key",
            &verification,
        ]);
        assert!(output.status.success(), "{}", text(&output.stderr));
        Self { folder }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn prove(&self, input: &Path, wasm: &Path) -> Output {
        let [key, proof, public] = ["key.zkey", "proof.json", "public.json"].map(|it| self.at(it));
        zkcard(&[
            &"fullprove",
            &input,
            &wasm,
            &key,
            &proof,
            &public,
            &"--backend",
            &"cpu",
        ])
    }
}

#[test]
fn inputs_become_a_proof_that_verifies() {
    let setup = Setup::new();
    let output = setup.prove(&file("input.json"), &file("signals.wasm"));
    assert!(output.status.success(), "{}", text(&output.stderr));
    let [key, public, proof] = ["vk.json", "public.json", "proof.json"].map(|it| setup.at(it));
    assert!(zkcard(&[&"verify", &key, &public, &proof]).status.success());
    // -3 * 16 + 2 - 1 + 2^128 - 1, and the public input -3.
    let public: Vec<String> = serde_json::from_str(&fs::read_to_string(public).unwrap()).unwrap();
    assert_eq!(public[0], "340282366920938463463374607431768211408");
    assert!(public[1].ends_with("495614"), "{public:?}");
}

#[test]
fn inputs_and_programs_that_do_not_serve_are_errors() {
    let setup = Setup::new();
    let (input, wasm) = (file("input.json"), file("signals.wasm"));
    let wrong = setup.at("wrong.json");
    fs::write(&wrong, "{\"a\": 1, \"x\": 2}").unwrap();
    let empty = setup.at("empty.wasm");
    fs::write(&empty, b"\0asm\x01\0\0\0").unwrap();
    for (input, wasm, message) in [
        (
            &input,
            &empty,
            "empty.wasm: no witness program of circom 2: it has no memory",
        ),
        (&wrong, &wasm, "wrong.json: the circuit has no input `x`"),
        (&input, &input, "input.json: no witness program"),
        (&setup.at("absent.json"), &wasm, "absent.json"),
    ] {
        let output = setup.prove(input, wasm);
        assert!(
            text(&output.stderr).contains(message),
            "{}",
            text(&output.stderr)
        );
        let lines = text(&output.stderr)
            .lines()
            .filter(|line| !line.starts_with("warning: "))
            .count();
        assert_eq!((output.status.code(), lines), (Some(1), 1));
        assert!(!setup.at("proof.json").exists());
    }
}
