//! What a developer can ask for, one file each.

pub(crate) mod capi;
pub(crate) mod circuits;
pub(crate) mod emit;
pub(crate) mod lint;
pub(crate) mod registers;
pub(crate) mod report;
pub(crate) mod test;
pub(crate) mod tools;
