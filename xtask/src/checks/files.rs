//! Sizes, unfinished code, and words that do not belong where they stand.

use super::Tree;
use crate::{error::TaskError, workspace};
use std::{fs, path::Path};

/// Longest source file. Most stay near 300: a longer one is perhaps two things.
const MAX_LINES: usize = 500;

/// Largest file that is checked in.
const MAX_BYTES: u64 = 4 << 20;

/// Largest sum of the files of the test circuits.
const MAX_CIRCUIT_BYTES: u64 = 8 << 20;

/// Text that must not stand in Rust files below a folder.
struct Forbidden {
    below: &'static str,
    /// A folder within it where the text is fine.
    except: Option<&'static str>,
    text: &'static str,
    why: &'static str,
}

const FORBIDDEN: [Forbidden; 8] = [
    forbidden("", concat!("todo", "!("), "unfinished"),
    forbidden("", concat!("unimplemented", "!("), "unfinished"),
    forbidden("", concat!("#[", "ignore"), "an ignored test tests nothing"),
    forbidden("driver/src", "ark_", "the driver never sees a curve"),
    forbidden("sim/src", "ark_", "the simulator never sees a curve"),
    forbidden("hdl/src", "zkcard_driver", "hdl never sees the host"),
    forbidden(
        "host-prover/src",
        "wire::registers",
        "the prover never sees a register",
    ),
    Forbidden {
        except: Some("host-prover/src/bin"),
        ..forbidden(
            "host-prover/src",
            "zkcard_sim",
            "only the binary contains a simulation",
        )
    },
];

const fn forbidden(below: &'static str, text: &'static str, why: &'static str) -> Forbidden {
    Forbidden {
        below,
        except: None,
        text,
        why,
    }
}

impl Forbidden {
    fn applies_to(&self, path: &Path) -> bool {
        path.starts_with(self.below) && !self.except.is_some_and(|folder| path.starts_with(folder))
    }
}

/// Findings in the files of `tree`.
pub(super) fn check(tree: &Tree) -> Result<Vec<String>, TaskError> {
    let mut findings = vec![];
    for path in tree.with_extension("rs") {
        let text = workspace::read(&tree.root.join(path))?;
        findings.extend(in_source(path, &text));
    }
    findings.extend(sizes(tree)?);
    findings.extend(machine_paths(tree)?);
    Ok(findings)
}

fn in_source(path: &Path, text: &str) -> Vec<String> {
    let mut findings = vec![];
    let shown = path.display();
    let lines = text.lines().count();
    if lines > MAX_LINES {
        findings.push(format!("{shown}: {lines} lines, more than {MAX_LINES}"));
    }
    for rule in &FORBIDDEN {
        if rule.applies_to(path) && text.contains(rule.text) {
            findings.push(format!("{shown}: `{}`: {}", rule.text, rule.why));
        }
    }
    findings
}

fn sizes(tree: &Tree) -> Result<Vec<String>, TaskError> {
    let mut findings = vec![];
    let mut circuits = 0;
    for path in &tree.files {
        let full = tree.root.join(path);
        let bytes = fs::metadata(&full).map_err(TaskError::file(full))?.len();
        if bytes > MAX_BYTES {
            findings.push(format!("{}: {bytes} bytes", path.display()));
        }
        if path.starts_with("circuits") {
            circuits += bytes;
        }
    }
    if circuits > MAX_CIRCUIT_BYTES {
        findings.push(format!("circuits/: {circuits} bytes in all"));
    }
    Ok(findings)
}

/// Paths of the machine that someone works on say nothing to anyone else.
fn machine_paths(tree: &Tree) -> Result<Vec<String>, TaskError> {
    let home = std::env::var("HOME").unwrap_or_default();
    let root = tree.root.display().to_string();
    let paths = [root, home].map(|path| format!("{}/", path.trim_end_matches('/')));
    let mut findings = vec![];
    for file in &tree.files {
        let full = tree.root.join(file);
        let content = fs::read(&full).map_err(TaskError::file(full))?;
        // Binary files hold no paths that anyone reads.
        let Ok(text) = String::from_utf8(content) else {
            continue;
        };
        let found = paths
            .iter()
            .find(|path| path.len() > 2 && text.contains(*path));
        findings.extend(found.map(|path| format!("{}: {path} of this machine", file.display())));
    }
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(files: &[(&str, &str)]) -> Vec<String> {
        let root = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let text = text.replace("ROOT", &root.path().display().to_string());
            workspace::write(&root.path().join(path), text).unwrap();
        }
        check(&Tree::read(root.path()).unwrap()).unwrap()
    }

    #[test]
    fn clean_files_give_no_findings() {
        let curve = ("host-prover/src/curve.rs", "use ark_ec::CurveGroup;\n");
        assert_eq!(findings(&[curve, ("a.md", "text\n")]), [""; 0]);
    }

    #[test]
    fn each_rule_finds_its_fault() {
        for (word, expected) in [
            (concat!("fn f() { todo", "!() }"), "unfinished"),
            (concat!("#[", "ignore]"), "ignored test"),
            (&"\n".repeat(MAX_LINES + 1), "501 lines"),
            ("// see ROOT/x", "of this machine"),
        ] {
            let found = findings(&[("a/b.rs", word)]);
            assert!(found.len() == 1 && found[0].contains(expected), "{found:?}");
        }
        let layer = findings(&[("driver/src/x.rs", "use ark_ec;")]);
        assert!(layer[0].contains("never sees a curve"), "{layer:?}");
        let simulation = ("host-prover/src/a.rs", "use zkcard_sim;");
        let binary = ("host-prover/src/bin/zkcard/a.rs", "use zkcard_sim;");
        assert_eq!(findings(&[simulation, binary]).len(), 1);
        let large = findings(&[("a.bin", &"x".repeat(MAX_BYTES as usize + 1))]);
        assert!(large[0].contains("bytes"), "{large:?}");
    }
}
