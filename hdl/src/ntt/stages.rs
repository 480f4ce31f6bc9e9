//! The stages of the transforms in a buffer: which words meet in each clock, with which factor.
//!
//! ```text
//!            bit t: m-1 .. 0 forward, 0 .. m-1 backward
//! command -> index: 0 .. 2^q - 1, bit t low --> index, index | 2^t, factor --[register]--> work
//!                                                                             '--[delay]--> put
//! ```
//!
//! A buffer holds 2^q words of a lane: 2^(q-m) vectors of 2^m. Stage t pairs words whose indices differ in bit t; they lie
//! in the banks of the parities of their indices. A factor serves 2^t pairs in turn and the next one follows it in memory;
//! vectors have factors of their own, or share those of the first one. Stages wait for factors that have not come.
//!
//! A butterfly starts in a slot. A word is read at least 2^(q-2) slots after it was read in the stage before. Where results
//! take longer than that, stages wait for them; buffers never wait for each other, unless the direction changes or there
//! are so few words. Pointwise work goes through all words in turn, a word a slot: so a word that the stage before wrote is
//! read no earlier than by a stage.
//! Interface: command by valid and ready, pipe. Latency: 1 to `work`, and that of a lane to `put`.
//! Golden model: three loops.

use crate::named;
use crate::prim::Delay;
use rust_hdl::prelude::*;

