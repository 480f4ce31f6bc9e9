//! The logarithms of a pass, from the transform that it is a part of.
//!
//! ```text
//! kind, size, cut --> m, o, k, q, g, ... --[register]--> LaneTerms, LayoutTerms
//! ```
//!
//! A pass takes 2^g groups of each vector; a group has 2^q words of each of 2^p lanes, 2^k vectors of 2^m points each. A
//! transform has 2^o times as many points. Interface: outputs follow inputs. Latency: 1. Golden model: the passes as they
//! run.

use super::{
    BY_BLOCKS, BY_COPIES, BY_ROWS, BY_TURNS, BY_TURNS_BACK, BY_VECTORS, BY_WORDS, CoreSizes,
};
use crate::named;
use rust_hdl::prelude::*;

/// Groups of a vector, as a power of two, as long as they are not too short: the first one comes and the last one leaves
/// while nothing is worked on.
const FEW_GROUPS: usize = 3;

/// Kinds of passes: vectors are columns,
pub const COLUMNS: u64 = 0;
/// columns of rows,
pub const MIDDLE: u64 = 1;
/// rows,
pub const ROWS: u64 = 2;
/// or whole transforms, each in all lanes alike,
pub const COPIES: u64 = 3;
/// or whole transforms of words that lie beside each other.
pub const LANES: u64 = 4;

/// Logarithms have 6 bits.
#[derive(LogicBlock)]
pub struct PassShape {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// [`COLUMNS`] and so on.
    pub kind: Signal<In, Bits<3>>,
    /// Whether it is inverse.
    pub backward: Signal<In, Bit>,
    /// n: 2^n points of the whole transform.
    pub size: Signal<In, Bits<5>>,
    /// As that of [`Cut`](super::Cut).
    pub columns: Signal<In, Bits<5>>,
    /// As that of [`Cut`](super::Cut).
    pub middle: Signal<In, Bits<5>>,
    /// `rows` of [`Cut`](super::Cut).
    pub cut_rows: Signal<In, Bits<5>>,
    /// 2^v vectors lie beside each other, for [`LANES`].
    pub interleaved: Signal<In, Bits<5>>,
    /// Points of a vector.
    pub m: Signal<Out, Bits<6>>,
    /// Vectors of a transform.
    pub o: Signal<Out, Bits<6>>,
    /// Words of a lane in a group.
    pub q: Signal<Out, Bits<6>>,
    /// Vectors of a lane in a group.
    pub k: Signal<Out, Bits<6>>,
    /// Groups of a transform, for [`MIDDLE`] of all lots of lanes.
    pub g: Signal<Out, Bits<6>>,
    /// Groups of which each goes on where the one before ended.
    pub row: Signal<Out, Bits<6>>,
    /// Vectors of all lanes in a group, over those of a beat.
    pub vector_chunks: Signal<Out, Bits<6>>,
    /// Steps of a group.
    pub steps: Signal<Out, Bits<6>>,
    /// Beats of a transform.
    pub vector_beats: Signal<Out, Bits<6>>,
    /// Rows over words of a beat.
    pub rows_beats: Signal<Out, Bits<6>>,
    /// In which beats come.
    pub load_order: Signal<Out, Bits<3>>,
    /// In which beats leave.
    pub store_order: Signal<Out, Bits<3>>,
    m_now: DFF<Bits<6>>,
    o_now: DFF<Bits<6>>,
    q_now: DFF<Bits<6>>,
    k_now: DFF<Bits<6>>,
    g_now: DFF<Bits<6>>,
    row_now: DFF<Bits<6>>,
    vector_chunks_now: DFF<Bits<6>>,
    steps_now: DFF<Bits<6>>,
    vector_beats_now: DFF<Bits<6>>,
    rows_beats_now: DFF<Bits<6>>,
    load_order_now: DFF<Bits<3>>,
    store_order_now: DFF<Bits<3>>,
    m_is: Signal<Local, Bits<6>>,
    n_all: Signal<Local, Bits<6>>,
    o_is: Signal<Local, Bits<6>>,
    a: Signal<Local, Bits<6>>,
    a_less: Signal<Local, Bits<6>>,
    q_long: Signal<Local, Bits<6>>,
    q_most: Signal<Local, Bits<6>>,
    q_there: Signal<Local, Bits<6>>,
    q_is: Signal<Local, Bits<6>>,
    k_is: Signal<Local, Bits<6>>,
    copied: Signal<Local, Bits<6>>,
    chunks: Signal<Local, Bits<6>>,
    is_columns: Signal<Local, Bit>,
    is_middle: Signal<Local, Bit>,
    is_rows: Signal<Local, Bit>,
    is_copies: Signal<Local, Bit>,
    is_lanes: Signal<Local, Bit>,
    two: Signal<Local, Bit>,
    lanes_log: Constant<Bits<6>>,
    beat_log: Constant<Bits<6>>,
    buffer_log: Constant<Bits<6>>,
    long_log: Constant<Bits<6>>,
    few_groups: Constant<Bits<6>>,
    no_log: Constant<Bits<6>>,
    no_cut: Constant<Bits<5>>,
    kind_columns: Constant<Bits<3>>,
    kind_middle: Constant<Bits<3>>,
    kind_rows: Constant<Bits<3>>,
    kind_copies: Constant<Bits<3>>,
    kind_lanes: Constant<Bits<3>>,
    by_words: Constant<Bits<3>>,
    by_vectors: Constant<Bits<3>>,
    by_blocks: Constant<Bits<3>>,
    by_copies: Constant<Bits<3>>,
    by_turns: Constant<Bits<3>>,
    by_turns_back: Constant<Bits<3>>,
    by_rows: Constant<Bits<3>>,
}

