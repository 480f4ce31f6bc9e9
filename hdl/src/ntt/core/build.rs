//! How the core is put together.

use super::*;

impl<
    const P: usize,
    const R: usize,
    const Q: usize,
    const W: usize,
    const N: usize,
    const WN: usize,
    const PN: usize,
    const D: usize,
    const A: usize,
    const C: usize,
    const F: usize,
    const G: usize,
    const M: usize,
    const L: usize,
    const H: usize,
    const B: usize,
> NttCore<P, R, Q, W, N, WN, PN, D, A, C, F, G, M, L, H, B>
{
    /// Its sizes.
    pub const SIZES: CoreSizes = CoreSizes {
        lanes: P.ilog2() as usize,
        beat: L,
        buffer: D,
    };

    /// The largest transform, as a power of two.
    pub fn largest() -> usize {
        Cut::largest(&Self::SIZES)
    }

    /// Over `field` with these roots.
    ///
    /// # Panics
    /// When parameters do not fit each other.
    pub fn new(field: &FieldConfig, roots: RootTable<N>) -> Self {
        Self::check_bases();
        let engine = PassEngine::new(field, roots);
        let long = engine.long(field);
        Self {
            clock: Default::default(),
            reset: Default::default(),
            start: Default::default(),
            quotient: Default::default(),
            divided: Default::default(),
            backward: Default::default(),
            shifted: Default::default(),
            size: Default::default(),
            vectors: Default::default(),
            interleaved: Default::default(),
            source: Default::default(),
            between: Default::default(),
            result: Default::default(),
            shift: Default::default(),
            unshift: Default::default(),
            scale: Default::default(),
            ready: Default::default(),
            work: Default::default(),
            read_valid: Default::default(),
            read_address: Default::default(),
            read_beats: Default::default(),
            read_ready: Default::default(),
            data_valid: Default::default(),
            data: Default::default(),
            write_valid: Default::default(),
            write_address: Default::default(),
            write_data: Default::default(),
            write_ready: Default::default(),
            written: Default::default(),
            counter: std::array::from_fn(|_| Default::default()),
            cuts: CutTable::new(&Self::SIZES),
            shape: PassShape::new(&Self::SIZES, long),
            terms: LaneTerms::new(&Self::SIZES, Q),
            load_terms: LayoutTerms::new(&Self::SIZES, true),
            store_terms: LayoutTerms::new(&Self::SIZES, false),
            engine,
            counters: Default::default(),
            step: Default::default(),
            transform: Default::default(),
            pass: Default::default(),
            vector: Default::default(),
            moved: Default::default(),
            offset: Default::default(),
            owed: Default::default(),
            begins: Default::default(),
            idle: Default::default(),
            back: Default::default(),
            shifts: Default::default(),
            count: Default::default(),
            last_transform: Default::default(),
            last_of_job: Default::default(),
            passes_less: Default::default(),
            place: Default::default(),
            last_pass: Default::default(),
            three: Default::default(),
            joins: Default::default(),
            kind: Default::default(),
            one_by_one: Default::default(),
            beats_log: Default::default(),
            vector_beats: Default::default(),
            sent: Default::default(),
            here: Default::default(),
            there: Default::default(),
            no_transform: Constant::new(0u64.into()),
            one_transform: Constant::new(1u64.into()),
            two_transforms: Constant::new(2u64.into()),
            no_bit: Constant::new(0u64.into()),
            one_bit: Constant::new(1u64.into()),
            beat_bits: Constant::new((L as u64).into()),
            one_vector: Constant::new(1u64.into()),
            three_vectors: Constant::new(3u64.into()),
            no_vector: Constant::new(0u64.into()),
            no_beat: Constant::new(0u64.into()),
            one_beat: Constant::new(1u64.into()),
            none_owed: Constant::new(0u64.into()),
            one_owed: Constant::new(1u64.into()),
            one_word: Constant::new(1u64.into()),
            is_columns: Constant::new(COLUMNS.into()),
            is_middle: Constant::new(MIDDLE.into()),
            is_rows: Constant::new(ROWS.into()),
            is_copies: Constant::new(COPIES.into()),
            is_lanes: Constant::new(LANES.into()),
        }
    }

    /// Bases of the rows of each size, and as many that they become, fit into the makers.
    fn check_bases() {
        for size in 0..=Self::largest() {
            let Some(cut) = Cut::of(size, &Self::SIZES) else {
                continue;
            };
            if cut.passes() > 1 {
                let most = D.min(size - Self::SIZES.lanes).max(cut.rows);
                let bases = cut.rows * (Q << (most - cut.rows));
                assert!(2 * bases <= 1 << C, "{bases} bases of 2^{size} in 2^{C}");
            }
        }
    }
}
