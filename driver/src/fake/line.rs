//! The line to a software card, which can damage what it carries.

use super::{FakeCard, execute::execute};
use crate::serial::Line;
use std::{
    collections::VecDeque,
    io,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use zkcard_wire::{
    frame::{self, ANSWER, Frame, Kind, MAX_FRAME, Parser, Status},
    registers::errors,
};

/// What can happen to a request or to its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The request does not arrive.
    LoseRequest,
    /// A bit of the request is flipped.
    DamageRequest,
    /// The request is carried out and its answer lost.
    LoseAnswer,
    /// The request is carried out and a bit of its answer flipped.
    DamageAnswer,
    /// Bytes that belong to no frame come before the answer.
    Noise,
    /// The answer comes twice.
    RepeatAnswer,
    /// The card is pulled out: the line fails from now on.
    Unplug,
    /// The card stops: nothing is answered from now on.
    Freeze,
}

/// Decides by the number of the request, counted from zero, what happens to it.
pub type Faults = Box<dyn FnMut(u64) -> Option<Fault> + Send>;

/// A line to a software card.
pub struct FakeLine {
    card: Arc<Mutex<FakeCard>>,
    faults: Faults,
    requests: u64,
    parser: Parser,
    /// Number and status of the last request, if it was a write.
    last_write: Option<(u8, Status)>,
    outgoing: VecDeque<u8>,
    broken: Option<Fault>,
    /// Silence after which a partial frame is dropped, and when that began.
    idle: Option<(Duration, Instant)>,
}

impl FakeLine {
    /// A line to `card`, with `faults`.
    pub fn new(card: Arc<Mutex<FakeCard>>, faults: Faults) -> Self {
        Self {
            card,
            faults,
            requests: 0,
            parser: Parser::new(),
            last_write: None,
            outgoing: VecDeque::new(),
            broken: None,
            idle: None,
        }
    }

    /// The line after a session that was killed in the middle of a frame: the
    /// card waits for what is missing behind `part`, but no longer than `idle`.
    #[must_use]
    pub fn after_partial_frame(mut self, part: &[u8], idle: Duration) -> Self {
        for &byte in part {
            self.parser.push(byte);
        }
        self.idle = Some((idle, Instant::now()));
        self
    }

    /// Drops a partial frame if the line was silent for long enough.
    fn end_silence(&mut self) {
        if let Some((idle, since)) = &mut self.idle {
            if since.elapsed() >= *idle {
                self.parser.reset();
            }
            *since = Instant::now();
        }
    }

    fn card(&self) -> std::sync::MutexGuard<'_, FakeCard> {
        self.card.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&mut self, bytes: &[u8], fault: Option<Fault>) {
        let mut requests = vec![];
        for &byte in bytes {
            if let Some(frame) = self.parser.push(byte) {
                requests.push((frame.kind, frame.sequence, frame.payload.to_vec()));
            }
        }
        for (kind, sequence, payload) in requests {
            let payload = self.carry_out(Frame {
                kind,
                sequence,
                payload: &payload,
            });
            let mut frame = [0; MAX_FRAME];
            let len = frame::encode(&mut frame, kind | ANSWER, sequence, &payload).unwrap_or(0);
            self.put(&mut frame[..len], fault);
        }
        self.raise_interrupt();
    }

    fn put(&mut self, frame: &mut [u8], fault: Option<Fault>) {
        match fault {
            Some(Fault::LoseAnswer) => return,
            Some(Fault::DamageAnswer) => frame[frame.len() / 2] ^= 0x10,
            Some(Fault::Noise) => self.outgoing.extend([0xA5, 0x81, 0, 0xFF, 0xFF, 0xA5]),
            Some(Fault::RepeatAnswer) => self.outgoing.extend(frame.iter()),
            _ => {}
        }
        self.outgoing.extend(frame.iter());
    }

    fn raise_interrupt(&mut self) {
        if self.card().interrupts() {
            let mut frame = [0; MAX_FRAME];
            let payload = 1u32.to_le_bytes();
            let len = frame::encode(&mut frame, Kind::Event as u8, 0, &payload).unwrap_or(0);
            self.outgoing.extend(&frame[..len]);
        }
    }

    /// The payload of the answer. A write that repeats the request before is
    /// answered alike and not done again.
    fn carry_out(&mut self, request: Frame<'_>) -> Vec<u8> {
        let writes = [Kind::WriteRegisters as u8, Kind::WriteMemory as u8].contains(&request.kind);
        if let Some((sequence, status)) = self.last_write
            && writes
            && sequence == request.sequence
        {
            return vec![status as u8];
        }
        let result = execute(&mut self.card(), request);
        let status = *result.as_ref().err().unwrap_or(&Status::Ok);
        self.last_write = writes.then_some((request.sequence, status));
        [vec![status as u8], result.unwrap_or_default()].concat()
    }
}

