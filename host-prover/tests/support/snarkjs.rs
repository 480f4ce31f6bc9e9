//! snarkjs as a judge.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// The program, or none where it is not installed: that is said aloud, and fails under the test command, which brings it.
fn program() -> Option<Command> {
    let cli = super::circuits().join("node_modules/snarkjs/build/cli.cjs");
    if !cli.exists() {
        let required = std::env::var_os("ZKCARD_REQUIRE_TOOLS").is_some();
        assert!(!required, "snarkjs is not at {}", cli.display());
        eprintln!("SKIPPED: snarkjs is not installed; `cargo xtask test` brings it");
        return None;
    }
    let mut node = Command::new("node");
    node.arg(cli);
    Some(node)
}

/// Has snarkjs make a proof in `folder`: `snarkjs_proof.json`, and `snarkjs_public.json`. None without snarkjs.
#[allow(dead_code, reason = "one of the test programs uses it")]
pub(crate) fn prove(zkey: &Path, witness: &Path, folder: &Path) -> Option<PathBuf> {
    let (proof, public) = (
        folder.join("snarkjs_proof.json"),
        folder.join("snarkjs_public.json"),
    );
    let output = program()?
        .args(["groth16", "prove"])
        .args([zkey, witness, &proof, &public])
        .output()
        .expect("node starts");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
    Some(proof)
}

/// Has snarkjs verify a proof.
pub(crate) fn assert_accepts(key: &Path, public: &Path, proof: &Path) {
    let Some(mut node) = program() else { return };
    node.args(["groth16", "verify"]).args([key, public, proof]);
    let output = node.output().expect("node starts");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("OK!"), "{said}");
}
