//! The phases in order: submit early, wait late.

use super::{
    ProofReport, ProveError,
    assembly::{Blinding, Sums, assemble},
    quotient::{self, FinishedH},
    report::Recorder,
    verify::{Proof, verify},
};
use crate::{
    accelerator::{Dispatcher, Finished, MsmG1, MsmG2},
    curve::SnarkCurve,
    key::Key,
    witness::Witness,
};
use ark_ff::PrimeField;

/// A proof that verifies, its public inputs, and how it came about.
pub struct Proved<C: SnarkCurve> {
    /// The proof.
    pub proof: Proof<C>,
    /// The public inputs, the constant one not included.
    pub public: Vec<C::ScalarField>,
    /// How it came about.
    pub report: ProofReport,
}

/// Progress of a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A step begins. There are [`Event::STEPS`] of them.
    Step(&'static str),
}

impl Event {
    /// Steps of a proof.
    pub const STEPS: u64 = 8;
}

/// The MSMs that need the witness alone are under way while the quotient is
/// computed.
struct Finishes<C: SnarkCurve> {
    a: Finished<C, MsmG1<C>>,
    b1: Finished<C, MsmG1<C>>,
    b2: Finished<C, MsmG2<C>>,
    c: Finished<C, MsmG1<C>>,
    h: FinishedH<C>,
}

/// Makes a proof and verifies it.
///
/// Operations run where `dispatcher` decides. `progress` is called at the
/// beginning of each step, from the calling thread.
///
/// # Errors
/// When witness and key do not fit, when a backend fails that nothing may stand
/// in for, or when the finished proof does not verify. A wrong proof is never
/// returned.
pub fn prove<C: SnarkCurve>(
    key: &Key<C>,
    witness: &Witness<C>,
    dispatcher: &Dispatcher<C>,
    progress: &dyn Fn(Event),
) -> Result<Proved<C>, ProveError> {
    let (got, expected) = (witness.numbers().len(), key.variables);
    if got != expected {
        return Err(ProveError::WitnessLength { got, expected });
    }
    let mut recorder = Recorder::start();
    let mut finishes = compute(key, witness, dispatcher, progress, &mut recorder)?;
    let blinding = Blinding::fresh();
    let public = public_inputs(key, witness);

    progress(Event::Step("assembly"));
    let mut proof = recorder.phase("assembly", || assemble(key, &finishes.sums(), &blinding));
    progress(Event::Step("verification"));
    let mut valid = recorder.phase("verification", || verify(&key.verifying, &public, &proof));
    if !valid && finishes.repair(dispatcher, &mut recorder)? {
        let sums = finishes.sums();
        proof = recorder.phase("second assembly", || assemble(key, &sums, &blinding));
        valid = recorder.phase("second verification", || {
            verify(&key.verifying, &public, &proof)
        });
    }
    if !valid {
        return Err(ProveError::Rejected);
    }
    finishes.record(&mut recorder);
    let report = recorder.finish(dispatcher.card_report());
    Ok(Proved {
        proof,
        public,
        report,
    })
}

fn compute<C: SnarkCurve>(
    key: &Key<C>,
    witness: &Witness<C>,
    dispatcher: &Dispatcher<C>,
    progress: &dyn Fn(Event),
    recorder: &mut Recorder,
) -> Result<Finishes<C>, ProveError> {
    let all = witness.scalars(0..key.variables);
    let private = witness.scalars(key.public + 1..key.variables);
    let evaluation_memory = dispatcher.reserve(key.constraints.bytes(1 << key.log_domain));
    let a = dispatcher.start("MSM A", MsmG1::new(&key.a, &all))?;
    let b1 = dispatcher.start("MSM B1", MsmG1::new(&key.b1, &all))?;
    let b2 = dispatcher.start("MSM B2", MsmG2::new(&key.b2, &all))?;
    let c = dispatcher.start("MSM C", MsmG1::new(&key.c, &private))?;

    progress(Event::Step("constraint evaluation"));
    let evaluations = recorder.phase("constraint evaluation", || {
        key.constraints.evaluate(witness, 1 << key.log_domain)
    })?;
    if dispatcher.releases_keys() {
        key.constraints.release();
    }
    recorder.elements(key.constraints.count(key.public + 1));
    progress(Event::Step("transforms"));
    let h = quotient::start(key, evaluations, dispatcher, recorder)?;
    drop(evaluation_memory);

    progress(Event::Step("MSM A"));
    let a = a.finish()?;
    progress(Event::Step("MSM B1 and B2"));
    let (b1, b2) = (b1.finish()?, b2.finish()?);
    progress(Event::Step("MSM C"));
    let c = c.finish()?;
    progress(Event::Step("MSM H"));
    let h = h.finish(key, dispatcher, recorder)?;
    Ok(Finishes { a, b1, b2, c, h })
}

impl<C: SnarkCurve> Finishes<C> {
    fn sums(&self) -> Sums<C> {
        Sums {
            a: self.a.output,
            b1: self.b1.output,
            b2: self.b2.output,
            c: self.c.output,
            h: self.h.output(),
        }
    }

    fn record(&self, recorder: &mut Recorder) {
        let Self { a, b1, b2, c, h } = self;
        for report in [&a.report, &b1.report, &b2.report, &c.report, h.report()] {
            recorder.operation(report);
        }
    }

    /// Computes again on the CPU what a card computed. Returns whether any
    /// result was wrong; the card that gave it is not used again.
    fn repair(
        &mut self,
        dispatcher: &Dispatcher<C>,
        recorder: &mut Recorder,
    ) -> Result<bool, ProveError> {
        let mut wrong = false;
        let mut note = |incident: Option<String>| {
            wrong |= incident.is_some();
            incident
                .into_iter()
                .for_each(|text| recorder.incident(text));
        };
        for msm in [&mut self.a, &mut self.b1, &mut self.c] {
            note(dispatcher.recheck(msm)?);
        }
        note(self.h.recheck(dispatcher)?);
        note(dispatcher.recheck(&mut self.b2)?);
        Ok(wrong)
    }
}

fn public_inputs<C: SnarkCurve>(key: &Key<C>, witness: &Witness<C>) -> Vec<C::ScalarField> {
    let numbers = &witness.numbers()[1..=key.public];
    numbers
        .iter()
        .map(|&n| C::ScalarField::from_bigint(n).unwrap_or_default())
        .collect()
}
