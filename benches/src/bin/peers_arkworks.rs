//! A Groth16 proof by arkworks, from the files that `zkcard prove` takes.
//!
//! `RAYON_NUM_THREADS` names the number of threads. Prints, as JSON, the seconds that reading the files and proving took.

use ark_bn254::{Bn254, Fr};
use ark_ff::PrimeField;
use clap::Parser;
use rayon::prelude::*;
use serde::Serialize;
use std::{error::Error, fs, path::PathBuf, time::Instant};
use zkcard::{formats, groth16::Proof};
use zkcard_benches::peers::Groth16;

/// Files, in the order of all provers.
#[derive(Parser)]
struct Arguments {
    zkey: PathBuf,
    witness: PathBuf,
    proof: PathBuf,
    public: PathBuf,
}

/// What is printed.
#[derive(Serialize)]
struct Parts {
    read_seconds: f64,
    prove_seconds: f64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let start = Instant::now();
    let groth16 = Groth16::open(&arguments.zkey)?;
    let (_, witness) = formats::read_wtns::<Bn254>(&arguments.witness)?;
    let element = |number: &_| Fr::from_bigint(*number).ok_or("a number above the prime");
    let assignment: Result<Vec<Fr>, _> = witness.numbers().par_iter().map(element).collect();
    let assignment = assignment?;
    let read_seconds = start.elapsed().as_secs_f64();

    let start = Instant::now();
    let proof = groth16.prove(&assignment)?;
    let prove_seconds = start.elapsed().as_secs_f64();

    let ark_groth16::Proof { a, b, c } = proof;
    fs::write(
        &arguments.proof,
        formats::proof_to_json(&Proof::<Bn254> { a, b, c })?,
    )?;
    let public = &assignment[1..=groth16.public_inputs()];
    fs::write(&arguments.public, formats::public_to_json::<Bn254>(public)?)?;
    let parts = Parts {
        read_seconds,
        prove_seconds,
    };
    println!("{}", serde_json::to_string(&parts)?);
    Ok(())
}
