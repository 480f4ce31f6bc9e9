//! A configuration as built: its sizes, and the parts of an addition.

use super::{Built, Configuration, Setup, Simulated, slot_clocks};
use zkcard_hdl::curve::{CurveConfig, RankFirst, RankLast, RankMiddle, Recombine, ZOperands};
use zkcard_hdl::emit::{Body, on_large_stack};
use zkcard_hdl::field::ModMul;
use zkcard_hdl::msm::{BLS12_381_COORDINATE, BLS12_381_POINT, COORDINATE, POINT};

/// Most adders of a core.
const MOST_ADDERS: usize = 4;

/// What `setup` is built from, with the reduction of `job`, the same for any scalars.
pub fn built(setup: Setup, job: &Simulated) -> Built {
    let config = setup.configuration.config(Body::Dpi);
    let windows = setup.windows();
    let words = |adders| config.clone().with_adders(adders).bank_words();
    Built {
        configuration: setup.name(),
        curve: setup.curve(),
        adders: windows.adders,
        slot_clocks: slot_clocks(setup.group()),
        base_words: setup.base_words(),
        windows: windows.count,
        digits: config.digits_of(setup.over).count,
        window_bits: windows.bits,
        narrow_windows: windows.narrow,
        buckets: windows.chains() * windows.segment_length(),
        bank_words: (1..=MOST_ADDERS).map(words).collect(),
        bucket_bits: setup.configuration.bucket_bits(),
        chains: windows.chains(),
        adder_latency: setup.configuration.adder_latency(),
        adder_stages: adder_stages(setup.configuration, &config.curve),
        adder_carry: config.curve.field.shape.carry,
        reduction_cycles: job.reduction_cycles,
        reduction_additions: job.reduction_additions,
    }
}

/// The parts of an addition, in clocks.
///
/// # Panics
/// When they are not all of it.
fn adder_stages(core: Configuration, curve: &CurveConfig) -> Vec<(&'static str, usize)> {
    let stages = match core {
        Configuration::Bls12_381 => stages::<BLS12_381_COORDINATE, BLS12_381_POINT>(curve),
        _ => stages::<COORDINATE, POINT>(curve),
    };
    let total: usize = stages.iter().map(|(_, clocks)| clocks).sum();
    assert_eq!(total, core.adder_latency(), "the stages make the adder");
    stages
}

/// Those of an adder over coordinates of `N` bits and points of `P`.
fn stages<const N: usize, const P: usize>(curve: &CurveConfig) -> Vec<(&'static str, usize)> {
    on_large_stack(|| {
        let field = &curve.field;
        let product = ModMul::<N>::new(field).latency();
        let recombine = Recombine::<N>::new(field).latency();
        let first = RankFirst::<N, P>::new(field).latency();
        let middle = RankMiddle::<N, P>::new(curve).latency();
        let last = RankLast::<N, P>::new(field).latency();
        vec![
            ("first rank: third words, sums of coordinates", first),
            ("choice of the first factors", ZOperands::<N>::LATENCY),
            ("five products", product),
            ("their words recombined", recombine),
            ("middle rank: differences, times 3b", middle),
            ("six products", product),
            ("last rank: sums, correction", last),
            ("its words recombined", recombine),
        ]
    })
}
