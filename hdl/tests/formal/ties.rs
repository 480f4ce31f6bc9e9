//! Inputs of a harness, tied to nets inside the blocks that it holds.
//!
//! ```text
//! harness:  input x   ==>   net x <-- new port x of a block inside <-- any expression over the nets of that block
//! ```
//!
//! The blocks themselves stay as they are, but for one port more.

use zkcard_hdl::emit::Design;

/// An input and what it is tied to.
pub struct Tie {
    block: &'static str,
    instance: &'static str,
    input: String,
    expression: String,
}

impl Tie {
    /// Ties `input` of the harness to `expression` within a block, given by the start of its module's name and the name
    /// of its instance.
    pub fn new(
        (block, instance): (&'static str, &'static str),
        input: String,
        expression: String,
    ) -> Self {
        Self {
            block,
            instance,
            input,
            expression,
        }
    }
}

/// The design with `ties`.
///
/// # Panics
/// When the design has not exactly one such input, block or instance.
pub fn tied(mut design: Design, ties: &[Tie]) -> Design {
    for tie in ties {
        design.verilog = tie.apply(&design.verilog, &design.top);
    }
    design
}

impl Tie {
    fn apply(&self, verilog: &str, top: &str) -> String {
        let Self {
            block,
            instance,
            input,
            expression,
        } = self;
        let port = format!("    input logic {input},");
        let [mut ports, mut blocks, mut instances] = [0; 3];
        let mut module = String::new();
        let mut lines = vec![];
        for line in verilog.lines() {
            if let Some(name) = line.strip_prefix("module ") {
                module = name.trim_end_matches(" (").to_owned();
            }
            let in_block = module.starts_with(block);
            if module == top && line == port {
                ports += 1;
                continue;
            }
            if in_block && line == "endmodule" {
                lines.push(format!("    assign {input} = {expression};"));
            }
            lines.push(line.to_owned());
            if in_block && line.starts_with("module ") {
                blocks += 1;
                lines.push(format!("    output logic {input},"));
            } else if module == top && line == ");" {
                lines.push(format!("    logic {input};"));
            } else if line.starts_with(&format!("    {block}"))
                && line.ends_with(&format!(" {instance} ("))
            {
                instances += 1;
                lines.push(format!("        .{input}({input}),"));
            }
        }
        assert_eq!([ports, blocks, instances], [1; 3], "{input}");
        lines.join("\n")
    }
}
