//! One request is all that an unknown device gets, so it must arrive.
#![cfg(unix)]

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};
use zkcard_driver::{
    Card, CardUri, DriverError,
    fake::{FakeCard, FakeLine, FakeTerminal, Fault, Faults},
    serial::{SerialTransport, Timing},
};
use zkcard_wire::{
    BaseKind,
    frame::{self, IDLE_BITS, MAX_FRAME, Request},
    identity::Curve,
};

fn line(faults: Faults) -> FakeLine {
    let compute = Box::new(|_: BaseKind, _: &[u8], _: &[u8]| Ok(vec![0; 64]));
    let card = FakeCard::new(Curve::Tiny, 4, 4, 64, compute);
    FakeLine::new(Arc::new(Mutex::new(card)), faults)
}

/// The beginning of a write whose rest is far longer than a probe.
fn half_a_write() -> Vec<u8> {
    let write = Request::WriteMemory {
        word: 0,
        data: &[0; 16 * 64],
    };
    let (mut payload, mut bytes) = ([0; frame::MAX_PAYLOAD], [0; MAX_FRAME]);
    let len = write.payload(&mut payload).unwrap();
    let len = frame::encode(&mut bytes, write.kind() as u8, 1, &payload[..len]).unwrap();
    bytes[..len / 2].to_vec()
}

#[test]
fn a_probe_gets_through_to_a_card_that_waits_for_the_rest_of_a_frame() {
    let timing = Timing {
        byte: Duration::from_micros(30),
        patience: Duration::from_millis(5),
        attempts: 1,
    };
    let idle = timing.byte * IDLE_BITS / 10;
    let transport = || {
        let line = line(Box::new(|_| None)).after_partial_frame(&half_a_write(), idle);
        SerialTransport::new(line, timing)
    };
    let swallowed = transport().synchronise();
    assert!(matches!(
        swallowed,
        Err(DriverError::Silent { attempts: 1, .. })
    ));
    let mut patient = transport();
    patient.stay_silent();
    patient.synchronise().unwrap();
    assert_eq!(patient.retries(), 0);
}

/// Serves `line` behind a pseudo-terminal while `test` runs.
fn behind_a_terminal(line: FakeLine, test: impl FnOnce(CardUri)) {
    let terminal = FakeTerminal::serve(line).unwrap();
    test(CardUri::Serial {
        device: terminal.device(),
        baud: 115_200,
        simulated: false,
    });
}

#[test]
fn a_probe_finds_a_card_after_a_killed_session() {
    let idle = Duration::from_secs(IDLE_BITS.into()) / 115_200;
    let line = line(Box::new(|_| None)).after_partial_frame(&half_a_write(), idle);
    behind_a_terminal(line, |uri| {
        let card = Card::probe(&uri).unwrap();
        let rate = card.line_rate().unwrap();
        assert_eq!(rate.baud, Some(115_200));
    });
}

#[test]
fn a_device_that_is_no_card_gets_one_request_and_nothing_else() {
    let requests = Arc::new(AtomicUsize::new(0));
    let count = requests.clone();
    let mute = move |_| {
        count.fetch_add(1, SeqCst);
        Some(Fault::LoseRequest)
    };
    behind_a_terminal(line(Box::new(mute)), |uri| {
        let probed = Card::probe(&uri).map(|_| ());
        assert!(matches!(probed, Err(DriverError::Silent { .. })));
    });
    assert_eq!(requests.load(SeqCst), 1);
}
