//! Claims of a design, proven or refuted.
//!
//! ```text
//! Verilog --[yosys: flat, gates]--> one AIGER file for each claim --[ABC: reduce, then PDR or BMC]--> verdict
//! ```
//!
//! PDR (property-directed reachability, Eén, Mishchenko and Brayton 2011) proves for ever; bounded model checking says
//! that nothing goes wrong in so many clocks from the start, whatever the inputs are.

use std::path::{Path, PathBuf};
use std::process::Command;
use zkcard_hdl::emit::Design;

/// How far a claim is followed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reach {
    /// For ever.
    Always,
    /// For so many clocks.
    Clocks(usize),
}

/// What came of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It holds as far as it was to be followed.
    Holds,
    /// It fails, at the earliest after so many clocks.
    Fails(usize),
    /// The time was too short.
    Unknown,
}

/// Seconds for one claim.
const TIME: usize = 300;

/// A design with its claims.
pub(crate) struct Proof {
    folder: PathBuf,
    claims: Vec<String>,
}

impl Proof {
    /// Brings `design` to gates, in a folder of the name of the proof.
    ///
    /// # Panics
    /// When yosys refuses it.
    pub(crate) fn new(name: &str, design: &Design) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("proofs")
            .join(name);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("design.sv"), without_messages(&design.verilog)).unwrap();
        let top = &design.top;
        yosys(
            &folder,
            &format!(
                "read_verilog -formal -D VERILATOR -D FORMAL -sv design.sv\nhierarchy -check -top {top}\nproc\nflatten\n\
                 opt\nmemory -nomap\nmemory_map\nopt -full\nasync2sync\ndffunmap\nchformal -lower\nopt -full\n\
                 setundef -undriven -anyseq\nsetundef -zero\nopt\nsimplemap\nopt -full\ndffunmap\nsimplemap\nopt_clean\n\
                 aigmap\nopt_clean\ntee -q -o claims.txt select -list t:$assert\nwrite_rtlil gates.il\n"
            ),
        );
        let list = std::fs::read_to_string(folder.join("claims.txt")).unwrap();
        let mut claims: Vec<String> = list
            .lines()
            .filter_map(|line| Some(line.split_once('/')?.1.trim().to_owned()))
            .collect();
        claims.sort();
        assert!(!claims.is_empty(), "{name}: no claims");
        Self { folder, claims }
    }

    /// What comes of all claims whose name has one of `parts`: the first that does not hold, or that all hold.
    ///
    /// # Panics
    /// When one of `parts` is in no name, or yosys or ABC answer something else.
    pub(crate) fn check(&self, parts: &[&str], reach: Reach) -> Verdict {
        for part in parts {
            let known = self.claims.iter().any(|claim| claim.contains(part));
            assert!(known, "{part}: not among {:?}", self.claims);
        }
        let named = |claim: &str| parts.iter().any(|part| claim.contains(part));
        let chosen: Vec<_> = (0..self.claims.len())
            .filter(|i| named(&self.claims[*i]))
            .collect();
        self.write(&chosen);
        for i in chosen {
            let verdict = self.verdict(i, reach);
            println!("{}: {reach:?}: {verdict:?}", self.claims[i]);
            if verdict != Verdict::Holds {
                return verdict;
            }
        }
        Verdict::Holds
    }

    /// Writes a file for each of `chosen`, with all other claims left out.
    fn write(&self, chosen: &[usize]) {
        let each = chosen.iter().map(|i| {
            let claim = &self.claims[*i];
            format!(
                "design -load all\nselect -set it c:{claim}\nselect -set others t:$assert @it %d\ndelete @others\n\
                 opt_clean\nwrite_aiger -zinit claim_{i}.aig\n"
            )
        });
        let script: String = each.collect();
        yosys(
            &self.folder,
            &format!("read_rtlil gates.il\ndesign -save all\n{script}"),
        );
    }

    fn verdict(&self, claim: usize, reach: Reach) -> Verdict {
        let search = match reach {
            Reach::Always => format!("pdr -T {TIME}"),
            Reach::Clocks(clocks) => format!("bmc3 -F {clocks} -T {TIME}"),
        };
        let reduced = format!("read_aiger claim_{claim}.aig; fold; scorr; dc2; print_stats");
        let answer = self.abc(&format!("{reduced}; {search}"));
        if let Some((_, after)) = answer.split_once("asserted in frame ") {
            let frame = after.split(['.', ' ']).next().and_then(|n| n.parse().ok());
            return Verdict::Fails(frame.unwrap_or_else(|| panic!("{answer}")));
        }
        if answer.contains("Property proved") {
            return Verdict::Holds;
        }
        if let Reach::Clocks(clocks) = reach
            && answer.contains(&format!("No output asserted in {clocks} frames"))
        {
            return Verdict::Holds;
        }
        // What is left without registers is decided at once.
        if self
            .abc(&format!("{reduced}; sat"))
            .contains("UNSATISFIABLE")
        {
            return Verdict::Holds;
        }
        println!("{answer}");
        Verdict::Unknown
    }

    fn abc(&self, commands: &str) -> String {
        let program = std::env::var_os("ABC").unwrap_or_else(|| "yosys-abc".into());
        let output = Command::new(&program)
            .args(["-c", commands])
            .current_dir(&self.folder)
            .output()
            .unwrap_or_else(|e| panic!("{}: {e}", program.display()));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}

/// yosys reads assertions, but not what they say when they fail.
fn without_messages(verilog: &str) -> String {
    let mut lines = vec![];
    for line in verilog.lines() {
        match line.split_once(" else $error(") {
            Some((claim, _)) if claim.trim().is_empty() => lines.push(";".to_owned()),
            Some((claim, _)) => lines.push(format!("{claim};")),
            None => lines.push(line.to_owned()),
        }
    }
    lines.join("\n")
}

fn yosys(folder: &Path, script: &str) {
    std::fs::write(folder.join("script.ys"), script).unwrap();
    let program = std::env::var_os("YOSYS").unwrap_or_else(|| "yosys".into());
    let output = Command::new(&program)
        .args(["-q", "-s", "script.ys"])
        .current_dir(folder)
        .output()
        .unwrap_or_else(|e| panic!("{}: {e}", program.display()));
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
