//! The CPU backend: whole proofs, and the operations they are made of.

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use zkcard::{
    Bn254, Dispatcher, Key,
    accelerator::{CpuBackend, Direction, Operation, Quotient, QuotientForm, Transform},
    formats, groth16,
};
use zkcard_benches::{file, msm, scalars};

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

fn msms(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("msm-g1");
    group.sample_size(10);
    for log in [12, 14, 16] {
        let operation = msm(1 << log);
        group.throughput(Throughput::Elements(1 << log));
        group.bench_function(BenchmarkId::from_parameter(format!("2^{log}")), |bench| {
            bench.iter(|| {
                let job = operation
                    .clone()
                    .submit(&CpuBackend::default())
                    .expect("the CPU takes every job");
                job.wait().expect("sound bases").output
            });
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
            let run = |transform: Transform<Bn254>| {
                let job = transform
                    .submit(&CpuBackend::default())
                    .expect("the CPU takes every job");
                job.wait().expect("a transform").output
            };
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
        let run = |quotient: Quotient<Bn254>| {
            let job = quotient
                .submit(&CpuBackend::default())
                .expect("the CPU takes every job");
            job.wait().expect("a quotient").output
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

criterion_group!(benches, proofs, msms, transforms, quotients);
criterion_main!(benches);
