//! The jobs with the multipliers that are synthesised. A wrong result would have ended the report: judged here is that none
//! of them is missing, and that the multipliers in C, with which all other jobs run, take the same clocks,
//! whichever clock of a frame a job starts at.

use super::super::clocks::{CARD, CARD_G2, CARD_MULTIPLES, Clocks, Simulated, UNIFORM};
use super::{Target, target as row};
use std::collections::BTreeSet;

/// Clocks of the frame of six slots in which the adder takes five full pairs: a job starts at any of them.
const FRAME: u64 = 6;
/// The largest size, as a power of two: the one with all mixtures.
const LARGEST: u32 = 12;

/// Whether all are there.
pub(super) fn target(clocks: &Clocks) -> Option<Target> {
    let ran: BTreeSet<_> = clocks.exact.iter().map(name).collect();
    let missing = wanted(clocks).difference(&ran).count();
    let in_c = |job: &&Simulated| clocks.job(&job.configuration, &job.scalars, job.points);
    let pairs = clocks
        .exact
        .iter()
        .filter_map(|job| Some((job, in_c(&job)?)));
    let apart = |job: &Simulated, in_c: &Simulated| job.cycles.abs_diff(in_c.cycles);
    let (same, other): (Vec<_>, Vec<_>) = pairs.partition(|(job, in_c)| apart(job, in_c) < FRAME);
    let value = format!(
        "{} jobs, {missing} missing; {} of them also ran in C, {} in other clocks (by {FRAME} or more)",
        ran.len(),
        same.len() + other.len(),
        other.len()
    );
    let measure = "results of arkworks, with the multipliers that are synthesised";
    let wanted = format!(
        "uniform scalars of 2^0 to 2^{LARGEST}, all mixtures of 2^{LARGEST}; G1, multiples, G2"
    );
    let reached = !ran.is_empty() && missing == 0 && !same.is_empty() && other.is_empty();
    (!ran.is_empty()).then(|| row(measure, wanted, value, reached, "simulated"))
}

/// Configuration, scalars and points of a job.
fn name(job: &Simulated) -> (&str, &str, u64) {
    (&job.configuration, &job.scalars, job.points)
}

/// All that should have run; mixtures are those of the jobs in C.
fn wanted(clocks: &Clocks) -> BTreeSet<(&str, &str, u64)> {
    let mixtures: BTreeSet<&str> = clocks.simulated.iter().map(|job| &*job.scalars).collect();
    let of = |configuration| {
        let sizes = (0..=LARGEST).map(move |log| (configuration, UNIFORM, 1 << log));
        let mixtures = mixtures
            .iter()
            .map(move |scalars| (configuration, *scalars, 1 << LARGEST));
        sizes.chain(mixtures).collect::<Vec<_>>()
    };
    [CARD, CARD_MULTIPLES, CARD_G2]
        .into_iter()
        .flat_map(of)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(configuration: &str, scalars: &str, points: u64, cycles: u64) -> Simulated {
        let json = serde_json::json!({
            "configuration": configuration, "scalars": scalars, "points": points, "cycles": cycles,
            "bucket_cycles": 0, "reduction_cycles": 0, "slots": 0, "bucket_additions": 0, "reduction_additions": 0,
            "starved": 0, "refused": 0, "stored": 0, "spent": 0, "met": 0, "seconds": 0.0,
            "model": {"clocks": 0, "additions": 0, "full_additions": 0, "spent_slots": 0, "stored_slots": 0,
                "starved_slots": 0, "ending_slots": 0, "digits": 0, "touched": 0},
        });
        serde_json::from_value(json).unwrap()
    }

    fn complete() -> Clocks {
        let of = |name| {
            let sizes = (0..=LARGEST).map(move |log| job(name, UNIFORM, 1 << log, 7));
            sizes.chain([job(name, "sorted", 1 << LARGEST, 8)])
        };
        Clocks {
            built: vec![],
            simulated: vec![
                job(CARD, UNIFORM, 1 << 12, 7),
                job(CARD, "sorted", 1 << 12, 8),
            ],
            modelled: vec![],
            exact: [CARD, CARD_MULTIPLES, CARD_G2]
                .into_iter()
                .flat_map(of)
                .collect(),
        }
    }

    #[test]
    fn a_missing_job_and_another_count_of_clocks_are_told() {
        let reached = |clocks: &Clocks| target(clocks).unwrap().reached;
        assert_eq!(reached(&complete()), Some(true));
        for at in 0..complete().exact.len() {
            let mut clocks = complete();
            clocks.exact.remove(at);
            assert_eq!(reached(&clocks), Some(false), "without job {at}");
        }
        let mut clocks = complete();
        clocks.simulated[1].cycles += FRAME;
        assert_eq!(reached(&clocks), Some(false));
    }
}
