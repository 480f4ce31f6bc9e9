//! Configurations of a whole card.
use super::CardTop;
use crate::{
    emit::{Body, Design, EmitError, emit, on_large_stack},
    msm::MsmConfig,
    shell::Identity,
};
use zkcard_wire::identity::{Curve, features};

/// What a card is built for.
#[derive(Clone, Debug)]
pub struct CardConfig {
    /// Name of the top module.
    pub name: &'static str,
    /// The group of its points.
    pub curve: Curve,
    /// Its core.
    pub msm: MsmConfig,
    /// Transport clocks per bit after reset.
    pub divisor: u16,
    /// Size of card memory in words of 64 bytes.
    pub memory_words: u32,
    /// Core clocks after which memory that does not answer has failed.
    pub memory_timeout: u32,
    /// Core clock in kHz; zero in a simulation.
    pub core_kilohertz: u32,
    /// Body of the multipliers, and whether the card is simulated.
    pub body: Body,
}

/// Clocks that memory may take: some refreshes of a DDR4 and a crowded arbiter, with a wide margin.
const MEMORY_TIMEOUT: u32 = 20_000;

impl CardConfig {
    /// A small curve on which every scalar can be tried, for simulation with `divisor` clocks a bit.
    pub fn tiny(body: Body, divisor: u16) -> Self {
        Self {
            name: "card_tiny",
            curve: Curve::Tiny,
            msm: MsmConfig::tiny(body),
            divisor,
            memory_words: 1 << 20,
            memory_timeout: MEMORY_TIMEOUT,
            core_kilohertz: 0,
            body,
        }
    }

    /// BN254 G1, for simulation with `divisor` clocks a bit: 1 GiB of memory.
    pub fn bn254(body: Body, divisor: u16) -> Self {
        Self {
            name: "card_bn254",
            curve: Curve::Bn254G1,
            msm: MsmConfig::card(body),
            divisor,
            memory_words: 1 << 24,
            memory_timeout: MEMORY_TIMEOUT,
            core_kilohertz: 0,
            body,
        }
    }

    /// What its identity registers say.
    pub fn identity(&self) -> Identity {
        let simulated = if self.core_kilohertz == 0 {
            features::SIMULATED
        } else {
            0
        };
        let modelled = if self.body == Body::Dpi {
            features::MODELLED_MULTIPLIERS
        } else {
            0
        };
        Identity {
            features: features::MSM | simulated | modelled,
            curve: self.curve as u32,
            scalar_bits: self.msm.scalar_bits as u32,
            windows: self.msm.windows,
            memory_words: self.memory_words,
            core_kilohertz: self.core_kilohertz,
            divisor: self.divisor,
        }
    }

    /// The Verilog of this card.
    ///
    /// # Errors
    /// Those of [`emit`].
    pub fn design(&self) -> Result<Design, EmitError> {
        on_large_stack(|| match self.curve {
            Curve::Tiny => emit(self.name, TinyCard::new(self)),
            Curve::Bn254G1 => emit(self.name, Bn254Card::new(self)),
        })
    }
}

/// The card of [`CardConfig::tiny`].
pub type TinyCard = CardTop<5, 3, 4, 3, 20, 5, 25, 3, 8>;

/// The card of [`CardConfig::bn254`].
pub type Bn254Card = CardTop<20, 5, 13, 12, 260, 16, 320, 7, 19>;

/// The cards whose Verilog is synthesised and checked for changes, at the divisors they are built with.
pub fn designs() -> Vec<CardConfig> {
    vec![
        CardConfig::tiny(Body::Rtl, 2),
        CardConfig::bn254(Body::Rtl, 83),
    ]
}
