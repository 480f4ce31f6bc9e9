//! The project's bars, each with what was reached.
//!
//! Those who set the bars are in no registry. In sums and transforms halo2curves stands for them, by how far behind them
//! it was where both were measured ([`BEHIND`]); in proofs arkworks' proving stands for rapidsnark, unless that is here.

use super::super::targets::{Target, target};
use super::{
    circuits::{POSEIDON, SHA256},
    data::{
        ARKWORKS, BITS, Contest, HALO2CURVES, Kernels, Measured, PORTABLE, Proofs, Proved,
        RAPIDSNARK, UNIFORM, ZKCARD,
    },
    published::{BEHIND, RAPIDSNARK_BYTES},
    statistics::figures,
};

/// How everything here is had.
const MEASURED: &str = "measured";

/// Sums and transforms: sizes, and how many times ahead of the fastest they must be.
const AHEAD: [(&str, u32, f64); 7] = [
    ("MSM G1", 12, 3.0),
    ("MSM G1", 16, 3.5),
    ("MSM G1", 18, 3.5),
    ("MSM G1", 20, 3.5),
    ("MSM G2", 16, 3.0),
    ("NTT", 16, 2.5),
    ("NTT", 20, 2.5),
];

/// Large sums over G1 must be that far ahead of halo2curves, or as far as the factors of [`BEHIND`] give if that is more.
const LARGE_MSM: f64 = 6.0;

/// Proofs: circuits, and how many times ahead of rapidsnark.
const PROOFS: [(&str, u32, f64); 5] = [
    (POSEIDON, 16, 5.0),
    (POSEIDON, 18, 5.0),
    (POSEIDON, 20, 5.0),
    (SHA256, 16, 4.0),
    (SHA256, 18, 4.0),
];

/// All of them, in the order in which they were set.
pub(super) fn all(measured: &Measured) -> Vec<Target> {
    let mut all = vec![];
    if let Some(kernels) = &measured.kernels {
        all.extend(AHEAD.iter().filter_map(|bar| ahead(kernels, *bar)));
    }
    if let Some(proofs) = &measured.proofs {
        all.extend(PROOFS.iter().filter_map(|bar| proof(proofs, *bar)));
        all.extend(memory(proofs));
    }
    if let Some(kernels) = &measured.kernels {
        all.extend(portable(kernels));
        all.extend(slowest_portable(measured));
        all.extend(scaling(kernels));
        all.extend(bits(kernels));
    }
    all
}

/// The scalars of a kernel's bars.
fn scalars(kernel: &str) -> Option<&'static str> {
    (kernel != "NTT").then_some(UNIFORM)
}

fn behind(kernel: &str, log: u32) -> Option<(f64, &'static str)> {
    let found = BEHIND.iter().find(|row| (row.0, row.1) == (kernel, log))?;
    Some((found.2, found.3))
}

fn ahead(kernels: &Kernels, (kernel, log, bar): (&str, u32, f64)) -> Option<Target> {
    let threads = kernels.stamp.processors;
    let contest = kernels
        .best()?
        .find(kernel, scalars(kernel), log, threads)?;
    let (behind, who) = behind(kernel, log)?;
    let ratio = contest.ahead_of(HALO2CURVES)?;
    let demanded = match (kernel, log) {
        ("MSM G1", 16..) => LARGE_MSM.max(bar * behind),
        _ => bar * behind,
    };
    Some(target(
        format!("{kernel} 2^{log}, all threads"),
        format!(
            "{bar} x faster than {who}: {} x than halo2curves",
            figures(demanded)
        ),
        format!(
            "{} x than halo2curves, which stands for {} x than {who}",
            figures(ratio),
            figures(ratio / behind)
        ),
        ratio >= demanded,
        MEASURED,
    ))
}

/// The time that stands for rapidsnark's, and whose it is.
fn rapidsnark(proved: &Proved, threads: usize) -> Option<(f64, &'static str)> {
    if let Some(runs) = proved.find(RAPIDSNARK, threads) {
        return Some((runs.seconds()?, RAPIDSNARK));
    }
    let proving = proved.find(ARKWORKS, threads)?.prove_seconds()?;
    Some((proving, "arkworks' proving alone"))
}

fn proof(proofs: &Proofs, (circuit, log, bar): (&str, u32, f64)) -> Option<Target> {
    let threads = proofs.stamp.processors;
    let proved = proofs.find(circuit, log)?;
    let ours = proved.find(ZKCARD, threads)?.seconds()?;
    let (theirs, whose) = rapidsnark(proved, threads)?;
    let ratio = theirs / ours;
    Some(target(
        format!("whole proof, key load included, {circuit} 2^{log}"),
        format!("{bar} x faster than rapidsnark"),
        format!(
            "{} s, {} x faster than {whose}",
            figures(ours),
            figures(ratio)
        ),
        ratio >= bar,
        MEASURED,
    ))
}

