//! Logic: latency, sums, cells, and what devices hold.

use super::super::clocks::{CARD, Clocks};
use super::super::devices::{DEVICES, FILL, LFE5U_85F};
use super::super::resources::{Block, Family, Synthesis};
use super::table;

/// The parts of an addition.
pub(super) fn latency(clocks: &Clocks) -> String {
    let Some(built) = clocks.built(CARD) else {
        return String::new();
    };
    let rows = built
        .adder_stages
        .iter()
        .map(|(stage, latency)| vec![stage.clone(), latency.to_string()]);
    format!(
        "## Latency of the adder: {} clocks\n\n{}The parts add up to an addition of G1 and of G2 alike: over G1 the words pass the stages for G2 unchanged. \
         Sums are cut into pieces of {} bits, a clock each.\n\n",
        built.adder_latency,
        table(&["stage", "clocks"], rows),
        built.adder_carry
    )
}

/// The widest sums.
pub(super) fn carries(synthesis: &Synthesis) -> String {
    let mut widest: Vec<(&String, &u64)> = synthesis.carry.iter().collect();
    widest.sort_by_key(|(_, bits)| std::cmp::Reverse(**bits));
    let rows = widest
        .into_iter()
        .take(8)
        .map(|(module, bits)| vec![module.clone(), bits.to_string()]);
    format!(
        "## Longest sums between registers\n\n{}Widest adder of each module, before it becomes carry cells.\n\n",
        table(&["module", "bits"], rows)
    )
}

/// Cells of all blocks, for each family.
pub(super) fn cells(synthesis: &Synthesis) -> String {
    let families = synthesis.families.iter();
    families
        .map(|family| family_cells(family, &synthesis.tool))
        .collect()
}

fn family_cells(family: &Family, tool: &str) -> String {
    let rows = family.blocks.iter().map(|block| {
        let c = block.cells;
        let mut row = vec![block.name.clone(), block.instances.to_string()];
        row.extend([c.dsp, c.lut, c.shift, c.memory, c.ff, c.carry, c.ram].map(|n| n.to_string()));
        row
    });
    let heads = [
        "block",
        "instances",
        "DSP",
        "LUT",
        "LUT as shift register",
        "LUT as memory",
        "FF",
        "carry cells",
        "block RAM",
    ];
    let note = match family.name {
        "ecp5" => {
            "Products are cut for 26 x 17 bits here too, so that a tile takes two multipliers. "
        }
        _ => "",
    };
    format!(
        "## Cells of the card configuration: {}, {tool}\n\n{}{note}Cells of one instance with all that it contains, the points of the buckets left out.\n\n",
        family.name,
        table(&heads, rows)
    )
}

/// Blocks of the adder that G2 alone needs.
const OF_G2: [&str; 2] = ["Recombine", "ThirdWord"];

/// Blocks that G2 adds to the adder, beside the multipliers of a pipe of its own.
pub(super) fn second_group(synthesis: &Synthesis) -> String {
    let Some(family) = synthesis.family("xcup") else {
        return String::new();
    };
    let all = |name: &str, what: String| {
        let block = family.block(name)?;
        let cells = block.cells.times(block.instances);
        let counts = [cells.dsp, cells.lut, cells.shift + cells.memory, cells.ff];
        let counts = counts.into_iter().map(|n| n.to_string());
        let what = format!("{what}{} x {name}", block.instances);
        Some(std::iter::once(what).chain(counts).collect::<Vec<_>>())
    };
    let shared = OF_G2.iter().filter_map(|name| all(name, String::new()));
    let separate = all("ModMul", "a separate pipe: another ".into());
    let heads = [
        "blocks",
        "DSP",
        "LUT",
        "LUT as shift register or memory",
        "FF",
    ];
    format!(
        "## What G2 takes\n\n{}An addition over Fq2 takes three slots on the multipliers of G1. Counted are the blocks that only \
         G2 needs; ranks and queues that also serve G1 have grown by words that they hold. A pipe of its own would need as \
         many multipliers for three slots an addition, and all that is added here as well.\n\n",
        table(&heads, shared.chain(separate))
    )
}

/// The limb-serial core and its card on a small device.
pub(super) fn board(synthesis: &Synthesis) -> String {
    if synthesis.board.is_empty() {
        return String::new();
    }
    format!(
        "## Cells of the board configuration on an LFE5U-85F\n\n{}The limb-serial core, and its card with shell and transport, \
         all memories included.\n\n",
        on_the_board(&synthesis.board)
    )
}

/// How full designs make an LFE5U-85F.
pub(in super::super) fn on_the_board(designs: &[Block]) -> String {
    let row = |block: &Block| {
        let c = block.cells;
        let used = [c.dsp, c.luts(), c.ff, c.ram];
        let fills = used.into_iter().zip(LFE5U_85F);
        let fills = fills.map(|(n, (_, has))| format!("{n} ({} %)", (100 * n).div_ceil(has)));
        std::iter::once(block.name.clone()).chain(fills).collect()
    };
    let heads = ["design", "MULT18", "LUT4 of all kinds", "FF", "EBR"];
    table(&heads, designs.iter().map(row))
}

/// How full devices are with one to four adders.
pub(super) fn devices(clocks: &Clocks, synthesis: &Synthesis) -> String {
    let family = synthesis.family("xcup");
    let (Some(core), Some(built)) = (family.and_then(Family::core), clocks.built(CARD)) else {
        return String::new();
    };
    let numbers = 1..=built.bank_words.len() as u64;
    let rows = DEVICES.iter().map(|device| {
        let fills = numbers.clone().map(|adders| {
            let ultra_rams = built.ultra_rams(adders).unwrap_or(0);
            let fill = device.fill(&core.with_adders(adders), ultra_rams);
            let text = format!("{} % of {}", fill.percent, fill.part);
            if fill.fits() {
                text
            } else {
                format!("no ({text})")
            }
        });
        std::iter::once(device.name.to_owned())
            .chain(fills)
            .collect()
    });
    let cost = |adders: u64| {
        let cells = core.with_adders(adders);
        let memory = built.ultra_rams(adders).unwrap_or(0);
        [
            format!("**{adders}**"),
            cells.dsp.to_string(),
            cells.luts().to_string(),
            cells.ff.to_string(),
            memory.to_string(),
        ]
        .to_vec()
    };
    let heads = ["device", "1 adder", "2 adders", "3 adders", "4 adders"];
    let counts = ["adders", "DSP", "LUT of all kinds", "FF", "UltraRAM"];
    format!(
        "## Devices\n\nA core of `card` with one to four adders: an engine and two lanes more for each, the rest once; \
         UltraRAM of all banks together.\n\n{}The part of a device that is fullest; a core fits when it fills at most \
         {FILL} % of DSPs, look-up tables of all kinds and flip-flops (DS890), and the UltraRAM. A shell is not counted, nor \
         that a device of several dies has its cells in as many parts.\n\n{}",
        table(&counts, numbers.clone().map(cost)),
        table(&heads, rows)
    )
}
