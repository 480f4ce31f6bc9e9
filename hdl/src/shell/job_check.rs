//! What the card makes of a job before it runs: sets of bases by number, and refusals.
//!
//! ```text
//!  job --> JobForm --> what it is -----------------------------.
//!   |         '--> JobRegions <-- [sets]                       v
//!   '-- start --> Fetch -> Measure -> Add -> Judge -+-> (Read -> Extend -> Compare) x 16 --> Answer --> done
//!                   ^                               +-- refused, declared, dropped ----------^
//!                 [sets]                              regions against every declared set
//! ```
//!
//! A set has as many words as its bases have words each. Its entry is the first word, the count, the words, and flags.
//! After a reset, or when told to forget, the table is swept before the next job is looked at.
//! Interface: the job stands still from `start` to `done`, which then holds for one clock; what is told of the
//! job holds until the next `start`. Latency: 5 clocks and one for each word of a base, or each doubling of a transform
//! beyond two points, for what does not run, 48 more for what does, up to 16 more after a sweep. Golden model:
//! `zkcard_wire::sets::Sets`.
use super::{JobForm, JobRegions};
use crate::prim::SimpleDualPort;
use rust_hdl::prelude::*;
use zkcard_wire::sets::{Limits, SETS};

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
    /// It is to run: an MSM, if it is neither of the next two.
    pub run: Signal<Out, Bit>,
    /// It is a transform or a quotient.
    pub transform: Signal<Out, Bit>,
    /// It overwrites words with zeros.
    pub clear: Signal<Out, Bit>,
    /// It is over G2.
    pub g2: Signal<Out, Bit>,
    /// Its bases come with multiples.
    pub multiples: Signal<Out, Bit>,
    /// Word index of the first base.
    pub base_index: Signal<Out, Bits<32>>,
    /// Words of its bases, or of its vectors.
    pub words: Signal<Out, Bits<32>>,
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
    number: DFF<Bits<4>>,
    form: JobForm,
    regions: JobRegions,
    sets: SimpleDualPort<99, 4>,
    with_multiples: Signal<Local, Bit>,
    over_sets: Signal<Local, Bit>,
    some: Signal<Local, Bit>,
    entry: Signal<Local, Bits<99>>,
    flags: Signal<Local, Bits<99>>,
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
        let flag = |bit: u32| Bits::from(num_bigint::BigUint::from(1u32) << bit);
        Self {
            clock: Default::default(),
            reset: Default::default(),
            forget: Default::default(),
            start: Default::default(),
            job: Default::default(),
            done: Default::default(),
            status: Default::default(),
            run: Default::default(),
            transform: Default::default(),
            clear: Default::default(),
            g2: Default::default(),
            multiples: Default::default(),
            base_index: Default::default(),
            words: Default::default(),
            scalar_words: Default::default(),
            step: Default::default(),
            answer: Default::default(),
            runs: Default::default(),
            first: Default::default(),
            held: Default::default(),
            known: Default::default(),
            of_g2: Default::default(),
            of_multiples: Default::default(),
            number: Default::default(),
            form: JobForm::new(limits),
            regions: JobRegions::new(limits),
            sets: SimpleDualPort::new(SETS),
            with_multiples: Default::default(),
            over_sets: Default::default(),
            some: Default::default(),
            entry: Default::default(),
            flags: Default::default(),
            declared: Constant::new(flag(96)),
            declared_g2: Constant::new(flag(97)),
            declared_multiples: Constant::new(flag(98)),
        }
    }
}

impl Logic for JobCheck {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, sets, regions);
        dff_setup!(self, clock, step, answer, runs, number);
        dff_setup!(self, clock, first, held, known, of_g2, of_multiples);
        self.form.job.next = self.job.val();
        self.over_sets.next = self.form.msm.val() | self.form.load.val() | self.form.drop.val();
        // A job over G1 is one over the multiples if its set has them.
        self.with_multiples.next = !self.form.g2.val() & self.of_multiples.q.val();
        self.some.next = self.job.val().get_bits::<32>(192) != 0;
        self.regions.job.next = self.job.val();
        self.regions.fresh.next = self.step.q.val() == Step::Fetch;
        self.regions.measure.next = self.step.q.val() == Step::Measure;
        self.regions.msm.next = self.form.msm.val();
        self.regions.load.next = self.form.load.val();
        self.regions.transform.next = self.form.transform.val();
        self.regions.quotient.next = self.form.quotient.val();
        self.regions.g2.next = self.form.g2.val();
        self.regions.multiples.next =
            self.form.multiples.val() | (self.form.msm.val() & self.with_multiples.val());
        self.regions.set.next = self.sets.q.val();

        // The table.
        self.flags.next = self.declared.val();
        if self.form.g2.val() {
            self.flags.next = self.declared.val() | self.declared_g2.val();
        }
        if self.form.multiples.val() {
            self.flags.next = self.declared.val() | self.declared_multiples.val();
        }
        self.entry.next = bit_cast::<99, 32>(self.job.val().get_bits::<32>(96))
            | (bit_cast::<99, 32>(self.job.val().get_bits::<32>(192)) << 32)
            | (bit_cast::<99, 32>(self.regions.words.val().get_bits::<32>(0)) << 64)
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
                if self.regions.measured.val() {
                    self.step.d.next = Step::Add;
                }
            }
            Step::Add => {
                self.step.d.next = Step::Judge;
            }
            Step::Judge => {
                self.step.d.next = Step::Answer;
                if self.form.transform.val() | self.form.clear.val() {
                    if self.regions.beyond.val() {
                        self.answer.d.next = 5.into();
                    } else if self.regions.mixed.val() {
                        self.answer.d.next = 6.into();
                    } else {
                        self.step.d.next = Step::Read;
                    }
                } else if !self.over_sets.val() {
                    self.answer.d.next = 1.into();
                } else if self.form.no_set.val() {
                    self.answer.d.next = 7.into();
                } else if self.form.load.val() {
                    self.sets.write.next = self.start.val();
                    if self.regions.beyond.val() {
                        self.sets.write.next = false;
                        self.answer.d.next = 5.into();
                    }
                } else if !self.known.q.val() {
                    self.answer.d.next = 7.into();
                } else if self.form.drop.val() {
                    self.sets.write.next = self.start.val();
                    self.sets.write_data.next = 0.into();
                } else if self.of_g2.q.val() ^ self.form.g2.val() {
                    self.answer.d.next = 8.into();
                } else if self.held.q.val() < self.job.val().get_bits::<32>(192) {
                    self.answer.d.next = 9.into();
                } else if self.regions.beyond.val() {
                    self.answer.d.next = 5.into();
                } else if self.regions.mixed.val() {
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
                if self.regions.meets.val() {
                    self.answer.d.next = 6.into();
                    self.step.d.next = Step::Answer;
                } else if self.number.q.val() == 15 {
                    // There may be nothing to clear.
                    self.runs.d.next = !self.form.clear.val() | self.some.val();
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
        self.transform.next = self.form.transform.val();
        self.clear.next = self.form.clear.val();
        self.g2.next = self.form.g2.val();
        self.multiples.next = self.with_multiples.val();
        self.base_index.next = self.first.q.val();
        self.words.next = self.regions.words.val().get_bits::<32>(0);
        self.scalar_words.next = self.regions.scalar_words.val();
    }
    crate::named!();
}
