//! The sums of all buckets, weighted by their numbers, by the adder that filled them.
//!
//! ```text
//! bank 0:  |  chain 0  |  chain 1  | ...      bank 1:  |  chain n  | ...      equal segments of a bank's buckets
//!           <-- visits go down, one bucket of every chain a round
//!
//! visit of bucket j of a chain:  T += S (the old one),  S += bucket j;  at the end once more T += S
//! S = sum of buckets,  T = sum of (j + 1) bucket j
//! ```
//!
//! Both additions of a visit use the values of the visit before, so 2 chains additions are independent. Sums come back
//! in the order of their slots: a visit waits until no more sums are outstanding than there were slots after the chain's
//! visit before, whose own are then back. Slots also wait while `room` is low. Buckets are taken and wiped on the way.
//!
//! Interface: `start`, takes and wipes of buckets, additions out, their sums back, results as a stream.
//! Latency of a bucket after its take: 4. Source: Pippenger; running sums as in Bernstein et al. 2012/549.
//! Golden model: the sum.

use super::{MsmConfig, POINT};
use crate::named;
use crate::prim::SimpleDualPort;
use num_bigint::BigUint;
use rust_hdl::prelude::*;

/// What the reducer does.
#[derive(Copy, Clone, Debug, PartialEq, LogicState)]
enum Phase {
    Rest,
    Rounds,
    Drain,
    Read,
    Load,
    Send,
}

/// Chains numbered by `K` bits over buckets numbered by `A` bits.
#[derive(LogicBlock)]
pub struct Reducer<const A: usize, const K: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: rest.
    pub reset: Signal<In, Bit>,
    /// Starts the reduction.
    pub start: Signal<In, Bit>,
    /// Whether the last result has been taken, for one clock.
    pub done: Signal<Out, Bit>,
    /// Takes a bucket, on side a.
    pub take: Signal<Out, Bit>,
    /// Which, in its bank.
    pub take_address: Signal<Out, Bits<A>>,
    /// Whether it is in bank 1.
    pub take_odd: Signal<Out, Bit>,
    /// Wipes a bucket, on side b.
    pub wipe: Signal<Out, Bit>,
    /// Which, in its bank.
    pub wipe_address: Signal<Out, Bits<A>>,
    /// Whether it is in bank 1.
    pub wipe_odd: Signal<Out, Bit>,
    /// Four clocks after a take: whether the bucket was full.
    pub took: Signal<In, Bit>,
    /// And its point.
    pub found: Signal<In, Bits<POINT>>,
    /// Whether additions may come.
    pub room: Signal<In, Bit>,
    /// Whether an addition for S starts.
    pub add_s: Signal<Out, Bit>,
    /// Whether an addition for T starts.
    pub add_t: Signal<Out, Bit>,
    /// Its chain.
    pub add_chain: Signal<Out, Bits<K>>,
    /// Its first point.
    pub add_p: Signal<Out, Bits<POINT>>,
    /// Its second point.
    pub add_q: Signal<Out, Bits<POINT>>,
    /// Whether a sum for S comes back.
    pub sum_s: Signal<In, Bit>,
    /// Whether a sum for T comes back.
    pub sum_t: Signal<In, Bit>,
    /// Its chain.
    pub sum_chain: Signal<In, Bits<K>>,
    /// The sum.
    pub sum: Signal<In, Bits<POINT>>,
    /// S of chain 0, T of chain 0, S of chain 1, ...
    pub result: Signal<Out, Bits<POINT>>,
    /// Whether there is one.
    pub result_valid: Signal<Out, Bit>,
    /// Whether it is the last one.
    pub result_last: Signal<Out, Bit>,
    /// Whether it is taken.
    pub result_ready: Signal<In, Bit>,
    s: SimpleDualPort<POINT, K>,
    t: SimpleDualPort<POINT, K>,
    phase: DFF<Phase>,
    second: DFF<Bit>,
    chain: DFF<Bits<K>>,
    address: DFF<Bits<A>>,
    position: DFF<Bits<A>>,
    first_round: DFF<Bit>,
    closing: DFF<Bit>,
    settling: DFF<Bit>,
    wipe_now: DFF<Bit>,
    wipe_at: DFF<Bits<A>>,
    odd: DFF<Bit>,
    wipe_in_odd: DFF<Bit>,
    // The slot on its way to the adder, by clocks since it was chosen.
    s_1: DFF<Bit>,
    s_2: DFF<Bit>,
    s_3: DFF<Bit>,
    s_4: DFF<Bit>,
    t_1: DFF<Bit>,
    t_2: DFF<Bit>,
    t_3: DFF<Bit>,
    t_4: DFF<Bit>,
    first_1: DFF<Bit>,
    first_2: DFF<Bit>,
    first_3: DFF<Bit>,
    first_4: DFF<Bit>,
    chain_1: DFF<Bits<K>>,
    chain_2: DFF<Bits<K>>,
    chain_3: DFF<Bits<K>>,
    chain_4: DFF<Bits<K>>,
    adds_s: DFF<Bit>,
    adds_t: DFF<Bit>,
    adds_chain: DFF<Bits<K>>,
    adds_p: DFF<Bits<POINT>>,
    adds_q: DFF<Bits<POINT>>,
    out: DFF<Bits<POINT>>,
    s_now: Signal<Local, Bits<POINT>>,
    t_now: Signal<Local, Bits<POINT>>,
    bucket: Signal<Local, Bits<POINT>>,
    outstanding: DFF<Bits<16>>,
    slot: Signal<Local, Bit>,
    adds: Signal<Local, Bit>,
    idle: Signal<Local, Bit>,
    come: Signal<Local, Bits<16>>,
    gone: Signal<Local, Bits<16>>,
    none: Constant<Bits<16>>,
    one: Constant<Bits<16>>,
    limit: Constant<Bits<16>>,
    last_chain: Signal<Local, Bit>,
    infinity: Constant<Bits<POINT>>,
    final_chain: Constant<Bits<K>>,
    last_even_chain: Constant<Bits<K>>,
    no_chain: Constant<Bits<K>>,
    one_chain: Constant<Bits<K>>,
    top: Constant<Bits<A>>,
    no_position: Constant<Bits<A>>,
    one_position: Constant<Bits<A>>,
    segment: Constant<Bits<A>>,
}

