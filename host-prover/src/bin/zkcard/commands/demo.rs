//! `zkcard demo`: a whole proof with nothing but this binary.

use super::prove;
use crate::{args::Demo, backend, table};
use std::{error::Error, fs};
use zkcard::{Bn254, formats, groth16};

/// A chain of Poseidon hashes, compiled by circom and set up by snarkjs.
mod bundled {
    pub(super) const ZKEY: &[u8] = include_bytes!("../../../../../circuits/poseidon/circuit.zkey");
    pub(super) const WITNESS: &[u8] =
        include_bytes!("../../../../../circuits/poseidon/witness.wtns");
    pub(super) const VERIFICATION_KEY: &str =
        include_str!("../../../../../circuits/poseidon/verification_key.json");
}

pub(crate) fn run(args: &Demo) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let path = |name: &str| folder.path().join(name);
    fs::write(path("circuit.zkey"), bundled::ZKEY)?;
    fs::write(path("witness.wtns"), bundled::WITNESS)?;

    let dispatcher = backend::dispatcher(&args.backend)?;
    println!(
        "proving a chain of Poseidon hashes ({} KiB of key)",
        bundled::ZKEY.len() >> 10
    );
    let proved = prove::prove(
        &path("circuit.zkey"),
        &path("witness.wtns"),
        true,
        &dispatcher,
    )?;
    table::print(&proved.report);

    let key = formats::verifying_key_from_json::<Bn254>(bundled::VERIFICATION_KEY)?;
    if !groth16::verify(&key, &proved.public, &proved.proof) {
        return Err("the proof does not verify against the bundled verification key".into());
    }
    println!("the proof is valid for the verification key that snarkjs exported");
    if let Some(keep) = &args.keep {
        fs::create_dir_all(keep)?;
        prove::write(&proved, &keep.join("proof.json"), &keep.join("public.json"))?;
        println!("proof.json and public.json are in {}", keep.display());
    }
    Ok(())
}
