//! Runs the NTT core over sizes, lanes and memories and writes what it took, as JSON.
//!
//! `cargo xtask report ntt` calls it; `--quick` leaves out what takes minutes.

use clap::Parser;
use std::{error::Error, fs, path::Path};
use zkcard_benches::ntt::{Beyond, Built, JobKind, Report, Setup, Simulation, modelled};
use zkcard_hdl::emit::Body;
use zkcard_hdl::ntt::Cut;

/// Options of the report.
#[derive(Parser)]
struct Arguments {
    /// The file to write.
    output: std::path::PathBuf,
    /// Only small sizes.
    #[arg(long)]
    quick: bool,
    /// The card's core with the multipliers that are synthesised, at small sizes.
    #[arg(long, conflicts_with = "quick")]
    rtl: bool,
    /// Only the setup of this name.
    #[arg(long)]
    only: Option<String>,
    /// Only this size.
    #[arg(long)]
    size: Option<usize>,
}

/// Transforms forth.
const fn forth(vectors: usize) -> JobKind {
    JobKind::Transforms {
        vectors,
        backward: false,
        coset: false,
    }
}

/// The jobs of a setup.
fn jobs(setup: Setup, rtl: bool) -> Vec<(JobKind, usize)> {
    if rtl {
        let modes = |size| {
            let mode = move |(backward, coset)| {
                let kind = JobKind::Transforms {
                    vectors: 1,
                    backward,
                    coset,
                };
                (kind, size)
            };
            [(false, false), (false, true), (true, false), (true, true)].map(mode)
        };
        let mut jobs: Vec<_> = (0..=14).flat_map(modes).collect();
        jobs.extend([1, 6, 10].map(|size| (JobKind::OddCoset, size)));
        jobs.extend([1, 6, 10].map(|size| (JobKind::Coefficients, size)));
        return match setup.is_port() {
            true => jobs,
            false => vec![],
        };
    }
    // Lots of as many vectors as there are lanes.
    let lots = if setup.lanes > 5 {
        [1, 8, 24]
    } else {
        [1, 8, 32]
    };
    let buffer = setup.config(Body::Dpi).sizes.buffer;
    let mut jobs: Vec<_> = lots.map(|lots| (JobKind::OnChip { lots }, buffer)).into();
    // A butterfly in many clocks takes as many more to simulate.
    let most = if setup.is_board() { 14 } else { 18 };
    for size in [6, 8, 10, 12, 14, 16, 17, 18] {
        jobs.extend([1, 3, 8].map(|vectors| (forth(vectors), size)));
    }
    for size in [12, 16] {
        jobs.extend([JobKind::OddCoset, JobKind::Coefficients].map(|kind| (kind, size)));
    }
    jobs.retain(|(_, size)| *size <= most);
    let mode = |(backward, coset)| {
        let kind = JobKind::Transforms {
            vectors: 1,
            backward,
            coset,
        };
        (kind, 18)
    };
    if setup.is_port() {
        jobs.extend([(false, true), (true, false), (true, true)].map(mode));
    }
    jobs
}

/// Jobs that are too large to simulate.
fn beyond(setup: Setup) -> Vec<Beyond> {
    let sizes: &[usize] = match setup.is_board() {
        true => &[16, 18],
        false => &[20, 22, 24, 26],
    };
    let sizes = sizes
        .iter()
        .map(|&size| (size, [forth(1), forth(3), JobKind::OddCoset]));
    let each = sizes
        .into_iter()
        .flat_map(|(size, kinds)| kinds.map(|kind| (kind, size)));
    let job = |(kind, size): (JobKind, usize)| {
        Some(Beyond {
            setup: setup.name(),
            lanes: 1 << setup.lanes,
            kind: kind.name(),
            size,
            vectors: kind.vectors(setup.lanes),
            model: modelled(setup, kind, size)?,
        })
    };
    each.filter_map(job).collect()
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let body = if arguments.rtl { Body::Rtl } else { Body::Dpi };
    let mut report = Report::default();
    let mut running: Option<Simulation> = None;
    let named = |setup: &Setup| {
        arguments
            .only
            .as_ref()
            .is_none_or(|only| *only == setup.name())
    };
    for setup in Setup::ALL.into_iter().filter(named) {
        let wanted = |(_, size): &(JobKind, usize)| {
            arguments.size.is_none_or(|only| only == *size) && (!arguments.quick || *size <= 14)
        };
        let jobs: Vec<_> = jobs(setup, arguments.rtl)
            .into_iter()
            .filter(wanted)
            .collect();
        if jobs.is_empty() {
            continue;
        }
        let same = running.take().filter(|same| same.is(setup, body));
        let simulation = running.insert(match same {
            Some(same) => same,
            None => Simulation::new(setup, body)?,
        });
        report.built.push(built(setup));
        for (kind, size) in jobs {
            let job = simulation.run(setup, kind, size)?;
            println!(
                "{}, {}, 2^{size} x {}: {} clocks, {:.2} %, {:.2} bytes; {:.1} s\n    {job:?}",
                job.setup,
                job.kind,
                job.vectors,
                job.clocks,
                100.0 * job.efficiency,
                job.bytes_a_butterfly,
                job.seconds
            );
            report.simulated.push(job);
        }
        if !arguments.rtl {
            report.modelled.extend(beyond(setup));
        }
        write(&arguments.output, &report)?;
    }
    Ok(())
}

fn built(setup: Setup) -> Built {
    let config = setup.config(Body::Dpi);
    let (sizes, lanes) = (config.sizes, 1 << setup.lanes);
    Built {
        lanes,
        beat: 1 << sizes.beat,
        buffer: 1 << sizes.buffer,
        multipliers: lanes + config.makers(),
        interval: setup.interval(),
        largest: Cut::largest(&sizes),
    }
}

fn write(path: &Path, report: &Report) -> Result<(), Box<dyn Error>> {
    let text = serde_json::to_string_pretty(report)?;
    Ok(fs::write(path, text + "\n")?)
}
