//! From `--backend` and `--card` to a dispatcher.

use crate::{
    args::{Backend, BackendMode, CardMultiples},
    output::note,
    threads,
};
use std::error::Error;
use zkcard::{
    Bn254, Dispatcher, Mode,
    accelerator::{AcceleratorError, CardBackend, CardOptions, CpuOptions, UseMultiples},
};
use zkcard_driver::{Card, CardUri, DriverError, discovery};

/// Sets the thread pool up and finds the card that was asked for.
pub(crate) fn dispatcher(args: &Backend) -> Result<Dispatcher<Bn254>, Box<dyn Error>> {
    threads::start(args.threads)?;
    let options = CpuOptions {
        memory: args.memory,
        // A process makes one proof.
        release_keys: true,
    };
    Ok(chosen(args)?.with_cpu(options))
}

fn chosen(args: &Backend) -> Result<Dispatcher<Bn254>, Box<dyn Error>> {
    let mode = match args.backend {
        BackendMode::Cpu => return Ok(Dispatcher::cpu_only()),
        BackendMode::Auto => Mode::Auto,
        BackendMode::Card => Mode::Card,
    };
    let options = CardOptions {
        multiples: match args.card_multiples {
            CardMultiples::Never => UseMultiples::Never,
            CardMultiples::Auto => UseMultiples::Auto,
            CardMultiples::Always => UseMultiples::Always,
        },
    };
    match find(args.card.as_ref(), options) {
        Ok(card) => Ok(Dispatcher::with_card(mode, Box::new(card))),
        // A card that was named and does not work is worth a word even if the
        // CPU steps in.
        Err(error) if mode == Mode::Auto => {
            if args.card.is_some() {
                note!("warning: {error}; the CPU is used instead");
            }
            Ok(Dispatcher::without_card(error.to_string()))
        }
        Err(error) => Err(error.into()),
    }
}

fn find(
    uri: Option<&CardUri>,
    options: CardOptions,
) -> Result<CardBackend<Bn254>, AcceleratorError> {
    if let Some(uri) = uri {
        return CardBackend::with_options(open(uri)?, options);
    }
    let mut reason = "none found".to_owned();
    for uri in discovery::candidates() {
        // A simulated card is slower than the CPU: it is used only when named.
        if matches!(
            uri,
            CardUri::Serial {
                simulated: true,
                ..
            }
        ) {
            reason = format!("none found but the simulated one at {uri}, which must be named");
            continue;
        }
        // What is there may be no card: see `discovery`.
        match Card::probe(&uri)
            .map_err(AcceleratorError::from)
            .and_then(|card| CardBackend::with_options(card, options))
        {
            Ok(card) => return Ok(card),
            Err(error) => reason = format!("{uri}: {error}"),
        }
    }
    Err(AcceleratorError::NoCard(reason))
}

/// Opens a card at any address, simulated ones within this process included.
#[cfg(feature = "sim")]
pub(crate) fn open(uri: &CardUri) -> Result<Card, DriverError> {
    use zkcard_driver::serial::{SerialTransport, Timing};
    use zkcard_sim::card::{Preset, PresetError};

    let CardUri::InProcess { configuration } = uri else {
        return Card::open(uri);
    };
    let refuse = |error: PresetError| DriverError::Open {
        device: uri.to_string(),
        source: std::io::Error::other(error),
    };
    let line = configuration
        .parse::<Preset>()
        .and_then(Preset::start)
        .map_err(refuse)?;
    let mut transport = SerialTransport::new(line, Timing::simulated());
    transport.synchronise()?;
    Card::identify(Box::new(transport))
}

/// Opens a card at any address.
#[cfg(not(feature = "sim"))]
pub(crate) fn open(uri: &CardUri) -> Result<Card, DriverError> {
    Card::open(uri)
}
