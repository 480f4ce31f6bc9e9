//! The loop of pairs and sums, with the blocks that decide; all else is free.
//!
//! ```text
//! items --[LOOK]--> [PairQueues] ==> [PairLine] --[latency + LOOK, or any time]-- sums
//!                        ^                                                         |
//!                        '---- stored, or paired: as it pleases -------------------'
//! ```
//!
//! Free are in each clock: whether a bank offers an item that will find a point, whether a sum comes back if that is
//! left open, what it finds, and in the reduction whether it adds. One pair at most is marked, any one.
//!
//! What happens inside the blocks comes by the inputs that [`loop_ties`](crate::loop_ties) lists.

use rust_hdl::prelude::*;
use zkcard_hdl::curve::{PairLine, WORD, word};
use zkcard_hdl::msm::PairQueues;
use zkcard_hdl::named;
use zkcard_hdl::prim::{Assumption, Claim, Delay};

/// Clocks from an admitted item, or a sum, to its pair at the queues.
pub const LOOK: usize = 4;

/// Where pairs wait, one of so many clocks starts an addition.
const PAUSE: u64 = 4;

/// Sums on their way never reach so many: more than a loop holds at the longest latency that queues of 16 places allow.
const MANY: u64 = 127;

/// When sums come back.
#[derive(Clone, Copy, Debug)]
pub enum Sums {
    /// After so many clocks of the adder, and [`LOOK`].
    After(usize),
    /// At any clock after their start, in any number up to one a clock: every latency is among that.
    AnyTime,
}

/// Queues of `2^F` places, `G = F + 1`.
#[derive(LogicBlock)]
pub struct PairLoop<const F: usize, const G: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Whether it is the reduction that adds; for good.
    pub reducing: Signal<In, Bit>,
    /// Whether each bank has an item that will find a point.
    pub item: [Signal<In, Bit>; 2],
    /// Whether the reduction would add.
    pub adds: Signal<In, Bit>,
    /// Whether a sum comes back, if that is left open.
    pub returns: Signal<In, Bit>,
    /// Whether each queue is offered a pair that it refuses.
    pub refused: [Signal<In, Bit>; 4],
    /// Whether pairs wait in the queues.
    pub queued: Signal<In, Bit>,
    /// Whether pairs wait in the line.
    pub lined: Signal<In, Bit>,
    /// Whether the line holds the pairs of two groups, and no others.
    pub grouped: Signal<In, Bit>,
    /// Whether a sum that comes back finds a point.
    pub finds: Signal<In, Bit>,
    /// Whether it is affine.
    pub affine: Signal<In, Bit>,
    /// Which pair that enters is marked: of a bank, of a sum or the reduction.
    pub mark: [Signal<In, Bit>; 3],
    queues: PairQueues<1, 2, 3, 4, F, G>,
    line: PairLine<1, 3, 2, 1>,
    items: [Delay<Bit>; 2],
    adding: Delay<Bit>,
    sums: Delay<Bit>,
    any_time: Constant<Bits<1>>,
    away: DFF<Bits<7>>,
    sum: Signal<Local, Bit>,
    reduced: DFF<Bit>,
    begun: DFF<Bit>,
    marked: DFF<Bit>,
    waiting: DFF<Bit>,
    idle: DFF<Bits<4>>,
    enters: [Signal<Local, Bit>; 3],
    marks: [Signal<Local, Bit>; 3],
    starts: Signal<Local, Bit>,
    starts_marked: Signal<Local, Bit>,
    waits: Signal<Local, Bit>,
    waited: DFF<Bit>,
    mode: Assumption,
    one_mark: Assumption,
    not_many: Assumption,
    once: Claim,
    progress: Claim,
    none_lost: Claim,
    admits: Claim,
    fits: [Claim; 4],
    groups: Claim,
    word_only: Constant<Bits<WORD>>,
    no_bit: Constant<Bits<1>>,
    a_bit: Constant<Bits<1>>,
    affine_found: Constant<Bits<4>>,
    projective_found: Constant<Bits<4>>,
    no_idle: Constant<Bits<4>>,
    one_idle: Constant<Bits<4>>,
    pause: Constant<Bits<4>>,
    none_away: Constant<Bits<7>>,
    one_away: Constant<Bits<7>>,
    many: Constant<Bits<7>>,
}

