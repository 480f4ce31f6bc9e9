//! The CPU backend: whole proofs, and the operations they are made of.

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use zkcard::{
    Bn254, Dispatcher, Key,
    accelerator::{CpuBackend, Direction, Operation, Transform},
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
                    .submit(&CpuBackend)
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
                    .submit(&CpuBackend)
                    .expect("the CPU takes every job");
                job.wait().expect("a transform").output
            };
            bench.iter_batched(transform, run, BatchSize::LargeInput);
        });
    }
}

criterion_group!(benches, proofs, msms, transforms);
criterion_main!(benches);
