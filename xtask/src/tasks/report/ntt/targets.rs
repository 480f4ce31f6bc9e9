//! The project's targets for the core, each with what was reached. A job that did not run is a target that was not.

use super::super::targets::{Target, target};
use super::data::{Clocks, Simulated};
use super::logic::Logic;

/// Transforms forth, as reports name them.
pub(super) const FORTH: &str = "forward";
/// Lanes and memory for which targets are set.
const DDR4: (u64, &str) = (8, "DDR4");
const HBM2: (u64, &str) = (64, "HBM2");
/// As many lanes as the DDR4 has no words for below 2^19.
const MANY: u64 = 16;
/// Beats of 8 words that the DDR4 carries in a clock.
const SHARE: f64 = 0.8;
/// Simulated sizes of transforms in passes.
const SIZES: [u32; 3] = [16, 17, 18];

/// What was reached, and whether that is enough.
type Value = Option<(String, bool)>;

/// All of them, in the order in which they were set.
pub(super) fn all(clocks: &Clocks, logic: &Logic) -> Vec<Target> {
    let mut all: Vec<Target> = [8, 16, 64].map(|lanes| on_chip(clocks, lanes)).into();
    all.extend([
        passes(clocks, DDR4, 1),
        passes(clocks, DDR4, 3),
        passes(clocks, HBM2, 8),
        passes(clocks, HBM2, 1),
        beyond(clocks, DDR4, 1),
        beyond(clocks, HBM2, 3),
        many(clocks),
        traffic(clocks),
        multipliers(clocks),
        quotient(clocks, "quotient, odd coset", 0),
        quotient(clocks, "quotient, coefficients", 1),
        model(clocks),
        exact(clocks),
        board(logic),
        reported(per_dsp(clocks, logic)),
    ]);
    all
}

fn row(measure: String, wanted: &str, value: Value, how: &'static str) -> Target {
    let (value, reached) = value.unwrap_or(("not run".into(), false));
    target(measure, wanted, value, reached, how)
}

/// What is told and not judged.
fn reported(target: Target) -> Target {
    Target {
        reached: None,
        ..target
    }
}

fn percent(part: f64) -> String {
    format!("{:.2} %", 100.0 * part)
}

/// Transforms forth of some vectors, of each size; none if one is missing.
fn forth(clocks: &Clocks, (lanes, memory): (u64, &str), vectors: u64) -> Option<Vec<f64>> {
    let job = |size: &u32| clocks.job(lanes, memory, FORTH, *size, vectors);
    SIZES
        .iter()
        .map(|size| Some(job(size)?.efficiency))
        .collect()
}

fn least(values: impl IntoIterator<Item = f64>) -> Option<f64> {
    values.into_iter().reduce(f64::min)
}

fn on_chip(clocks: &Clocks, lanes: u64) -> Target {
    let value = || {
        let (sustained, job) = clocks.sustained(lanes)?;
        let mut jobs = clocks.simulated.iter();
        let first = jobs.find(|job| job.lanes == lanes && job.kind == "on the chip")?;
        let text = format!(
            "{} of each transform more; {} over all of {}; {} of {} alone ({} clocks)",
            percent(sustained),
            percent(job.efficiency),
            job.vectors,
            percent(first.efficiency),
            first.vectors,
            first.clocks
        );
        Some((text, sustained >= 0.97 && job.efficiency >= 0.97))
    };
    let measure = format!("2^12 on the chip, back to back, {lanes} lanes, words beside each other");
    row(measure, "97 %", value(), "simulated")
}

fn passes(clocks: &Clocks, setup: (u64, &str), vectors: u64) -> Target {
    let (lanes, memory) = setup;
    let least = forth(clocks, setup, vectors).and_then(least);
    let value = least.map(|least| (format!("{} at least", percent(least)), least >= 0.92));
    let measure = format!("2^16 to 2^18 in passes, {lanes} lanes, {memory}, {vectors} at once");
    row(measure, "92 %", value, "simulated")
}

fn beyond(clocks: &Clocks, (lanes, memory): (u64, &str), vectors: u64) -> Target {
    let jobs = clocks.modelled.iter().filter(|job| {
        (job.lanes, &*job.kind, job.vectors) == (lanes, FORTH, vectors)
            && (20..=24).contains(&job.size)
    });
    let least = least(jobs.map(|job| job.model.efficiency));
    let value = least.map(|least| (format!("{} at least", percent(least)), least >= 0.92));
    let measure = format!("2^20 to 2^24 in passes, {lanes} lanes, {memory}, {vectors} at once");
    row(measure, "92 %", value, "modelled")
}

/// Sixteen lanes, beside what two passes of 4 N words leave possible.
fn many(clocks: &Clocks) -> Target {
    let lanes = MANY as f64;
    let part = |size: &u32| {
        let job = clocks.job(MANY, DDR4.1, FORTH, *size, 8)?;
        let most = f64::from(*size) / 2.0 / lanes / (0.5 / SHARE);
        let text = format!(
            "2^{size}: {} of {} that memory allows",
            percent(job.efficiency),
            percent(most.min(1.0))
        );
        Some((text, job.efficiency >= 0.92))
    };
    let parts: Option<Vec<(String, bool)>> = SIZES.iter().map(part).collect();
    let value = parts.map(|parts| {
        let reached = parts.iter().all(|(_, reached)| *reached);
        let texts: Vec<String> = parts.into_iter().map(|(text, _)| text).collect();
        (texts.join("; "), reached)
    });
    let measure = format!(
        "2^16 to 2^18 in passes, {MANY} lanes, {}, 8 at once",
        DDR4.1
    );
    row(measure, "92 %", value, "simulated")
}

