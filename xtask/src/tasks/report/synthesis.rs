//! The core through yosys: cells by block for two device families, and the longest sums.
//!
//! ```text
//! card_msm_core.sv --(keep the blocks, flatten the rest)--> synth_xilinx, synth_ecp5 --> stat -json
//!                  --(as it is)--> alumacc --> stat -width
//! ```
//!
//! Each block is mapped once however many there are. The memory of points is left out: its cost is arithmetic.

use super::made::Made;
use super::resources::{Block, Family, Hierarchy, Synthesis, inclusive, instances};
use super::{WORK, carry};
use crate::{error::TaskError, process, tools::Toolbox, workspace};
use serde_json::Value;
use std::collections::BTreeMap;

/// A core that is mapped with its blocks apart.
pub(super) struct Core {
    /// Its name in `hdl`.
    pub(super) top: &'static str,
    /// Blocks that stay modules, by the type they are named after, as yosys patterns.
    pub(super) blocks: &'static [&'static str],
    /// Memories that are left out, as a pattern.
    pub(super) memories: &'static str,
}

/// The MSM core.
const MSM: Core = Core {
    top: "card_msm_core",
    blocks: &BLOCKS,
    memories: "TrueDualPort_*",
};

/// The limb-serial core, and the card around it; both for ECP5.
const BOARD: [&str; 2] = ["board_msm_core", "card_board"];

/// How the core is mapped to a family of devices.
struct Mapping {
    name: &'static str,
    /// Macros with which it is read.
    macros: &'static str,
    /// Commands of yosys; the first one takes the top.
    map: &'static str,
    then: &'static str,
}

/// On UltraScale+ a shift register is worth a table from five bits on: of flip-flops there are two for each table.
const MAPPINGS: [Mapping; 2] = [
    Mapping {
        name: "xcup",
        macros: "-D ZKCARD_DSP48E2",
        map: "synth_xilinx -family xcup -flatten -noiopad -noclkbuf -nosrl",
        then: "xilinx_srl -fixed -minlen 5; techmap -map +/xilinx/cells_map.v; clean;",
    },
    Mapping {
        name: "ecp5",
        macros: "",
        map: "synth_ecp5",
        then: "",
    },
];

/// Blocks of the MSM core.
const BLOCKS: [&str; 28] = [
    "Engine",
    "EngineControl",
    "PairAdd",
    "ModMul",
    "RankFirst",
    "RankMiddle",
    "RankLast",
    "Recombine",
    "ThirdWord",
    "PairLine",
    "ZOperands",
    "ZProducts",
    "Front",
    "Recoder",
    "Negator",
    "ConstantSum",
    "CreditFifo",
    "Expander",
    "Lane",
    "Bank",
    "BucketMemory",
    "BucketFlags",
    "PairQueues",
    "Reducer",
    "ResultOrder",
    "WordClock",
    "JobCounters",
    "Skid",
];

/// Maps the core, or reads how it was mapped; `quick` does only the latter, as far as there is something to read.
pub(super) fn run(toolbox: &Toolbox, quick: bool) -> Result<Synthesis, TaskError> {
    let families = MSM.families(toolbox, "", quick)?;
    let board = boards(toolbox, &BOARD, quick)?;
    let output = format!("{WORK}/widths.txt");
    let (top, verilog) = (MSM.top, MSM.verilog());
    let script = format!(
        "read_verilog -sv {verilog}; hierarchy -check -top {top}; proc; opt_expr; opt_clean; wreduce; opt_clean; \
         alumacc; maccmap; opt_clean; tee -q -o {output} stat -width"
    );
    let carry = match yosys(toolbox, &verilog, &script, &output, quick)? {
        true => carry::widest(&workspace::read(&workspace::root().join(&output))?),
        false => BTreeMap::new(),
    };
    Ok(Synthesis {
        tool: version(toolbox)?,
        families,
        board,
        carry,
    })
}

/// Designs for ECP5, each mapped as a whole with its memories.
pub(super) fn boards(
    toolbox: &Toolbox,
    tops: &[&str],
    quick: bool,
) -> Result<Vec<Block>, TaskError> {
    let mut board = vec![];
    for top in tops {
        let (verilog, output) = (
            format!("target/verilog/{top}.sv"),
            format!("{WORK}/{top}.json"),
        );
        let script = format!(
            "read_verilog -sv {verilog}; synth_ecp5 -top {top}; flatten; tee -q -o {output} stat -json"
        );
        if yosys(toolbox, &verilog, &script, &output, quick)? {
            board.push(whole(top, &output)?);
        }
    }
    Ok(board)
}

impl Core {
    fn verilog(&self) -> String {
        format!("target/verilog/{}.sv", self.top)
    }

