//! Targets of area, and of the sums between registers.

use super::super::resources::{Cells, Synthesis};
use super::{PRODUCTS, Target, target};

/// Most look-up tables of a product, and of the adder.
const LUTS: [u64; 2] = [25_000, 300_000];

/// A product and the adder. Look-up tables in both readings: those that compute, and with those that are shift
/// registers or memories.
pub(super) fn cells(synthesis: &Synthesis) -> Vec<Target> {
    let Some(family) = synthesis.family("xcup") else {
        return vec![];
    };
    let product = family.block("ModMul").map(|block| {
        let name = "a 254-bit product, one a clock";
        let others = |c: &Cells| c.dsp <= 108 && c.ff <= 50_000;
        both(
            name,
            "108 DSP, 50,000 FF, 25,000 LUT",
            block.cells,
            others,
            LUTS[0],
        )
    });
    let adder = family.block("PairAdd").map(|block| {
        let name = "the whole adder, for both groups";
        let others = |c: &Cells| c.dsp <= 108 * PRODUCTS;
        both(
            name,
            "108 DSP a product, 300,000 LUT",
            block.cells,
            others,
            LUTS[1],
        )
    });
    product.into_iter().chain(adder).flatten().collect()
}

fn both(
    name: &str,
    most: &str,
    cells: Cells,
    others: impl Fn(&Cells) -> bool,
    luts: u64,
) -> [Target; 2] {
    let readings = [
        ("LUT that compute", cells.lut),
        ("LUT with shift registers and memories", cells.luts()),
    ];
    readings.map(|(reading, count)| {
        let value = format!("{} DSP, {} FF, {count} LUT", cells.dsp, cells.ff);
        let reached = others(&cells) && count <= luts;
        target(
            format!("{name}: {reading}"),
            most,
            value,
            reached,
            "synthesised",
        )
    })
}

/// The longest sum.
pub(super) fn carry(synthesis: &Synthesis) -> Option<Target> {
    let (block, bits) = synthesis.carry.iter().max_by_key(|(_, bits)| **bits)?;
    let value = format!("{bits} bits ({block})");
    Some(target(
        "longest sum between registers",
        "64 bits",
        value,
        *bits <= 64,
        "synthesised",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shift_registers_count_in_one_reading_alone() {
        let cells = Cells {
            lut: 90,
            shift: 20,
            ..Cells::default()
        };
        let targets = both("", "", cells, |_| true, 100);
        assert_eq!(targets.map(|t| t.reached), [Some(true), Some(false)]);
    }
}
