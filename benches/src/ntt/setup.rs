//! Which cores are reported, over which memories.

use zkcard_hdl::emit::Body;
use zkcard_hdl::ntt::NttConfig;
use zkcard_sim::ntt::DramConfig;

/// What a core's memory is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemoryKind {
    /// A beat each way in every clock, 30 clocks late.
    Steady,
    /// Four channels of DDR4 in step.
    Ddr4,
    /// Two stacks of HBM2.
    Hbm2,
}

impl MemoryKind {
    /// Name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Steady => "a beat each way",
            Self::Ddr4 => "DDR4",
            Self::Hbm2 => "HBM2",
        }
    }

    /// Its times, if it is a real one.
    pub const fn dram(self) -> Option<DramConfig> {
        match self {
            Self::Steady => None,
            Self::Ddr4 => Some(DramConfig::DDR4),
            Self::Hbm2 => Some(DramConfig::HBM2),
        }
    }
}

/// Lanes of the core of small boards, as a power of two.
const BOARD: usize = 1;

/// A core and its memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setup {
    /// Lanes, as a power of two.
    pub lanes: usize,
    /// Its memory.
    pub memory: MemoryKind,
}

impl Setup {
    /// All that are reported: those of small boards and of the card with their ports, and ports as wide as the memories.
    pub const ALL: [Self; 5] = [
        Self::new(BOARD, MemoryKind::Steady),
        Self::new(2, MemoryKind::Steady),
        Self::new(3, MemoryKind::Ddr4),
        Self::new(4, MemoryKind::Ddr4),
        Self::new(6, MemoryKind::Hbm2),
    ];

    const fn new(lanes: usize, memory: MemoryKind) -> Self {
        Self { lanes, memory }
    }

    /// Whether it is the core of the card, with its port.
    pub fn is_port(&self) -> bool {
        self.lanes == 2
    }

    /// Whether it is the core of small boards.
    pub fn is_board(&self) -> bool {
        self.config(Body::Dpi).folded
    }

    /// Clocks from a butterfly of a lane to the next one.
    pub fn interval(&self) -> usize {
        self.config(Body::Dpi).arithmetic().interval()
    }

    /// Name in reports.
    pub fn name(&self) -> String {
        format!("{} lanes, {}", 1 << self.lanes, self.memory.name())
    }

    /// The core.
    pub fn config(&self, body: Body) -> NttConfig {
        match self.lanes {
            BOARD => NttConfig::board(body),
            lanes => NttConfig::card(lanes, body),
        }
    }
}
