//! The buckets: two items a clock are each stored, or paired with what they find.
//!
//! ```text
//! clock 0          1                2                    3
//! a, b:  address   full? same?      memory: store point  pair: item and stored point,
//!        point     decide           or take one          or items a and b
//! ```
//!
//! | request          | bucket empty    | bucket full                 | a and b at one bucket  |
//! |------------------|-----------------|-----------------------------|------------------------|
//! | item (a or b)    | stored, full    | pair (item, stored), empty  | pair (a, b) on side a  |
//! | take (a)         | -               | stored point, empty         |                        |
//! | wipe (b)         | point = 0       | point = 0                   |                        |
//! | sweep (a with b) | point = 0       | point = 0, empty            |                        |
//!
//! Each item makes one access to the memory, or none where two meet. Take and wipe must not meet items, and a wipe
//! follows its take by a clock.
//!
//! Over Fq2 a point is two words and so is a bucket, `2 b` and `2 b + 1`. Requests then come twice, for the first and
//! for the second word in the next clock, items on both sides at once; what is decided for the first word is done to
//! the second. Sweeps go word by word. Interface: pipe. Latency: 3. Golden model: a map from buckets to points.

use super::BucketFlags;
use crate::named;
use crate::prim::TrueDualPort;
use rust_hdl::prelude::*;

/// Up to `2^A` words of buckets, items of `E` bits.
#[derive(LogicBlock)]
pub struct BucketMemory<const A: usize, const E: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Whether points are two words.
    pub extended: Signal<In, Bit>,
    /// Whether side a's request is for the second word.
    pub a_second: Signal<In, Bit>,
    /// Whether side b's request is for the second word.
    pub b_second: Signal<In, Bit>,
    /// Item on side a.
    pub a_item: Signal<In, Bit>,
    /// Takes the point of side a's bucket.
    pub a_take: Signal<In, Bit>,
    /// Bucket of side a.
    pub a_address: Signal<In, Bits<A>>,
    /// Point of side a.
    pub a_point: Signal<In, Bits<E>>,
    /// Item on side b.
    pub b_item: Signal<In, Bit>,
    /// Zeroes the point of side b's bucket.
    pub b_wipe: Signal<In, Bit>,
    /// Bucket of side b.
    pub b_address: Signal<In, Bits<A>>,
    /// Point of side b.
    pub b_point: Signal<In, Bits<E>>,
    /// Empties the bucket at which both sides are.
    pub sweep: Signal<In, Bit>,
    /// Clock 2: whether an item was stored on side a; with its first word.
    pub stored_a: Signal<Out, Bit>,
    /// Clock 2: and on side b.
    pub stored_b: Signal<Out, Bit>,
    /// Clock 2: items a and b made a pair; with their first words.
    pub met: Signal<Out, Bit>,
    /// Clock 3: a word of a pair on side a.
    pub pair_a: Signal<Out, Bit>,
    /// Its bucket.
    pub pair_a_address: Signal<Out, Bits<A>>,
    /// Its item.
    pub pair_a_item: Signal<Out, Bits<E>>,
    /// What the item found.
    pub pair_a_found: Signal<Out, Bits<E>>,
    /// Clock 3: a word of a pair on side b.
    pub pair_b: Signal<Out, Bit>,
    /// Its bucket.
    pub pair_b_address: Signal<Out, Bits<A>>,
    /// Its item.
    pub pair_b_item: Signal<Out, Bits<E>>,
    /// What the item found.
    pub pair_b_found: Signal<Out, Bits<E>>,
    /// Clock 3: the take found a point, whose word is in `pair_a_found`.
    pub took: Signal<Out, Bit>,
    flags: BucketFlags<A>,
    memory: TrueDualPort<E, A>,
    item_a1: DFF<Bit>,
    take_a1: DFF<Bit>,
    item_b1: DFF<Bit>,
    wipe_b1: DFF<Bit>,
    sweep1: DFF<Bit>,
    address_a1: DFF<Bits<A>>,
    address_b1: DFF<Bits<A>>,
    point_a1: DFF<Bits<E>>,
    point_b1: DFF<Bits<E>>,
    second_a1: DFF<Bit>,
    second_b1: DFF<Bit>,
    // What was decided for the first word.
    meet_kept: DFF<Bit>,
    full_a_kept: DFF<Bit>,
    full_b_kept: DFF<Bit>,
    meet1: Signal<Local, Bit>,
    full_a1: Signal<Local, Bit>,
    full_b1: Signal<Local, Bit>,
    write_a2: DFF<Bit>,
    read_a2: DFF<Bit>,
    write_b2: DFF<Bit>,
    read_b2: DFF<Bit>,
    take_a2: DFF<Bit>,
    stored_a2: DFF<Bit>,
    stored_b2: DFF<Bit>,
    met2: DFF<Bit>,
    met_first2: DFF<Bit>,
    place_a2: DFF<Bits<A>>,
    place_b2: DFF<Bits<A>>,
    address_a2: DFF<Bits<A>>,
    address_b2: DFF<Bits<A>>,
    point_a2: DFF<Bits<E>>,
    point_b2: DFF<Bits<E>>,
    pair_a3: DFF<Bit>,
    pair_b3: DFF<Bit>,
    took3: DFF<Bit>,
    met3: DFF<Bit>,
    address_a3: DFF<Bits<A>>,
    address_b3: DFF<Bits<A>>,
    point_a3: DFF<Bits<E>>,
    point_b3: DFF<Bits<E>>,
    zero: Constant<Bits<E>>,
    one_place: Constant<Bits<A>>,
}

