//! `zkcard verify`.

use crate::{
    args::Verify,
    output::{note, say},
    threads,
};
use std::error::Error;
use zkcard::{
    Bn254,
    formats::{self, JsonKind, read_json},
    groth16,
};

pub(crate) fn run(args: &Verify) -> Result<(), Box<dyn Error>> {
    threads::start(None)?;
    let Verify { key, public, proof } = args;
    let key = read_json(
        key,
        JsonKind::VerifyingKey,
        formats::verifying_key_from_json::<Bn254>,
    )?;
    if !key.is_of_ceremony() {
        note!(
            "warning: {}: the key is of no ceremony (gamma is not the generator): whoever made it can forge proofs for it",
            args.key.display()
        );
    }
    let public = read_json(public, JsonKind::Public, formats::public_from_json::<Bn254>)?;
    let proof = read_json(proof, JsonKind::Proof, formats::proof_from_json::<Bn254>)?;
    let expected = key.inputs.len() - 1;
    if public.len() != expected {
        let got = public.len();
        return Err(format!("{got} public inputs, the key expects {expected}").into());
    }
    if !groth16::verify(&key, &public, &proof) {
        return Err("the proof is not valid".into());
    }
    say!("the proof is valid")?;
    Ok(())
}
