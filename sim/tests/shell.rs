//! The shell without a core, through its frames.
use common::{Answer, Client};
use std::time::{Duration, Instant};
use zkcard_driver::serial::Line;
use zkcard_hdl::{
    emit::{self, Design, on_large_stack},
    shell::{Identity, Transforms},
    top::CardShell,
};
use zkcard_sim::{
    card::{CardOptions, Fault, MemoryOptions, SimCard},
    verilator::{Optimise, Options, Source, Verilator},
};
use zkcard_wire::{
    Group,
    frame::{IDLE_BITS, Kind, Request},
    identity,
    job::JOB_REGISTERS,
    layout::{Multiples, Windows},
    registers,
};

mod common;

const G2_WINDOWS: Windows = Windows {
    count: 4,
    bits: 5,
    narrow: 3,
    segments: 2,
    adders: 1,
};

const MULTIPLES: Multiples = Multiples::told([3, 5, 4], 1);

const TRANSFORMS: Transforms = Transforms { bits: 9, lanes: 4 };

fn shell() -> Design {
    on_large_stack(|| {
        let identity = Identity {
            features: 1,
            curve: 0xFFFF,
            scalar_bits: 16,
            windows: Windows {
                count: 5,
                bits: 4,
                narrow: 0,
                segments: 1,
                adders: 1,
            },
            g2_windows: Some(G2_WINDOWS),
            multiples: Some(MULTIPLES),
            transforms: Some(TRANSFORMS),
            memory_words: 1 << 20,
            core_kilohertz: 0,
            divisor: 2,
        };
        emit::emit("card_shell", CardShell::new(identity, 20_000))
            .expect("the shell can be emitted")
    })
}

#[test]
fn the_shell_is_clean_under_the_linter() {
    let design = shell();
    let report = Verilator::find()
        .and_then(|tool| tool.lint(&Source::from(&design)))
        .expect("the linter runs");
    assert_eq!(report, "");
}

fn start(options: CardOptions) -> (SimCard, Client) {
    let build = Options {
        optimise: Optimise::Build,
        ..Options::default()
    };
    let (card, line) = SimCard::start(&shell(), build, options).expect("the card starts");
    (card, Client::new(line))
}

