//! Configurations of a whole card.
use super::{Bn254Card, BoardTop, CardTop, TinyCardWithTransforms};
use crate::{
    emit::{Body, Design, EmitError, emit, on_large_stack},
    msm::MsmConfig,
    ntt::{Cut, NttConfig},
    shell::{Identity, Transforms},
};
use zkcard_wire::identity::{Curve, features};

/// How a card computes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    /// An addition a clock, over G1 and G2.
    Pipelined,
    /// A limb of a product a clock, over G1.
    Serial,
}

/// What a card is built for.
#[derive(Clone, Debug)]
pub struct CardConfig {
    /// Name of the top module.
    pub name: &'static str,
    /// The curve of its points.
    pub curve: Curve,
    /// Its MSM core.
    pub msm: MsmConfig,
    /// Its NTT core, if it has one: beats of two words of 256 bits.
    pub ntt: Option<NttConfig>,
    /// How it computes.
    pub arithmetic: Arithmetic,
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
            ntt: None,
            arithmetic: Arithmetic::Pipelined,
            divisor,
            memory_words: 1 << 20,
            memory_timeout: MEMORY_TIMEOUT,
            core_kilohertz: 0,
            body,
        }
    }

    /// The same card with two adders.
    pub fn tiny_of_two(body: Body, divisor: u16) -> Self {
        Self {
            name: "card_tiny_of_two",
            msm: MsmConfig::tiny(body).with_adders(2),
            ..Self::tiny(body, divisor)
        }
    }

    /// [`CardConfig::tiny`] beside a small NTT core over the scalars of BN254: those of the small curve have no roots of
    /// unity beyond order 8.
    pub fn tiny_with_transforms(body: Body, divisor: u16) -> Self {
        let sizes = NttConfig::tiny_of_four(body).sizes;
        Self {
            name: "card_tiny_with_transforms",
            ntt: Some(NttConfig {
                sizes,
                ..NttConfig::card(2, body)
            }),
            ..Self::tiny(body, divisor)
        }
    }

    /// BN254, with four lanes of an NTT core, for simulation with `divisor` clocks a bit: 1 GiB of memory.
    pub fn bn254(body: Body, divisor: u16) -> Self {
        Self {
            name: "card_bn254",
            curve: Curve::Bn254,
            msm: MsmConfig::card(body),
            ntt: Some(NttConfig::card(2, body)),
            arithmetic: Arithmetic::Pipelined,
            divisor,
            memory_words: 1 << 24,
            memory_timeout: MEMORY_TIMEOUT,
            core_kilohertz: 0,
            body,
        }
    }

    /// The same card with two adders.
    pub fn bn254_of_two(body: Body, divisor: u16) -> Self {
        Self {
            name: "card_bn254_of_two",
            msm: MsmConfig::card_of_two(body),
            ntt: None,
            ..Self::bn254(body, divisor)
        }
    }

    /// [`CardConfig::tiny`] on limb-serial arithmetic.
    pub fn tiny_board(divisor: u16) -> Self {
        Self {
            name: "card_tiny_board",
            arithmetic: Arithmetic::Serial,
            ..Self::tiny(Body::Rtl, divisor)
        }
    }

    /// BN254 G1 on limb-serial arithmetic, for an ECP5-85F with 512 MiB of memory.
    pub fn board(divisor: u16) -> Self {
        Self {
            name: "card_board",
            msm: MsmConfig::board(),
            ntt: None,
            arithmetic: Arithmetic::Serial,
            memory_words: 1 << 23,
            ..Self::bn254(Body::Rtl, divisor)
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
        let transforms = self.ntt.as_ref().map(|ntt| Transforms {
            bits: Cut::largest(&ntt.sizes).min(ntt.field.two_adicity) as u32,
            lanes: 1 << ntt.sizes.lanes,
        });
        let transforming = transforms.map_or(0, |_| features::TRANSFORM);
        let pipelined = self.arithmetic == Arithmetic::Pipelined;
        let able = match self.arithmetic {
            Arithmetic::Pipelined => features::MSM | features::MSM_G2 | features::MULTIPLES,
            Arithmetic::Serial => features::MSM,
        };
        Identity {
            features: able | transforming | simulated | modelled,
            curve: self.curve as u32,
            scalar_bits: self.msm.scalar_bits as u32,
            windows: self.msm.windows,
            g2_windows: pipelined.then_some(self.msm.extended_windows),
            multiples: pipelined.then_some(self.msm.multiples),
            transforms,
            memory_words: self.memory_words,
            core_kilohertz: self.core_kilohertz,
            divisor: self.divisor,
        }
    }

    /// The Verilog of this card.
    ///
    /// # Errors
    /// Those of [`emit`].
    ///
    /// # Panics
    /// When no card has this number of adders, or these cores beside each other.
    pub fn design(&self) -> Result<Design, EmitError> {
        let two = self.msm.windows.adders == 2;
        on_large_stack(|| match (self.curve, self.arithmetic) {
            (Curve::Tiny, Arithmetic::Pipelined) if two => {
                emit(self.name, TinyCardOfTwo::new(self))
            }
            (Curve::Tiny, Arithmetic::Pipelined) if self.ntt.is_some() => {
                emit(self.name, TinyCardWithTransforms::new(self))
            }
            (Curve::Tiny, Arithmetic::Pipelined) => emit(self.name, TinyCard::new(self)),
            (Curve::Bn254, Arithmetic::Pipelined) if two => {
                emit(self.name, Bn254CardOfTwo::new(self))
            }
            (Curve::Bn254, Arithmetic::Pipelined) => emit(self.name, Bn254Card::new(self)),
            (Curve::Tiny, Arithmetic::Serial) => emit(self.name, TinyBoardCard::new(self)),
            (Curve::Bn254, Arithmetic::Serial) => emit(self.name, BoardCard::new(self)),
        })
    }
}

/// The card of [`CardConfig::tiny`].
pub type TinyCard = CardTop<8, 3, 4, 3, 32, 5, 40, 5, 8, 1, 2>;

/// The card of [`CardConfig::tiny_of_two`].
pub type TinyCardOfTwo = CardTop<8, 3, 4, 3, 32, 5, 40, 5, 8, 2, 4>;

/// The card of [`CardConfig::bn254_of_two`].
pub type Bn254CardOfTwo = CardTop<22, 5, 15, 14, 330, 15, 330, 8, 18, 2, 4>;

/// The card of [`CardConfig::tiny_board`].
pub type TinyBoardCard = BoardTop<3, 4, 6, 30, 1, 7, 36>;

/// The card of [`CardConfig::board`].
pub type BoardCard = BoardTop<6, 8, 12, 408, 4, 16, 270>;

/// The cards whose Verilog is synthesised and checked for changes, at the divisors they are built with.
pub fn designs() -> Vec<CardConfig> {
    vec![
        CardConfig::tiny(Body::Rtl, 2),
        CardConfig::bn254(Body::Rtl, 83),
        CardConfig::tiny_board(2),
        CardConfig::board(25),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::RECOVERY;

    /// Otherwise the watchdog could reset a core that is only sweeping its buckets, again and again.
    #[test]
    fn no_core_sweeps_its_buckets_for_as_long_as_one_that_is_stuck() {
        let mut cards = designs();
        cards.push(CardConfig::tiny_of_two(Body::Rtl, 2));
        cards.push(CardConfig::bn254_of_two(Body::Rtl, 2));
        for card in cards {
            let swept = card.msm.bank_words();
            assert!(
                swept > 0 && swept < RECOVERY as usize,
                "{}: {swept}",
                card.name
            );
        }
    }
}
