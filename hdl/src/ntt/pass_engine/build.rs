//! How the engine is put together.

use super::PassEngine;
use crate::field::FieldConfig;
use crate::ntt::{Lane, Lanes, PassLoad, PassStore, RootTable};
use crate::prim::Delay;
use rust_hdl::prelude::*;

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
> PassEngine<P, R, Q, W, N, WN, PN, D, A, C, F, G, M, L, H, B>
{
    /// As that of [`Lanes`].
    pub fn long(&self, field: &FieldConfig) -> usize {
        self.lanes.long(field)
    }

    /// Over `field` with these roots.
    ///
    /// # Panics
    /// When parameters do not fit each other.
    pub fn new(field: &FieldConfig, roots: RootTable<N>) -> Self {
        let chunk_bits = (P / W).ilog2() as usize;
        Self {
            clock: Default::default(),
            reset: Default::default(),
            load_shift: Default::default(),
            shift: Default::default(),
            powers: Default::default(),
            scale: Default::default(),
            scaled: Default::default(),
            start: Default::default(),
            backward: Default::default(),
            shared: Default::default(),
            passing: Default::default(),
            joint: Default::default(),
            bits: Default::default(),
            size_mask: Default::default(),
            words_mask: Default::default(),
            groups: Default::default(),
            group_factors: Default::default(),
            plain: Default::default(),
            first_order: Default::default(),
            first_power: Default::default(),
            first_blocks: Default::default(),
            vectors: Default::default(),
            rows: Default::default(),
            group_order: Default::default(),
            row_groups: Default::default(),
            repeats: Default::default(),
            last_beat: Default::default(),
            vector_bits: Default::default(),
            load_order: Default::default(),
            load_base: Default::default(),
            load_step: Default::default(),
            load_row: Default::default(),
            load_jump: Default::default(),
            load_stride: Default::default(),
            load_bursts: Default::default(),
            store_order: Default::default(),
            store_base: Default::default(),
            store_step: Default::default(),
            store_row: Default::default(),
            store_jump: Default::default(),
            store_stride: Default::default(),
            store_bursts: Default::default(),
            store_run: Default::default(),
            ready: Default::default(),
            work: Default::default(),
            short_of_words: Default::default(),
            short_of_factors: Default::default(),
            read_valid: Default::default(),
            read_address: Default::default(),
            read_ready: Default::default(),
            data_valid: Default::default(),
            data: Default::default(),
            write_valid: Default::default(),
            write_address: Default::default(),
            write_data: Default::default(),
            write_ready: Default::default(),
            flow: Default::default(),
            lanes: Lanes::new(field, roots),
            loads: PassLoad::new(chunk_bits),
            load_words: Default::default(),
            load_indices: Default::default(),
            enable: Default::default(),
            there: Delay::zeroed(3),
            stores: PassStore::new(chunk_bits, Lane::<N, D, A, F>::STORE),
            store_indices: Default::default(),
            joined: Default::default(),
            chosen: Default::default(),
            factor_at: Default::default(),
            busy: Default::default(),
            asks: Default::default(),
            empties: Default::default(),
            free: Default::default(),
            begins: Default::default(),
            pointwise: Default::default(),
            may_work: Default::default(),
            no_factor: Constant::new(0u64.into()),
        }
    }
}
