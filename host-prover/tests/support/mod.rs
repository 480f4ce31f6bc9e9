//! What the integration tests share.
#![allow(dead_code, reason = "each test binary uses a part of it")]

pub(crate) mod snarkjs;

use std::path::{Path, PathBuf};
use zkcard::{Bn254, Key, Witness, formats, groth16::VerifyingKey};

/// The bundled circuits, smallest first.
pub(crate) const CIRCUITS: [&str; 3] = ["multiplier", "range", "poseidon"];

pub(crate) fn circuits() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../circuits")
}

pub(crate) fn file(circuit: &str, name: &str) -> PathBuf {
    circuits().join(circuit).join(name)
}

pub(crate) fn bytes(circuit: &str, name: &str) -> Vec<u8> {
    std::fs::read(file(circuit, name)).expect("a bundled file")
}

pub(crate) fn key(circuit: &str) -> Key<Bn254> {
    Key::open(&file(circuit, "circuit.zkey")).expect("a bundled key")
}

pub(crate) fn witness(circuit: &str) -> Witness<Bn254> {
    formats::read_wtns(&file(circuit, "witness.wtns"))
        .expect("a bundled witness")
        .1
}

/// The verification key that snarkjs exported.
pub(crate) fn verifying_key(circuit: &str) -> VerifyingKey<Bn254> {
    let text = std::fs::read_to_string(file(circuit, "verification_key.json"));
    formats::verifying_key_from_json(&text.expect("a bundled key")).expect("a bundled key")
}
