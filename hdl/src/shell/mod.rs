//! The shell: everything between the pins of the card and its cores.
//!
//! ```text
//!  serial line -- SerialPort -- FrameReceiver -> FrameExecutor -> FrameTransmitter
//!                  (transport)                    |         |
//!                     RegisterAccess, AXI4-Lite   |         |  MemoryAccess, words
//!                                   RegisterFile -+         +- MemoryPort -- AXI4 (memory)
//!                                         |                    |      |
//!                                      Control -- JobEngine ---|-- BurstReader x 2
//!                                                   |   |      |
//!                                            MSM core   NTT core
//! ```
//!
//! All of it runs in the core clock, except the outer halves of [`SerialPort`] and [`MemoryPort`].

mod burst_cutter;
mod burst_reader;
mod control;
mod crc32;
mod frame_executor;
mod frame_receiver;
mod frame_transmitter;
mod identity;
mod job_check;
mod job_clock;
mod job_engine;
mod job_form;
mod job_regions;
mod job_steps;
mod job_writer;
mod memory_access;
mod memory_port;
mod register_access;
mod register_file;
mod requests;
mod reset;
mod scalar_split;
mod serial_port;
mod transform_engine;
mod uart;

pub use burst_cutter::BurstCutter;
pub use burst_reader::BurstReader;
pub use control::Control;
pub use crc32::Crc32;
pub use frame_executor::FrameExecutor;
pub use frame_receiver::FrameReceiver;
pub use frame_transmitter::FrameTransmitter;
pub use identity::{Identity, Transforms};
pub use job_check::JobCheck;
pub use job_clock::{JobClock, RECOVERY};
pub use job_engine::JobEngine;
pub use job_form::JobForm;
pub use job_regions::JobRegions;
pub use job_steps::JobSteps;
pub use job_writer::JobWriter;
pub use memory_access::MemoryAccess;
pub use memory_port::MemoryPort;
pub use register_access::RegisterAccess;
pub use register_file::RegisterFile;
pub use requests::Requests;
pub use reset::ResetTree;
pub use scalar_split::ScalarSplit;
pub use serial_port::SerialPort;
pub use transform_engine::TransformEngine;
pub use uart::{UartReceiver, UartTransmitter};

pub(crate) use crate::prim::Flag;
