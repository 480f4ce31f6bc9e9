//! The host's own processors: rayon's threads, and the kernels' arithmetic.
//!
//! Everything runs in the pool that calls it: the global one of rayon, unless the
//! caller has installed another. No threads are started here.

mod admission;
mod transform;

pub use admission::Reservation;

use super::{
    Accelerator, AcceleratorError, BoxedJob, Capabilities, Completed, Job, MsmG1, MsmG2, Numbers,
    Operation, Quotient, QuotientMsm, Transform,
};
use crate::{
    curve::{KernelPoint, MontgomeryBytes, PointBytes, SnarkCurve},
    key::Bases,
    witness::Scalars,
};
use admission::Admission;
use std::{
    any::Any,
    panic::{self, AssertUnwindSafe},
    sync::{
        Arc,
        mpsc::{Receiver, TryRecvError, channel},
    },
    time::Instant,
};
use zkcard_kernels::Cpu;

/// How much memory the CPU backend takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CpuOptions {
    /// Bytes of bases and scratch memory that operations may need together: as many run
    /// at the same time as fit, at least one.
    pub memory: Option<u64>,
    /// Gives pages of a mapped key back once a sum has used them: right for a key that is
    /// used once.
    pub release_keys: bool,
}

/// The CPU backend. It does everything and never fails on sound input.
#[derive(Clone)]
pub struct CpuBackend {
    options: CpuOptions,
    admission: Arc<Admission>,
}

impl Default for CpuBackend {
    fn default() -> Self {
        Self::new(CpuOptions::default())
    }
}

struct CpuJob<T>(Receiver<Result<Completed<T>, AcceleratorError>>);

impl<T: Send> Job<T> for CpuJob<T> {
    fn wait(self: Box<Self>) -> Result<Completed<T>, AcceleratorError> {
        // A thread of the pool must not sleep while the job waits for a thread.
        while rayon::current_thread_index().is_some() {
            match self.0.try_recv() {
                Ok(result) => return result,
                Err(TryRecvError::Disconnected) => return Err(AcceleratorError::WorkerGone),
                Err(TryRecvError::Empty) => {
                    rayon::yield_now();
                }
            }
        }
        self.0.recv().map_err(|_| AcceleratorError::WorkerGone)?
    }
}

impl CpuBackend {
    /// A backend that keeps to some bounds.
    pub fn new(options: CpuOptions) -> Self {
        Self {
            options,
            admission: Admission::new(options.memory),
        }
    }

    /// Whether pages of a mapped key are given back once they were used.
    pub(super) fn releases_keys(&self) -> bool {
        self.options.release_keys
    }

    /// Counts bytes among those that operations take, until this is dropped.
    pub fn reserve(&self, bytes: u64) -> Reservation {
        self.admission.reserve(bytes)
    }

    /// Runs `work` on the thread pool once there are `need` bytes. Should it panic, the job
    /// ends with an error: a panic that reached the pool would end the process.
    fn spawn<T: Send + 'static>(
        &self,
        need: u64,
        work: impl FnOnce() -> Result<T, AcceleratorError> + Send + 'static,
    ) -> BoxedJob<T> {
        let (sender, receiver) = channel();
        self.admission.submit(need, move || {
            let started = Instant::now();
            // What a panic leaves half done is dropped with `work`.
            let result = panic::catch_unwind(AssertUnwindSafe(work));
            let result = result.unwrap_or_else(|payload| Err(panicked(payload.as_ref())));
            let result = result.map(|output| Completed {
                output,
                busy: started.elapsed(),
                counters: None,
            });
            // The waiting side may have given up, which is no fault of this one.
            let _ = sender.send(result);
        });
        Box::new(CpuJob(receiver))
    }

    /// Starts a sum.
    fn sum<C, P>(&self, bases: Bases<P>, scalars: Scalars<C>) -> BoxedJob<P::Group>
    where
        C: SnarkCurve,
        P: KernelPoint<ScalarField = C::ScalarField>,
    {
        let need = sum_bytes(&bases, scalars.numbers().len());
        let release = self.options.release_keys;
        self.spawn(need, move || sum_of::<C, _>(&bases, &scalars, release))
    }
}

