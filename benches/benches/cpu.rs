//! The CPU backend: whole proofs, and the operations they are made of.

use ark_bn254::Fr;
use ark_ff::PrimeField;
use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::time::Duration;
use zkcard::{
    Bn254, Dispatcher, Key, Witness,
    accelerator::{
        CpuBackend, Direction, MsmG1, MsmG2, Operation, Quotient, QuotientForm, Transform,
    },
    formats::{self, Zkey},
    groth16,
    key::Bases,
    witness::Scalars,
};
use zkcard_benches::{file, msm, scalars};

/// Does an operation on the CPU.
fn run<O: Operation<Bn254>>(operation: O) -> O::Output {
    let job = operation
        .submit(&CpuBackend::default())
        .expect("the CPU takes every job");
    job.wait().expect("sound inputs").output
}

fn proofs(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("proof");
    group.sample_size(10);
    for circuit in ["range", "poseidon"] {
        let key = Key::<Bn254>::open(&file(circuit, "circuit.zkey")).expect("a bundled key");
        let witness = formats::read_wtns(&file(circuit, "witness.wtns"));
        let (_, witness) = witness.expect("a bundled witness");
        let dispatcher = Dispatcher::cpu_only();
        group.bench_function(circuit, |bench| {
            bench.iter(|| groth16::prove(&key, &witness, &dispatcher, &|_| ()).map(|p| p.proof));
        });
    }
}

/// The time of a phase as the report of a proof has it, on one thread, where nothing else runs meanwhile.
fn phase(name: &str, key: &Key<Bn254>, witness: &Witness<Bn254>) -> Duration {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let prove = || groth16::prove(key, witness, &Dispatcher::cpu_only(), &|_| ());
    let proved = pool.expect("a thread").install(prove);
    let phases = proved.expect("a bundled key and witness").report.phases;
    let phase = phases.into_iter().find(|phase| phase.phase == name);
    Duration::from_secs_f64(phase.expect("a phase of every proof").milliseconds / 1e3)
}

/// What a proof of the Poseidon chain is made of, each by itself; whole ones are in [`proofs`].
fn phases(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("phase");
    group.sample_size(10);
    let zkey = Zkey::<Bn254>::open(&file("poseidon", "circuit.zkey")).expect("a bundled key");
    let key = Key::from_zkey(&zkey).expect("a bundled key");
    let witness = formats::read_wtns(&file("poseidon", "witness.wtns"));
    let (_, witness) = witness.expect("a bundled witness");
    for name in ["constraint evaluation", "assembly", "verification"] {
        let time = |times| (0..times).map(|_| phase(name, &key, &witness)).sum();
        group.bench_function(name, |bench| bench.iter_custom(time));
    }
    let quotient = || {
        let vectors = [(); 3].map(|()| scalars(1 << key.log_domain()).into());
        Quotient::<Bn254>::new(QuotientForm::OddCoset, vectors)
    };
    group.bench_function("quotient", |bench| {
        bench.iter_batched(quotient, run, BatchSize::LargeInput);
    });

    let element = |number: &_| Fr::from_bigint(*number).expect("a number of the field");
    let values: Vec<Fr> = witness.numbers().iter().map(element).collect();
    let all = Scalars::from_elements(values.clone());
    let private = Scalars::from_elements(values[key.public_inputs() + 1..].to_vec());
    let uniform = Scalars::from_elements(scalars(1 << key.log_domain()));
    let section = |id| zkey.points(id, Zkey::<Bn254>::section_name(id));
    for (id, name, scalars) in [
        (5, "MSM A", &all),
        (6, "MSM B1", &all),
        (8, "MSM C", &private),
        (9, "MSM H", &uniform),
    ] {
        let bases = Bases::mapped(section(id).expect("a section of every key"));
        let operation = MsmG1::<Bn254>::new(&bases, scalars);
        group.bench_function(name, |bench| bench.iter(|| run(operation.clone())));
    }
    let bases = Bases::mapped(section(7).expect("a section of every key"));
    let operation = MsmG2::<Bn254>::new(&bases, &all);
    group.bench_function("MSM B2", |bench| bench.iter(|| run(operation.clone())));
}

fn msms(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("msm-g1");
    group.sample_size(10);
    for log in [12, 14, 16] {
        let operation = msm(1 << log);
        group.throughput(Throughput::Elements(1 << log));
        group.bench_function(BenchmarkId::from_parameter(format!("2^{log}")), |bench| {
            bench.iter(|| run(operation.clone()));
        });
    }
}

fn transforms(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("transform");
    group.sample_size(10);
    for log in [12, 16] {
        let values = scalars(1 << log);
        group.throughput(Throughput::Elements(1 << log));
        group.bench_function(BenchmarkId::from_parameter(format!("2^{log}")), |bench| {
            let transform = || Transform::<Bn254>::new(Direction::Forward, None, values.clone());
            bench.iter_batched(transform, run, BatchSize::LargeInput);
        });
    }
}

/// The quotient, and what it costs to check one that a card computed.
fn quotients(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("quotient");
    group.sample_size(10);
    for log in [12, 16] {
        group.throughput(Throughput::Elements(1 << log));
        let quotient = || {
            let vectors = [(); 3].map(|()| scalars(1 << log).into());
            Quotient::<Bn254>::new(QuotientForm::OddCoset, vectors)
        };
        group.bench_function(BenchmarkId::new("run", format!("2^{log}")), |bench| {
            bench.iter_batched(quotient, run, BatchSize::LargeInput);
        });
        let (checked, result) = (quotient(), run(quotient()));
        group.bench_function(BenchmarkId::new("check", format!("2^{log}")), |bench| {
            bench.iter(|| checked.check(&result));
        });
    }
}

criterion_group!(benches, proofs, phases, msms, transforms, quotients);
criterion_main!(benches);