/// Indices of `D = A + 1` bits, addresses of `F` bits of factors.
#[derive(LogicBlock)]
pub struct Stages<const D: usize, const A: usize, const F: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Forgets what is going on.
    pub reset: Signal<In, Bit>,
    /// Whether there is a command.
    pub valid: Signal<In, Bit>,
    /// The buffer to work on.
    pub buffer: Signal<In, Bits<2>>,
    /// The buffer to read beside it; the same one where there is none.
    pub beside: Signal<In, Bits<2>>,
    /// 2^q - 1.
    pub words_mask: Signal<In, Bits<D>>,
    /// 2^m - 1.
    pub size_mask: Signal<In, Bits<D>>,
    /// Whether the factor comes last.
    pub backward: Signal<In, Bit>,
    /// Whether sums are halved.
    pub halve: Signal<In, Bit>,
    /// Products or differences with words beside instead of transforms.
    pub pointwise: Signal<In, Bit>,
    /// Of these, differences.
    pub difference: Signal<In, Bit>,
    /// Whether all vectors take the factors of the first one.
    pub shared: Signal<In, Bit>,
    /// Whether shared factors are needed by this buffer alone.
    pub passing: Signal<In, Bit>,
    /// Where the first factor lies.
    pub factors: Signal<In, Bits<F>>,
    /// Whether a butterfly may start.
    pub slot: Signal<In, Bit>,
    /// Whether the factor that is needed next has not come.
    pub scarce: Signal<In, Bit>,
    /// Whether a factor that is not shared, or passing, is needed no longer.
    pub released: Signal<Out, Bit>,
    /// Whether the command is taken.
    pub ready: Signal<Out, Bit>,
    /// Kind of work: the factor comes last.
    pub is_backward: Signal<Out, Bit>,
    /// Sums are halved.
    pub is_halving: Signal<Out, Bit>,
    /// With `work`: words meet words of the buffer beside.
    pub is_pointwise: Signal<Out, Bit>,
    /// With `work`: they are subtracted.
    pub is_difference: Signal<Out, Bit>,
    /// Whether words are read.
    pub work: Signal<Out, Bit>,
    /// Of which buffer.
    pub work_buffer: Signal<Out, Bits<2>>,
    /// And beside it.
    pub beside_buffer: Signal<Out, Bits<2>>,
    /// Where in bank 0.
    pub work_address0: Signal<Out, Bits<A>>,
    /// Where in bank 1.
    pub work_address1: Signal<Out, Bits<A>>,
    /// Whether the first word is in bank 1.
    pub work_swapped: Signal<Out, Bit>,
    /// Which factor.
    pub factor_address: Signal<Out, Bits<F>>,
    /// Whether a result goes into bank 0.
    pub put0: Signal<Out, Bit>,
    /// Whether one goes into bank 1.
    pub put1: Signal<Out, Bit>,
    /// Of which buffer.
    pub put_buffer: Signal<Out, Bits<2>>,
    /// Where in bank 0.
    pub put_address0: Signal<Out, Bits<A>>,
    /// Where in bank 1.
    pub put_address1: Signal<Out, Bits<A>>,
    /// A clock before: whether the first result goes into bank 1.
    pub put_swapped: Signal<Out, Bit>,
    /// Whether the last result of a command was put.
    pub done: Signal<Out, Bit>,
    /// Whether work waits for a factor.
    pub waits: Signal<Out, Bit>,
    /// Whether anything is on its way.
    pub busy: Signal<Out, Bit>,
    // The command.
    running: DFF<Bit>,
    on: DFF<Bits<2>>,
    next_to: DFF<Bits<2>>,
    words: DFF<Bits<D>>,
    size: DFF<Bits<D>>,
    back: DFF<Bit>,
    halves: DFF<Bit>,
    meets: DFF<Bit>,
    differs: DFF<Bit>,
    meets1: DFF<Bit>,
    differs1: DFF<Bit>,
    shares: DFF<Bit>,
    passes: DFF<Bit>,
    // Where it is.
    index: DFF<Bits<D>>,
    stride: DFF<Bits<D>>,
    factor: DFF<Bits<F>>,
    stage_factor: DFF<Bits<F>>,
    rest: DFF<Bits<8>>,
    behind: DFF<Bits<8>>,
    // What follows from that.
    issue: Signal<Local, Bit>,
    fresh: Signal<Local, Bit>,
    same_kind: Signal<Local, Bit>,
    takes: Signal<Local, Bit>,
    filled: Signal<Local, Bits<D>>,
    after: Signal<Local, Bits<D>>,
    below: Signal<Local, Bits<D>>,
    top: Signal<Local, Bits<D>>,
    top_new: Signal<Local, Bits<D>>,
    factor_after: Signal<Local, Bits<F>>,
    ends_stage: Signal<Local, Bit>,
    ends_vector: Signal<Local, Bit>,
    ends_factor: Signal<Local, Bit>,
    ends: Signal<Local, Bit>,
    last_vector: Signal<Local, Bit>,
    through: Signal<Local, Bit>,
    odd: Signal<Local, Bit>,
    half: Signal<Local, Bits<D>>,
    half_other: Signal<Local, Bits<D>>,
    // Clock 1.
    work1: DFF<Bit>,
    on1: DFF<Bits<2>>,
    next_to1: DFF<Bits<2>>,
    address0: DFF<Bits<A>>,
    address1: DFF<Bits<A>>,
    odd1: DFF<Bit>,
    factor1: DFF<Bits<F>>,
    into0: DFF<Bit>,
    into1: DFF<Bit>,
    crossed: DFF<Bit>,
    ended: DFF<Bit>,
    // On the way to `put`.
    way0: Delay<Bit>,
    way1: Delay<Bit>,
    way_buffer: Delay<Bits<2>>,
    way_address0: Delay<Bits<A>>,
    way_address1: Delay<Bits<A>>,
    way_crossed: Delay<Bit>,
    way_ended: Delay<Bit>,
    no_index: Constant<Bits<D>>,
    one_index: Constant<Bits<D>>,
    one_factor: Constant<Bits<F>>,
    no_clock: Constant<Bits<8>>,
    one_clock: Constant<Bits<8>>,
    latency: Constant<Bits<8>>,
    long_mask: Constant<Bits<D>>,
}

impl<const D: usize, const A: usize, const F: usize> Stages<D, A, F> {
    /// Words of a lane, as a power of two, from which on no stage waits for results of the one before.
    pub fn long(latency: usize, interval: usize) -> usize {
        let butterflies = latency.div_ceil(interval);
        (4 * (butterflies + 1)).next_power_of_two().ilog2() as usize
    }

