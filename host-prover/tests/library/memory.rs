//! Proofs with bounded memory, and many at once: what waits must not wait for itself.

use crate::support::{key, verifying_key, witness};
use rayon::{ThreadPool, ThreadPoolBuilder, prelude::*};
use std::thread;
use zkcard::{Bn254, Dispatcher, Key, accelerator::CpuOptions, groth16};

const CIRCUIT: &str = "poseidon";

/// One operation at a time, and pages that go after each.
fn bounded() -> Dispatcher<Bn254> {
    Dispatcher::cpu_only().with_cpu(CpuOptions {
        memory: Some(1),
        release_keys: true,
    })
}

fn proves(key: &Key<Bn254>, dispatcher: &Dispatcher<Bn254>) {
    let proved = groth16::prove(key, &witness(CIRCUIT), dispatcher, &|_| ()).unwrap();
    let exported = verifying_key(CIRCUIT);
    assert!(groth16::verify(&exported, &proved.public, &proved.proof));
}

fn pool(threads: usize) -> ThreadPool {
    let pool = ThreadPoolBuilder::new().num_threads(threads).build();
    pool.expect("threads")
}

#[test]
fn pages_that_were_given_back_come_again() {
    let (key, dispatcher) = (key(CIRCUIT), bounded());
    proves(&key, &dispatcher);
    proves(&key, &dispatcher);
}

#[test]
fn bounded_proofs_go_on_beside_each_other() {
    let (key, dispatcher) = (key(CIRCUIT), bounded());
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| proves(&key, &dispatcher));
        }
    });
}

#[test]
fn bounded_proofs_go_on_within_a_pool() {
    for threads in [1, 2, 4] {
        let (key, dispatcher) = (key(CIRCUIT), bounded());
        pool(threads).install(|| {
            (0..6)
                .into_par_iter()
                .for_each(|_| proves(&key, &dispatcher));
        });
    }
}

/// The first sum over bases looks at all of them, on all threads.
#[test]
fn first_proofs_with_a_key_may_come_at_once() {
    let pool = pool(4);
    for _ in 0..3 {
        let (key, dispatcher) = (key(CIRCUIT), Dispatcher::cpu_only());
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| pool.install(|| proves(&key, &dispatcher)));
            }
        });
    }
}
