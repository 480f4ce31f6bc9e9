//! `zkcard cards`.

use crate::{args::Cards, backend, output::say};
use serde_json::json;
use std::error::Error;
use zkcard_driver::discovery::{self, Found};

pub(crate) fn run(args: &Cards) -> Result<(), Box<dyn Error>> {
    let mut found = discovery::cards();
    if let Some(uri) = &args.card
        && !found.iter().any(|card| &card.uri == uri)
    {
        let identity = backend::open(uri).map(|card| card.identity().clone());
        found.push(Found {
            uri: uri.clone(),
            identity,
        });
    }
    if args.json {
        let cards: Vec<_> = found.iter().map(to_json).collect();
        say!("{}", serde_json::to_string_pretty(&cards)?)?;
    } else if found.is_empty() {
        say!("no card found; proofs are made on the CPU")?;
        say!("name a serial port that is not recognised with --card serial:DEVICE")?;
    } else {
        for card in &found {
            say!("{}  {}", card.uri, describe(card))?;
        }
    }
    let named = found
        .into_iter()
        .find(|card| args.card.as_ref() == Some(&card.uri));
    match named.map(|card| card.identity) {
        Some(Err(error)) => Err(error.into()),
        _ => Ok(()),
    }
}

fn describe(found: &Found) -> String {
    match &found.identity {
        Err(error) => format!("cannot be used: {error}"),
        Ok(card) => {
            let curve = card
                .known_curve()
                .map_or("unknown curve".into(), |c| format!("{c:?}"));
            let kind = if card.is_simulated() {
                "simulated, "
            } else {
                ""
            };
            let multiples = card.multiples.map_or(String::new(), |multiples| {
                let bits = multiples.windows.bits;
                format!(" or of {bits} over bases of {} words", multiples.words)
            });
            let transforms = card.transforms.map_or(String::new(), |told| {
                format!(
                    ", transforms of up to 2^{} points on {} lanes",
                    told.bits, told.lanes
                )
            });
            let clock = match card.core_kilohertz {
                0 => String::new(),
                kilohertz => format!(", {:.1} MHz", f64::from(kilohertz) / 1e3),
            };
            let line = card.line_rate(found.uri.baud());
            let line = line.map_or(String::new(), |line| format!(", {line}"));
            let contract = if card.same_contract() {
                ""
            } else {
                ", other register table"
            };
            format!(
                "{kind}{curve}, {} windows of up to {} bits{multiples}{transforms}, {} MiB{clock}{line}, contract {}.{}{contract}",
                card.windows.count,
                card.windows.bits,
                card.memory_words >> 14,
                card.version.0,
                card.version.1,
            )
        }
    }
}

fn to_json(found: &Found) -> serde_json::Value {
    let uri = found.uri.to_string();
    match &found.identity {
        Err(error) => json!({ "uri": uri, "error": error.to_string() }),
        Ok(card) => {
            let line = card.line_rate(found.uri.baud());
            json!({
            "uri": uri,
            "version": [card.version.0, card.version.1],
            "same_contract": card.same_contract(),
            "simulated": card.is_simulated(),
            "curve": card.known_curve().map(|curve| format!("{curve:?}")),
            "scalar_bits": card.scalar_bits,
            "window_bits": card.windows.bits,
            "windows": card.windows.count,
            "narrow_windows": card.windows.narrow,
            "segments": card.windows.segments,
            "multiples": card.multiples.map(|multiples| multiples.words),
            "transform_bits": card.transforms.map(|told| told.bits),
            "transform_lanes": card.transforms.map(|told| told.lanes),
            "memory_words": card.memory_words,
            "core_kilohertz": card.core_kilohertz,
            "queue_depth": card.queue_depth,
            "clocks_per_bit": line.map(|line| line.clocks_per_bit),
            "baud": line.and_then(|line| line.baud),
            })
        }
    }
}
