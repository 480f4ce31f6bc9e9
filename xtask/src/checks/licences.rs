//! Licences of everything that is linked: decision 9, held.

use crate::error::TaskError;
use cargo_metadata::MetadataCommand;
use std::path::Path;

/// Licences that ask for no more than a notice.
const PERMISSIVE: [&str; 12] = [
    "0BSD",
    "Apache-2.0",
    // With an exception from what it asks for.
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Crates with another licence, and the decision that allows it.
const EXCEPTIONS: [(&str, &str); 1] = [("serialport", "MPL-2.0")];

/// Findings among the dependencies of the workspace at `root`.
pub(super) fn check(root: &Path) -> Result<Vec<String>, TaskError> {
    let metadata = MetadataCommand::new().current_dir(root).exec()?;
    let findings = metadata.packages.iter().filter_map(|package| {
        let licence = package.license.as_deref().unwrap_or("none");
        finding(&package.name, licence)
    });
    Ok(findings.collect())
}

fn finding(name: &str, licence: &str) -> Option<String> {
    let fine = is_permissive(licence) || EXCEPTIONS.contains(&(name, licence));
    (!fine).then(|| format!("{name} is under {licence}: see docs/decisions/0009"))
}

/// Whether a licence expression leaves a choice that is permissive throughout.
fn is_permissive(expression: &str) -> bool {
    let all = expression.split(" AND ");
    all.into_iter().all(|part| {
        let choices = part.split(" OR ").flat_map(|choice| choice.split('/'));
        choices
            .map(|choice| choice.trim_matches(['(', ')', ' ']))
            .any(|choice| PERMISSIVE.contains(&choice))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permissive_choice_is_enough() {
        for expression in [
            "MIT",
            "MIT/Apache-2.0",
            "MIT OR GPL-3.0-only",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR MIT",
        ] {
            assert_eq!(finding("any", expression), None);
        }
    }

    #[test]
    fn anything_else_needs_an_exception() {
        for expression in ["GPL-3.0", "MPL-2.0", "MIT AND GPL-3.0", "none"] {
            assert!(finding("any", expression).is_some(), "{expression}");
        }
        assert_eq!(finding("serialport", "MPL-2.0"), None);
    }
}
