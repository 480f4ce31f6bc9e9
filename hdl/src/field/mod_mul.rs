//! A modular product every clock.
//!
//! ```text
//!          .------------- Rtl ---------------.
//! a, b --> | Karatsuba product --> Barrett   | --> p = a b mod q
//!          |------------- Dpi ---------------|
//! valid -> | C function, when valid --> ring |
//!          '---------------------------------'
//! ```
//!
//! Interface: pipe. Factors are lazy (below 4q), the product is canonical. Where `valid` was low, p means nothing.
//! Latency: [`ModMul::latency`], the same for both bodies. Source: `karatsuba`, `barrett`.
//! Golden model: integers modulo q.

use super::{FieldConfig, product, reduce};
use crate::emit::Body;
use crate::named;
use crate::prim::datapath::{Netlist, Pipeline, Running};
use rust_hdl::prelude::*;
use std::sync::Arc;

/// `p = a b mod q` in containers of `N` bits.
#[derive(LogicBlock)]
pub struct ModMul<const N: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Whether a and b mean something.
    pub valid: Signal<In, Bit>,
    /// Lazy factor.
    pub a: Signal<In, Bits<N>>,
    /// Lazy factor.
    pub b: Signal<In, Bits<N>>,
    /// Canonical product.
    pub p: Signal<Out, Bits<N>>,
    _text: Arc<str>,
    _pipeline: Arc<Pipeline>,
    _running: Running,
}

impl<const N: usize> ModMul<N> {
    /// A multiplier over `field`.
    ///
    /// # Panics
    /// When the modulus is even or below 3, or 4q exceeds the container.
    pub fn new(field: &FieldConfig) -> Self {
        let pipeline = Self::pipeline(field);
        let text = match field.body {
            Body::Rtl => pipeline.verilog(),
            Body::Dpi => dpi_text(field, N, pipeline.latency()),
        };
        Self {
            clock: Default::default(),
            valid: Default::default(),
            a: Default::default(),
            b: Default::default(),
            p: Default::default(),
            _text: text.into(),
            _running: Running::new(&pipeline),
            _pipeline: Arc::new(pipeline),
        }
    }

    /// `K` equal multipliers; the datapath is built once.
    ///
    /// # Panics
    /// As [`ModMul::new`].
    pub fn array<const K: usize>(field: &FieldConfig) -> [Self; K] {
        let one = Self::new(field);
        std::array::from_fn(|_| Self {
            clock: Default::default(),
            valid: Default::default(),
            a: Default::default(),
            b: Default::default(),
            p: Default::default(),
            _text: one._text.clone(),
            _pipeline: one._pipeline.clone(),
            _running: one._running.clone(),
        })
    }

    /// Clocks from factors to product.
    pub fn latency(&self) -> usize {
        self._pipeline.latency()
    }

    /// The datapath of the [`Body::Rtl`] body.
    ///
    /// # Panics
    /// As [`ModMul::new`].
    pub fn pipeline(field: &FieldConfig) -> Pipeline {
        field.check(N);
        let mut netlist = Netlist::new(field.shape);
        let bits = field.lazy_bits();
        let (a, b) = (netlist.input("a", bits), netlist.input("b", bits));
        let full = product(&mut netlist, &a, &b);
        let p = reduce(&mut netlist, &full, &field.modulus);
        netlist.finish(vec![("p", crate::prim::datapath::zero_extend(&p, N))])
    }
}

/// The body that calls C. The ring holds one product for each clock on the way but the last, which is `p`.
fn dpi_text(field: &FieldConfig, width: usize, latency: usize) -> String {
    let name = dpi_name(field, width);
    let (top, last) = (width - 1, latency - 2);
    format!(
        "\
// dpi {name} {width} {modulus:x}
import \"DPI-C\" function void {name}(input bit [{top}:0] a, input bit [{top}:0] b, output bit [{top}:0] p);
logic [{top}:0] ring [0:{last}];
int unsigned at;
initial at = 0;
always @(posedge clock) begin : step
    bit [{top}:0] now;
    p <= ring[at];
    if (valid) begin
        {name}(a, b, now);
        ring[at] <= now;
    end
    at <= at == {last} ? 0 : at + 1;
end
",
        modulus = field.modulus
    )
}

/// One C function for each width and modulus; the low bits tell moduli apart.
fn dpi_name(field: &FieldConfig, width: usize) -> String {
    let low = field.modulus.iter_u64_digits().next().unwrap_or(0);
    format!("zkcard_modmul_{width}_{}_{low:x}", field.modulus.bits())
}

impl<const N: usize> Logic for ModMul<N> {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            let inputs = [self.a.val().into(), self.b.val().into()];
            let outputs = self._running.clock(&self._pipeline, &inputs);
            self.p.next = outputs[0].clone().into();
        }
    }
    fn connect(&mut self) {
        self.p.connect();
    }
    fn hdl(&self) -> Verilog {
        Verilog::Custom(self._text.to_string())
    }
    named!();
}
