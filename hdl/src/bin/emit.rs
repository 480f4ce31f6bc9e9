//! Writes the Verilog of every named design into a folder and, with
//! `--checksums`, their checksums into `hdl/checksums`.

use std::{error::Error, fs, path::Path};
use zkcard_hdl::designs::{checksums, designs};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (folder, checksums_too) = match &arguments[..] {
        [folder] => (Path::new(folder), false),
        [folder, option] if option == "--checksums" => (Path::new(folder), true),
        _ => return Err("usage: emit FOLDER [--checksums]".into()),
    };
    fs::create_dir_all(folder)?;
    for design in designs() {
        let path = folder.join(format!("{}.sv", design.name));
        fs::write(&path, design.emit()?.verilog)?;
        println!("{}", path.display());
    }
    if checksums_too {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("checksums");
        fs::write(&path, checksums()?)?;
        println!("{}", path.display());
    }
    Ok(())
}
