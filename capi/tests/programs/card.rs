//! A card in software, at an address that programs can use.

use crate::software_card::{honest, software_card};
use std::sync::{Arc, Mutex, atomic::AtomicUsize};
use zkcard_driver::fake::{FakeLine, FakeTerminal};

/// Serves a card until the terminal is dropped; also the number of its jobs.
pub(crate) fn serve() -> (FakeTerminal, Arc<AtomicUsize>) {
    let (card, jobs) = software_card(1 << 17, honest());
    let line = FakeLine::new(Arc::new(Mutex::new(card)), Box::new(|_| None));
    let terminal = FakeTerminal::serve(line).expect("a pseudo-terminal");
    (terminal, jobs)
}
