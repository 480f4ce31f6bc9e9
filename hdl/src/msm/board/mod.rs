//! The core for small devices: the same ports and results as [`MsmCore`](super::MsmCore), on one limb-serial adder.
//!
//! ```text
//! bases, scalars --> ItemSource --.                .--> PointStore (buckets, S, T)
//!                                 +--> Mover ------+--> SerialAdd --.
//!                       Walk -----'      ^         '--> ResultSender|--> results
//!                                        '----------- sums ---------'
//! ```
//!
//! The scheduling is that of the large core: what finds its slot empty is stored, what finds it full takes the stored
//! point along to the adder. Here one point is moved at a time, limb by limb, and the reduction is nothing but further
//! moves: T takes S, S takes a bucket. It knows G1 alone, and coordinates in containers of 256 bits.

mod canonical;
mod core;
mod item_limbs;
mod item_source;
mod mover;
mod point_store;
mod result_sender;
mod slot_map;
mod walk;

pub use self::core::SerialMsmCore;
pub use canonical::Canonical;
pub use item_limbs::ItemLimbs;
pub use item_source::ItemSource;
pub use mover::{Kind, Mover};
pub use point_store::PointStore;
pub use result_sender::ResultSender;
pub use slot_map::SlotMap;
pub use walk::Walk;
