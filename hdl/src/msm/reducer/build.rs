//! How a reducer is built: the chains of both groups, and of bases with multiples, as constants.

use super::Reducer;
use crate::msm::MsmConfig;
use crate::prim::SimpleDualPort;
use num_bigint::BigUint;
use rust_hdl::prelude::*;
use zkcard_wire::BaseKind;

impl<const A: usize, const K: usize, const P: usize> Reducer<A, K, P> {
    /// A reducer for the chains of engine number `engine`, with any adder that keeps the order of its pairs.
    ///
    /// # Panics
    /// When `K` or `A` bits do not suffice.
    pub fn new(config: &MsmConfig, engine: usize) -> Self {
        const { assert!(P.is_multiple_of(3), "a point has three coordinates") };
        let cuts = BaseKind::ALL.map(|kind| config.windows_of(kind));
        let even_chains = cuts.map(|cut| cut.bank_chains(2 * engine));
        let all_chains =
            cuts.map(|cut| cut.bank_chains(2 * engine) + cut.bank_chains(2 * engine + 1));
        let segments = cuts.map(|cut| cut.segment_length());
        let chains = all_chains.into_iter().max().unwrap_or(0);
        let words = (1 << (K - 1)) + chains;
        assert!(
            chains <= 1 << (K - 1) && config.bank_words() <= 1 << A,
            "{chains} chains of {segments:?} buckets"
        );
        let last = |count: usize| count as u64 - 1;
        Self {
            clock: Default::default(),
            reset: Default::default(),
            extended: Default::default(),
            multiples: Default::default(),
            word: Default::default(),
            wipe_second: Default::default(),
            start: Default::default(),
            done: Default::default(),
            take: Default::default(),
            take_address: Default::default(),
            take_odd: Default::default(),
            wipe: Default::default(),
            wipe_address: Default::default(),
            wipe_odd: Default::default(),
            took: Default::default(),
            found: Default::default(),
            room: Default::default(),
            add_s: Default::default(),
            add_t: Default::default(),
            add_chain: Default::default(),
            add_p: Default::default(),
            add_q: Default::default(),
            sum_s: Default::default(),
            sum_t: Default::default(),
            sum_chain: Default::default(),
            sum: Default::default(),
            result: Default::default(),
            result_valid: Default::default(),
            result_last: Default::default(),
            result_ready: Default::default(),
            s: SimpleDualPort::new(words),
            t: SimpleDualPort::new(words),
            phase: Default::default(),
            second: Default::default(),
            chain: Default::default(),
            slot_held: Default::default(),
            upper_result: Default::default(),
            wipe_upper: Default::default(),
            upper_1: Default::default(),
            upper_2: Default::default(),
            upper_3: Default::default(),
            upper_4: Default::default(),
            address: Default::default(),
            position: Default::default(),
            first_round: Default::default(),
            closing: Default::default(),
            settling: Default::default(),
            wipe_now: Default::default(),
            wipe_at: Default::default(),
            odd: Default::default(),
            wipe_in_odd: Default::default(),
            s_1: Default::default(),
            s_2: Default::default(),
            s_3: Default::default(),
            s_4: Default::default(),
            t_1: Default::default(),
            t_2: Default::default(),
            t_3: Default::default(),
            t_4: Default::default(),
            first_1: Default::default(),
            first_2: Default::default(),
            first_3: Default::default(),
            first_4: Default::default(),
            chain_1: Default::default(),
            chain_2: Default::default(),
            chain_3: Default::default(),
            chain_4: Default::default(),
            adds_s: Default::default(),
            adds_t: Default::default(),
            adds_chain: Default::default(),
            adds_p: Default::default(),
            adds_q: Default::default(),
            out: Default::default(),
            s_now: Default::default(),
            t_now: Default::default(),
            bucket: Default::default(),
            outstanding: Default::default(),
            slot: Default::default(),
            moves: Default::default(),
            passes: Default::default(),
            sum_place: Default::default(),
            result_place: Default::default(),
            nothing: Constant::new(0u64.into()),
            second_word: Constant::new((1u64 << (K - 1)).into()),
            adds: Default::default(),
            idle: Default::default(),
            come: Default::default(),
            gone: Default::default(),
            none: Constant::new(0u64.into()),
            one: Constant::new(1u64.into()),
            limit: Default::default(),
            limit_of: all_chains.map(|chains| Constant::new(last(2 * chains).into())),
            last_chain: Default::default(),
            infinity: Constant::new((BigUint::from(1u32) << (P / 3)).into()),
            final_chain: Default::default(),
            final_chain_of: all_chains.map(|chains| Constant::new(last(chains).into())),
            last_even_chain: Default::default(),
            last_even_chain_of: even_chains.map(|chains| Constant::new(last(chains).into())),
            no_chain: Constant::new(0u64.into()),
            one_chain: Constant::new(1u64.into()),
            top: Default::default(),
            top_of: segments.map(|segment| Constant::new(last(segment).into())),
            no_position: Constant::new(0u64.into()),
            one_position: Constant::new(1u64.into()),
            segment: Default::default(),
            segment_of: segments.map(|segment| Constant::new((segment as u64).into())),
        }
    }
}
