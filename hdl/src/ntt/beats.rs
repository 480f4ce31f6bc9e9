//! Which word of which vectors each beat of a group holds.
//!
//! ```text
//! beat j of a group, from the top:
//!   by words      { n          , vector, chunk }    word n of W vectors
//!   by vectors    { vector, chunk, n           }    a diagonal of W by W words, as rows read them
//!   by blocks     { n / W, vector, chunk, n mod W } the same, as columns write them
//!   by copies     { n }                             W words of one vector, for W lanes alike
//!   by turns      { chunk, n, t }                   word n of W vectors of each lane, turned by t
//!   by turns back { n, chunk, t }                   the same
//!   by rows       { vector, n, chunk }              word n of a vector of each of W lanes
//! ```
//!
//! All sizes are powers of two, so that one counter has all loops in its bits. `first` is the index of the vector's first
//! word in its lane, `chunk` says which W lanes are meant, `turn` by how many places words are turned.
//! Copies come a word a step, each beat staying for W steps, and leave a beat a step.
//! Interface: `start`, then a step for each beat. Latency: 0. Golden model: the loops.

use crate::named;
use rust_hdl::prelude::*;

/// Orders of beats: n is outermost.
pub const BY_WORDS: u64 = 0;
/// n is innermost.
pub const BY_VECTORS: u64 = 1;
/// The low bits of n are innermost.
pub const BY_BLOCKS: u64 = 2;
/// One vector.
pub const BY_COPIES: u64 = 3;
/// Vectors of a lane are innermost, W of them.
pub const BY_TURNS: u64 = 4;
/// And chunks within n.
pub const BY_TURNS_BACK: u64 = 5;
/// Vectors of a lane are outermost.
pub const BY_ROWS: u64 = 6;

/// Groups of up to `2^B` beats of `2^L` words, indices of `D` bits, `2^H` chunks of lanes or fewer.
#[derive(LogicBlock)]
pub struct Beats<const B: usize, const D: usize, const L: usize, const H: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Whether a group starts.
    pub start: Signal<In, Bit>,
    /// [`BY_WORDS`] and so on.
    pub order: Signal<In, Bits<3>>,
    /// m: vectors have 2^m words; W or more if the order is by vectors or blocks.
    pub bits: Signal<In, Bits<5>>,
    /// Steps of a group, less one; for copies words.
    pub last_beat: Signal<In, Bits<B>>,
    /// Logarithm of the vectors of all lanes, less that of W.
    pub vector_bits: Signal<In, Bits<5>>,
    /// Whether a beat is done with.
    pub step: Signal<In, Bit>,
    /// Number of the word.
    pub n: Signal<Out, Bits<D>>,
    /// Index of the first word of its vector.
    pub first: Signal<Out, Bits<D>>,
    /// Which lanes.
    pub chunk: Signal<Out, Bits<H>>,
    /// By how many places words are turned.
    pub turn: Signal<Out, Bits<L>>,
    /// Whether the beat is the last one.
    pub last: Signal<Out, Bit>,
    at: DFF<Bits<B>>,
    above: Signal<Local, Bits<B>>,
    low: Signal<Local, Bits<B>>,
    high: Signal<Local, Bits<B>>,
    number: Signal<Local, Bits<B>>,
    vectors: Signal<Local, Bits<B>>,
    vectors_mask: Signal<Local, Bits<B>>,
    size_mask: Signal<Local, Bits<B>>,
    vector: Signal<Local, Bits<B>>,
    offset: Signal<Local, Bits<B>>,
    lanes: Signal<Local, Bits<B>>,
    copied: Signal<Local, Bits<B>>,
    middle: Signal<Local, Bits<B>>,
    inner: Signal<Local, Bits<B>>,
    none: Constant<Bits<B>>,
    one: Constant<Bits<B>>,
    copies: Constant<Bits<B>>,
    low_mask: Constant<Bits<B>>,
    high_mask: Constant<Bits<B>>,
    chunk_mask: Constant<Bits<B>>,
    by_words: Constant<Bits<3>>,
    by_vectors: Constant<Bits<3>>,
    by_copies: Constant<Bits<3>>,
    by_turns: Constant<Bits<3>>,
    by_turns_back: Constant<Bits<3>>,
    by_rows: Constant<Bits<3>>,
    word_bits: Constant<Bits<5>>,
    chunk_bits: Constant<Bits<5>>,
}

