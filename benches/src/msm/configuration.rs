//! The configurations of the core that are reported.

use zkcard_hdl::curve::PairAdd;
use zkcard_hdl::emit::{Body, Design, EmitError, emit, on_large_stack};
use zkcard_hdl::msm::{AFFINE, COORDINATE, CardMsmCore, MsmConfig, MsmCore, POINT};
use zkcard_wire::layout::Windows;

/// 17 windows of 15 bits, 9 of them in the larger bank: addresses of 18 bits.
type LargeMsmCore = MsmCore<17, 5, 15, 14, 255, 18, 306, 7, 21>;

/// A configuration by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Configuration {
    /// 20 windows of 13 or 12 bits: for 2^14 to 2^18 points.
    Card,
    /// 17 windows of 15 bits: for 2^18 points and more, with four times the bucket memory.
    Large,
}

impl Configuration {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Card, Self::Large];

    /// Its name in the report.
    pub fn name(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Large => "card-large",
        }
    }

    /// What the core is built for, with multipliers of `body`.
    pub fn config(self, body: Body) -> MsmConfig {
        let card = MsmConfig::card(body);
        match self {
            Self::Card => card,
            Self::Large => MsmConfig {
                windows: Windows {
                    count: 17,
                    bits: 15,
                    narrow: 0,
                    segments: 4,
                },
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
            Self::Large => emit("large_msm_core", LargeMsmCore::new(&config)),
        })
    }

    /// Clocks from the start of an addition to its sum.
    pub fn adder_latency(self) -> usize {
        let curve = self.config(Body::Dpi).curve;
        on_large_stack(|| PairAdd::<COORDINATE, POINT, AFFINE, 19>::new(&curve).latency())
    }
}
