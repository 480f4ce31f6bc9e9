//! Runs the MSM core over sizes and mixtures of scalars and writes what it took, as JSON.
//!
//! `cargo xtask report msm` calls it; `--quick` leaves out what takes minutes.

use ark_bn254::G1Affine;
use clap::Parser;
use std::{error::Error, fs, path::PathBuf, time::Instant};
use zkcard_benches::msm::{
    Built, Configuration, Limbs, Mixture, Modelled, Report, Schedule, Simulated, Simulation,
    schedule,
};
use zkcard_benches::points;
use zkcard_hdl::curve::{CurveConfig, PairAdd};
use zkcard_hdl::emit::{Body, on_large_stack};
use zkcard_hdl::msm::{AFFINE, COORDINATE, ITEM, MsmConfig, POINT};

/// Sizes beyond simulation, as powers of two.
const MODELLED: [u32; 5] = [20, 21, 22, 24, 26];
/// The largest size that is modelled clock by clock.
const LARGEST: u32 = 22;

/// Options of the report.
#[derive(Parser)]
struct Arguments {
    /// The file to write.
    output: PathBuf,
    /// Only up to 2^14 points, and one configuration.
    #[arg(long)]
    quick: bool,
    /// Also 2^20 uniform points: some ten minutes for each configuration.
    #[arg(long)]
    large: bool,
}

