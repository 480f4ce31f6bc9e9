//! A finished datapath as Verilog text for the body of a block with ports `clock`, inputs and outputs.

use super::dsp;
use super::model::Pipeline;
use super::netlist::{Net, Operand, Run, Source};
use num_bigint::BigUint;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Delay registers of one net: how many ranks, of which bits.
struct Late {
    ranks: usize,
    low: usize,
    high: usize,
}

/// The text under construction.
struct Printer<'a> {
    pipeline: &'a Pipeline,
    late: BTreeMap<usize, Late>,
    declared: String,
    clocked: String,
}

impl Pipeline {
    /// The body: declarations, one clocked block, outputs.
    pub fn verilog(&self) -> String {
        let mut printer = Printer {
            pipeline: self,
            late: BTreeMap::new(),
            declared: String::new(),
            clocked: String::new(),
        };
        let mut input = self.netlist.inputs.iter();
        for (number, net) in self.netlist.nets.iter().enumerate() {
            printer.net(number, net, &mut input);
        }
        let mut outputs = String::new();
        for (name, _, operand) in &self.outputs {
            let value = printer.operand(operand, self.latency);
            let _ = writeln!(outputs, "assign {name} = {value};");
        }
        printer.delays();
        let Printer {
            declared, clocked, ..
        } = printer;
        format!("{declared}always_ff @(posedge clock) begin\n{clocked}end\n{outputs}")
    }
}

impl Printer<'_> {
    fn net<'n>(
        &mut self,
        number: usize,
        net: &Net,
        input: &mut impl Iterator<Item = &'n (String, usize)>,
    ) {
        let (top, taken) = (net.width - 1, net.taken);
        match &net.source {
            Source::Input => {
                let port = input.next().map_or("", |(name, _)| name.as_str());
                // A port of one bit is a scalar, which has no slices.
                let slice = match top {
                    0 => String::new(),
                    _ => format!("[{top}:0]"),
                };
                let _ = writeln!(self.declared, "wire [{top}:0] n{number} = {port}{slice};");
            }
            Source::Sum {
                a,
                b,
                carry,
                subtract,
            } => {
                let sign = if *subtract { '-' } else { '+' };
                let (a, b) = (self.operand(a, taken), self.operand(b, taken));
                let mut sum = format!("{{1'b0, {a}}} {sign} {{1'b0, {b}}}");
                if let Some(Run::Slice { .. }) = carry.runs.first() {
                    let carry = self.operand(carry, taken);
                    let _ = write!(sum, " {sign} {{{top}'b0, {carry}}}");
                }
                self.register(number, top, &sum);
            }
            Source::Select { choice, yes, no } => {
                let [choice, yes, no] =
                    [choice, yes, no].map(|operand| self.operand(operand, taken));
                self.register(number, top, &format!("{choice} ? {yes} : {no}"));
            }
            Source::Table { index, words } => {
                let index: Vec<String> = index.iter().map(|bit| self.operand(bit, taken)).collect();
                self.register(number, top, &choice(&index, words, net.width));
            }
            Source::Pick { choices, otherwise } => {
                let mut value = self.operand(otherwise, taken);
                for (wire, bus) in choices.iter().rev() {
                    let [wire, bus] = [wire, bus].map(|operand| self.operand(operand, taken));
                    value = format!("{wire} ? {bus} : ({value})");
                }
                self.register(number, top, &value);
            }
            Source::Hold { value, keep, clear } => {
                let mut step = String::new();
                if let Some(Run::Slice { .. }) = clear.runs.first() {
                    let _ = write!(
                        step,
                        "if ({}) n{number} <= '0; else ",
                        self.operand(clear, taken)
                    );
                }
                if let Some(Run::Slice { .. }) = keep.runs.first() {
                    let _ = write!(step, "if (!{}) ", self.operand(keep, taken));
                }
                let value = self.operand(value, taken);
                let _ = writeln!(self.declared, "logic [{top}:0] n{number};");
                let _ = writeln!(self.clocked, "    {step}n{number} <= {value};");
            }
            Source::Not(wire) => {
                let wire = self.operand(wire, taken);
                let _ = writeln!(self.declared, "wire [0:0] n{number} = ~{wire};");
            }
            Source::Earlier { value, clocks } => {
                let value = self.operand(value, taken);
                let before = (0..*clocks).map(|rank| match rank {
                    0 => value.clone(),
                    _ => format!("e{number}_{rank}"),
                });
                for (rank, before) in before.enumerate() {
                    let _ = writeln!(self.declared, "logic [{top}:0] e{number}_{};", rank + 1);
                    let _ = writeln!(self.clocked, "    e{number}_{} <= {before};", rank + 1);
                }
                let _ = writeln!(
                    self.declared,
                    "wire [{top}:0] n{number} = e{number}_{clocks};"
                );
            }
            Source::Product {
                a,
                b,
                widths,
                before,
            } => {
                let (a, b) = (self.operand(a, taken), self.operand(b, taken));
                let text = dsp::slice(number, *widths, (&a, &b), *before);
                self.declared += &text.declared;
                self.clocked += &text.clocked;
            }
        }
    }

    fn register(&mut self, number: usize, top: usize, value: &str) {
        let _ = writeln!(self.declared, "logic [{top}:0] n{number};");
        let _ = writeln!(self.clocked, "    n{number} <= {value};");
    }

    /// The operand as it stands at clock `at`.
    fn operand(&mut self, operand: &Operand, at: usize) -> String {
        let parts = operand.runs.iter().rev().map(|run| match run {
            Run::Constant { value, bits } => format!("{bits}'h{value:x}"),
            Run::Slice { net, low, bits } => self.slice(*net, *low, *bits, at),
        });
        let parts: Vec<String> = parts.collect();
        match &parts[..] {
            [one] => one.clone(),
            _ => format!("{{{}}}", parts.join(", ")),
        }
    }

    fn slice(&mut self, net: usize, low: usize, bits: usize, at: usize) -> String {
        let ranks = at - self.pipeline.netlist.nets[net].time;
        let high = low + bits - 1;
        if ranks == 0 {
            return format!("n{net}[{high}:{low}]");
        }
        let late = self.late.entry(net).or_insert(Late { ranks, low, high });
        *late = Late {
            ranks: late.ranks.max(ranks),
            low: late.low.min(low),
            high: late.high.max(high),
        };
        format!("n{net}_{ranks}[{high}:{low}]")
    }

    /// Delay registers keep the bit numbers of their net, so their ranges need not start at 0.
    fn delays(&mut self) {
        for (net, Late { ranks, low, high }) in &self.late {
            for rank in 1..=*ranks {
                let before = if rank == 1 {
                    format!("n{net}")
                } else {
                    format!("n{net}_{}", rank - 1)
                };
                let _ = writeln!(self.declared, "logic [{high}:{low}] n{net}_{rank};");
                let _ = writeln!(self.clocked, "    n{net}_{rank} <= {before}[{high}:{low}];");
            }
        }
    }
}

/// The word numbered by the bits of `index`, lowest first, as nested choices.
fn choice(index: &[String], words: &[BigUint], width: usize) -> String {
    match index.split_last() {
        Some((bit, lower)) => {
            let (low, high) = words.split_at(words.len() / 2);
            let [high, low] = [high, low].map(|words| choice(lower, words, width));
            format!("({bit} ? {high} : {low})")
        }
        None => format!("{width}'h{:x}", words[0]),
    }
}
