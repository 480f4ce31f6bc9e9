//! The whole BN254 card through its serial line, against arkworks.
use ark_bn254::{Fr, G1Affine, G1Projective};
use ark_ec::{AffineRepr, CurveGroup, VariableBaseMSM};
use ark_ff::{Field, UniformRand, Zero};
use bn254::{BASES, Bench, RESULT, SCALARS, bytes, key, plain, read};
use rand::{SeedableRng, rngs::StdRng};
use transform_case::Case;
use zkcard_hdl::emit::Body;
use zkcard_sim::{card::CardOptions, verilator::Optimise};
use zkcard_wire::{job::JobStatus, registers, transform::Shape};

mod bn254;
mod common;
mod transform_case;
mod waveform;

/// Random points and scalars among which every special case is.
fn terms(rng: &mut StdRng, count: usize) -> (Vec<G1Affine>, Vec<Fr>) {
    let mut bases: Vec<G1Affine> = (0..count).map(|_| G1Affine::rand(rng)).collect();
    let mut scalars: Vec<Fr> = (0..count).map(|_| Fr::rand(rng)).collect();
    bases[3] = G1Affine::zero();
    (bases[5], scalars[5]) = (bases[4], scalars[4]);
    (scalars[0], scalars[1], scalars[2]) = (Fr::zero(), Fr::ONE, -Fr::ONE);
    (bases, scalars)
}

#[test]
fn an_msm_over_the_line_agrees_with_arkworks() {
    waveform::of_request("card_bn254", |trace| {
        let mut bench = Bench::modelled(trace);
        let seed = 7;
        println!("seed {seed}");
        let mut rng = StdRng::seed_from_u64(seed);
        for (count, back_door) in [(64, false), (4096, true)] {
            let (bases, scalars) = terms(&mut rng, count);
            if back_door {
                bench.store(BASES, &key(&bases));
                bench.store(SCALARS, &plain(&scalars));
            } else {
                bench.send(BASES, &key(&bases));
                bench.send(SCALARS, &plain(&scalars));
            }
            println!("{:?}", bench.run(count));
            let expected = G1Projective::msm(&bases, &scalars).expect("equal lengths");
            assert_eq!(
                bench.read_result().into_affine(),
                expected.into_affine(),
                "{count} points, seed {seed}"
            );
        }
        assert_eq!(bench.client.read(registers::ERRORS), 0);
    });
}

/// The result of a quotient is the scalars of an MSM: they never leave the card.
#[test]
fn a_quotient_feeds_an_msm_in_card_memory() {
    waveform::of_request("card_bn254_quotient", |trace| {
        let mut bench = Bench::modelled(trace);
        let seed = 9;
        println!("seed {seed}");
        let mut rng = StdRng::seed_from_u64(seed);
        assert_eq!(bench.client.read(registers::TRANSFORM_BITS), 28);
        for (bits, divided) in [(9, false), (13, true)] {
            let mut case = Case::random(&mut rng, Shape::quotient(bits, divided));
            case.places[2] = SCALARS;
            case.store(&bench.card);
            assert_eq!(bench.client.submit(&case.job(4)), 0);
            let done = bench.client.finished();
            assert_eq!(done[..2], [4, JobStatus::Done as u32]);
            println!("quotient of 2^{bits}: {:?}", &done[2..10]);
            case.check_result(&bench.card);
            // Notices of the quotient are not those of the MSM.
            bench.client.events.clear();
            let scalars = &case.expected()[0];
            let bases: Vec<G1Affine> = (0..512).map(|_| G1Affine::rand(&mut rng)).collect();
            bench.store(BASES, &key(&bases));
            println!("{:?}", bench.run(bases.len()));
            let expected = G1Projective::msm(&bases, &scalars[..bases.len()]);
            assert_eq!(
                bench.load_result().into_affine(),
                expected.expect("equal lengths").into_affine(),
                "2^{bits}, seed {seed}"
            );
        }
        assert_eq!(bench.client.read(registers::ERRORS), 0);
    });
}

/// The card that is synthesised: its own multipliers, and the divisor of 3 Mbaud from a transport clock of
/// 250 MHz, which is the core clock.
#[test]
fn the_synthesised_card_at_its_true_divisor_agrees_with_arkworks() {
    waveform::of_request("card_bn254_rtl", |trace| {
        let options = CardOptions {
            divisor: 83,
            transport_per_core: 1,
            trace,
            ..CardOptions::default()
        };
        let mut bench = Bench::start(Body::Rtl, Optimise::Build, options);
        let seed = 8;
        println!("seed {seed}");
        let (bases, scalars) = terms(&mut StdRng::seed_from_u64(seed), 8);
        // The bases would take half a minute on this line: the other test sends some.
        bench.store(BASES, &key(&bases));
        bench.send(SCALARS, &plain(&scalars));
        println!("{:?}", bench.run(bases.len()));
        let expected = G1Projective::msm(&bases, &scalars).expect("equal lengths");
        assert_eq!(
            bench.load_result().into_affine(),
            expected.into_affine(),
            "seed {seed}"
        );
        // So would the whole result: a word of it must do.
        let word = bench.card.load(RESULT + 2, 1).expect("the card is there");
        assert_eq!(read(&mut bench.client, RESULT + 2, 1), bytes(&word));
        assert_eq!(bench.client.read(registers::ERRORS), 0);
    });
}
