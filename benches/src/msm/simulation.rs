//! Jobs on the simulated core, each compared with arkworks.

use super::CardGroup;
use super::{Limbs, Setup};
use crate::SimulationError;
use ark_ff::BigInt;
use zkcard_hdl::emit::Body;
use zkcard_sim::msm::{Core, Counters, Rates};
use zkcard_sim::verilator::Optimise;

/// A core that runs.
pub struct Simulation {
    core: Core,
    setup: Setup,
}

impl Simulation {
    /// Builds the core of `setup` for long runs, with multipliers of `body`.
    ///
    /// # Errors
    /// [`SimulationError`] when it cannot be emitted or built.
    pub fn new(setup: Setup, body: Body) -> Result<Self, SimulationError> {
        let configuration = setup.configuration;
        let design = configuration.design(body)?;
        let core = Core::new(configuration.config(body), &design, Optimise::Run)?;
        Ok(Self { core, setup })
    }

    /// The same core for another setup, if it has that core.
    pub fn with_setup(self, setup: Setup) -> Option<Self> {
        let same = self.setup.configuration == setup.configuration;
        same.then_some(Self { setup, ..self })
    }

    /// Runs a job with both streams always full.
    ///
    /// # Errors
    /// [`SimulationError::Wrong`], naming `what`, when the result is not that of arkworks.
    pub fn run<G: CardGroup>(
        &mut self,
        what: &str,
        bases: &[G::Affine],
        scalars: &[Limbs],
    ) -> Result<Counters, SimulationError> {
        let scalars: Vec<_> = scalars.iter().map(|limbs| BigInt::new(*limbs)).collect();
        let over = self.setup.over;
        let (got, counters) = G::msm_on(&mut self.core, over, bases, &scalars, Rates::FULL, 0)?;
        let expected = G::msm_bigint(bases, &scalars);
        match got.into_affine() == expected.into_affine() {
            true => Ok(counters),
            false => Err(SimulationError::Wrong { what: what.into() }),
        }
    }
}
