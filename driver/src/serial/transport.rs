//! Frames over a line: one request at a time, repeated until it is answered.

use super::Line;
use crate::{DriverError, Transport};
use std::{
    collections::VecDeque,
    thread,
    time::{Duration, Instant},
};
use zkcard_wire::{
    WireError,
    frame::{
        self, ANSWER, IDLE_BITS, Kind, MAX_FRAME, MAX_PAYLOAD, MAX_REGISTERS, MAX_WORDS, Parser,
        Request, Status,
    },
    layout::WORD_BYTES,
};

/// How long to wait for an answer, and how often to ask again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// Time that a byte takes on the line.
    pub byte: Duration,
    /// Time beyond that of the bytes after which a request is repeated. Longer
    /// than the silence of [`IDLE_BITS`] bit times that ends a partial frame,
    /// so that a repetition is not taken for the rest of a damaged request.
    pub patience: Duration,
    /// Attempts before the card counts as lost.
    pub attempts: u32,
}

impl Timing {
    /// For a line of `baud` bits a second.
    pub fn at_baud(baud: u32) -> Self {
        let baud = baud.max(1);
        Self {
            byte: Duration::from_secs(10) / baud,
            patience: Duration::from_millis(500) + Duration::from_secs(IDLE_BITS.into()) / baud,
            attempts: 5,
        }
    }

    /// For a simulated card, whose clock may run a thousand times slower.
    pub fn simulated() -> Self {
        Self {
            byte: Duration::from_millis(2),
            patience: Duration::from_secs(10),
            attempts: 3,
        }
    }

    /// The same with one attempt, for a device that may not be a card.
    #[must_use]
    pub fn once(self) -> Self {
        Self {
            attempts: 1,
            ..self
        }
    }

    /// Silence after which a receiver surely drops a partial frame: [`IDLE_BITS`]
    /// bit times, ten a byte, and what the system may hold back.
    fn silence(&self) -> Duration {
        self.byte * IDLE_BITS / 10 + MARGIN
    }

    fn deadline(&self, bytes: usize) -> Duration {
        self.byte * bytes as u32 + self.patience
    }
}

/// Time for which bytes may wait in the system before they are on the line.
const MARGIN: Duration = Duration::from_millis(20);

/// A card at the end of a byte line.
pub struct SerialTransport<L: Line> {
    line: L,
    timing: Timing,
    sequence: u8,
    parser: Parser,
    /// Received bytes that the parser has not seen.
    pending: VecDeque<u8>,
    /// An interrupt that came while an answer was awaited.
    interrupted: bool,
    retries: u64,
}

/// What the parser found next.
enum Incoming {
    Answer {
        kind: u8,
        sequence: u8,
        payload: Vec<u8>,
    },
    Interrupt,
    Nothing,
}

impl<L: Line> SerialTransport<L> {
    /// Over `line`; nothing is sent yet.
    pub fn new(line: L, timing: Timing) -> Self {
        Self {
            line,
            timing,
            sequence: 0,
            parser: Parser::new(),
            pending: VecDeque::new(),
            interrupted: false,
            retries: 0,
        }
    }

    /// Waits and attempts differently from now on.
    pub fn set_timing(&mut self, timing: Timing) {
        self.timing = timing;
    }

    /// Requests that had to be repeated so far.
    pub fn retries(&self) -> u64 {
        self.retries
    }

    /// Sends nothing for as long as a card needs to drop the first part of a frame
    /// that an earlier session did not finish.
    pub fn stay_silent(&self) {
        thread::sleep(self.timing.silence());
    }

    /// Begins a session: the card forgets the sequence number of an earlier
    /// one. Returns magic and version of the card.
    ///
    /// # Errors
    /// When the card does not answer or the line broke.
    pub fn synchronise(&mut self) -> Result<(u32, u32), DriverError> {
        self.line.discard().map_err(DriverError::Line)?;
        self.pending.clear();
        self.parser.reset();
        let answer = self.request(&Request::Sync)?;
        let word =
            |i: usize| u32::from_le_bytes([answer[i], answer[i + 1], answer[i + 2], answer[i + 3]]);
        Ok((word(0), word(4)))
    }

    /// Sends a request until it is answered, and returns what follows the status.
    fn request(&mut self, request: &Request<'_>) -> Result<Vec<u8>, DriverError> {
        let mut payload = [0; MAX_PAYLOAD];
        let len = request.payload(&mut payload)?;
        let mut bytes = [0; MAX_FRAME];
        self.sequence = self.sequence.wrapping_add(1);
        let len = frame::encode(
            &mut bytes,
            request.kind() as u8,
            self.sequence,
            &payload[..len],
        )?;
        let patience = self.timing.deadline(len + request.answer_len() + 16);
        let started = Instant::now();
        for attempt in 0..self.timing.attempts {
            self.retries += u64::from(attempt > 0);
            self.line.send(&bytes[..len]).map_err(DriverError::Line)?;
            if let Some(answer) = self.await_answer(request, Instant::now() + patience)? {
                return check_answer(request, answer);
            }
        }
        Err(DriverError::Silent {
            device: self.line.device(),
            request: name(request.kind()),
            waited: started.elapsed(),
            attempts: self.timing.attempts,
        })
    }

