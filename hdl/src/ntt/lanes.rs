//! All lanes under one control.
//!
//! ```text
//! command --> Stages --> work, put --+--> lane 0
//! load ------------------------------+--> lane 1 --> store
//! pass --> FactorControl --> makers -'--> ...
//! ```
//!
//! Each lane transforms vectors of its own; words never pass from one to another. A maker of factors serves some
//! lanes: with four of them that is five multipliers for four butterflies. Butterflies and factors start in slots, every clock
//! or as folded multipliers need it.
//! Interface: commands by valid and ready, everything else a pipe. Golden model: the transform of each vector.

use super::{FactorControl, FactorMaker, Lane, LaneMemory, RootTable, Served, Stages};
use crate::field::FieldConfig;
use crate::named;
use crate::prim::{Delay, Pace};
use rust_hdl::prelude::*;

/// `P = Q R` lanes, of which each of `R` makers serves `Q`, of words of `N` bits, three buffers of `2^D` words and `2^F` factors each, `2^C` bases for each maker;
/// `A = D - 1`, `G = F + 1`, and `M` bits number the makers.
#[derive(LogicBlock)]
pub struct Lanes<
    const P: usize,
    const R: usize,
    const Q: usize,
    const N: usize,
    const D: usize,
    const A: usize,
    const C: usize,
    const F: usize,
    const G: usize,
    const M: usize,
> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Forgets what is going on.
    pub reset: Signal<In, Bit>,
    /// Whether there is a command.
    pub valid: Signal<In, Bit>,
    /// As those of [`Stages`].
    pub buffer: Signal<In, Bits<2>>,
    /// As those of [`Stages`].
    pub beside: Signal<In, Bits<2>>,
    /// As those of [`Stages`].
    pub words_mask: Signal<In, Bits<D>>,
    /// As those of [`Stages`].
    pub size_mask: Signal<In, Bits<D>>,
    /// As those of [`Stages`].
    pub backward: Signal<In, Bit>,
    /// As those of [`Stages`].
    pub halve: Signal<In, Bit>,
    /// As those of [`Stages`].
    pub pointwise: Signal<In, Bit>,
    /// As those of [`Stages`].
    pub difference: Signal<In, Bit>,
    /// As those of [`Stages`].
    pub shared: Signal<In, Bit>,
    /// As those of [`Stages`].
    pub passing: Signal<In, Bit>,
    /// What differences are multiplied by; it stays.
    pub scale: Signal<In, Bits<N>>,
    /// As those of [`Stages`].
    pub factors: Signal<In, Bits<F>>,
    /// Whether the command is taken.
    pub ready: Signal<Out, Bit>,
    /// Whether the last result of a command was put.
    pub done: Signal<Out, Bit>,
    /// Whether a butterfly starts in each lane.
    pub work: Signal<Out, Bit>,
    /// Which lanes load a word.
    pub load: [Signal<In, Bit>; P],
    /// Into which buffer.
    pub load_buffer: Signal<In, Bits<2>>,
    /// Index of the word of each lane.
    pub load_index: [Signal<In, Bits<D>>; P],
    /// The words.
    pub load_data: [Signal<In, Bits<N>>; P],
    /// The buffer that is emptied.
    pub store_buffer: Signal<In, Bits<2>>,
    /// Index of the word of each lane.
    pub store_index: [Signal<In, Bits<D>>; P],
    /// The words, [`Lane::STORE`] later.
    pub store_data: [Signal<Out, Bits<N>>; P],
    /// Whether a shift comes.
    pub load_shift: Signal<In, Bit>,
    /// As that of [`FactorControl`].
    pub shift: Signal<In, Bits<N>>,
    /// As those of [`FactorControl`].
    pub powers: Signal<In, Bits<5>>,
    /// Whether a pass starts: what its factors are.
    pub pass: Signal<In, Bit>,
    /// As that of [`FactorControl`].
    pub pass_backward: Signal<In, Bit>,
    /// As that of [`FactorControl`].
    pub pass_shared: Signal<In, Bit>,
    /// As that of [`FactorControl`].
    pub pass_plain: Signal<In, Bit>,
    /// As that of [`FactorControl`].
    pub pass_stages: Signal<In, Bits<5>>,
    /// As that of [`FactorControl`].
    pub pass_first_order: Signal<In, Bits<6>>,
    /// As that of [`FactorControl`].
    pub pass_first_power: Signal<In, Bits<5>>,
    /// As that of [`FactorControl`].
    pub pass_first_blocks: Signal<In, Bits<D>>,
    /// As that of [`FactorControl`].
    pub pass_vectors: Signal<In, Bits<C>>,
    /// As that of [`FactorControl`].
    pub pass_rows: Signal<In, Bits<C>>,
    /// As that of [`FactorControl`].
    pub pass_group_order: Signal<In, Bits<6>>,
    /// As that of [`FactorControl`].
    pub pass_groups: Signal<In, Bits<24>>,
    /// As that of [`FactorControl`].
    pub pass_row_groups: Signal<In, Bits<24>>,
    /// As that of [`FactorControl`].
    pub pass_repeats: Signal<In, Bits<16>>,
    /// As that of [`FactorControl`].
    pub enough: Signal<Out, Bit>,
    /// Whether the next butterfly waits for its factor, slot or not.
    pub scarce: Signal<Out, Bit>,
    /// Whether anything is under way.
    pub busy: Signal<Out, Bit>,
    /// Whether a shift or a pass may come.
    pub pass_ready: Signal<Out, Bit>,
    pace: Pace,
    walk: Stages<D, A, F>,
    pointwise_way: Delay<Bit>,
    difference_way: Delay<Bit>,
    control: FactorControl<N, D, C, F, G, M, Q>,
    makers: [FactorMaker<N, C, M>; R],
    served: Served<P, R, Q, N>,
    lanes: [Lane<N, D, A, F>; P],
}

