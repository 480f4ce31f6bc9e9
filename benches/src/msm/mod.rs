//! The MSM core in clocks: simulated, checked against arkworks, and modelled for sizes beyond simulation.
//!
//! ```text
//! Mixture --scalars--+--> simulation (Verilator) --> counters, result == arkworks
//!                    '--> model (schedule alone) --> clocks, additions
//! ```

mod configuration;
mod mixture;
mod model;
mod record;
mod simulation;
mod windows;

pub use configuration::Configuration;
pub use mixture::{Limbs, Mixture};
pub use model::{Schedule, schedule};
pub use record::{Built, Modelled, Report, Simulated};
pub use simulation::{Simulation, SimulationError};
