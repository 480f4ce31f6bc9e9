//! The NTT core over sizes, lanes and memories: jobs in the simulation, each compared with arkworks, and a model of the
//! clocks that they take.

mod job;
mod layout;
mod model;
mod record;
mod run;
mod setup;

pub use job::JobKind;
pub use model::{Modelled, modelled};
pub use record::{Beyond, Built, Report, Simulated};
pub use run::Simulation;
pub use setup::{MemoryKind, Setup};