impl PassShape {
    /// For a core whose stages do not wait for each other from `2^long` words of a lane on.
    pub fn new(core: &CoreSizes, long: usize) -> Self {
        Self {
            clock: Default::default(),
            kind: Default::default(),
            backward: Default::default(),
            size: Default::default(),
            columns: Default::default(),
            middle: Default::default(),
            cut_rows: Default::default(),
            interleaved: Default::default(),
            m: Default::default(),
            o: Default::default(),
            q: Default::default(),
            k: Default::default(),
            g: Default::default(),
            row: Default::default(),
            vector_chunks: Default::default(),
            steps: Default::default(),
            vector_beats: Default::default(),
            rows_beats: Default::default(),
            load_order: Default::default(),
            store_order: Default::default(),
            m_now: Default::default(),
            o_now: Default::default(),
            q_now: Default::default(),
            k_now: Default::default(),
            g_now: Default::default(),
            row_now: Default::default(),
            vector_chunks_now: Default::default(),
            steps_now: Default::default(),
            vector_beats_now: Default::default(),
            rows_beats_now: Default::default(),
            load_order_now: Default::default(),
            store_order_now: Default::default(),
            m_is: Default::default(),
            n_all: Default::default(),
            o_is: Default::default(),
            a: Default::default(),
            a_less: Default::default(),
            q_long: Default::default(),
            q_most: Default::default(),
            q_there: Default::default(),
            q_is: Default::default(),
            k_is: Default::default(),
            copied: Default::default(),
            chunks: Default::default(),
            is_columns: Default::default(),
            is_middle: Default::default(),
            is_rows: Default::default(),
            is_copies: Default::default(),
            is_lanes: Default::default(),
            two: Default::default(),
            lanes_log: Constant::new((core.lanes as u64).into()),
            beat_log: Constant::new((core.beat as u64).into()),
            buffer_log: Constant::new((core.buffer as u64).into()),
            long_log: Constant::new((long as u64).into()),
            few_groups: Constant::new((FEW_GROUPS as u64).into()),
            no_log: Constant::new(0u64.into()),
            no_cut: Constant::new(0u64.into()),
            kind_columns: Constant::new(COLUMNS.into()),
            kind_middle: Constant::new(MIDDLE.into()),
            kind_rows: Constant::new(ROWS.into()),
            kind_copies: Constant::new(COPIES.into()),
            kind_lanes: Constant::new(LANES.into()),
            by_words: Constant::new(BY_WORDS.into()),
            by_vectors: Constant::new(BY_VECTORS.into()),
            by_blocks: Constant::new(BY_BLOCKS.into()),
            by_copies: Constant::new(BY_COPIES.into()),
            by_turns: Constant::new(BY_TURNS.into()),
            by_turns_back: Constant::new(BY_TURNS_BACK.into()),
            by_rows: Constant::new(BY_ROWS.into()),
        }
    }
}

