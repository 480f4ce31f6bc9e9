//! Both ends of a stream, with gaps and backpressure, and the rules that it must keep.

use crate::verilator::{Model, PortId, VerilatorError};
use num_bigint::BigUint;
use rand::Rng;
use rand::rngs::StdRng;

/// Ports of a stream `name`, `name_valid`, `name_ready`.
#[derive(Clone, Copy)]
struct Ports {
    data: PortId,
    valid: PortId,
    ready: PortId,
}

impl Ports {
    fn find(model: &Model, name: &str) -> Result<Self, VerilatorError> {
        Ok(Self {
            data: model.port(name)?,
            valid: model.port(&format!("{name}_valid"))?,
            ready: model.port(&format!("{name}_ready"))?,
        })
    }
}

/// Sends words into a stream; a word once offered stays until it is taken.
pub(super) struct Sender<'a> {
    ports: Ports,
    words: &'a [BigUint],
    sent: usize,
    offered: bool,
    /// Chance in 16 of offering a word.
    rate: u32,
}

impl<'a> Sender<'a> {
    /// Sends `words`, each offered with a chance of `rate` in 16.
    ///
    /// # Errors
    /// [`VerilatorError::NoPort`] when the design has no such stream.
    pub(super) fn new(
        model: &Model,
        name: &str,
        words: &'a [BigUint],
        rate: u32,
    ) -> Result<Self, VerilatorError> {
        Ok(Self {
            ports: Ports::find(model, name)?,
            words,
            sent: 0,
            offered: false,
            rate,
        })
    }

    /// Before a clock edge: offers, and notes what this edge will transfer.
    pub(super) fn before_edge(&mut self, model: &mut Model, rng: &mut StdRng) {
        let more = self.sent < self.words.len();
        if !self.offered && more && (self.rate == 16 || rng.gen_ratio(self.rate, 16)) {
            model.set_number(self.ports.data, &self.words[self.sent]);
            self.offered = true;
        }
        model.set(self.ports.valid, self.offered.into());
        if self.offered && model.get(self.ports.ready) == 1 {
            self.sent += 1;
            self.offered = false;
        }
    }
}

/// Receives words from a stream that marks its last one, and checks that valid words stay until they are taken.
pub(super) struct Receiver {
    ports: Ports,
    last: PortId,
    waiting: Option<BigUint>,
    /// Chance in 16 of being ready.
    rate: u32,
    /// What has come.
    pub(super) words: Vec<BigUint>,
    /// Whether the last word has come.
    pub(super) finished: bool,
}

impl Receiver {
    /// Receives from `name`, ready with a chance of `rate` in 16.
    ///
    /// # Errors
    /// [`VerilatorError::NoPort`] when the design has no such stream.
    pub(super) fn new(model: &Model, name: &str, rate: u32) -> Result<Self, VerilatorError> {
        Ok(Self {
            ports: Ports::find(model, name)?,
            last: model.port(&format!("{name}_last"))?,
            waiting: None,
            rate,
            words: vec![],
            finished: false,
        })
    }

    /// Before a clock edge: checks the rules, and takes a word.
    ///
    /// # Panics
    /// When the design breaks a rule of streams.
    pub(super) fn before_edge(&mut self, model: &mut Model, rng: &mut StdRng) {
        let valid = model.get(self.ports.valid) == 1;
        if let Some(waiting) = &self.waiting {
            assert!(valid, "valid fell before the word was taken");
            assert_eq!(
                *waiting,
                model.number(self.ports.data),
                "the word changed before it was taken"
            );
        }
        let ready = self.rate == 16 || rng.gen_ratio(self.rate, 16);
        model.set(self.ports.ready, ready.into());
        self.waiting = valid.then(|| model.number(self.ports.data));
        if let (true, Some(word)) = (ready, self.waiting.take_if(|_| ready)) {
            assert!(!self.finished, "a word came after the last one");
            self.words.push(word);
            self.finished = model.get(self.last) == 1;
        }
    }
}
