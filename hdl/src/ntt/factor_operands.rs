//! Where the operands of makers come from, and where their products go to.
//!
//! ```text
//! from --> [tables] [powers] --> left  --.
//! by   --> [tables] [powers]             +--> makers --> product --> tables, powers, bases, lanes
//!          [roots]  shift, 1 --> right --'
//! ```
//!
//! Tables, powers and roots are the same for all makers, bases are their own. What a product becomes travels beside it.
//! Interface: pipe. Latency: 1 to the makers. Golden model: arrays.

use super::RootTable;
use crate::named;
use crate::prim::{Delay, SimpleDualPort};
use rust_hdl::prelude::*;

/// Codes of factors.
pub(super) const ONE: u64 = 0;
pub(super) const TABLE: u64 = 1;
pub(super) const POWER: u64 = 2;
pub(super) const BASE: u64 = 3;
pub(super) const ROOT_WORD: u64 = 2;
pub(super) const POWER_WORD: u64 = 3;
pub(super) const SHIFT: u64 = 4;
/// Codes of what products become.
pub(super) const TO_BASE: u64 = 0;
pub(super) const TO_TABLE: u64 = 1;
pub(super) const TO_POWER: u64 = 2;
pub(super) const TO_LANES: u64 = 3;

/// Words of `N` bits; the rest as in [`FactorPrepare`](super::FactorPrepare).
#[derive(LogicBlock)]
pub struct FactorOperands<
    const N: usize,
    const D: usize,
    const C: usize,
    const F: usize,
    const M: usize,
    const Q: usize,
> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Whether a product starts.
    pub go: Signal<In, Bit>,
    /// Where its first factor comes from: 1, a table, a power, a base.
    pub left: Signal<In, Bits<2>>,
    /// Where its second factor comes from: 1, a table, a root, a power, the shift.
    pub right: Signal<In, Bits<3>>,
    /// What it becomes: a base, a word of a table, a power, a factor of lanes.
    pub into: Signal<In, Bits<2>>,
    /// Address of the first factor.
    pub from: Signal<In, Bits<F>>,
    /// Address of the second factor.
    pub by: Signal<In, Bits<F>>,
    /// Where it is put.
    pub place: Signal<In, Bits<F>>,
    /// As that of the makers.
    pub only: Signal<In, Bits<M>>,
    /// Which lanes of a maker it is for.
    pub lanes: Signal<In, Bits<Q>>,
    /// The shift.
    pub shift: Signal<In, Bits<N>>,
    /// What maker 0 has made.
    pub product: Signal<In, Bits<N>>,
    /// As that of the makers.
    pub valid: Signal<Out, Bit>,
    /// As that of the makers.
    pub base_address: Signal<Out, Bits<C>>,
    /// As that of the makers.
    pub of_base: Signal<Out, Bit>,
    /// As `left` of the makers.
    pub left_word: Signal<Out, Bits<N>>,
    /// As `right` of the makers.
    pub right_word: Signal<Out, Bits<N>>,
    /// As `only` of the makers.
    pub only_makers: Signal<Out, Bits<M>>,
    /// As that of the makers.
    pub keep: Signal<Out, Bit>,
    /// As that of the makers.
    pub keep_address: Signal<Out, Bits<C>>,
    /// Which lanes of each maker get its product.
    pub made: Signal<Out, Bits<Q>>,
    /// Where to.
    pub made_address: Signal<Out, Bits<F>>,
    lefts: SimpleDualPort<N, D>,
    rights: SimpleDualPort<N, D>,
    left_powers: SimpleDualPort<N, 5>,
    right_powers: SimpleDualPort<N, 5>,
    roots: RootTable<N>,
    go1: DFF<Bit>,
    left1: DFF<Bits<2>>,
    right1: DFF<Bits<3>>,
    only1: DFF<Bits<M>>,
    from1: DFF<Bits<F>>,
    code: DFF<Bits<2>>,
    place1: DFF<Bits<F>>,
    lanes1: DFF<Bits<Q>>,
    going: Delay<Bit>,
    code_way: Delay<Bits<2>>,
    place_way: Delay<Bits<F>>,
    lanes_way: Delay<Bits<Q>>,
    one: Constant<Bits<N>>,
    no_lane: Constant<Bits<Q>>,
    is_table: Constant<Bits<2>>,
    is_power: Constant<Bits<2>>,
    is_base: Constant<Bits<2>>,
    by_table: Constant<Bits<3>>,
    by_root: Constant<Bits<3>>,
    by_power: Constant<Bits<3>>,
    by_shift: Constant<Bits<3>>,
    to_base: Constant<Bits<2>>,
    to_table: Constant<Bits<2>>,
    to_power: Constant<Bits<2>>,
    to_lanes: Constant<Bits<2>>,
}

