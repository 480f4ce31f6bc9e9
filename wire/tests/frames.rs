//! Frames survive every damage that a serial line can do to them.

use proptest::prelude::*;
use zkcard_wire::{
    WireError,
    frame::{self, MAX_FRAME, MAX_PAYLOAD, MAX_REGISTERS, MAX_WORDS, Parser, Request},
};

type Owned = (u8, u8, Vec<u8>);

fn encoded((kind, sequence, payload): &Owned) -> Vec<u8> {
    let mut bytes = [0; MAX_FRAME];
    let len = frame::encode(&mut bytes, *kind, *sequence, payload).unwrap();
    bytes[..len].to_vec()
}

fn parsed(bytes: &[u8]) -> Vec<Owned> {
    let mut parser = Parser::new();
    let mut frames = vec![];
    for &byte in bytes {
        if let Some(frame) = parser.push(byte) {
            frames.push((frame.kind, frame.sequence, frame.payload.to_vec()));
        }
    }
    frames
}

fn any_frame() -> impl Strategy<Value = Owned> {
    (
        any::<u8>(),
        any::<u8>(),
        proptest::collection::vec(any::<u8>(), 0..=frame::MAX_PAYLOAD),
    )
}

proptest! {
    #[test]
    fn frames_come_back_in_order(frames in proptest::collection::vec(any_frame(), 0..6)) {
        let line: Vec<u8> = frames.iter().flat_map(encoded).collect();
        prop_assert_eq!(parsed(&line), frames);
    }

    #[test]
    fn a_damaged_frame_is_never_taken_for_another(
        frame in any_frame(), at in any::<prop::sample::Index>(), flip in 1u8..,
    ) {
        let mut line = encoded(&frame);
        let at = at.index(line.len());
        line[at] ^= flip;
        prop_assert!(parsed(&line).is_empty());
    }

    #[test]
    fn a_frame_is_found_after_noise_and_silence(
        noise in proptest::collection::vec(any::<u8>(), 0..2000), frame in any_frame(),
    ) {
        let mut parser = Parser::new();
        for byte in noise {
            parser.push(byte);
        }
        parser.reset();
        let line = encoded(&frame);
        let (last, head) = line.split_last().unwrap();
        for &byte in head {
            prop_assert!(parser.push(byte).is_none());
        }
        let found = parser.push(*last).map(|f| (f.kind, f.sequence, f.payload.to_vec()));
        prop_assert_eq!(found, Some(frame));
    }
}

#[test]
fn an_overlong_payload_is_refused() {
    let mut out = [0; MAX_FRAME];
    assert!(frame::encode(&mut out, 1, 0, &[0; frame::MAX_PAYLOAD + 1]).is_err());
    assert!(frame::encode(&mut out[..10], 1, 0, &[0; 2]).is_err());
}

#[test]
fn a_count_outside_of_a_frame_is_named_as_a_count() {
    let mut out = [0; MAX_PAYLOAD];
    for (what, limit) in [("registers", MAX_REGISTERS), ("memory words", MAX_WORDS)] {
        let (values, data) = (vec![0; limit + 1], vec![0; 64 * (limit + 1)]);
        let requests = |count: usize| match what {
            "registers" => [
                Request::ReadRegisters { offset: 0, count },
                Request::WriteRegisters {
                    offset: 0,
                    values: &values[..count],
                },
            ],
            _ => [
                Request::ReadMemory { word: 0, count },
                Request::WriteMemory {
                    word: 0,
                    data: &data[..64 * count],
                },
            ],
        };
        let got = limit + 1;
        for request in requests(got) {
            let error = WireError::TooMany { what, got, limit };
            assert_eq!(request.payload(&mut out), Err(error));
        }
        for request in requests(0) {
            assert_eq!(request.payload(&mut out), Err(WireError::Nothing { what }));
        }
        for request in requests(limit) {
            assert!(request.payload(&mut out).is_ok());
        }
    }
}

#[test]
fn words_cost_the_bytes_of_their_requests_and_answers() {
    for words in [0, 1, 15, 16, 17, 512] {
        let chunk = |first: usize| {
            let count = MAX_WORDS.min(words - first);
            let word = first as u32;
            let request = Request::ReadMemory { word, count };
            let len = request.payload(&mut [0; MAX_PAYLOAD]).unwrap();
            let answer = vec![0; 1 + request.answer_len()];
            encoded(&(4, 0, vec![0; len])).len() + encoded(&(4, 0, answer)).len()
        };
        let bytes: usize = (0..words).step_by(MAX_WORDS).map(chunk).sum();
        assert_eq!(frame::bytes_to_read(words), bytes, "{words} words");
        let chunk = |first: usize| {
            let data = vec![0; 64 * MAX_WORDS.min(words - first)];
            let word = first as u32;
            let request = Request::WriteMemory { word, data: &data };
            let len = request.payload(&mut [0; MAX_PAYLOAD]).unwrap();
            let answer = vec![0; 1 + request.answer_len()];
            encoded(&(5, 0, vec![0; len])).len() + encoded(&(5, 0, answer)).len()
        };
        let bytes: usize = (0..words).step_by(MAX_WORDS).map(chunk).sum();
        assert_eq!(frame::bytes_to_write(words), bytes, "{words} words");
    }
}