/// Against rapidsnark where it is here, else against what it took elsewhere for the largest circuit.
fn memory(proofs: &Proofs) -> Vec<Target> {
    let threads = proofs.stamp.processors;
    let row = |proved: &Proved| {
        let ours = proved.find(ZKCARD, threads)?.peak_bytes()?;
        let here = proved
            .find(RAPIDSNARK, threads)
            .and_then(|runs| runs.peak_bytes());
        let elsewhere =
            (proved.circuit == POSEIDON && proved.log == 20).then_some(RAPIDSNARK_BYTES);
        let bar = here.or(elsewhere)?;
        let place = if here.is_some() { "" } else { " (elsewhere)" };
        Some(target(
            format!("peak memory, {} 2^{}", proved.circuit, proved.log),
            format!("no more than rapidsnark's {} MB{place}", bar / 1_000_000),
            format!("{} MB", ours / 1_000_000),
            ours <= bar,
            MEASURED,
        ))
    };
    proofs.circuits.iter().filter_map(row).collect()
}

/// Within a tenth of constantine without vector instructions.
fn portable(kernels: &Kernels) -> Vec<Target> {
    let contests = kernels
        .portable()
        .into_iter()
        .flat_map(|level| level.on(kernels.stamp.processors));
    let row = |contest: &Contest| {
        let large = contest.scalars.as_deref() == Some(UNIFORM) && contest.log >= 16;
        let (behind, who) = behind(&contest.kernel, contest.log).filter(|_| large)?;
        let ratio = contest.ahead_of(HALO2CURVES)?;
        let demanded = behind / 1.1;
        Some(target(
            format!("{} 2^{}, portable", contest.kernel, contest.log),
            format!(
                "within 10 % of {who}: {} x faster than halo2curves",
                figures(demanded)
            ),
            format!("{} x", figures(ratio)),
            ratio >= demanded,
            MEASURED,
        ))
    };
    contests.filter_map(row).collect()
}

/// Everything ahead of those who are here, without vector instructions.
fn slowest_portable(measured: &Measured) -> Option<Target> {
    let mut rows: Vec<(f64, String)> = vec![];
    if let Some(kernels) = &measured.kernels {
        let threads = kernels.stamp.processors;
        for contest in kernels
            .portable()
            .into_iter()
            .flat_map(|level| level.on(threads))
        {
            for peer in [ARKWORKS, HALO2CURVES] {
                let what = format!("{}, against {peer}", title(contest));
                rows.extend(contest.ahead_of(peer).map(|ratio| (ratio, what)));
            }
        }
    }
    if let Some(proofs) = &measured.proofs {
        let threads = proofs.stamp.processors;
        for proved in &proofs.circuits {
            // What it takes to read the key is our bench's, not arkworks'.
            let theirs = proved
                .find(ARKWORKS, threads)
                .and_then(|runs| runs.prove_seconds());
            let ours = proved
                .find(PORTABLE, threads)
                .and_then(|runs| runs.seconds());
            let what = format!(
                "{} 2^{}, against {ARKWORKS}' proving alone",
                proved.circuit, proved.log
            );
            rows.extend(theirs.zip(ours).map(|(a, b)| (a / b, what)));
        }
    }
    let (ratio, what) = rows.into_iter().min_by(|a, b| a.0.total_cmp(&b.0))?;
    Some(target(
        "everything, portable",
        "ahead of halo2curves and arkworks",
        format!("{} x at least ({what})", figures(ratio)),
        ratio > 1.0,
        MEASURED,
    ))
}

/// `MSM G1 2^16, uniform`.
pub(super) fn title(contest: &Contest) -> String {
    let scalars = contest.scalars.iter().map(|name| format!(", {name}"));
    format!(
        "{} 2^{}{}",
        contest.kernel,
        contest.log,
        scalars.collect::<String>()
    )
}

/// One thread against two, which the bars speak of.
fn scaling(kernels: &Kernels) -> Vec<Target> {
    let bars = [("MSM G1", 18, 1.9), ("MSM G1", 20, 1.9), ("NTT", 20, 1.7)];
    let row = |(kernel, log, bar): (&str, u32, f64)| {
        let time = |threads| {
            let contest = kernels
                .best()?
                .find(kernel, scalars(kernel), log, threads)?;
            contest.time(ZKCARD)
        };
        let ratio = time(1)? / time(2)?;
        Some(target(
            format!("{kernel} 2^{log}, 1 to 2 threads"),
            format!("{bar} x"),
            format!("{} x", figures(ratio)),
            ratio >= bar,
            MEASURED,
        ))
    };
    bars.into_iter().filter_map(row).collect()
}