fn traffic(clocks: &Clocks) -> Target {
    let jobs = clocks.simulated.iter();
    let jobs = jobs.filter(|job| job.kind == FORTH && job.size >= 16);
    let most = jobs.map(|job| job.bytes_a_butterfly).reduce(f64::max);
    let text = |most: f64| format!("{most:.2} at most (2^16: 4 N words for N/2 log N butterflies)");
    let value = most.map(|most| (text(most), most <= 16.0));
    let measure = "bytes of memory traffic a butterfly, two passes".into();
    row(measure, "16", value, "simulated")
}

fn multipliers(clocks: &Clocks) -> Target {
    let most = |board: bool| {
        let built = clocks.built.iter().filter(|b| b.is_board() == board);
        let each = built.map(|b| b.multipliers as f64 / b.lanes as f64);
        each.reduce(f64::max)
    };
    let value = most(false).map(|each| {
        let board = most(true).map_or(String::new(), |each| {
            format!("; {each:.2} with the two lanes of a small board")
        });
        let text = format!("{each:.2}, all factors included{board}");
        (text, each <= 1.25)
    });
    row(
        "modular multipliers a butterfly unit".into(),
        "1.25",
        value,
        "by construction",
    )
}

/// A quotient over the transforms that it is made of: of three vectors each, and `more` of one where it is transformed back.
fn quotient(clocks: &Clocks, kind: &str, more: u64) -> Target {
    let (lanes, memory) = DDR4;
    let value = || {
        let job = clocks.job(lanes, memory, kind, 16, 3)?;
        let three = clocks.job(lanes, memory, FORTH, 16, 3)?;
        let one = clocks.job(lanes, memory, FORTH, 16, 1)?;
        let alone = 2 * three.clocks + more * one.clocks;
        let part = job.clocks as f64 / alone as f64 - 1.0;
        let text = format!(
            "{} more: {} clocks, {alone} alone",
            percent(part),
            job.clocks
        );
        Some((text, part <= 0.05))
    };
    let measure = format!("2^16 {kind}, over its transforms alone ({lanes} lanes, {memory})");
    row(measure, "5 % more", value(), "simulated")
}

fn model(clocks: &Clocks) -> Target {
    let large = |job: &&Simulated| job.size == 18;
    let jobs = clocks.simulated.iter().filter(large);
    let off: Option<Vec<f64>> = jobs.map(|job| Some(job.deviation()?.abs())).collect();
    let value = off.and_then(|off| {
        let most = off.iter().copied().reduce(f64::max)?;
        Some((
            format!("{} at most, of {} jobs", percent(most), off.len()),
            most <= 0.01,
        ))
    });
    row(
        "model against simulation at 2^18".into(),
        "1 %",
        value,
        "simulated",
    )
}

fn exact(clocks: &Clocks) -> Target {
    let modes = |size: u32| {
        clocks
            .exact
            .iter()
            .filter(|job| job.size == size && !job.kind.starts_with("quotient"))
            .count()
    };
    let all = (0..=14).all(|size| modes(size) >= 4);
    let quotients = clocks
        .exact
        .iter()
        .filter(|job| job.kind.starts_with("quotient"))
        .count();
    let text = format!(
        "{} jobs, four modes of each size, {quotients} quotients",
        clocks.exact.len()
    );
    let measure = "arkworks' results with the synthesised multipliers".into();
    row(
        measure,
        "2^0 to 2^14",
        Some((text, all && quotients > 0)),
        "simulated",
    )
}

fn board(logic: &Logic) -> Target {
    let value = || {
        let fits = logic.board_fits()?;
        let c = logic.board.first()?.cells;
        let text = format!(
            "{} MULT18, {} LUT4, {} FF, {} EBR",
            c.dsp,
            c.luts(),
            c.ff,
            c.ram
        );
        Some((text, fits))
    };
    let measure = "2 lanes with folded multipliers, alone".into();
    row(measure, "an LFE5U-85F holds it", value(), "synthesised")
}

fn per_dsp(clocks: &Clocks, logic: &Logic) -> Target {
    let (lanes, memory) = DDR4;
    let value = || {
        let job = clocks.job(lanes, memory, FORTH, 18, 1)?;
        let dsp = logic.with_lanes(lanes)?.dsp;
        let rate = job.butterflies as f64 / job.clocks as f64 * super::CLOCK / dsp as f64;
        Some((format!("{:.2} M, {dsp} DSP", rate / 1e6), true))
    };
    let measure = "butterflies/s/DSP at 250 MHz, 2^18".into();
    row(measure, "0.68 M (RENTT)", value(), "synthesised, simulated")
}
