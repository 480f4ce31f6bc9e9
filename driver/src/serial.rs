//! The transport over a serial line.

mod line;
mod port;
mod transport;

pub use line::Line;
pub use port::{Port, open};
pub use transport::{SerialTransport, Timing};