    /// The payload of the answer to the current request, unless `deadline` passes.
    fn await_answer(
        &mut self,
        request: &Request<'_>,
        deadline: Instant,
    ) -> Result<Option<Vec<u8>>, DriverError> {
        let expected = request.kind() as u8 | ANSWER;
        loop {
            match self.next(deadline)? {
                Incoming::Nothing => return Ok(None),
                Incoming::Interrupt => self.interrupted = true,
                Incoming::Answer {
                    kind,
                    sequence,
                    payload,
                } => {
                    // Others are late answers to repeated requests.
                    if kind == expected && sequence == self.sequence {
                        return Ok(Some(payload));
                    }
                }
            }
        }
    }

    /// The next frame from the card.
    fn next(&mut self, deadline: Instant) -> Result<Incoming, DriverError> {
        let mut buffer = [0; MAX_FRAME];
        loop {
            while let Some(byte) = self.pending.pop_front() {
                if let Some(frame) = self.parser.push(byte) {
                    return Ok(if frame.kind == Kind::Event as u8 {
                        Incoming::Interrupt
                    } else {
                        let (kind, sequence) = (frame.kind, frame.sequence);
                        Incoming::Answer {
                            kind,
                            sequence,
                            payload: frame.payload.to_vec(),
                        }
                    });
                }
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                self.parser.reset();
                return Ok(Incoming::Nothing);
            }
            let count = self
                .line
                .receive(&mut buffer, left)
                .map_err(DriverError::Line)?;
            self.pending.extend(&buffer[..count]);
        }
    }
}

fn check_answer(request: &Request<'_>, payload: Vec<u8>) -> Result<Vec<u8>, DriverError> {
    let expected = 1 + request.answer_len();
    let got = payload.len();
    let status = Status::try_from(
        *payload
            .first()
            .ok_or(WireError::PayloadLength { got, expected })?,
    )?;
    if status != Status::Ok {
        return Err(DriverError::Refused {
            request: name(request.kind()),
            status,
        });
    }
    if got != expected {
        return Err(WireError::PayloadLength { got, expected }.into());
    }
    Ok(payload[1..].to_vec())
}

const fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Sync => "a synchronisation",
        Kind::ReadRegisters => "a register read",
        Kind::WriteRegisters => "a register write",
        Kind::ReadMemory => "a memory read",
        Kind::WriteMemory => "a memory write",
        Kind::Event => "an event",
    }
}

impl<L: Line> Transport for SerialTransport<L> {
    fn device(&self) -> String {
        self.line.device()
    }

    fn read_registers(&mut self, offset: u16, values: &mut [u32]) -> Result<(), DriverError> {
        for (i, chunk) in values.chunks_mut(MAX_REGISTERS).enumerate() {
            let offset = offset + (4 * i * MAX_REGISTERS) as u16;
            let answer = self.request(&Request::ReadRegisters {
                offset,
                count: chunk.len(),
            })?;
            for (value, bytes) in chunk.iter_mut().zip(answer.chunks_exact(4)) {
                *value = u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
            }
        }
        Ok(())
    }

    fn write_registers(&mut self, offset: u16, values: &[u32]) -> Result<(), DriverError> {
        for (i, values) in values.chunks(MAX_REGISTERS).enumerate() {
            let offset = offset + (4 * i * MAX_REGISTERS) as u16;
            self.request(&Request::WriteRegisters { offset, values })?;
        }
        Ok(())
    }

    fn read_memory(&mut self, word: u32, data: &mut [u8]) -> Result<(), DriverError> {
        for (i, chunk) in data.chunks_mut(MAX_WORDS * WORD_BYTES).enumerate() {
            let word = word + (i * MAX_WORDS) as u32;
            let count = chunk.len().div_ceil(WORD_BYTES);
            let answer = self.request(&Request::ReadMemory { word, count })?;
            chunk.copy_from_slice(&answer[..chunk.len()]);
        }
        Ok(())
    }

    fn write_memory(&mut self, word: u32, data: &[u8]) -> Result<(), DriverError> {
        for (i, data) in data.chunks(MAX_WORDS * WORD_BYTES).enumerate() {
            let word = word + (i * MAX_WORDS) as u32;
            self.request(&Request::WriteMemory { word, data })?;
        }
        Ok(())
    }

    fn wait_interrupt(&mut self, timeout: Duration) -> Result<bool, DriverError> {
        let deadline = Instant::now() + timeout;
        while !self.interrupted {
            match self.next(deadline)? {
                Incoming::Nothing => return Ok(false),
                Incoming::Interrupt => self.interrupted = true,
                // A late answer to a repeated request.
                Incoming::Answer { .. } => {}
            }
        }
        self.interrupted = false;
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repetitions_come_after_a_partial_frame_was_dropped() {
        for baud in [1, 9600, 115_200, 3_000_000, u32::MAX] {
            let idle = f64::from(IDLE_BITS) / f64::from(baud);
            let patience = Timing::at_baud(baud).patience.as_secs_f64();
            assert!(patience >= idle + 0.4, "{baud}");
        }
        assert!(Timing::at_baud(0).patience > Duration::from_secs(1));
    }
}
