//! What the card makes of a job before it runs: sets of bases by number, and refusals.
//!
//! ```text
//!  start, job --> Fetch -> Measure x words -> Add -> Judge -+-> (Read -> Extend -> Compare) x 16 --> Answer --> done
//!                   ^                                       +-- refused, declared, dropped ----------^
//!                 [sets]   words of all bases                regions against every declared set
//! ```
//!
//! A set has as many words as its bases have words each: the count is added up so often. Its entry is the first word, the
//! count, the words, and flags. Sums are 40 bits wide, so that no region wraps around. After a reset, or when told to forget, the table
//! is swept before the next job is looked at.
//! Interface: the job stands still from `start` to `done`, which then holds for one clock; what is told of the
//! job holds until the next `start`. Latency: 5 clocks and one for each word of a base for what does not run, 48
//! more for an MSM, up to 16 more after a sweep. Golden model: `zkcard_wire::sets::Sets`.
use crate::prim::SimpleDualPort;
use rust_hdl::prelude::*;
use zkcard_wire::{
    BaseKind,
    sets::{Limits, SETS},
};

/// Where the judgement of a job stands.
#[derive(Copy, Clone, Debug, PartialEq, LogicState)]
enum Step {
    Sweep,
    Idle,
    Fetch,
    Measure,
    Add,
    Judge,
    Read,
    Extend,
    Compare,
    Answer,
}

/// Judges one job at a time.
#[derive(LogicBlock)]
pub struct JobCheck {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous reset.
    pub reset: Signal<In, Bit>,
    /// For one clock: forget all sets.
    pub forget: Signal<In, Bit>,
    /// Judge the job; high until `done`, or until nobody wants to know any more.
    pub start: Signal<In, Bit>,
    /// The job: kind, tag, set, bases, scalars, result, count.
    pub job: Signal<In, Bits<224>>,
    /// For one clock: it is judged.
    pub done: Signal<Out, Bit>,
    /// Its status, zero if it is not refused.
    pub status: Signal<Out, Bits<32>>,
    /// It is an MSM that is to run.
    pub run: Signal<Out, Bit>,
    /// It is over G2.
    pub g2: Signal<Out, Bit>,
    /// Its bases come with multiples.
    pub multiples: Signal<Out, Bit>,
    /// Word index of the first base.
    pub base_index: Signal<Out, Bits<32>>,
    /// Words of its bases.
    pub base_words: Signal<Out, Bits<32>>,
    /// Words of its scalars.
    pub scalar_words: Signal<Out, Bits<32>>,
    step: DFF<Step>,
    answer: DFF<Bits<32>>,
    runs: DFF<Bit>,
    first: DFF<Bits<32>>,
    held: DFF<Bits<32>>,
    known: DFF<Bit>,
    of_g2: DFF<Bit>,
    of_multiples: DFF<Bit>,
    words: DFF<Bits<40>>,
    measured: DFF<Bits<8>>,
    number: DFF<Bits<4>>,
    start_of_set: DFF<Bits<40>>,
    end_of_set: DFF<Bits<40>>,
    some_in_set: DFF<Bit>,
    bases_end: DFF<Bits<40>>,
    scalars_end: DFF<Bits<40>>,
    result_end: DFF<Bits<40>>,
    sets: SimpleDualPort<99, 4>,
    kind: Signal<Local, Bits<32>>,
    no_set: Signal<Local, Bit>,
    is_msm: Signal<Local, Bit>,
    is_load: Signal<Local, Bit>,
    is_drop: Signal<Local, Bit>,
    over_g2: Signal<Local, Bit>,
    loads_multiples: Signal<Local, Bit>,
    with_multiples: Signal<Local, Bit>,
    base_words_each: Signal<Local, Bits<8>>,
    fits: Signal<Local, Bit>,
    count: Signal<Local, Bits<40>>,
    bases: Signal<Local, Bits<40>>,
    scalars: Signal<Local, Bits<40>>,
    scalar_count: Signal<Local, Bits<40>>,
    result: Signal<Local, Bits<40>>,
    result_words: Signal<Local, Bits<40>>,
    set_words: Signal<Local, Bits<40>>,
    some: Signal<Local, Bit>,
    mixed: Signal<Local, Bit>,
    meets: Signal<Local, Bit>,
    entry: Signal<Local, Bits<99>>,
    flags: Signal<Local, Bits<99>>,
    has_g2: Constant<Bit>,
    has_multiples: Constant<Bit>,
    words_each: [Constant<Bits<8>>; 3],
    memory_words: Constant<Bits<40>>,
    g1_result: Constant<Bits<40>>,
    g2_result: Constant<Bits<40>>,
    multiples_result: Constant<Bits<40>>,
    nothing: Constant<Bits<40>>,
    declared: Constant<Bits<99>>,
    declared_g2: Constant<Bits<99>>,
    declared_multiples: Constant<Bits<99>>,
}

