//! Where and with what something is measured.

use super::data::Stamp;
use crate::{error::TaskError, process, tools::Toolbox, workspace};
use cargo_metadata::MetadataCommand;
use std::{fs, thread};

/// Of sums and transforms.
pub(super) fn kernels() -> Result<Stamp, TaskError> {
    stamp(&["ark-ec", "ark-poly", "halo2curves"])
}

/// Of whole proofs.
pub(super) fn proofs(toolbox: &Toolbox) -> Result<Stamp, TaskError> {
    let mut stamp = stamp(&["ark-groth16"])?;
    let node = process::capture(toolbox.command("node").arg("--version"))?;
    stamp.versions.push(("node".into(), node.trim().into()));
    let manifest = workspace::circuits().join("node_modules/snarkjs/package.json");
    let version = version_of_package(&workspace::read(&manifest)?);
    stamp
        .versions
        .extend(version.map(|version| ("snarkjs".into(), version)));
    Ok(stamp)
}

fn stamp(crates: &[&str]) -> Result<Stamp, TaskError> {
    let root = workspace::root();
    let metadata = MetadataCommand::new().current_dir(root).exec()?;
    let mut versions = vec![];
    for name in crates {
        let found = metadata
            .packages
            .iter()
            .find(|package| &*package.name == name);
        versions.extend(found.map(|package| (name.to_string(), package.version.to_string())));
    }
    let rustc = process::ask("rustc", "--version").unwrap_or_default();
    versions.push(("rustc".into(), rustc.trim_start_matches("rustc ").into()));
    let processor = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    Ok(Stamp {
        processor: model(&processor).unwrap_or("unknown processor").into(),
        processors: thread::available_parallelism().map_or(1, usize::from),
        commit: commit(),
        versions,
    })
}

/// The commit that is checked out, with a mark if files differ from it.
fn commit() -> Option<String> {
    let mut git = std::process::Command::new("git");
    git.args(["describe", "--always", "--dirty", "--exclude=*"]);
    let output = git.current_dir(workspace::root()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    (output.status.success() && !text.is_empty()).then_some(text)
}

/// The processor's name in `/proc/cpuinfo`.
fn model(text: &str) -> Option<&str> {
    let line = text.lines().find(|line| line.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim())
}

/// The version in a `package.json`.
fn version_of_package(text: &str) -> Option<String> {
    let manifest: serde_json::Value = serde_json::from_str(text).ok()?;
    Some(manifest.get("version")?.as_str()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_versions_are_read() {
        let text = "processor\t: 0\nmodel name\t: Some CPU @ 2 GHz\nmodel name\t: another\n";
        assert_eq!(model(text), Some("Some CPU @ 2 GHz"));
        assert_eq!(model("Hardware : x"), None);
        let package = r#"{"name": "snarkjs", "version": "0.7.6"}"#;
        assert_eq!(version_of_package(package).as_deref(), Some("0.7.6"));
        assert_eq!(version_of_package("{}"), None);
    }
}
