//! `zkcard setup`.

use crate::{args::Setup, output::note, threads};
use indicatif::{ProgressBar, ProgressStyle};
use rand::rngs::OsRng;
use std::{error::Error, time::Duration};
use zkcard::{
    Bn254, Key,
    formats::{self, Outputs, R1cs, Zkey},
    setup,
};

pub(crate) fn run(args: &Setup) -> Result<(), Box<dyn Error>> {
    let targets: Vec<_> = [Some(&args.zkey), args.verification_key.as_ref()]
        .into_iter()
        .flatten()
        .map(AsRef::as_ref)
        .collect();
    let outputs = Outputs::prepare(&targets, &[("constraint system", &args.r1cs)])?;
    threads::start(args.threads)?;
    let style = ProgressStyle::with_template("{spinner} {elapsed} {msg}")?;
    let bar = ProgressBar::new_spinner().with_style(style);
    bar.enable_steady_tick(Duration::from_millis(200));
    bar.set_message("reading the constraint system");
    let system = R1cs::<Bn254>::open(&args.r1cs)?;
    let step = |name| bar.set_message(name);
    let key = setup::insecure_test_key(&system, &mut OsRng, &step)?;
    bar.set_message("writing");
    let mut contents = vec![key];
    if args.verification_key.is_some() {
        let zkey = Zkey::<Bn254>::from_bytes(&args.zkey, contents[0].clone())?;
        let key = Key::from_zkey(&zkey)?;
        contents.push(formats::verifying_key_to_json(key.verifying_key())?.into_bytes());
    }
    outputs.write(&contents)?;
    bar.finish_and_clear();
    note!(
        "warning: {}: an insecure test key: whoever made it can forge proofs for it",
        args.zkey.display()
    );
    Ok(())
}
