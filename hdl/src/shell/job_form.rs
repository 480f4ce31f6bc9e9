//! What a job asks for, as far as its registers alone tell.
//!
//! ```text
//!  kind  --> MSM, declaration, drop, transform, clearing; over which bases
//!  set   --> number of a set, or size and form of a transform
//!  count --> vectors of a transform
//! ```
//!
//! A kind that the card does not have, and a form of a transform that there is not, is none of these.
//! Interface: combinational. Latency: 0. Golden model: `zkcard_wire::sets::Sets`, `zkcard_wire::transform::Shape`.
use rust_hdl::prelude::*;
use zkcard_wire::{BaseKind, identity::features, sets::Limits};

/// Reads the registers of a job.
#[derive(LogicBlock)]
pub struct JobForm {
    /// The job: kind, tag, set, bases, scalars, result, count.
    pub job: Signal<In, Bits<224>>,
    /// It is an MSM.
    pub msm: Signal<Out, Bit>,
    /// It declares a set of bases.
    pub load: Signal<Out, Bit>,
    /// It drops a set.
    pub drop: Signal<Out, Bit>,
    /// It is a transform or a quotient.
    pub transform: Signal<Out, Bit>,
    /// It is a quotient, if it is one of the two.
    pub quotient: Signal<Out, Bit>,
    /// It overwrites words with zeros.
    pub clear: Signal<Out, Bit>,
    /// Its bases are over G2, if it has any.
    pub g2: Signal<Out, Bit>,
    /// It declares bases with multiples.
    pub multiples: Signal<Out, Bit>,
    /// It names a set beyond the last.
    pub no_set: Signal<Out, Bit>,
    kind: Signal<Local, Bits<32>>,
    size: Signal<Local, Bits<5>>,
    over_g2: Signal<Local, Bit>,
    able: Signal<Local, Bit>,
    loads_multiples: Signal<Local, Bit>,
    no_other_bits: Signal<Local, Bit>,
    some_vectors: Signal<Local, Bit>,
    three_vectors: Signal<Local, Bit>,
    plain: Signal<Local, Bit>,
    of_quotient: Signal<Local, Bit>,
    fits: Signal<Local, Bit>,
    has_g2: Constant<Bit>,
    has_multiples: Constant<Bit>,
    has_transforms: Constant<Bit>,
    largest: Constant<Bits<5>>,
}

impl JobForm {
    /// The forms of a card of these limits.
    pub fn new(limits: &Limits) -> Self {
        let has = |feature: u32| Constant::new(limits.features & feature != 0);
        Self {
            job: Default::default(),
            msm: Default::default(),
            load: Default::default(),
            drop: Default::default(),
            transform: Default::default(),
            quotient: Default::default(),
            clear: Default::default(),
            g2: Default::default(),
            multiples: Default::default(),
            no_set: Default::default(),
            kind: Default::default(),
            size: Default::default(),
            over_g2: Default::default(),
            able: Default::default(),
            loads_multiples: Default::default(),
            no_other_bits: Default::default(),
            some_vectors: Default::default(),
            three_vectors: Default::default(),
            plain: Default::default(),
            of_quotient: Default::default(),
            fits: Default::default(),
            has_g2: has(BaseKind::G2.feature()),
            has_multiples: has(BaseKind::Multiples.feature()),
            has_transforms: has(features::TRANSFORM),
            largest: Constant::new(u64::from(limits.transform_bits.min(31)).into()),
        }
    }
}

impl Logic for JobForm {
    #[hdl_gen]
    fn update(&mut self) {
        self.kind.next = self.job.val().get_bits::<32>(0);
        // Jobs over sets.
        self.over_g2.next = (self.kind.val() == 2) | (self.kind.val() == 4);
        self.able.next = !self.over_g2.val() | self.has_g2.val();
        self.loads_multiples.next = (self.kind.val() == 6) & self.has_multiples.val();
        self.msm.next = ((self.kind.val() == 1) | (self.kind.val() == 2)) & self.able.val();
        self.load.next = (((self.kind.val() == 3) | (self.kind.val() == 4)) & self.able.val())
            | self.loads_multiples.val();
        self.drop.next = self.kind.val() == 5;
        self.g2.next = self.over_g2.val();
        self.multiples.next = self.loads_multiples.val();
        self.no_set.next = self.job.val().get_bits::<28>(68) != 0;
        // Transforms: size in bits 4:0 of their form, flags in 8 and 9, or 10 of a quotient.
        self.size.next = self.job.val().get_bits::<5>(64);
        self.no_other_bits.next = (self.job.val().get_bits::<3>(69) == 0)
            & (self.job.val().get_bits::<21>(75) == 0)
            & (self.size.val() <= self.largest.val());
        self.some_vectors.next =
            (self.job.val().get_bits::<24>(200) == 0) & (self.job.val().get_bits::<8>(192) != 0);
        self.three_vectors.next = self.job.val().get_bits::<32>(192) == 3;
        self.plain.next =
            (self.kind.val() == 7) & self.some_vectors.val() & !self.job.val().get_bit(74);
        self.of_quotient.next = (self.kind.val() == 8)
            & self.three_vectors.val()
            & (self.job.val().get_bits::<2>(72) == 0);
        self.fits.next = self.has_transforms.val() & self.no_other_bits.val();
        self.transform.next = self.fits.val() & (self.plain.val() | self.of_quotient.val());
        self.quotient.next = self.of_quotient.val();
        self.clear.next = self.has_transforms.val()
            & (self.kind.val() == 9)
            & (self.job.val().get_bits::<32>(64) == 0);
    }
    crate::named!();
}
