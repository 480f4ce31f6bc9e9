//! Finds cards without disturbing other devices.
//!
//! A serial port is opened only if its USB product name contains the name of a
//! board that can carry a card, because bytes sent to anything else might move
//! a motor. Other ports must be named by the user.
//! Simulated cards announce their address; see [`Announcement`].

mod announcement;

pub use announcement::Announcement;

use crate::{Card, CardUri, DriverError, Identity, runtime, uri::DEFAULT_BAUD};
use serialport::{SerialPortInfo, SerialPortType};

/// Words of USB product names, in lower case, of boards that can carry a card.
const BOARDS: &[&str] = &[
    "zkcard",
    "ulx3s",
    "ecpix",
    "ecpix5",
    "orangecrab",
    "acorn",
    "arty",
    "kc705",
    "vcu118",
];

/// A card that was found, or a place where one could have been.
#[derive(Debug)]
pub struct Found {
    /// Its address.
    pub uri: CardUri,
    /// What it says of itself, or why it cannot be used.
    pub identity: Result<Identity, DriverError>,
}

/// Looks for cards and identifies each. A port that may not lead to a card is
/// asked once only.
pub fn cards() -> Vec<Found> {
    let identify = |uri: CardUri| {
        let card = match uri {
            CardUri::Serial {
                simulated: false, ..
            } => Card::probe(&uri),
            _ => Card::open(&uri),
        };
        let identity = card.map(|card| card.identity().clone());
        Found { uri, identity }
    };
    candidates().into_iter().map(identify).collect()
}

/// Addresses at which a card may be, without opening any device.
pub fn candidates() -> Vec<CardUri> {
    let ports = serialport::available_ports().unwrap_or_default();
    let ports = ports
        .iter()
        .filter(|port| is_board(port))
        .map(|port| CardUri::Serial {
            device: port.port_name.clone(),
            baud: DEFAULT_BAUD,
            simulated: false,
        });
    let announced = runtime::existing().map(|folder| announcement::announced(&folder));
    ports.chain(announced.unwrap_or_default()).collect()
}

fn is_board(port: &SerialPortInfo) -> bool {
    let SerialPortType::UsbPort(usb) = &port.port_type else {
        return false;
    };
    usb.product.as_deref().is_some_and(names_board)
}

fn names_board(product: &str) -> bool {
    let product = product.to_lowercase();
    product
        .split(|letter: char| !letter.is_alphanumeric())
        .any(|word| BOARDS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boards_are_known_by_whole_words() {
        for product in [
            "ULX3S FPGA 85K v3.0.8",
            "ECPIX-5",
            "Arty (JTAG/UART)",
            "zkcard",
        ] {
            assert!(names_board(product), "{product}");
        }
        for product in ["", "Party Laser", "CNC-artyom", "Acorns", "USB Serial"] {
            assert!(!names_board(product), "{product}");
        }
    }
}
