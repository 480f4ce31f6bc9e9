//! Runs the MSM core over sizes and mixtures of scalars and writes what it took, as JSON.
//!
//! `cargo xtask report msm` calls it; `--quick` leaves out what takes minutes.

use ark_bls12_381::G1Projective as Bls12_381G1;
use ark_bn254::{G1Projective, G2Projective};
use ark_ec::PrimeGroup;
use clap::Parser;
use std::{error::Error, fs, path::Path, time::Instant};
use zkcard_benches::msm::CardGroup;
use zkcard_benches::msm::{
    Configuration, Limbs, Mixture, Modelled, Report, Schedule, Setup, Simulated, Simulation, built,
    schedule, slot_clocks,
};
use zkcard_hdl::emit::Body;
use zkcard_wire::Group;

/// Options of the report.
#[derive(Parser)]
struct Arguments {
    /// The file to write.
    output: std::path::PathBuf,
    /// Only small sizes, and one core.
    #[arg(long)]
    quick: bool,
    /// Also 2^20 uniform points: some ten minutes for each core.
    #[arg(long, conflicts_with = "quick")]
    large: bool,
    /// The card's core with the multipliers that are synthesised: all sizes up to 2^12, and no model.
    #[arg(long, conflicts_with_all = ["quick", "large"])]
    rtl: bool,
    /// Only the configuration of this name.
    #[arg(long)]
    only: Option<String>,
}

/// Sizes as powers of two.
type Sizes = &'static [u32];

