//! Jobs wait until there is memory for them.
//!
//! ```text
//! submit --> [waiting, first come first served] --> thread pool --> leave
//!                      taken + need <= limit, or no job runs
//! ```
//!
//! A job that needs more than there is runs alone: a proof that may succeed is worth more than one that is refused.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

type Work = Box<dyn FnOnce() + Send>;

/// What runs, what waits, and how much memory is meant to be taken.
pub(super) struct Admission {
    /// Bytes that jobs and reservations may take together.
    limit: u64,
    /// Runs a job elsewhere.
    spawn: fn(Work),
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Bytes of running jobs and of reservations.
    taken: u64,
    running: usize,
    waiting: VecDeque<(u64, Work)>,
}

/// Bytes that are taken as long as this lives.
#[must_use]
pub struct Reservation {
    admission: Arc<Admission>,
    bytes: u64,
}

impl Drop for Reservation {
    fn drop(&mut self) {
        self.admission.state().taken -= self.bytes;
        self.admission.admit();
    }
}

/// A running job. It leaves when this is dropped, so also if it panics.
struct Admitted(Reservation);

impl Drop for Admitted {
    fn drop(&mut self) {
        // Its bytes follow, and with them the next job.
        self.0.admission.state().running -= 1;
    }
}

impl Admission {
    /// On the thread pool of whoever submits, or whose job leaves.
    pub(super) fn new(limit: Option<u64>) -> Arc<Self> {
        Self::with(limit, rayon::spawn)
    }

    fn with(limit: Option<u64>, spawn: fn(Work)) -> Arc<Self> {
        Arc::new(Self {
            limit: limit.unwrap_or(u64::MAX),
            spawn,
            state: Mutex::default(),
        })
    }

    /// Runs `work` on the thread pool once there are `need` bytes for it. Does not wait.
    ///
    /// What a thread of the pool submits does not wait for memory: that thread may have
    /// begun to wait within a job that would have to end first.
    pub(super) fn submit(self: &Arc<Self>, need: u64, work: impl FnOnce() + Send + 'static) {
        if rayon::current_thread_index().is_some() {
            let mut state = self.state();
            state.taken += need;
            state.running += 1;
            drop(state);
            self.run(need, Box::new(work));
            return;
        }
        self.state().waiting.push_back((need, Box::new(work)));
        self.admit();
    }

    /// Takes bytes that are needed outside of jobs.
    pub(super) fn reserve(self: &Arc<Self>, bytes: u64) -> Reservation {
        self.state().taken += bytes;
        Reservation {
            admission: self.clone(),
            bytes,
        }
    }

    fn admit(self: &Arc<Self>) {
        while let Some((need, work)) = self.next() {
            self.run(need, work);
        }
    }

    /// Runs a job that is counted already.
    fn run(self: &Arc<Self>, need: u64, work: Work) {
        let admitted = Admitted(Reservation {
            admission: self.clone(),
            bytes: need,
        });
        (self.spawn)(Box::new(move || {
            let _admitted = admitted;
            work();
        }));
    }

    /// The next job, if it may run.
    fn next(&self) -> Option<(u64, Work)> {
        let mut state = self.state();
        let (need, _) = state.waiting.front()?;
        let taken = state.taken.saturating_add(*need);
        if taken > self.limit && state.running > 0 {
            return None;
        }
        let (need, work) = state.waiting.pop_front()?;
        state.taken += need;
        state.running += 1;
        Some((need, work))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        sync::mpsc::{Receiver, Sender, channel},
        thread,
    };

    /// Jobs that have threads of their own, so that they may wait.
    fn admission(limit: u64) -> Arc<Admission> {
        Admission::with(Some(limit), |work| drop(thread::spawn(work)))
    }

    /// A job that says when it starts and ends when it is told to.
    fn job(started: &Sender<usize>, name: usize) -> (Sender<()>, impl FnOnce() + Send + 'static) {
        let (go, wait) = channel();
        let started = started.clone();
        let work = move || {
            started.send(name).expect("a test that listens");
            let _ = wait.recv();
        };
        (go, work)
    }

    fn none(started: &Receiver<usize>) -> bool {
        started.try_recv().is_err()
    }

    #[test]
    fn jobs_run_in_turn_as_far_as_memory_goes() {
        let admission = admission(10);
        let (sender, started) = channel();
        let [one, two, three] = [(0, 6), (1, 4), (2, 5)].map(|(name, need)| {
            let (go, work) = job(&sender, name);
            admission.submit(need, work);
            go
        });
        let mut first = [started.recv(), started.recv()].map(Result::unwrap);
        first.sort_unstable();
        assert_eq!(first, [0, 1]);
        assert_eq!(admission.state().waiting.len(), 1);
        assert!(none(&started));
        // Four of ten bytes are not enough for five more and the six that go on.
        drop(two);
        while admission.state().running > 1 {
            thread::yield_now();
        }
        assert_eq!(admission.state().waiting.len(), 1);
        drop(one);
        assert_eq!(started.recv(), Ok(2));
        drop(three);
    }

    #[test]
    fn a_job_too_large_runs_alone_and_reservations_count() {
        let admission = admission(10);
        let (sender, started) = channel();
        let reserved = admission.reserve(8);
        let (large, work) = job(&sender, 0);
        admission.submit(100, work);
        assert_eq!(started.recv(), Ok(0));
        let (small, work) = job(&sender, 1);
        admission.submit(1, work);
        assert_eq!(admission.state().waiting.len(), 1);
        drop(large);
        assert_eq!(started.recv(), Ok(1));
        let (next, work) = job(&sender, 2);
        admission.submit(5, work);
        assert_eq!(admission.state().waiting.len(), 1);
        drop(reserved);
        assert_eq!(started.recv(), Ok(2));
        drop((small, next));
    }

    #[test]
    fn threads_of_the_pool_do_not_wait_for_memory() {
        let admission = admission(1);
        let (sender, started) = channel();
        let (_one, work) = job(&sender, 0);
        admission.submit(1, work);
        let (_two, work) = job(&sender, 1);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
        pool.expect("a thread")
            .install(|| admission.submit(1, work));
        let mut both = [started.recv(), started.recv()].map(Result::unwrap);
        both.sort_unstable();
        assert_eq!(both, [0, 1]);
    }

    #[test]
    fn a_job_that_panics_leaves() {
        let admission = admission(1);
        let (sender, started) = channel();
        admission.submit(1, || panic!("a job"));
        let (_go, work) = job(&sender, 0);
        admission.submit(1, work);
        assert_eq!(started.recv(), Ok(0));
    }
}
