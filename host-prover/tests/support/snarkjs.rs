//! snarkjs as a judge.

use std::{path::Path, process::Command};

/// Has snarkjs verify a proof. Where snarkjs is not installed this says so
/// aloud, and fails under the test command, which brings it.
pub(crate) fn assert_accepts(key: &Path, public: &Path, proof: &Path) {
    let cli = super::circuits().join("node_modules/snarkjs/build/cli.cjs");
    if !cli.exists() {
        let required = std::env::var_os("ZKCARD_REQUIRE_TOOLS").is_some();
        assert!(!required, "snarkjs is not at {}", cli.display());
        eprintln!("SKIPPED: snarkjs is not installed; `cargo xtask test` brings it");
        return;
    }
    let mut node = Command::new("node");
    node.arg(cli)
        .args(["groth16", "verify"])
        .args([key, public, proof]);
    let output = node.output().expect("node starts");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("OK!"), "{said}");
}
