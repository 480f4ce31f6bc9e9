//! Gathers the compression libraries that Verilator's FST writer needs (zlib and LZ4, built from
//! source by their crates), so that the crate can embed them: see `src/verilator/compression.rs`.
use std::{env, error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let out = env::var("OUT_DIR")?;
    let out = Path::new(&out);
    for (library, files) in [
        ("Z", ["include/zlib.h", "include/zconf.h", "lib/libz.a"]),
        ("LZ4", ["lz4.h", "lz4.h", "liblz4.a"]),
    ] {
        let root = env::var(format!("DEP_{library}_ROOT"))?;
        let include = env::var(format!("DEP_{library}_INCLUDE"))?;
        for file in files {
            let name = Path::new(file).file_name().ok_or("a file has a name")?;
            let from = [Path::new(&root).join(file), Path::new(&include).join(name)]
                .into_iter()
                .find(|path| path.exists())
                .ok_or_else(|| format!("{file} is neither in {root} nor in {include}"))?;
            fs::copy(from, out.join(name))?;
        }
    }
    println!("cargo:rerun-if-changed=build.rs");
    Ok(())
}
