//! The host's own processors: rayon's threads, and the kernels' arithmetic.
//!
//! Everything runs in the pool that calls it: the global one of rayon, unless the
//! caller has installed another. No threads are started here.

mod transform;

use super::{
    Accelerator, AcceleratorError, BoxedJob, Capabilities, Completed, Job, MsmG1, MsmG2, Numbers,
    Quotient, QuotientMsm, Transform,
};
use crate::{
    curve::{KernelPoint, SnarkCurve},
    key::Bases,
    witness::Scalars,
};
use std::{
    any::Any,
    panic::{self, AssertUnwindSafe},
    sync::mpsc::{Receiver, TryRecvError, channel},
    time::Instant,
};
use zkcard_kernels::Cpu;

/// The CPU backend. It does everything and never fails on sound input.
#[derive(Clone, Copy, Debug, Default)]
pub struct CpuBackend;

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

/// Runs `work` on the thread pool. Should it panic, the job ends with an error:
/// a panic that reached the pool would end the process.
fn spawn<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, AcceleratorError> + Send + 'static,
) -> BoxedJob<T> {
    let (sender, receiver) = channel();
    rayon::spawn(move || {
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

fn panicked(payload: &(dyn Any + Send)) -> AcceleratorError {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    AcceleratorError::Panicked(text.unwrap_or("no message").into())
}

fn msm<C, P>(bases: &Bases<P>, scalars: &Scalars<C>) -> Result<P::Group, AcceleratorError>
where
    C: SnarkCurve,
    P: KernelPoint<ScalarField = C::ScalarField>,
{
    let cpu = Cpu::detect()?;
    Ok(P::kernel_sum(cpu, &bases.in_place()?, scalars.numbers()))
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
        Ok(spawn(move || msm::<C, _>(&bases, &scalars)))
    }

    fn msm_g2(&self, work: &MsmG2<C>) -> Result<BoxedJob<C::G2>, AcceleratorError> {
        let MsmG2 { bases, scalars } = work.clone();
        Ok(spawn(move || msm::<C, _>(&bases, &scalars)))
    }

    fn transform(&self, work: Transform<C>) -> Result<BoxedJob<Numbers<C>>, AcceleratorError> {
        Ok(spawn(move || transform::transform(work)))
    }

    fn quotient(&self, work: Quotient<C>) -> Result<BoxedJob<Numbers<C>>, AcceleratorError> {
        Ok(spawn(move || transform::quotient(work)))
    }

    fn quotient_msm(&self, work: QuotientMsm<C>) -> Result<BoxedJob<C::G1>, AcceleratorError> {
        let QuotientMsm { quotient, bases } = work;
        Ok(spawn(move || {
            let mut scalars = transform::quotient(quotient)?;
            let scalars = Scalars::from_elements(std::mem::take(&mut *scalars));
            msm::<C, _>(&bases, &scalars)
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(work: impl FnOnce() -> Result<(), AcceleratorError> + Send + 'static) -> String {
        match spawn(work).wait() {
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
        assert!(spawn(|| Ok(())).wait().is_ok(), "the pool lives on");
    }
}
