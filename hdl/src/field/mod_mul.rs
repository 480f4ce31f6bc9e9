//! A modular product every clock, or with few multipliers every some clocks.
//!
//! ```text
//!          .------------- Rtl ---------------.
//! a, b --> | Karatsuba product --> Barrett   | --> p = a b mod q
//!          | folded: limb by limb            |
//!          |------------- Dpi ---------------|
//! valid -> | C function, when valid --> ring |
//!          '---------------------------------'
//! ```
//!
//! Interface: pipe. Factors are lazy (below 4q), the product is canonical. Where `valid` was low, p means nothing. Folded
//! multipliers take canonical factors, [`FieldConfig::interval`] clocks apart or more.
//! Latency: [`ModMul::latency`], the same for both bodies. Source: `karatsuba`, `barrett`; [`Folded`].
//! Golden model: integers modulo q.

use super::{FieldConfig, product, reduce};
use crate::emit::Body;
use crate::named;
use crate::prim::datapath::{Netlist, Pipeline, Running};
use crate::prim::{Folded, FoldedModel, too_early};
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
    _latency: usize,
    _products: Products,
}

/// What computes products in RustHDL's own simulator.
#[derive(Clone)]
enum Products {
    Pipe(Arc<Pipeline>, Running),
    Folded(FoldedModel),
}

impl<const N: usize> ModMul<N> {
    /// A multiplier over `field`.
    ///
    /// # Panics
    /// When the modulus is even or below 3, factors exceed the container, or are lazy where multipliers are folded.
    pub fn new(field: &FieldConfig) -> Self {
        field.check(N);
        let (rtl, latency, products) = match field.folded {
            true => folded(field, N),
            false => pipe(Self::pipeline(field)),
        };
        let text = match field.body {
            Body::Rtl => rtl,
            Body::Dpi => dpi_text(field, N, latency) + &interval_check(field.interval()),
        };
        Self {
            clock: Default::default(),
            valid: Default::default(),
            a: Default::default(),
            b: Default::default(),
            p: Default::default(),
            _text: text.into(),
            _latency: latency,
            _products: products,
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
            _latency: one._latency,
            _products: one._products.clone(),
        })
    }

    /// Clocks from factors to product.
    pub fn latency(&self) -> usize {
        self._latency
    }

    /// The datapath of the [`Body::Rtl`] body, not folded.
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

/// The assertion of a folded multiplier that factors come an interval apart.
fn interval_check(interval: usize) -> String {
    if interval == 1 {
        return String::new();
    }
    format!(
        "int unsigned since;\ninitial since = {interval};\n\
         always @(posedge clock) since <= valid ? 1 : since == {interval} ? {interval} : since + 1;\n{}",
        too_early(&format!("since < {interval}"))
    )
}

/// Verilog, latency and model of a pipeline.
fn pipe(pipeline: Pipeline) -> (String, usize, Products) {
    let running = Running::new(&pipeline);
    let (text, latency) = (pipeline.verilog(), pipeline.latency());
    (text, latency, Products::Pipe(Arc::new(pipeline), running))
}

/// The same of a folded multiplier.
fn folded(field: &FieldConfig, width: usize) -> (String, usize, Products) {
    let folded = Folded::new(&field.modulus);
    let model = Products::Folded(FoldedModel::new(&folded));
    (folded.text(width), folded.latency(), model)
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
            let (a, b) = (self.a.val().into(), self.b.val().into());
            let p = match &mut self._products {
                Products::Pipe(pipeline, running) => running.clock(pipeline, &[a, b])[0].clone(),
                Products::Folded(model) => model.clock(self.valid.val(), &a, &b),
            };
            self.p.next = p.into();
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
