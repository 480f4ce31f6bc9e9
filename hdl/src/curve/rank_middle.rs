//! Between the two ranks of products of a complete addition, mixed or full: sums and small multiples.
//!
//! ```text
//!                     full                          mixed (Z2 = 1, but 0 in the sums before)
//! t2 =                Z1 Z2                         Z1
//! t4 =                m3 - t1 - t2                  m3 - t1 + Y1
//! Y3 = 3b times       m4 - t0 - t2                  m4 - t0 + X1
//!
//! t0 = m0, t1 = m1    t3 = m2 - t0 - t1
//! -t0 = 3 (q - t0)    Z3 = t1 + 3b t2               -t1 = 3b t2 + (q - t1)
//! ```
//!
//! Values stay lazy. What is subtracted is canonical, so q - t0, q - t1, q - t2 lie in (0, q] and every difference
//! becomes a sum: t3, t4 and X1 Z2 + X2 Z1 below 3q. Multiples by 3b are brought below 3q (of t2) and 4q, so that
//! Z3 and -t1 are below 4q. The last t0 and t1 of the paper are given negated, since that costs nothing here; the
//! last rank then makes the sum times -1, which is the same point. Over Fq2 all of it goes word by word, but for the
//! multiples by 3b, which look back.
//! Interface: pipe without valid, with [`WORD`](super::WORD) wires; canonical products and points in (third words of
//! points below 2q), lazy factors (below 4q) out.
//! Latency: [`RankMiddle::latency`]: difference, choice, two sums, multiple, table, difference, the chunks of one carry
//! chain more, and the clock by which multiples come later.
//! Source: Renes, Costello, Batina 2015/1060, algorithms 7 and 8. Golden model: integers modulo q.

use super::words::{WordWires, times_3b};
use super::{CurveConfig, WORD};
use crate::named;
use crate::prim::datapath::{
    Bus, Netlist, Pipeline, Running, Wire, constant, shift_left, zero_extend,
};
use num_bigint::BigUint;
use rust_hdl::prelude::*;

/// Five products, and what a kind needs beside them, to the six values t0, t1, t3, t4, Y3, Z3.
#[derive(LogicBlock)]
pub struct RankMiddle<const N: usize, const P: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Which word comes.
    pub word: Signal<In, Bits<WORD>>,
    /// Whether the pair is full.
    pub full: Signal<In, Bit>,
    /// X1 X2, Y1 Y2, then the products of sums.
    pub m: [Signal<In, Bits<N>>; 5],
    /// Z1 Z2 of a full pair.
    pub zz: Signal<In, Bits<N>>,
    /// (X1 : Y1 : Z1) of a mixed pair.
    pub p: Signal<In, Bits<P>>,
    /// -3 X1 X2.
    pub minus_t0: Signal<Out, Bits<N>>,
    /// 3b Z1 Z2 - Y1 Y2.
    pub minus_t1: Signal<Out, Bits<N>>,
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

impl<const N: usize, const P: usize> RankMiddle<N, P> {
    /// The rank over `curve`.
    ///
    /// # Panics
    /// When `P` is not `3 N` or lazy values exceed `N` bits.
    pub fn new(curve: &CurveConfig) -> Self {
        assert_eq!(P, 3 * N, "width of a point");
        curve.field.check(N);
        let pipeline = pipeline(curve, N, P);
        Self {
            clock: Default::default(),
            word: Default::default(),
            full: Default::default(),
            m: Default::default(),
            zz: Default::default(),
            p: Default::default(),
            minus_t0: Default::default(),
            minus_t1: Default::default(),
            t3: Default::default(),
            t4: Default::default(),
            y3: Default::default(),
            z3: Default::default(),
            _running: Running::new(&pipeline),
            _pipeline: pipeline,
        }
    }

    /// Clocks from a word of the products to the same word of the factors.
    pub fn latency(&self) -> usize {
        LOOKS_BACK + self._pipeline.latency()
    }
}

/// Clocks by which words of multiples by 3b come later than their operands.
const LOOKS_BACK: usize = 1;

fn pipeline(curve: &CurveConfig, container: usize, point: usize) -> Pipeline {
    let (q, mut n) = (&curve.field.modulus, Netlist::new(curve.field.shape));
    let (bits, lazy) = (q.bits() as usize, curve.field.lazy_bits());
    let word = WordWires::input(&mut n);
    let full = n.input("full", 1)[0];
    let m: [Bus; 5] = std::array::from_fn(|i| n.input(&format!("m_{i}"), bits));
    let (zz, p) = (n.input("zz", bits), n.input("p", point));
    // Third words take a bit more.
    let [x1, y1, z1] = [0, 1, 2].map(|i| &p[i * container..=i * container + bits]);
    // In (0, q]. Of a kind, -Z1 Z2 or what the sums lack.
    let [less_t0, less_t1, less_zz] =
        [&m[0], &m[1], &zz].map(|x| n.sub(&constant(q, bits), x, bits));
    let wide = |bus: &[Wire]| zero_extend(bus, bits + 1);
    let t2 = n.pick(&[(full, &wide(&zz))], z1);
    let [y, x] = [y1, x1].map(|addend| n.pick(&[(full, &wide(&less_zz))], addend));
    let t3 = sum_of_three(&mut n, &m[2], &less_t0, &less_t1, lazy);
    let t4 = sum_of_three(&mut n, &m[3], &less_t1, &y, lazy);
    let xz = sum_of_three(&mut n, &m[4], &less_t0, &x, lazy);
    let minus_t0 = n.add(&less_t0, &shift_left(&less_t0, 1), lazy);
    let bz = times_3b(&mut n, &t2, word, curve, (1, 3));
    let y3 = times_3b(&mut n, &xz, word, curve, (3, 4));
    // All others wait for the multiples.
    let [t1, less_t1, minus_t0, t3, t4] =
        [&m[1], &less_t1, &minus_t0, &t3, &t4].map(|bus| n.earlier(bus, LOOKS_BACK));
    let z3 = n.add(&t1, &bz, lazy);
    let minus_t1 = n.add(&less_t1, &bz, lazy);
    let names = ["minus_t0", "minus_t1", "t3", "t4", "y3", "z3"];
    let values = [minus_t0, minus_t1, t3, t4, y3, z3].map(|bus| zero_extend(&bus, container));
    n.finish(names.into_iter().zip(values).collect())
}

/// `a + b + c`, where c comes last.
fn sum_of_three(n: &mut Netlist, a: &[Wire], b: &[Wire], c: &[Wire], width: usize) -> Bus {
    let both = n.add(a, b, width);
    n.add(&both, c, width)
}

impl<const N: usize, const P: usize> Logic for RankMiddle<N, P> {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            let full = u32::from(self.full.val()).into();
            let mut inputs: Vec<BigUint> = vec![self.word.val().into(), full];
            inputs.extend(self.m.iter().map(|port| BigUint::from(port.val())));
            inputs.extend([self.zz.val().into(), self.p.val().into()]);
            let outputs = self._running.clock(&self._pipeline, &inputs);
            let ports = [
                &mut self.minus_t0,
                &mut self.minus_t1,
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
            &mut self.minus_t0,
            &mut self.minus_t1,
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