impl<
    const P: usize,
    const R: usize,
    const Q: usize,
    const N: usize,
    const D: usize,
    const A: usize,
    const C: usize,
    const F: usize,
    const G: usize,
    const M: usize,
> Lanes<P, R, Q, N, D, A, C, F, G, M>
{
    /// Words of a lane, as a power of two, from which on no stage waits for results of the one before.
    pub fn long(&self, field: &FieldConfig) -> usize {
        let long =
            |lane: &Lane<N, D, A, F>| Stages::<D, A, F>::long(lane.latency(), field.interval());
        self.lanes.first().map_or(0, long)
    }

    /// Over `field`.
    ///
    /// # Panics
    /// When the modulus is even or below 3, the field exceeds the container, or parameters do not fit each other.
    pub fn new(field: &FieldConfig, roots: RootTable<N>) -> Self {
        fn each<T: Default, const P: usize>() -> [T; P] {
            std::array::from_fn(|_| T::default())
        }
        let lanes = Lane::array(field);
        let [first, ..] = &lanes[..] else {
            panic!("no lanes")
        };
        let makers = FactorMaker::array(field);
        let [maker, ..] = &makers[..] else {
            panic!("no makers")
        };
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
            scale: Default::default(),
            factors: Default::default(),
            ready: Default::default(),
            done: Default::default(),
            work: Default::default(),
            load: each(),
            load_buffer: Default::default(),
            load_index: each(),
            load_data: each(),
            store_buffer: Default::default(),
            store_index: each(),
            store_data: each(),
            load_shift: Default::default(),
            shift: Default::default(),
            powers: Default::default(),
            pass: Default::default(),
            pass_backward: Default::default(),
            pass_shared: Default::default(),
            pass_plain: Default::default(),
            pass_stages: Default::default(),
            pass_first_order: Default::default(),
            pass_first_power: Default::default(),
            pass_first_blocks: Default::default(),
            pass_vectors: Default::default(),
            pass_rows: Default::default(),
            pass_group_order: Default::default(),
            pass_groups: Default::default(),
            pass_row_groups: Default::default(),
            pass_repeats: Default::default(),
            enough: Default::default(),
            scarce: Default::default(),
            busy: Default::default(),
            pass_ready: Default::default(),
            pace: Pace::new(field.interval()),
            walk: Stages::new(first.latency(), field.interval()),
            pointwise_way: Delay::new(LaneMemory::<N, A>::LATENCY),
            difference_way: Delay::new(LaneMemory::<N, A>::LATENCY),
            control: FactorControl::new(roots, R, maker.latency()),
            makers,
            served: Default::default(),
            lanes,
        }
    }
}

impl<
    const P: usize,
    const R: usize,
    const Q: usize,
    const N: usize,
    const D: usize,
    const A: usize,
    const C: usize,
    const F: usize,
    const G: usize,
    const M: usize,