impl JobCheck {
    /// A judge of the jobs of a card of these limits.
    ///
    /// # Panics
    /// When a base has more than 255 words.
    pub fn new(limits: &Limits) -> Self {
        assert!(
            limits.base_words.iter().all(|words| *words < 256),
            "{limits:?}"
        );
        let flag = |bit: u32| Bits::from(num_bigint::BigUint::from(1u32) << bit);
        let words = |words: u32| Constant::new(u64::from(words).into());
        let has = |kind: BaseKind| Constant::new(limits.features & kind.feature() != 0);
        Self {
            clock: Default::default(),
            reset: Default::default(),
            forget: Default::default(),
            start: Default::default(),
            job: Default::default(),
            done: Default::default(),
            status: Default::default(),
            run: Default::default(),
            g2: Default::default(),
            multiples: Default::default(),
            base_index: Default::default(),
            base_words: Default::default(),
            scalar_words: Default::default(),
            step: Default::default(),
            answer: Default::default(),
            runs: Default::default(),
            first: Default::default(),
            held: Default::default(),
            known: Default::default(),
            of_g2: Default::default(),
            of_multiples: Default::default(),
            measured: Default::default(),
            number: Default::default(),
            start_of_set: Default::default(),
            end_of_set: Default::default(),
            some_in_set: Default::default(),
            bases_end: Default::default(),
            scalars_end: Default::default(),
            result_end: Default::default(),
            sets: SimpleDualPort::new(SETS),
            kind: Default::default(),
            no_set: Default::default(),
            is_msm: Default::default(),
            is_load: Default::default(),
            is_drop: Default::default(),
            over_g2: Default::default(),
            loads_multiples: Default::default(),
            with_multiples: Default::default(),
            base_words_each: Default::default(),
            fits: Default::default(),
            count: Default::default(),
            words: Default::default(),
            bases: Default::default(),
            scalars: Default::default(),
            scalar_count: Default::default(),
            result: Default::default(),
            result_words: Default::default(),
            set_words: Default::default(),
            some: Default::default(),
            mixed: Default::default(),
            meets: Default::default(),
            entry: Default::default(),
            flags: Default::default(),
            has_g2: has(BaseKind::G2),
            has_multiples: has(BaseKind::Multiples),
            words_each: limits
                .base_words
                .map(|words| Constant::new(u64::from(words).into())),
            memory_words: words(limits.memory_words),
            g1_result: words(limits.result_words[0]),
            g2_result: words(limits.result_words[1]),
            multiples_result: words(limits.result_words[2]),
            nothing: words(0),
            declared: Constant::new(flag(96)),
            declared_g2: Constant::new(flag(97)),
            declared_multiples: Constant::new(flag(98)),
        }
    }
}

