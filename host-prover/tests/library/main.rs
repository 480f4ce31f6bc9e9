//! The library: proofs, files of any quality, and backends that fail.

mod bad_files;
mod faults;
mod fuzz_replay;
mod proofs;
#[path = "../support/mod.rs"]
mod support;
