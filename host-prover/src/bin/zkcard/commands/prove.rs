//! `zkcard prove`.

use crate::{args::Prove, backend, table};
use indicatif::{ProgressBar, ProgressStyle};
use std::{error::Error, io::IsTerminal, path::Path};
use zkcard::{
    Bn254, Dispatcher, Key, formats,
    groth16::{self, Event, Proved},
};

pub(crate) fn run(args: &Prove) -> Result<(), Box<dyn Error>> {
    if same_file(&args.proof, &args.public) {
        return Err("proof and public inputs cannot go to the same file".into());
    }
    let dispatcher = backend::dispatcher(&args.backend)?;
    let proved = prove(&args.zkey, &args.witness, args.check_key, &dispatcher)?;
    write(&proved, &args.proof, &args.public)?;
    for incident in &proved.report.incidents {
        eprintln!("warning: {incident}");
    }
    if args.json {
        println!("{}", serde_json::to_string_pretty(&proved.report)?);
    } else if std::io::stdout().is_terminal() {
        table::print(&proved.report);
    }
    Ok(())
}

/// Whether two paths name one file, which need not exist.
fn same_file(a: &Path, b: &Path) -> bool {
    let whole = |path: &Path| {
        let folder = path
            .parent()
            .filter(|p| !p.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        Some((folder.canonicalize().ok()?, path.file_name()?.to_owned()))
    };
    a == b || (whole(a).is_some() && whole(a) == whole(b))
}

/// Reads key and witness and makes a proof, with a progress bar on a terminal.
pub(crate) fn prove(
    zkey: &Path,
    witness: &Path,
    check_key: bool,
    dispatcher: &Dispatcher<Bn254>,
) -> Result<Proved<Bn254>, Box<dyn Error>> {
    let bar = progress_bar()?;
    bar.set_message("reading the key");
    let key = Key::<Bn254>::open(zkey)?;
    for warning in key.warnings() {
        bar.suspend(|| eprintln!("warning: {}: {warning}", zkey.display()));
    }
    if check_key {
        bar.set_message("checking the key");
        let checked = key.check_points();
        checked.map_err(|error| format!("{}: {error}", zkey.display()))?;
    }
    let (_, witness) = formats::read_wtns(witness)?;
    let step = |event: Event| {
        let Event::Step(name) = event;
        bar.set_message(name);
        bar.inc(1);
    };
    let proved = groth16::prove(&key, &witness, dispatcher, &step);
    bar.finish_and_clear();
    Ok(proved?)
}

/// Writes both result files, or neither.
pub(crate) fn write(
    proved: &Proved<Bn254>,
    proof_path: &Path,
    public_path: &Path,
) -> Result<(), Box<dyn Error>> {
    let proof = formats::proof_to_json(&proved.proof)?;
    let public = formats::public_to_json::<Bn254>(&proved.public)?;
    formats::write_together(&[(proof_path, proof), (public_path, public)])?;
    Ok(())
}

fn progress_bar() -> Result<ProgressBar, Box<dyn Error>> {
    // Drawn to standard error, and only on a terminal.
    let style = ProgressStyle::with_template("{bar:24} {pos}/{len} {elapsed} {msg}")?;
    Ok(ProgressBar::new(Event::STEPS).with_style(style))
}
