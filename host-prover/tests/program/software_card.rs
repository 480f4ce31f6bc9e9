//! The program with a card in software that transforms, behind a pseudo-terminal.

use crate::{
    card::{EVEN_WINDOWS, honest, software_card_of_both_groups},
    transforms::{right, transforms},
};
use nix::{
    fcntl::{FcntlArg, OFlag, fcntl},
    pty::{OpenptyResult, openpty},
    sys::termios::{SetArg, cfmakeraw, tcgetattr, tcsetattr},
    unistd::ttyname,
};
use std::{
    fs::File,
    io::{ErrorKind, Read, Write},
    process::{Command, Output},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    thread,
    time::Duration,
};
use zkcard_driver::{
    fake::{FakeCard, FakeLine},
    serial::Line,
};
use zkcard_wire::{Group, frame::MAX_FRAME};

/// Serves `card` at the address that `test` gets, while that runs.
fn behind_a_terminal(card: FakeCard, test: impl FnOnce(&str)) {
    let OpenptyResult { master, slave } = openpty(None, None).unwrap();
    let mut settings = tcgetattr(&slave).unwrap();
    cfmakeraw(&mut settings);
    tcsetattr(&slave, SetArg::TCSANOW, &settings).unwrap();
    fcntl(&master, FcntlArg::F_SETFL(OFlag::O_NONBLOCK)).unwrap();
    let uri = format!("serial:{}?simulated", ttyname(&slave).unwrap().display());
    let mut master = File::from(master);
    let mut line = FakeLine::new(Arc::new(Mutex::new(card)), Box::new(|_| None));
    let done = AtomicBool::new(false);
    /// A failed assertion must not leave the server behind.
    struct Finish<'a>(&'a AtomicBool);
    impl Drop for Finish<'_> {
        fn drop(&mut self) {
            self.0.store(true, SeqCst);
        }
    }
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut buffer = [0; MAX_FRAME];
            while !done.load(SeqCst) {
                match master.read(&mut buffer) {
                    Ok(count) => line.send(&buffer[..count]).unwrap(),
                    Err(error) => {
                        assert_eq!(error.kind(), ErrorKind::WouldBlock);
                        thread::sleep(Duration::from_millis(1));
                    }
                }
                let count = line.receive(&mut buffer, Duration::ZERO).unwrap();
                write_all(&mut master, &buffer[..count]);
            }
        });
        let _finish = Finish(&done);
        test(&uri);
    });
}

/// Writes to a terminal that may be full for a while.
fn write_all(master: &mut File, mut bytes: &[u8]) {
    while !bytes.is_empty() {
        match master.write(bytes) {
            Ok(count) => bytes = &bytes[count..],
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::WouldBlock);
                thread::sleep(Duration::from_millis(1));
            }
        }
    }
}

fn zkcard(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zkcard"));
    let Output {
        status,
        stdout,
        stderr,
    } = command
        .args(arguments)
        .output()
        .expect("the program starts");
    let message = String::from_utf8_lossy(&stderr);
    assert!(status.success(), "{arguments:?}: {message}");
    String::from_utf8(stdout).expect("text")
}

#[test]
fn what_transforms_on_a_card_is_told() {
    let (mut card, _) = software_card_of_both_groups(1 << 17, honest(), honest());
    card.add_group(Group::G2, &EVEN_WINDOWS);
    card.add_transforms(14, 4, transforms(right()));
    behind_a_terminal(card, |uri| {
        let listed = zkcard(&["cards", "--card", uri]);
        let told = "transforms of up to 2^14 points on 4 lanes";
        assert!(listed.contains(told), "{listed}");
        let cards = zkcard(&["cards", "--card", uri, "--json"]);
        let cards: serde_json::Value = serde_json::from_str(&cards).unwrap();
        let mut cards = cards.as_array().expect("cards").iter();
        let card = cards.find(|card| card["uri"] == uri).expect("the card");
        assert_eq!(card["transform_bits"], 14);
        assert_eq!(card["transform_lanes"], 4);

        let printed = zkcard(&["demo", "--backend", "card", "--card", uri]);
        for part in [
            "quotient and MSM H",
            "quotient and MSM H: 3 card clocks for 319488 butterflies on 4 lanes",
            "8 words read, 10 written",
            "the proof is valid",
        ] {
            assert!(printed.contains(part), "{part} is not in {printed}");
        }
        assert!(!printed.contains("incident"), "{printed}");
    });
}
