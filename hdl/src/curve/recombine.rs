//! Products of words to the words of a product of Fq2.
//!
//! ```text
//! m       m0    m1    m2 |
//! p                   .. | m0 - m1    m2 - m0 - m1    m2 - 2 m1
//! ```
//!
//! The three words of a frame are kept while the next one comes. Their sums lie between -2q and q; of three candidates
//! the signs choose the canonical one. Over the prime field a product passes, as late as the others.
//! Interface: pipe without valid, with [`WORD`](super::WORD) wires; canonical in and out.
//! Latency: [`Recombine::latency`] from word 0 to word 0: two clocks until the third word is there, then a register,
//! two chunked sums, the candidates, the choice. Source: Karatsuba. Golden model: Fq2.

use super::WORD;
use super::words::{NEVER, WordWires};
use crate::field::FieldConfig;
use crate::named;
use crate::prim::datapath::{Netlist, Pipeline, Running, constant, zero_extend};
use num_bigint::BigUint;
use rust_hdl::prelude::*;

/// Words of `N` bits.
#[derive(LogicBlock)]
pub struct Recombine<const N: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Which word comes.
    pub word: Signal<In, Bits<WORD>>,
    /// Product of words.
    pub m: Signal<In, Bits<N>>,
    /// Word of the product.
    pub p: Signal<Out, Bits<N>>,
    _pipeline: Pipeline,
    _running: Running,
}

/// Clocks until the third word of a frame is there.
const GATHER: usize = 2;

impl<const N: usize> Recombine<N> {
    /// The block over `field`.
    ///
    /// # Panics
    /// When lazy values exceed `N` bits.
    pub fn new(field: &FieldConfig) -> Self {
        field.check(N);
        let pipeline = pipeline(field, N);
        Self {
            clock: Default::default(),
            word: Default::default(),
            m: Default::default(),
            p: Default::default(),
            _running: Running::new(&pipeline),
            _pipeline: pipeline,
        }
    }

    /// `K` equal ones.
    ///
    /// # Panics
    /// As [`Recombine::new`].
    pub fn array<const K: usize>(field: &FieldConfig) -> [Self; K] {
        std::array::from_fn(|_| Self::new(field))
    }

    /// Clocks from a word to the same word of the product.
    pub fn latency(&self) -> usize {
        GATHER + self._pipeline.latency()
    }
}

fn pipeline(field: &FieldConfig, container: usize) -> Pipeline {
    let (q, mut n) = (&field.modulus, Netlist::new(field.shape));
    let bits = q.bits() as usize;
    let word = WordWires::input(&mut n);
    let m = n.input("m", bits);
    // At the last word's clock word 0 is made, in the two clocks after it the others.
    let more = n.not(word.last);
    let [m_1, m_2, m_3] = [1, 2, 3].map(|clocks| n.earlier(&m, clocks));
    let m1 = n.hold(&m_1, more, word.prime);
    let other = n.hold(&m_3, NEVER, word.last);
    let from = n.pick(&[(word.prime, &m_2), (word.first, &m_1)], &m_2);
    let taken = n.add(&m1, &other, bits + 1);
    let (difference, negative) = n.sub_borrow(&from, &taken, bits + 1);
    let (once, enough) = n.add_carry(&difference, &constant(q, bits + 1), bits + 1);
    let twice = n.add(&difference, &constant(&(q << 1), bits + 1), bits + 1);
    let [difference, once, twice] = [difference, once, twice].map(|bus| zero_extend(&bus, bits));
    let positive = n.not(negative);
    let p = n.pick(&[(positive, &difference), (enough, &once)], &twice);
    n.finish(vec![("p", zero_extend(&p, container))])
}

impl<const N: usize> Logic for Recombine<N> {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            let inputs: [BigUint; 2] = [self.word.val().into(), self.m.val().into()];
            let outputs = self._running.clock(&self._pipeline, &inputs);
            self.p.next = outputs[0].clone().into();
        }
    }
    fn connect(&mut self) {
        self.p.connect();
    }
    fn hdl(&self) -> Verilog {
        Verilog::Custom(self._pipeline.verilog())
    }
    named!();
}
