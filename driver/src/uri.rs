//! Addresses of cards.
//!
//! ```text
//! serial:/dev/ttyUSB0?baud=3000000      a serial port
//! serial:/dev/pts/4?simulated           a simulated card behind a pseudo-terminal
//! sim:   sim:tiny   sim:card            a simulated card within this process
//! ```

use crate::DriverError;
use std::{fmt, str::FromStr};

/// Bits a second of a line whose address does not say.
pub const DEFAULT_BAUD: u32 = 3_000_000;

/// The address of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardUri {
    /// A serial port.
    Serial {
        /// The device, as the system names it.
        device: String,
        /// Bits a second.
        baud: u32,
        /// The card is simulated, hence slow: its answers are waited for longer.
        simulated: bool,
    },
    /// A simulated card within this process.
    InProcess {
        /// Its configuration; empty: the default one.
        configuration: String,
    },
}

impl CardUri {
    /// Bits a second of a real line; a simulated one has no rate.
    pub fn baud(&self) -> Option<u32> {
        match self {
            Self::Serial {
                baud,
                simulated: false,
                ..
            } => Some(*baud),
            _ => None,
        }
    }
}

impl FromStr for CardUri {
    type Err = DriverError;

    fn from_str(uri: &str) -> Result<Self, DriverError> {
        let error = |reason: &str| DriverError::Uri {
            uri: uri.into(),
            reason: reason.into(),
        };
        match uri.split_once(':') {
            Some(("serial", rest)) => parse_serial(rest).map_err(|reason| error(&reason)),
            Some(("sim", configuration)) => Ok(Self::InProcess {
                configuration: configuration.into(),
            }),
            Some((scheme, _)) => Err(error(&format!(
                "unknown scheme {scheme:?}, known: serial, sim"
            ))),
            None => Err(error(
                "it has no scheme, for example serial:/dev/ttyUSB0 or sim:",
            )),
        }
    }
}

fn parse_serial(rest: &str) -> Result<CardUri, String> {
    let (device, options) = rest.split_once('?').unwrap_or((rest, ""));
    if device.is_empty() {
        return Err("it names no device".into());
    }
    let (mut baud, mut simulated) = (DEFAULT_BAUD, false);
    for option in options.split('&').filter(|option| !option.is_empty()) {
        match option.split_once('=').unwrap_or((option, "")) {
            ("baud", value) => {
                let number = value.parse().ok().filter(|&number| number > 0);
                baud = number.ok_or(format!("{value:?} is not a baud rate"))?;
            }
            ("simulated", "") => simulated = true,
            (name, _) => return Err(format!("unknown option {name:?}, known: baud, simulated")),
        }
    }
    Ok(CardUri::Serial {
        device: device.into(),
        baud,
        simulated,
    })
}

impl fmt::Display for CardUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Serial {
                device,
                baud: DEFAULT_BAUD,
                simulated: true,
            } => write!(f, "serial:{device}?simulated"),
            Self::Serial {
                device,
                baud,
                simulated: true,
            } => write!(f, "serial:{device}?baud={baud}&simulated"),
            Self::Serial { device, baud, .. } => write!(f, "serial:{device}?baud={baud}"),
            Self::InProcess { configuration } => write!(f, "sim:{configuration}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_come_back() {
        for uri in [
            "serial:/dev/ttyUSB0?baud=115200",
            "serial:/dev/pts/4?simulated",
            "serial:/dev/pts/4?baud=115200&simulated",
            "sim:",
            "sim:tiny",
        ] {
            assert_eq!(uri.parse::<CardUri>().unwrap().to_string(), uri);
        }
    }

    #[test]
    fn nonsense_is_refused() {
        for uri in [
            "",
            "ttyUSB0",
            "usb:1",
            "serial:",
            "serial:/dev/x?baud=0",
            "serial:/dev/x?speed=1",
        ] {
            assert!(uri.parse::<CardUri>().is_err(), "{uri}");
        }
    }
}
