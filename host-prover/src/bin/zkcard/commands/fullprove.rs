//! `zkcard fullprove`: from the inputs of a circuit to a proof.

use super::prove;
use crate::args::Fullprove;
use std::{error::Error, fs, path::Path};
use zeroize::Zeroizing;
use zkcard::{
    Bn254, Witness,
    formats::{self, Outputs, Problem},
};
use zkcard_witness::{Calculator, Inputs, WitnessError};

pub(crate) fn run(args: &Fullprove) -> Result<(), Box<dyn Error>> {
    let outputs = Outputs::prepare(
        &[&args.proof, &args.public],
        &[
            ("key", &args.zkey),
            ("inputs", &args.input),
            ("witness program", &args.wasm),
        ],
    )?;
    prove::make(&args.making, &args.zkey, outputs, |bar| {
        bar.set_message("computing the witness");
        witness(&args.input, &args.wasm)
    })
}

/// The witness that the program at `wasm` computes of the inputs at `input`.
fn witness(input: &Path, wasm: &Path) -> Result<Witness<Bn254>, Box<dyn Error>> {
    let of_input = |error: WitnessError| {
        let at = if matches!(error, WitnessError::Program(_)) {
            wasm
        } else {
            input
        };
        format!("{}: {error}", at.display())
    };
    let json = Zeroizing::new(read(input, |path| fs::read_to_string(path))?);
    let inputs: Inputs = json.parse().map_err(of_input)?;
    let program = read(wasm, |path| fs::read(path))?;
    let calculator = Calculator::new(&program);
    let calculator = calculator.map_err(|error| format!("{}: {error}", wasm.display()))?;
    let numbers = calculator.calculate(&inputs).map_err(of_input)?;
    Ok(formats::witness_from_plain(
        wasm,
        &numbers.prime,
        &numbers.bytes,
    )?)
}

fn read<T>(
    path: &Path,
    read: impl FnOnce(&Path) -> std::io::Result<T>,
) -> Result<T, formats::FormatError> {
    read(path).map_err(|error| Problem::Io(error).at(path))
}