impl Logic for PassShape {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self,
            clock,
            m_now,
            o_now,
            q_now,
            k_now,
            g_now,
            row_now,
            vector_chunks_now,
            steps_now,
            vector_beats_now,
            rows_beats_now,
            load_order_now,
            store_order_now
        );
        self.m.next = self.m_now.q.val();
        self.o.next = self.o_now.q.val();
        self.q.next = self.q_now.q.val();
        self.k.next = self.k_now.q.val();
        self.g.next = self.g_now.q.val();
        self.row.next = self.row_now.q.val();
        self.vector_chunks.next = self.vector_chunks_now.q.val();
        self.steps.next = self.steps_now.q.val();
        self.vector_beats.next = self.vector_beats_now.q.val();
        self.rows_beats.next = self.rows_beats_now.q.val();
        self.load_order.next = self.load_order_now.q.val();
        self.store_order.next = self.store_order_now.q.val();
        self.is_columns.next = self.kind.val() == self.kind_columns.val();
        self.is_middle.next = self.kind.val() == self.kind_middle.val();
        self.is_rows.next = self.kind.val() == self.kind_rows.val();
        self.is_copies.next = self.kind.val() == self.kind_copies.val();
        self.is_lanes.next = self.kind.val() == self.kind_lanes.val();
        self.n_all.next = bit_cast::<6, 5>(self.size.val());
        self.m_is.next = bit_cast::<6, 5>(self.size.val());
        if self.is_columns.val() {
            self.m_is.next = bit_cast::<6, 5>(self.columns.val());
        } else if self.is_middle.val() {
            self.m_is.next = bit_cast::<6, 5>(self.middle.val());
        } else if self.is_rows.val() {
            self.m_is.next = bit_cast::<6, 5>(self.cut_rows.val());
        } else if self.is_lanes.val() {
            self.n_all.next =
                bit_cast::<6, 5>(self.size.val()) + bit_cast::<6, 5>(self.interleaved.val());
        }
        self.o_is.next = self.n_all.val() - self.m_is.val();
        self.chunks.next = self.lanes_log.val() - self.beat_log.val();
        // Words of a lane: some groups of a vector, if stages do not wait for each other then.
        self.a.next = self.n_all.val() - self.lanes_log.val();
        self.a_less.next = self.no_log.val();
        if self.a.val() > self.few_groups.val() {
            self.a_less.next = self.a.val() - self.few_groups.val();
        }
        self.q_long.next = self.a_less.val();
        if self.a_less.val() < self.long_log.val() {
            self.q_long.next = self.long_log.val();
        }
        self.q_most.next = self.q_long.val();
        if self.q_long.val() < self.m_is.val() {
            self.q_most.next = self.m_is.val();
        }
        self.q_there.next = self.q_most.val();
        if self.q_most.val() > self.a.val() {
            self.q_there.next = self.a.val();
        }
        self.q_is.next = self.q_there.val();
        if self.q_there.val() > self.buffer_log.val() {
            self.q_is.next = self.buffer_log.val();
        }
        if self.is_middle.val() {
            self.q_is.next = self.m_is.val() + self.beat_log.val();
        } else if self.is_copies.val() {
            self.q_is.next = self.m_is.val();
        }
        self.k_is.next = self.q_is.val() - self.m_is.val();
        self.copied.next = self.no_log.val();
        if self.m_is.val() > self.beat_log.val() {
            self.copied.next = self.m_is.val() - self.beat_log.val();
        }
        self.m_now.d.next = self.m_is.val();
        self.o_now.d.next = self.o_is.val();
        self.q_now.d.next = self.q_is.val();
        self.k_now.d.next = self.k_is.val();
        self.g_now.d.next = self.a.val() - self.q_is.val();
        self.row_now.d.next = self.a.val() - self.q_is.val();
        self.vector_chunks_now.d.next = self.k_is.val() + self.chunks.val();
        self.steps_now.d.next = self.q_is.val() + self.chunks.val();
        self.vector_beats_now.d.next = self.n_all.val() - self.beat_log.val();
        self.rows_beats_now.d.next = bit_cast::<6, 5>(self.cut_rows.val()) - self.beat_log.val();
        if self.is_middle.val() {
            self.g_now.d.next = self.o_is.val() - self.lanes_log.val() - self.beat_log.val();
            self.row_now.d.next = bit_cast::<6, 5>(self.cut_rows.val()) - self.beat_log.val();
        } else if self.is_copies.val() {
            self.g_now.d.next = self.no_log.val();
            self.row_now.d.next = self.no_log.val();
            self.steps_now.d.next = self.copied.val() + self.beat_log.val();
            self.vector_beats_now.d.next = self.copied.val();
        }
        // Words in their natural order are on the side of the whole transform's input and output, and between rows and the
        // pass in the middle.
        self.two.next = self.middle.val() == self.no_cut.val();
        self.load_order_now.d.next = self.by_words.val();
        self.store_order_now.d.next = self.by_words.val();
        if self.is_copies.val() {
            self.load_order_now.d.next = self.by_copies.val();
            self.store_order_now.d.next = self.by_copies.val();
        } else if self.backward.val() {
            if self.is_columns.val() {
                self.load_order_now.d.next = self.by_vectors.val();
            } else if self.is_middle.val() {
                self.load_order_now.d.next = self.by_rows.val();
                self.store_order_now.d.next = self.by_turns_back.val();
            } else if self.is_rows.val() & self.two.val() {
                self.store_order_now.d.next = self.by_blocks.val();
            }
        } else {
            if self.is_columns.val() {
                self.store_order_now.d.next = self.by_blocks.val();
            } else if self.is_middle.val() {
                self.load_order_now.d.next = self.by_turns.val();
                self.store_order_now.d.next = self.by_rows.val();
            } else if self.is_rows.val() & self.two.val() {
                self.load_order_now.d.next = self.by_vectors.val();
            }
        }
    }
    named!();
}
