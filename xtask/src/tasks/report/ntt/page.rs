//! The page.

use super::super::devices::{DEVICES, FILL};
use super::super::page::{on_the_board, table, targets_table};
use super::super::targets::Target;
use super::CLOCK;
use super::data::{Built, Clocks, Simulated};
use super::logic::{Logic, ultra_rams};
use super::published::ALL;

/// BN254's scalars have no roots of unity of larger orders, as a power of two.
const TWO_ADICITY: u32 = 28;

/// The report as Markdown.
pub(super) fn page(clocks: &Clocks, logic: &Logic, targets: &[Target]) -> String {
    let parts = [
        HEAD.to_owned(),
        targets_table(targets),
        cores(clocks, logic),
        board(clocks, logic),
        jobs("Jobs, simulated", &clocks.simulated),
        "![Butterflies a lane and clock](ntt-efficiency.svg)\n\n![Bytes a butterfly](ntt-traffic.svg)\n\n".into(),
        beyond(clocks),
        jobs("With the multipliers that are synthesised", &clocks.exact),
        blocks(logic),
        published(),
    ];
    parts.concat()
}

const HEAD: &str = "\
# The NTT core: what it takes

<!-- Written by `cargo xtask report ntt`. Do not edit. -->

BN254's scalars. Efficiency is (N / 2) log2 N butterflies of each transform over lanes times
clocks (slots, where multipliers are folded), from the start of a job to the last word written: what comes and leaves is counted.
How each figure was had:

- *simulated*: clocks counted by the core's own counters in Verilator, multipliers in C with
  the latency of the synthesised ones; every result was compared with arkworks. Memories:
  *a beat each way*, one read and one written in every clock, 30 clocks late, the port of the card; *DDR4*, four
  channels of 64 bytes a clock with banks, rows, refreshes and turns of the bus, at most 80 %
  of their peak on the average; *HBM2*, two stacks, 460 GB/s at peak and at most 80 % of that.
- *modelled*: pass after pass, work and what comes and leaves. *Model off by* is what the model says more.
  It is judged at 2^18; below 2^14, where little of a job is work, it is no guide. Three passes (beyond 2^24, on small
  boards beyond 2^18) were run on tiny cores alone.
- *synthesised*: cells as yosys counts them, neither placed nor routed.
- *published*: by the designs' authors.

*On the chip*: vectors beside each other, word n of all of them together, a vector for each lane, lot after lot; a mode of the
core that the card does not offer. Vectors one after the other that have fewer points than lanes squared are done whole
by every lane alike, so that 64 lanes take longer for 2^10 points than for 2^12. Peaks of memories are for both
directions together. 64 lanes show how the core grows: no device listed below holds them.

Times are clocks over a stated clock of 250 MHz, which nothing here has measured.
The same as data: [ntt.json](ntt.json).

";

fn percent(part: f64) -> String {
    format!("{:.2} %", 100.0 * part)
}

/// Nothing for small boards, which are not built for that clock.
fn milliseconds(lanes: u64, clocks: f64) -> String {
    if lanes < 4 {
        return String::new();
    }
    format!("{:.3}", 1e3 * clocks / CLOCK)
}

fn cores(clocks: &Clocks, logic: &Logic) -> String {
    let mut built: Vec<_> = clocks
        .built
        .iter()
        .filter(|core| !core.is_board())
        .collect();
    built.dedup_by_key(|core| core.lanes);
    built.sort_by_key(|core| core.lanes);
    built.dedup_by_key(|core| core.lanes);
    let rows = built.into_iter().map(|core| {
        let cells = logic.with_lanes(core.lanes);
        let memories = ultra_rams(core.lanes, core.buffer);
        let mut devices = DEVICES.iter();
        let holder = devices.find(|d| cells.is_some_and(|c| d.fill(&c, memories).fits()));
        let number = |count: Option<u64>| count.map_or(String::new(), |n| n.to_string());
        vec![
            core.lanes.to_string(),
            format!("{} bytes", 32 * core.beat),
            core.buffer.to_string(),
            core.multipliers.to_string(),
            format!("2^{}", core.largest.min(TWO_ADICITY)),
            number(cells.map(|c| c.dsp)),
            number(cells.map(|c| c.luts())),
            number(cells.map(|c| c.ff)),
            memories.to_string(),
            holder.map_or("none", |device| device.name).to_owned(),
        ]
    });
    let heads = [
        "lanes",
        "beat",
        "words a buffer",
        "multipliers",
        "largest",
        "DSP",
        "LUT",
        "FF",
        "URAM",
        "held by",
    ];
    format!(
        "## Cores\n\n{}Three buffers a lane, and twice as many factors; URAM is arithmetic, blocks of 4096 words of 72 bits, a bank of 2048 words in each of its own. \
         Cells on UltraScale+ by {}: the core of 4 lanes as mapped, others with its lanes and makers so many more times, \
         without what wider beats add. Held by: the first of {} that has room, with {FILL} % of its logic.\n\n",
        table(&heads, rows),
        logic.tool,
        DEVICES.map(|device| device.name).join(", ")
    )
}