/// Bytes that a sum takes for each of its scalars, beside the bases: sorted and recoded
/// scalars, 48 for 2^20 of them and 64 for 2^12.
const SCALAR_BYTES: u64 = 54;

/// Vectors of a quotient beside its inputs.
const QUOTIENT_VECTORS: u64 = 3;

/// What a sum needs, more or less.
fn sum_bytes<P: PointBytes>(bases: &Bases<P>, scalars: usize) -> u64 {
    let size = bases.len().min(scalars) as u64;
    size * (P::BYTES as u64 + SCALAR_BYTES)
}

/// What a quotient or a transform of this size needs, more or less.
fn vectors_bytes<C: SnarkCurve>(vectors: u64, size: usize) -> u64 {
    vectors * size as u64 * C::ScalarField::BYTES as u64
}

fn panicked(payload: &(dyn Any + Send)) -> AcceleratorError {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    AcceleratorError::Panicked(text.unwrap_or("no message").into())
}

fn sum_of<C, P>(
    bases: &Bases<P>,
    scalars: &Scalars<C>,
    release: bool,
) -> Result<P::Group, AcceleratorError>
where
    C: SnarkCurve,
    P: KernelPoint<ScalarField = C::ScalarField>,
{
    let cpu = Cpu::detect()?;
    let sum = P::kernel_sum(cpu, &bases.in_place()?, scalars.numbers());
    if release {
        bases.release();
    }
    Ok(sum)
}

impl<C: SnarkCurve> Accelerator<C> for CpuBackend {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            name: "cpu".into(),
            msm_g1: true,
            msm_g2: true,
            transform: usize::MAX,
            quotient: usize::MAX,
            quotient_msm: usize::MAX,
            min_size: 0,
        }
    }

    fn msm_g1(&self, work: &MsmG1<C>) -> Result<BoxedJob<C::G1>, AcceleratorError> {
        let MsmG1 { bases, scalars } = work.clone();
        Ok(self.sum(bases, scalars))
    }

    fn msm_g2(&self, work: &MsmG2<C>) -> Result<BoxedJob<C::G2>, AcceleratorError> {
        let MsmG2 { bases, scalars } = work.clone();
        Ok(self.sum(bases, scalars))
    }

    fn transform(&self, work: Transform<C>) -> Result<BoxedJob<Numbers<C>>, AcceleratorError> {
        let need = vectors_bytes::<C>(2, work.size());
        Ok(self.spawn(need, move || transform::transform(work)))
    }

    fn quotient(&self, work: Quotient<C>) -> Result<BoxedJob<Numbers<C>>, AcceleratorError> {
        let need = vectors_bytes::<C>(QUOTIENT_VECTORS, work.size());
        Ok(self.spawn(need, move || transform::quotient(work)))
    }

    fn quotient_msm(&self, work: QuotientMsm<C>) -> Result<BoxedJob<C::G1>, AcceleratorError> {
        let QuotientMsm { quotient, bases } = work;
        let need = vectors_bytes::<C>(QUOTIENT_VECTORS, quotient.size());
        let need = need + sum_bytes(&bases, quotient.size());
        let release = self.options.release_keys;
        Ok(self.spawn(need, move || {
            let mut scalars = transform::quotient(quotient)?;
            let scalars = Scalars::from_elements(std::mem::take(&mut *scalars));
            sum_of::<C, _>(&bases, &scalars, release)
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(work: impl FnOnce() -> Result<(), AcceleratorError> + Send + 'static) -> String {
        match CpuBackend::default().spawn(0, work).wait() {
            Err(AcceleratorError::Panicked(message)) => message,
            Err(error) => panic!("{error}"),
            Ok(_) => panic!("a result"),
        }
    }

    #[test]
    fn a_panic_on_the_pool_is_an_error_of_the_job() {
        assert_eq!(message(|| panic!("no such index")), "no such index");
        let formatted = 7;
        assert_eq!(message(move || panic!("index {formatted}")), "index 7");
        assert_eq!(message(|| panic::panic_any(7)), "no message");
        let next = CpuBackend::default().spawn(0, || Ok(()));
        assert!(next.wait().is_ok(), "the pool lives on");
    }
}
