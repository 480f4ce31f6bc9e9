//! The threads of the CPU backend.

use crate::output::note;
use rayon::{ThreadBuilder, ThreadPoolBuilder};
use std::{
    error::Error,
    io,
    sync::mpsc::{Sender, channel},
    thread,
};

/// Most threads that can be asked for, for each processor.
pub(crate) const MAX_PER_PROCESSOR: usize = 4;

/// Processors that this process may use.
pub(crate) fn processors() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Starts the threads, one a processor unless told otherwise; fewer, with a
/// warning, where the system does not give that many.
///
/// # Errors
/// When the system gives none.
pub(crate) fn start(wanted: Option<usize>) -> Result<(), Box<dyn Error>> {
    let wanted = wanted.unwrap_or_else(processors);
    // The pool takes all its threads or none, and tries once: so threads that
    // are there already are handed to it.
    let mut waiting = vec![];
    for _ in 0..wanted {
        match spawn() {
            Ok(thread) => waiting.push(thread),
            Err(error) if waiting.is_empty() => {
                return Err(format!("the system gives no thread: {error}").into());
            }
            Err(error) => {
                let got = waiting.len();
                note!("warning: only {got} of {wanted} threads: {error}");
                break;
            }
        }
    }
    let hand_over = |thread: ThreadBuilder| {
        let gone = |_| io::Error::other("a thread ended early");
        waiting[thread.index()].send(thread).map_err(gone)
    };
    let pool = ThreadPoolBuilder::new().num_threads(waiting.len());
    Ok(pool.spawn_handler(hand_over).build_global()?)
}

/// A thread that becomes what it is sent.
fn spawn() -> io::Result<Sender<ThreadBuilder>> {
    let (sender, receiver) = channel::<ThreadBuilder>();
    let body = move || {
        if let Ok(thread) = receiver.recv() {
            thread.run();
        }
    };
    thread::Builder::new()
        .name("zkcard-cpu".into())
        .spawn(body)?;
    Ok(sender)
}
