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
//! Over Fq2 a slot lasts three clocks, and buckets, additions, sums and results come word by word: a first word, then a
//! second one in the next clock.
//!
//! Interface: `start`, takes and wipes of buckets, additions out, their sums back, results as a stream.
//! Latency of a bucket after its take: 4. Source: Pippenger; running sums as in Bernstein et al. 2012/549.
//! Golden model: the sum.

use crate::curve::WORD;
use crate::named;
use crate::prim::SimpleDualPort;
use rust_hdl::prelude::*;

mod build;

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

/// Chains numbered by `K - 1` bits, whose points are kept in two words each, over buckets numbered by `A` bits.
/// Points of `P` bits.
#[derive(LogicBlock)]
pub struct Reducer<const A: usize, const K: usize, const P: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: rest.
    pub reset: Signal<In, Bit>,
    /// Whether points are two words.
    pub extended: Signal<In, Bit>,
    /// Whether the chains are those of bases with multiples.
    pub multiples: Signal<In, Bit>,
    /// Which word buckets and sums are at.
    pub word: Signal<In, Bits<WORD>>,
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
    /// Whether its second word is wiped.
    pub wipe_second: Signal<Out, Bit>,
    /// Four clocks after a take: whether the bucket was full.
    pub took: Signal<In, Bit>,
    /// And its point.
    pub found: Signal<In, Bits<P>>,
    /// Whether additions may come.
    pub room: Signal<In, Bit>,
    /// Whether an addition for S starts.
    pub add_s: Signal<Out, Bit>,
    /// Whether an addition for T starts.
    pub add_t: Signal<Out, Bit>,
    /// Its chain.
    pub add_chain: Signal<Out, Bits<K>>,
    /// Its first point.
    pub add_p: Signal<Out, Bits<P>>,
    /// Its second point.
    pub add_q: Signal<Out, Bits<P>>,
    /// Whether a sum for S comes back.
    pub sum_s: Signal<In, Bit>,
    /// Whether a sum for T comes back.
    pub sum_t: Signal<In, Bit>,
    /// Its chain.
    pub sum_chain: Signal<In, Bits<K>>,
    /// The sum.
    pub sum: Signal<In, Bits<P>>,
    /// S of chain 0, T of chain 0, S of chain 1, ..., each one or two words.
    pub result: Signal<Out, Bits<P>>,
    /// Whether there is one.
    pub result_valid: Signal<Out, Bit>,
    /// Whether it is the last one.
    pub result_last: Signal<Out, Bit>,
    /// Whether it is taken.
    pub result_ready: Signal<In, Bit>,
    s: SimpleDualPort<P, K>,
    t: SimpleDualPort<P, K>,
    phase: DFF<Phase>,
    // Whether the slot, or the result, is S rather than T, or T rather than S.
    second: DFF<Bit>,
    chain: DFF<Bits<K>>,
    slot_held: DFF<Bit>,
    upper_result: DFF<Bit>,
    wipe_upper: DFF<Bit>,
    upper_1: DFF<Bit>,
    upper_2: DFF<Bit>,
    upper_3: DFF<Bit>,
    upper_4: DFF<Bit>,
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
    adds_p: DFF<Bits<P>>,
    adds_q: DFF<Bits<P>>,
    out: DFF<Bits<P>>,
    s_now: Signal<Local, Bits<P>>,
    t_now: Signal<Local, Bits<P>>,
    bucket: Signal<Local, Bits<P>>,
    outstanding: DFF<Bits<16>>,
    slot: Signal<Local, Bit>,
    moves: Signal<Local, Bit>,
    passes: Signal<Local, Bit>,
    sum_place: Signal<Local, Bits<K>>,
    result_place: Signal<Local, Bits<K>>,
    adds: Signal<Local, Bit>,
    idle: Signal<Local, Bit>,
    come: Signal<Local, Bits<16>>,
    gone: Signal<Local, Bits<16>>,
    none: Constant<Bits<16>>,
    one: Constant<Bits<16>>,
    limit: Signal<Local, Bits<16>>,
    limit_of: [Constant<Bits<16>>; 3],
    last_chain: Signal<Local, Bit>,
    infinity: Constant<Bits<P>>,
    nothing: Constant<Bits<P>>,
    second_word: Constant<Bits<K>>,
    final_chain: Signal<Local, Bits<K>>,
    final_chain_of: [Constant<Bits<K>>; 3],
    last_even_chain: Signal<Local, Bits<K>>,
    last_even_chain_of: [Constant<Bits<K>>; 3],
    no_chain: Constant<Bits<K>>,
    one_chain: Constant<Bits<K>>,
    top: Signal<Local, Bits<A>>,
    top_of: [Constant<Bits<A>>; 3],
    no_position: Constant<Bits<A>>,
    one_position: Constant<Bits<A>>,
    segment: Signal<Local, Bits<A>>,
    segment_of: [Constant<Bits<A>>; 3],
}

