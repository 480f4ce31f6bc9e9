//! Plots as SVG, readable on light and on dark pages.
//!
//! ```text
//! y |    .--o---o     logarithmic x: powers of two
//!   |  o'
//!   '--------------- x
//! ```

use super::clocks::{CARD, CARD_G2, CARD_MULTIPLES, Clocks, LARGE, PAIR, Simulated};
use std::fmt::Write;

pub(super) const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 400.0;
/// Space for labels: left, right, top, bottom.
const MARGIN: [f64; 4] = [60.0, 170.0, 40.0, 45.0];
/// Colours that stand out on white and on black.
pub(super) const COLOURS: [&str; 8] = [
    "#3b82f6", "#ef4444", "#10b981", "#f59e0b", "#8b5cf6", "#ec4899", "#14b8a6", "#84cc16",
];

/// A line of a plot.
pub(super) struct Line {
    pub(super) name: String,
    /// Powers of two, values.
    pub(super) points: Vec<(f64, f64)>,
    /// Whether it is not simulated.
    pub(super) dashed: bool,
}

/// Axes: what they show, and their ends.
pub(super) struct Axes {
    pub(super) title: &'static str,
    pub(super) x: (f64, f64),
    pub(super) y: (f64, f64),
    /// Steps between marks of y.
    pub(super) step: f64,
    pub(super) unit: &'static str,
    /// What x counts.
    pub(super) across: &'static str,
}

/// Additions per slot of the bucket phase over the size, for each mixture.
pub(super) fn efficiency(clocks: &Clocks) -> String {
    let lines = simulated(clocks, |job| 100.0 * job.efficiency());
    let axes = Axes {
        title: "Additions started per slot of the bucket phase (card, simulated)",
        x: (10.0, 18.0),
        y: (0.0, 100.0),
        step: 20.0,
        unit: " %",
        across: "points",
    };
    draw(&axes, &lines)
}

/// All clocks per point over the size, uniform scalars.
pub(super) fn clocks_per_point(clocks: &Clocks) -> String {
    let line = |name: &str, modelled: bool| {
        let sizes = clocks.uniform(name);
        let last = sizes
            .iter()
            .filter(|s| s.how == "simulated")
            .map(|s| s.points)
            .max()
            .unwrap_or(0);
        let points = sizes.iter().filter(|s| {
            s.points >= 1 << 14
                && if modelled {
                    s.points >= last
                } else {
                    s.points <= last
                }
        });
        Line {
            name: format!("{name}{}", if modelled { ", model" } else { "" }),
            points: points
                .map(|s| (f64::from(s.points.ilog2()), s.per_point()))
                .collect(),
            dashed: modelled,
        }
    };
    let lines: Vec<Line> = [CARD, CARD_MULTIPLES, LARGE, PAIR, CARD_G2]
        .into_iter()
        .flat_map(|name| [line(name, false), line(name, true)])
        .collect();
    let axes = Axes {
        title: "Clocks per point, reduction included, uniform scalars",
        x: (14.0, 26.0),
        y: (0.0, 80.0),
        step: 10.0,
        unit: "",
        across: "points",
    };
    draw(&axes, &lines)
}

fn simulated(clocks: &Clocks, value: impl Fn(&Simulated) -> f64) -> Vec<Line> {
    let mut lines: Vec<Line> = vec![];
    for job in clocks
        .simulated
        .iter()
        .filter(|job| job.configuration == CARD)
    {
        let point = (f64::from(job.points.ilog2()), value(job));
        match lines.iter_mut().find(|line| line.name == job.scalars) {
            Some(line) => line.points.push(point),
            None => lines.push(Line {
                name: job.scalars.clone(),
                points: vec![point],
                dashed: false,
            }),
        }
    }
    lines
}

/// The beginning of a plot, with its title.
pub(super) fn open(title: &str, height: f64) -> String {
    let left = MARGIN[0];
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <style>text{{fill:#24292f}}.grid{{stroke:#d0d7de}}@media(prefers-color-scheme:dark){{text{{fill:#e6edf3}}.grid{{stroke:#444c56}}}}</style>\n\
         <text x=\"{left}\" y=\"22\" font-size=\"14\">{title}</text>\n"
    )
}

/// Draws lines.
pub(super) fn draw(axes: &Axes, lines: &[Line]) -> String {
    let [left, right, top, bottom] = MARGIN;
    let x = |v: f64| left + (v - axes.x.0) / (axes.x.1 - axes.x.0) * (WIDTH - left - right);
    let y =
        |v: f64| HEIGHT - bottom - (v - axes.y.0) / (axes.y.1 - axes.y.0) * (HEIGHT - top - bottom);
    let mut svg = open(axes.title, HEIGHT);
    let mut mark = axes.y.0;
    while mark <= axes.y.1 {
        let (from, to, at) = (x(axes.x.0), x(axes.x.1), y(mark));
        let _ = writeln!(
            svg,
            "<line class=\"grid\" x1=\"{from:.1}\" x2=\"{to:.1}\" y1=\"{at:.1}\" y2=\"{at:.1}\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{mark}{}</text>",
            left - 6.0,
            at + 4.0,
            axes.unit
        );
        mark += axes.step;
    }
    let mut power = axes.x.0;
    while power <= axes.x.1 {
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">2<tspan dy=\"-5\" font-size=\"9\">{power}</tspan></text>",
            x(power),
            HEIGHT - bottom + 20.0
        );
        power += 2.0;
    }
    let _ = writeln!(
        svg,
        "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
        x((axes.x.0 + axes.x.1) / 2.0),
        HEIGHT - 6.0,
        axes.across
    );
    for (number, line) in lines.iter().enumerate() {
        let colour = COLOURS[number % COLOURS.len()];
        let dash = if line.dashed {
            " stroke-dasharray=\"5 4\""
        } else {
            ""
        };
        let inside = line
            .points
            .iter()
            .filter(|(_, v)| *v >= axes.y.0 && *v <= axes.y.1);
        let points: Vec<(f64, f64)> = inside.map(|(p, v)| (x(*p), y(*v))).collect();
        let path: Vec<String> = points
            .iter()
            .map(|(x, y)| format!("{x:.1},{y:.1}"))
            .collect();
        let _ = writeln!(
            svg,
            "<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"{dash} points=\"{}\"/>",
            path.join(" ")
        );
        for (x, y) in points {
            let _ = writeln!(
                svg,
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\" fill=\"{colour}\"/>"
            );
        }
        let (at, row) = (WIDTH - right + 14.0, top + 10.0 + 20.0 * number as f64);
        let _ = writeln!(
            svg,
            "<line x1=\"{at}\" x2=\"{:.1}\" y1=\"{row}\" y2=\"{row}\" stroke=\"{colour}\" stroke-width=\"2\"{dash}/><text x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            at + 22.0,
            at + 28.0,
            row + 4.0,
            line.name
        );
    }
    svg + "</svg>\n"
}
