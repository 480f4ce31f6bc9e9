//! Just enough of a reader for emitted Verilog to follow clock domains through it.
use std::collections::{BTreeMap, BTreeSet, HashMap};

type Domains = BTreeSet<String>;

/// An instance: its module, its name, and the net at each port.
struct Instance {
    module: String,
    name: String,
    ports: Vec<(String, String)>,
}

#[derive(Default)]
struct Module {
    inputs: Vec<String>,
    outputs: Vec<String>,
    instances: Vec<Instance>,
    /// Target, and every name that its value depends on, conditions included.
    assignments: Vec<(String, Vec<String>)>,
    edges: BTreeSet<String>,
}

impl Module {
    fn clocks(&self) -> Vec<&String> {
        self.inputs
            .iter()
            .filter(|name| *name == "clock" || name.ends_with("_clock"))
            .collect()
    }
}

/// All modules of a design.
pub(crate) struct Netlist {
    modules: HashMap<String, Module>,
}

fn names(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    let is_name = |word: &&str| word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    words.filter(is_name).map(str::to_owned).collect()
}

/// The nesting of conditions around the present line.
#[derive(Default)]
struct Conditions {
    open: Vec<Vec<String>>,
    closed: Vec<String>,
}

impl Conditions {
    fn pass(&mut self, line: &str) {
        let mut condition = match line.split_once("if (").or(line.split_once("case (")) {
            Some((_, rest)) => names(rest),
            None => vec![],
        };
        for word in names(line) {
            match word.as_str() {
                "end" | "endcase" => self.closed = self.open.pop().unwrap_or_default(),
                "else" => condition.extend(self.closed.clone()),
                "begin" | "case" => self.open.push(condition.clone()),
                _ => {}
            }
        }
    }
}

impl Netlist {
    pub(crate) fn parse(verilog: &str) -> Self {
        let mut modules = HashMap::new();
        for text in verilog
            .split("\nmodule ")
            .flat_map(|text| text.strip_prefix("module ").or(Some(text)))
        {
            let name = names(text.lines().next().unwrap_or_default())
                .into_iter()
                .next()
                .unwrap_or_default();
            modules.insert(name, Self::module(text));
        }
        Self { modules }
    }

    fn module(text: &str) -> Module {
        let mut module = Module::default();
        let mut conditions = Conditions::default();
        for line in text.lines().map(str::trim) {
            let words = names(line);
            let last = words.last().cloned().unwrap_or_default();
            if line.starts_with("input ") {
                module.inputs.push(last);
            } else if line.starts_with("output ") {
                module.outputs.push(last);
            } else if let Some((port, net)) =
                line.strip_prefix('.').and_then(|rest| rest.split_once('('))
            {
                if let Some(instance) = module.instances.last_mut() {
                    instance
                        .ports
                        .push((port.to_owned(), net.trim_end_matches([',', ')']).to_owned()));
                }
            } else if words.len() == 2
                && line.ends_with('(')
                && !line.contains('=')
                && words[0] != "if"
            {
                let [module_name, name] = [words[0].clone(), words[1].clone()];
                module.instances.push(Instance {
                    module: module_name,
                    name,
                    ports: vec![],
                });
            } else if let Some((target, value)) =
                line.split_once(" = ").filter(|_| line.ends_with(';'))
            {
                let mut sources = names(value);
                sources.extend(conditions.open.iter().flatten().cloned());
                module
                    .assignments
                    .push((names(target).pop().unwrap_or_default(), sources));
            }
            if let Some((_, rest)) = line.split_once("posedge ") {
                module.edges.extend(names(rest).first().cloned());
            }
            conditions.pass(line);
        }
        module
    }

    /// What is wrong with the clock domains of `top`, whose inputs belong to the domain that their name
    /// says, or to that of `pins`.
    pub(crate) fn check(&self, top: &str, pins: &[(&str, &str)]) -> Vec<String> {
        let module = &self.modules[top];
        let domain = |name: &String| match pins.iter().find(|(pin, _)| pin == name) {
            Some((_, domain)) => (*domain).to_owned(),
            None if name.starts_with("axi_") => "memory_clock".into(),
            None => name.clone(),
        };
        let inputs = module
            .inputs
            .iter()
            .map(|name| (name.clone(), Domains::from([domain(name)])));
        let mut complaints = vec![];
        self.follow(top, top, inputs.collect(), &mut complaints);
        complaints
    }

    /// The domains of the outputs of a module from those of its inputs; complains about what meets.
    fn follow(
        &self,
        module_name: &str,
        path: &str,
        inputs: BTreeMap<String, Domains>,
        complaints: &mut Vec<String>,
    ) -> BTreeMap<String, Domains> {
        let module = &self.modules[module_name];
        let mut nets = inputs;
        loop {
            let before: usize = nets.values().map(BTreeSet::len).sum();
            let mut found = vec![];
            for (target, sources) in &module.assignments {
                let reached: Domains = sources
                    .iter()
                    .filter_map(|name| nets.get(name))
                    .flatten()
                    .cloned()
                    .collect();
                nets.entry(target.clone()).or_default().extend(reached);
            }
            for instance in &module.instances {
                let at = format!("{path}.{}", instance.name);
                let known = instance
                    .ports
                    .iter()
                    .map(|(port, net)| (port.clone(), nets.get(net).cloned().unwrap_or_default()));
                let outputs = self.outputs(&instance.module, &at, known.collect(), &mut found);
                for (port, net) in &instance.ports {
                    if let Some(domains) = outputs.get(port) {
                        nets.entry(net.clone()).or_default().extend(domains.clone());
                    }
                }
            }
            if nets.values().map(BTreeSet::len).sum::<usize>() == before {
                complaints.extend(found);
                return nets;
            }
        }
    }

    fn outputs(
        &self,
        name: &str,
        path: &str,
        inputs: BTreeMap<String, Domains>,
        complaints: &mut Vec<String>,
    ) -> BTreeMap<String, Domains> {
        let module = &self.modules[name];
        let clocks: Vec<&String> = module.clocks();
        let of = |port: &str| inputs.get(port).cloned().unwrap_or_default();
        let mut meet = |port: &str, clock: &str| {
            if !of(port).is_subset(&of(clock)) {
                complaints.push(format!(
                    "{path}.{port}: {:?} in the domain of {:?}",
                    of(port),
                    of(clock)
                ));
            }
        };
        let all = |domains: Domains| {
            module
                .outputs
                .iter()
                .map(|port| (port.clone(), domains.clone()))
                .collect()
        };
        match clocks.as_slice() {
            [] => all(inputs.values().flatten().cloned().collect()),
            [clock] => {
                let crosses = |port: &String| name == "CrossLevel" && port == "level";
                module
                    .inputs
                    .iter()
                    .filter(|port| !crosses(port))
                    .for_each(|port| meet(port, clock));
                all(of(clock))
            }
            _ if name.starts_with("CrossFifo_") => {
                ["write_reset", "in_data", "in_valid"]
                    .iter()
                    .for_each(|port| meet(port, "write_clock"));
                ["read_reset", "out_ready"]
                    .iter()
                    .for_each(|port| meet(port, "read_clock"));
                let side = |port: &String| {
                    if port.starts_with("in_") {
                        "write_clock"
                    } else {
                        "read_clock"
                    }
                };
                module
                    .outputs
                    .iter()
                    .map(|port| (port.clone(), of(side(port))))
                    .collect()
            }
            _ => {
                if !module.edges.is_empty() {
                    complaints.push(format!("{path}: registers of {name} see several clocks"));
                }
                self.follow(name, path, inputs, complaints)
            }
        }
    }
}
