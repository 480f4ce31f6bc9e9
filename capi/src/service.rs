//! What the functions do, without anything of C.

use crate::{border::Room, failure::Failure, process};
use std::{
    path::Path,
    sync::{Arc, PoisonError, RwLock},
};
use zkcard::{
    Bn254, Dispatcher, Key, Mode,
    accelerator::CardBackend,
    driver::{Card, CardUri},
    formats::{self, Problem, SharedBytes, Zkey, ZkeyHeader},
    groth16::{self, ProveError},
};

/// Bytes that hold every proof: the number that rapidsnark tells. Ours have at most
/// 711, and NUL.
pub(crate) const PROOF_SIZE: usize = 810;

/// Length of the shortest proof: all coordinates are one digit.
const SHORTEST_PROOF: usize = 103;

/// Names of what C hands over, for errors.
const ZKEY: &str = "the zkey buffer";
const WITNESS: &str = "the witness buffer";

/// Bytes that hold the public inputs of every witness: rapidsnark's number.
fn public_size(inputs: usize) -> u64 {
    inputs as u64 * 82 + 4
}

/// The size of the public inputs of a key in memory.
pub(crate) fn public_size_of_bytes(zkey: &[u8]) -> Result<u64, Failure> {
    let header = ZkeyHeader::<Bn254>::from_bytes(ZKEY.as_ref(), zkey)?;
    Ok(public_size(header.public))
}

/// The size of the public inputs of a key in a file.
pub(crate) fn public_size_of_file(path: &Path) -> Result<u64, Failure> {
    Ok(public_size(Zkey::<Bn254>::open(path)?.header().public))
}

/// A key, and where its proofs are made.
pub(crate) struct Prover {
    key: Key<Bn254>,
    dispatcher: RwLock<Arc<Dispatcher<Bn254>>>,
}

impl Prover {
    pub(crate) fn from_bytes(zkey: &[u8]) -> Result<Self, Failure> {
        process::uses_threads()?;
        let zkey = Zkey::from_bytes(ZKEY.as_ref(), zkey.to_vec())?;
        Ok(Self::new(Key::from_zkey(&zkey)?))
    }

    /// Uses bytes where they are, until the last part of a proof that reads them is done.
    pub(crate) fn from_shared(zkey: SharedBytes) -> Result<Self, Failure> {
        process::uses_threads()?;
        let zkey = Zkey::from_shared(ZKEY.as_ref(), zkey)?;
        Ok(Self::new(Key::from_zkey(&zkey)?))
    }

    pub(crate) fn from_file(path: &Path) -> Result<Self, Failure> {
        process::uses_threads()?;
        Ok(Self::new(Key::open(path)?))
    }

    fn new(key: Key<Bn254>) -> Self {
        let dispatcher = RwLock::new(Arc::new(Dispatcher::cpu_only()));
        Self { key, dispatcher }
    }

    pub(crate) fn check_key(&self) -> Result<(), Failure> {
        process::uses_threads()?;
        Ok(self.key.check_points()?)
    }

    pub(crate) fn warnings(&self) -> String {
        let lines = self.key.warnings().into_iter();
        lines.map(|warning| format!("{warning}\n")).collect()
    }

    pub(crate) fn verification_key(&self) -> Result<String, Failure> {
        let json = formats::verifying_key_to_json(self.key.verifying_key());
        json.map_err(named("the verification key"))
    }

    pub(crate) fn use_card(&self, uri: &str) -> Result<(), Failure> {
        let uri: CardUri = uri.parse()?;
        let card = CardBackend::new(Card::open(&uri)?)?;
        let dispatcher = Dispatcher::with_card(Mode::Auto, Box::new(card));
        let mut place = self
            .dispatcher
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *place = Arc::new(dispatcher);
        Ok(())
    }

    fn dispatcher(&self) -> Arc<Dispatcher<Bn254>> {
        let place = self.dispatcher.read();
        place.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Proves, and writes proof and public inputs.
    ///
    /// # Errors
    /// When there is no proof. When a buffer is too small, both sizes say what is
    /// needed, and that is found before anything is computed unless the buffer may
    /// be just large enough.
    pub(crate) fn prove(&self, witness: &[u8], proof: Room, public: Room) -> Result<(), Failure> {
        process::uses_threads()?;
        let (header, witness) = formats::wtns_from_bytes(WITNESS.as_ref(), witness)?;
        let (got, expected) = (header.variables, self.key.variables());
        if got != expected {
            return Err(ProveError::WitnessLength { got, expected }.into());
        }
        let inputs = groth16::public_inputs(&self.key, &witness);
        let inputs = formats::public_to_line::<Bn254>(&inputs).map_err(named("public inputs"))?;
        if !public.holds(inputs.len()) {
            proof.suggest(PROOF_SIZE - 1);
            return Err(public.refuse(inputs.len()));
        }
        if !proof.holds(SHORTEST_PROOF) {
            public.suggest(inputs.len());
            return Err(proof.refuse(PROOF_SIZE - 1));
        }
        let proved = groth16::prove(&self.key, &witness, &self.dispatcher(), &|_| ())?;
        let text = formats::proof_to_line(&proved.proof).map_err(named("the proof"))?;
        if !proof.holds(text.len()) {
            // The next proof may be longer: another r, another s.
            public.suggest(inputs.len());
            return Err(proof.refuse(PROOF_SIZE - 1));
        }
        proof.fill(&text)?;
        public.fill(&inputs)
    }
}

/// Whether a proof is valid.
///
/// # Errors
/// When the texts are not what they should be, or do not fit each other.
pub(crate) fn verify(proof: &str, inputs: &str, key: &str) -> Result<bool, Failure> {
    process::uses_threads()?;
    let key = formats::verifying_key_from_json::<Bn254>(key).map_err(named("verification_key"))?;
    let inputs = formats::public_from_json::<Bn254>(inputs).map_err(named("inputs"))?;
    let proof = match formats::proof_from_json::<Bn254>(proof) {
        // Numbers that are no point of the group: a proof, and not a valid one.
        Err(Problem::Inconsistent(_)) => return Ok(false),
        proof => proof.map_err(named("proof"))?,
    };
    let (got, expected) = (inputs.len(), key.inputs.len() - 1);
    if got != expected {
        return Err(Failure::Inputs { got, expected });
    }
    Ok(groth16::verify(&key, &inputs, &proof))
}

fn named(what: &'static str) -> impl FnOnce(Problem) -> Failure {
    move |source| Failure::Json { what, source }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zkcard::groth16::Proof;

    #[test]
    fn the_shortest_proof_is_as_short_as_a_proof_can_be() {
        let infinity = Proof::<Bn254> {
            a: Default::default(),
            b: Default::default(),
            c: Default::default(),
        };
        let length = formats::proof_to_line(&infinity).unwrap().len();
        assert_eq!(length, SHORTEST_PROOF);
        // Eight coordinates of up to 77 digits instead of one, and NUL.
        assert_eq!(length + 8 * 76 + 1, 712);
        assert!(length + 8 * 76 < PROOF_SIZE);
    }

    /// Provers are shared between the threads of a program.
    #[test]
    fn a_prover_can_be_shared() {
        fn shared<T: Send + Sync>() {}
        shared::<Prover>();
    }
}
