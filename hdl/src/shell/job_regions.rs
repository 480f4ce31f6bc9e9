//! The regions of memory that a job names: how long they are, and what they share words with.
//!
//! ```text
//!  count --x words of a base, or x 2^(n-1) words of a vector--> words --+--> bases or work region
//!                                                                       +--> scalars or vectors    --> [start, end]
//!                                        words of a result -------------+--> result, or words to clear
//!  [start, end] --> beyond memory; in words of each other; in words of a set
//! ```
//!
//! Products are made by as many sums or doublings, one a clock. Sums are 40 bits wide, so that no region wraps around.
//! What has no words shares none.
//! Interface: the job stands still from `fresh` on; `measured` tells that the ends stand from the next clock but one
//! on. An entry of the table of sets is compared two clocks after it came. Golden model: `zkcard_wire::sets::Sets`.
use rust_hdl::prelude::*;
use zkcard_wire::sets::Limits;

/// Measures the regions of one job at a time.
#[derive(LogicBlock)]
pub struct JobRegions {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// For one clock: forget what was measured.
    pub fresh: Signal<In, Bit>,
    /// Measure.
    pub measure: Signal<In, Bit>,
    /// The job: kind, tag, set, bases, scalars, result, count.
    pub job: Signal<In, Bits<224>>,
    /// It is an MSM.
    pub msm: Signal<In, Bit>,
    /// It declares a set of bases.
    pub load: Signal<In, Bit>,
    /// It is a transform or a quotient.
    pub transform: Signal<In, Bit>,
    /// It is a quotient, if it is one of the two.
    pub quotient: Signal<In, Bit>,
    /// Its bases are over G2.
    pub g2: Signal<In, Bit>,
    /// Its bases come with multiples.
    pub multiples: Signal<In, Bit>,
    /// The products are made.
    pub measured: Signal<Out, Bit>,
    /// A region ends beyond memory.
    pub beyond: Signal<Out, Bit>,
    /// Two regions share words.
    pub mixed: Signal<Out, Bit>,
    /// Entry of the table of sets: first word, count, words, flags.
    pub set: Signal<In, Bits<99>>,
    /// A region shares words with the set of two clocks ago.
    pub meets: Signal<Out, Bit>,
    /// Words of bases, or of all vectors.
    pub words: Signal<Out, Bits<40>>,
    /// Words of scalars.
    pub scalar_words: Signal<Out, Bits<32>>,
    product: DFF<Bits<40>>,
    vector: DFF<Bits<40>>,
    steps: DFF<Bits<8>>,
    end: [DFF<Bits<40>>; 3],
    some: [DFF<Bit>; 3],
    set_start: DFF<Bits<40>>,
    set_end: DFF<Bits<40>>,
    some_in_set: DFF<Bit>,
    all_steps: Signal<Local, Bits<8>>,
    doublings: Signal<Local, Bits<8>>,
    count: Signal<Local, Bits<40>>,
    pairs: Signal<Local, Bits<40>>,
    work: Signal<Local, Bits<40>>,
    start: [Signal<Local, Bits<40>>; 3],
    length: [Signal<Local, Bits<40>>; 3],
    outside: [Signal<Local, Bit>; 3],
    shared: [Signal<Local, Bit>; 3],
    in_set: [Signal<Local, Bit>; 3],
    set_words: Signal<Local, Bits<40>>,
    words_each: [Constant<Bits<8>>; 3],
    result_words: [Constant<Bits<40>>; 3],
    memory_words: Constant<Bits<40>>,
    nothing: Constant<Bits<40>>,
    one: Constant<Bits<40>>,
}

impl JobRegions {
    /// Regions on a card of these limits.
    ///
    /// # Panics
    /// When a base has more than 255 words.
    pub fn new(limits: &Limits) -> Self {
        let short = |words: &u32| *words < 256;
        assert!(limits.base_words.iter().all(short), "{limits:?}");
        let words = |words: u32| Constant::new(u64::from(words).into());
        Self {
            clock: Default::default(),
            fresh: Default::default(),
            measure: Default::default(),
            job: Default::default(),
            msm: Default::default(),
            load: Default::default(),
            transform: Default::default(),
            quotient: Default::default(),
            g2: Default::default(),
            multiples: Default::default(),
            measured: Default::default(),
            beyond: Default::default(),
            mixed: Default::default(),
            set: Default::default(),
            meets: Default::default(),
            words: Default::default(),
            scalar_words: Default::default(),
            product: Default::default(),
            vector: Default::default(),
            steps: Default::default(),
            end: Default::default(),
            some: Default::default(),
            set_start: Default::default(),
            set_end: Default::default(),
            some_in_set: Default::default(),
            all_steps: Default::default(),
            doublings: Default::default(),
            count: Default::default(),
            pairs: Default::default(),
            work: Default::default(),
            start: Default::default(),
            length: Default::default(),
            outside: Default::default(),
            shared: Default::default(),
            in_set: Default::default(),
            set_words: Default::default(),
            words_each: limits
                .base_words
                .map(|words| Constant::new(u64::from(words).into())),
            result_words: limits.result_words.map(words),
            memory_words: words(limits.memory_words),
            nothing: words(0),
            one: words(1),
        }
    }
}

