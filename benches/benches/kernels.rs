//! Kernels at every level of this processor, beside those of others: arkworks and
//! halo2curves, with the same points and scalars.

use ark_bn254::{Fr, G1Affine, G2Affine};
use ark_ec::VariableBaseMSM;
use ark_ff::BigInt;
use ark_poly::{EvaluationDomain, Radix2EvaluationDomain};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use halo2curves::{CurveAffine, bn256};
use std::hint::black_box;
use zkcard_benches::{
    peers::{Halo2curves, Summed, bits, numbers},
    points, scalars,
};
use zkcard_kernels::{
    Cpu, Eight, Field, Kernel, LANES, Section,
    field::{Bls12381Fq, Bls12381Fr, Bn254Fq, Bn254Fq2, Bn254Fr},
    ntt::Transform,
};

/// Products that are timed at once, as vectors.
const PRODUCTS: usize = 1 << 10;

/// Sizes of MSMs, as powers of two.
const SIZES: [u32; 4] = [12, 16, 18, 20];

/// Sizes of MSMs over G2.
const SIZES_OF_G2: [u32; 3] = [12, 16, 18];

/// Products of four vectors, over and over.
struct Products;

impl<F: Field> Kernel<F> for Products {
    type Output = ();

    fn run<V: Eight<Words = F::Words>>(self, level: V::Level) {
        V::enter(level, self);
    }
}

impl<V: Eight> Section<V> for Products {
    type Output = ();

    #[inline(always)]
    fn run(self, level: V::Level) {
        let one = V::one(level);
        let mut a = [one, one.add(one), one.neg::<4>(), one.add(one).neg::<4>()];
        let b = a;
        for _ in 0..PRODUCTS / 4 {
            a = V::mul_many(&a, &b);
        }
        for vector in a {
            black_box(vector.zero_mask());
        }
    }
}

fn products(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("product");
    group.throughput(Throughput::Elements((PRODUCTS * LANES) as u64));
    for cpu in Cpu::levels() {
        let mut bench = |name, run: &dyn Fn()| {
            group.bench_function(BenchmarkId::new(cpu.level().to_string(), name), |bench| {
                bench.iter(run);
            });
        };
        bench(Bn254Fq::NAME, &|| cpu.run::<Bn254Fq, _>(Products));
        bench(Bn254Fq2::NAME, &|| cpu.run::<Bn254Fq2, _>(Products));
        bench(Bn254Fr::NAME, &|| cpu.run::<Bn254Fr, _>(Products));
        bench(Bls12381Fq::NAME, &|| cpu.run::<Bls12381Fq, _>(Products));
        bench(Bls12381Fr::NAME, &|| cpu.run::<Bls12381Fr, _>(Products));
    }
}

fn transforms(criterion: &mut Criterion) {
    for log in SIZES {
        let mut group = criterion.benchmark_group(format!("transform-2^{log}"));
        group
            .sample_size(10)
            .throughput(Throughput::Elements(1 << log));
        let domain = Radix2EvaluationDomain::<Fr>::new(1 << log).expect("a domain");
        let values = scalars(1 << log);
        let transform = Transform::<Bn254Fr> {
            log,
            root: domain.group_gen().0.0,
            before: None,
            after: None,
            scale: None,
        };
        for cpu in Cpu::levels().into_iter().rev() {
            let mut data: Vec<_> = values.iter().map(|value| value.0.0).collect();
            let mut scratch = data.clone();
            group.bench_function(cpu.level().to_string(), |bench| {
                bench.iter(|| transform.run(cpu, &mut data, &mut scratch));
            });
        }
        let mut data = values;
        group.bench_function("arkworks", |bench| {
            bench.iter(|| domain.fft_in_place(&mut data))
        });
    }
}

fn msms<P>(criterion: &mut Criterion, name: &str, sizes: &[u32])
where
    P: Summed + Halo2curves<Other: CurveAffine<ScalarExt = bn256::Fr>>,
    P::Group: VariableBaseMSM<MulBase = P>,
{
    let largest = 1 << sizes[sizes.len() - 1];
    let (all_points, all_scalars) = (points::<P>(largest), scalars(largest));
    for log in sizes {
        let mut group = criterion.benchmark_group(format!("msm-{name}-2^{log}"));
        group
            .sample_size(10)
            .throughput(Throughput::Elements(1 << log));
        let (points, scalars) = (&all_points[..1 << log], &all_scalars[..1 << log]);
        let (uniform, witness) = (numbers(scalars), numbers(&bits(scalars)));
        for cpu in Cpu::levels().into_iter().rev() {
            let mut bench = |name, scalars: &[BigInt<4>]| {
                group.bench_function(BenchmarkId::new(cpu.level().to_string(), name), |bench| {
                    bench.iter(|| P::sum(cpu, points, scalars));
                });
            };
            bench("uniform", &uniform);
            bench("bits", &witness);
        }
        group.bench_function("arkworks", |bench| {
            bench.iter(|| P::Group::msm_bigint(points, &uniform));
        });
        let others: Vec<_> = points.iter().map(P::to_halo2curves).collect();
        let scalars: Vec<_> = scalars.iter().map(Fr::to_halo2curves).collect();
        group.bench_function("halo2curves", |bench| {
            bench.iter(|| halo2curves::msm::msm_best(&scalars, &others));
        });
    }
}

fn msms_of_g1(criterion: &mut Criterion) {
    msms::<G1Affine>(criterion, "g1", &SIZES);
}

fn msms_of_g2(criterion: &mut Criterion) {
    msms::<G2Affine>(criterion, "g2", &SIZES_OF_G2);
}

criterion_group!(benches, products, transforms, msms_of_g1, msms_of_g2);
criterion_main!(benches);
