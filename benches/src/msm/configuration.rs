//! The cores that are reported, and the groups they are reported over.

use super::{Limbs, Pace};
use zkcard_hdl::emit::{Body, Design, EmitError, emit, on_large_stack};
use zkcard_hdl::msm::{
    BLS12_381_ITEM, Bls12_381MsmCore, Bls12_381PairAdd, Bls12_381PairQueues, CardMsmCore,
    CardOfTwoMsmCore, CardPairAdd, ITEM, MsmConfig, ShortMsmCore, ShortPairQueues,
};
use zkcard_wire::layout::{Multiples, Windows};
use zkcard_wire::{BaseKind, Group};

/// 17 windows of 15 bits, 9 of them in the larger bank: addresses of 18 bits. Over G2 19 windows.
type LargeMsmCore = ShortMsmCore<19, 5, 15, 14, 285, 18, 342, 8, 21, 1, 2>;

/// A core.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Configuration {
    /// 20 windows of 13 or 12 bits: for 2^14 to 2^18 points.
    Card,
    /// The same with two adders.
    Pair,
    /// 17 windows of 15 bits: for 2^18 points and more, with four times the bucket memory.
    Large,
    /// BLS12-381, 20 windows of 13 or 12 bits.
    Bls12_381,
}

impl Configuration {
    /// What the core is built for, with multipliers of `body`.
    pub fn config(self, body: Body) -> MsmConfig {
        let card = MsmConfig::card(body);
        match self {
            Self::Card => card,
            Self::Pair => MsmConfig::card_of_two(body),
            Self::Bls12_381 => MsmConfig::bls12_381(body),
            Self::Large => MsmConfig {
                windows: Windows {
                    count: 17,
                    bits: 15,
                    narrow: 0,
                    segments: 4,
                    adders: 1,
                },
                extended_windows: Windows {
                    count: 19,
                    bits: 14,
                    narrow: 11,
                    segments: 2,
                    adders: 1,
                },
                multiples: Multiples::new(
                    card.scalar_bits,
                    Windows {
                        bits: 15,
                        ..card.multiples.windows
                    },
                ),
                ..card
            },
        }
    }

    /// Emits the core.
    ///
    /// # Errors
    /// [`EmitError`] when its blocks are not sound.
    pub fn design(self, body: Body) -> Result<Design, EmitError> {
        let config = self.config(body);
        on_large_stack(|| match self {
            Self::Card => emit("card_msm_core", CardMsmCore::new(&config)),
            Self::Pair => emit("card_msm_core_2", CardOfTwoMsmCore::new(&config)),
            Self::Large => emit("large_msm_core", LargeMsmCore::new(&config)),
            Self::Bls12_381 => emit("bls12_381_msm_core", Bls12_381MsmCore::new(&config)),
        })
    }

    /// Clocks from the start of an addition to its sum.
    pub fn adder_latency(self) -> usize {
        let curve = self.config(Body::Dpi).curve;
        on_large_stack(|| match self {
            Self::Bls12_381 => Bls12_381PairAdd::new(&curve).latency(),
            _ => CardPairAdd::new(&curve).latency(),
        })
    }

    /// Bits of a point in a bucket.
    pub fn bucket_bits(self) -> usize {
        match self {
            Self::Bls12_381 => BLS12_381_ITEM,
            _ => ITEM,
        }
    }

    /// Pairs that wait in a queue when it refuses items.
    pub fn threshold(self) -> usize {
        let depth = match self {
            Self::Bls12_381 => Bls12_381PairQueues::<1>::DEPTH,
            _ => ShortPairQueues::<1>::DEPTH,
        };
        depth - ShortPairQueues::<1>::ON_THE_WAY
    }
}

/// A core and the bases it adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setup {
    /// The core.
    pub configuration: Configuration,
    /// What it gets for each base.
    pub over: BaseKind,
}

impl Setup {
    /// The core that is reported most.
    pub const CARD: Self = Self::over(Configuration::Card, BaseKind::G1);
    /// The same core over G2.
    pub const CARD_G2: Self = Self::over(Configuration::Card, BaseKind::G2);
    /// The same core over G1 with resident multiples.
    pub const CARD_MULTIPLES: Self = Self::over(Configuration::Card, BaseKind::Multiples);
    /// Two adders.
    pub const PAIR: Self = Self::over(Configuration::Pair, BaseKind::G1);
    /// Another curve.
    pub const BLS12_381: Self = Self::over(Configuration::Bls12_381, BaseKind::G1);
    /// Large windows.
    pub const LARGE: Self = Self::over(Configuration::Large, BaseKind::G1);
    /// All that are reported, those of a core side by side.
    pub const ALL: [Self; 6] = [
        Self::CARD,
        Self::CARD_G2,
        Self::CARD_MULTIPLES,
        Self::PAIR,
        Self::LARGE,
        Self::BLS12_381,
    ];

    const fn over(configuration: Configuration, over: BaseKind) -> Self {
        Self {
            configuration,
            over,
        }
    }

    /// Its name in the report.
    pub fn name(self) -> &'static str {
        match (self.configuration, self.over) {
            (Configuration::Card, BaseKind::G1) => "card",
            (Configuration::Card, BaseKind::G2) => "card, G2",
            (Configuration::Card, BaseKind::Multiples) => "card, multiples",
            (Configuration::Pair, BaseKind::G1) => "card-2",
            (Configuration::Pair, BaseKind::G2) => "card-2, G2",
            (Configuration::Pair, BaseKind::Multiples) => "card-2, multiples",
            (Configuration::Large, BaseKind::G1) => "card-large",
            (Configuration::Large, BaseKind::G2) => "card-large, G2",
            (Configuration::Large, BaseKind::Multiples) => "card-large, multiples",
            (Configuration::Bls12_381, BaseKind::G1) => "bls12-381",
            (Configuration::Bls12_381, BaseKind::G2) => "bls12-381, G2",
            (Configuration::Bls12_381, BaseKind::Multiples) => "bls12-381, multiples",
        }
    }

    /// The curve it is over.
    pub fn curve(self) -> &'static str {
        match self.configuration {
            Configuration::Bls12_381 => "BLS12-381",
            _ => "BN254",
        }
    }

    /// Order of its group.
    pub fn order(self) -> Limbs {
        let mut digits = self.configuration.config(Body::Dpi).order.to_u64_digits();
        digits.resize(4, 0);
        [0, 1, 2, 3].map(|i| digits[i])
    }

    /// How fast its adders go.
    pub fn pace(self) -> Pace {
        let core = self.configuration;
        Pace::new(self.group(), core.adder_latency(), core.threshold())
    }

    /// The group of its bases.
    pub fn group(self) -> Group {
        self.over.group()
    }

    /// Its windows.
    pub fn windows(self) -> Windows {
        let config = self.configuration.config(Body::Dpi);
        *config.windows_of(self.over)
    }

    /// Its windows, and the words of a base that share them.
    pub fn shared(self) -> Multiples {
        Multiples {
            windows: self.windows(),
            words: match self.over {
                BaseKind::Multiples => self.base_words(),
                _ => 1,
            },
        }
    }

    /// Words that the core takes for a base, an affine point each.
    pub fn base_words(self) -> usize {
        self.configuration.config(Body::Dpi).base_words(self.over)
    }
}
