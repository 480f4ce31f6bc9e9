//! The adder as it was for G1 alone, and what G2 added to it.

use super::resources::{Cells, Family};

/// Blocks of the adder over G1 alone: DSP, LUT, LUT as shift registers, LUT as memory, FF of one instance (xcup, Yosys
/// 0.70), as the last report before G2 counted them.
const BEFORE: [(&str, [u64; 5]); 7] = [
    ("RankFirst", [0, 1524, 2280, 0, 2444]),
    ("RankMiddle", [0, 5405, 4701, 0, 4524]),
    ("RankLast", [0, 2336, 1524, 0, 3456]),
    ("PairLine", [0, 1343, 0, 896, 1588]),
    ("ZOperands", [0, 2565, 0, 0, 5120]),
    ("ZProducts", [0, 1024, 0, 0, 1280]),
    ("PairAdd", [1188, 285_437, 88_578, 896, 536_128]),
];
/// Blocks of the adder that G2 alone needs.
const NEW: [&str; 2] = ["Recombine", "ThirdWord"];

/// What each block of the adder grew by, its new blocks, and the whole adder last.
pub(super) fn added(family: &Family) -> Vec<(String, Cells)> {
    let new = NEW.iter().filter_map(|name| {
        let block = family.block(name)?;
        let cells = block.cells.times(block.instances);
        Some((format!("{name} x {}", block.instances), cells))
    });
    let grown = BEFORE.iter().filter_map(|(name, before)| {
        let more = family.block(name)?.cells - cells(*before);
        let what = match *name {
            "PairAdd" => "the whole adder".into(),
            _ => format!("{name}, more than before"),
        };
        Some((what, more))
    });
    new.chain(grown).collect()
}

fn cells([dsp, lut, shift, memory, ff]: [u64; 5]) -> Cells {
    Cells {
        dsp,
        lut,
        shift,
        memory,
        ff,
        ..Cells::default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::resources::Block;
    use super::*;

    #[test]
    fn growth_and_new_blocks_are_told_apart() {
        let block = |name: &str, instances, lut| Block {
            name: name.into(),
            instances,
            cells: cells([0, lut, 0, 0, 0]),
        };
        let family = Family {
            name: "xcup",
            blocks: vec![block("RankFirst", 1, 1600), block("Recombine", 8, 10)],
        };
        let added = added(&family);
        let luts: Vec<_> = added.iter().map(|(n, c)| (n.as_str(), c.lut)).collect();
        assert_eq!(
            luts,
            [("Recombine x 8", 80), ("RankFirst, more than before", 76)]
        );
    }
}
