//! A finished datapath, and its value for given inputs.

use super::netlist::{Netlist, Operand, Run, Source};
use num_bigint::BigUint;
use std::collections::{HashMap, VecDeque};

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

    /// Bits of all sums and differences in it.
    pub fn sum_bits(&self) -> usize {
        self.netlist.sum_bits()
    }

    /// DSP tiles in it.
    pub fn tiles(&self) -> usize {
        self.netlist.tiles()
    }

    /// The outputs, in order, for one set of inputs, in order, after sets of zeros.
    ///
    /// # Panics
    /// When the number of inputs is wrong.
    pub fn eval(&self, inputs: &[BigUint]) -> Vec<BigUint> {
        self.eval_after(inputs, &mut History::default())
    }

    /// The outputs for the next set of inputs after those that made `history`.
    ///
    /// # Panics
    /// When the number of inputs is wrong.
    pub fn eval_after(&self, inputs: &[BigUint], history: &mut History) -> Vec<BigUint> {
        assert_eq!(inputs.len(), self.netlist.inputs.len(), "number of inputs");
        let mut given = inputs.iter();
        let mut values: Vec<BigUint> = Vec::with_capacity(self.netlist.nets.len());
        for (number, net) in self.netlist.nets.iter().enumerate() {
            let value = match &net.source {
                Source::Input => low_bits(given.next().cloned().unwrap_or_default(), net.width),
                Source::Product { a, b, before, .. } => {
                    let passed = before.map(|before| &values[before.net] >> before.kept);
                    gather(a, &values) * gather(b, &values) + passed.unwrap_or_default()
                }
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
                Source::Pick { choices, otherwise } => {
                    let holds =
                        |(wire, _): &&(Operand, Operand)| gather(wire, &values) != BigUint::ZERO;
                    let chosen = choices.iter().find(holds).map_or(otherwise, |(_, bus)| bus);
                    gather(chosen, &values)
                }
                Source::Hold { value, keep, clear } => {
                    let line = history.of(number, 1);
                    let before = line.pop_front().unwrap_or_default();
                    let now = match [clear, keep].map(|wire| gather(wire, &values)) {
                        [clear, _] if clear != BigUint::ZERO => BigUint::ZERO,
                        [_, keep] if keep != BigUint::ZERO => before,
                        _ => gather(value, &values),
                    };
                    line.push_back(now.clone());
                    now
                }
                Source::Not(wire) => u32::from(gather(wire, &values) == BigUint::ZERO).into(),
                Source::Earlier { value, clocks } => {
                    let line = history.of(number, *clocks);
                    line.push_back(gather(value, &values));
                    line.pop_front().unwrap_or_default()
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

/// What the nets that look back have seen, by their number.
#[derive(Clone, Debug, Default)]
pub struct History(HashMap<usize, VecDeque<BigUint>>);

impl History {
    fn of(&mut self, net: usize, clocks: usize) -> &mut VecDeque<BigUint> {
        let zeros = || vec![BigUint::ZERO; clocks].into();
        self.0.entry(net).or_insert_with(zeros)
    }
}

/// A pipeline in RustHDL's simulator: remembers what is on its way.
#[derive(Clone, Debug)]
pub struct Running {
    line: VecDeque<Vec<BigUint>>,
    history: History,
}

impl Running {
    /// All zeros on their way.
    pub fn new(pipeline: &Pipeline) -> Self {
        let zeros = vec![BigUint::ZERO; pipeline.outputs.len()];
        Self {
            line: vec![zeros; pipeline.latency.saturating_sub(1)].into(),
            history: History::default(),
        }
    }

    /// One rising clock edge: takes inputs, gives the outputs after the edge.
    pub fn clock(&mut self, pipeline: &Pipeline, inputs: &[BigUint]) -> Vec<BigUint> {
        let outputs = pipeline.eval_after(inputs, &mut self.history);
        self.line.push_back(outputs);
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
