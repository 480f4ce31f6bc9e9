//! `zkcard verify`.

use crate::args::Verify;
use std::{error::Error, fs, path::Path};
use zkcard::{
    Bn254,
    formats::{self, FormatError, Problem},
    groth16,
};

pub(crate) fn run(args: &Verify) -> Result<(), Box<dyn Error>> {
    let key = read(&args.key, formats::verifying_key_from_json::<Bn254>)?;
    let public = read(&args.public, formats::public_from_json::<Bn254>)?;
    let proof = read(&args.proof, formats::proof_from_json::<Bn254>)?;
    let expected = key.inputs.len() - 1;
    if public.len() != expected {
        let got = public.len();
        return Err(format!("{got} public inputs, the key expects {expected}").into());
    }
    if !groth16::verify(&key, &public, &proof) {
        return Err("the proof is not valid".into());
    }
    println!("the proof is valid");
    Ok(())
}

/// Reads a JSON file; an error names it.
fn read<T>(path: &Path, parse: impl Fn(&str) -> Result<T, Problem>) -> Result<T, FormatError> {
    let text = fs::read_to_string(path).map_err(|error| Problem::Io(error).at(path))?;
    parse(&text).map_err(|problem| problem.at(path))
}
