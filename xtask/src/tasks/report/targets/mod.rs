//! The project's targets for the core, each with what was reached.

mod exact;
mod logic;

use super::CLOCK;
use super::clocks::{CARD, CARD_G2, CARD_MULTIPLES, Clocks, LARGE, Simulated, UNIFORM};
use super::resources::Synthesis;
use serde::Serialize;

/// Slowdown that the scalars of a witness of zeros and ones may have.
const SPARSE: &str = "90 % zeros and ones";
/// Products of an addition with an affine point: ranks of five and six multipliers.
const PRODUCTS: u64 = 11;

/// A target.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Target {
    pub(super) measure: String,
    pub(super) target: String,
    pub(super) value: String,
    /// Nothing where there is nothing to judge: it is reported.
    pub(super) reached: Option<bool>,
    /// Simulated, modelled, synthesised.
    pub(super) how: &'static str,
}

/// One that is judged.
pub(super) fn target(
    measure: impl Into<String>,
    target: impl Into<String>,
    value: impl Into<String>,
    reached: bool,
    how: &'static str,
) -> Target {
    Target {
        measure: measure.into(),
        target: target.into(),
        value: value.into(),
        reached: Some(reached),
        how,
    }
}

/// All of them, in the order in which they were set.
pub(super) fn all(clocks: &Clocks, synthesis: &Synthesis) -> Vec<Target> {
    let mut all: Vec<Target> = efficiency(clocks).into_iter().collect();
    all.extend(per_point(clocks));
    all.extend(slowdown(clocks));
    all.push(target(
        "products per bucket addition",
        "10 (11 if complete)",
        "11, complete; 11 + 1 slot in 5 where two sums meet",
        PRODUCTS <= 11,
        "by construction",
    ));
    all.extend(logic::cells(synthesis));
    all.extend(per_dsp(clocks, synthesis));
    all.extend(latency(clocks));
    all.extend(logic::carry(synthesis));
    all.extend(model(clocks));
    all.extend(multiples(clocks));
    all.extend(second_group(clocks));
    all.extend(exact::target(clocks));
    all
}

fn large_uniform(clocks: &Clocks) -> impl Iterator<Item = &Simulated> {
    let jobs = clocks.simulated.iter();
    jobs.filter(|j| j.configuration == CARD && j.scalars == UNIFORM && j.points >= 1 << 16)
}

fn efficiency(clocks: &Clocks) -> Option<Target> {
    let least = large_uniform(clocks)
        .map(Simulated::efficiency)
        .reduce(f64::min)?;
    let measure = "additions per slot of the bucket phase, uniform, 2^16 and up (card)";
    let value = format!("{:.2} % at least", 100.0 * least);
    Some(target(measure, "99 %", value, least >= 0.99, "simulated"))
}

fn per_point(clocks: &Clocks) -> Vec<Target> {
    let sizes = [(CARD, 16, 25.0), (LARGE, 20, 18.3)];
    let row = |(name, log, most): (&str, u32, f64)| {
        let all = clocks.uniform(name);
        let size = *all.iter().find(|size| size.points == 1 << log)?;
        let value = size.per_point();
        let measure = format!("clocks per point at 2^{log}, all in ({name})");
        Some(target(
            measure,
            format!("{most} at most"),
            format!("{value:.2}"),
            value <= most,
            size.how,
        ))
    };
    sizes.into_iter().filter_map(row).collect()
}

/// The same over bases with multiples, and of zeros and ones, whose words come in all the same.
fn multiples(clocks: &Clocks) -> Vec<Target> {
    let Some(built) = clocks.built(CARD_MULTIPLES) else {
        return vec![];
    };
    let sizes = clocks.uniform(CARD_MULTIPLES).into_iter();
    let sizes = sizes.filter(|size| [1 << 16, 1 << 20].contains(&size.points));
    let bytes = built.base_bytes();
    let of_size = sizes.map(|size| {
        let value = format!("{:.2}, with {bytes} bytes a base", size.per_point());
        (power(size.points), value, size.how)
    });
    let sparse = clocks.job(CARD_MULTIPLES, SPARSE, 1 << 16).map(|job| {
        let value = format!("{:.2}, with {bytes} bytes a base", job.per_point());
        (format!("2^16, {SPARSE}"), value, "simulated")
    });
    let row = |(what, value, how)| {
        let measure = format!("clocks per point at {what}, resident multiples");
        Target {
            reached: None,
            ..target(measure, "rows of their own", value, true, how)
        }
    };
    of_size.chain(sparse).map(row).collect()
}

