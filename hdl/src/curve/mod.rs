//! Curve arithmetic: point additions as pipes, on `y^2 = x^3 + b` over a prime field or Fq2, of odd order.
//!
//! Points are homogeneous projective, (X : Y : Z) with x = X / Z and y = Y / Z; infinity is (0 : y : 0)
//! for any y but zero. A point in one word has X lowest. Each block keeps the letters of its paper.

mod config;
mod pair_add;
mod pair_line;
mod rank_first;
mod rank_last;
mod rank_middle;
mod recombine;
mod serial_add;
mod serial_code;
mod serial_collect;
mod serial_issue;
mod serial_operand;
mod small_multiple;
mod third_word;
mod words;
mod z_operands;
mod z_products;

pub use config::CurveConfig;
pub use pair_add::PairAdd;
pub use pair_line::PairLine;
pub use rank_first::RankFirst;
pub use rank_last::RankLast;
pub use rank_middle::RankMiddle;
pub use recombine::Recombine;
pub use serial_add::SerialAdd;
pub use serial_collect::SerialCollect;
pub use serial_issue::{INDEX, SerialIssue};
pub use serial_operand::SerialOperand;
pub use third_word::ThirdWord;
pub use words::{WORD, word};
pub use z_operands::ZOperands;
pub use z_products::ZProducts;

/// Bits of a limb of X, one of Y and one of Z side by side.
pub const SLICE: usize = 3 * crate::prim::LIMB;
