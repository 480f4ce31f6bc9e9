//! Kernels at every level of this processor, beside those of others: arkworks and
//! halo2curves, with the same points and scalars.

use ark_bn254::{Fr, G1Projective, G2Projective, g1, g2};
use ark_ec::{AffineRepr, VariableBaseMSM, short_weierstrass::Affine};
use ark_ff::PrimeField;
use ark_poly::{EvaluationDomain, Radix2EvaluationDomain};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use halo2curves::{CurveAffine, bn256, ff::PrimeField as _};
use std::hint::black_box;
use zkcard_benches::{multiples, scalars};
use zkcard_kernels::{
    Cpu, Eight, Field, Kernel, LANES, Section,
    field::{Bls12381Fq, Bls12381Fr, Bn254Fq, Bn254Fq2, Bn254Fr},
    msm::{Bn254G1, Bn254G2, Curve, Points, Scalar, msm},
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

/// Points as arkworks holds them.
struct Bases<'a, P>(&'a [P]);

/// The words of a coordinate.
type Words<P> = <<<P as Point>::Kernel as Curve>::Base as Field>::Words;

/// A point in arkworks, in the kernels and in halo2curves.
trait Point: AffineRepr<ScalarField = Fr, Group: VariableBaseMSM<MulBase = Self>> {
    type Kernel: Curve;
    type Other: CurveAffine<ScalarExt = bn256::Fr>;

    fn words(&self) -> Option<[Words<Self>; 2]>;

    fn other(&self) -> Self::Other;
}

impl Point for Affine<g1::Config> {
    type Kernel = Bn254G1;
    type Other = bn256::G1Affine;

    fn words(&self) -> Option<[[u64; 4]; 2]> {
        let (x, y) = self.xy()?;
        Some([x.0.0, y.0.0])
    }

    fn other(&self) -> bn256::G1Affine {
        let [x, y] = [self.x, self.y].map(other);
        bn256::G1Affine { x, y }
    }
}

impl Point for Affine<g2::Config> {
    type Kernel = Bn254G2;
    type Other = bn256::G2Affine;

    fn words(&self) -> Option<[[[u64; 4]; 2]; 2]> {
        let (x, y) = self.xy()?;
        Some([x, y].map(|element| [element.c0.0.0, element.c1.0.0]))
    }

    fn other(&self) -> bn256::G2Affine {
        let pair = |x: ark_bn254::Fq2| bn256::Fq2::new(other(x.c0), other(x.c1));
        let [x, y] = [self.x, self.y].map(pair);
        bn256::G2Affine { x, y }
    }
}

impl<P: Point> Points<Words<P>> for Bases<'_, P> {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn get(&self, index: usize) -> Option<[Words<P>; 2]> {
        self.0[index].words()
    }
}

/// The same element for halo2curves.
fn other(x: ark_bn254::Fq) -> bn256::Fq {
    let words = x.into_bigint().0;
    let mut bytes = [0; 32];
    for (bytes, word) in bytes.chunks_exact_mut(8).zip(words) {
        bytes.copy_from_slice(&word.to_le_bytes());
    }
    bn256::Fq::from_repr(bytes.into()).expect("a number below the prime")
}

/// A witness of which nine in ten are bits.
fn bits(scalars: &[Fr]) -> Vec<Fr> {
    let bit = |(i, scalar): (usize, &Fr)| match i % 10 {
        0 => *scalar,
        _ => Fr::from(scalar.into_bigint().0[0] & 1),
    };
    scalars.iter().enumerate().map(bit).collect()
}

fn numbers(scalars: &[Fr]) -> Vec<Scalar> {
    scalars
        .iter()
        .map(|scalar| scalar.into_bigint().0)
        .collect()
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

fn msms<P: Point>(criterion: &mut Criterion, name: &str, sizes: &[u32], all_points: &[P]) {
    let all_scalars = scalars(all_points.len());
    for log in sizes {
        let mut group = criterion.benchmark_group(format!("msm-{name}-2^{log}"));
        group
            .sample_size(10)
            .throughput(Throughput::Elements(1 << log));
        let (points, scalars) = (&all_points[..1 << log], &all_scalars[..1 << log]);
        let (uniform, witness) = (numbers(scalars), numbers(&bits(scalars)));
        for cpu in Cpu::levels().into_iter().rev() {
            let mut bench = |name, scalars: &[Scalar]| {
                group.bench_function(BenchmarkId::new(cpu.level().to_string(), name), |bench| {
                    bench.iter(|| msm::<P::Kernel>(cpu, &Bases(points), scalars));
                });
            };
            bench("uniform", &uniform);
            bench("bits", &witness);
        }
        let bigints: Vec<_> = scalars.iter().map(|scalar| scalar.into_bigint()).collect();
        group.bench_function("arkworks", |bench| {
            bench.iter(|| P::Group::msm_bigint(points, &bigints));
        });
        let others: Vec<_> = points.iter().map(Point::other).collect();
        let scalar = |x: &Fr| bn256::Fr::from_raw(x.into_bigint().0);
        let scalars: Vec<_> = scalars.iter().map(scalar).collect();
        group.bench_function("halo2curves", |bench| {
            bench.iter(|| halo2curves::msm::msm_best(&scalars, &others));
        });
    }
}

fn msms_of_g1(criterion: &mut Criterion) {
    let points = multiples::<G1Projective>(1 << SIZES[SIZES.len() - 1]);
    msms(criterion, "g1", &SIZES, &points);
}

fn msms_of_g2(criterion: &mut Criterion) {
    let points = multiples::<G2Projective>(1 << SIZES_OF_G2[SIZES_OF_G2.len() - 1]);
    msms(criterion, "g2", &SIZES_OF_G2, &points);
}

criterion_group!(benches, products, transforms, msms_of_g1, msms_of_g2);
criterion_main!(benches);
