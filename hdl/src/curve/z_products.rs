//! The products Z1 Z2 of a group: five at once from the multipliers, one a clock to the pairs that follow.
//!
//! ```text
//! m_0  m_1  m_2  m_3  m_4   (when load)
//!  |    |    |    |    |
//! [0]<-[1]<-[2]<-[3]<-[4]
//!  '--> t2
//! ```
//!
//! Interface: pipe without valid. Latency: [`ZProducts::LATENCY`] of product 0, one clock more for each next one, so
//! that pair number i, whose slot is i + 1 clocks after that of the products, meets its own. Golden model: a queue.

use crate::named;
use rust_hdl::prelude::*;

/// Five words of `N` bits, in at once, out in turn.
#[derive(LogicBlock, Default)]
pub struct ZProducts<const N: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Whether the products are those of a group.
    pub load: Signal<In, Bit>,
    /// Products of the first rank.
    pub m: [Signal<In, Bits<N>>; 5],
    /// Z1 Z2 of the pair whose other products come in this clock.
    pub t2: Signal<Out, Bits<N>>,
    line: [DFF<Bits<N>>; 5],
}

impl<const N: usize> ZProducts<N> {
    /// Clocks from the products to the first of them.
    pub const LATENCY: usize = 1;
}

impl<const N: usize> Logic for ZProducts<N> {
    #[hdl_gen]
    fn update(&mut self) {
        for i in 0..5 {
            self.line[i].clock.next = self.clock.val();
        }
        for i in 0..4 {
            self.line[i].d.next = self.line[i + 1].q.val();
        }
        self.line[4].d.next = self.m[4].val();
        if self.load.val() {
            for i in 0..5 {
                self.line[i].d.next = self.m[i].val();
            }
        }
        self.t2.next = self.line[0].q.val();
    }
    named!();
}