fn slowdown(clocks: &Clocks) -> Vec<Target> {
    let mut worst: Option<(f64, &Simulated)> = None;
    let mut sparse: f64 = 0.0;
    for job in clocks
        .simulated
        .iter()
        .filter(|j| j.configuration == CARD && j.points >= 1 << 16)
    {
        let Some(uniform) = clocks.job(CARD, UNIFORM, job.points) else {
            continue;
        };
        let ratio = job.cycles as f64 / uniform.cycles as f64;
        if worst.is_none_or(|(most, _)| ratio > most) {
            worst = Some((ratio, job));
        }
        if job.scalars == SPARSE {
            sparse = sparse.max(ratio);
        }
    }
    let Some((ratio, job)) = worst else {
        return vec![];
    };
    let value = format!("{ratio:.3} x ({}, {})", job.scalars, power(job.points));
    vec![
        target(
            "time of any mixture against uniform, 2^16 and up",
            "1.5 x at most",
            value,
            ratio <= 1.5,
            "simulated",
        ),
        target(
            format!("time of {SPARSE}"),
            "0.35 x at most",
            format!("{sparse:.3} x"),
            sparse <= 0.35,
            "simulated",
        ),
    ]
}

/// Scalars per second and DSP at the stated clock.
pub(super) fn rate(per_point: f64, dsp: u64) -> f64 {
    CLOCK / per_point / dsp as f64
}

fn per_dsp(clocks: &Clocks, synthesis: &Synthesis) -> Option<Target> {
    let dsp = Some(synthesis.multipliers()).filter(|dsp| *dsp > 0)?;
    let size = clocks
        .uniform(LARGE)
        .into_iter()
        .find(|size| size.points == 1 << 20)?;
    let value = rate(size.per_point(), dsp);
    let measure = format!("scalars/s/DSP at {} MHz, 2^20 ({LARGE})", CLOCK / 1e6);
    let text = format!("{value:.0} ({dsp} DSP)");
    Some(target(measure, "9,200", text, value >= 9200.0, size.how))
}

fn latency(clocks: &Clocks) -> Option<Target> {
    let built = clocks.built(CARD)?;
    let value = format!("{} clocks, by stage below", built.adder_latency);
    Some(target(
        "latency of the adder",
        "stated, with reasons",
        value,
        true,
        "by construction",
    ))
}

/// Over G2 a slot counted in the report is three clocks: those in which its multipliers have work.
fn second_group(clocks: &Clocks) -> Option<Target> {
    let slot = clocks.built(CARD_G2)?.slot_clocks;
    let jobs = clocks.simulated.iter();
    let uniform = jobs.filter(|j| j.configuration == CARD_G2 && j.scalars == UNIFORM);
    let largest = uniform.max_by_key(|job| job.points)?;
    let filled = largest.efficiency();
    let value = format!(
        "{slot} clocks an addition, complete, on the multipliers of G1; {:.2} % filled (uniform, {})",
        100.0 * filled,
        power(largest.points)
    );
    let target_text = "3 slots of a clock (4 if complete), 95 % filled";
    let reached = slot <= 4 && filled >= 0.95;
    Some(target(
        "an addition over G2",
        target_text,
        value,
        reached,
        "simulated",
    ))
}

fn model(clocks: &Clocks) -> Option<Target> {
    let worst = clocks
        .simulated
        .iter()
        .map(|job| job.deviation().abs())
        .reduce(f64::max)?;
    let value = format!(
        "{:.3} % at most, over {} jobs",
        100.0 * worst,
        clocks.simulated.len()
    );
    Some(target(
        "model against simulation, all clocks",
        "1 %",
        value,
        worst <= 0.01,
        "simulated",
    ))
}

/// `2^k`, or the number itself.
pub(super) fn power(points: u64) -> String {
    match points.is_power_of_two() {
        true => format!("2^{}", points.ilog2()),
        false => points.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_those_of_the_stated_clock() {
        assert_eq!(rate(25.0, 1000), 10_000.0);
        assert_eq!((power(1 << 20), power(3)), ("2^20".into(), "3".into()));
    }
}