    /// For lanes of `latency` clocks from what is read to where results go to, with a slot every `interval` clocks.
    ///
    /// # Panics
    /// When `D` is not `A + 1`, or the latency has more than 7 bits or less than 2 clocks.
    pub fn new(latency: usize, interval: usize) -> Self {
        assert_eq!(D, A + 1, "a bank holds half the indices");
        assert!((2..128).contains(&latency), "{latency} clocks");
        // Indices of these bits: so many words that no stage waits for the one before.
        let long = ((1u64 << D) - 1) & !((1u64 << (Self::long(latency, interval) - 1)) - 1);
        Self {
            clock: Default::default(),
            reset: Default::default(),
            valid: Default::default(),
            buffer: Default::default(),
            beside: Default::default(),
            words_mask: Default::default(),
            size_mask: Default::default(),
            backward: Default::default(),
            halve: Default::default(),
            pointwise: Default::default(),
            difference: Default::default(),
            shared: Default::default(),
            passing: Default::default(),
            factors: Default::default(),
            slot: Default::default(),
            scarce: Default::default(),
            released: Default::default(),
            ready: Default::default(),
            is_backward: Default::default(),
            is_halving: Default::default(),
            is_pointwise: Default::default(),
            is_difference: Default::default(),
            work: Default::default(),
            work_buffer: Default::default(),
            beside_buffer: Default::default(),
            work_address0: Default::default(),
            work_address1: Default::default(),
            work_swapped: Default::default(),
            factor_address: Default::default(),
            put0: Default::default(),
            put1: Default::default(),
            put_buffer: Default::default(),
            put_address0: Default::default(),
            put_address1: Default::default(),
            put_swapped: Default::default(),
            done: Default::default(),
            waits: Default::default(),
            busy: Default::default(),
            running: Default::default(),
            on: Default::default(),
            next_to: Default::default(),
            words: Default::default(),
            size: Default::default(),
            back: Default::default(),
            halves: Default::default(),
            meets: Default::default(),
            differs: Default::default(),
            meets1: Default::default(),
            differs1: Default::default(),
            shares: Default::default(),
            passes: Default::default(),
            index: Default::default(),
            stride: Default::default(),
            factor: Default::default(),
            stage_factor: Default::default(),
            rest: Default::default(),
            behind: Default::default(),
            issue: Default::default(),
            fresh: Default::default(),
            same_kind: Default::default(),
            takes: Default::default(),
            filled: Default::default(),
            after: Default::default(),
            below: Default::default(),
            top: Default::default(),
            top_new: Default::default(),
            factor_after: Default::default(),
            ends_stage: Default::default(),
            ends_vector: Default::default(),
            ends_factor: Default::default(),
            ends: Default::default(),
            last_vector: Default::default(),
            through: Default::default(),
            odd: Default::default(),
            half: Default::default(),
            half_other: Default::default(),
            work1: Default::default(),
            on1: Default::default(),
            next_to1: Default::default(),
            address0: Default::default(),
            address1: Default::default(),
            odd1: Default::default(),
            factor1: Default::default(),
            into0: Default::default(),
            into1: Default::default(),
            crossed: Default::default(),
            ended: Default::default(),
            way0: Delay::zeroed(latency),
            way1: Delay::zeroed(latency),
            way_buffer: Delay::new(latency),
            way_address0: Delay::new(latency),
            way_address1: Delay::new(latency),
            way_crossed: Delay::new(latency - 1),
            way_ended: Delay::zeroed(latency + 1),
            no_index: Constant::new(0u64.into()),
            one_index: Constant::new(1u64.into()),
            one_factor: Constant::new(1u64.into()),
            no_clock: Constant::new(0u64.into()),
            one_clock: Constant::new(1u64.into()),
            latency: Constant::new((latency as u64).into()),
            long_mask: Constant::new(long.into()),
        }
    }
}

