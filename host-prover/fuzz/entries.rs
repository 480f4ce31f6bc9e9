//! What the fuzz targets do with their bytes. The stable test suite replays
//! the corpus and every case that was ever found through the same functions.

use std::{path::Path, time::Duration};
use zkcard::{
    Bn254, Dispatcher, Key,
    formats::{self, R1cs, Zkey},
    groth16,
};
use zkcard_driver::{
    Card, Transport,
    serial::{Line, SerialTransport, Timing},
};

const MULTIPLIER: &[u8] = include_bytes!("../../circuits/multiplier/witness.wtns");
const EXPORTED: &str = include_str!("../../circuits/multiplier/verification_key.json");

/// A proving key: whatever proof it gives for the multiplier is a right one.
pub(crate) fn zkey(bytes: &[u8]) {
    let zkey = Zkey::<Bn254>::from_bytes(Path::new("fuzz"), bytes.to_vec());
    let Ok(key) = zkey.and_then(|zkey| Key::from_zkey(&zkey)) else {
        return;
    };
    let _ = key.check_points();
    let (_, witness) = formats::wtns_from_bytes(Path::new("seed"), MULTIPLIER).unwrap();
    if let Ok(proved) = groth16::prove(&key, &witness, &Dispatcher::cpu_only(), &|_| ()) {
        let exported = formats::verifying_key_from_json(EXPORTED).unwrap();
        assert!(groth16::verify(&exported, &proved.public, &proved.proof));
    }
}

/// A witness.
pub(crate) fn wtns(bytes: &[u8]) {
    let _ = formats::wtns_from_bytes::<Bn254>(Path::new("fuzz"), bytes);
}

/// A constraint system, held against a witness.
pub(crate) fn r1cs(bytes: &[u8]) {
    if let Ok(system) = R1cs::<Bn254>::from_bytes(Path::new("fuzz"), bytes.to_vec()) {
        let (_, witness) = formats::wtns_from_bytes(Path::new("seed"), MULTIPLIER).unwrap();
        let _ = system.first_unsatisfied(&witness);
    }
}

/// Each of the JSON files; what is read is written and read again.
pub(crate) fn json(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Ok(proof) = formats::proof_from_json::<Bn254>(text) {
        let again = formats::proof_to_json(&proof).unwrap();
        assert_eq!(formats::proof_from_json::<Bn254>(&again).unwrap(), proof);
    }
    if let Ok(key) = formats::verifying_key_from_json::<Bn254>(text) {
        let again = formats::verifying_key_to_json(&key).unwrap();
        assert_eq!(
            formats::verifying_key_from_json::<Bn254>(&again).unwrap(),
            key
        );
    }
    if let Ok(public) = formats::public_from_json::<Bn254>(text) {
        let again = formats::public_to_json::<Bn254>(&public).unwrap();
        assert_eq!(formats::public_from_json::<Bn254>(&again).unwrap(), public);
    }
}

/// The driver at a line that answers with these bytes, whatever is sent.
pub(crate) fn line(bytes: &[u8]) {
    let mut memory = [0; 64];
    let mut line = babble(bytes);
    let _ = line.synchronise();
    let _ = line.read_memory(0, &mut memory);
    let _ = line.wait_interrupt(Duration::from_micros(200));
    let _ = identified(bytes);
}

/// Whether a line that answers with these bytes passes for a card.
pub(crate) fn identified(bytes: &[u8]) -> bool {
    Card::identify(Box::new(babble(bytes))).is_ok()
}

fn babble(bytes: &[u8]) -> SerialTransport<Babble> {
    let timing = Timing {
        byte: Duration::ZERO,
        patience: Duration::from_micros(200),
        attempts: 2,
    };
    SerialTransport::new(Babble(bytes.to_vec()), timing)
}

/// A device that talks without listening.
struct Babble(Vec<u8>);

impl Line for Babble {
    fn device(&self) -> String {
        "babble".into()
    }

    fn send(&mut self, _: &[u8]) -> std::io::Result<()> {
        Ok(())
    }

    fn receive(&mut self, buffer: &mut [u8], _: Duration) -> std::io::Result<usize> {
        let count = buffer.len().min(self.0.len());
        for (slot, byte) in buffer.iter_mut().zip(self.0.drain(..count)) {
            *slot = byte;
        }
        Ok(count)
    }

    fn discard(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