impl<const A: usize, const K: usize> Reducer<A, K> {
    /// A reducer for the chains of `config` of any adder that keeps the order of its pairs.
    ///
    /// # Panics
    /// When `K` or `A` bits do not suffice.
    pub fn new(config: &MsmConfig) -> Self {
        let (chains, even_chains) = (config.chains(), config.even_chains());
        let segment = config.windows.segment_length();
        assert!(
            chains <= 1 << K && config.bank_buckets() <= 1 << A,
            "{chains} chains of {segment} buckets"
        );
        Self {
            clock: Default::default(),
            reset: Default::default(),
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
            s: SimpleDualPort::new(chains),
            t: SimpleDualPort::new(chains),
            phase: Default::default(),
            second: Default::default(),
            chain: Default::default(),
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
            adds: Default::default(),
            idle: Default::default(),
            come: Default::default(),
            gone: Default::default(),
            none: Constant::new(0u64.into()),
            one: Constant::new(1u64.into()),
            limit: Constant::new((2 * chains as u64 - 1).into()),
            last_chain: Default::default(),
            infinity: Constant::new((BigUint::from(1u32) << super::COORDINATE).into()),
            final_chain: Constant::new((chains as u64 - 1).into()),
            last_even_chain: Constant::new((even_chains as u64 - 1).into()),
            no_chain: Constant::new(0u64.into()),
            one_chain: Constant::new(1u64.into()),
            top: Constant::new((segment as u64 - 1).into()),
            no_position: Constant::new(0u64.into()),
            one_position: Constant::new(1u64.into()),
            segment: Constant::new((segment as u64).into()),
        }
    }
}