impl<const D: usize, const A: usize, const F: usize> Logic for Stages<D, A, F> {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self,
            clock,
            running,
            on,
            next_to,
            words,
            size,
            back,
            halves,
            meets,
            differs,
            meets1,
            differs1,
            shares,
            passes,
            index,
            stride,
            factor,
            stage_factor,
            rest,
            behind
        );
        dff_setup!(
            self, clock, work1, on1, next_to1, address0, address1, odd1, factor1, into0, into1,
            crossed, ended
        );
        clock!(
            self,
            clock,
            way0,
            way1,
            way_buffer,
            way_address0,
            way_address1,
            way_crossed,
            way_ended
        );
        // Where the present pair stands.
        self.filled.next = self.index.q.val() | self.stride.q.val();
        self.after.next = self.filled.val() + self.one_index.val();
        self.below.next = self.stride.q.val() - self.one_index.val();
        self.top.next = self.size.q.val() ^ (self.size.q.val() >> 1);
        self.factor_after.next = self.factor.q.val() + self.one_factor.val();
        self.ends_stage.next = self.filled.val() == self.words.q.val();
        self.ends_vector.next = (self.filled.val() & self.size.q.val()) == self.size.q.val();
        self.ends_factor.next = (self.index.q.val() & self.below.val()) == self.below.val();
        self.ends.next = self.ends_stage.val()
            & ((self.stride.q.val() == self.no_index.val())
                | (!self.back.q.val() & (self.stride.q.val() == self.one_index.val()))
                | (self.back.q.val() & (self.stride.q.val() == self.top.val())));
        self.issue.next = self.running.q.val()
            & (self.rest.q.val() == self.no_clock.val())
            & self.slot.val()
            & (self.meets.q.val() | !self.scarce.val());
        self.waits.next = self.running.q.val()
            & (self.rest.q.val() == self.no_clock.val())
            & !self.meets.q.val()
            & self.scarce.val();
        // Of shared factors the last vector is the last to need them.
        self.last_vector.next = (self.filled.val() | self.size.q.val()) == self.words.q.val();
        self.through.next = !self.shares.q.val() | (self.passes.q.val() & self.last_vector.val());
        self.released.next =
            self.issue.val() & self.ends_factor.val() & !self.meets.q.val() & self.through.val();
        // The next one.
        if self.rest.q.val() != self.no_clock.val() {
            self.rest.d.next = self.rest.q.val() - self.one_clock.val();
        }
        if self.behind.q.val() != self.no_clock.val() {
            self.behind.d.next = self.behind.q.val() - self.one_clock.val();
        }
        if self.issue.val() {
            self.behind.d.next = self.latency.val();
            self.index.d.next = self.after.val() & !self.stride.q.val();
            if self.ends_factor.val() & !self.meets.q.val() {
                self.factor.d.next = self.factor_after.val();
                if self.shares.q.val() & self.ends_vector.val() {
                    self.factor.d.next = self.stage_factor.q.val();
                }
            }
            if self.ends_stage.val() {
                self.index.d.next = self.no_index.val();
                self.factor.d.next = self.factor_after.val();
                self.stage_factor.d.next = self.factor_after.val();
                self.stride.d.next = self.stride.q.val() >> 1;
                if self.back.q.val() {
                    self.stride.d.next = self.stride.q.val() << 1;
                }
                if (self.words.q.val() & self.long_mask.val()) == self.no_index.val() {
                    self.rest.d.next = self.latency.val();
                }
            }
            if self.ends.val() {
                self.running.d.next = false;
                self.rest.d.next = self.no_clock.val();
            }
        }
        // The next command.
        self.same_kind.next = (self.backward.val() == self.back.q.val())
            & (self.halve.val() == self.halves.q.val())
            & (self.size_mask.val() != self.no_index.val())
            & ((!self.pointwise.val() & !self.meets.q.val())
                | ((self.words_mask.val() & self.long_mask.val()) != self.no_index.val()));
        self.fresh.next = !self.running.q.val() & (self.behind.q.val() == self.no_clock.val());
        self.takes.next = self.valid.val()
            & (self.fresh.val()
                | (self.same_kind.val()
                    & (!self.running.q.val() | (self.issue.val() & self.ends.val()))));
        self.ready.next = self.takes.val();
        self.top_new.next = self.size_mask.val() ^ (self.size_mask.val() >> 1);
        if self.takes.val() {
            self.running.d.next =
                self.pointwise.val() | (self.size_mask.val() != self.no_index.val());
            self.on.d.next = self.buffer.val();
            self.next_to.d.next = self.beside.val();
            self.words.d.next = self.words_mask.val();
            self.size.d.next = self.size_mask.val();
            self.back.d.next = self.backward.val();
            self.halves.d.next = self.halve.val();
            self.meets.d.next = self.pointwise.val();
            self.differs.d.next = self.pointwise.val() & self.difference.val();
            self.shares.d.next = self.shared.val();
            self.passes.d.next = self.passing.val();
            self.index.d.next = self.no_index.val();
            self.factor.d.next = self.factors.val();
            self.stage_factor.d.next = self.factors.val();
            self.stride.d.next = self.top_new.val();
            if self.backward.val() {
                self.stride.d.next = self.one_index.val();
            }
            if self.pointwise.val() {
                self.stride.d.next = self.no_index.val();
            }
        }
        if self.reset.val() {
            self.running.d.next = false;
            self.rest.d.next = self.no_clock.val();
            self.behind.d.next = self.latency.val();
        }
        // Clock 1: the places of both words.
        self.odd.next = self.index.q.val().xor();
        self.half.next = self.index.q.val() >> 1;
        self.half_other.next = self.filled.val() >> 1;
        self.work1.d.next = self.issue.val();
        self.on1.d.next = self.on.q.val();
        self.next_to1.d.next = self.next_to.q.val();
        self.odd1.d.next = self.odd.val();
        self.factor1.d.next = self.factor.q.val();
        self.address0.d.next = bit_cast::<A, D>(self.half.val());
        self.address1.d.next = bit_cast::<A, D>(self.half_other.val());
        if self.odd.val() {
            self.address0.d.next = bit_cast::<A, D>(self.half_other.val());
            self.address1.d.next = bit_cast::<A, D>(self.half.val());
        }
        self.into0.d.next = self.issue.val() & !(self.meets.q.val() & self.odd.val());
        self.into1.d.next = self.issue.val() & !(self.meets.q.val() & !self.odd.val());
        // Of a difference the second result is the word's own.
        self.crossed.d.next = self.odd.val() ^ self.differs.q.val();
        self.meets1.d.next = self.meets.q.val();
        self.differs1.d.next = self.differs.q.val();
        self.ended.d.next = (self.issue.val() & self.ends.val())
            | (self.takes.val()
                & !self.pointwise.val()
                & (self.size_mask.val() == self.no_index.val()));
        self.is_backward.next = self.back.q.val();
        self.is_halving.next = self.halves.q.val();
        self.is_pointwise.next = self.meets1.q.val();
        self.is_difference.next = self.differs1.q.val();
        self.work.next = self.work1.q.val();
        self.work_buffer.next = self.on1.q.val();
        self.beside_buffer.next = self.next_to1.q.val();
        self.work_address0.next = self.address0.q.val();
        self.work_address1.next = self.address1.q.val();
        self.work_swapped.next = self.odd1.q.val();
        self.factor_address.next = self.factor1.q.val();
        self.busy.next = self.running.q.val() | (self.behind.q.val() != self.no_clock.val());
        // Where results go to.
        self.way0.d.next = self.into0.q.val();
        self.way1.d.next = self.into1.q.val();
        self.way_buffer.d.next = self.on1.q.val();
        self.way_address0.d.next = self.address0.q.val();
        self.way_address1.d.next = self.address1.q.val();
        self.way_crossed.d.next = self.crossed.q.val();
        self.way_ended.d.next = self.ended.q.val();
        self.put0.next = self.way0.q.val();
        self.put1.next = self.way1.q.val();
        self.put_buffer.next = self.way_buffer.q.val();
        self.put_address0.next = self.way_address0.q.val();
        self.put_address1.next = self.way_address1.q.val();
        self.put_swapped.next = self.way_crossed.q.val();
        self.done.next = self.way_ended.q.val();
    }
    named!();
}
