//! `zkcard demo`: a whole proof with nothing but this binary.

use super::prove;
use crate::{args::Demo, backend, output::say, table};
use std::{error::Error, fs, path::Path, sync::Arc};
use zkcard::{
    Bn254, Key,
    formats::{self, Outputs, Problem, Zkey},
    groth16,
};

/// A chain of Poseidon hashes, compiled by circom and set up by snarkjs.
mod bundled {
    pub(super) const ZKEY: &[u8] = include_bytes!("../../../../../circuits/poseidon/circuit.zkey");
    pub(super) const WITNESS: &[u8] =
        include_bytes!("../../../../../circuits/poseidon/witness.wtns");
    pub(super) const VERIFICATION_KEY: &str =
        include_str!("../../../../../circuits/poseidon/verification_key.json");
}

pub(crate) fn run(args: &Demo) -> Result<(), Box<dyn Error>> {
    let outputs = args.keep.as_deref().map(prepare).transpose()?;
    let dispatcher = backend::dispatcher(&args.backend)?;
    say!(
        "proving a chain of Poseidon hashes ({} KiB of key)",
        bundled::ZKEY.len() >> 10
    )?;
    let bar = prove::progress_bar()?;
    let name = Path::new("the bundled key");
    let key = Key::from_zkey(&Zkey::from_shared(name, Arc::new(bundled::ZKEY))?)?;
    prove::check_points(&key, name, &bar)?;
    let name = Path::new("the bundled witness");
    let (_, witness) = formats::wtns_from_bytes(name, bundled::WITNESS)?;
    let proved = prove::prove(&key, &witness, &dispatcher, &bar)?;
    table::print(&proved.report)?;

    let key = formats::verifying_key_from_json::<Bn254>(bundled::VERIFICATION_KEY)?;
    if !groth16::verify(&key, &proved.public, &proved.proof) {
        return Err("the proof does not verify against the bundled verification key".into());
    }
    say!("the proof is valid for the verification key that snarkjs exported")?;
    if let (Some(folder), Some(outputs)) = (&args.keep, outputs) {
        prove::write(&proved, outputs)?;
        say!("proof.json and public.json are in {}", folder.display())?;
    }
    Ok(())
}

/// Makes the folder that the results are kept in.
fn prepare(folder: &Path) -> Result<Outputs, Box<dyn Error>> {
    fs::create_dir_all(folder).map_err(|error| Problem::Io(error).at(folder))?;
    let [proof, public] = ["proof.json", "public.json"].map(|name| folder.join(name));
    Ok(Outputs::prepare(&[&proof, &public], &[])?)
}
