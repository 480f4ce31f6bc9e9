//! Logic of blocks, counted in cells of the device.

use serde::Serialize;
use std::{
    collections::BTreeMap,
    iter::Sum,
    ops::{Add, Sub},
};

/// Cells of a block with all that it contains.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Cells {
    /// Multipliers.
    pub(super) dsp: u64,
    /// Look-up tables that compute.
    pub(super) lut: u64,
    /// Look-up tables that are shift registers.
    pub(super) shift: u64,
    /// Look-up tables that are memories.
    pub(super) memory: u64,
    /// Flip-flops.
    pub(super) ff: u64,
    /// Pieces of carry chains.
    pub(super) carry: u64,
    /// Block memories.
    pub(super) ram: u64,
}

impl Cells {
    /// The share of `count` cells of a type; nothing for those that take no logic of their own.
    pub(super) fn of(cell: &str, count: u64) -> Self {
        let mut cells = Self::default();
        let lut_memories = |luts: u64| luts * count;
        match cell {
            "DSP48E2" | "MULT18X18D" => cells.dsp = count,
            // An inverter that no other table absorbs is one.
            "INV" | "LUT1" | "LUT2" | "LUT3" | "LUT4" | "LUT5" | "LUT6" => cells.lut = count,
            "SRL16E" | "SRLC32E" | "SRLC16E" => cells.shift = count,
            "RAM32X1D" | "RAM64X1D" => cells.memory = lut_memories(2),
            "RAM32M" | "RAM64M" | "RAM128X1D" => cells.memory = lut_memories(4),
            "RAM32M16" | "RAM64M8" | "RAM256X1D" => cells.memory = lut_memories(8),
            // Four bits of memory, two slices of which one drives the writes.
            "TRELLIS_DPR16X4" => cells.memory = lut_memories(4),
            // Each holds the two tables of its pair of bits.
            "CCU2C" => (cells.carry, cells.lut) = (count, 2 * count),
            "CARRY4" | "CARRY8" => cells.carry = count,
            "RAMB18E2" | "RAMB36E2" | "URAM288" | "DP16KD" => cells.ram = count,
            "TRELLIS_FF" => cells.ff = count,
            flip_flop if flip_flop.starts_with("FD") => cells.ff = count,
            _ => {}
        }
        cells
    }

    /// All look-up tables.
    pub(super) fn luts(&self) -> u64 {
        self.lut + self.shift + self.memory
    }

    /// `count` times these.
    pub(super) fn times(self, count: u64) -> Self {
        Self {
            dsp: self.dsp * count,
            lut: self.lut * count,
            shift: self.shift * count,
            memory: self.memory * count,
            ff: self.ff * count,
            carry: self.carry * count,
            ram: self.ram * count,
        }
    }
}

impl Add for Cells {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            dsp: self.dsp + other.dsp,
            lut: self.lut + other.lut,
            shift: self.shift + other.shift,
            memory: self.memory + other.memory,
            ff: self.ff + other.ff,
            carry: self.carry + other.carry,
            ram: self.ram + other.ram,
        }
    }
}

impl Sub for Cells {
    type Output = Self;
    /// What is more; nothing where it is less.
    fn sub(self, other: Self) -> Self {
        Self {
            dsp: self.dsp.saturating_sub(other.dsp),
            lut: self.lut.saturating_sub(other.lut),
            shift: self.shift.saturating_sub(other.shift),
            memory: self.memory.saturating_sub(other.memory),
            ff: self.ff.saturating_sub(other.ff),
            carry: self.carry.saturating_sub(other.carry),
            ram: self.ram.saturating_sub(other.ram),
        }
    }
}

impl Sum for Cells {
    fn sum<I: Iterator<Item = Self>>(cells: I) -> Self {
        cells.fold(Self::default(), Add::add)
    }
}

/// A block, and how often the core has it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Block {
    pub(super) name: String,
    pub(super) instances: u64,
    pub(super) cells: Cells,
}

