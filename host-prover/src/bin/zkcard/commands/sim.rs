//! `zkcard sim`.

use crate::args::{Sim, SimCommand};
use std::{
    error::Error,
    io::{Write, stdout},
};
use zkcard_driver::{CardUri, discovery::Announcement, uri::DEFAULT_BAUD};
use zkcard_sim::card::Preset;

pub(crate) fn run(args: &Sim) -> Result<(), Box<dyn Error>> {
    match &args.command {
        SimCommand::Serve { configuration } => serve(configuration),
    }
}

/// Serves until the process is interrupted.
fn serve(configuration: &str) -> Result<(), Box<dyn Error>> {
    eprintln!("building the simulated card (minutes the first time, then cached)");
    let card = configuration.parse::<Preset>()?.serve()?;
    let device = card.device().ok_or("the simulated card has no device")?;
    let device = device.display().to_string();
    let uri = CardUri::Serial {
        device,
        baud: DEFAULT_BAUD,
        simulated: true,
    };
    let _announcement = Announcement::new(&uri)?;
    println!("{uri}");
    stdout().flush()?;
    card.wait()?;
    Ok(())
}
