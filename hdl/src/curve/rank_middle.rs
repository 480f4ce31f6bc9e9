//! Between the two ranks of products of a complete addition: sums and small multiples.
//!
//! ```text
//! t0 = m0, t1 = m1, t2 = m2
//! t3 = m3 - t0 - t1      t4 = m4 - t1 - t2      Y3 = 3b (m5 - t0 - t2)
//! t0 = 3 t0              Z3 = t1 + 3b t2        t1 = t1 - 3b t2
//! ```
//!
//! Values stay lazy: differences get a multiple of q added, multiples by 3b are brought below 3q or 4q.
//! Interface: pipe without valid; canonical products in, lazy factors (below 4q) out.
//! Latency: [`RankMiddle::latency`]. Source: Renes, Costello, Batina 2015/1060, algorithm 7, steps 17-26.
//! Golden model: integers modulo q.

use super::CurveConfig;
use crate::named;
use crate::prim::datapath::{
    Bus, Netlist, Pipeline, Running, Wire, constant, shift_left, zero_extend,
};
use num_bigint::BigUint;
use rust_hdl::prelude::*;

/// Six products to the six values t0, t1, t3, t4, Y3, Z3.
#[derive(LogicBlock)]
pub struct RankMiddle<const N: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// X1 X2, Y1 Y2, Z1 Z2, then the products of sums.
    pub m: [Signal<In, Bits<N>>; 6],
    /// 3 X1 X2.
    pub t0: Signal<Out, Bits<N>>,
    /// Y1 Y2 - 3b Z1 Z2.
    pub t1: Signal<Out, Bits<N>>,
    /// X1 Y2 + X2 Y1.
    pub t3: Signal<Out, Bits<N>>,
    /// Y1 Z2 + Y2 Z1.
    pub t4: Signal<Out, Bits<N>>,
    /// 3b (X1 Z2 + X2 Z1).
    pub y3: Signal<Out, Bits<N>>,
    /// Y1 Y2 + 3b Z1 Z2.
    pub z3: Signal<Out, Bits<N>>,
    _pipeline: Pipeline,
    _running: Running,
}

impl<const N: usize> RankMiddle<N> {
    /// The rank over `curve`.
    ///
    /// # Panics
    /// When lazy values exceed `N` bits.
    pub fn new(curve: &CurveConfig) -> Self {
        curve.field.check(N);
        let pipeline = pipeline(curve, N);
        Self {
            clock: Default::default(),
            m: std::array::from_fn(|_| Default::default()),
            t0: Default::default(),
            t1: Default::default(),
            t3: Default::default(),
            t4: Default::default(),
            y3: Default::default(),
            z3: Default::default(),
            _running: Running::new(&pipeline),
            _pipeline: pipeline,
        }
    }

    /// Clocks from products to factors.
    pub fn latency(&self) -> usize {
        self._pipeline.latency()
    }
}

fn pipeline(curve: &CurveConfig, container: usize) -> Pipeline {
    let (q, mut n) = (&curve.field.modulus, Netlist::new(curve.field.shape));
    let (bits, lazy) = (q.bits() as usize, curve.field.lazy_bits());
    let m: [Bus; 6] = std::array::from_fn(|i| n.input(&format!("m_{i}"), bits));
    let [t0, t1, t2, ..] = &m;
    let t3 = cross(&mut n, q, &m[3], t0, t1, lazy);
    let t4 = cross(&mut n, q, &m[4], t1, t2, lazy);
    let xz = cross(&mut n, q, &m[5], t0, t2, lazy);
    let triple = n.add(t0, &shift_left(t0, 1), lazy);
    let scaled = times(&mut n, t2, curve.b3, q);
    let bz = lower(&mut n, &scaled, curve.b3, 3, q);
    let z3 = n.add(t1, &bz, lazy);
    let raised = n.add(t1, &constant(&(q * 3u32), lazy), lazy);
    let less = n.sub(&raised, &bz, lazy);
    let scaled = times(&mut n, &xz, curve.b3, q);
    let y3 = lower(&mut n, &scaled, 3 * curve.b3, 4, q);
    let outputs = [
        ("t0", triple),
        ("t1", less),
        ("t3", t3),
        ("t4", t4),
        ("y3", y3),
        ("z3", z3),
    ];
    n.finish(
        outputs
            .map(|(name, bus)| (name, zero_extend(&bus, container)))
            .into(),
    )
}

/// `m + 2q - (u + v)`, positive and below 3q.
fn cross(n: &mut Netlist, q: &BigUint, m: &[Wire], u: &[Wire], v: &[Wire], width: usize) -> Bus {
    let both = n.add(u, v, width);
    let raised = n.add(m, &constant(&(q * 2u32), width), width);
    n.sub(&raised, &both, width)
}

/// `k x`, exact, for `x < 3q`, by one shifted term for each set bit of `k`.
fn times(n: &mut Netlist, x: &[Wire], k: u32, q: &BigUint) -> Bus {
    let width = (q * 3u32 * k).bits() as usize;
    let terms = (0..32)
        .filter(|i| k >> i & 1 == 1)
        .map(|i| shift_left(x, i))
        .collect();
    n.tree(terms, width)
}

/// Brings `x < from q` below `to q` by conditional subtractions that halve the bound.
fn lower(n: &mut Netlist, x: &[Wire], from: u32, to: u32, q: &BigUint) -> Bus {
    let (mut x, mut bound) = (x.to_vec(), from);
    while bound > to {
        bound = bound.div_ceil(2).max(to);
        let width = (q * bound - 1u32).bits() as usize;
        x = n.subtract_if_not_less(&x, &(q * bound), width);
    }
    let width = (q * bound - 1u32).bits() as usize;
    zero_extend(&x, width)
}

impl<const N: usize> Logic for RankMiddle<N> {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            let inputs: Vec<BigUint> = self.m.iter().map(|port| port.val().into()).collect();
            let outputs = self._running.clock(&self._pipeline, &inputs);
            let ports = [
                &mut self.t0,
                &mut self.t1,
                &mut self.t3,
                &mut self.t4,
                &mut self.y3,
                &mut self.z3,
            ];
            ports
                .into_iter()
                .zip(outputs)
                .for_each(|(port, value)| port.next = value.into());
        }
    }
    fn connect(&mut self) {
        for port in [
            &mut self.t0,
            &mut self.t1,
            &mut self.t3,
            &mut self.t4,
            &mut self.y3,
            &mut self.z3,
        ] {
            port.connect();
        }
    }
    fn hdl(&self) -> Verilog {
        Verilog::Custom(self._pipeline.verilog())
    }
    named!();
}
