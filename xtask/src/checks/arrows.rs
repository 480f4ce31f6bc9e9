//! Which crate may depend on which.
//!
//! ```text
//! {benches, capi} -> host-prover -> {driver, kernels}
//! host-prover -> sim: feature `sim` only          host-prover -> witness: feature `fullprove` only
//! driver -> wire                                  kernels, witness: nothing
//! sim -> {driver, hdl, wire}    hdl -> wire       rust-hdl: hdl alone
//! ```

use crate::error::TaskError;
use cargo_metadata::{Dependency, DependencyKind, MetadataCommand, Package};
use std::path::Path;

/// What a crate of the workspace may depend on, and in tests in addition.
struct Rule {
    name: &'static str,
    may: &'static [&'static str],
    only_as_feature: &'static [&'static str],
    tests_may: &'static [&'static str],
}

const RULES: [Rule; 10] = [
    Rule::new("zkcard-wire", &[]),
    Rule::new("zkcard-hdl", &["zkcard-wire"]).tests(&["zkcard-sim"]),
    Rule::new("zkcard-driver", &["zkcard-wire"]),
    Rule::new(
        "zkcard-sim",
        &["zkcard-driver", "zkcard-hdl", "zkcard-wire"],
    ),
    Rule::new("zkcard-kernels", &[]),
    Rule::new("zkcard-witness", &[]),
    Rule::new(
        "zkcard",
        &["zkcard-driver", "zkcard-kernels", "zkcard-wire"],
    )
    .feature(&["zkcard-sim", "zkcard-witness"])
    .tests(&["zkcard-sim", "zkcard-hdl"]),
    Rule::new("zkcard-capi", &["zkcard"]).tests(&["zkcard-driver", "zkcard-wire"]),
    Rule::new(
        "zkcard-benches",
        &[
            "zkcard",
            "zkcard-driver",
            "zkcard-hdl",
            "zkcard-kernels",
            "zkcard-sim",
            "zkcard-wire",
        ],
    ),
    Rule::new("xtask", &["zkcard-wire"]),
];

/// Crates from outside that only one crate of the workspace may use.
const EXCLUSIVE: [(&str, &str); 3] = [
    ("rust-hdl", "zkcard-hdl"),
    ("serialport", "zkcard-driver"),
    ("wasmtime", "zkcard-witness"),
];

impl Rule {
    const fn new(name: &'static str, may: &'static [&'static str]) -> Self {
        Self {
            name,
            may,
            only_as_feature: &[],
            tests_may: &[],
        }
    }

    const fn feature(mut self, names: &'static [&'static str]) -> Self {
        self.only_as_feature = names;
        self
    }

    const fn tests(mut self, names: &'static [&'static str]) -> Self {
        self.tests_may = names;
        self
    }

    fn allows(&self, arrow: &Arrow<'_>) -> bool {
        let to = &arrow.to;
        self.may.contains(to)
            || arrow.in_tests && self.tests_may.contains(to)
            || arrow.optional && self.only_as_feature.contains(to)
    }
}

/// One dependency of a crate of the workspace.
struct Arrow<'a> {
    from: &'a str,
    to: &'a str,
    optional: bool,
    in_tests: bool,
}

impl<'a> Arrow<'a> {
    fn new(package: &'a Package, dependency: &'a Dependency) -> Self {
        Self {
            from: &package.name,
            to: &dependency.name,
            optional: dependency.optional,
            in_tests: dependency.kind == DependencyKind::Development,
        }
    }

    /// What is wrong with it, if anything is.
    fn finding(&self, workspace: &[&str]) -> Option<String> {
        let Self { from, to, .. } = self;
        if let Some((_, owner)) = EXCLUSIVE.iter().find(|(name, _)| name == to) {
            let wrong = from != owner;
            return wrong.then(|| format!("{from} depends on {to}, which is for {owner} alone"));
        }
        if !workspace.contains(to) {
            return None;
        }
        let Some(rule) = RULES.iter().find(|rule| rule.name == *from) else {
            return Some(format!("{from} has no rule in xtask/src/checks/arrows.rs"));
        };
        let kind = match (self.in_tests, self.optional) {
            (true, _) => " in its tests",
            (false, true) => " as a feature",
            (false, false) => "",
        };
        (!rule.allows(self)).then(|| format!("{from} may not depend on {to}{kind}"))
    }
}

/// Holds the rules against what cargo says of the workspace at `root`.
pub(super) fn check(root: &Path) -> Result<Vec<String>, TaskError> {
    let metadata = MetadataCommand::new().current_dir(root).no_deps().exec()?;
    let packages = metadata.workspace_packages();
    let names: Vec<&str> = packages.iter().map(|package| &**package.name).collect();
    let arrows = packages.iter().flat_map(|package| {
        let dependencies = package.dependencies.iter();
        dependencies.map(|dependency| Arrow::new(package, dependency))
    });
    let mut findings: Vec<_> = arrows.filter_map(|arrow| arrow.finding(&names)).collect();
    let missing = RULES.iter().filter(|rule| !names.contains(&rule.name));
    findings.extend(missing.map(|rule| format!("{} is not in the workspace", rule.name)));
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(from: &str, to: &str, kind: &str) -> Option<String> {
        let names: Vec<_> = RULES.iter().map(|rule| rule.name).chain(["new"]).collect();
        let arrow = Arrow {
            from,
            to,
            optional: kind == "optional",
            in_tests: kind == "test",
        };
        arrow.finding(&names)
    }

    #[test]
    fn downward_arrows_are_fine() {
        assert_eq!(finding("zkcard", "zkcard-driver", ""), None);
        assert_eq!(finding("zkcard", "zkcard-sim", "optional"), None);
        assert_eq!(finding("zkcard-hdl", "zkcard-sim", "test"), None);
        assert_eq!(finding("zkcard-hdl", "rust-hdl", ""), None);
        assert_eq!(finding("zkcard", "serde", ""), None);
    }

    #[test]
    fn every_other_arrow_is_found() {
        for (from, to, kind) in [
            ("zkcard-driver", "zkcard", ""),
            ("zkcard", "zkcard-capi", ""),
            ("zkcard-capi", "zkcard-driver", ""),
            ("zkcard-driver", "zkcard-kernels", ""),
            ("zkcard-kernels", "zkcard-wire", ""),
            ("zkcard-hdl", "zkcard-driver", ""),
            ("zkcard-hdl", "zkcard-sim", ""),
            ("zkcard", "zkcard-sim", ""),
            ("zkcard", "zkcard-hdl", "optional"),
            ("zkcard-wire", "zkcard-driver", "test"),
            ("zkcard-sim", "rust-hdl", ""),
            ("zkcard-sim", "rust-hdl", "test"),
            ("new", "zkcard-wire", ""),
        ] {
            assert!(finding(from, to, kind).is_some(), "{from} -> {to} {kind}");
        }
    }
}
