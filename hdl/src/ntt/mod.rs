//! Number-theoretic transforms: lanes that each transform vectors of their own, under one control.

mod buffer;
mod butterfly;
mod lane;
mod lane_memory;
mod lanes;
mod stages;
mod sum_difference;

pub use buffer::Buffer;
pub use butterfly::Butterfly;
pub use lane::Lane;
pub use lane_memory::LaneMemory;
pub use lanes::Lanes;
pub use stages::Stages;
pub use sum_difference::SumDifference;
