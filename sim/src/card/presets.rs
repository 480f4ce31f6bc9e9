//! Simulated cards by name, for programs that know nothing of the hardware.

use super::{CardError, CardOptions, SimCard, SimLine};
use crate::verilator::Options;
use std::{io, str::FromStr, time::Duration};
use zkcard_driver::serial::Line;
use zkcard_hdl::{
    emit::{Body, EmitError},
    top::CardConfig,
};

/// Clocks a bit of the presets. A real line at 3 Mbaud takes 83 clocks of a
/// 250 MHz core, which nobody would simulate for a whole proof.
pub const PRESET_DIVISOR: u16 = 2;

/// A card that can be simulated by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// `card`: BN254 with modelled multipliers, fast enough for whole proofs.
    Card,
    /// `card-of-two`: the same with two adders.
    CardOfTwo,
    /// `card-rtl`: BN254 with the multipliers that are synthesised.
    CardRtl,
    /// `tiny`: the small curve, with the multipliers that are synthesised.
    Tiny,
}

/// Why a preset did not start.
#[derive(Debug, thiserror::Error)]
pub enum PresetError {
    /// There is no such preset.
    #[error("unknown simulated card {0:?}, known: card, card-of-two, card-rtl, tiny")]
    Unknown(String),
    /// The hardware cannot be turned into Verilog.
    #[error(transparent)]
    Emit(#[from] EmitError),
    /// The simulation did not start.
    #[error(transparent)]
    Card(#[from] CardError),
}

impl FromStr for Preset {
    type Err = PresetError;

    fn from_str(name: &str) -> Result<Self, PresetError> {
        match name {
            "" | "card" => Ok(Self::Card),
            "card-of-two" => Ok(Self::CardOfTwo),
            "card-rtl" => Ok(Self::CardRtl),
            "tiny" => Ok(Self::Tiny),
            name => Err(PresetError::Unknown(name.into())),
        }
    }
}

impl Preset {
    fn config(self) -> CardConfig {
        match self {
            Self::Card => CardConfig::bn254(Body::Dpi, PRESET_DIVISOR),
            Self::CardOfTwo => CardConfig::bn254_of_two(Body::Dpi, PRESET_DIVISOR),
            Self::CardRtl => CardConfig::bn254(Body::Rtl, PRESET_DIVISOR),
            Self::Tiny => CardConfig::tiny(Body::Rtl, PRESET_DIVISOR),
        }
    }

    /// Starts the card with a line within this process. The first start
    /// translates and compiles it, later ones take it from the cache.
    ///
    /// # Errors
    /// When Verilator is missing or the model cannot be built.
    pub fn start(self) -> Result<PresetLine, PresetError> {
        let design = self.config().design()?;
        let (card, line) = SimCard::start(&design, Options::default(), options())?;
        Ok(PresetLine { line, _card: card })
    }

    /// Starts the card behind a pseudo-terminal.
    ///
    /// # Errors
    /// As [`Self::start`], or when there is no pseudo-terminal.
    pub fn serve(self) -> Result<SimCard, PresetError> {
        let design = self.config().design()?;
        Ok(SimCard::serve(&design, Options::default(), options())?)
    }
}

fn options() -> CardOptions {
    CardOptions {
        divisor: PRESET_DIVISOR,
        ..CardOptions::default()
    }
}

/// The line to a card within this process; the card ends with it.
#[derive(Debug)]
pub struct PresetLine {
    line: SimLine,
    _card: SimCard,
}

impl Line for PresetLine {
    fn device(&self) -> String {
        self.line.device()
    }

    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.line.send(bytes)
    }

    fn receive(&mut self, buffer: &mut [u8], timeout: Duration) -> io::Result<usize> {
        self.line.receive(buffer, timeout)
    }

    fn discard(&mut self) -> io::Result<()> {
        self.line.discard()
    }
}
