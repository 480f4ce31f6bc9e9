//! Whole cards: configurations, and the blocks that join shell and core.

mod board;
mod card;
mod config;
mod shell;

pub use board::BoardTop;
pub use card::CardTop;
pub use config::{
    Arithmetic, Bn254Card, Bn254CardOfTwo, BoardCard, CardConfig, TinyBoardCard, TinyCard,
    TinyCardOfTwo, designs,
};
pub use shell::CardShell;