impl Arguments {
    /// What is simulated: configuration, mixture, power of two.
    fn jobs(&self) -> Vec<(Configuration, Mixture, u32)> {
        let card: &[u32] = if self.quick {
            &[10, 12, 14]
        } else {
            &[10, 12, 14, 16, 18]
        };
        let large: &[u32] = if self.quick { &[] } else { &[16, 18] };
        let mut jobs = vec![];
        for log in card {
            jobs.extend(Mixture::ALL.map(|mixture| (Configuration::Card, mixture, *log)));
        }
        jobs.extend(
            large
                .iter()
                .map(|log| (Configuration::Large, Mixture::Uniform, *log)),
        );
        if self.large {
            jobs.extend(Configuration::ALL.map(|c| (c, Mixture::Uniform, 20)));
        }
        jobs.sort_by_key(|(configuration, ..)| *configuration as usize);
        jobs
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let jobs = arguments.jobs();
    let largest = jobs.iter().map(|(.., log)| *log).max().unwrap_or(0);
    let bases = points(1 << largest);
    let mut report = Report::default();
    let mut running: Option<(Configuration, Simulation)> = None;
    for (configuration, mixture, log) in jobs {
        let (_, simulation) = match running.take().filter(|(of, _)| *of == configuration) {
            Some(same) => running.insert(same),
            None => running.insert((configuration, Simulation::new(configuration)?)),
        };
        let job = simulated(configuration, simulation, mixture, &bases[..1 << log])?;
        if !report
            .built
            .iter()
            .any(|b| b.configuration == job.configuration)
        {
            report.built.push(built(configuration, &job));
        }
        report.simulated.push(job);
        write(&arguments.output, &report)?;
    }
    for configuration in Configuration::ALL {
        report.modelled.extend(modelled(configuration));
        write(&arguments.output, &report)?;
    }
    Ok(())
}

fn write(path: &PathBuf, report: &Report) -> Result<(), Box<dyn Error>> {
    Ok(fs::write(
        path,
        serde_json::to_string_pretty(report)? + "\n",
    )?)
}

/// Runs one job and the model on its scalars.
fn simulated(
    configuration: Configuration,
    simulation: &mut Simulation,
    mixture: Mixture,
    bases: &[G1Affine],
) -> Result<Simulated, Box<dyn Error>> {
    let scalars: Vec<Limbs> = mixture.scalars(bases.len()).collect();
    let what = format!(
        "{}, {}, {}",
        configuration.name(),
        mixture.name(),
        bases.len()
    );
    let start = Instant::now();
    let counters = simulation.run(&what, bases, &scalars)?;
    let seconds = start.elapsed().as_secs_f64();
    let model = modelled_schedule(configuration, scalars.into_iter());
    let job = Simulated {
        configuration: configuration.name(),
        scalars: mixture.name(),
        points: bases.len(),
        cycles: counters.cycles,
        bucket_cycles: counters.bucket_cycles,
        reduction_cycles: counters.reduction_cycles,
        bucket_additions: counters.bucket_additions,
        reduction_additions: counters.reduction_additions,
        starved: counters.starved,
        refused: counters.refused,
        stored: counters.stored,
        digits: model.digits,
        modelled_bucket_cycles: model.clocks,
        modelled_bucket_additions: model.additions,
        seconds,
    };
    println!(
        "{what}: {} clocks, {:.3} a point; bucket phase {} clocks ({} modelled), {} additions ({} modelled); {seconds:.1} s",
        job.cycles,
        job.cycles as f64 / bases.len() as f64,
        job.bucket_cycles,
        model.clocks,
        job.bucket_additions,
        model.additions,
    );
    Ok(job)
}

fn modelled_schedule(
    configuration: Configuration,
    scalars: impl Iterator<Item = Limbs>,
) -> Schedule {
    let windows = configuration.config(Body::Dpi).windows;
    schedule(&windows, configuration.adder_latency(), scalars)
}

/// Uniform scalars up to the largest size, the line through the last two beyond it, all mixtures at 2^20.
fn modelled(configuration: Configuration) -> Vec<Modelled> {
    let job = |mixture: Mixture, log: u32| {
        let model = modelled_schedule(configuration, mixture.scalars(1 << log));
        println!(
            "{}, {}, 2^{log}: {model:?}",
            configuration.name(),
            mixture.name()
        );
        Modelled {
            configuration: configuration.name(),
            scalars: mixture.name(),
            points: 1 << log,
            bucket_cycles: model.clocks,
            bucket_additions: model.additions,
            digits: model.digits,
            full_additions: model.full_additions,
            spent_slots: model.spent_slots,
            extended: false,
        }
    };
    let sizes = MODELLED.into_iter().filter(|log| *log <= LARGEST);
    let mut all: Vec<Modelled> = sizes.map(|log| job(Mixture::Uniform, log)).collect();
    if let [.., before, last] = &all[..] {
        let (before, last) = (before.clone(), last.clone());
        let beyond = MODELLED.into_iter().filter(|log| *log > LARGEST);
        all.extend(beyond.map(|log| extended(&before, &last, log)));
    }
    let others = Mixture::ALL.into_iter().filter(|m| *m != Mixture::Uniform);
    all.extend(others.map(|mixture| job(mixture, 20)));
    all
}

/// `2^log` points on the line through two sizes: what begins and ends a job does not grow with it.
fn extended(before: &Modelled, last: &Modelled, log: u32) -> Modelled {
    let points = 1usize << log;
    let steps = (points - last.points) as f64 / (last.points - before.points) as f64;
    let on = |of: fn(&Modelled) -> u64| {
        let (a, b) = (of(before) as f64, of(last) as f64);
        (b + (b - a) * steps).round() as u64
    };
    Modelled {
        points,
        bucket_cycles: on(|m| m.bucket_cycles),
        bucket_additions: on(|m| m.bucket_additions),
        digits: on(|m| m.digits),
        full_additions: on(|m| m.full_additions),
        spent_slots: on(|m| m.spent_slots),
        extended: true,
        ..last.clone()
    }
}

fn built(configuration: Configuration, job: &Simulated) -> Built {
    let config: MsmConfig = configuration.config(Body::Dpi);
    let windows = &config.windows;
    Built {
        configuration: configuration.name(),
        windows: windows.count,
        window_bits: windows.bits,
        narrow_windows: windows.narrow,
        buckets: windows.chains() * windows.segment_length(),
        bucket_words: 2 * config.bank_buckets(),
        bucket_bits: ITEM,
        chains: windows.chains(),
        adder_latency: configuration.adder_latency(),
        adder_stages: stages(&config.curve),
        adder_carry: config.curve.field.shape.carry,
        reduction_cycles: job.reduction_cycles,
        reduction_additions: job.reduction_additions,
    }
}

/// The parts of an addition, in clocks.
fn stages(curve: &CurveConfig) -> Vec<(&'static str, usize)> {
    use zkcard_hdl::curve::{RankFirst, RankLast, RankMiddle, ZOperands};
    use zkcard_hdl::field::ModMul;
    on_large_stack(|| {
        let product = ModMul::<COORDINATE>::new(&curve.field).latency();
        let stages = vec![
            (
                "first rank: sums of coordinates",
                RankFirst::<COORDINATE, POINT>::new(&curve.field).latency(),
            ),
            (
                "choice of the first factors",
                ZOperands::<COORDINATE>::LATENCY,
            ),
            ("five products", product),
            (
                "middle rank: differences, times 3b",
                RankMiddle::<COORDINATE, POINT>::new(curve).latency(),
            ),
            ("six products", product),
            (
                "last rank: sums, correction",
                RankLast::<COORDINATE, POINT>::new(&curve.field).latency(),
            ),
        ];
        let total: usize = stages.iter().map(|(_, clocks)| clocks).sum();
        let adder = PairAdd::<COORDINATE, POINT, AFFINE, 19>::new(curve);
        assert_eq!(total, adder.latency(), "the stages make the adder");
        stages
    })
}