impl<const A: usize, const E: usize> BucketMemory<A, E> {
    /// Buckets of `depth` words together, undefined until swept.
    ///
    /// # Panics
    /// When `A` bits do not address them.
    pub fn new(depth: usize) -> Self {
        Self {
            clock: Default::default(),
            extended: Default::default(),
            a_second: Default::default(),
            b_second: Default::default(),
            a_item: Default::default(),
            a_take: Default::default(),
            a_address: Default::default(),
            a_point: Default::default(),
            b_item: Default::default(),
            b_wipe: Default::default(),
            b_address: Default::default(),
            b_point: Default::default(),
            sweep: Default::default(),
            stored_a: Default::default(),
            stored_b: Default::default(),
            met: Default::default(),
            pair_a: Default::default(),
            pair_a_address: Default::default(),
            pair_a_item: Default::default(),
            pair_a_found: Default::default(),
            pair_b: Default::default(),
            pair_b_address: Default::default(),
            pair_b_item: Default::default(),
            pair_b_found: Default::default(),
            took: Default::default(),
            flags: BucketFlags::new(depth),
            memory: TrueDualPort::new(depth),
            item_a1: Default::default(),
            take_a1: Default::default(),
            item_b1: Default::default(),
            wipe_b1: Default::default(),
            sweep1: Default::default(),
            address_a1: Default::default(),
            address_b1: Default::default(),
            point_a1: Default::default(),
            point_b1: Default::default(),
            second_a1: Default::default(),
            second_b1: Default::default(),
            meet_kept: Default::default(),
            full_a_kept: Default::default(),
            full_b_kept: Default::default(),
            meet1: Default::default(),
            full_a1: Default::default(),
            full_b1: Default::default(),
            write_a2: Default::default(),
            read_a2: Default::default(),
            write_b2: Default::default(),
            read_b2: Default::default(),
            take_a2: Default::default(),
            stored_a2: Default::default(),
            stored_b2: Default::default(),
            met2: Default::default(),
            met_first2: Default::default(),
            place_a2: Default::default(),
            place_b2: Default::default(),
            address_a2: Default::default(),
            address_b2: Default::default(),
            point_a2: Default::default(),
            point_b2: Default::default(),
            pair_a3: Default::default(),
            pair_b3: Default::default(),
            took3: Default::default(),
            met3: Default::default(),
            address_a3: Default::default(),
            address_b3: Default::default(),
            point_a3: Default::default(),
            point_b3: Default::default(),
            zero: Constant::new(0u64.into()),
            one_place: Constant::new(1u64.into()),
        }
    }
}

