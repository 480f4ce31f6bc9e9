//! The library: proofs, files of any quality, and backends that fail.

mod arkworks;
mod bad_files;
mod blame;
mod card_report;
mod faults;
mod fuzz_replay;
mod power;
mod proofs;
mod software_card;
#[path = "../support/mod.rs"]
mod support;