impl Arguments {
    /// The sizes that are simulated: with all mixtures, and with uniform scalars alone.
    fn simulated(&self, setup: Setup) -> (Sizes, Sizes) {
        if self.rtl {
            return match setup.configuration {
                Configuration::Card => (&[12], &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
                _ => (&[], &[]),
            };
        }
        match (setup, self.quick) {
            (Setup::CARD, true) => (&[10, 12, 14], &[]),
            (Setup::CARD, false) => (&[10, 12, 14, 16, 18], &[20]),
            (Setup::CARD_MULTIPLES, true) => (&[12], &[14]),
            (Setup::CARD_MULTIPLES, false) => (&[12, 14, 16], &[18]),
            (Setup::CARD_G2, true) => (&[12], &[]),
            (Setup::CARD_G2, false) => (&[12, 14, 16], &[]),
            (Setup::BLS12_381, false) => (&[], &[14, 16]),
            (_, true) => (&[], &[]),
            (_, false) => (&[], &[16, 18, 20]),
        }
    }

    fn body(&self) -> Body {
        match self.rtl {
            true => Body::Rtl,
            false => Body::Dpi,
        }
    }

    fn setups(&self) -> impl Iterator<Item = Setup> {
        let reported = |name: &str| self.only.as_ref().is_none_or(|only| only == name);
        let all = Setup::ALL.into_iter();
        all.filter(move |setup| reported(setup.name()))
    }

    fn jobs(&self, setup: Setup) -> Vec<(Mixture, u32)> {
        let (all, uniform) = self.simulated(setup);
        let mixed = all.iter().flat_map(|log| Mixture::ALL.map(|m| (m, *log)));
        let uniform = uniform.iter().map(|log| (Mixture::Uniform, *log));
        let jobs = mixed.chain(uniform);
        jobs.filter(|(_, log)| *log < 20 || self.large).collect()
    }
}

/// The sizes that are modelled clock by clock with uniform scalars, those beyond, and that of all mixtures.
fn modelled_sizes(setup: Setup, quick: bool) -> (Sizes, Sizes, Option<u32>) {
    match setup {
        _ if quick => (&[18], &[], None),
        Setup::BLS12_381 => (&[18, 20], &[], None),
        Setup::CARD_G2 => (&[18, 20], &[], Some(18)),
        Setup::PAIR | Setup::CARD_MULTIPLES => (&[20, 21], &[24, 26], None),
        _ => (&[20, 21, 22], &[24, 26], Some(20)),
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let mut report = Report::default();
    let mut running: Option<Simulation> = None;
    for setup in arguments.setups() {
        let jobs = arguments.jobs(setup);
        if jobs.is_empty() {
            continue;
        }
        let same = running.take().and_then(|same| same.with_setup(setup));
        let simulation = running.insert(match same {
            Some(same) => same,
            None => Simulation::new(setup, arguments.body())?,
        });
        let simulated = match setup.group() {
            Group::G1 if setup == Setup::BLS12_381 => run::<Bls12_381G1>(setup, simulation, &jobs)?,
            Group::G1 => run::<G1Projective>(setup, simulation, &jobs)?,
            Group::G2 => run::<G2Projective>(setup, simulation, &jobs)?,
        };
        report
            .built
            .extend(simulated.last().map(|job| built(setup, job)));
        report.simulated.extend(simulated);
        write(&arguments.output, &report)?;
    }
    let modelled_too = arguments.setups().filter(|_| !arguments.rtl);
    for setup in modelled_too {
        report.modelled.extend(modelled(setup, arguments.quick));
        write(&arguments.output, &report)?;
    }
    Ok(())
}

fn write(path: &Path, report: &Report) -> Result<(), Box<dyn Error>> {
    let text = serde_json::to_string_pretty(report)?;
    Ok(fs::write(path, text + "\n")?)
}

/// Runs jobs one after the other.
fn run<G: CardGroup + PrimeGroup>(
    setup: Setup,
    simulation: &mut Simulation,
    jobs: &[(Mixture, u32)],
) -> Result<Vec<Simulated>, Box<dyn Error>> {
    let largest = jobs.iter().map(|(_, log)| *log).max().unwrap_or(0);
    let bases = G::multiples(G::generator(), 1 << largest);
    jobs.iter()
        .map(|(mixture, log)| simulated::<G>(setup, simulation, *mixture, &bases[..1 << log]))
        .collect()
}

/// Runs one job and the model on its scalars.
fn simulated<G: CardGroup>(
    setup: Setup,
    simulation: &mut Simulation,
    mixture: Mixture,
    bases: &[G::Affine],
) -> Result<Simulated, Box<dyn Error>> {
    let scalars: Vec<Limbs> = mixture.scalars(&setup.order(), bases.len()).collect();
    let what = format!("{}, {}, {}", setup.name(), mixture.name(), bases.len());
    let start = Instant::now();
    let counters = simulation.run::<G>(&what, bases, &scalars)?;
    let seconds = start.elapsed().as_secs_f64();
    let model = modelled_schedule(setup, scalars.into_iter());
    println!("{what}: {counters:?}; {model:?}; {seconds:.1} s");
    let adders = setup.windows().adders as u64;
    Ok(Simulated {
        configuration: setup.name(),
        scalars: mixture.name(),
        points: bases.len(),
        cycles: counters.cycles,
        bucket_cycles: counters.bucket_cycles,
        reduction_cycles: counters.reduction_cycles,
        slots: counters.bucket_cycles * adders / slot_clocks(setup.group()) as u64,
        bucket_additions: counters.bucket_additions,
        reduction_additions: counters.reduction_additions,
        starved: counters.starved,
        refused: counters.refused,
        stored: counters.stored,
        spent: counters.spent,
        met: counters.met,
        model,
        seconds,
    })
}

fn modelled_schedule(setup: Setup, scalars: impl Iterator<Item = Limbs>) -> Schedule {
    schedule(&setup.shared(), setup.pace(), scalars)
}

/// Uniform scalars clock by clock, the line through the last two sizes beyond, and all other mixtures at one size.
fn modelled(setup: Setup, quick: bool) -> Vec<Modelled> {
    let job = |mixture: Mixture, log: u32| {
        let model = modelled_schedule(setup, mixture.scalars(&setup.order(), 1 << log));
        println!("{}, {}, 2^{log}: {model:?}", setup.name(), mixture.name());
        Modelled {
            configuration: setup.name(),
            scalars: mixture.name(),
            points: 1 << log,
            model,
            extended: false,
        }
    };
    let (sizes, beyond, mixed) = modelled_sizes(setup, quick);
    let mut all: Vec<Modelled> = sizes
        .iter()
        .map(|log| job(Mixture::Uniform, *log))
        .collect();
    if let [.., before, last] = &all[..] {
        let (before, last) = (before.clone(), last.clone());
        all.extend(beyond.iter().map(|log| extended(&before, &last, *log)));
    }
    let others = Mixture::ALL.into_iter().filter(|m| *m != Mixture::Uniform);
    all.extend(mixed.into_iter().flat_map(|log| {
        let others = others.clone();
        others.map(move |mixture| job(mixture, log))
    }));
    all
}

/// `2^log` points on the line through two sizes.
fn extended(before: &Modelled, last: &Modelled, log: u32) -> Modelled {
    let points = 1usize << log;
    let steps = (points - last.points) as f64 / (last.points - before.points) as f64;
    Modelled {
        points,
        model: last.model.extended(&before.model, steps),
        extended: true,
        ..last.clone()
    }
}
