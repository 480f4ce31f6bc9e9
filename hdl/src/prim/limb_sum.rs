//! Sums of small multiples of three numbers, limb by limb, and a constant beside them.
//!
//! ```text
//! a, b, c --[multiples]--[+ limb of the constant]--[+ carry]--> s        s = ka a + kb b + kc c + k
//! ```
//!
//! Which sum is told by `op`. Interface: pipe; the first limb marked, its number beside each limb; sums are at no time
//! negative as a whole, while a carry may be. Latency: [`LimbSum::LATENCY`]. Golden model: integers.

use super::limb_row::{LIMB, limbs};
use crate::named;
use num_bigint::BigUint;
use rust_hdl::prelude::*;

/// Multiples of a, b and c, and the constant.
#[derive(Clone, Debug)]
pub struct SumTerms {
    /// Of a, b and c: with up to two set bits, of either sign.
    pub multiples: [i32; 3],
    /// What is added.
    pub constant: BigUint,
}

/// Bits of a limb's multiples and carries.
const WIDE: usize = LIMB + 8;

/// A sum out of up to eight; `I` bits number the limbs.
#[derive(LogicBlock)]
pub struct LimbSum<const I: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Whether the first limbs come.
    pub first: Signal<In, Bit>,
    /// Number of the limbs.
    pub index: Signal<In, Bits<I>>,
    /// Which sum.
    pub op: Signal<In, Bits<3>>,
    /// Limb.
    pub a: Signal<In, Bits<LIMB>>,
    /// Limb.
    pub b: Signal<In, Bits<LIMB>>,
    /// Limb.
    pub c: Signal<In, Bits<LIMB>>,
    /// Limb of the sum.
    pub s: Signal<Out, Bits<LIMB>>,
    _terms: Vec<SumTerms>,
    _count: usize,
    _state: [(bool, i64, i64); 2],
    _carry: i64,
}

impl<const I: usize> LimbSum<I> {
    /// Clocks from limbs to limb.
    pub const LATENCY: usize = 3;

    /// Sums of numbers of `count` limbs.
    ///
    /// # Panics
    /// When there are more than eight sums, `I` bits do not number the limbs or a constant has more of them.
    pub fn new(terms: Vec<SumTerms>, count: usize) -> Self {
        assert!(
            terms.len() <= 8 && count <= 1 << I,
            "{} sums of {count} limbs",
            terms.len()
        );
        let small = |sum: &SumTerms| sum.multiples.iter().map(|k| k.abs()).sum::<i32>() < 64;
        assert!(terms.iter().all(small), "multiples exceed their bits");
        let mut multiples = terms.iter().flat_map(|sum| sum.multiples);
        assert!(
            multiples.all(|k| k.unsigned_abs().count_ones() <= 2),
            "multiples of three terms"
        );
        Self {
            clock: Default::default(),
            first: Default::default(),
            index: Default::default(),
            op: Default::default(),
            a: Default::default(),
            b: Default::default(),
            c: Default::default(),
            s: Default::default(),
            _terms: terms,
            _count: count,
            _state: Default::default(),
            _carry: 0,
        }
    }

    fn text(&self) -> String {
        let top = WIDE - 1;
        let (mut multiples, mut constants) = (String::new(), String::new());
        for (op, sum) in self._terms.iter().enumerate() {
            let [a, b, c] = [0, 1, 2].map(|i| multiple(["a", "b", "c"][i], sum.multiples[i]));
            multiples += &format!("        3'd{op}: begin left <= {a}; right <= {b} + {c}; end\n");
            for (i, limb) in limbs(&sum.constant, self._count).into_iter().enumerate() {
                if limb > 0 {
                    constants +=
                        &format!("        {{3'd{op}, {I}'d{i}}}: limb <= {LIMB}'d{limb};\n");
                }
            }
        }
        format!(
            "\
logic signed [{top}:0] left, right, both;
logic [17:0] limb;
logic signed [7:0] carry;
logic first_1, first_2;
wire signed [{top}:0] total = both + (first_2 ? {WIDE}'sd0 : $signed({{{{18{{carry[7]}}}}, carry}}));
always_ff @(posedge clock) begin
    first_1 <= first;
    first_2 <= first_1;
    case (op)
{multiples}        default: begin left <= 'x; right <= 'x; end
    endcase
    case ({{op, index}})
{constants}        default: limb <= 18'd0;
    endcase
    both <= left + right + $signed({{8'd0, limb}});
    {{carry, s}} <= total;
end
"
        )
    }
}

/// `k` times the limb `name`, of one power of two or two.
fn multiple(name: &str, k: i32) -> String {
    let shifted = |bit: u32| format!("($signed({{8'd0, {name}}}) <<< {bit})");
    let size = k.unsigned_abs();
    let sum = match size.count_ones() {
        0 => return format!("{WIDE}'sd0"),
        1 => shifted(size.ilog2()),
        _ => format!(
            "({} + {})",
            shifted(size.ilog2()),
            shifted(size.trailing_zeros())
        ),
    };
    if k < 0 { format!("(-{sum})") } else { sum }
}

impl<const I: usize> Logic for LimbSum<I> {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            let number = |bits: Bits<LIMB>| bits.index() as i64;
            let limbs_now = [self.a.val(), self.b.val(), self.c.val()].map(number);
            let [(first_1, sum_1, limb_1), (first_2, both, _)] = self._state;
            let total = both + if first_2 { 0 } else { self._carry };
            self._carry = total >> LIMB;
            self.s.next = (total.rem_euclid(1 << LIMB) as u64).into();
            let (sum, limb) = match self._terms.get(self.op.val().index()) {
                Some(terms) => {
                    let products = limbs_now.iter().zip(terms.multiples);
                    let constant = limbs(&terms.constant, self._count);
                    (
                        products.map(|(x, k)| x * i64::from(k)).sum(),
                        constant
                            .get(self.index.val().index())
                            .map_or(0, |limb| *limb as i64),
                    )
                }
                None => (0, 0),
            };
            self._state = [(self.first.val(), sum, limb), (first_1, sum_1 + limb_1, 0)];
        }
    }
    fn connect(&mut self) {
        self.s.connect();
    }
    fn hdl(&self) -> Verilog {
        Verilog::Custom(self.text())
    }
    named!();
}
