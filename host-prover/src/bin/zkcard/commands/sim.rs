//! `zkcard sim`.

use crate::{
    args::{Sim, SimCommand},
    output::{note, say},
};
use std::{
    error::Error,
    sync::mpsc::{RecvTimeoutError, channel},
    thread,
    time::Duration,
};
use zkcard_driver::{CardUri, discovery::Announcement, uri::DEFAULT_BAUD};
use zkcard_sim::card::{Preset, PresetError, SimCard};

/// A card in the cache is there sooner than this.
const CACHED: Duration = Duration::from_secs(10);

pub(crate) fn run(args: &Sim) -> Result<(), Box<dyn Error>> {
    match &args.command {
        SimCommand::Serve { configuration } => serve(*configuration),
    }
}

/// Serves until the process is interrupted.
fn serve(configuration: Preset) -> Result<(), Box<dyn Error>> {
    let card = start(configuration)?;
    let device = card.device().ok_or("the simulated card has no device")?;
    let device = device.display().to_string();
    let uri = CardUri::Serial {
        device,
        baud: DEFAULT_BAUD,
        simulated: true,
    };
    let _announcement = Announcement::new(&uri)?;
    say!("{uri}")?;
    card.wait()?;
    Ok(())
}

/// Starts the card, and says what takes so long if it is not in the cache.
fn start(configuration: Preset) -> Result<SimCard, PresetError> {
    thread::scope(|scope| {
        let (started, waiting) = channel::<()>();
        scope.spawn(move || {
            if waiting.recv_timeout(CACHED) == Err(RecvTimeoutError::Timeout) {
                note!("building the simulated card (minutes the first time, then cached)");
            }
        });
        let card = configuration.serve();
        drop(started);
        card
    })
}