> Logic for Lanes<P, R, Q, N, D, A, C, F, G, M>
{
    #[hdl_gen]
    fn update(&mut self) {
        clock!(
            self,
            clock,
            pace,
            walk,
            control,
            pointwise_way,
            difference_way
        );
        self.walk.slot.next = self.pace.slot.val();
        self.control.slot.next = self.pace.slot.val();
        self.walk.reset.next = self.reset.val();
        self.walk.valid.next = self.valid.val();
        self.walk.buffer.next = self.buffer.val();
        self.walk.beside.next = self.beside.val();
        self.walk.words_mask.next = self.words_mask.val();
        self.walk.size_mask.next = self.size_mask.val();
        self.walk.backward.next = self.backward.val();
        self.walk.halve.next = self.halve.val();
        self.walk.pointwise.next = self.pointwise.val();
        self.walk.difference.next = self.difference.val();
        self.pointwise_way.d.next = self.walk.is_pointwise.val();
        self.difference_way.d.next = self.walk.is_difference.val();
        self.walk.shared.next = self.shared.val();
        self.walk.passing.next = self.passing.val();
        self.walk.factors.next = self.factors.val();
        self.ready.next = self.walk.ready.val();
        self.done.next = self.walk.done.val();
        self.work.next = self.walk.work.val();
        self.walk.scarce.next = self.control.scarce.val();
        self.control.reset.next = self.reset.val();
        self.control.released.next = self.walk.released.val();
        self.control.load_shift.next = self.load_shift.val();
        self.control.shift.next = self.shift.val();
        self.control.powers.next = self.powers.val();
        self.control.start.next = self.pass.val();
        self.control.backward.next = self.pass_backward.val();
        self.control.shared.next = self.pass_shared.val();
        self.control.plain.next = self.pass_plain.val();
        self.control.stages.next = self.pass_stages.val();
        self.control.first_order.next = self.pass_first_order.val();
        self.control.first_power.next = self.pass_first_power.val();
        self.control.first_blocks.next = self.pass_first_blocks.val();
        self.control.vectors.next = self.pass_vectors.val();
        self.control.rows.next = self.pass_rows.val();
        self.control.group_order.next = self.pass_group_order.val();
        self.control.groups.next = self.pass_groups.val();
        self.control.row_groups.next = self.pass_row_groups.val();
        self.control.repeats.next = self.pass_repeats.val();
        self.enough.next = self.control.enough.val();
        self.scarce.next = self.walk.waits.val();
        self.busy.next = self.walk.busy.val();
        self.control.product.next = self.makers[0].product.val();
        self.pass_ready.next = self.control.ready.val();
        for i in 0..R {
            self.makers[i].clock.next = self.clock.val();
            self.makers[i].valid.next = self.control.valid.val();
            self.makers[i].base_address.next = self.control.base_address.val();
            self.makers[i].of_base.next = self.control.of_base.val();
            self.makers[i].left.next = self.control.left.val();
            self.makers[i].right.next = self.control.right.val();
            self.makers[i].only.next = self.control.only.val();
            self.makers[i].keep.next = self.control.keep.val();
            self.makers[i].keep_address.next = self.control.keep_address.val();
            self.served.products[i].next = self.makers[i].product.val();
        }
        self.served.made.next = self.control.made.val();
        for i in 0..P {
            self.lanes[i].clock.next = self.clock.val();
            self.lanes[i].backward.next = self.walk.is_backward.val();
            self.lanes[i].halve.next = self.walk.is_halving.val();
            self.lanes[i].pointwise.next = self.pointwise_way.q.val();
            self.lanes[i].difference.next = self.difference_way.q.val();
            self.lanes[i].scale.next = self.scale.val();
            self.lanes[i].load.next = self.load[i].val();
            self.lanes[i].load_buffer.next = self.load_buffer.val();
            self.lanes[i].load_index.next = self.load_index[i].val();
            self.lanes[i].load_data.next = self.load_data[i].val();
            self.lanes[i].work.next = self.walk.work.val();
            self.lanes[i].work_buffer.next = self.walk.work_buffer.val();
            self.lanes[i].beside_buffer.next = self.walk.beside_buffer.val();
            self.lanes[i].work_address0.next = self.walk.work_address0.val();
            self.lanes[i].work_address1.next = self.walk.work_address1.val();
            self.lanes[i].work_swapped.next = self.walk.work_swapped.val();
            self.lanes[i].factor_address.next = self.walk.factor_address.val();
            self.lanes[i].put0.next = self.walk.put0.val();
            self.lanes[i].put1.next = self.walk.put1.val();
            self.lanes[i].put_buffer.next = self.walk.put_buffer.val();
            self.lanes[i].put_address0.next = self.walk.put_address0.val();
            self.lanes[i].put_address1.next = self.walk.put_address1.val();
            self.lanes[i].put_swapped.next = self.walk.put_swapped.val();
            self.lanes[i].store_buffer.next = self.store_buffer.val();
            self.lanes[i].store_index.next = self.store_index[i].val();
            self.store_data[i].next = self.lanes[i].store_data.val();
            self.lanes[i].made.next = self.served.enable[i].val();
            self.lanes[i].made_data.next = self.served.lanes[i].val();
            self.lanes[i].made_address.next = self.control.made_address.val();
        }
    }
    named!();
}
