//! All lanes under one control.
//!
//! ```text
//! command --> Stages --> work, put --+--> lane 0
//! load, made -----------------------+--> lane 1 --> store
//!                                   '--> ...
//! ```
//!
//! Each lane transforms vectors of its own; words never pass from one to another.
//! Interface: commands by valid and ready, everything else a pipe. Golden model: the transform of each vector.

use super::{Lane, Stages};
use crate::field::FieldConfig;
use crate::named;
use rust_hdl::prelude::*;

/// `P` lanes of words of `N` bits, three buffers of `2^D` words and `2^F` factors each; `A = D - 1`.
#[derive(LogicBlock)]
pub struct Lanes<const P: usize, const N: usize, const D: usize, const A: usize, const F: usize> {
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
    pub shared: Signal<In, Bit>,
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
    /// Which lanes get a factor.
    pub made: [Signal<In, Bit>; P],
    /// Where it goes to.
    pub made_address: Signal<In, Bits<F>>,
    /// The factors.
    pub made_data: [Signal<In, Bits<N>>; P],
    stages: Stages<D, A, F>,
    lanes: [Lane<N, D, A, F>; P],
}

impl<const P: usize, const N: usize, const D: usize, const A: usize, const F: usize>
    Lanes<P, N, D, A, F>
{
    /// Over `field`.
    ///
    /// # Panics
    /// When the modulus is even or below 3, the field exceeds the container, or `D` is not `A + 1`.
    pub fn new(field: &FieldConfig) -> Self {
        fn each<T: Default, const P: usize>() -> [T; P] {
            std::array::from_fn(|_| T::default())
        }
        let lanes = Lane::array(field);
        let [first, ..] = &lanes[..] else {
            panic!("no lanes")
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
            shared: Default::default(),
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
            made: each(),
            made_address: Default::default(),
            made_data: each(),
            stages: Stages::new(first.latency()),
            lanes,
        }
    }
}

impl<const P: usize, const N: usize, const D: usize, const A: usize, const F: usize> Logic
    for Lanes<P, N, D, A, F>
{
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, stages);
        self.stages.reset.next = self.reset.val();
        self.stages.valid.next = self.valid.val();
        self.stages.buffer.next = self.buffer.val();
        self.stages.beside.next = self.beside.val();
        self.stages.words_mask.next = self.words_mask.val();
        self.stages.size_mask.next = self.size_mask.val();
        self.stages.backward.next = self.backward.val();
        self.stages.halve.next = self.halve.val();
        self.stages.pointwise.next = self.pointwise.val();
        self.stages.shared.next = self.shared.val();
        self.stages.factors.next = self.factors.val();
        self.ready.next = self.stages.ready.val();
        self.done.next = self.stages.done.val();
        self.work.next = self.stages.work.val();
        for i in 0..P {
            self.lanes[i].clock.next = self.clock.val();
            self.lanes[i].backward.next = self.stages.is_backward.val();
            self.lanes[i].halve.next = self.stages.is_halving.val();
            self.lanes[i].pointwise.next = self.stages.is_pointwise.val();
            self.lanes[i].load.next = self.load[i].val();
            self.lanes[i].load_buffer.next = self.load_buffer.val();
            self.lanes[i].load_index.next = self.load_index[i].val();
            self.lanes[i].load_data.next = self.load_data[i].val();
            self.lanes[i].work.next = self.stages.work.val();
            self.lanes[i].work_buffer.next = self.stages.work_buffer.val();
            self.lanes[i].beside_buffer.next = self.stages.beside_buffer.val();
            self.lanes[i].work_address0.next = self.stages.work_address0.val();
            self.lanes[i].work_address1.next = self.stages.work_address1.val();
            self.lanes[i].work_swapped.next = self.stages.work_swapped.val();
            self.lanes[i].factor_address.next = self.stages.factor_address.val();
            self.lanes[i].put0.next = self.stages.put0.val();
            self.lanes[i].put1.next = self.stages.put1.val();
            self.lanes[i].put_buffer.next = self.stages.put_buffer.val();
            self.lanes[i].put_address0.next = self.stages.put_address0.val();
            self.lanes[i].put_address1.next = self.stages.put_address1.val();
            self.lanes[i].put_swapped.next = self.stages.put_swapped.val();
            self.lanes[i].store_buffer.next = self.store_buffer.val();
            self.lanes[i].store_index.next = self.store_index[i].val();
            self.store_data[i].next = self.lanes[i].store_data.val();
            self.lanes[i].made.next = self.made[i].val();
            self.lanes[i].made_address.next = self.made_address.val();
            self.lanes[i].made_data.next = self.made_data[i].val();
        }
    }
    named!();
}
