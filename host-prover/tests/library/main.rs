//! The library: proofs, files of any quality, and backends that fail.

mod arkworks;
mod bad_files;
mod blame;
mod card_curve;
mod card_report;
mod chains;
mod faults;
mod fused;
mod fuzz_replay;
mod g2;
mod memory;
mod multiples;
mod power;
mod proofs;
mod sets;
mod software_card;
mod software_transforms;
#[path = "../support/mod.rs"]
mod support;
mod transforms;
#[cfg(unix)]
mod way;