fn pattern(seed: u32, count: usize) -> Vec<u8> {
    (0..count as u32 * 64)
        .map(|i| (i.wrapping_add(seed).wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect()
}

#[test]
fn the_card_identifies_itself() {
    let (_card, mut client) = start(CardOptions::default());
    let expected = [
        identity::MAGIC.to_le_bytes(),
        identity::VERSION.to_le_bytes(),
    ]
    .concat();
    assert_eq!(
        client.ask(&Request::Sync),
        Answer {
            status: 0,
            data: expected
        }
    );
    assert_eq!(client.read(registers::MAGIC), identity::MAGIC);
    assert_eq!(
        client.read(registers::CONTRACT_HASH_LOW),
        registers::CONTRACT_HASH as u32
    );
    assert_eq!(
        client.read(registers::CONTRACT_HASH_HIGH),
        (registers::CONTRACT_HASH >> 32) as u32
    );
    assert_eq!(client.read(registers::MEMORY_WORDS), 1 << 20);
    assert_eq!(client.read(registers::UART_DIVISOR), 2);
    let g2 = Group::G2.window_registers();
    assert_eq!(g2.map(|register| client.read(register)), [4, 5, 3, 2]);
    let multiples = Multiples::REGISTERS;
    assert_eq!(multiples.map(|register| client.read(register)), [3, 5, 4]);
    let transforms = [registers::TRANSFORM_BITS, registers::TRANSFORM_LANES];
    assert_eq!(transforms.map(|register| client.read(register)), [9, 4]);
    assert_eq!(
        client.read(registers::JOB_FREE),
        client.read(registers::QUEUE_DEPTH)
    );
}

#[test]
fn every_register_allows_what_the_table_says() {
    let (_card, mut client) = start(CardOptions::default());
    for register in registers::TABLE {
        let read = client.ask(&Request::ReadRegisters {
            offset: register.offset,
            count: 1,
        });
        assert_eq!((read.status, read.data.len()), (0, 4), "{}", register.name);
        if register.access == registers::Access::Read {
            assert_eq!(
                client.write(*register, 1),
                3,
                "{} is read-only",
                register.name
            );
        }
    }
    assert_eq!(
        client
            .ask(&Request::ReadRegisters {
                offset: 0x7F0,
                count: 1
            })
            .status,
        3
    );
    let values: Vec<u32> = (0..JOB_REGISTERS as u32)
        .map(|i| 0x1111_1111 * i + 7)
        .collect();
    let (offset, count) = (registers::JOB_KIND.offset, values.len());
    assert_eq!(
        client
            .ask(&Request::WriteRegisters {
                offset,
                values: &values
            })
            .status,
        0
    );
    let read = client.ask(&Request::ReadRegisters { offset, count });
    assert_eq!(
        read.data,
        values
            .iter()
            .flat_map(|value| value.to_le_bytes())
            .collect::<Vec<_>>()
    );
    // Thirty-two at once end behind the table and are refused as a whole.
    let (offset, count) = (registers::JOB_KIND.offset, 32);
    assert_eq!(
        client.ask(&Request::ReadRegisters { offset, count }),
        Answer {
            status: 3,
            data: vec![]
        }
    );
}

#[test]
fn memory_holds_what_is_written_whatever_the_clocks() {
    for (transport_per_core, memory_per_four, latency, gap) in
        [(10, 3, 20, 7), (1, 4, 1, 0), (3, 1, 90, 2), (18, 2, 5, 3)]
    {
        let memory = MemoryOptions {
            words: 1 << 20,
            latency,
            gap,
        };
        let options = CardOptions {
            transport_per_core,
            memory_per_four,
            memory,
            ..CardOptions::default()
        };
        let (card, mut client) = start(options);
        for (word, count) in [(0, 1), (57, 16), ((1 << 20) - 3, 3)] {
            let data = pattern(word, count);
            assert_eq!(client.write_memory(word, &data), 0);
            let read = client.ask(&Request::ReadMemory { word, count });
            assert!(
                read == Answer {
                    status: 0,
                    data: data.clone()
                },
                "{count} words from {word}"
            );
            let stored = card.load(word, count).expect("the card is there");
            assert_eq!(
                stored
                    .iter()
                    .flatten()
                    .flat_map(|part| part.to_le_bytes())
                    .collect::<Vec<_>>(),
                data
            );
        }
        assert_eq!(
            client.ask(&Request::ReadMemory {
                word: 1 << 20,
                count: 1
            }),
            Answer {
                status: 4,
                data: vec![]
            }
        );
        assert_eq!(client.read(registers::ERRORS), registers::errors::MEMORY);
        assert_eq!(
            client.write(registers::ERRORS, registers::errors::MEMORY),
            0
        );
        assert_eq!(client.read(registers::ERRORS), 0);
    }
}

#[test]
fn damaged_and_partial_frames_are_dropped_and_counted() {
    let (_card, mut client) = start(CardOptions::default());
    let request = Request::WriteRegisters {
        offset: registers::SCRATCH.offset,
        values: &[0xDEAD_BEEF],
    };
    for place in [1, 2, 5, 8, 12] {
        let mut bytes = Client::frame(&request, 77);
        bytes[place] ^= 0x10;
        client.send(&bytes);
        assert_eq!(
            client.answer(Kind::WriteRegisters as u8, 77, Duration::from_millis(300)),
            None,
            "byte {place}"
        );
    }
    assert_eq!(
        client.read(registers::SCRATCH),
        0,
        "no damaged write took effect"
    );
    assert_eq!(
        client.read(registers::ERRORS),
        registers::errors::FRAME_CHECKSUM
    );
    client.write(registers::ERRORS, registers::errors::FRAME_CHECKSUM);
    // The line falls silent in the middle: after the gap the card listens again.
    client.send(&Client::frame(&request, 78)[..9]);
    std::thread::sleep(Duration::from_millis(u64::from(IDLE_BITS) / 20));
    assert_eq!(client.write(registers::SCRATCH, 5), 0);
    assert_eq!(client.read(registers::SCRATCH), 5);
    assert_eq!(
        client.read(registers::ERRORS),
        registers::errors::FRAME_PARTIAL
    );
}

#[test]
fn a_repeated_write_is_answered_but_not_done_again() {
    let (_card, mut client) = start(CardOptions::default());
    let set = Request::WriteRegisters {
        offset: registers::SCRATCH.offset,
        values: &[1],
    };
    let other = Request::WriteRegisters {
        offset: registers::SCRATCH.offset,
        values: &[2],
    };
    let kind = Kind::WriteRegisters as u8;
    let send = |client: &mut Client, request: &Request<'_>| {
        client.send(&Client::frame(request, 200));
        client
            .answer(kind, 200, Duration::from_secs(20))
            .map(|answer| answer.status)
    };
    assert_eq!(send(&mut client, &set), Some(0));
    // The same number with another value shows that nothing is written.
    assert_eq!(send(&mut client, &other), Some(0));
    let read = client.ask(&Request::ReadRegisters {
        offset: registers::SCRATCH.offset,
        count: 1,
    });
    assert_eq!(read.data, 1u32.to_le_bytes());
    // A session that begins forgets the number.
    assert_eq!(send(&mut client, &set), Some(0));
    client.ask(&Request::Sync);
    assert_eq!(send(&mut client, &other), Some(0));
    assert_eq!(client.read(registers::SCRATCH), 2);
}

#[test]
fn memory_faults_are_typed_and_do_not_stay() {
    let (card, mut client) = start(CardOptions::default());
    let data = pattern(3, 2);
    assert_eq!(client.write_memory(10, &data), 0);
    card.set_faults(vec![Fault::Error(11)])
        .expect("the card is there");
    assert_eq!(
        client.ask(&Request::ReadMemory { word: 10, count: 2 }),
        Answer {
            status: 4,
            data: vec![]
        }
    );
    assert_eq!(client.write_memory(11, &data[..64]), 4);
    card.set_faults(vec![Fault::Silence])
        .expect("the card is there");
    assert_eq!(
        client.ask(&Request::ReadMemory { word: 10, count: 2 }),
        Answer {
            status: 5,
            data: vec![]
        }
    );
    let both = registers::errors::MEMORY | registers::errors::MEMORY_TIMEOUT;
    assert_eq!(client.read(registers::ERRORS), both);
    card.set_faults(vec![]).expect("the card is there");
    let read = client.ask(&Request::ReadMemory { word: 10, count: 2 });
    assert!(
        read == Answer { status: 0, data },
        "late answers are not taken for new ones: {}",
        read.status
    );
}

#[test]
fn unknown_and_malformed_requests_are_refused() {
    let (_card, mut client) = start(CardOptions::default());
    let mut ask = |kind: u8, payload: &[u8]| {
        let mut out = [0; 2048];
        let total = zkcard_wire::frame::encode(&mut out, kind, 9, payload).expect("it fits");
        client.send(&out[..total]);
        client
            .answer(kind, 9, Duration::from_secs(20))
            .expect("an answer")
            .status
    };
    assert_eq!(ask(0x31, &[]), 1);
    assert_eq!(ask(Kind::Sync as u8, &[1]), 2);
    assert_eq!(ask(Kind::ReadRegisters as u8, &[0, 0, 0]), 2);
    assert_eq!(ask(Kind::ReadRegisters as u8, &[0, 0, 33]), 2);
    assert_eq!(ask(Kind::WriteRegisters as u8, &[0, 0, 1, 2, 3]), 2);
    assert_eq!(ask(Kind::ReadMemory as u8, &[0, 0, 0, 0, 17]), 2);
    assert_eq!(ask(Kind::WriteMemory as u8, &[0; 67]), 2);
    assert_eq!(ask(Kind::Sync as u8, &[]), 0);
}

#[test]
fn the_divisor_changes_after_its_answer() {
    let (card, mut client) = start(CardOptions::default());
    assert_eq!(
        client.write(registers::UART_DIVISOR, 1),
        3,
        "a bit takes at least two clocks"
    );
    for divisor in [7, 83, 3, 2] {
        assert_eq!(
            client.write(registers::UART_DIVISOR, divisor),
            0,
            "answered at the old rate"
        );
        // The card changes when the stop bit of its answer is over.
        std::thread::sleep(Duration::from_millis(20));
        card.set_divisor(divisor as u16).expect("the card is there");
        assert_eq!(client.write(registers::SCRATCH, divisor * 3), 0);
        assert_eq!(client.read(registers::SCRATCH), divisor * 3);
    }
}

#[test]
fn an_idle_card_sleeps_and_a_killed_one_breaks_its_line() {
    let (card, mut client) = start(CardOptions::default());
    client.ask(&Request::Sync);
    std::thread::sleep(Duration::from_millis(300));
    let before = card.statistics().expect("the card is there");
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!(
        card.statistics().expect("the card is there"),
        before,
        "no clock runs while nothing happens"
    );
    card.kill().expect("it ran without a failure");
    assert!(
        client
            .line
            .receive(&mut [0; 8], Duration::from_millis(100))
            .is_err()
    );
    assert!(client.line.send(&[0]).is_err());
}

#[test]
fn bulk_transfers_are_exact() {
    let memory = MemoryOptions {
        words: 1 << 20,
        ..MemoryOptions::default()
    };
    let (card, mut client) = start(CardOptions {
        memory,
        ..CardOptions::default()
    });
    let begin = Instant::now();
    for block in 0..40 {
        assert_eq!(client.write_memory(block * 16, &pattern(block, 16)), 0);
    }
    for block in 0..40 {
        assert!(
            client
                .ask(&Request::ReadMemory {
                    word: block * 16,
                    count: 16
                })
                .data
                == pattern(block, 16)
        );
    }
    let (seconds, clocks) = (
        begin.elapsed().as_secs_f64(),
        card.statistics().expect("the card is there"),
    );
    println!(
        "{:.0} bytes/s, {:.0} core clocks/s, {:.0} transport clocks/s",
        80.0 * 1024.0 / seconds,
        clocks.core_clocks as f64 / seconds,
        clocks.transport_clocks as f64 / seconds
    );
}
