//! Which word of an element comes where.
//!
//! ```text
//! over Fq2:         first second third first second third ...     at the adder's line
//!             third first second third ...                        at the buckets, as sums come back
//! over the prime field: every word is the only one
//! ```
//!
//! Interface: `extended` is a level; outputs run for ever. Latency: 0 of the change between fields.
//! Golden model: a counter.

use crate::curve::{WORD, word};
use crate::named;
use rust_hdl::prelude::*;

/// The words at both ends of the adder.
#[derive(LogicBlock)]
pub struct WordClock {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Whether elements are those of Fq2.
    pub extended: Signal<In, Bit>,
    /// Which word the adder may take.
    pub at_adder: Signal<Out, Bits<WORD>>,
    /// Which word of a sum comes back, and of items goes to the buckets.
    pub at_buckets: Signal<Out, Bits<WORD>>,
    number: DFF<Bits<2>>,
    numbers: [Constant<Bits<2>>; 3],
    words: [Constant<Bits<WORD>>; 3],
    late_words: [Constant<Bits<WORD>>; 3],
    only: Constant<Bits<WORD>>,
}

impl WordClock {
    /// For an adder whose sums come `way` clocks after it took their pairs.
    pub fn new(way: usize) -> Self {
        let word = |number: usize| Constant::new(word::OF_EXTENSION[number % 3].into());
        Self {
            clock: Default::default(),
            extended: Default::default(),
            at_adder: Default::default(),
            at_buckets: Default::default(),
            number: Default::default(),
            numbers: [0u64, 1, 2].map(|number| Constant::new(number.into())),
            words: [0, 1, 2].map(word),
            late_words: [0, 1, 2].map(|number| word(number + 2 * way)),
            only: Constant::new(word::ONLY.into()),
        }
    }
}

impl Logic for WordClock {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, number);
        self.number.d.next = self.numbers[0].val();
        self.at_adder.next = self.words[2].val();
        self.at_buckets.next = self.late_words[2].val();
        if self.number.q.val() == self.numbers[0].val() {
            self.number.d.next = self.numbers[1].val();
            self.at_adder.next = self.words[0].val();
            self.at_buckets.next = self.late_words[0].val();
        }
        if self.number.q.val() == self.numbers[1].val() {
            self.number.d.next = self.numbers[2].val();
            self.at_adder.next = self.words[1].val();
            self.at_buckets.next = self.late_words[1].val();
        }
        if !self.extended.val() {
            self.at_adder.next = self.only.val();
            self.at_buckets.next = self.only.val();
        }
    }
    named!();
}