/// A witness of bits against uniform scalars.
fn bits(kernels: &Kernels) -> Vec<Target> {
    let threads = kernels.stamp.processors;
    let row = |log: u32| {
        let time = |scalars| {
            let contest = kernels
                .best()?
                .find("MSM G1", Some(scalars), log, threads)?;
            contest.time(ZKCARD)
        };
        let ratio = time(UNIFORM)? / time(BITS)?;
        Some(target(
            format!("MSM G1 2^{log}, {BITS} against {UNIFORM}"),
            "5 x faster",
            format!("{} x", figures(ratio)),
            ratio >= 5.0,
            MEASURED,
        ))
    };
    [16, 18, 20].into_iter().filter_map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::super::data::{
        Level, Parts, Run, Runs, Usage,
        tests::{contest, stamp},
    };
    use super::*;

    fn kernels(best: Vec<Contest>, portable: Vec<Contest>) -> Kernels {
        let level = |level: &str, contests| Level {
            level: level.into(),
            contests,
        };
        Kernels {
            stamp: stamp(),
            levels: vec![level("ifma", best), level("portable", portable)],
        }
    }

    fn runs(prover: &str, seconds: f64, bytes: u64, prove: Option<f64>) -> Runs {
        let run = Run {
            usage: Usage {
                seconds,
                user_seconds: seconds,
                peak_bytes: bytes,
            },
            parts: prove.map(|prove_seconds| Parts {
                read_seconds: 1.0,
                prove_seconds,
            }),
        };
        Runs {
            prover: prover.into(),
            threads: 2,
            runs: vec![run],
        }
    }

    fn verdicts(measured: &Measured) -> Vec<(String, Option<bool>)> {
        let targets = all(measured).into_iter();
        targets.map(|t| (t.measure, t.reached)).collect()
    }

    #[test]
    fn sums_are_judged_by_who_stands_for_the_fastest() {
        let uniform = Some(UNIFORM);
        let best = vec![
            contest("MSM G1", uniform, 16, 1, [18.0, 90.0, 90.0]),
            contest("MSM G1", uniform, 16, 2, [10.0, 70.0, 60.0]),
            contest("MSM G1", Some(BITS), 16, 2, [1.9, 2.0, 2.0]),
            contest("NTT", None, 16, 2, [10.0, 60.0, 45.0]),
            contest("NTT", None, 20, 1, [18.0, 60.0, 50.0]),
            contest("NTT", None, 20, 2, [10.0, 60.0, 50.0]),
        ];
        let portable = vec![contest("MSM G1", uniform, 16, 2, [40.0, 70.0, 59.0])];
        let measured = Measured {
            kernels: Some(kernels(best, portable)),
            proofs: None,
        };
        let expected = [
            ("MSM G1 2^16, all threads", true),
            ("NTT 2^16, all threads", false),
            ("NTT 2^20, all threads", true),
            ("MSM G1 2^16, portable", false),
            ("everything, portable", true),
            ("NTT 2^20, 1 to 2 threads", true),
            ("MSM G1 2^16, 90 % bits against uniform", true),
        ];
        let expected = expected.map(|(measure, reached)| (measure.to_owned(), Some(reached)));
        assert_eq!(verdicts(&measured), expected);
    }

    #[test]
    fn proofs_are_judged_by_rapidsnark_or_by_arkworks_proving() {
        let circuit = |circuit: &str, log, provers| Proved {
            circuit: circuit.into(),
            log,
            provers,
        };
        let arkworks = || runs(ARKWORKS, 12.0, 9, Some(10.0));
        let circuits = vec![
            circuit(
                POSEIDON,
                20,
                vec![runs(ZKCARD, 2.0, 700_000_000, None), arkworks()],
            ),
            circuit(POSEIDON, 18, vec![runs(ZKCARD, 2.1, 5, None), arkworks()]),
            circuit(
                SHA256,
                18,
                vec![
                    runs(ZKCARD, 2.0, 5, None),
                    arkworks(),
                    runs(RAPIDSNARK, 7.0, 5, None),
                ],
            ),
        ];
        let measured = Measured {
            kernels: None,
            proofs: Some(Proofs {
                stamp: stamp(),
                circuits,
            }),
        };
        let expected = [
            ("whole proof, key load included, Poseidon chain 2^18", false),
            ("whole proof, key load included, Poseidon chain 2^20", true),
            ("whole proof, key load included, SHA-256 2^18", false),
            ("peak memory, Poseidon chain 2^20", false),
            ("peak memory, SHA-256 2^18", true),
        ];
        let expected = expected.map(|(measure, reached)| (measure.to_owned(), Some(reached)));
        assert_eq!(verdicts(&measured), expected);
    }
}