impl<const F: usize, const G: usize> PairLoop<F, G> {
    /// With an adder whose `sums` come back so.
    pub fn new(sums: Sums) -> Self {
        let (latency, any_time) = match sums {
            Sums::After(latency) => (latency, 0u64),
            Sums::AnyTime => (0, 1),
        };
        Self {
            clock: Default::default(),
            reducing: Default::default(),
            item: Default::default(),
            adds: Default::default(),
            returns: Default::default(),
            refused: Default::default(),
            queued: Default::default(),
            lined: Default::default(),
            grouped: Default::default(),
            finds: Default::default(),
            affine: Default::default(),
            mark: Default::default(),
            queues: Default::default(),
            line: Default::default(),
            items: std::array::from_fn(|_| Delay::zeroed(LOOK)),
            adding: Delay::zeroed(LOOK),
            sums: Delay::zeroed(latency + LOOK),
            any_time: Constant::new(any_time.into()),
            away: Default::default(),
            sum: Default::default(),
            reduced: Default::default(),
            begun: Default::default(),
            marked: Default::default(),
            waiting: Default::default(),
            idle: Default::default(),
            enters: Default::default(),
            marks: Default::default(),
            starts: Default::default(),
            starts_marked: Default::default(),
            waits: Default::default(),
            waited: Default::default(),
            mode: Default::default(),
            one_mark: Default::default(),
            not_many: Default::default(),
            once: Claim::new("a pair leaves only as often as it came"),
            progress: Claim::new("an addition starts within four clocks where pairs wait"),
            none_lost: Claim::new("a pair that came waits, or starts"),
            admits: Claim::new("where nothing waits, items and additions may come"),
            fits: std::array::from_fn(|_| Claim::new("a queue takes each pair that it is offered")),
            groups: Claim::new("the line holds two groups, all their pairs and no others"),
            word_only: Constant::new(word::ONLY.into()),
            no_bit: Constant::new(0u64.into()),
            a_bit: Constant::new(1u64.into()),
            affine_found: Constant::new(8u64.into()),
            projective_found: Constant::new(0u64.into()),
            no_idle: Constant::new(0u64.into()),
            one_idle: Constant::new(1u64.into()),
            pause: Constant::new(PAUSE.into()),
            none_away: Constant::new(0u64.into()),
            one_away: Constant::new(1u64.into()),
            many: Constant::new(MANY.into()),
        }
    }
}