impl<const N: usize, const D: usize, const C: usize, const F: usize, const M: usize, const Q: usize>
    FactorOperands<N, D, C, F, M, Q>
{
    /// With these roots, for makers of `latency` clocks from the address of a base to the product.
    pub fn new(roots: RootTable<N>, latency: usize) -> Self {
        Self {
            clock: Default::default(),
            go: Default::default(),
            left: Default::default(),
            right: Default::default(),
            into: Default::default(),
            from: Default::default(),
            by: Default::default(),
            place: Default::default(),
            only: Default::default(),
            lanes: Default::default(),
            shift: Default::default(),
            product: Default::default(),
            valid: Default::default(),
            base_address: Default::default(),
            of_base: Default::default(),
            left_word: Default::default(),
            right_word: Default::default(),
            only_makers: Default::default(),
            keep: Default::default(),
            keep_address: Default::default(),
            made: Default::default(),
            made_address: Default::default(),
            lefts: SimpleDualPort::new(1 << D),
            rights: SimpleDualPort::new(1 << D),
            left_powers: SimpleDualPort::new(32),
            right_powers: SimpleDualPort::new(32),
            roots,
            go1: Default::default(),
            left1: Default::default(),
            right1: Default::default(),
            only1: Default::default(),
            from1: Default::default(),
            code: Default::default(),
            place1: Default::default(),
            lanes1: Default::default(),
            going: Delay::zeroed(latency),
            code_way: Delay::new(latency),
            place_way: Delay::new(latency),
            lanes_way: Delay::new(latency),
            one: Constant::new(1u64.into()),
            no_lane: Constant::new(0u64.into()),
            is_table: Constant::new(TABLE.into()),
            is_power: Constant::new(POWER.into()),
            is_base: Constant::new(BASE.into()),
            by_table: Constant::new(TABLE.into()),
            by_root: Constant::new(ROOT_WORD.into()),
            by_power: Constant::new(POWER_WORD.into()),
            by_shift: Constant::new(SHIFT.into()),
            to_base: Constant::new(TO_BASE.into()),
            to_table: Constant::new(TO_TABLE.into()),
            to_power: Constant::new(TO_POWER.into()),
            to_lanes: Constant::new(TO_LANES.into()),
        }
    }
}

impl<const N: usize, const D: usize, const C: usize, const F: usize, const M: usize, const Q: usize>
    Logic for FactorOperands<N, D, C, F, M, Q>
{
    #[hdl_gen]
    fn update(&mut self) {
        clock!(
            self,
            clock,
            lefts,
            rights,
            left_powers,
            right_powers,
            roots,
            going,
            code_way,
            place_way,
            lanes_way
        );
        dff_setup!(
            self, clock, go1, left1, right1, only1, from1, code, place1, lanes1
        );
        // Clock 0: addresses.
        self.lefts.read_address.next = bit_cast::<D, F>(self.from.val());
        self.rights.read_address.next = bit_cast::<D, F>(self.by.val());
        self.left_powers.read_address.next = bit_cast::<5, F>(self.from.val());
        self.right_powers.read_address.next = bit_cast::<5, F>(self.by.val());
        self.roots.index.next = bit_cast::<6, F>(self.by.val());
        self.go1.d.next = self.go.val();
        self.left1.d.next = self.left.val();
        self.right1.d.next = self.right.val();
        self.only1.d.next = self.only.val();
        self.from1.d.next = self.from.val();
        self.code.d.next = self.into.val();
        self.place1.d.next = self.place.val();
        self.lanes1.d.next = self.lanes.val();
        // Clock 1: words.
        self.valid.next = self.go1.q.val();
        self.base_address.next = bit_cast::<C, F>(self.from1.q.val());
        self.of_base.next = self.left1.q.val() == self.is_base.val();
        self.only_makers.next = self.only1.q.val();
        self.left_word.next = self.one.val();
        if self.left1.q.val() == self.is_table.val() {
            self.left_word.next = self.lefts.q.val();
        } else if self.left1.q.val() == self.is_power.val() {
            self.left_word.next = self.left_powers.q.val();
        }
        self.right_word.next = self.one.val();
        if self.right1.q.val() == self.by_table.val() {
            self.right_word.next = self.rights.q.val();
        } else if self.right1.q.val() == self.by_root.val() {
            self.right_word.next = self.roots.root.val();
        } else if self.right1.q.val() == self.by_power.val() {
            self.right_word.next = self.right_powers.q.val();
        } else if self.right1.q.val() == self.by_shift.val() {
            self.right_word.next = self.shift.val();
        }
        self.going.d.next = self.go1.q.val();
        self.code_way.d.next = self.code.q.val();
        self.place_way.d.next = self.place1.q.val();
        self.lanes_way.d.next = self.lanes1.q.val();
        // With the product.
        self.keep.next = self.going.q.val() & (self.code_way.q.val() == self.to_base.val());
        self.keep_address.next = bit_cast::<C, F>(self.place_way.q.val());
        self.made.next = self.no_lane.val();
        if self.going.q.val() & (self.code_way.q.val() == self.to_lanes.val()) {
            self.made.next = self.lanes_way.q.val();
        }
        self.made_address.next = self.place_way.q.val();
        self.lefts.write.next = self.going.q.val() & (self.code_way.q.val() == self.to_table.val());
        self.lefts.write_address.next = bit_cast::<D, F>(self.place_way.q.val());
        self.lefts.write_data.next = self.product.val();
        self.rights.write.next =
            self.going.q.val() & (self.code_way.q.val() == self.to_table.val());
        self.rights.write_address.next = bit_cast::<D, F>(self.place_way.q.val());
        self.rights.write_data.next = self.product.val();
        self.left_powers.write.next =
            self.going.q.val() & (self.code_way.q.val() == self.to_power.val());
        self.left_powers.write_address.next = bit_cast::<5, F>(self.place_way.q.val());
        self.left_powers.write_data.next = self.product.val();
        self.right_powers.write.next =
            self.going.q.val() & (self.code_way.q.val() == self.to_power.val());
        self.right_powers.write_address.next = bit_cast::<5, F>(self.place_way.q.val());
        self.right_powers.write_data.next = self.product.val();
    }
    named!();
}
