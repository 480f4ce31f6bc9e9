//! `cargo xtask registers`: the register page, from the table in `zkcard-wire`.

use crate::{error::TaskError, workspace};
use std::fmt::Write;
use zkcard_wire::registers::{CONTRACT_HASH, Register, TABLE};

/// Where the page lies, from the root of the workspace.
pub(crate) const PAGE: &str = "docs/registers.md";

/// Runs the task.
pub(crate) fn run() -> Result<(), TaskError> {
    workspace::write(&workspace::root().join(PAGE), page(TABLE))?;
    println!("wrote {PAGE}");
    Ok(())
}

/// The page for a register table.
pub(crate) fn page(table: &[Register]) -> String {
    let mut page = String::from(HEAD);
    let _ = writeln!(page, "Hash of this table: `{CONTRACT_HASH:#018x}`.\n");
    page.push_str("| offset | name | access | meaning |\n|---|---|---|---|\n");
    for register in table {
        let Register {
            name,
            offset,
            meaning,
            ..
        } = register;
        let access = register.access.name();
        // A bar would end the cell.
        let meaning = meaning.replace('|', "\\|");
        let _ = writeln!(
            page,
            "| `{offset:#05x}` | `{name}` | {access} | {meaning} |"
        );
    }
    page
}

const HEAD: &str = "\
# Registers

<!-- Written by `cargo xtask registers` from wire/src/registers.rs. Do not edit. -->

Registers are 32 bits wide and lie at byte offsets that are multiples of four.
Reading an offset that is not listed, or writing a register that is read only, is
answered with an error. All registers are zero after reset unless the meaning
says otherwise.

";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_what_the_table_says() {
        let written = workspace::read(&workspace::root().join(PAGE)).unwrap();
        assert!(
            written == page(TABLE),
            "{PAGE} is stale: run `cargo xtask registers`"
        );
    }

    #[test]
    fn every_register_is_a_line() {
        let page = page(TABLE);
        for register in TABLE {
            let cells = format!("| `{:#05x}` | `{}` |", register.offset, register.name);
            assert!(page.contains(&cells), "{}", register.name);
        }
    }

    #[test]
    fn writable_registers_reset_to_zero_as_the_page_says() {
        assert!(TABLE.iter().all(|register| register.reset == 0));
    }
}
