//! What a model is made from.
use super::dpi::modular_product;
use zkcard_hdl::emit;

/// A port of the top module.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Port {
    /// Its name in the Verilog.
    pub name: String,
    /// Its width in bits.
    pub bits: usize,
    /// Whether the design reads it.
    pub input: bool,
}

impl Port {
    /// An input of `bits` bits.
    pub fn input(name: &str, bits: usize) -> Self {
        Self {
            name: name.into(),
            bits,
            input: true,
        }
    }

    /// An output of `bits` bits.
    pub fn output(name: &str, bits: usize) -> Self {
        Self {
            name: name.into(),
            bits,
            input: false,
        }
    }
}

/// A design as the run-time takes it: Verilog text, its ports, and C++ to link with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Source {
    /// Name of the top module.
    pub top: String,
    /// The text of all modules.
    pub verilog: String,
    /// The ports of the top module.
    pub ports: Vec<Port>,
    /// C++ sources, such as bodies of DPI functions.
    pub cpp: Vec<String>,
}

impl From<&emit::Design> for Source {
    fn from(design: &emit::Design) -> Self {
        let ports = design.ports.iter();
        Self {
            top: design.top.clone(),
            verilog: design.verilog.clone(),
            ports: ports
                .map(|port| Port {
                    name: port.name.clone(),
                    bits: port.bits,
                    input: port.input,
                })
                .collect(),
            cpp: design.dpi.iter().map(modular_product).collect(),
        }
    }
}