impl<const A: usize, const K: usize> Logic for Reducer<A, K> {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, s, t);
        dff_setup!(
            self,
            clock,
            phase,
            outstanding,
            second,
            chain,
            address,
            position,
            first_round,
            closing,
            settling
        );
        dff_setup!(self, clock, odd, wipe_in_odd);
        dff_setup!(
            self, clock, wipe_now, wipe_at, s_1, s_2, s_3, s_4, t_1, t_2, t_3, t_4
        );
        dff_setup!(
            self, clock, first_1, first_2, first_3, first_4, chain_1, chain_2, chain_3, chain_4
        );
        dff_setup!(self, clock, adds_s, adds_t, adds_chain, adds_p, adds_q, out);
        self.done.next = false;
        self.last_chain.next = self.chain.q.val() == self.final_chain.val();
        self.idle.next = self.outstanding.q.val() == self.none.val();
        // The closing round has half the slots: it waits for all sums of the last visits once.
        self.slot.next = (self.phase.q.val() == Phase::Rounds)
            & self.room.val()
            & (self.second.q.val() | (self.outstanding.q.val() < self.limit.val()))
            & (!self.settling.q.val() | self.idle.val());
        self.adds.next = self.slot.val() & !(self.second.q.val() & self.closing.q.val());
        self.come.next = self.none.val();
        if self.sum_s.val() | self.sum_t.val() {
            self.come.next = self.one.val();
        }
        self.gone.next = self.none.val();
        if self.adds.val() {
            self.gone.next = self.one.val();
        }
        self.outstanding.d.next = self.outstanding.q.val() + self.gone.val() - self.come.val();
        if self.slot.val() {
            self.settling.d.next = false;
        }
        self.s.read_address.next = self.chain_3.q.val();
        self.t.read_address.next = self.chain_3.q.val();
        match self.phase.q.val() {
            Phase::Rest => {
                if self.start.val() {
                    self.phase.d.next = Phase::Rounds;
                    self.first_round.d.next = true;
                    self.closing.d.next = false;
                    self.settling.d.next = false;
                    self.position.d.next = self.top.val();
                    self.address.d.next = self.top.val();
                }
                self.second.d.next = false;
                self.odd.d.next = false;
                self.chain.d.next = self.no_chain.val();
            }
            Phase::Rounds => {
                if self.slot.val() {
                    self.second.d.next = !self.second.q.val();
                }
                if self.slot.val() & self.second.q.val() {
                    self.chain.d.next = self.chain.q.val() + self.one_chain.val();
                    self.address.d.next = self.address.q.val() + self.segment.val();
                    if self.chain.q.val() == self.last_even_chain.val() {
                        self.address.d.next = self.position.q.val();
                        self.odd.d.next = true;
                    }
                    if self.last_chain.val() {
                        self.chain.d.next = self.no_chain.val();
                        self.odd.d.next = false;
                        self.first_round.d.next = false;
                        self.position.d.next = self.position.q.val() - self.one_position.val();
                        self.address.d.next = self.position.q.val() - self.one_position.val();
                        if self.position.q.val() == self.no_position.val() {
                            self.closing.d.next = true;
                            self.settling.d.next = true;
                        }
                        if self.closing.q.val() {
                            self.phase.d.next = Phase::Drain;
                        }
                    }
                }
            }
            Phase::Drain => {
                if self.idle.val() {
                    self.phase.d.next = Phase::Read;
                }
            }
            Phase::Read => {
                self.s.read_address.next = self.chain.q.val();
                self.t.read_address.next = self.chain.q.val();
                self.phase.d.next = Phase::Load;
            }
            Phase::Load => {
                self.out.d.next = self.s.q.val();
                if self.second.q.val() {
                    self.out.d.next = self.t.q.val();
                }
                self.phase.d.next = Phase::Send;
            }
            Phase::Send => {
                if self.result_ready.val() {
                    self.phase.d.next = Phase::Read;
                    self.second.d.next = !self.second.q.val();
                    if self.second.q.val() {
                        self.chain.d.next = self.chain.q.val() + self.one_chain.val();
                        if self.last_chain.val() {
                            self.phase.d.next = Phase::Rest;
                            self.done.next = true;
                        }
                    }
                }
            }
            _ => {
                self.phase.d.next = Phase::Rest;
            }
        }
        if self.reset.val() {
            self.phase.d.next = Phase::Rest;
            self.outstanding.d.next = self.none.val();
        }
        self.result.next = self.out.q.val();
        self.result_valid.next = self.phase.q.val() == Phase::Send;
        self.result_last.next = self.last_chain.val() & self.second.q.val();
        // A slot takes its bucket, and wipes it a clock later.
        self.take.next = self.slot.val() & self.second.q.val() & !self.closing.q.val();
        self.take_address.next = self.address.q.val();
        self.take_odd.next = self.odd.q.val();
        self.wipe_now.d.next = self.slot.val() & self.second.q.val() & !self.closing.q.val();
        self.wipe_at.d.next = self.address.q.val();
        self.wipe_in_odd.d.next = self.odd.q.val();
        self.wipe.next = self.wipe_now.q.val();
        self.wipe_address.next = self.wipe_at.q.val();
        self.wipe_odd.next = self.wipe_in_odd.q.val();
        // It reads S and T while the bucket comes, and meets it at the adder.
        self.s_1.d.next = self.slot.val() & self.second.q.val() & !self.closing.q.val();
        self.s_2.d.next = self.s_1.q.val();
        self.s_3.d.next = self.s_2.q.val();
        self.s_4.d.next = self.s_3.q.val();
        self.t_1.d.next = self.slot.val() & !self.second.q.val();
        self.t_2.d.next = self.t_1.q.val();
        self.t_3.d.next = self.t_2.q.val();
        self.t_4.d.next = self.t_3.q.val();
        self.first_1.d.next = self.first_round.q.val();
        self.first_2.d.next = self.first_1.q.val();
        self.first_3.d.next = self.first_2.q.val();
        self.first_4.d.next = self.first_3.q.val();
        self.chain_1.d.next = self.chain.q.val();
        self.chain_2.d.next = self.chain_1.q.val();
        self.chain_3.d.next = self.chain_2.q.val();
        self.chain_4.d.next = self.chain_3.q.val();
        self.s_now.next = self.s.q.val();
        self.t_now.next = self.t.q.val();
        if self.first_4.q.val() {
            self.s_now.next = self.infinity.val();
            self.t_now.next = self.infinity.val();
        }
        self.bucket.next = self.infinity.val();
        if self.took.val() {
            self.bucket.next = self.found.val();
        }
        self.adds_s.d.next = self.s_4.q.val();
        self.adds_t.d.next = self.t_4.q.val();
        self.adds_chain.d.next = self.chain_4.q.val();
        self.adds_p.d.next = self.t_now.val();
        self.adds_q.d.next = self.s_now.val();
        if self.s_4.q.val() {
            self.adds_p.d.next = self.bucket.val();
        }
        self.add_s.next = self.adds_s.q.val();
        self.add_t.next = self.adds_t.q.val();
        self.add_chain.next = self.adds_chain.q.val();
        self.add_p.next = self.adds_p.q.val();
        self.add_q.next = self.adds_q.q.val();
        // Sums come back.
        self.s.write.next = self.sum_s.val();
        self.s.write_address.next = self.sum_chain.val();
        self.s.write_data.next = self.sum.val();
        self.t.write.next = self.sum_t.val();
        self.t.write_address.next = self.sum_chain.val();
        self.t.write_data.next = self.sum.val();
    }
    named!();
}