impl Logic for JobCheck {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, sets);
        dff_setup!(
            self,
            clock,
            step,
            answer,
            runs,
            first,
            held,
            known,
            of_g2,
            number,
            of_multiples,
            words,
            measured
        );
        dff_setup!(
            self,
            clock,
            start_of_set,
            end_of_set,
            some_in_set,
            bases_end,
            scalars_end,
            result_end
        );
        // What the job is.
        self.kind.next = self.job.val().get_bits::<32>(0);
        self.no_set.next = self.job.val().get_bits::<28>(68) != 0;
        self.over_g2.next = (self.kind.val() == 2) | (self.kind.val() == 4);
        self.fits.next = !self.over_g2.val() | self.has_g2.val();
        self.is_msm.next = ((self.kind.val() == 1) | (self.kind.val() == 2)) & self.fits.val();
        self.loads_multiples.next = (self.kind.val() == 6) & self.has_multiples.val();
        self.is_load.next = (((self.kind.val() == 3) | (self.kind.val() == 4)) & self.fits.val())
            | self.loads_multiples.val();
        self.is_drop.next = self.kind.val() == 5;
        // Where its regions end.
        self.count.next = bit_cast::<40, 32>(self.job.val().get_bits::<32>(192));
        self.bases.next = bit_cast::<40, 32>(self.job.val().get_bits::<32>(96));
        self.scalars.next = bit_cast::<40, 32>(self.job.val().get_bits::<32>(128));
        self.result.next = bit_cast::<40, 32>(self.job.val().get_bits::<32>(160));
        // A job over G1 is one over the multiples if its set has them.
        self.with_multiples.next = !self.over_g2.val() & self.of_multiples.q.val();
        self.base_words_each.next = self.words_each[0].val();
        self.result_words.next = self.g1_result.val();
        if self.over_g2.val() {
            self.base_words_each.next = self.words_each[1].val();
            self.result_words.next = self.g2_result.val();
        }
        if self.loads_multiples.val() | (self.is_msm.val() & self.with_multiples.val()) {
            self.base_words_each.next = self.words_each[2].val();
            self.result_words.next = self.multiples_result.val();
        }
        self.scalar_count.next = (self.count.val() >> 1) + (self.count.val() & 1);
        self.bases_end.d.next = self.bases.val() + self.words.q.val();
        self.scalars_end.d.next = self.scalars.val() + self.scalar_count.val();
        self.result_end.d.next = self.result.val() + self.result_words.val();
        self.some.next = self.count.val() != self.nothing.val();
        self.mixed.next = self.some.val()
            & (self.scalars.val() < self.result_end.q.val())
            & (self.result.val() < self.scalars_end.q.val());
        // A set against the regions.
        self.set_words.next = bit_cast::<40, 32>(self.sets.q.val().get_bits::<32>(64));
        self.start_of_set.d.next = bit_cast::<40, 32>(self.sets.q.val().get_bits::<32>(0));
        self.end_of_set.d.next =
            self.set_words.val() + bit_cast::<40, 32>(self.sets.q.val().get_bits::<32>(0));
        self.some_in_set.d.next =
            self.sets.q.val().get_bit(96) & (self.set_words.val() != self.nothing.val());
        self.meets.next = self.some_in_set.q.val()
            & (((self.start_of_set.q.val() < self.result_end.q.val())
                & (self.result.val() < self.end_of_set.q.val()))
                | (self.some.val()
                    & (self.start_of_set.q.val() < self.scalars_end.q.val())
                    & (self.scalars.val() < self.end_of_set.q.val())));
        // The table.
        self.flags.next = self.declared.val();
        if self.over_g2.val() {
            self.flags.next = self.declared.val() | self.declared_g2.val();
        }
        if self.loads_multiples.val() {
            self.flags.next = self.declared.val() | self.declared_multiples.val();
        }
        self.entry.next = bit_cast::<99, 32>(self.job.val().get_bits::<32>(96))
            | (bit_cast::<99, 32>(self.job.val().get_bits::<32>(192)) << 32)
            | (bit_cast::<99, 32>(self.words.q.val().get_bits::<32>(0)) << 64)
            | self.flags.val();
        self.sets.read_address.next = self.job.val().get_bits::<4>(64);
        self.sets.write.next = false;
        self.sets.write_address.next = self.job.val().get_bits::<4>(64);
        self.sets.write_data.next = self.entry.val();

        match self.step.q.val() {
            Step::Sweep => {
                self.sets.write.next = true;
                self.sets.write_address.next = self.number.q.val();
                self.sets.write_data.next = 0.into();
                self.number.d.next = self.number.q.val() + 1;
                if self.number.q.val() == 15 {
                    self.step.d.next = Step::Idle;
                }
            }
            Step::Idle => {
                self.number.d.next = 0.into();
                self.answer.d.next = 0.into();
                if self.start.val() {
                    self.words.d.next = self.nothing.val();
                    self.measured.d.next = 0.into();
                    self.runs.d.next = false;
                    self.step.d.next = Step::Fetch;
                }
            }
            Step::Fetch => {
                self.first.d.next = self.sets.q.val().get_bits::<32>(0);
                self.held.d.next = self.sets.q.val().get_bits::<32>(32);
                self.known.d.next = self.sets.q.val().get_bit(96);
                self.of_g2.d.next = self.sets.q.val().get_bit(97);
                self.of_multiples.d.next = self.sets.q.val().get_bit(98);
                self.step.d.next = Step::Measure;
            }
            Step::Measure => {
                self.step.d.next = Step::Add;
                if self.measured.q.val() != self.base_words_each.val() {
                    self.words.d.next = self.words.q.val() + self.count.val();
                    self.measured.d.next = self.measured.q.val() + 1;
                    self.step.d.next = Step::Measure;
                }
            }
            Step::Add => {
                self.step.d.next = Step::Judge;
            }
            Step::Judge => {
                self.step.d.next = Step::Answer;
                if !self.is_msm.val() & !self.is_load.val() & !self.is_drop.val() {
                    self.answer.d.next = 1.into();
                } else if self.no_set.val() {
                    self.answer.d.next = 7.into();
                } else if self.is_load.val() {
                    self.sets.write.next = self.start.val();
                    if self.bases_end.q.val() > self.memory_words.val() {
                        self.sets.write.next = false;
                        self.answer.d.next = 5.into();
                    }
                } else if !self.known.q.val() {
                    self.answer.d.next = 7.into();
                } else if self.is_drop.val() {
                    self.sets.write.next = self.start.val();
                    self.sets.write_data.next = 0.into();
                } else if self.of_g2.q.val() ^ self.over_g2.val() {
                    self.answer.d.next = 8.into();
                } else if self.held.q.val() < self.job.val().get_bits::<32>(192) {
                    self.answer.d.next = 9.into();
                } else if (self.scalars_end.q.val() > self.memory_words.val())
                    | (self.result_end.q.val() > self.memory_words.val())
                {
                    self.answer.d.next = 5.into();
                } else if self.mixed.val() {
                    self.answer.d.next = 6.into();
                } else {
                    self.step.d.next = Step::Read;
                }
            }
            Step::Read => {
                self.sets.read_address.next = self.number.q.val();
                self.step.d.next = Step::Extend;
            }
            Step::Extend => {
                self.step.d.next = Step::Compare;
            }
            Step::Compare => {
                self.number.d.next = self.number.q.val() + 1;
                self.step.d.next = Step::Read;
                if self.meets.val() {
                    self.answer.d.next = 6.into();
                    self.step.d.next = Step::Answer;
                } else if self.number.q.val() == 15 {
                    self.runs.d.next = true;
                    self.step.d.next = Step::Answer;
                }
            }
            Step::Answer => {
                self.step.d.next = Step::Idle;
            }
            _ => {
                self.step.d.next = Step::Sweep;
            }
        }
        if !self.start.val() & (self.step.q.val() != Step::Sweep) {
            self.step.d.next = Step::Idle;
        }
        if self.reset.val() | self.forget.val() {
            self.number.d.next = 0.into();
            self.step.d.next = Step::Sweep;
        }
        self.done.next = self.step.q.val() == Step::Answer;
        self.status.next = self.answer.q.val();
        self.run.next = self.runs.q.val();
        self.g2.next = self.over_g2.val();
        self.multiples.next = self.with_multiples.val();
        self.base_index.next = self.first.q.val();
        self.base_words.next = self.words.q.val().get_bits::<32>(0);
        self.scalar_words.next = self.scalar_count.val().get_bits::<32>(0);
    }
    crate::named!();
}
