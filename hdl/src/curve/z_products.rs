//! The products Z1 Z2 of a group: five at once from the multipliers, one a clock to the pairs that follow.
//!
//! ```text
//! m_0  m_1  m_2  m_3  m_4   (when load)
//!  |    |    |    |    |
//! [0]<-[1]<-[2]<-[3]<-[4]
//!  '--> t2
//! ```
//!
//! A place holds a word, over Fq2 the three words of an element, which pass through it one after the other.
//! Interface: pipe without valid, with [`WORD`](super::WORD) wires. Latency: [`ZProducts::LATENCY`] slots of product 0,
//! a slot more for each next one, so that pair number i, whose slot is i + 1 slots after that of the products, meets its
//! own. Golden model: a queue.

use super::WORD;
use crate::named;
use rust_hdl::prelude::*;

/// Five words of `N` bits, in at once, out in turn.
#[derive(LogicBlock, Default)]
pub struct ZProducts<const N: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Which word comes.
    pub word: Signal<In, Bits<WORD>>,
    /// Whether the products are those of a group.
    pub load: Signal<In, Bit>,
    /// Products of the first rank.
    pub m: [Signal<In, Bits<N>>; 5],
    /// Z1 Z2 of the pair whose other products come in this clock.
    pub t2: Signal<Out, Bits<N>>,
    // A place, and where the next words of an element wait in it.
    line: [DFF<Bits<N>>; 5],
    line_second: [DFF<Bits<N>>; 5],
    line_third: [DFF<Bits<N>>; 5],
    place: [Signal<Local, Bits<N>>; 5],
    prime: Signal<Local, Bit>,
}

impl<const N: usize> ZProducts<N> {
    /// Slots from the products to the first of them.
    pub const LATENCY: usize = 1;
}

impl<const N: usize> Logic for ZProducts<N> {
    #[hdl_gen]
    fn update(&mut self) {
        self.prime.next = self.word.val().get_bit(4);
        for i in 0..5 {
            self.line[i].clock.next = self.clock.val();
            self.line_second[i].clock.next = self.clock.val();
            self.line_third[i].clock.next = self.clock.val();
            self.line_second[i].d.next = self.line[i].q.val();
            self.line_third[i].d.next = self.line_second[i].q.val();
            self.place[i].next = self.line_third[i].q.val();
            if self.prime.val() {
                self.place[i].next = self.line[i].q.val();
            }
        }
        for i in 0..4 {
            self.line[i].d.next = self.place[i + 1].val();
        }
        self.line[4].d.next = self.m[4].val();
        if self.load.val() {
            for i in 0..5 {
                self.line[i].d.next = self.m[i].val();
            }
        }
        self.t2.next = self.place[0].val();
    }
    named!();
}
