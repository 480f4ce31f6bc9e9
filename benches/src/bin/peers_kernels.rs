//! Sums and transforms by this project, arkworks and halo2curves in turn, with equal results; writes all times as JSON.
//!
//! `cargo xtask bench peers` calls it. `ZKCARD_CPU` names the level of kernels.

use ark_bn254::{Fr, G1Affine, G2Affine};
use clap::Parser;
use rayon::{ThreadPool, ThreadPoolBuilder};
use serde::Serialize;
use std::{error::Error, fs, path::PathBuf};
use zkcard_benches::{
    peers::{Contest, Scalars, bits, msm, transform},
    points, scalars,
};
use zkcard_kernels::Cpu;

/// Why there is no report.
type Failure = Box<dyn Error + Send + Sync>;

/// Options of the run.
#[derive(Parser)]
struct Arguments {
    /// The file to write.
    output: PathBuf,
    /// Numbers of threads to run with.
    #[arg(long, required = true)]
    threads: Vec<usize>,
    /// Small sizes and few rounds.
    #[arg(long)]
    quick: bool,
}

/// What is written.
#[derive(Serialize)]
struct Report {
    /// The level of this project's kernels.
    level: String,
    contests: Vec<Contest>,
}

/// Sizes, as powers of two, each with its rounds.
struct Sizes {
    g1: &'static [(u32, usize)],
    g2: &'static [(u32, usize)],
    ntt: &'static [(u32, usize)],
}

const WHOLE: Sizes = Sizes {
    g1: &[(12, 15), (16, 7), (18, 3), (20, 3)],
    g2: &[(16, 5)],
    ntt: &[(16, 15), (20, 5)],
};

const QUICK: Sizes = Sizes {
    g1: &[(12, 5), (16, 2)],
    g2: &[(12, 3)],
    ntt: &[(14, 5), (16, 5)],
};

/// What everything is computed of.
struct Inputs {
    g1: Vec<G1Affine>,
    g2: Vec<G2Affine>,
    uniform: Vec<Fr>,
    witness: Vec<Fr>,
}

impl Inputs {
    fn new(sizes: &Sizes) -> Self {
        let largest = |sizes: &[(u32, usize)]| sizes.iter().map(|(log, _)| 1 << log).max();
        let uniform = [sizes.g1, sizes.g2, sizes.ntt].map(largest);
        let uniform = scalars(uniform.into_iter().flatten().max().unwrap_or(0));
        Self {
            g1: points(largest(sizes.g1).unwrap_or(0)),
            g2: points(largest(sizes.g2).unwrap_or(0)),
            witness: bits(&uniform),
            uniform,
        }
    }

    /// Everything on each of the pools, one after the other for each size.
    fn run(&self, sizes: &Sizes, pools: &[ThreadPool]) -> Result<Vec<Contest>, Failure> {
        let mut contests = vec![];
        let mut on_all = |contest: &(dyn Fn() -> Result<Contest, Failure> + Sync)| {
            for pool in pools {
                let contest = pool.install(contest)?;
                show(&contest);
                contests.push(contest);
            }
            Ok::<_, Failure>(())
        };
        for &(log, rounds) in sizes.g1 {
            let points = &self.g1[..1 << log];
            let inputs = [("uniform", &self.uniform), ("90 % bits", &self.witness)];
            for (name, values) in inputs {
                let values = &values[..points.len()];
                on_all(&|| msm("MSM G1", points, Scalars { name, values }, rounds))?;
            }
        }
        for &(log, rounds) in sizes.g2 {
            let points = &self.g2[..1 << log];
            let (name, values) = ("uniform", &self.uniform[..points.len()]);
            on_all(&|| msm("MSM G2", points, Scalars { name, values }, rounds))?;
        }
        for &(log, rounds) in sizes.ntt {
            on_all(&|| transform(&self.uniform[..1 << log], rounds))?;
        }
        Ok(contests)
    }
}

fn show(contest: &Contest) {
    let Contest {
        kernel,
        log,
        threads,
        ..
    } = contest;
    let scalars = contest
        .scalars
        .map_or(String::new(), |name| format!(", {name}"));
    print!("{kernel} 2^{log}{scalars}, threads {threads}; fastest in ms:");
    for times in &contest.times {
        let fastest = times
            .milliseconds
            .iter()
            .copied()
            .fold(f64::INFINITY, f64::min);
        print!(" {} {fastest:.1}", times.peer);
    }
    println!();
}

fn main() -> Result<(), Failure> {
    let arguments = Arguments::parse();
    let level = Cpu::detect()?.level().to_string();
    let sizes = if arguments.quick { QUICK } else { WHOLE };
    let inputs = Inputs::new(&sizes);
    let pool = |threads| ThreadPoolBuilder::new().num_threads(threads).build();
    let pools: Result<Vec<_>, _> = arguments.threads.into_iter().map(pool).collect();
    let contests = inputs.run(&sizes, &pools?)?;
    let report = Report { level, contests };
    fs::write(
        &arguments.output,
        serde_json::to_string_pretty(&report)? + "\n",
    )?;
    Ok(())
}
