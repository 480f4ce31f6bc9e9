//! The longest sum between two registers, from yosys's count of adders by width.
//!
//! Before adders become carry cells, each is a cell `$alu` whose type yosys prints with its width. Sums of the
//! datapaths end at a register after each piece; a longer one is one that no register cuts.

use std::collections::BTreeMap;

/// Width of the widest adder of each module that has any, from the text of `stat -width`.
pub(super) fn widest(stat: &str) -> BTreeMap<String, u64> {
    let (mut widest, mut module) = (BTreeMap::new(), None);
    for line in stat.lines() {
        if let Some(title) = line.trim().strip_prefix("=== ") {
            let name = title.trim_end_matches(" ===").to_owned();
            // The summary at the end is not a module.
            module = Some(name).filter(|name| !name.contains(' '));
        }
        let Some(width) = adder(line) else { continue };
        if let Some(module) = &module {
            let entry = widest.entry(module.clone()).or_insert(0);
            *entry = width.max(*entry);
        }
    }
    widest
}

/// Width of the adder that a line counts.
fn adder(line: &str) -> Option<u64> {
    let word = line
        .split_whitespace()
        .find_map(|word| word.strip_prefix("$alu_"))?;
    word.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_adder_of_each_module_is_found() {
        let text = "=== a ===\n  3 $alu_64\n 1 $alu_7\n=== b ===\n 2 $mux_9\n=== c ===\n 1 $alu_2\n=== design hierarchy ===\n 1 $alu_256\n";
        let found = widest(text);
        assert_eq!(found, BTreeMap::from([("a".into(), 64), ("c".into(), 2)]));
    }
}
