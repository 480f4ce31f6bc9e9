//! Factors of the first rank: those of a pair, or the Z1 and Z2 of a whole group.
//!
//! ```text
//! z --> [0][1][2][3][4]  five places for a Z1 and a Z2, written one by one
//!        |  |  |  |  |
//! a, b --+--+--+--+--+--(spends ?)--[register]--> five multipliers
//! ```
//!
//! Over Fq2 a place holds three words, which come and go in turns. Interface: pipe without valid, with
//! [`WORD`](super::WORD) wires. The places of a group hold until its slot, and may be written anew from then on.
//! Latency: [`ZOperands::LATENCY`], the output register. Golden model: five words and a choice.

use super::WORD;
use crate::named;
use rust_hdl::prelude::*;

/// Operands of `N` bits of the five multipliers of the first rank.
#[derive(LogicBlock)]
pub struct ZOperands<const N: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Which word comes.
    pub word: Signal<In, Bits<WORD>>,
    /// Whether to keep `z`.
    pub z_write: Signal<In, Bit>,
    /// As which of the five.
    pub z_index: Signal<In, Bits<3>>,
    /// Z1 and Z2 of a full pair.
    pub z: [Signal<In, Bits<N>>; 2],
    /// Whether this slot is for the Z1 Z2 that were kept.
    pub spends: Signal<In, Bit>,
    /// Factors from the first point.
    pub a: [Signal<In, Bits<N>>; 5],
    /// Factors from the second point.
    pub b: [Signal<In, Bits<N>>; 5],
    /// First factors of the products.
    pub a_out: [Signal<Out, Bits<N>>; 5],
    /// Second factors of the products.
    pub b_out: [Signal<Out, Bits<N>>; 5],
    // Of each place the word that came last, the one before, and the first.
    z1: [DFF<Bits<N>>; 5],
    z1_second: [DFF<Bits<N>>; 5],
    z1_first: [DFF<Bits<N>>; 5],
    z2: [DFF<Bits<N>>; 5],
    z2_second: [DFF<Bits<N>>; 5],
    z2_first: [DFF<Bits<N>>; 5],
    z1_now: [Signal<Local, Bits<N>>; 5],
    z2_now: [Signal<Local, Bits<N>>; 5],
    prime: Signal<Local, Bit>,
    a_now: [DFF<Bits<N>>; 5],
    b_now: [DFF<Bits<N>>; 5],
    number: [Constant<Bits<3>>; 5],
}

impl<const N: usize> ZOperands<N> {
    /// Clocks from operands to operands: the register in front of the multipliers.
    pub const LATENCY: usize = 1;
}

impl<const N: usize> Default for ZOperands<N> {
    fn default() -> Self {
        Self {
            clock: Default::default(),
            word: Default::default(),
            z_write: Default::default(),
            z_index: Default::default(),
            z: Default::default(),
            spends: Default::default(),
            a: Default::default(),
            b: Default::default(),
            a_out: Default::default(),
            b_out: Default::default(),
            z1: Default::default(),
            z1_second: Default::default(),
            z1_first: Default::default(),
            z2: Default::default(),
            z2_second: Default::default(),
            z2_first: Default::default(),
            z1_now: Default::default(),
            z2_now: Default::default(),
            prime: Default::default(),
            a_now: Default::default(),
            b_now: Default::default(),
            number: std::array::from_fn(|i| Constant::new((i as u64).into())),
        }
    }
}

impl<const N: usize> Logic for ZOperands<N> {
    #[hdl_gen]
    fn update(&mut self) {
        self.prime.next = self.word.val().get_bit(4);
        for i in 0..5 {
            self.z1[i].clock.next = self.clock.val();
            self.z1_second[i].clock.next = self.clock.val();
            self.z1_first[i].clock.next = self.clock.val();
            self.z2[i].clock.next = self.clock.val();
            self.z2_second[i].clock.next = self.clock.val();
            self.z2_first[i].clock.next = self.clock.val();
            self.z1[i].d.next = self.z1[i].q.val();
            self.z1_second[i].d.next = self.z1_second[i].q.val();
            self.z1_first[i].d.next = self.z1_first[i].q.val();
            self.z2[i].d.next = self.z2[i].q.val();
            self.z2_second[i].d.next = self.z2_second[i].q.val();
            self.z2_first[i].d.next = self.z2_first[i].q.val();
            // Words move on when the next one comes, and when they leave.
            if self.spends.val()
                | (self.z_write.val() & (self.z_index.val() == self.number[i].val()))
            {
                self.z1[i].d.next = self.z[0].val();
                self.z1_second[i].d.next = self.z1[i].q.val();
                self.z1_first[i].d.next = self.z1_second[i].q.val();
                self.z2[i].d.next = self.z[1].val();
                self.z2_second[i].d.next = self.z2[i].q.val();
                self.z2_first[i].d.next = self.z2_second[i].q.val();
            }
            self.z1_now[i].next = self.z1_first[i].q.val();
            self.z2_now[i].next = self.z2_first[i].q.val();
            if self.prime.val() {
                self.z1_now[i].next = self.z1[i].q.val();
                self.z2_now[i].next = self.z2[i].q.val();
            }
            self.a_now[i].clock.next = self.clock.val();
            self.b_now[i].clock.next = self.clock.val();
            self.a_now[i].d.next = self.a[i].val();
            self.b_now[i].d.next = self.b[i].val();
            if self.spends.val() {
                self.a_now[i].d.next = self.z1_now[i].val();
                self.b_now[i].d.next = self.z2_now[i].val();
            }
            self.a_out[i].next = self.a_now[i].q.val();
            self.b_out[i].next = self.b_now[i].q.val();
        }
    }
    named!();
}
