//! Keys from snarkjs files.

use super::{BaseError, Bases, Key};
use crate::{
    curve::SnarkCurve,
    formats::{FormatError, Zkey},
    groth16::{Constraints, QuotientForm, VerifyingKey},
};
use std::{fmt, path::Path};

/// What makes a key unfit for anything but tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyWarning {
    /// `gamma2 = delta2`: the second phase of the setup never ran, and anyone
    /// can forge proofs.
    NoSecondPhase,
    /// The key says that one party made it, for tests.
    TestKey,
    /// `gamma2` is not the generator of G2, as it is after a ceremony: one party made the key, or what it came from.
    OneParty,
}

impl fmt::Display for KeyWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSecondPhase => write!(
                f,
                "the key has no phase-2 contribution (gamma2 = delta2): anyone can forge proofs for it"
            ),
            Self::TestKey => write!(
                f,
                "this is an insecure test key: whoever made it can forge proofs for it"
            ),
            Self::OneParty => write!(
                f,
                "the key is of no ceremony (gamma2 is not the generator): whoever made it, or the key it \
                 came from, can forge proofs for it"
            ),
        }
    }
}

impl<C: SnarkCurve> Key<C> {
    /// Maps a `.zkey` file. Its header, section lengths and coefficients'
    /// indices are checked; the points of the long sections are not (see
    /// [`Key::check_points`]).
    ///
    /// # Errors
    /// When the file is not a whole Groth16 key over the curve.
    pub fn open(path: &Path) -> Result<Self, FormatError> {
        Self::from_zkey(&Zkey::open(path)?)
    }

    /// The same for a zkey that is open already.
    ///
    /// # Errors
    /// When a coefficient lies outside of the circuit or an IC point outside
    /// of the group.
    pub fn from_zkey(zkey: &Zkey<C>) -> Result<Self, FormatError> {
        let header = zkey.header();
        let domain = 1 << header.log_domain;
        let constraints = Constraints::from_zkey(zkey, header.variables, domain)?;
        Ok(Self {
            variables: header.variables,
            public: header.public,
            log_domain: header.log_domain,
            beta1: header.beta1,
            delta1: header.delta1,
            test_key: zkey.is_test_key(),
            from_zkey: true,
            verifying: VerifyingKey {
                alpha1: header.alpha1,
                beta2: header.beta2,
                gamma2: header.gamma2,
                delta2: header.delta2,
                inputs: zkey.input_points()?,
            },
            a: Bases::mapped(zkey.points(5, "A")?).named("A"),
            b1: Bases::mapped(zkey.points(6, "B1")?).named("B1"),
            b2: Bases::mapped(zkey.points(7, "B2")?).named("B2"),
            c: Bases::mapped(zkey.points(8, "C")?).named("C"),
            h: Bases::mapped(zkey.points(9, "H")?).named("H"),
            constraints,
            form: QuotientForm::OddCoset,
        })
    }

    /// Checks every point of the key: on the curve and in the group.
    ///
    /// # Errors
    /// The section, index and fault of the first bad point.
    pub fn check_points(&self) -> Result<(), BaseError> {
        for bases in [&self.a, &self.b1, &self.c, &self.h] {
            bases.check()?;
        }
        self.b2.check()
    }

    /// What makes the key unfit for anything but tests.
    pub fn warnings(&self) -> Vec<KeyWarning> {
        let no_second_phase = self.verifying.gamma2 == self.verifying.delta2;
        let one_party = self.from_zkey && !self.verifying.is_of_ceremony();
        [
            (no_second_phase, KeyWarning::NoSecondPhase),
            (self.test_key, KeyWarning::TestKey),
            (one_party && !self.test_key, KeyWarning::OneParty),
        ]
        .into_iter()
        .filter_map(|(applies, warning)| applies.then_some(warning))
        .collect()
    }
}
