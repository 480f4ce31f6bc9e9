//! The MSM core in clocks: simulated, checked against arkworks, and modelled for sizes beyond simulation.
//!
//! ```text
//! Mixture --scalars--+--> simulation (Verilator) --> counters, result == arkworks
//!                    '--> model (schedule alone) --> clocks, additions
//! ```

mod built;
// The tests of the core and this crate compare with arkworks alike; simulation and hardware never see a curve.
#[path = "../../../hdl/tests/support/card_group.rs"]
mod card_group;
mod configuration;
mod mixture;
mod model;
mod record;
mod simulation;

pub use built::built;
pub use card_group::CardGroup;
pub use configuration::{Configuration, Setup};
pub use mixture::{Limbs, Mixture};
pub use model::{Pace, Schedule, schedule, slot_clocks};
pub use record::{Built, Modelled, Report, Simulated};
pub use simulation::Simulation;
