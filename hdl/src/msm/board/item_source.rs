//! Bases and scalars to items: a digit after the other, lowest window first, and the limbs of the point it counts.
//!
//! ```text
//! scalar --> [shift by a window] --[+ carry]--> digit --> bucket, sign --.
//! base ----> [ItemLimbs] --limbs of (x : +-y : 1)------------------------+--> item
//! ```
//!
//! A digit is between `-2^(c-1)` and `2^(c-1) - 1`; zero digits and points at infinity make no item. Interface: `start`
//! with `count` while all points of the job before are taken; streams, whose `ready` depends on registers alone; an item
//! with its slot, `turn` for each limb, `taken` after the last one. A limb comes a clock after its turn.
//! Latency: two clocks a digit. Source: signed windows. Golden model: the digits of each scalar.

use super::{ItemLimbs, SlotMap};
use crate::curve::{INDEX, SLICE};
use crate::msm::{BASE, MsmConfig, SCALAR};
use crate::named;
use crate::prim::{Widen, WordSelect};
use num_bigint::BigUint;
use rust_hdl::prelude::*;
use zkcard_wire::BaseKind;

/// What becomes of the point.
#[derive(Copy, Clone, Debug, PartialEq, LogicState)]
enum Phase {
    Fetch,
    Look,
    Cut,
    Judge,
    Offer,
}

/// Windows numbered by `I` bits, digits of up to `C` bits, slots numbered by `A` bits; `L` bits hold the first slots of
/// all windows, `P` those of a coordinate's limbs.
#[derive(LogicBlock)]
pub struct ItemSource<
    const I: usize,
    const C: usize,
    const A: usize,
    const L: usize,
    const P: usize,
> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: forgets all points.
    pub reset: Signal<In, Bit>,
    /// Starts a job, for one clock.
    pub start: Signal<In, Bit>,
    /// Points of the job.
    pub count: Signal<In, Bits<32>>,
    /// Base: x low, y high; zero is infinity.
    pub base: Signal<In, Bits<BASE>>,
    /// Whether there is one.
    pub base_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub base_ready: Signal<Out, Bit>,
    /// Scalar.
    pub scalar: Signal<In, Bits<SCALAR>>,
    /// Whether there is one.
    pub scalar_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub scalar_ready: Signal<Out, Bit>,
    /// Whether there is an item.
    pub valid: Signal<Out, Bit>,
    /// Its slot.
    pub slot: Signal<Out, Bits<A>>,
    /// Whether a limb of it is asked for.
    pub turn: Signal<In, Bit>,
    /// Which.
    pub index: Signal<In, Bits<INDEX>>,
    /// Limbs of x, y or -y, and 1.
    pub slice: Signal<Out, Bits<SLICE>>,
    /// Whether all limbs have been asked for, for one clock.
    pub taken: Signal<In, Bit>,
    /// Whether all items of the job have been taken.
    pub exhausted: Signal<Out, Bit>,
    /// Whether there is no item because a point is missing.
    pub starved: Signal<Out, Bit>,
    phase: DFF<Phase>,
    left: DFF<Bits<32>>,
    has_base: DFF<Bit>,
    has_scalar: DFF<Bit>,
    limbs: ItemLimbs<P>,
    rest: DFF<Bits<SCALAR>>,
    window: DFF<Bits<I>>,
    carry: DFF<Bit>,
    cut: DFF<Bits<C>>,
    full: DFF<Bit>,
    negative: DFF<Bit>,
    to: DFF<Bits<A>>,
    first_slot: WordSelect<L, A, I>,
    takes_base: Signal<Local, Bit>,
    takes_scalar: Signal<Local, Bit>,
    wanted: Signal<Local, Bit>,
    narrow: Signal<Local, Bit>,
    chunk: Signal<Local, Bits<C>>,
    carried: Signal<Local, Bits<C>>,
    half: Signal<Local, Bits<C>>,
    digit_mask: Signal<Local, Bits<C>>,
    bucket: Signal<Local, Bits<C>>,
    is_negative: Signal<Local, Bit>,
    is_zero: Signal<Local, Bit>,
    last_window: Signal<Local, Bit>,
    wide_windows: Constant<Bits<I>>,
    final_window: Constant<Bits<I>>,
    no_window: Constant<Bits<I>>,
    one_window: Constant<Bits<I>>,
    wide_half: Constant<Bits<C>>,
    narrow_half: Constant<Bits<C>>,
    wide_mask: Constant<Bits<C>>,
    narrow_mask: Constant<Bits<C>>,
    no_digit: Constant<Bits<C>>,
    one_digit: Constant<Bits<C>>,
    wide_bits: Constant<Bits<SCALAR>>,
    narrow_bits: Constant<Bits<SCALAR>>,
    no_scalar: Constant<Bits<SCALAR>>,
    first_slots: Constant<Bits<L>>,
    no_point: Constant<Bits<32>>,
    one_point: Constant<Bits<32>>,
}

