//! The page.

use super::CLOCK;
use super::clocks::{CARD, Clocks, LARGE};
use super::devices::{DEVICES, FILL};
use super::published::ALL;
use super::resources::{Family, Synthesis};
use super::targets::{Target, power, rate};
use std::fmt::Write;

/// The report as Markdown.
pub(super) fn page(clocks: &Clocks, synthesis: &Synthesis, targets: &[Target]) -> String {
    let mut page = HEAD.to_owned();
    for part in [
        targets_table(targets),
        configurations(clocks),
        jobs(clocks),
        projections(clocks, synthesis),
        latency(clocks),
        carries(synthesis),
    ] {
        page.push_str(&part);
    }
    for family in &synthesis.families {
        page.push_str(&cells(family, &synthesis.tool));
    }
    page.push_str(&devices(clocks, synthesis));
    page.push_str(&published());
    page
}

const HEAD: &str = "\
# The MSM core: what it takes

<!-- Written by `cargo xtask report msm`. Do not edit. -->

BN254 G1, one adder. How each figure was had:

- *simulated*: clocks counted by the core's own counters in Verilator, base and scalar
  streams always full, multipliers in C with the latency of the synthesised ones; every
  result was compared with arkworks.
- *modelled*: the schedule clock by clock without points; *extended*: the line through
  2^21 and 2^22 points, since what begins and ends a job does not grow with it.
- *synthesised*: cells as yosys counts them, neither placed nor routed.
- *published*: by the designs' authors.

Times are clocks over a stated clock of 250 MHz, which nothing here has measured.
The same as data: [msm.json](msm.json).

";

fn table(heads: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut text = format!(
        "| {} |\n|{}\n",
        heads.join(" | "),
        "---|".repeat(heads.len())
    );
    for row in rows {
        let _ = writeln!(text, "| {} |", row.join(" | "));
    }
    text + "\n"
}

fn targets_table(targets: &[Target]) -> String {
    let rows = targets.iter().map(|t| {
        let verdict = match t.reached {
            Some(true) => "reached",
            Some(false) => "**missed**",
            None => "open",
        };
        [&t.measure, &t.target, &t.value, t.how, verdict]
            .map(String::from)
            .to_vec()
    });
    format!(
        "## Targets\n\n{}",
        table(&["measure", "target", "value", "how", ""], rows)
    )
}

fn configurations(clocks: &Clocks) -> String {
    let rows = clocks.built.iter().map(|b| {
        let windows = match b.narrow_windows {
            0 => format!("{} of {} bits", b.windows, b.window_bits),
            n => format!(
                "{} of {} bits, {n} of {}",
                b.windows - n,
                b.window_bits,
                b.window_bits - 1
            ),
        };
        vec![
            b.configuration.clone(),
            windows,
            b.buckets.to_string(),
            format!("{} x {} bits", b.bucket_words, b.bucket_bits),
            b.ultra_rams().to_string(),
            b.chains.to_string(),
            b.reduction_cycles.to_string(),
            b.reduction_additions.to_string(),
        ]
    });
    let heads = [
        "configuration",
        "windows",
        "buckets",
        "bucket memory",
        "URAM",
        "chains",
        "clocks of the reduction",
        "its additions",
    ];
    format!(
        "## Configurations\n\n{}URAM is arithmetic: blocks of 4096 words of 72 bits. The reduction is the same for any scalars; \
         all its additions are of two projective points, five of which take six slots.\n\n",
        table(&heads, rows)
    )
}

fn jobs(clocks: &Clocks) -> String {
    let rows = clocks.simulated.iter().map(|j| {
        vec![
            j.configuration.clone(),
            j.scalars.clone(),
            power(j.points),
            format!("{:.2} %", 100.0 * j.efficiency()),
            format!("{:.2} %", 100.0 * j.digit_rate()),
            j.bucket_cycles.to_string(),
            j.reduction_cycles.to_string(),
            j.starved.to_string(),
            j.refused.to_string(),
            format!("{:.2}", j.per_point()),
            format!("{:+.3} %", 100.0 * j.deviation()),
        ]
    });
    let heads = [
        "configuration",
        "scalars",
        "points",
        "additions a clock",
        "digits a clock",
        "bucket phase",
        "reduction",
        "starved",
        "refused",
        "clocks a point",
        "model",
    ];
    format!(
        "## Jobs, simulated\n\n![additions per clock](msm-efficiency.svg)\n\n![clocks per point](msm-clocks.svg)\n\n{}\
         *Additions a clock*: additions started over clocks of the bucket phase; the first point of a bucket is no addition. \
         *Digits a clock*: digits that are not zero over the same clocks, as published efficiencies count them. \
         *Starved* counts clocks without an item for want of digits, which zero scalars are. \
         *Clocks a point*: from the start to the last result, reduction included. \
         *Model*: its deviation in all clocks.\n\n",
        table(&heads, rows)
    )
}

