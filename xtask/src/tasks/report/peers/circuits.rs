//! The circuits that are proved, from their sources to keys and witnesses.
//!
//! ```text
//! circom text -> circom2 -> circuit.r1cs, witness program --> witness.wtns
//!                               '--> zkcard setup ----------> circuit.zkey, verification_key.json
//! ```
//!
//! What is in `target/bench/peers` stays there: minutes of work, most of it circom's.

use super::programs::Programs;
use crate::{error::TaskError, process, tasks::circuits::node, tools::Toolbox, workspace};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Where circuits lie, from the root of the workspace.
const FOLDER: &str = "target/bench/peers";

/// What a circuit computes, over and over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hash {
    /// Poseidon of the last hash and a constant.
    Poseidon,
    /// SHA-256 of a block, half of which is the last hash: nearly all values are bits.
    Sha256,
}

/// A circuit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Circuit {
    hash: Hash,
    /// Its domain, as a power of two.
    pub(super) log: u32,
    /// Links of its chain, as many as fit.
    links: usize,
}

pub(super) const POSEIDON: &str = "Poseidon chain";
pub(super) const SHA256: &str = "SHA-256";

/// All of them, small ones first.
pub(super) const ALL: [Circuit; 6] = [
    circuit(Hash::Poseidon, 14, 30),
    circuit(Hash::Poseidon, 16, 126),
    circuit(Hash::Sha256, 16, 1),
    circuit(Hash::Poseidon, 18, 506),
    circuit(Hash::Sha256, 18, 4),
    circuit(Hash::Poseidon, 20, 2027),
];

/// Those that take seconds.
pub(super) const QUICK: [Circuit; 2] = [ALL[0], ALL[2]];

const fn circuit(hash: Hash, log: u32, links: usize) -> Circuit {
    Circuit { hash, log, links }
}

/// The files of a circuit that is ready.
pub(super) struct Ready {
    pub(super) key: PathBuf,
    pub(super) witness: PathBuf,
    pub(super) verification_key: PathBuf,
    /// Where proofs may be put.
    pub(super) folder: PathBuf,
}

impl Circuit {
    /// Its name in reports.
    pub(super) fn title(&self) -> &'static str {
        match self.hash {
            Hash::Poseidon => POSEIDON,
            Hash::Sha256 => SHA256,
        }
    }

    /// Its files, made if they are not there.
    pub(super) fn ready(&self, programs: &Programs, toolbox: &Toolbox) -> Result<Ready, TaskError> {
        let folder = workspace::root().join(FOLDER).join(self.name());
        if !folder.exists() {
            // Made whole or not at all.
            let building = folder.with_extension("building");
            if building.exists() {
                fs::remove_dir_all(&building).map_err(TaskError::file(&building))?;
            }
            self.make(&building, programs, toolbox)?;
            fs::rename(&building, &folder).map_err(TaskError::file(&folder))?;
        }
        Ok(Ready {
            key: folder.join("circuit.zkey"),
            witness: folder.join("witness.wtns"),
            verification_key: folder.join("verification_key.json"),
            folder,
        })
    }

    fn make(&self, folder: &Path, programs: &Programs, toolbox: &Toolbox) -> Result<(), TaskError> {
        workspace::write(&folder.join("circuit.circom"), self.source())?;
        workspace::write(&folder.join("input.json"), self.input())?;
        let mut circom = node(toolbox, "circom2/cli.js");
        // Relative to circuits/: the compiler sees nothing above them but `..`.
        let relative = format!("../{FOLDER}/{}.building", self.name());
        circom.arg(format!("{relative}/circuit.circom"));
        circom.args(["--O1", "--r1cs", "--wasm", "-l", "node_modules", "-o"]);
        process::run_quietly(circom.arg(relative))?;

        let mut witness = toolbox.command("node");
        witness.current_dir(folder);
        witness.args(["circuit_js/generate_witness.js", "circuit_js/circuit.wasm"]);
        process::run_quietly(witness.args(["input.json", "witness.wtns"]))?;

        let mut setup = programs.command("zkcard");
        setup.current_dir(folder);
        setup.args(["setup", "circuit.r1cs", "circuit.zkey"]);
        setup.args(["--insecure-test-key", "--verification-key"]);
        process::run_quietly(setup.arg("verification_key.json"))
    }

    fn name(&self) -> String {
        match self.hash {
            Hash::Poseidon => format!("poseidon-{}", self.log),
            Hash::Sha256 => format!("sha256-{}", self.log),
        }
    }

    fn source(&self) -> String {
        let (file, template) = match self.hash {
            Hash::Poseidon => ("poseidon.circom", POSEIDON_CHAIN),
            Hash::Sha256 => ("sha256/sha256.circom", SHA256_CHAIN),
        };
        format!(
            "pragma circom 2.0.0;\ninclude \"circomlib/circuits/{file}\";\n{template}\ncomponent main = Chain({});\n",
            self.links
        )
    }

    fn input(&self) -> String {
        let input = match self.hash {
            Hash::Poseidon => serde_json::json!({"first": "123456789", "constant": "987654321"}),
            Hash::Sha256 => {
                let bit = |link: usize, i: usize| ((7919 * link + 104_729 * i) >> 3) & 1;
                let block = |link| {
                    (0..512)
                        .map(|i| bit(link, i).to_string())
                        .collect::<Vec<_>>()
                };
                serde_json::json!({"blocks": (0..self.links).map(block).collect::<Vec<_>>()})
            }
        };
        input.to_string()
    }
}

const POSEIDON_CHAIN: &str = "
template Chain(links) {
    signal input first;
    signal input constant;
    signal output last;
    component hash[links];
    for (var i = 0; i < links; i++) {
        hash[i] = Poseidon(2);
        hash[i].inputs[0] <== i == 0 ? first : hash[i - 1].out;
        hash[i].inputs[1] <== constant;
    }
    last <== hash[links - 1].out;
}
";

const SHA256_CHAIN: &str = "
template Chain(links) {
    signal input blocks[links][512];
    signal output last[256];
    component hash[links];
    for (var i = 0; i < links; i++) {
        hash[i] = Sha256(512);
        for (var j = 0; j < 512; j++) {
            if (i == 0 || j >= 256) {
                hash[i].in[j] <== blocks[i][j];
            } else {
                hash[i].in[j] <== hash[i - 1].out[j];
            }
        }
    }
    for (var j = 0; j < 256; j++) last[j] <== hash[links - 1].out[j];
}
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_and_inputs_are_those_of_the_chain() {
        let [poseidon, sha256] = [ALL[0], ALL[4]];
        assert_eq!(poseidon.name(), "poseidon-14");
        let source = poseidon.source();
        assert!(
            source.contains("circomlib/circuits/poseidon.circom"),
            "{source}"
        );
        assert!(
            source.ends_with("component main = Chain(30);\n"),
            "{source}"
        );
        let input: serde_json::Value = serde_json::from_str(&sha256.input()).unwrap();
        let blocks = input["blocks"].as_array().unwrap();
        assert_eq!(blocks.len(), 4);
        for block in blocks {
            let bits = block.as_array().unwrap();
            assert_eq!(bits.len(), 512);
            assert!(bits.iter().all(|bit| bit == "0" || bit == "1"));
        }
    }
}
