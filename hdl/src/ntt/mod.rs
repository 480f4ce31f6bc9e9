//! Number-theoretic transforms: lanes that each transform vectors of their own, under one control.
//!
//! ```text
//! NttCore -- CutTable, PassShape --> LaneTerms, LayoutTerms    job, transforms, passes
//!    |------ JobCounters
//! PassEngine -- PassLoad, PassStore -- Bursts, Beats, Turn, Places <--> memory
//!    |--------- GroupFlow
//! Lanes -- Stages ----------> work, put --> Lane -- LaneMemory -- Buffer (3)
//!    |                                        '---- Butterfly -- SumDifference, ModMul
//!    '---- FactorControl --> FactorMaker ------> factors of two or four lanes
//!             '-- FactorPrepare, FactorGroups, FactorRoom, FactorOperands -- RootTable
//! ```
//!
//! Lanes start butterflies in slots: every clock, or as folded multipliers need it (decision 26).
//! Source of the whole: decision 22.

mod beats;
mod buffer;
mod bursts;
mod butterfly;
mod chunks;
mod config;
mod core;
mod cut;
mod cut_table;
mod designs;
mod factor_control;
mod factor_groups;
mod factor_maker;
mod factor_operands;
mod factor_prepare;
mod factor_room;
mod group_flow;
mod job_counters;
mod lane;
mod lane_memory;
mod lane_terms;
mod lanes;
mod layout_terms;
mod pass_engine;
mod pass_load;
mod pass_shape;
mod pass_store;
mod places;
mod root_table;
mod stages;
mod sum_difference;
mod turn;

pub use beats::{
    BY_BLOCKS, BY_COPIES, BY_ROWS, BY_TURNS, BY_TURNS_BACK, BY_VECTORS, BY_WORDS, Beats,
};
pub use buffer::Buffer;
pub use bursts::Bursts;
pub use butterfly::Butterfly;
pub use chunks::{ChunkEnable, Served, Spread};
pub use config::{
    BoardNttCore, CardNttCore, NttConfig, NttCoreOfEight, NttCoreOfSixteen, NttCoreOfSixtyFour,
    NttField, SmallBoardNttCore, SmallNttCore, TinyBoardNttCore, TinyNttCore, TinyNttCoreOfFour,
};
pub use core::NttCore;
pub use cut::{CoreSizes, Cut};
pub use cut_table::CutTable;
pub use designs::designs;
pub use factor_control::FactorControl;
pub use factor_groups::FactorGroups;
pub use factor_maker::FactorMaker;
pub use factor_operands::FactorOperands;
pub use factor_prepare::FactorPrepare;
pub use factor_room::FactorRoom;
pub use group_flow::GroupFlow;
pub use job_counters::JobCounters;
pub use lane::Lane;
pub use lane_memory::LaneMemory;
pub use lane_terms::LaneTerms;
pub use lanes::Lanes;
pub use layout_terms::LayoutTerms;
pub use pass_engine::PassEngine;
pub use pass_load::PassLoad;
pub use pass_shape::{COLUMNS, COPIES, LANES, MIDDLE, PassShape, ROWS};
pub use pass_store::PassStore;
pub use places::{PLACES_LATENCY, Places};
pub use root_table::RootTable;
pub use stages::Stages;
pub use sum_difference::SumDifference;
pub use turn::Turn;
