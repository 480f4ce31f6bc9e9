//! The two compression libraries of Verilator's FST writer, embedded so that a traced model builds on a
//! machine without their development packages.
use super::error::VerilatorError;
use std::{fs, path::Path};

macro_rules! embedded {
    ($($name:literal),*) => {
        [$(($name, include_bytes!(concat!(env!("OUT_DIR"), "/", $name)).as_slice())),*]
    };
}

static FILES: [(&str, &[u8]); 5] = embedded!("zlib.h", "zconf.h", "lz4.h", "libz.a", "liblz4.a");

/// The archives that a traced model links.
pub(super) const ARCHIVES: [&str; 2] = ["libz.a", "liblz4.a"];

/// Writes headers and archives into `folder`.
pub(super) fn unpack(folder: &Path) -> Result<(), VerilatorError> {
    for (name, bytes) in FILES {
        let path = folder.join(name);
        fs::write(&path, bytes).map_err(VerilatorError::io(format!(
            "cannot write {}",
            path.display()
        )))?;
    }
    Ok(())
}
