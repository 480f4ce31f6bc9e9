//! `zkcard prove`.

use crate::{
    args::{Making, Prove},
    backend,
    output::{note, say},
    table,
};
use indicatif::{ProgressBar, ProgressStyle};
use std::{error::Error, io::IsTerminal, path::Path};
use zkcard::{
    Bn254, Dispatcher, Key, Witness,
    formats::{self, Outputs},
    groth16::{self, Event, Proved},
};

pub(crate) fn run(args: &Prove) -> Result<(), Box<dyn Error>> {
    let outputs = Outputs::prepare(
        &[&args.proof, &args.public],
        &[("key", &args.zkey), ("witness", &args.witness)],
    )?;
    make(&args.making, &args.zkey, outputs, |_| {
        Ok(formats::read_wtns(&args.witness)?.1)
    })
}

/// Makes a proof with the key at `zkey` and the witness that `witness` gives, and writes it.
pub(crate) fn make(
    args: &Making,
    zkey: &Path,
    outputs: Outputs,
    witness: impl FnOnce(&ProgressBar) -> Result<Witness<Bn254>, Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let dispatcher = backend::dispatcher(&args.backend)?;
    let bar = progress_bar()?;
    bar.set_message("reading the key");
    let key = Key::<Bn254>::open(zkey)?;
    for warning in key.warnings() {
        bar.suspend(|| note!("warning: {}: {warning}", zkey.display()));
    }
    if args.check_key {
        check_points(&key, zkey, &bar)?;
    }
    let witness = witness(&bar)?;
    let proved = prove(&key, &witness, &dispatcher, &bar)?;
    write(&proved, outputs)?;
    for incident in &proved.report.incidents {
        note!("warning: {incident}");
    }
    if args.json {
        say!("{}", serde_json::to_string_pretty(&proved.report)?)?;
    } else if std::io::stdout().is_terminal() {
        table::print(&proved.report)?;
    }
    Ok(())
}

/// Checks every point of the key at `path`.
pub(crate) fn check_points(
    key: &Key<Bn254>,
    path: &Path,
    bar: &ProgressBar,
) -> Result<(), Box<dyn Error>> {
    bar.set_message("checking the key");
    let checked = key.check_points();
    Ok(checked.map_err(|error| format!("{}: {error}", path.display()))?)
}

/// Makes a proof, with its steps on the bar.
pub(crate) fn prove(
    key: &Key<Bn254>,
    witness: &Witness<Bn254>,
    dispatcher: &Dispatcher<Bn254>,
    bar: &ProgressBar,
) -> Result<Proved<Bn254>, Box<dyn Error>> {
    let step = |event: Event| {
        let Event::Step(name) = event;
        bar.set_message(name);
        bar.inc(1);
    };
    let proved = groth16::prove(key, witness, dispatcher, &step);
    bar.finish_and_clear();
    Ok(proved?)
}

/// Writes both result files, or neither.
pub(crate) fn write(proved: &Proved<Bn254>, outputs: Outputs) -> Result<(), Box<dyn Error>> {
    let proof = formats::proof_to_json(&proved.proof)?;
    let public = formats::public_to_json::<Bn254>(&proved.public)?;
    Ok(outputs.write(&[proof, public])?)
}

/// A bar on standard error, and only if that is a terminal.
pub(crate) fn progress_bar() -> Result<ProgressBar, Box<dyn Error>> {
    let style = ProgressStyle::with_template("{bar:24} {pos}/{len} {elapsed} {msg}")?;
    Ok(ProgressBar::new(Event::STEPS).with_style(style))
}
