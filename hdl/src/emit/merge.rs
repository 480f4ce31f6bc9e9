//! Modules of identical text become one; names come from types.

use super::collect::Module;
use super::names::check;
use super::{Design, DpiFunction, EmitError, Port};
use num_bigint::BigUint;
use std::collections::{BTreeSet, HashMap, HashSet};

/// The modules so far, children first.
pub(super) struct Library {
    top: String,
    text: Vec<String>,
    by_body: HashMap<String, String>,
    used: HashSet<String>,
    fixed: HashSet<String>,
    dpi: BTreeSet<DpiFunction>,
    error: Option<EmitError>,
}

impl Library {
    pub(super) fn new(top: &str) -> Self {
        Self {
            top: top.into(),
            text: vec![],
            by_body: HashMap::new(),
            used: HashSet::from([top.to_string()]),
            fixed: HashSet::new(),
            dpi: BTreeSet::new(),
            error: None,
        }
    }

    /// Adds a module or finds its equal; gives the module's name.
    pub(super) fn add(
        &mut self,
        stem: &str,
        is_top: bool,
        module: &Module,
        body: &str,
    ) -> Result<String, EmitError> {
        let ports = header(module);
        let key = format!("{ports}{body}");
        if let (false, Some(name)) = (is_top, self.by_body.get(&key)) {
            return Ok(name.clone());
        }
        self.note_dpi(body)?;
        let name = if is_top {
            self.top.clone()
        } else {
            self.fresh(stem, module)
        };
        check(&name, "module")?;
        self.text
            .push(format!("module {name}{ports}{body}endmodule\n"));
        self.by_body.insert(key, name.clone());
        Ok(name)
    }

    /// Adds text that names its own modules (black boxes, wrapped cores), each text once.
    pub(super) fn add_fixed(&mut self, text: &str) {
        if !self.fixed.insert(text.to_string()) {
            return;
        }
        let names = text
            .lines()
            .filter_map(|line| line.trim_start().strip_prefix("module "));
        for name in names {
            let end = name
                .find(|c: char| !(c.is_alphanumeric() || c == '_'))
                .unwrap_or(name.len());
            if !self.used.insert(name[..end].to_string()) {
                self.error = Some(EmitError::Clash(name[..end].to_string()));
            }
        }
        self.text.push(format!("{}\n", text.trim_end()));
    }

    /// The type's name; the same type with other constants gets its output's width, then a number.
    fn fresh(&mut self, stem: &str, module: &Module) -> String {
        let stem = if check(stem, "module").is_ok() {
            stem.to_string()
        } else {
            format!("m_{stem}")
        };
        let widest = module
            .ports
            .iter()
            .filter(|(_, input)| !input)
            .map(|(d, _)| d.bits)
            .max()
            .unwrap_or(0);
        let numbered = (2..).map(|k| format!("{stem}_{k}"));
        let candidates = [stem.clone(), format!("{stem}_w{widest}")]
            .into_iter()
            .chain(numbered);
        let mut free = candidates.filter(|name| !self.used.contains(name));
        let name = free.next().unwrap_or(stem);
        self.used.insert(name.clone());
        name
    }

    /// Collects `// dpi NAME WIDTH HEX` notes of hand-made bodies.
    fn note_dpi(&mut self, body: &str) -> Result<(), EmitError> {
        for line in body.lines() {
            let Some(note) = line.trim().strip_prefix("// dpi ") else {
                continue;
            };
            let words: Vec<&str> = note.split(' ').collect();
            let parsed = match words[..] {
                [name, width, hex] => (|| {
                    let modulus = BigUint::parse_bytes(hex.as_bytes(), 16)?;
                    Some(DpiFunction {
                        name: name.into(),
                        width: width.parse().ok()?,
                        modulus,
                    })
                })(),
                _ => None,
            };
            self.dpi
                .insert(parsed.ok_or_else(|| EmitError::DpiNote(line.trim().into()))?);
        }
        Ok(())
    }

    pub(super) fn design(self, ports: Vec<Port>) -> Result<Design, EmitError> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let dpi: Vec<DpiFunction> = self.dpi.into_iter().collect();
        if let Some(pair) = dpi.windows(2).find(|pair| pair[0].name == pair[1].name) {
            return Err(EmitError::Clash(pair[0].name.clone()));
        }
        Ok(Design {
            top: self.top,
            verilog: self.text.join("\n"),
            ports,
            dpi,
        })
    }
}

fn header(module: &Module) -> String {
    let port = |(d, input): &(super::collect::Declaration, bool)| {
        format!(
            "    {} {}",
            if *input { "input" } else { "output" },
            d.logic()
        )
    };
    let ports: Vec<String> = module.ports.iter().map(port).collect();
    format!(" (\n{}\n);\n", ports.join(",\n"))
}
