//! The page.

mod jobs;
mod logic;

pub(super) use logic::on_the_board;

use super::clocks::{Built, Clocks};
use super::published::ALL;
use super::resources::Synthesis;
use super::targets::Target;
use std::fmt::Write;

/// The report as Markdown.
pub(super) fn page(clocks: &Clocks, synthesis: &Synthesis, targets: &[Target]) -> String {
    let parts = [
        HEAD.to_owned(),
        targets_table(targets),
        configurations(clocks),
        jobs::jobs(clocks),
        jobs::slots(clocks),
        jobs::sizes(clocks, synthesis),
        jobs::exact(clocks),
        logic::latency(clocks),
        logic::carries(synthesis),
        logic::cells(synthesis),
        logic::second_group(synthesis),
        logic::devices(clocks, synthesis),
        logic::board(synthesis),
        published(),
    ];
    parts.concat()
}

const HEAD: &str = "\
# The MSM core: what it takes

<!-- Written by `cargo xtask report msm`. Do not edit. -->

BN254; one adder over G1 where a name says nothing else. How each figure was had:

- *simulated*: clocks counted by the core's own counters in Verilator, base and scalar
  streams always full, multipliers in C with the latency of the synthesised ones; every
  result was compared with arkworks.
- *modelled*: the schedule clock by clock without points; *extended*: the line through
  the last two sizes modelled so, since what begins and ends a job does not grow with it.
- *synthesised*: cells as yosys counts them, neither placed nor routed.
- *published*: by the designs' authors.

Times are clocks over a stated clock of 250 MHz, which nothing here has measured.
The same as data: [msm.json](msm.json).

";

/// A table of Markdown.
pub(super) fn table(heads: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
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

/// What was set, and what was reached.
pub(super) fn targets_table(targets: &[Target]) -> String {
    let rows = targets.iter().map(|t| {
        let verdict = match t.reached {
            Some(true) => "reached",
            Some(false) => "**missed**",
            None => "reported",
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
            b.adders.to_string(),
            format!("{} bytes", b.base_bytes()),
            b.digits.to_string(),
            windows,
            b.buckets.to_string(),
            memory(b),
            b.ultra_rams(b.adders)
                .map_or(String::new(), |n| n.to_string()),
            b.chains.to_string(),
            b.reduction_cycles.to_string(),
            b.reduction_additions.to_string(),
            format!("{:.1} %", 100.0 * b.reduction_efficiency()),
        ]
    });
    let heads = [
        "configuration",
        "adders",
        "memory a base",
        "digits",
        "windows",
        "buckets",
        "bucket memory, each bank",
        "URAM",
        "chains",
        "clocks of the reduction",
        "its additions",
        "of its slots",
    ];
    format!(
        "## Configurations\n\n{}URAM is arithmetic: blocks of 4096 words of 72 bits. The reduction is the same for any scalars; \
         all its additions are of two projective points, five of which take six slots, so that 83.3 % is the most; less tells that \
         a round of its chains is shorter than the way through the adder. \
         A slot is a clock, over G2 three: one for each product of words. G2 shares the memory of G1, two words a bucket. \
         With multiples a base lies in card memory as several words, whose digits share windows: a base has more digits than \
         there are windows, and each of its words costs a clock whatever its digits are. Over BLS12-381 the core alone is built, and \
         its bases have no place in card memory yet: their size is that of two coordinates.\n\n",
        table(&heads, rows)
    )
}

fn memory(built: &Built) -> String {
    let words = built.bank_words.get(built.adders as usize - 1);
    words.map_or(String::new(), |words| {
        format!("{words} x {} bits", built.bucket_bits)
    })
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