impl<const F: usize, const G: usize> Logic for PairLoop<F, G> {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(
            self, clock, queues, line, adding, sums, mode, one_mark, once, progress, none_lost
        );
        clock!(self, clock, not_many, admits, groups);
        dff_setup!(
            self, clock, reduced, begun, marked, waiting, idle, away, waited
        );
        self.queues.reset.next = false;
        self.queues.extended.next = false;
        self.line.reset.next = false;
        self.line.word.next = self.word_only.val();
        // The phase stays what it was at first.
        self.begun.d.next = true;
        self.reduced.d.next = self.reducing.val();
        self.mode.holds.next = !self.begun.q.val() | (self.reduced.q.val() == self.reducing.val());
        self.starts.next = self.line.mixed.val() | self.line.full.val();
        // What comes back, and what enters.
        self.sum.next = self.sums.q.val();
        if self.any_time.val() == self.a_bit.val() {
            self.sum.next = self.returns.val() & (self.away.q.val() != self.none_away.val());
        }
        self.enters[2].next = (self.sum.val() & self.finds.val()) | self.adding.q.val();
        self.marks[2].next = self.mark[2].val() & self.enters[2].val();
        for i in 0..2 {
            self.items[i].clock.next = self.clock.val();
            self.items[i].d.next =
                self.item[i].val() & self.queues.room[i].val() & !self.reducing.val();
            self.enters[i].next = self.items[i].q.val();
            self.marks[i].next = self.mark[i].val() & self.enters[i].val();
            self.queues.b[i].next = self.items[i].q.val();
            self.queues.b_item[i].next = self.affine_found.val();
            self.queues.b_found[i].next = self.projective_found.val();
            self.queues.b_tag[i].next = self.no_bit.val();
            if self.marks[i].val() {
                self.queues.b_tag[i].next = self.a_bit.val();
            }
        }
        self.adding.d.next = self.adds.val() & self.queues.full_room.val() & self.reducing.val();
        self.sums.d.next = self.starts.val() & !self.reducing.val();
        if self.sums.d.val() & !self.sum.val() {
            self.away.d.next = self.away.q.val() + self.one_away.val();
        }
        if !self.sums.d.val() & self.sum.val() {
            self.away.d.next = self.away.q.val() - self.one_away.val();
        }
        self.not_many.holds.next =
            (self.any_time.val() != self.a_bit.val()) | (self.away.q.val() != self.many.val());
        self.queues.a.next = self.sum.val() & self.finds.val();
        self.queues.a_sum.next = self.projective_found.val();
        self.queues.a_found.next = self.projective_found.val();
        if self.affine.val() {
            self.queues.a_found.next = self.affine_found.val();
        }
        self.queues.a_tag.next = self.no_bit.val();
        self.queues.r.next = self.adding.q.val();
        self.queues.r_p.next = self.queues.mixed_p.val();
        self.queues.r_q.next = self.queues.mixed_p.val();
        self.queues.r_tag.next = self.no_bit.val();
        if self.marks[2].val() {
            self.queues.a_tag.next = self.a_bit.val();
            self.queues.r_tag.next = self.a_bit.val();
        }
        // Out of the queues and through the line.
        self.line.mixed_valid.next = self.queues.mixed_valid.val();
        self.line.mixed_p.next = self.queues.mixed_p.val();
        self.line.mixed_q.next = self.queues.mixed_q.val();
        self.line.mixed_tag.next = self.queues.mixed_tag.val();
        self.queues.mixed_ready.next = self.line.mixed_ready.val();
        self.line.full_valid.next = self.queues.full_valid.val();
        self.line.full_p.next = self.queues.full_p.val();
        self.line.full_q.next = self.queues.full_q.val();
        self.line.full_tag.next = self.queues.full_tag.val();
        self.queues.full_ready.next = self.line.full_ready.val();
        // The marked pair comes out as often as it came.
        self.one_mark.holds.next =
            (!self.marks[0].val() & !self.marks[1].val() & !self.marks[2].val())
                | (!self.marked.q.val()
                    & (self.marks[0].val() != self.marks[1].val())
                    & !self.marks[2].val())
                | (!self.marked.q.val()
                    & !self.marks[0].val()
                    & !self.marks[1].val()
                    & self.marks[2].val());
        self.starts_marked.next = self.starts.val() & (self.line.tag.val() == self.a_bit.val());
        self.once.holds.next = !self.starts_marked.val() | self.waiting.q.val();
        if self.marks[0].val() | self.marks[1].val() | self.marks[2].val() {
            self.marked.d.next = true;
            self.waiting.d.next = true;
        }
        if self.starts_marked.val() {
            self.waiting.d.next = false;
        }
        // A pair that came and has not started is among those that wait.
        self.waits.next = self.queued.val() | self.lined.val();
        self.none_lost.holds.next =
            !self.waiting.q.val() | self.waits.val() | self.starts_marked.val();
        // Where pairs wait, one starts soon; whatever else comes.
        self.idle.d.next = self.idle.q.val() + self.one_idle.val();
        if self.idle.q.val() == self.pause.val() {
            self.idle.d.next = self.idle.q.val();
        }
        if self.starts.val() | !self.waits.val() {
            self.idle.d.next = self.no_idle.val();
        }
        self.progress.holds.next = self.idle.q.val() != self.pause.val();
        // Where none waits, new ones are admitted.
        self.waited.d.next = !self.begun.q.val() | self.waits.val();
        self.admits.holds.next = !self.begun.q.val()
            | self.waited.q.val()
            | (self.queues.room[0].val() & self.queues.room[1].val() & self.queues.full_room.val());
        // No block is offered more than it takes.
        for i in 0..4 {
            self.fits[i].clock.next = self.clock.val();
            self.fits[i].holds.next = !self.refused[i].val();
        }
        self.groups.holds.next = self.grouped.val();
    }
    named!();
}