impl<const I: usize, const C: usize, const A: usize, const L: usize, const P: usize>
    ItemSource<I, C, A, L, P>
{
    /// For the curve and windows of `config`.
    ///
    /// # Panics
    /// When the widths do not belong together, or the digits do not hold all scalars.
    pub fn new(config: &MsmConfig) -> Self {
        let windows = &config.windows;
        config.recoding_offset(BaseKind::G1);
        assert!(
            windows.bits == C && windows.count < 1 << I && L == A * windows.count,
            "widths of the digits"
        );
        let first = |w: usize| BigUint::from(SlotMap::new(windows).first_slot(w)) << (A * w);
        let first_slots: BigUint = (0..windows.count).map(first).sum();
        let digit = |x: u64| Constant::new(x.into());
        let window = |x: usize| Constant::new((x as u64).into());
        Self {
            clock: Default::default(),
            reset: Default::default(),
            start: Default::default(),
            count: Default::default(),
            base: Default::default(),
            base_valid: Default::default(),
            base_ready: Default::default(),
            scalar: Default::default(),
            scalar_valid: Default::default(),
            scalar_ready: Default::default(),
            valid: Default::default(),
            slot: Default::default(),
            turn: Default::default(),
            index: Default::default(),
            slice: Default::default(),
            taken: Default::default(),
            exhausted: Default::default(),
            starved: Default::default(),
            phase: Default::default(),
            left: Default::default(),
            has_base: Default::default(),
            has_scalar: Default::default(),
            limbs: ItemLimbs::new(&config.curve.field),
            rest: Default::default(),
            window: Default::default(),
            carry: Default::default(),
            cut: Default::default(),
            full: Default::default(),
            negative: Default::default(),
            to: Default::default(),
            first_slot: Default::default(),
            takes_base: Default::default(),
            takes_scalar: Default::default(),
            wanted: Default::default(),
            narrow: Default::default(),
            chunk: Default::default(),
            carried: Default::default(),
            half: Default::default(),
            digit_mask: Default::default(),
            bucket: Default::default(),
            is_negative: Default::default(),
            is_zero: Default::default(),
            last_window: Default::default(),
            wide_windows: window(windows.count - windows.narrow),
            final_window: window(windows.count - 1),
            no_window: window(0),
            one_window: window(1),
            wide_half: digit(1 << (C - 1)),
            narrow_half: digit(1 << (C - 2)),
            wide_mask: digit((1 << C) - 1),
            narrow_mask: digit((1 << (C - 1)) - 1),
            no_digit: digit(0),
            one_digit: digit(1),
            wide_bits: Constant::new((C as u64).into()),
            narrow_bits: Constant::new((C as u64 - 1).into()),
            no_scalar: Constant::new(0u64.into()),
            first_slots: Constant::new(first_slots.into()),
            no_point: Constant::new(0u64.into()),
            one_point: Constant::new(1u64.into()),
        }
    }
}

