//! The body of a module: declarations, instances and code.
//!
//! RustHDL puts all wiring of a composite into one procedural block. A statement that stands alone (outside any
//! condition, its target assigned nowhere else) becomes an `assign`, and a bare name bound to an instance's port
//! becomes the connection itself. What is left stays in one `always_comb`.

use super::EmitError;
use super::collect::{Child, Declaration, Module};
use super::names::{check, plain};
use rust_hdl::core::ast::{VerilogLink, VerilogLinkDetails};
use std::collections::{HashMap, HashSet};
use std::fmt::Write;

/// Refuses reserved, malformed and repeated names.
pub(super) fn check_names(module: &Module) -> Result<(), EmitError> {
    let mut seen = HashSet::new();
    let mut once = |name: &str, role| {
        check(name, role)?;
        match seen.insert(name.to_string()) {
            true => Ok(()),
            false => Err(EmitError::Duplicate {
                module: module.instance.clone(),
                name: name.into(),
            }),
        }
    };
    for (port, _) in &module.ports {
        once(&port.name, "port")?;
    }
    for name in module
        .constants
        .iter()
        .map(|(d, _)| d)
        .chain(&module.locals)
    {
        once(&name.name, "signal")?;
    }
    for child in &module.children {
        once(&child.instance, "instance")?;
        for (port, _) in &child.ports {
            once(&stub(child, port), "signal")?;
        }
    }
    module
        .states
        .keys()
        .try_for_each(|state| once(state, "state"))
}

/// Links between interfaces as assignments, in the direction in which data flows.
pub(super) fn link_lines(links: &[VerilogLink], path: &str) -> Result<Vec<String>, EmitError> {
    let end = |owner: &str, d: &VerilogLinkDetails| {
        let owner = owner.replace('[', "$").replace(']', "");
        let joined = if d.my_name.is_empty() {
            owner
        } else {
            format!("{owner}${}", d.my_name)
        };
        plain(&joined)
    };
    let line = |link: &VerilogLink| match link {
        VerilogLink::Forward(d) => Ok(format!(
            "{} = {};",
            end(&d.other_name, d),
            end(&d.owner_name, d)
        )),
        VerilogLink::Backward(d) => Ok(format!(
            "{} = {};",
            end(&d.owner_name, d),
            end(&d.other_name, d)
        )),
        VerilogLink::Bidirectional(_) => Err(EmitError::Unsupported {
            module: path.into(),
            what: "a bidirectional link",
        }),
    };
    links.iter().map(line).collect()
}

/// Declarations of a hand-made body, and its text.
pub(super) fn custom(module: &Module, text: &str) -> String {
    let mut out = String::new();
    constants(module, &mut out);
    module
        .locals
        .iter()
        .for_each(|local| out += &format!("    {};\n", local.logic()));
    for line in text.trim_end().lines() {
        let _ = writeln!(out, "{}", format!("    {line}").trim_end());
    }
    out
}

/// The body of a composite.
pub(super) fn body(module: &Module, code: &str, links: &[String]) -> String {
    let code = Code::split(code, links);
    let wires = Connections::find(module, &code);
    let mut out = String::new();
    constants(module, &mut out);
    for local in module.locals.iter().chain(&wires.stubs) {
        let _ = writeln!(out, "    {};", local.logic());
    }
    module
        .children
        .iter()
        .for_each(|child| out += &instance(child, &wires));
    for (target, value) in code
        .assigns
        .iter()
        .filter(|(target, _)| !wires.done.contains(target))
    {
        let _ = writeln!(out, "    assign {target} = {value};");
    }
    if !code.rest.is_empty() {
        let _ = writeln!(
            out,
            "    always_comb begin\n{}\n    end",
            code.rest.join("\n")
        );
    }
    out
}

fn constants(module: &Module, out: &mut String) {
    for (constant, value) in &module.constants {
        *out += &format!("    localparam {} = {value};\n", constant.logic());
    }
    for (state, (bits, value)) in &module.states {
        let name = Declaration {
            name: state.clone(),
            bits: *bits,
            signed: false,
        };
        *out += &format!("    localparam {} = {bits}'d{value};\n", name.logic());
    }
}

fn stub(child: &Child, port: &Declaration) -> String {
    format!("{}_{}", child.instance, port.name)
}