impl Line for FakeLine {
    fn device(&self) -> String {
        "a software card".into()
    }

    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.end_silence();
        let fault = self.broken.or_else(|| (self.faults)(self.requests));
        self.requests += 1;
        match fault {
            Some(Fault::Unplug) => {
                self.broken = fault;
                return Err(io::ErrorKind::BrokenPipe.into());
            }
            Some(Fault::Freeze) => self.broken = fault,
            Some(Fault::LoseRequest) => {}
            Some(Fault::DamageRequest) => {
                let mut damaged = bytes.to_vec();
                damaged[bytes.len() / 2] ^= 4;
                self.answer(&damaged, None);
                self.parser.reset();
                self.card().latch(errors::FRAME_CHECKSUM);
            }
            fault => self.answer(bytes, fault),
        }
        Ok(())
    }

    fn receive(&mut self, buffer: &mut [u8], _timeout: Duration) -> io::Result<usize> {
        if self.broken == Some(Fault::Unplug) {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        // Nothing more will come: the time-out passes at once.
        let count = buffer.len().min(self.outgoing.len());
        for (slot, byte) in buffer.iter_mut().zip(self.outgoing.drain(..count)) {
            *slot = byte;
        }
        if count == 0 {
            std::thread::sleep(Duration::from_micros(50));
        }
        Ok(count)
    }

    fn discard(&mut self) -> io::Result<()> {
        self.outgoing.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zkcard_wire::{BaseKind, frame::Request, identity::Curve, registers as reg};

    fn line() -> FakeLine {
        let compute = Box::new(|_: BaseKind, _: &[u8], _: &[u8]| Ok(vec![0; 64]));
        let card = FakeCard::new(Curve::Tiny, 4, 4, 64, compute);
        FakeLine::new(Arc::new(Mutex::new(card)), Box::new(|_| None))
    }

    fn ask(line: &mut FakeLine, sequence: u8, request: Request<'_>) -> Vec<u8> {
        let mut payload = [0; frame::MAX_PAYLOAD];
        let len = request.payload(&mut payload).unwrap();
        line.carry_out(Frame {
            kind: request.kind() as u8,
            sequence,
            payload: &payload[..len],
        })
    }

    #[test]
    fn a_repeated_write_is_done_once_and_a_repeated_read_again() {
        let mut line = line();
        let read = |register: reg::Register| Request::ReadRegisters {
            offset: register.offset,
            count: 1,
        };
        let submit = Request::WriteRegisters {
            offset: reg::JOB_SUBMIT.offset,
            values: &[1],
        };
        for _ in 0..2 {
            assert_eq!(ask(&mut line, 7, submit), [0]);
        }
        assert_eq!(ask(&mut line, 7, read(reg::DONE_COUNT)), [0, 1, 0, 0, 0]);
        // Another request stood between: this is no repetition.
        assert_eq!(ask(&mut line, 7, submit), [0]);
        assert_eq!(ask(&mut line, 8, read(reg::DONE_COUNT)), [0, 2, 0, 0, 0]);
        line.card().set(reg::SCRATCH, 9);
        assert_eq!(ask(&mut line, 8, read(reg::SCRATCH)), [0, 9, 0, 0, 0]);
    }
}