impl<const I: usize, const C: usize, const A: usize, const L: usize, const P: usize> Logic
    for ItemSource<I, C, A, L, P>
{
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, limbs);
        dff_setup!(
            self, clock, phase, left, has_base, has_scalar, rest, window, carry, cut, full
        );
        dff_setup!(self, clock, negative, to);
        // A point comes in, its halves on their own.
        self.wanted.next =
            (self.phase.q.val() == Phase::Fetch) & (self.left.q.val() != self.no_point.val());
        self.base_ready.next = self.wanted.val() & !self.has_base.q.val();
        self.scalar_ready.next = self.wanted.val() & !self.has_scalar.q.val();
        self.takes_base.next = self.wanted.val() & !self.has_base.q.val() & self.base_valid.val();
        self.takes_scalar.next =
            self.wanted.val() & !self.has_scalar.q.val() & self.scalar_valid.val();
        if self.takes_base.val() {
            self.has_base.d.next = true;
        }
        if self.takes_scalar.val() {
            self.has_scalar.d.next = true;
            self.rest.d.next = self.scalar.val();
        }
        self.limbs.take.next = self.takes_base.val();
        self.limbs.base.next = self.base.val();
        // Of the window.
        self.narrow.next = self.window.q.val() >= self.wide_windows.val();
        self.last_window.next = self.window.q.val() == self.final_window.val();
        self.digit_mask.next = self.wide_mask.val();
        self.half.next = self.wide_half.val();
        if self.narrow.val() {
            self.digit_mask.next = self.narrow_mask.val();
            self.half.next = self.narrow_half.val();
        }
        self.chunk.next = self.rest.q.val().get_bits::<C>(0) & self.digit_mask.val();
        self.carried.next = self.no_digit.val();
        if self.carry.q.val() {
            self.carried.next = self.one_digit.val();
        }
        // Of the digit: all ones and a carry are zero, with a carry.
        self.is_negative.next = self.full.q.val() | (self.cut.q.val() >= self.half.val());
        self.is_zero.next = self.cut.q.val() == self.no_digit.val();
        self.bucket.next = self.cut.q.val() - self.one_digit.val();
        if self.is_negative.val() {
            self.bucket.next = !self.cut.q.val() & self.digit_mask.val();
        }
        self.first_slot.words.next = self.first_slots.val();
        self.first_slot.index.next = self.window.q.val();
        match self.phase.q.val() {
            Phase::Fetch => {
                self.window.d.next = self.no_window.val();
                self.carry.d.next = false;
                if self.has_base.q.val() & self.has_scalar.q.val() {
                    self.phase.d.next = Phase::Look;
                    self.left.d.next = self.left.q.val() - self.one_point.val();
                    self.has_base.d.next = false;
                    self.has_scalar.d.next = false;
                }
            }
            Phase::Look => {
                self.phase.d.next = Phase::Cut;
                if self.limbs.infinite.val() {
                    self.phase.d.next = Phase::Fetch;
                    self.rest.d.next = self.no_scalar.val();
                }
            }
            Phase::Cut => {
                self.cut.d.next = (self.chunk.val() + self.carried.val()) & self.digit_mask.val();
                self.full.d.next = self.carry.q.val() & (self.chunk.val() == self.digit_mask.val());
                self.rest.d.next = self.rest.q.val() >> self.wide_bits.val();
                if self.narrow.val() {
                    self.rest.d.next = self.rest.q.val() >> self.narrow_bits.val();
                }
                self.phase.d.next = Phase::Judge;
            }
            Phase::Judge => {
                self.carry.d.next = self.is_negative.val();
                self.negative.d.next = self.is_negative.val();
                self.to.d.next = self.first_slot.word.val() + self.bucket.val().to_bits();
                self.phase.d.next = Phase::Offer;
                if self.is_zero.val() {
                    self.phase.d.next = Phase::Cut;
                    self.window.d.next = self.window.q.val() + self.one_window.val();
                    if self.last_window.val() {
                        self.phase.d.next = Phase::Fetch;
                    }
                }
            }
            Phase::Offer => {
                if self.taken.val() {
                    self.phase.d.next = Phase::Cut;
                    self.window.d.next = self.window.q.val() + self.one_window.val();
                    if self.last_window.val() {
                        self.phase.d.next = Phase::Fetch;
                    }
                }
            }
            _ => {
                self.phase.d.next = Phase::Fetch;
            }
        }
        if self.start.val() {
            self.left.d.next = self.count.val();
        }
        if self.reset.val() {
            self.phase.d.next = Phase::Fetch;
            self.left.d.next = self.no_point.val();
            self.has_base.d.next = false;
            self.has_scalar.d.next = false;
            self.rest.d.next = self.no_scalar.val();
        }
        // Limbs of the item.
        self.limbs.negative.next = self.negative.q.val();
        self.limbs.turn.next = self.turn.val();
        self.limbs.index.next = self.index.val();
        self.slice.next = self.limbs.slice.val();
        self.valid.next = self.phase.q.val() == Phase::Offer;
        self.slot.next = self.to.q.val();
        self.exhausted.next =
            (self.phase.q.val() == Phase::Fetch) & (self.left.q.val() == self.no_point.val());
        self.starved.next = self.wanted.val();
    }
    named!();
}