impl<const A: usize, const E: usize> Logic for BucketMemory<A, E> {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, flags, memory);
        dff_setup!(
            self, clock, item_a1, take_a1, item_b1, wipe_b1, sweep1, address_a1, address_b1,
            point_a1, point_b1
        );
        dff_setup!(
            self, clock, write_a2, read_a2, write_b2, read_b2, take_a2, stored_a2, stored_b2, met2
        );
        dff_setup!(self, clock, address_a2, address_b2, point_a2, point_b2);
        dff_setup!(
            self,
            clock,
            second_a1,
            second_b1,
            meet_kept,
            full_a_kept,
            full_b_kept,
            met_first2,
            place_a2,
            place_b2
        );
        dff_setup!(
            self, clock, pair_a3, pair_b3, took3, met3, address_a3, address_b3, point_a3, point_b3
        );
        // Clock 0.
        self.flags.a.next = self.a_address.val();
        self.flags.b.next = self.b_address.val();
        self.item_a1.d.next = self.a_item.val();
        self.take_a1.d.next = self.a_take.val();
        self.item_b1.d.next = self.b_item.val();
        self.wipe_b1.d.next = self.b_wipe.val();
        self.sweep1.d.next = self.sweep.val();
        self.second_a1.d.next = self.a_second.val();
        self.second_b1.d.next = self.b_second.val();
        self.address_a1.d.next = self.a_address.val();
        self.address_b1.d.next = self.b_address.val();
        self.point_a1.d.next = self.a_point.val();
        self.point_b1.d.next = self.b_point.val();
        // Clock 1: decide.
        self.meet1.next = self.item_a1.q.val() & self.item_b1.q.val() & self.flags.same.val();
        self.full_a1.next = self.flags.full_a.val();
        self.full_b1.next = self.flags.full_b.val();
        if self.second_a1.q.val() {
            self.meet1.next = self.meet_kept.q.val();
            self.full_a1.next = self.full_a_kept.q.val();
        }
        if self.second_b1.q.val() {
            self.full_b1.next = self.full_b_kept.q.val();
        }
        self.meet_kept.d.next = self.meet1.val();
        self.full_a_kept.d.next = self.full_a1.val();
        self.full_b_kept.d.next = self.full_b1.val();
        self.flags.clear.next = self.sweep1.q.val();
        self.flags.toggle_a.next = !self.second_a1.q.val()
            & ((self.item_a1.q.val() & !self.meet1.val())
                | (self.take_a1.q.val() & self.full_a1.val()));
        self.flags.toggle_b.next =
            !self.second_b1.q.val() & self.item_b1.q.val() & !self.meet1.val();
        self.met2.d.next = self.meet1.val();
        self.met_first2.d.next = self.meet1.val() & !self.second_a1.q.val();
        self.write_a2.d.next = self.item_a1.q.val() & !self.meet1.val() & !self.full_a1.val();
        self.read_a2.d.next = self.item_a1.q.val() & !self.meet1.val() & self.full_a1.val();
        self.take_a2.d.next = self.take_a1.q.val() & self.full_a1.val();
        self.stored_a2.d.next = self.item_a1.q.val()
            & !self.meet1.val()
            & !self.full_a1.val()
            & !self.second_a1.q.val();
        self.stored_b2.d.next = self.item_b1.q.val()
            & !self.meet1.val()
            & !self.full_b1.val()
            & !self.second_b1.q.val();
        self.write_b2.d.next = (self.item_b1.q.val() & !self.meet1.val() & !self.full_b1.val())
            | self.wipe_b1.q.val()
            | self.sweep1.q.val();
        self.read_b2.d.next = self.item_b1.q.val() & !self.meet1.val() & self.full_b1.val();
        self.place_a2.d.next = self.address_a1.q.val();
        self.place_b2.d.next = self.address_b1.q.val();
        if self.extended.val() & !self.sweep1.q.val() {
            self.place_a2.d.next = self.address_a1.q.val() << 1;
            self.place_b2.d.next = self.address_b1.q.val() << 1;
            if self.second_a1.q.val() {
                self.place_a2.d.next = (self.address_a1.q.val() << 1) | self.one_place.val();
            }
            if self.second_b1.q.val() {
                self.place_b2.d.next = (self.address_b1.q.val() << 1) | self.one_place.val();
            }
        }
        self.address_a2.d.next = self.address_a1.q.val();
        self.address_b2.d.next = self.address_b1.q.val();
        self.point_a2.d.next = self.point_a1.q.val();
        self.point_b2.d.next = self.point_b1.q.val();
        if self.wipe_b1.q.val() | self.sweep1.q.val() {
            self.point_b2.d.next = self.zero.val();
        }
        // Clock 2: one access each.
        self.memory.a_enable.next =
            self.write_a2.q.val() | self.read_a2.q.val() | self.take_a2.q.val();
        self.memory.a_write.next = self.write_a2.q.val();
        self.memory.a_address.next = self.place_a2.q.val();
        self.memory.a_data.next = self.point_a2.q.val();
        self.memory.b_enable.next = self.write_b2.q.val() | self.read_b2.q.val();
        self.memory.b_write.next = self.write_b2.q.val();
        self.memory.b_address.next = self.place_b2.q.val();
        self.memory.b_data.next = self.point_b2.q.val();
        self.stored_a.next = self.stored_a2.q.val();
        self.stored_b.next = self.stored_b2.q.val();
        self.met.next = self.met_first2.q.val();
        self.pair_a3.d.next = self.read_a2.q.val() | self.met2.q.val();
        self.pair_b3.d.next = self.read_b2.q.val();
        self.took3.d.next = self.take_a2.q.val();
        self.met3.d.next = self.met2.q.val();
        self.address_a3.d.next = self.address_a2.q.val();
        self.address_b3.d.next = self.address_b2.q.val();
        self.point_a3.d.next = self.point_a2.q.val();
        self.point_b3.d.next = self.point_b2.q.val();
        // Clock 3.
        self.pair_a.next = self.pair_a3.q.val();
        self.pair_a_address.next = self.address_a3.q.val();
        self.pair_a_item.next = self.point_a3.q.val();
        self.pair_a_found.next = self.memory.a_q.val();
        if self.met3.q.val() {
            self.pair_a_found.next = self.point_b3.q.val();
        }
        self.pair_b.next = self.pair_b3.q.val();
        self.pair_b_address.next = self.address_b3.q.val();
        self.pair_b_item.next = self.point_b3.q.val();
        self.pair_b_found.next = self.memory.b_q.val();
        self.took.next = self.took3.q.val();
    }
    named!();
}
