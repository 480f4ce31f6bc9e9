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

/// The core, as `hdl` names it.
const TOP: &str = "card_msm_core";
const VERILOG: &str = "target/verilog/card_msm_core.sv";

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

/// Blocks that stay modules, by the type they are named after, as yosys patterns.
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
    let mut families = vec![];
    for mapping in &MAPPINGS {
        let Mapping {
            name,
            macros,
            map,
            then,
        } = mapping;
        let output = format!("{WORK}/{name}.json");
        let script = format!(
            "{} {map} -top {TOP}; {then} tee -q -o {output} stat -json",
            prepare(macros)
        );
        if yosys(toolbox, &script, &output, quick)? {
            families.push(family(name, &output)?);
        }
    }
    let output = format!("{WORK}/widths.txt");
    let script = format!(
        "read_verilog -sv {VERILOG}; hierarchy -check -top {TOP}; proc; opt_expr; opt_clean; wreduce; opt_clean; \
         alumacc; maccmap; opt_clean; tee -q -o {output} stat -width"
    );
    let carry = match yosys(toolbox, &script, &output, quick)? {
        true => carry::widest(&workspace::read(&workspace::root().join(&output))?),
        false => BTreeMap::new(),
    };
    Ok(Synthesis {
        tool: version(toolbox)?,
        families,
        carry,
    })
}

/// Reads the core, leaves out its memory of points and keeps its blocks apart.
fn prepare(macros: &str) -> String {
    let blocks: Vec<String> = BLOCKS
        .iter()
        .map(|name| format!("{name}* {name}"))
        .collect();
    format!(
        "read_verilog -sv {macros} {VERILOG}; hierarchy -top {TOP}; blackbox TrueDualPort_*; \
         setattr -mod -set keep_hierarchy 1 {};",
        blocks.join(" ")
    )
}

/// Runs a script unless `output` is what it makes of this Verilog already; whether the output is there.
fn yosys(toolbox: &Toolbox, script: &str, output: &str, quick: bool) -> Result<bool, TaskError> {
    let made = Made::new(output, &[VERILOG], script);
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

fn version(toolbox: &Toolbox) -> Result<String, TaskError> {
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

fn family(name: &'static str, path: &str) -> Result<Family, TaskError> {
    let text = workspace::read(&workspace::root().join(path))?;
    let bad = |what: &str| TaskError::Missing(format!("{path}: {what}"));
    let stat: Value = serde_json::from_str(&text).map_err(|e| bad(&e.to_string()))?;
    let hierarchy = hierarchy(&stat).ok_or_else(|| bad("not a statistic of modules"))?;
    let mut blocks: Vec<Block> = instances(&hierarchy, TOP)
        .into_iter()
        .map(|(module, instances)| Block {
            cells: inclusive(&hierarchy, &module),
            name: block_name(&module),
            instances,
        })
        .collect();
    blocks.sort_by_key(|block| {
        let place = BLOCKS.iter().position(|name| *name == block.name);
        (block.name != TOP, place, block.cells.lut)
    });
    // Memories of points are black boxes without cells.
    blocks.retain(|block| block.cells.luts() + block.cells.ff > 0);
    Ok(Family { name, blocks })
}

/// `ModMul_256` is a `ModMul`.
fn block_name(module: &str) -> String {
    let known = BLOCKS
        .iter()
        .find(|name| module.split('_').next() == Some(name));
    known.map_or(module, |name| name).to_owned()
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
        assert_eq!(inclusive(&hierarchy, TOP).dsp, 1188);
        assert_eq!(instances(&hierarchy, TOP)["ModMul_256"], 11);
        assert_eq!(block_name("ModMul_256"), "ModMul");
        assert_eq!(block_name("card_msm_core"), TOP);
    }
}
