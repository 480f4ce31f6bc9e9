//! A raw client of the wire protocol, for tests that need to send what no driver would.
#![allow(dead_code, reason = "each test file uses its part")]
use std::time::{Duration, Instant};
use zkcard_driver::serial::Line;
use zkcard_sim::card::SimLine;
use zkcard_wire::{
    BaseKind,
    frame::{self, Kind, MAX_FRAME, MAX_PAYLOAD, Parser, Request},
    job::{JobDescriptor, JobStatus},
    registers,
};

/// An answer: its status and what follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u8,
    pub(crate) data: Vec<u8>,
}

/// Sends frames and waits for their answers.
pub(crate) struct Client {
    pub(crate) line: SimLine,
    pub(crate) events: Vec<u32>,
    parser: Parser,
    sequence: u8,
}

impl Client {
    pub(crate) fn new(line: SimLine) -> Self {
        Self {
            line,
            events: vec![],
            parser: Parser::new(),
            sequence: 0,
        }
    }

    /// The bytes of a request.
    pub(crate) fn frame(request: &Request<'_>, sequence: u8) -> Vec<u8> {
        let (mut payload, mut out) = ([0; MAX_PAYLOAD], [0; MAX_FRAME]);
        let length = request.payload(&mut payload).expect("a valid request");
        let total = frame::encode(&mut out, request.kind() as u8, sequence, &payload[..length]);
        out[..total.expect("it fits")].to_vec()
    }

    pub(crate) fn send(&mut self, bytes: &[u8]) {
        self.line.send(bytes).expect("the card is there");
    }

    /// The next answer with `sequence`, or nothing within the time.
    pub(crate) fn answer(&mut self, kind: u8, sequence: u8, time: Duration) -> Option<Answer> {
        let end = Instant::now() + time;
        let mut buffer = [0; 4096];
        while Instant::now() < end {
            let count = self
                .line
                .receive(&mut buffer, Duration::from_millis(20))
                .expect("the card is there");
            let mut found = None;
            for byte in &buffer[..count] {
                let Some(frame) = self.parser.push(*byte) else {
                    continue;
                };
                if frame.kind == Kind::Event as u8 {
                    self.events.push(u32::from_le_bytes(
                        frame.payload.try_into().expect("four bytes"),
                    ));
                } else {
                    assert_eq!(
                        (frame.kind, frame.sequence),
                        (kind | frame::ANSWER, sequence)
                    );
                    found = Some(Answer {
                        status: frame.payload[0],
                        data: frame.payload[1..].to_vec(),
                    });
                }
            }
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// Waits for an event while nothing is asked, and takes it.
    pub(crate) fn event(&mut self, time: Duration) -> u32 {
        let end = Instant::now() + time;
        while self.events.is_empty() {
            assert!(Instant::now() < end, "no event came");
            let stray = self.answer(0, 0, Duration::from_millis(20));
            assert_eq!(stray, None, "an answer to nothing");
        }
        self.events.remove(0)
    }

    pub(crate) fn ask(&mut self, request: &Request<'_>) -> Answer {
        self.sequence = self.sequence.wrapping_add(1);
        self.send(&Self::frame(request, self.sequence));
        let answer = self.answer(request.kind() as u8, self.sequence, Duration::from_secs(60));
        answer.unwrap_or_else(|| panic!("no answer to {request:?}"))
    }

    pub(crate) fn read(&mut self, register: registers::Register) -> u32 {
        let answer = self.ask(&Request::ReadRegisters {
            offset: register.offset,
            count: 1,
        });
        assert_eq!(answer.status, 0, "{}", register.name);
        u32::from_le_bytes(answer.data.try_into().expect("one register"))
    }

    pub(crate) fn write(&mut self, register: registers::Register, value: u32) -> u8 {
        self.ask(&Request::WriteRegisters {
            offset: register.offset,
            values: &[value],
        })
        .status
    }

    pub(crate) fn write_memory(&mut self, word: u32, data: &[u8]) -> u8 {
        self.ask(&Request::WriteMemory { word, data }).status
    }

    pub(crate) fn submit(&mut self, job: &JobDescriptor) -> u8 {
        let request = Request::WriteRegisters {
            offset: registers::JOB_KIND.offset,
            values: &job.registers(),
        };
        self.ask(&request).status
    }

    /// Declares a set of bases and waits until the card knows it.
    pub(crate) fn load(&mut self, kind: BaseKind, set: u32, bases: u32, count: u32) {
        let job = JobDescriptor::load(kind, 77, set, bases, count);
        assert_eq!(self.submit(&job), 0);
        assert_eq!(self.finished()[..2], [77, JobStatus::Done as u32]);
    }

    /// The registers of the oldest finished job, as soon as there is one; takes it.
    pub(crate) fn finished(&mut self) -> Vec<u32> {
        let end = Instant::now() + Duration::from_secs(120);
        while self.read(registers::DONE_COUNT) == 0 {
            assert!(Instant::now() < end, "no job finished");
        }
        let count = registers::DONE_REGISTERS;
        let answer = self.ask(&Request::ReadRegisters {
            offset: registers::DONE_TAG.offset,
            count,
        });
        assert_eq!(self.write(registers::DONE_POP, 1), 0);
        answer
            .data
            .chunks(4)
            .map(|bytes| u32::from_le_bytes(bytes.try_into().expect("four bytes")))
            .collect()
    }
}