fn board(clocks: &Clocks, logic: &Logic) -> String {
    let Some(core) = clocks.built.iter().find(|core| core.is_board()) else {
        return String::new();
    };
    let Built {
        lanes,
        beat,
        buffer,
        multipliers,
        interval,
        largest,
    } = core;
    format!(
        "## The core of small boards\n\n{}{lanes} lanes and their factors on {multipliers} multipliers, each folded into rows \
         of 18 bits that take a product every {interval} clocks: that long is a lane's slot, of which efficiency tells how \
         many hold a butterfly. Beats of {} bytes, three buffers of {buffer} words a lane, up to 2^{largest} points. All \
         memories are counted; the card around it is not.\n\n",
        on_the_board(&logic.board),
        32 * beat,
    )
}

fn jobs(title: &str, jobs: &[Simulated]) -> String {
    if jobs.is_empty() {
        return String::new();
    }
    let rows = jobs.iter().map(|job| {
        let count = |n: Option<u64>| n.map_or(String::new(), |n| n.to_string());
        vec![
            job.setup.clone(),
            job.kind.clone(),
            format!("2^{}", job.size),
            job.vectors.to_string(),
            job.clocks.to_string(),
            percent(job.efficiency),
            milliseconds(job.lanes, job.clocks as f64),
            job.short_of_words.to_string(),
            job.short_of_factors.to_string(),
            job.held_up.to_string(),
            format!("{:.2}", job.bytes_a_butterfly),
            count(job.rows_opened),
            job.deviation().map_or(String::new(), percent),
        ]
    });
    let heads = [
        "lanes, memory",
        "job",
        "points",
        "vectors",
        "clocks",
        "efficiency",
        "ms at 250 MHz",
        "without words",
        "without factors",
        "writes held up",
        "bytes a butterfly",
        "rows opened",
        "model off by",
    ];
    format!(
        "## {title}\n\n{}Without words: lanes rest because a group has not come, or all buffers wait to leave. The least \
         traffic of two passes is 4 N words.\n\n",
        table(&heads, rows)
    )
}

fn beyond(clocks: &Clocks) -> String {
    let rows = clocks.modelled.iter().map(|job| {
        vec![
            job.setup.clone(),
            job.kind.clone(),
            format!("2^{}", job.size),
            job.vectors.to_string(),
            job.model.clocks.to_string(),
            percent(job.model.efficiency),
            milliseconds(job.lanes, job.model.clocks as f64),
            format!("{:.2}", job.model.bytes_a_butterfly),
        ]
    });
    let heads = [
        "lanes, memory",
        "job",
        "points",
        "vectors",
        "clocks",
        "efficiency",
        "ms at 250 MHz",
        "bytes a butterfly",
    ];
    format!("## Larger, modelled\n\n{}", table(&heads, rows))
}

fn blocks(logic: &Logic) -> String {
    let part = |family: &super::super::resources::Family| {
        let rows = family.blocks.iter().map(|block| {
            let c = block.cells;
            vec![
                block.name.clone(),
                block.instances.to_string(),
                c.dsp.to_string(),
                c.lut.to_string(),
                c.shift.to_string(),
                c.memory.to_string(),
                c.ff.to_string(),
            ]
        });
        let heads = [
            "block",
            "instances",
            "DSP",
            "LUT",
            "as shift registers",
            "as memories",
            "FF",
        ];
        format!("### {}\n\n{}", family.name, table(&heads, rows))
    };
    let parts: String = logic.families.iter().map(part).collect();
    format!(
        "## Cells of the core of 4 lanes\n\nEach block with all that it contains; memories of words and factors are left \
         out.\n\n{parts}"
    )
}

fn published() -> String {
    let rows = ALL.iter().map(|p| {
        [
            p.design,
            p.field,
            p.time,
            p.clock,
            p.units,
            p.dsp,
            p.efficiency,
        ]
        .map(String::from)
        .to_vec()
    });
    let heads = [
        "design",
        "field and size",
        "time",
        "clock",
        "butterflies",
        "DSP",
        "efficiency",
    ];
    format!("## Published by others\n\n{}", table(&heads, rows))
}
