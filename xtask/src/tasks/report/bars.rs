//! Bars: each job's slots by use.
//!
//! ```text
//! uniform, 2^16 |additions ............|Z1 Z2|stored|no item|end|
//! ```

use super::clocks::{Clocks, Simulated};
use super::plot::{COLOURS, WIDTH, open};
use super::targets::power;
use std::fmt::Write;

/// Uses of a slot, in the order of a bar.
const USES: [&str; 5] = [
    "additions",
    "Z1 Z2",
    "empty: items are stored",
    "empty: no item",
    "empty: the end",
];
/// Where bars begin and end.
const SPAN: (f64, f64) = (240.0, WIDTH - 20.0);
/// Height of a row, and of all above the first one.
const ROW: f64 = 22.0;
const TOP: f64 = 64.0;

/// The slots of the bucket phase of every simulated job of 2^14 points and more, by use.
pub(super) fn slots(clocks: &Clocks) -> String {
    let large = |job: &&Simulated| job.points >= 1 << 14;
    let jobs: Vec<&Simulated> = clocks.simulated.iter().filter(large).collect();
    let height = TOP + ROW * jobs.len() as f64 + 10.0;
    let mut svg = open("Slots of the bucket phase, by use", height);
    let mut x = SPAN.0 - 180.0;
    for (name, colour) in USES.iter().zip(COLOURS) {
        let _ = writeln!(
            svg,
            "<rect x=\"{x}\" y=\"36\" width=\"12\" height=\"12\" fill=\"{colour}\"/><text x=\"{}\" y=\"46\">{name}</text>",
            x + 16.0
        );
        x += 30.0 + 6.6 * name.len() as f64;
    }
    for (row, job) in jobs.into_iter().enumerate() {
        bar(&mut svg, TOP + ROW * row as f64, job);
    }
    svg + "</svg>\n"
}

fn bar(svg: &mut String, y: f64, job: &Simulated) {
    let name = format!(
        "{}: {}, {}",
        job.configuration,
        job.scalars,
        power(job.points)
    );
    let _ = writeln!(
        svg,
        "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{name}</text>",
        SPAN.0 - 8.0,
        y + 13.0
    );
    let mut x = SPAN.0;
    for (part, colour) in parts(job).into_iter().zip(COLOURS) {
        let width = part * (SPAN.1 - SPAN.0);
        let _ = writeln!(
            svg,
            "<rect x=\"{x:.1}\" y=\"{y}\" width=\"{width:.1}\" height=\"{}\" fill=\"{colour}\"/>",
            ROW - 6.0
        );
        x += width;
    }
}

/// Parts of all slots, by use.
fn parts(job: &Simulated) -> [f64; 5] {
    let [stored, starved, ending] = job.empty();
    let used = [job.bucket_additions, job.spent].map(|count| count as f64);
    [used[0], used[1], stored, starved, ending].map(|slots| slots / job.slots as f64)
}

#[cfg(test)]
mod tests {
    use super::super::clocks::Schedule;
    use super::*;

    #[test]
    fn parts_are_all_of_a_bar() {
        let job = Simulated {
            configuration: "card".into(),
            scalars: "uniform".into(),
            points: 1 << 14,
            cycles: 1200,
            bucket_cycles: 1000,
            reduction_cycles: 200,
            slots: 1000,
            bucket_additions: 800,
            reduction_additions: 0,
            starved: 0,
            refused: 0,
            stored: 0,
            spent: 50,
            met: 0,
            model: Schedule {
                clocks: 1000,
                additions: 800,
                full_additions: 0,
                spent_slots: 50,
                stored_slots: 50,
                starved_slots: 20,
                ending_slots: 30,
                digits: 900,
                touched: 100,
            },
            seconds: 0.0,
        };
        let [additions, spent, stored, starved, ending] = parts(&job);
        assert_eq!((additions, spent), (0.8, 0.05));
        assert!((stored - 0.075).abs() < 1e-9 && (starved - 0.03).abs() < 1e-9);
        assert!((additions + spent + stored + starved + ending - 1.0).abs() < 1e-9);
    }
}