/// A device family's cells.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Family {
    pub(super) name: &'static str,
    /// Blocks, each with what it contains; the core itself first.
    pub(super) blocks: Vec<Block>,
}

impl Family {
    /// A block by its name.
    pub(super) fn block(&self, name: &str) -> Option<&Block> {
        self.blocks.iter().find(|block| block.name == name)
    }

    /// The core, as far as it grows with the adders.
    pub(super) fn core(&self) -> Option<Core> {
        let lanes = self.blocks.iter().filter(|block| block.name == "Lane");
        let lanes: Cells = lanes.map(|lane| lane.cells.times(lane.instances)).sum();
        Some(Core {
            whole: self.blocks.first()?.cells,
            adder: self.block("Engine")?.cells + lanes,
        })
    }
}

/// A core of one adder.
#[derive(Clone, Copy, Debug)]
pub(super) struct Core {
    /// All of it.
    whole: Cells,
    /// What each further adder brings: its engine, and a lane for each of its banks.
    adder: Cells,
}

impl Core {
    /// The core with a number of adders.
    pub(super) fn with_adders(&self, adders: u64) -> Cells {
        self.whole + self.adder.times(adders.saturating_sub(1))
    }
}

/// All that yosys says.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Synthesis {
    /// Of which yosys.
    pub(super) tool: String,
    pub(super) families: Vec<Family>,
    /// The limb-serial core and its card, with their memories.
    pub(super) board: Vec<Block>,
    /// Longest sum between registers by block, in bits.
    pub(super) carry: BTreeMap<String, u64>,
}

impl Synthesis {
    /// A family by its name.
    pub(super) fn family(&self, name: &str) -> Option<&Family> {
        self.families.iter().find(|family| family.name == name)
    }

    /// DSPs of the core with one adder; none when it was not synthesised.
    pub(super) fn multipliers(&self) -> u64 {
        let core = self.family("xcup").and_then(|f| f.blocks.first());
        core.map_or(0, |block| block.cells.dsp)
    }
}

/// Modules with their own cells and those below: `module -> cell or module -> count`.
pub(super) type Hierarchy = BTreeMap<String, BTreeMap<String, u64>>;

/// Cells of `module` with all that it contains.
pub(super) fn inclusive(hierarchy: &Hierarchy, module: &str) -> Cells {
    let parts = hierarchy.get(module).into_iter().flatten();
    let cells = parts.map(|(part, count)| match hierarchy.contains_key(part) {
        true => inclusive(hierarchy, part).times(*count),
        false => Cells::of(part, *count),
    });
    cells.sum()
}

/// How often `top` contains each module.
pub(super) fn instances(hierarchy: &Hierarchy, top: &str) -> BTreeMap<String, u64> {
    let mut all = BTreeMap::from([(top.to_owned(), 1)]);
    for (part, count) in hierarchy.get(top).into_iter().flatten() {
        if hierarchy.contains_key(part) {
            for (module, below) in instances(hierarchy, part) {
                *all.entry(module).or_insert(0) += below * count;
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_add_up_over_the_hierarchy() {
        let parts =
            |list: &[(&str, u64)]| list.iter().map(|(n, c)| ((*n).to_owned(), *c)).collect();
        let hierarchy: Hierarchy = [
            (
                "top".to_owned(),
                parts(&[("mid", 2), ("LUT2", 1), ("leaf", 1)]),
            ),
            ("mid".to_owned(), parts(&[("leaf", 3), ("FDRE", 5)])),
            (
                "leaf".to_owned(),
                parts(&[("DSP48E2", 1), ("SRL16E", 4), ("GND", 1)]),
            ),
        ]
        .into();
        let cells = inclusive(&hierarchy, "top");
        assert_eq!(
            (cells.dsp, cells.lut, cells.ff, cells.shift),
            (7, 1, 10, 28)
        );
        assert_eq!(cells.luts(), 29);
        let instances = instances(&hierarchy, "top");
        assert_eq!((instances["leaf"], instances["mid"]), (7, 2));
    }
}