    /// Its cells on both families of devices; results lie in files that begin with `prefix`.
    pub(super) fn families(
        &self,
        toolbox: &Toolbox,
        prefix: &str,
        quick: bool,
    ) -> Result<Vec<Family>, TaskError> {
        let mut families = vec![];
        for mapping in &MAPPINGS {
            let Mapping {
                name,
                macros,
                map,
                then,
            } = mapping;
            let output = format!("{WORK}/{prefix}{name}.json");
            let script = format!(
                "{} {map} -top {}; {then} tee -q -o {output} stat -json",
                self.prepare(macros),
                self.top
            );
            if yosys(toolbox, &self.verilog(), &script, &output, quick)? {
                families.push(self.family(name, &output)?);
            }
        }
        Ok(families)
    }

    /// Reads the core, leaves out its memories and keeps its blocks apart.
    fn prepare(&self, macros: &str) -> String {
        let blocks = self.blocks.iter();
        let blocks: Vec<String> = blocks.map(|name| format!("{name}* {name}")).collect();
        format!(
            "read_verilog -sv {macros} {}; hierarchy -top {}; blackbox {}; \
             setattr -mod -set keep_hierarchy 1 {};",
            self.verilog(),
            self.top,
            self.memories,
            blocks.join(" ")
        )
    }

    fn family(&self, name: &'static str, path: &str) -> Result<Family, TaskError> {
        let hierarchy = read(path)?;
        let mut blocks: Vec<Block> = instances(&hierarchy, self.top)
            .into_iter()
            .map(|(module, instances)| Block {
                cells: inclusive(&hierarchy, &module),
                name: self.block_name(&module),
                instances,
            })
            .collect();
        blocks.sort_by_key(|block| {
            let place = self.blocks.iter().position(|name| *name == block.name);
            (block.name != self.top, place, block.cells.lut)
        });
        // Memories that were left out are black boxes without cells.
        blocks.retain(|block| block.cells.luts() + block.cells.ff > 0);
        Ok(Family { name, blocks })
    }

    /// `ModMul_256` is a `ModMul`.
    fn block_name(&self, module: &str) -> String {
        let mut known = self.blocks.iter();
        let known = known.find(|name| module.split('_').next() == Some(name));
        known.map_or(module, |name| name).to_owned()
    }
}

/// Runs a script unless `output` is what it makes of this Verilog already; whether the output is there.
fn yosys(
    toolbox: &Toolbox,
    verilog: &str,
    script: &str,
    output: &str,
    quick: bool,
) -> Result<bool, TaskError> {
    let made = Made::new(output, &[verilog], script);
    if made.is_current()? {
        return Ok(true);
    }
    if !quick {
        // yosys in WebAssembly sees no files but those below the folder in which it runs.
        let mut yosys = toolbox.yosys();
        process::run_quietly(
            yosys
                .args(["-q", "-p", script])
                .current_dir(workspace::root()),
        )?;
        made.set()?;
    }
    Ok(!quick)
}

pub(super) fn version(toolbox: &Toolbox) -> Result<String, TaskError> {
    let output = toolbox
        .yosys()
        .arg("--version")
        .output()
        .map_err(|source| TaskError::Start {
            command: "yosys --version".into(),
            source,
        })?;
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text
        .split(" (")
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned())
}

fn read(path: &str) -> Result<Hierarchy, TaskError> {
    let text = workspace::read(&workspace::root().join(path))?;
    let bad = |what: &str| TaskError::Missing(format!("{path}: {what}"));
    let stat: Value = serde_json::from_str(&text).map_err(|e| bad(&e.to_string()))?;
    hierarchy(&stat).ok_or_else(|| bad("not a statistic of modules"))
}

/// The cells of `top` with all that it contains.
fn whole(top: &str, path: &str) -> Result<Block, TaskError> {
    Ok(Block {
        name: top.to_owned(),
        instances: 1,
        cells: inclusive(&read(path)?, top),
    })
}

fn hierarchy(stat: &Value) -> Option<Hierarchy> {
    let modules = stat.get("modules")?.as_object()?;
    let plain = |name: &str| name.trim_start_matches('\\').to_owned();
    let cells = |module: &Value| {
        let counts = module.get("num_cells_by_type")?.as_object()?;
        counts
            .iter()
            .map(|(cell, count)| Some((plain(cell), count.as_u64()?)))
            .collect::<Option<BTreeMap<String, u64>>>()
    };
    modules
        .iter()
        .map(|(name, module)| Some((plain(name), cells(module)?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statistics_of_yosys_are_read() {
        let text = r#"{"modules": {"\\card_msm_core": {"num_cells_by_type": {"FDRE": 3, "\\ModMul_256": 11}},
            "\\ModMul_256": {"num_cells_by_type": {"DSP48E2": 108}}}}"#;
        let hierarchy = hierarchy(&serde_json::from_str(text).unwrap()).unwrap();
        assert_eq!(inclusive(&hierarchy, MSM.top).dsp, 1188);
        assert_eq!(instances(&hierarchy, MSM.top)["ModMul_256"], 11);
        assert_eq!(MSM.block_name("ModMul_256"), "ModMul");
        assert_eq!(MSM.block_name("card_msm_core"), MSM.top);
    }
}
