//! C programs, compiled and linked as a user does it.

use crate::{
    card,
    layout::{Layout, circuits, crate_folder, run},
};
use rand::rngs::OsRng;
use std::{env, path::PathBuf, process::Command, sync::atomic::Ordering};

const NEEDED: &str =
    "These tests need a C compiler: install gcc (apt-get install gcc), or name one by CC";

/// What the archive needs besides itself: the system libraries of Rust's own.
const SYSTEM: [&str; 6] = ["-lgcc_s", "-lutil", "-lrt", "-lpthread", "-lm", "-ldl"];

enum Link {
    /// `-lNAME` finds the shared library first.
    Shared(&'static str),
    Static(&'static str),
}

/// Compiles a program of `tests/c`.
fn compile(layout: &Layout, name: &str, link: &Link) -> PathBuf {
    let program = layout.scratch.path().join(name);
    let mut compiler = Command::new(env::var_os("CC").unwrap_or_else(|| "cc".into()));
    compiler.args(["-std=c99", "-D_POSIX_C_SOURCE=200809L"]);
    compiler.args(["-Wall", "-Wextra", "-Werror", "-pedantic", "-O1"]);
    compiler.arg("-I").arg(&layout.headers);
    compiler.arg("-o").arg(&program);
    compiler.arg(crate_folder().join(format!("tests/c/{name}.c")));
    match link {
        Link::Shared(library) => {
            compiler.arg("-L").arg(&layout.libraries);
            compiler.args([&format!("-l{library}"), "-lpthread"])
        }
        Link::Static(library) => {
            compiler.arg(layout.libraries.join(format!("lib{library}.a")));
            compiler.args(SYSTEM)
        }
    };
    run(&mut compiler, NEEDED);
    program
}

fn assert_holds(said: &str) {
    let claims = said.split_whitespace().next().and_then(|n| n.parse().ok());
    assert!(claims > Some(10), "{said}");
}

fn rapidsnark(link: &Link) {
    let layout = Layout::new();
    let program = compile(&layout, "rapidsnark", link);
    let said = run(layout.command(program).arg(circuits()), NEEDED);
    assert_holds(&said);
}

#[test]
fn a_program_for_rapidsnark_links_against_the_shared_library() {
    rapidsnark(&Link::Shared("rapidsnark"));
}

#[test]
fn a_program_for_rapidsnark_links_against_the_archive() {
    rapidsnark(&Link::Static("rapidsnark"));
}

#[test]
fn a_program_uses_what_is_ours() {
    let layout = Layout::new();
    let program = compile(&layout, "extras", &Link::Shared("zkcard"));
    let multiplier = circuits().join("multiplier");
    let test_key = layout.scratch.path().join("test.zkey");
    let circuit = zkcard::formats::R1cs::<zkcard::Bn254>::open(&multiplier.join("circuit.r1cs"));
    let key = zkcard::setup::insecure_test_key(&circuit.unwrap(), &mut OsRng, &|_| ()).unwrap();
    std::fs::write(&test_key, key).unwrap();
    let mut command = layout.command(program);
    assert_holds(&run(command.arg(multiplier).arg(test_key), NEEDED));
}

#[test]
fn a_program_proves_with_a_card() {
    let layout = Layout::new();
    let program = compile(&layout, "card", &Link::Shared("zkcard"));
    let (terminal, jobs) = card::serve();
    let mut command = layout.command(program);
    command.arg(circuits().join("poseidon"));
    command.arg(format!("serial:{}?simulated", terminal.device()));
    run(&mut command, NEEDED);
    // A, B1, C and H over G1; the card knows nothing else.
    assert_eq!(jobs.load(Ordering::SeqCst), 4);
}

#[test]
fn the_headers_are_cplusplus_too() {
    let layout = Layout::new();
    let mut compiler = Command::new(env::var_os("CXX").unwrap_or_else(|| "c++".into()));
    compiler.args(["-Wall", "-Wextra", "-Werror", "-pedantic", "-fsyntax-only"]);
    compiler
        .args(["-x", "c++"])
        .arg(layout.headers.join("zkcard.h"));
    run(
        &mut compiler,
        "They need a C++ compiler as well: g++, or name one by CXX",
    );
}
