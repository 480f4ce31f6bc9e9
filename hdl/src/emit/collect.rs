//! Walks a block and turns each scope into a [`Module`] once its children are known.

use super::merge::Library;
use super::names::{check, plain, type_identifier};
use super::{Design, EmitError, Port, wiring};
use rust_hdl::core::verilog_gen::{verilog_combinatorial, verilog_link_extraction};
use rust_hdl::prelude::*;
use std::collections::BTreeMap;

/// A declared name inside a module.
#[derive(Clone, Debug)]
pub(super) struct Declaration {
    pub(super) name: String,
    pub(super) bits: usize,
    pub(super) signed: bool,
}

impl Declaration {
    /// `logic [7:0] name`, a plain `logic name` for one bit.
    pub(super) fn logic(&self) -> String {
        let signed = if self.signed { "signed " } else { "" };
        match self.bits {
            1 => format!("logic {signed}{}", self.name),
            n => format!("logic {signed}[{}:0] {}", n - 1, self.name),
        }
    }
}

/// An instance inside a module: its name, the merged module it became and that module's ports.
#[derive(Debug)]
pub(super) struct Child {
    pub(super) instance: String,
    pub(super) module: String,
    pub(super) ports: Vec<(Declaration, bool)>,
}

/// One scope while it is being visited.
#[derive(Debug, Default)]
pub(super) struct Module {
    pub(super) instance: String,
    pub(super) ports: Vec<(Declaration, bool)>,
    pub(super) constants: Vec<(Declaration, String)>,
    pub(super) states: BTreeMap<String, (usize, usize)>,
    pub(super) locals: Vec<Declaration>,
    pub(super) children: Vec<Child>,
}

/// The probe; call [`Collector::finish`] after the walk.
pub(super) struct Collector {
    stack: Vec<Module>,
    namespace: Vec<String>,
    library: Library,
    ports: Vec<Port>,
    error: Option<EmitError>,
}

impl Collector {
    pub(super) fn new(top: &str) -> Self {
        Self {
            stack: vec![],
            namespace: vec![],
            library: Library::new(top),
            ports: vec![],
            error: None,
        }
    }

    pub(super) fn finish(self) -> Result<Design, EmitError> {
        match self.error {
            Some(error) => Err(error),
            None => self.library.design(self.ports),
        }
    }

    fn path(&self) -> String {
        let names: Vec<&str> = self.stack.iter().map(|m| m.instance.as_str()).collect();
        names.join(".")
    }

    /// The text of a finished scope goes to the library; its parent learns which module it became.
    fn close(&mut self, node: &dyn Block) -> Result<(), EmitError> {
        let path = self.path();
        let Some(module) = self.stack.pop() else {
            return Ok(());
        };
        wiring::check_names(&module)?;
        let is_top = self.stack.is_empty();
        let timing = node.timing();
        let stem = timing
            .first()
            .map_or(module.instance.clone(), |t| type_identifier(&t.name));
        let name = match node.hdl() {
            Verilog::Combinatorial(code) => {
                let text = plain(&verilog_combinatorial(&code));
                let links = wiring::link_lines(&verilog_link_extraction(&code), &path)?;
                self.library.add(
                    &stem,
                    is_top,
                    &module,
                    &wiring::body(&module, &text, &links),
                )
            }
            Verilog::Custom(text) => {
                self.library
                    .add(&stem, is_top, &module, &wiring::custom(&module, &text))
            }
            Verilog::Wrapper(wrapper) => {
                self.library.add_fixed(&wrapper.cores);
                self.library.add(
                    &stem,
                    is_top,
                    &module,
                    &wiring::custom(&module, &wrapper.code),
                )
            }
            Verilog::Blackbox(black_box) => {
                self.library.add_fixed(&black_box.code);
                Ok(black_box.name)
            }
            Verilog::Empty => Err(EmitError::Unsupported {
                module: path,
                what: "a block without Verilog",
            }),
        }?;
        if let Some(parent) = self.stack.last_mut() {
            parent.children.push(Child {
                instance: module.instance,
                module: name,
                ports: module.ports,
            });
        } else {
            let port = |(d, input): (Declaration, bool)| Port {
                name: d.name,
                bits: d.bits,
                input,
            };
            self.ports = module.ports.into_iter().map(port).collect();
        }
        Ok(())
    }

    fn atom(&mut self, name: &str, signal: &dyn Atom) -> Result<(), EmitError> {
        let path = self.path();
        let full: Vec<&str> = self
            .namespace
            .iter()
            .map(String::as_str)
            .chain([name])
            .collect();
        let name = plain(&full.join("_"));
        let descriptor = signal.descriptor();
        let signed = matches!(descriptor.kind, TypeKind::Signed(_));
        let declaration = Declaration {
            name,
            bits: signal.bits(),
            signed,
        };
        let Some(module) = self.stack.last_mut() else {
            return Ok(());
        };
        add_states(&mut module.states, &descriptor);
        let kind = signal.kind();
        match kind {
            AtomKind::InputParameter => module.ports.push((declaration, true)),
            AtomKind::OutputParameter => module.ports.push((declaration, false)),
            AtomKind::Constant => module
                .constants
                .push((declaration, signal.verilog().to_string())),
            AtomKind::LocalSignal => module.locals.push(declaration),
            _ => {
                return Err(EmitError::Unsupported {
                    module: path,
                    what: "a bidirectional signal",
                });
            }
        }
        // The parent names the states of its children's ports.
        if let (true, [.., parent, _]) = (kind.is_parameter(), &mut self.stack[..]) {
            add_states(&mut parent.states, &descriptor);
        }
        Ok(())
    }

    fn keep(&mut self, result: Result<(), EmitError>) {
        if let (Err(error), None) = (result, &self.error) {
            self.error = Some(error);
        }
    }
}

/// The names of state machines' states and their values, `State_Idle -> (width, 0)`.
fn add_states(states: &mut BTreeMap<String, (usize, usize)>, descriptor: &TypeDescriptor) {
    match &descriptor.kind {
        TypeKind::Enum(labels) => {
            let bits = clog2(labels.len()).max(1);
            for (value, label) in labels.iter().enumerate() {
                states.insert(label.replace("::", "_"), (bits, value));
            }
        }
        TypeKind::Composite(fields) => fields
            .iter()
            .for_each(|field| add_states(states, &field.kind)),
        TypeKind::Bits(_) | TypeKind::Signed(_) => {}
    }
}

impl Probe for Collector {
    fn visit_start_scope(&mut self, name: &str, _node: &dyn Block) {
        let instance = plain(name);
        let checked = check(&instance, "instance");
        self.keep(checked);
        self.stack.push(Module {
            instance,
            ..Default::default()
        });
    }

    fn visit_start_namespace(&mut self, name: &str, _node: &dyn Block) {
        self.namespace.push(name.into());
    }

    fn visit_atom(&mut self, name: &str, signal: &dyn Atom) {
        let result = self.atom(name, signal);
        self.keep(result);
    }

    fn visit_end_namespace(&mut self, _name: &str, _node: &dyn Block) {
        self.namespace.pop();
    }

    fn visit_end_scope(&mut self, _name: &str, node: &dyn Block) {
        let result = self.close(node);
        self.keep(result);
    }
}
