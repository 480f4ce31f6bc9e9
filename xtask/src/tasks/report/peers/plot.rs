//! Plots: how far ahead, and how much memory, over the size.

use super::super::plot::{Axes, Line, draw};
use super::circuits::{POSEIDON, SHA256};
use super::data::{
    ARKWORKS, BITS, Contest, HALO2CURVES, Measured, Proofs, Proved, RAPIDSNARK, Runs, SNARKJS,
    UNIFORM, ZKCARD,
};

/// Marks of y at most.
const MARKS: f64 = 8.0;

/// How many times faster than others sums and transforms are, on all threads.
pub(super) fn kernels(measured: &Measured) -> String {
    let kinds = [
        ("MSM G1", Some(UNIFORM), "MSM"),
        ("MSM G1", Some(BITS), "bits"),
        ("NTT", None, "NTT"),
    ];
    let mut lines = vec![];
    for (kernel, scalars, name) in kinds {
        for peer in [HALO2CURVES, ARKWORKS] {
            let points = measured.kernels.iter().flat_map(|kernels| {
                let contests = kernels
                    .best()
                    .into_iter()
                    .flat_map(|l| l.on(kernels.stamp.processors));
                let contests = contests.filter(|contest| contest.is(kernel, scalars));
                contests.filter_map(|c: &Contest| Some((f64::from(c.log), c.ahead_of(peer)?)))
            });
            lines.push(line(format!("{name}, {peer}"), points, peer == ARKWORKS));
        }
    }
    let title = "Times faster than others, all threads: sums (G1) and transforms";
    ratios(title, "elements", (12.0, 20.0), &lines)
}

/// How many times faster whole proofs are, on all threads.
pub(super) fn proofs(measured: &Measured) -> String {
    let mut lines = vec![];
    for (circuit, name) in [(POSEIDON, "Poseidon"), (SHA256, "SHA-256")] {
        let dashed = circuit == SHA256;
        for peer in [RAPIDSNARK, ARKWORKS, SNARKJS] {
            let whole = over(measured, circuit, |proofs, proved| {
                ratio(proofs, proved, peer, Runs::seconds)
            });
            lines.push(line(format!("{name}, {peer}"), whole, dashed));
        }
        let proving = over(measured, circuit, |proofs, proved| {
            ratio(proofs, proved, ARKWORKS, Runs::prove_seconds)
        });
        lines.push(line(format!("{name}, ark prove"), proving, dashed));
    }
    lines.retain(|line| !line.points.is_empty());
    let title = "Times faster than others, all threads: whole proofs, key load included";
    ratios(title, "constraints", (14.0, 20.0), &lines)
}

/// Memory of whole proofs of the Poseidon chain, for each constraint.
pub(super) fn memory(measured: &Measured) -> String {
    let mut lines = vec![];
    for peer in [ZKCARD, RAPIDSNARK, ARKWORKS, SNARKJS] {
        let points = over(measured, POSEIDON, |proofs, proved| {
            let runs = proved.find(peer, proofs.stamp.processors)?;
            Some(runs.peak_bytes()? as f64 / f64::from(1u32 << proved.log) / 1e3)
        });
        lines.push(line(peer.into(), points, false));
    }
    lines.retain(|line| !line.points.is_empty());
    let title = "Largest resident set in kB a constraint (Poseidon chain)";
    ratios(title, "constraints", (14.0, 20.0), &lines)
}

fn over(
    measured: &Measured,
    circuit: &str,
    value: impl Fn(&Proofs, &Proved) -> Option<f64>,
) -> Vec<(f64, f64)> {
    let proofs = measured.proofs.iter();
    let points = proofs.flat_map(|proofs| {
        let circuits = proofs
            .circuits
            .iter()
            .filter(|proved| proved.circuit == circuit);
        circuits.filter_map(|proved| Some((f64::from(proved.log), value(proofs, proved)?)))
    });
    points.collect()
}

fn ratio(
    proofs: &Proofs,
    proved: &Proved,
    peer: &str,
    time: impl Fn(&Runs) -> Option<f64>,
) -> Option<f64> {
    let threads = proofs.stamp.processors;
    let ours = proved.find(ZKCARD, threads)?.seconds()?;
    Some(time(proved.find(peer, threads)?)? / ours)
}

fn line(name: String, points: impl IntoIterator<Item = (f64, f64)>, dashed: bool) -> Line {
    Line {
        name,
        points: points.into_iter().collect(),
        dashed,
    }
}

fn ratios(title: &'static str, across: &'static str, x: (f64, f64), lines: &[Line]) -> String {
    let all = lines.iter().flat_map(|line| &line.points);
    let largest = all.map(|(_, y)| *y).fold(1.0, f64::max);
    let step = step(largest);
    let axes = Axes {
        title,
        x,
        y: (0.0, step * (largest / step).ceil()),
        step,
        unit: "",
        across,
    };
    draw(&axes, lines)
}

/// The smallest of 1, 2, 5, 10, 20, ... that takes few steps to `largest`.
fn step(largest: f64) -> f64 {
    let mut steps = (0..).flat_map(|power| [1.0, 2.0, 5.0].map(|digit| digit * 10f64.powi(power)));
    let few = steps.find(|step| largest / step <= MARKS);
    few.unwrap_or(largest)
}

#[cfg(test)]
mod tests {
    use super::super::data::{
        Kernels, Level,
        tests::{contest, stamp},
    };
    use super::*;

    #[test]
    fn steps_are_round_and_few() {
        assert_eq!(
            [0.5, 7.9, 8.1, 30.0, 90.0].map(step),
            [1.0, 1.0, 2.0, 5.0, 20.0]
        );
    }

    #[test]
    fn lines_have_a_point_for_each_size() {
        let contests = [(16, 10.0), (18, 12.0)];
        let contests = contests.map(|(log, ratio)| {
            contest("MSM G1", Some(UNIFORM), log, 2, [1.0, ratio + 3.0, ratio])
        });
        let level = Level {
            level: "ifma".into(),
            contests: contests.to_vec(),
        };
        let measured = Measured {
            kernels: Some(Kernels {
                stamp: stamp(),
                levels: vec![level],
            }),
            proofs: None,
        };
        let svg = kernels(&measured);
        assert_eq!(svg.matches("<circle").count(), 4, "{svg}");
        assert!(svg.contains("MSM, halo2curves"), "{svg}");
        assert_eq!(proofs(&measured).matches("<circle").count(), 0);
    }
}
