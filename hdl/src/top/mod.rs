//! Whole cards: configurations, and the blocks that join shell and core.

mod card;
mod config;
mod shell;

pub use card::CardTop;
pub use config::{Bn254Card, CardConfig, TinyCard, designs};
pub use shell::CardShell;