impl Logic for JobRegions {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, product, vector, steps);
        dff_setup!(self, clock, set_start, set_end, some_in_set);
        self.count.next = bit_cast::<40, 32>(self.job.val().get_bits::<32>(192));
        self.pairs.next = (self.count.val() >> 1) + (self.count.val() & 1);

        // Products: bases of so many words, vectors of a word for two points, at least one.
        self.doublings.next = bit_cast::<8, 5>(self.job.val().get_bits::<5>(64)) - 1;
        if self.job.val().get_bits::<5>(64) == 0 {
            self.doublings.next = 0.into();
        }
        self.all_steps.next = self.words_each[0].val();
        self.length[2].next = self.result_words[0].val();
        if self.g2.val() {
            self.all_steps.next = self.words_each[1].val();
            self.length[2].next = self.result_words[1].val();
        }
        if self.multiples.val() {
            self.all_steps.next = self.words_each[2].val();
            self.length[2].next = self.result_words[2].val();
        }
        if !self.msm.val() & !self.load.val() {
            self.all_steps.next = 0.into();
            self.length[2].next = self.count.val();
        }
        if self.transform.val() {
            self.all_steps.next = self.doublings.val();
            self.length[2].next = self.product.q.val();
            if self.quotient.val() {
                self.length[2].next = self.vector.q.val();
            }
        }
        self.measured.next = self.steps.q.val() == self.all_steps.val();
        if self.measure.val() & (self.steps.q.val() != self.all_steps.val()) {
            self.steps.d.next = self.steps.q.val() + 1;
            self.vector.d.next = self.vector.q.val() << 1;
            self.product.d.next = self.product.q.val() + self.count.val();
            if self.transform.val() {
                self.product.d.next = self.product.q.val() << 1;
            }
        }
        if self.fresh.val() {
            self.steps.d.next = 0.into();
            self.vector.d.next = self.one.val();
            self.product.d.next = self.nothing.val();
            if self.transform.val() {
                self.product.d.next = self.count.val();
            }
        }

        // Regions: bases or work with two words of numbers, scalars or vectors, result.
        self.start[0].next = bit_cast::<40, 32>(self.job.val().get_bits::<32>(96));
        self.start[1].next = bit_cast::<40, 32>(self.job.val().get_bits::<32>(128));
        self.start[2].next = bit_cast::<40, 32>(self.job.val().get_bits::<32>(160));
        self.work.next = self.product.q.val() + 2;
        self.length[0].next = self.nothing.val();
        self.length[1].next = self.nothing.val();
        if self.load.val() {
            self.length[0].next = self.product.q.val();
        }
        if self.msm.val() {
            self.length[1].next = self.pairs.val();
        }
        if self.transform.val() {
            self.length[0].next = self.work.val();
            self.length[1].next = self.product.q.val();
        }
        for i in 0..3 {
            self.end[i].clock.next = self.clock.val();
            self.some[i].clock.next = self.clock.val();
            self.end[i].d.next = self.start[i].val() + self.length[i].val();
            self.some[i].d.next = self.length[i].val() != self.nothing.val();
            self.outside[i].next = self.end[i].q.val() > self.memory_words.val();
        }
        self.beyond.next = ((self.load.val() | self.transform.val()) & self.outside[0].val())
            | ((self.msm.val() | self.transform.val()) & self.outside[1].val())
            | (!self.load.val() & self.outside[2].val());

        // Regions 0 and 1, 1 and 2, 0 and 2.
        self.shared[0].next = self.some[0].q.val()
            & self.some[1].q.val()
            & (self.start[0].val() < self.end[1].q.val())
            & (self.start[1].val() < self.end[0].q.val());
        self.shared[1].next = self.some[1].q.val()
            & self.some[2].q.val()
            & (self.start[1].val() < self.end[2].q.val())
            & (self.start[2].val() < self.end[1].q.val());
        self.shared[2].next = self.some[0].q.val()
            & self.some[2].q.val()
            & (self.start[0].val() < self.end[2].q.val())
            & (self.start[2].val() < self.end[0].q.val());
        self.mixed.next = self.shared[0].val() | self.shared[1].val() | self.shared[2].val();

        // A set against the regions.
        self.set_words.next = bit_cast::<40, 32>(self.set.val().get_bits::<32>(64));
        self.set_start.d.next = bit_cast::<40, 32>(self.set.val().get_bits::<32>(0));
        self.set_end.d.next =
            self.set_words.val() + bit_cast::<40, 32>(self.set.val().get_bits::<32>(0));
        self.some_in_set.d.next =
            self.set.val().get_bit(96) & (self.set_words.val() != self.nothing.val());
        for i in 0..3 {
            self.in_set[i].next = self.some_in_set.q.val()
                & self.some[i].q.val()
                & (self.set_start.q.val() < self.end[i].q.val())
                & (self.start[i].val() < self.set_end.q.val());
        }
        self.meets.next = self.in_set[0].val() | self.in_set[1].val() | self.in_set[2].val();
        self.words.next = self.product.q.val();
        self.scalar_words.next = self.pairs.val().get_bits::<32>(0);
    }
    crate::named!();
}
