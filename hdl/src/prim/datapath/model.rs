//! A finished datapath, and its value for given inputs.

use super::netlist::{Netlist, Operand, Run, Source};
use num_bigint::BigUint;
use std::collections::VecDeque;

/// A datapath whose outputs appear [`Pipeline::latency`] clocks after its inputs, one set a clock.
#[derive(Clone, Debug)]
pub struct Pipeline {
    pub(super) netlist: Netlist,
    pub(super) outputs: Vec<(String, usize, Operand)>,
    pub(super) latency: usize,
}

impl Pipeline {
    /// Clocks from inputs to outputs.
    pub fn latency(&self) -> usize {
        self.latency
    }

    /// DSP tiles in it.
    pub fn tiles(&self) -> usize {
        self.netlist.tiles()
    }

    /// The outputs, in order, for one set of inputs, in order.
    ///
    /// # Panics
    /// When the number of inputs is wrong.
    pub fn eval(&self, inputs: &[BigUint]) -> Vec<BigUint> {
        assert_eq!(inputs.len(), self.netlist.inputs.len(), "number of inputs");
        let mut given = inputs.iter();
        let mut values: Vec<BigUint> = Vec::with_capacity(self.netlist.nets.len());
        for net in &self.netlist.nets {
            let value = match &net.source {
                Source::Input => low_bits(given.next().cloned().unwrap_or_default(), net.width),
                Source::Product { a, b, .. } => gather(a, &values) * gather(b, &values),
                Source::Select { choice, yes, no } => {
                    let chosen = if gather(choice, &values) == BigUint::ZERO {
                        no
                    } else {
                        yes
                    };
                    gather(chosen, &values)
                }
                Source::Table { index, words } => {
                    let bits = index.iter().map(|bit| gather(bit, &values));
                    let set = bits.enumerate().filter(|(_, bit)| *bit != BigUint::ZERO);
                    let number: usize = set.map(|(i, _)| 1 << i).sum();
                    words[number].clone()
                }
                Source::Sum {
                    a,
                    b,
                    carry,
                    subtract,
                } => {
                    let (a, b) = (
                        gather(a, &values),
                        gather(b, &values) + gather(carry, &values),
                    );
                    let full = (BigUint::from(1u32) << net.width) + a;
                    low_bits(if *subtract { full - b } else { full + b }, net.width)
                }
            };
            values.push(value);
        }
        self.outputs
            .iter()
            .map(|(_, _, operand)| gather(operand, &values))
            .collect()
    }
}

/// A pipeline in RustHDL's simulator: remembers what is on its way.
#[derive(Clone, Debug)]
pub struct Running {
    line: VecDeque<Vec<BigUint>>,
}

impl Running {
    /// All zeros on their way.
    pub fn new(pipeline: &Pipeline) -> Self {
        let zeros = vec![BigUint::ZERO; pipeline.outputs.len()];
        Self {
            line: vec![zeros; pipeline.latency.saturating_sub(1)].into(),
        }
    }

    /// One rising clock edge: takes inputs, gives the outputs after the edge.
    pub fn clock(&mut self, pipeline: &Pipeline, inputs: &[BigUint]) -> Vec<BigUint> {
        self.line.push_back(pipeline.eval(inputs));
        self.line.pop_front().unwrap_or_default()
    }
}

fn low_bits(value: BigUint, width: usize) -> BigUint {
    if value.bits() as usize <= width {
        value
    } else {
        value & ((BigUint::from(1u32) << width) - 1u32)
    }
}

fn gather(operand: &Operand, values: &[BigUint]) -> BigUint {
    let (mut out, mut at) = (BigUint::ZERO, 0);
    for run in &operand.runs {
        at += match run {
            Run::Constant { value, bits } => {
                out += value << at;
                bits
            }
            Run::Slice { net, low, bits } => {
                out += low_bits(&values[*net] >> *low, *bits) << at;
                bits
            }
        };
    }
    out
}
