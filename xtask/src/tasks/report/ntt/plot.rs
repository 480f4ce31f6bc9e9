//! Plots of the report.

use super::super::plot::{Axes, Line, draw};
use super::data::{Clocks, Simulated};
use super::targets::FORTH;

/// Lanes, memory and vectors of the lines.
const LINES: [(u64, &str, u64); 5] = [
    (8, "DDR4", 1),
    (8, "DDR4", 3),
    (16, "DDR4", 3),
    (64, "HBM2", 3),
    (64, "HBM2", 8),
];

/// Butterflies a lane and clock over the size, simulated and modelled.
pub(super) fn efficiency(clocks: &Clocks) -> String {
    let axes = Axes {
        title: "Butterflies a lane and clock, transforms in passes",
        x: (14.0, 26.0),
        y: (0.0, 100.0),
        step: 20.0,
        unit: " %",
        across: "points",
    };
    let value = |job: &Simulated| 100.0 * job.efficiency;
    draw(
        &axes,
        &lines(clocks, value, |model| 100.0 * model.efficiency),
    )
}

/// Bytes read and written a butterfly.
pub(super) fn traffic(clocks: &Clocks) -> String {
    let axes = Axes {
        title: "Bytes read and written a butterfly",
        x: (14.0, 26.0),
        y: (0.0, 20.0),
        step: 4.0,
        unit: "",
        across: "points",
    };
    draw(
        &axes,
        &lines(
            clocks,
            |job| job.bytes_a_butterfly,
            |model| model.bytes_a_butterfly,
        ),
    )
}

fn lines(
    clocks: &Clocks,
    value: impl Fn(&Simulated) -> f64,
    modelled: impl Fn(&super::data::Modelled) -> f64,
) -> Vec<Line> {
    let mut lines = vec![];
    for (lanes, memory, vectors) in LINES {
        let name = format!("{lanes} lanes, {memory}, {vectors} at once");
        let of = |job: &&Simulated| {
            (job.lanes, &*job.memory, &*job.kind, job.vectors) == (lanes, memory, FORTH, vectors)
                && job.size >= 14
        };
        let points: Vec<(f64, f64)> = clocks
            .simulated
            .iter()
            .filter(of)
            .map(|job| (f64::from(job.size), value(job)))
            .collect();
        let last = points.last().copied();
        let setup = format!("{lanes} lanes, {memory}");
        let beyond = clocks
            .modelled
            .iter()
            .filter(|job| (&*job.setup, &*job.kind, job.vectors) == (&*setup, FORTH, vectors));
        let beyond = beyond.map(|job| (f64::from(job.size), modelled(&job.model)));
        let beyond: Vec<(f64, f64)> = last.into_iter().chain(beyond).collect();
        lines.push(Line {
            name: name.clone(),
            points,
            dashed: false,
        });
        if beyond.len() > 1 {
            lines.push(Line {
                name: format!("{lanes} lanes, model"),
                points: beyond,
                dashed: true,
            });
        }
    }
    lines
}
