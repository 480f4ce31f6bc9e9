//! Curve arithmetic: point additions as pipes, on `y^2 = x^3 + b` over a prime field, of odd order.
//!
//! Points are homogeneous projective, (X : Y : Z) with x = X / Z and y = Y / Z; infinity is (0 : 1 : 0). A point in one
//! word has X lowest. Each block keeps the letters of its paper.

mod config;
mod point_add;
mod rank_first;
mod rank_last;
mod rank_middle;

pub use config::CurveConfig;
pub use point_add::PointAdd;
pub use rank_first::RankFirst;
pub use rank_last::RankLast;
pub use rank_middle::RankMiddle;
