//! Logic of the core, and what more lanes add.

use super::super::devices::{FILL, LFE5U_85F};
use super::super::resources::{Block, Cells, Family};
use super::super::synthesis::Core;
use serde::Serialize;

/// The core of small boards.
pub(super) const BOARD: &str = "board_ntt_core";

/// Lanes of the core that is mapped.
const LANES: u64 = 4;

/// The card's core, whose blocks are those of all; buffers and factors are left out, their cost is arithmetic.
pub(super) const NTT: Core = Core {
    top: "card_ntt_core",
    blocks: &[
        "PassEngine",
        "PassLoad",
        "PassStore",
        "Turn",
        "Places",
        "Beats",
        "Bursts",
        "GroupFlow",
        "Lanes",
        "Stages",
        "Lane",
        "LaneMemory",
        "Butterfly",
        "SumDifference",
        "ModMul",
        "FactorControl",
        "FactorPrepare",
        "FactorGroups",
        "FactorOperands",
        "FactorMaker",
        "PassShape",
        "LaneTerms",
        "LayoutTerms",
        "JobCounters",
    ],
    memories: "SimpleDualPort_*",
};

/// All that yosys says.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Logic {
    /// Of which yosys.
    pub(super) tool: String,
    pub(super) families: Vec<Family>,
    /// The core of small boards, as a whole.
    pub(super) board: Vec<Block>,
}

impl Logic {
    /// A family by its name.
    pub(super) fn family(&self, name: &str) -> Option<&Family> {
        self.families.iter().find(|family| family.name == name)
    }

    /// Whether the core of small boards fits the device, with room for the router among its logic.
    pub(super) fn board_fits(&self) -> Option<bool> {
        let c = self.board.first()?.cells;
        let used = [(c.dsp, 100), (c.luts(), FILL), (c.ff, FILL), (c.ram, 100)];
        let mut parts = used.into_iter().zip(LFE5U_85F);
        Some(parts.all(|((n, percent), (_, has))| 100 * n <= percent * has))
    }

    /// A core of `lanes` lanes on UltraScale+, memories left out: the one that was mapped, with more lanes and makers.
    /// Wider beats take more choices than this counts.
    pub(super) fn with_lanes(&self, lanes: u64) -> Option<Cells> {
        let family = self.family("xcup")?;
        let cells = |name: &str| family.block(name).map(|block: &Block| block.cells);
        let (lane, maker) = (cells("Lane")?, cells("FactorMaker")?);
        let more = (lanes - LANES) / LANES;
        Some(family.blocks.first()?.cells + lane.times(LANES * more) + maker.times(more))
    }
}

/// UltraRAM blocks of a core, of 4096 words of 72 bits: two banks of each of three buffers, and factors.
pub(super) fn ultra_rams(lanes: u64, buffer: u64) -> u64 {
    let wide = 256u64.div_ceil(72);
    let bank = (buffer / 2).div_ceil(4096) * wide;
    let factors = (2 * buffer).div_ceil(4096) * wide;
    lanes * (6 * bank + factors)
}