fn projections(clocks: &Clocks, synthesis: &Synthesis) -> String {
    let dsp = synthesis
        .family("xcup")
        .and_then(|f| f.block("card_msm_core"))
        .map_or(0, |b| b.cells.dsp);
    let sizes = [CARD, LARGE].into_iter().flat_map(|name| {
        let large = clocks
            .uniform(name)
            .into_iter()
            .filter(|size| size.points >= 1 << 16);
        large.map(move |size| (name, size))
    });
    let rows = sizes.map(|(name, size)| {
        let per_dsp = if dsp > 0 {
            format!("{:.0}", rate(size.per_point(), dsp))
        } else {
            String::new()
        };
        vec![
            name.to_owned(),
            power(size.points),
            size.how.to_owned(),
            size.cycles.to_string(),
            format!("{:.3}", size.per_point()),
            format!("{:.2} %", 100.0 * size.efficiency),
            format!("{:.2} ms", 1e3 * size.cycles as f64 / CLOCK),
            per_dsp,
        ]
    });
    let heads = [
        "configuration",
        "points",
        "how",
        "clocks",
        "clocks a point",
        "additions a clock",
        "at 250 MHz",
        "scalars/s/DSP",
    ];
    format!("## Uniform scalars, by size\n\n{}", table(&heads, rows))
}

fn latency(clocks: &Clocks) -> String {
    let Some(built) = clocks.built(CARD) else {
        return String::new();
    };
    let rows = built
        .adder_stages
        .iter()
        .map(|(stage, latency)| vec![stage.clone(), latency.to_string()]);
    format!(
        "## Latency of the adder: {} clocks\n\n{}Sums are cut into pieces of {} bits, a clock each.\n\n",
        built.adder_latency,
        table(&["stage", "clocks"], rows),
        built.adder_carry
    )
}

fn carries(synthesis: &Synthesis) -> String {
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

fn cells(family: &Family, tool: &str) -> String {
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

fn devices(clocks: &Clocks, synthesis: &Synthesis) -> String {
    let family = synthesis.family("xcup");
    let block = |name| family.and_then(|f| f.block(name)).map(|b| b.cells);
    let (Some(adder), Some(core)) = (block("PairAdd"), block("card_msm_core")) else {
        return String::new();
    };
    let rows = DEVICES.iter().map(|device| {
        let mut row = vec![device.name.to_owned(), device.holds(&adder, 0).to_string()];
        row.extend(
            clocks
                .built
                .iter()
                .map(|b| device.holds(&core, b.ultra_rams()).to_string()),
        );
        row
    });
    let heads: Vec<String> = clocks
        .built
        .iter()
        .map(|b| format!("cores `{}`", b.configuration))
        .collect();
    let heads: Vec<&str> = ["device", "adders"]
        .into_iter()
        .chain(heads.iter().map(String::as_str))
        .collect();
    format!(
        "## Devices\n\nHow many fit {FILL} % of the DSPs, look-up tables of all kinds and flip-flops (DS890), and the UltraRAM; \
         logic of both cores as that of `card`, a shell not counted.\n\n{}",
        table(&heads, rows)
    )
}

fn published() -> String {
    let rows = ALL.iter().map(|p| {
        let design = if p.chart {
            format!("{} (off a chart)", p.design)
        } else {
            p.design.to_owned()
        };
        let mut row = vec![design];
        let rest = [
            p.curve,
            p.card,
            p.time,
            p.adders,
            p.dsp,
            p.efficiency,
            p.scalars_per_second_and_dsp,
        ];
        row.extend(rest.map(String::from));
        row
    });
    let heads = [
        "design",
        "curve",
        "card",
        "time",
        "adders",
        "DSP",
        "digits a clock and adder",
        "scalars/s/DSP",
    ];
    format!(
        "## Published by others\n\n{}Curves and windows differ, so scalars a second and DSP is the fairer measure. \
         These were measured on boards; ours were not.\n",
        table(&heads, rows)
    )
}
