//! The project's targets for the core, each with what was reached.

use super::super::targets::{Target, target};
use super::data::{Clocks, Simulated};
use super::logic::Logic;

/// Transforms forth, as reports name them.
pub(super) const FORTH: &str = "forward";
/// Lanes and memories with which passes are judged.
const PASSES: [(u64, &str); 2] = [(8, "DDR4"), (64, "HBM2")];

/// All of them, in the order in which they were set.
pub(super) fn all(clocks: &Clocks, logic: &Logic) -> Vec<Target> {
    let mut all: Vec<Target> = [8, 16, 64]
        .into_iter()
        .filter_map(|n| on_chip(clocks, n))
        .collect();
    all.extend(
        PASSES
            .into_iter()
            .flat_map(|(n, memory)| passes(clocks, n, memory)),
    );
    all.extend(traffic(clocks));
    all.extend(multipliers(clocks));
    all.extend(
        ["quotient, odd coset", "quotient, coefficients"]
            .map(|kind| quotient(clocks, kind))
            .into_iter()
            .flatten(),
    );
    all.extend(model(clocks));
    all.extend(exact(clocks));
    all.extend(per_dsp(clocks, logic));
    all
}

fn percent(part: f64) -> String {
    format!("{:.2} %", 100.0 * part)
}

fn on_chip(clocks: &Clocks, lanes: u64) -> Option<Target> {
    let (sustained, job) = clocks.sustained(lanes)?;
    let first = clocks
        .simulated
        .iter()
        .find(|job| job.lanes == lanes && job.kind == "on the chip")?;
    let value = format!(
        "{} a transform more; {} over all of {}, {} of {} alone ({} clocks)",
        percent(sustained),
        percent(job.efficiency),
        job.vectors,
        percent(first.efficiency),
        first.vectors,
        first.clocks
    );
    let measure = format!("2^12 on the chip, back to back, {lanes} lanes");
    let reached = sustained >= 0.97 && job.efficiency >= 0.97;
    Some(target(measure, "97 %", value, reached, "simulated"))
}

fn passes(clocks: &Clocks, lanes: u64, memory: &str) -> Vec<Target> {
    let jobs = |vectors: u64| {
        let jobs = clocks.simulated.iter();
        jobs.filter(move |job| {
            job.lanes == lanes
                && job.memory == memory
                && job.kind == FORTH
                && job.size >= 16
                && job.vectors == vectors
        })
    };
    let least = |vectors: u64| jobs(vectors).map(|job| job.efficiency).reduce(f64::min);
    let beyond = clocks
        .modelled
        .iter()
        .filter(|job| job.lanes == lanes && job.kind == FORTH && (20..=24).contains(&job.size));
    let beyond = beyond.map(|job| job.model.efficiency).reduce(f64::min);
    let row = |vectors: u64, what: &str| {
        let least = least(vectors)?;
        let measure = format!("2^16 to 2^18 in passes, {lanes} lanes, {memory}, {what}");
        let value = format!("{} at least", percent(least));
        Some(target(measure, "92 %", value, least >= 0.92, "simulated"))
    };
    let single = row(1, "a single transform").map(|single| match lanes > 16 {
        // A transform that all lanes hold at once has nothing to do while it comes and leaves.
        true => Target {
            reached: None,
            ..single
        },
        false => single,
    });
    let large = beyond.map(|least| {
        let measure = format!("2^20 to 2^24 in passes, {lanes} lanes, {memory}");
        target(
            measure,
            "92 %",
            format!("{} at least", percent(least)),
            least >= 0.92,
            "modelled",
        )
    });
    let rows = [
        row(8, "8 vectors"),
        row(3, "3 vectors").filter(|_| lanes <= 16),
        single,
        large,
    ];
    rows.into_iter().flatten().collect()
}

fn traffic(clocks: &Clocks) -> Option<Target> {
    let jobs = clocks
        .simulated
        .iter()
        .filter(|job| job.kind == FORTH && job.size >= 16);
    let most = jobs.map(|job| job.bytes_a_butterfly).reduce(f64::max)?;
    let value = format!("{most:.2} at most (2^16; 4 N words for N/2 log N butterflies)");
    Some(target(
        "bytes of memory traffic a butterfly, two passes",
        "16",
        value,
        most <= 16.0,
        "simulated",
    ))
}

fn multipliers(clocks: &Clocks) -> Option<Target> {
    let most = clocks
        .built
        .iter()
        .map(|b| b.multipliers as f64 / b.lanes as f64)
        .reduce(f64::max)?;
    let value = format!("{most:.2}, all factors included");
    Some(target(
        "modular multipliers a butterfly unit",
        "1.25",
        value,
        most <= 1.25,
        "by construction",
    ))
}

/// A quotient over the transforms that it is made of: of three vectors each, and one more where it is transformed back.
fn quotient(clocks: &Clocks, kind: &str) -> Option<Target> {
    let (lanes, memory) = PASSES[0];
    let job = clocks.job(lanes, memory, kind, 16, 3)?;
    let three = clocks.job(lanes, memory, FORTH, 16, 3)?;
    let one = clocks.job(lanes, memory, FORTH, 16, 1)?;
    let alone = 2 * three.clocks
        + if kind.ends_with("coefficients") {
            one.clocks
        } else {
            0
        };
    let more = job.clocks as f64 / alone as f64 - 1.0;
    let measure = format!("2^16 {kind}, over its transforms alone ({lanes} lanes, {memory})");
    let value = format!(
        "{} more: {} and {} clocks",
        percent(more),
        job.clocks,
        alone
    );
    Some(target(
        measure,
        "5 % more",
        value,
        more <= 0.05,
        "simulated",
    ))
}

fn model(clocks: &Clocks) -> Option<Target> {
    let at = |job: &&Simulated| job.size == 18 && job.kind == FORTH;
    let jobs: Vec<f64> = clocks
        .simulated
        .iter()
        .filter(at)
        .filter_map(|job| job.deviation().map(f64::abs))
        .collect();
    let most = jobs.iter().copied().reduce(f64::max)?;
    let value = format!("{} at most, of {} jobs", percent(most), jobs.len());
    Some(target(
        "model against simulation at 2^18",
        "1 %",
        value,
        most <= 0.01,
        "simulated",
    ))
}

fn exact(clocks: &Clocks) -> Option<Target> {
    let largest = clocks.exact.iter().map(|job| job.size).max()?;
    let value = format!(
        "{} jobs, 2^0 to 2^{largest}, four modes and both quotients",
        clocks.exact.len()
    );
    Some(target(
        "arkworks' results with the synthesised multipliers",
        "2^0 to 2^14",
        value,
        largest >= 14,
        "simulated",
    ))
}

fn per_dsp(clocks: &Clocks, logic: &Logic) -> Option<Target> {
    let (lanes, memory) = PASSES[0];
    let job = clocks.job(lanes, memory, FORTH, 18, 1)?;
    let dsp = logic.with_lanes(lanes)?.dsp;
    let rate = job.butterflies as f64 / job.clocks as f64 * super::CLOCK / dsp as f64;
    Some(Target {
        reached: None,
        ..target(
            "butterflies/s/DSP at 250 MHz, 2^18",
            "0.68 M (RENTT)",
            format!("{:.2} M, {dsp} DSP", rate / 1e6),
            true,
            "synthesised, simulated",
        )
    })
}
