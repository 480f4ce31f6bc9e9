//! A configuration as built: its sizes, and the parts of an addition.

use super::{Built, Setup, Simulated, slot_clocks};
use zkcard_hdl::curve::{
    CurveConfig, PairAdd, RankFirst, RankLast, RankMiddle, Recombine, ZOperands,
};
use zkcard_hdl::emit::{Body, on_large_stack};
use zkcard_hdl::field::ModMul;
use zkcard_hdl::msm::{AFFINE, COORDINATE, ITEM, POINT};

/// Most adders of a core.
const MOST_ADDERS: usize = 4;

/// What `setup` is built from, with the reduction of `job`, the same for any scalars.
pub fn built(setup: Setup, job: &Simulated) -> Built {
    let config = setup.configuration.config(Body::Dpi);
    let windows = setup.windows();
    let words = |adders| config.clone().with_adders(adders).bank_words();
    Built {
        configuration: setup.name(),
        adders: windows.adders,
        slot_clocks: slot_clocks(setup.group()),
        base_words: setup.base_words(),
        windows: windows.count,
        digits: config.digits_of(setup.bases).count,
        window_bits: windows.bits,
        narrow_windows: windows.narrow,
        buckets: windows.chains() * windows.segment_length(),
        bank_words: (1..=MOST_ADDERS).map(words).collect(),
        bucket_bits: ITEM,
        chains: windows.chains(),
        adder_latency: setup.configuration.adder_latency(),
        adder_stages: stages(&config.curve),
        adder_carry: config.curve.field.shape.carry,
        reduction_cycles: job.reduction_cycles,
        reduction_additions: job.reduction_additions,
    }
}

/// The parts of an addition, in clocks.
fn stages(curve: &CurveConfig) -> Vec<(&'static str, usize)> {
    on_large_stack(|| {
        let field = &curve.field;
        let product = ModMul::<COORDINATE>::new(field).latency();
        let recombine = Recombine::<COORDINATE>::new(field).latency();
        let first = RankFirst::<COORDINATE, POINT>::new(field).latency();
        let middle = RankMiddle::<COORDINATE, POINT>::new(curve).latency();
        let last = RankLast::<COORDINATE, POINT>::new(field).latency();
        let stages = vec![
            ("first rank: third words, sums of coordinates", first),
            (
                "choice of the first factors",
                ZOperands::<COORDINATE>::LATENCY,
            ),
            ("five products", product),
            ("their words recombined", recombine),
            ("middle rank: differences, times 3b", middle),
            ("six products", product),
            ("last rank: sums, correction", last),
            ("its words recombined", recombine),
        ];
        let total: usize = stages.iter().map(|(_, clocks)| clocks).sum();
        let adder = PairAdd::<COORDINATE, POINT, AFFINE, 19>::new(curve);
        assert_eq!(total, adder.latency(), "the stages make the adder");
        stages
    })
}
