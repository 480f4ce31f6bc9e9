//! Documents whose links lead somewhere.

use super::Tree;
use crate::{error::TaskError, workspace};
use std::path::Path;

/// Findings in the Markdown files of `tree`.
pub(super) fn check(tree: &Tree) -> Result<Vec<String>, TaskError> {
    let mut findings = vec![];
    for file in tree.with_extension("md") {
        let text = workspace::read(&tree.root.join(file))?;
        let folder = tree.root.join(file.parent().unwrap_or(Path::new("")));
        let dead = links(&text).filter(|link| !folder.join(link).exists());
        findings.extend(dead.map(|link| format!("{}: no {link}", file.display())));
    }
    Ok(findings)
}

/// The targets of links within the project, without the part after `#`.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    let paths = targets.map(|target| target.split('#').next().unwrap_or(target));
    paths.filter(|path| !path.is_empty() && !path.contains(':') && !path.contains(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_links_within_the_project_are_followed() {
        let text = "[a](b.md#c) [d](https://e.org) [f](#g) ![h](i/j.svg) f[i](x, y)";
        assert_eq!(links(text).collect::<Vec<_>>(), ["b.md", "i/j.svg"]);
    }

    #[test]
    fn a_dead_link_is_found() {
        let root = tempfile::tempdir().unwrap();
        let page = root.path().join("docs/page.md");
        workspace::write(&page, "[up](../README.md) [self](page.md)").unwrap();
        let findings = check(&Tree::read(root.path()).unwrap()).unwrap();
        assert_eq!(findings, ["docs/page.md: no ../README.md"]);
    }
}