impl<const B: usize, const D: usize, const L: usize, const H: usize> Beats<B, D, L, H> {
    /// For `2^chunk_bits` chunks of lanes. Copies are stepped through by `whole_beats` or by words.
    ///
    /// # Panics
    /// When `H` bits do not number them, or `B` has less bits than `D` or more than 31.
    pub fn new(chunk_bits: usize, whole_beats: bool) -> Self {
        assert!(
            chunk_bits <= H && D <= B && B < 32,
            "{chunk_bits} in {H} bits, {D} in {B}"
        );
        Self {
            clock: Default::default(),
            start: Default::default(),
            order: Default::default(),
            bits: Default::default(),
            last_beat: Default::default(),
            vector_bits: Default::default(),
            step: Default::default(),
            n: Default::default(),
            first: Default::default(),
            chunk: Default::default(),
            turn: Default::default(),
            last: Default::default(),
            at: Default::default(),
            above: Default::default(),
            low: Default::default(),
            high: Default::default(),
            number: Default::default(),
            vectors: Default::default(),
            vectors_mask: Default::default(),
            size_mask: Default::default(),
            vector: Default::default(),
            offset: Default::default(),
            lanes: Default::default(),
            copied: Default::default(),
            middle: Default::default(),
            inner: Default::default(),
            none: Constant::new(0u64.into()),
            one: Constant::new(1u64.into()),
            copies: Constant::new(if whole_beats { (1u64 << L) - 1 } else { 0 }.into()),
            low_mask: Constant::new(((1u64 << L) - 1).into()),
            high_mask: Constant::new((((1u64 << B) - 1) & !((1u64 << L) - 1)).into()),
            chunk_mask: Constant::new(((1u64 << chunk_bits) - 1).into()),
            by_words: Constant::new(BY_WORDS.into()),
            by_vectors: Constant::new(BY_VECTORS.into()),
            by_copies: Constant::new(BY_COPIES.into()),
            by_turns: Constant::new(BY_TURNS.into()),
            by_turns_back: Constant::new(BY_TURNS_BACK.into()),
            by_rows: Constant::new(BY_ROWS.into()),
            word_bits: Constant::new((L as u64).into()),
            chunk_bits: Constant::new((chunk_bits as u64).into()),
        }
    }
}

impl<const B: usize, const D: usize, const L: usize, const H: usize> Logic for Beats<B, D, L, H> {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, at);
        self.copied.next = self.none.val();
        if self.order.val() == self.by_copies.val() {
            self.copied.next = self.copies.val();
        }
        if self.step.val() {
            self.at.d.next = self.at.q.val() + self.copied.val() + self.one.val();
        }
        if self.start.val() {
            self.at.d.next = self.none.val();
        }
        self.last.next = (self.at.q.val() | self.copied.val()) == self.last_beat.val();
        self.vectors_mask.next = (self.one.val() << self.vector_bits.val()) - self.one.val();
        self.size_mask.next = (self.one.val() << self.bits.val()) - self.one.val();
        self.above.next = self.at.q.val() >> self.vector_bits.val();
        self.low.next = self.at.q.val() & self.low_mask.val();
        self.high.next = self.above.val() & self.high_mask.val();
        self.middle.next = self.at.q.val() >> self.word_bits.val();
        self.inner.next = self.at.q.val() >> self.chunk_bits.val();
        // By blocks.
        self.number.next = self.high.val() | self.low.val();
        self.vectors.next = self.middle.val() & self.vectors_mask.val();
        if self.order.val() == self.by_words.val() {
            self.number.next = self.above.val();
            self.vectors.next = self.at.q.val() & self.vectors_mask.val();
        } else if self.order.val() == self.by_vectors.val() {
            self.number.next = self.at.q.val() & self.size_mask.val();
            self.vectors.next = self.at.q.val() >> self.bits.val();
        } else if self.order.val() == self.by_copies.val() {
            self.number.next = self.at.q.val();
            self.vectors.next = self.none.val();
        } else if self.order.val() == self.by_turns.val() {
            self.number.next = self.middle.val() & self.size_mask.val();
            self.vectors.next = self.middle.val() >> self.bits.val();
        } else if self.order.val() == self.by_turns_back.val() {
            self.number.next = self.middle.val() >> self.chunk_bits.val();
            self.vectors.next = self.middle.val() & self.chunk_mask.val();
        } else if self.order.val() == self.by_rows.val() {
            self.number.next = self.inner.val() & self.size_mask.val();
            self.vectors.next = ((self.inner.val() >> self.bits.val()) << self.chunk_bits.val())
                | (self.at.q.val() & self.chunk_mask.val());
        }
        self.vector.next = self.vectors.val() >> self.chunk_bits.val();
        self.offset.next = self.vector.val() << self.bits.val();
        self.lanes.next = self.vectors.val() & self.chunk_mask.val();
        self.turn.next = bit_cast::<L, B>(self.low.val());
        self.n.next = bit_cast::<D, B>(self.number.val());
        self.first.next = bit_cast::<D, B>(self.offset.val());
        self.chunk.next = bit_cast::<H, B>(self.lanes.val());
    }
    named!();
}
