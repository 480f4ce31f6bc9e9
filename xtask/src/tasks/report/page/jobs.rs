//! Jobs: what they took, where the slots went, how they grow.

use super::super::CLOCK;
use super::super::clocks::{Clocks, Simulated};
use super::super::resources::Synthesis;
use super::super::targets::{power, rate};
use super::table;

/// Percent of a part.
fn percent(part: f64) -> String {
    format!("{:.2} %", 100.0 * part)
}

/// Configuration, scalars and points of a job.
fn name(job: &Simulated) -> Vec<String> {
    vec![
        job.configuration.clone(),
        job.scalars.clone(),
        power(job.points),
    ]
}

/// Jobs with the multipliers that are synthesised: they run too slowly for more than this.
pub(super) fn exact(clocks: &Clocks) -> String {
    if clocks.exact.is_empty() {
        return String::new();
    }
    let rows = clocks.exact.iter().map(|j| {
        let mut row = name(j);
        row.push(j.cycles.to_string());
        row
    });
    format!(
        "## Jobs with the multipliers that are synthesised\n\n{}Every result was that of arkworks.\n\n",
        table(&["configuration", "scalars", "points", "clocks"], rows)
    )
}

/// What each simulated job took.
pub(super) fn jobs(clocks: &Clocks) -> String {
    let rows = clocks.simulated.iter().map(|j| {
        let mut row = name(j);
        row.extend([
            percent(j.efficiency()),
            percent(j.part(j.model.digits)),
            j.bucket_cycles.to_string(),
            j.reduction_cycles.to_string(),
            format!("{:.2}", j.per_point()),
            format!("{:+.3} %", 100.0 * j.deviation()),
        ]);
        row
    });
    let heads = [
        "configuration",
        "scalars",
        "points",
        "additions a slot",
        "digits a slot",
        "bucket phase",
        "reduction",
        "clocks a point",
        "model",
    ];
    format!(
        "## Jobs, simulated\n\n![additions per slot](msm-efficiency.svg)\n\n![clocks per point](msm-clocks.svg)\n\n{}\
         *Additions a slot*: additions started over slots of all adders in the bucket phase; the first point of a bucket is \
         no addition. \
         *Digits a slot*: digits that are not zero over the same slots, as published efficiencies count them. \
         *Clocks a point*: from the start to the last result, reduction included. \
         *Model*: its deviation in all clocks.\n\n",
        table(&heads, rows)
    )
}

/// Where the slots of the bucket phase go.
pub(super) fn slots(clocks: &Clocks) -> String {
    let rows = clocks.simulated.iter().map(|j| {
        let [stored, starved, ending] = j.empty().map(|slots| percent(slots / j.slots as f64));
        let mut row = name(j);
        row.extend([percent(j.efficiency()), percent(j.part(j.spent))]);
        row.extend([stored, starved, ending]);
        row.extend([j.refused, j.starved, j.stored, j.met].map(|n| n.to_string()));
        row
    });
    let heads = [
        "configuration",
        "scalars",
        "points",
        "additions",
        "Z1 Z2",
        "empty: items are stored",
        "empty: no item",
        "empty: the end",
        "refused",
        "starved",
        "stored",
        "met",
    ];
    format!(
        "## Where the slots go\n\n![slots by use](msm-slots.svg)\n\n{}\
         In parts of the slots of the bucket phase: additions, the Z1 Z2 of full additions, and empty ones, counted together \
         and divided by cause as the model says: the items of that time found empty buckets; a bank had none, for zero \
         digits, or because digits of other banks held up the next point; all items were in, and sums came back. \
         The rest are counts of the card: *refused*, clocks in which an item waited because its queue was full, so that the \
         adder had enough; *starved*, clocks without an item for want of a point, which zero scalars are; *stored*, items and \
         sums that found their bucket empty; *met*, pairs of an item and a sum in one clock.\n\n",
        table(&heads, rows)
    )
}

/// Uniform scalars, simulated and beyond.
pub(super) fn sizes(clocks: &Clocks, synthesis: &Synthesis) -> String {
    let rows = clocks.built.iter().flat_map(|built| {
        // Only the core over BN254 is synthesised.
        let dsp = match &*built.curve {
            "BN254" => synthesis.multipliers() * built.adders,
            _ => 0,
        };
        let sizes = clocks.uniform(&built.configuration).into_iter();
        let large = sizes.filter(|size| size.points >= 1 << 16);
        large.map(move |size| {
            let per_dsp = match dsp {
                0 => String::new(),
                _ => format!("{:.0}", rate(size.per_point(), dsp)),
            };
            vec![
                built.configuration.clone(),
                power(size.points),
                size.how.to_owned(),
                size.cycles.to_string(),
                format!("{:.3}", size.per_point()),
                percent(size.efficiency),
                format!("{:.2} ms", 1e3 * size.cycles as f64 / CLOCK),
                per_dsp,
            ]
        })
    });
    let heads = [
        "configuration",
        "points",
        "how",
        "clocks",
        "clocks a point",
        "additions a slot",
        "at 250 MHz",
        "scalars/s/DSP",
    ];
    format!("## Uniform scalars, by size\n\n{}", table(&heads, rows))
}