impl<const A: usize, const K: usize, const P: usize> Logic for Reducer<A, K, P> {
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
            self,
            clock,
            slot_held,
            upper_result,
            wipe_upper,
            upper_1,
            upper_2,
            upper_3,
            upper_4
        );
        dff_setup!(
            self, clock, wipe_now, wipe_at, s_1, s_2, s_3, s_4, t_1, t_2, t_3, t_4
        );
        dff_setup!(
            self, clock, first_1, first_2, first_3, first_4, chain_1, chain_2, chain_3, chain_4
        );
        dff_setup!(self, clock, adds_s, adds_t, adds_chain, adds_p, adds_q, out);
        // The chains of the job.
        self.limit.next = self.limit_of[0].val();
        self.final_chain.next = self.final_chain_of[0].val();
        self.last_even_chain.next = self.last_even_chain_of[0].val();
        self.top.next = self.top_of[0].val();
        self.segment.next = self.segment_of[0].val();
        if self.extended.val() {
            self.limit.next = self.limit_of[1].val();
            self.final_chain.next = self.final_chain_of[1].val();
            self.last_even_chain.next = self.last_even_chain_of[1].val();
            self.top.next = self.top_of[1].val();
            self.segment.next = self.segment_of[1].val();
        }
        if self.multiples.val() {
            self.limit.next = self.limit_of[2].val();
            self.final_chain.next = self.final_chain_of[2].val();
            self.last_even_chain.next = self.last_even_chain_of[2].val();
            self.top.next = self.top_of[2].val();
            self.segment.next = self.segment_of[2].val();
        }
        self.done.next = false;
        self.last_chain.next = self.chain.q.val() == self.final_chain.val();
        self.idle.next = self.outstanding.q.val() == self.none.val();
        // Decided at its first word. The closing round has half the slots: it waits for all sums of the last visits once.
        self.slot.next = self.slot_held.q.val();
        if self.word.val().get_bit(0) {
            self.slot.next = (self.phase.q.val() == Phase::Rounds)
                & self.room.val()
                & (self.second.q.val() | (self.outstanding.q.val() < self.limit.val()))
                & (!self.settling.q.val() | self.idle.val());
        }
        self.slot_held.d.next = self.slot.val();
        self.moves.next = self.slot.val() & self.word.val().get_bit(3);
        self.passes.next = self.slot.val() & !self.word.val().get_bit(2);
        self.adds.next = self.moves.val() & !(self.second.q.val() & self.closing.q.val());
        self.come.next = self.none.val();
        if (self.sum_s.val() | self.sum_t.val()) & self.word.val().get_bit(0) {
            self.come.next = self.one.val();
        }
        self.gone.next = self.none.val();
        if self.adds.val() {
            self.gone.next = self.one.val();
        }
        self.outstanding.d.next = self.outstanding.q.val() + self.gone.val() - self.come.val();
        if self.moves.val() {
            self.settling.d.next = false;
        }
        self.s.read_address.next = self.chain_3.q.val();
        self.t.read_address.next = self.chain_3.q.val();
        if self.upper_3.q.val() {
            self.s.read_address.next = self.chain_3.q.val() | self.second_word.val();
            self.t.read_address.next = self.chain_3.q.val() | self.second_word.val();
        }
        self.result_place.next = self.chain.q.val();
        if self.upper_result.q.val() {
            self.result_place.next = self.chain.q.val() | self.second_word.val();
        }
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
                self.upper_result.d.next = false;
                self.odd.d.next = false;
                self.chain.d.next = self.no_chain.val();
            }
            Phase::Rounds => {
                if self.moves.val() {
                    self.second.d.next = !self.second.q.val();
                }
                if self.moves.val() & self.second.q.val() {
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
                self.s.read_address.next = self.result_place.val();
                self.t.read_address.next = self.result_place.val();
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
                    self.upper_result.d.next = self.extended.val() & !self.upper_result.q.val();
                }
                if self.result_ready.val() & (!self.extended.val() | self.upper_result.q.val()) {
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
        self.result_last.next = self.last_chain.val()
            & self.second.q.val()
            & (!self.extended.val() | self.upper_result.q.val());
        // A slot takes its bucket, and wipes it a clock later.
        self.take.next = self.passes.val() & self.second.q.val() & !self.closing.q.val();
        self.take_address.next = self.address.q.val();
        self.take_odd.next = self.odd.q.val();
        self.wipe_now.d.next = self.passes.val() & self.second.q.val() & !self.closing.q.val();
        self.wipe_upper.d.next = self.word.val().get_bit(1);
        self.wipe_second.next = self.wipe_upper.q.val();
        self.wipe_at.d.next = self.address.q.val();
        self.wipe_in_odd.d.next = self.odd.q.val();
        self.wipe.next = self.wipe_now.q.val();
        self.wipe_address.next = self.wipe_at.q.val();
        self.wipe_odd.next = self.wipe_in_odd.q.val();
        // It reads S and T while the bucket comes, and meets it at the adder.
        self.upper_1.d.next = self.word.val().get_bit(1);
        self.upper_2.d.next = self.upper_1.q.val();
        self.upper_3.d.next = self.upper_2.q.val();
        self.upper_4.d.next = self.upper_3.q.val();
        self.s_1.d.next = self.passes.val() & self.second.q.val() & !self.closing.q.val();
        self.s_2.d.next = self.s_1.q.val();
        self.s_3.d.next = self.s_2.q.val();
        self.s_4.d.next = self.s_3.q.val();
        self.t_1.d.next = self.passes.val() & !self.second.q.val();
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
        // Infinity is (0 : 1 : 0), and over Fq2 its second word zero.
        self.bucket.next = self.infinity.val();
        if self.upper_4.q.val() {
            self.bucket.next = self.nothing.val();
        }
        if self.first_4.q.val() {
            self.s_now.next = self.infinity.val();
            self.t_now.next = self.infinity.val();
            if self.upper_4.q.val() {
                self.s_now.next = self.nothing.val();
                self.t_now.next = self.nothing.val();
            }
        }
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
        self.sum_place.next = self.sum_chain.val();
        if self.word.val().get_bit(1) {
            self.sum_place.next = self.sum_chain.val() | self.second_word.val();
        }
        self.s.write.next = self.sum_s.val();
        self.s.write_address.next = self.sum_place.val();
        self.s.write_data.next = self.sum.val();
        self.t.write.next = self.sum_t.val();
        self.t.write_address.next = self.sum_place.val();
        self.t.write_data.next = self.sum.val();
    }
    named!();
}
