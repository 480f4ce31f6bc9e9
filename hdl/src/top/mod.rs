//! Whole cards: configurations, and the blocks that join shell and core.

mod board;
mod card;
mod config;
mod shell;
mod with_transforms;

pub use board::BoardTop;
pub use card::CardTop;
pub use config::{
    Arithmetic, Bn254CardOfTwo, BoardCard, CardConfig, TinyBoardCard, TinyCard, TinyCardOfTwo,
    designs,
};
pub use shell::CardShell;
pub use with_transforms::{Bn254Card, TinyCardWithTransforms};