fn instance(child: &Child, wires: &Connections) -> String {
    let connection = |(port, _): &(Declaration, bool)| {
        let stub = stub(child, port);
        let net = wires.direct.get(&stub).unwrap_or(&stub);
        format!("        .{}({net})", port.name)
    };
    let connections: Vec<String> = child.ports.iter().map(connection).collect();
    format!(
        "    {} {} (\n{}\n    );\n",
        child.module,
        child.instance,
        connections.join(",\n")
    )
}

/// A procedural block, split into statements that stand alone and the rest.
struct Code {
    assigns: Vec<(String, String)>,
    rest: Vec<String>,
    mentions: HashMap<String, usize>,
}

impl Code {
    fn split(text: &str, links: &[String]) -> Self {
        let lines: Vec<&str> = text.trim().lines().collect();
        let inner = lines
            .get(1..lines.len().saturating_sub(1))
            .unwrap_or_default();
        let mut mentions = HashMap::new();
        let mut targets: HashMap<&str, usize> = HashMap::new();
        for line in inner
            .iter()
            .copied()
            .chain(links.iter().map(String::as_str))
        {
            identifiers(line).for_each(|word| *mentions.entry(word.to_string()).or_default() += 1);
            if let Some((target, _)) = assignment(line) {
                *targets.entry(target).or_default() += 1;
            }
        }
        let (mut assigns, mut rest, mut depth) = (vec![], vec![], 0i32);
        for line in inner
            .iter()
            .copied()
            .chain(links.iter().map(String::as_str))
        {
            match assignment(line) {
                Some((target, value)) if depth == 0 && targets[target] == 1 => {
                    assigns.push((target.to_string(), value.to_string()));
                }
                _ => rest.push(format!("    {line}")),
            }
            depth += nesting(line);
        }
        rest.retain(|line| !line.trim().is_empty());
        Self {
            assigns,
            rest,
            mentions,
        }
    }
}

/// How a line changes the depth of conditions. A case arm's label opens nothing: its block does.
fn nesting(line: &str) -> i32 {
    let step = |word: &str| match word {
        "begin" | "case" => 1,
        "end" | "endcase" => -1,
        _ => 0,
    };
    if line.trim_start().starts_with("//") {
        0
    } else {
        identifiers(line).map(step).sum()
    }
}

fn identifiers(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty())
}

/// `name = value;` with a bare name.
fn assignment(line: &str) -> Option<(&str, &str)> {
    let (target, value) = line.trim().strip_suffix(';')?.split_once(" = ")?;
    target
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || c == '_')
        .then_some((target, value))
}

/// Which nets the ports of the instances are tied to.
struct Connections {
    direct: HashMap<String, String>,
    stubs: Vec<Declaration>,
    done: HashSet<String>,
}

impl Connections {
    fn find(module: &Module, code: &Code) -> Self {
        let driver: HashMap<&str, &str> = code
            .assigns
            .iter()
            .map(|(t, v)| (t.as_str(), v.as_str()))
            .collect();
        let reader: HashMap<&str, &str> = code
            .assigns
            .iter()
            .map(|(t, v)| (v.as_str(), t.as_str()))
            .collect();
        let mut found = Self {
            direct: HashMap::new(),
            stubs: vec![],
            done: HashSet::new(),
        };
        let outputs: HashSet<&str> = module
            .ports
            .iter()
            .filter(|(_, input)| !input)
            .map(|(d, _)| d.name.as_str())
            .collect();
        for child in &module.children {
            for (port, input) in &child.ports {
                let name = stub(child, port);
                let only_mention = code.mentions.get(&name) == Some(&1);
                let is_name = |v: &&&str| check(v, "signal").is_ok();
                let bound = match input {
                    true => driver.get(name.as_str()).filter(is_name),
                    false => reader
                        .get(name.as_str())
                        .filter(|target| outputs.contains(**target)),
                };
                match bound.filter(|_| only_mention) {
                    Some(net) => {
                        found.done.insert(if *input {
                            name.clone()
                        } else {
                            net.to_string()
                        });
                        found.direct.insert(name, net.to_string());
                    }
                    None => found.stubs.push(Declaration {
                        name,
                        ..port.clone()
                    }),
                }
            }
        }
        found
    }
}
