//! The corpus of the fuzz targets, and every case they ever found.

#[path = "../../fuzz/entries.rs"]
mod entries;

use std::{fs, path::Path};

type Entry = fn(&[u8]);

fn replay(target: &str, entry: Entry) -> usize {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let mut cases = 0;
    for folder in ["corpus", "found"] {
        let Ok(files) = fs::read_dir(root.join(folder).join(target)) else {
            continue;
        };
        for file in files {
            let path = file.expect("a file of the corpus").path();
            println!("{}", path.display());
            entry(&fs::read(path).expect("a file of the corpus"));
            cases += 1;
        }
    }
    cases
}

#[test]
fn the_seed_of_a_card_passes_for_one() {
    let seed = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/line/identified");
    let bytes = fs::read(seed).expect("a seed");
    assert!(entries::identified(&bytes));
    assert!(!entries::identified(&bytes[..bytes.len() - 1]));
}

#[test]
fn nothing_that_was_found_breaks_again() {
    let targets: [(&str, Entry); 5] = [
        ("zkey", entries::zkey),
        ("wtns", entries::wtns),
        ("r1cs", entries::r1cs),
        ("json", entries::json),
        ("line", entries::line),
    ];
    for (target, entry) in targets {
        assert!(replay(target, entry) > 0, "no corpus for {target}");
    }
}
