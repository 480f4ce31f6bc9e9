//! A modular product limb by limb, its factors and the product whole.
//!
//! ```text
//! a, b --> [a b] --low, high--> T --(T >> s)--> [mu] --high--> v --> [q] --low--.
//!             '------- low limbs of T, delayed --------------------------[-]<--'--> r = T - v q --[- q]--> p
//! ```
//!
//! Three rows of multipliers, each fed by the limbs of the one before: a product starts every n clocks. With n limbs,
//! `s = 18 j < bits of q - 1` and `mu = floor(2^(s + 18 n) / q)`, the part of T below 2^s takes less than
//! 2^s / q < 1/2 from the quotient, the fraction of mu less than q^2 / 2^(s + 18 n) < 1/2, the floor less than 1: r is
//! below 2q. Interface: pipe whose valid factors come n clocks apart or more, which is asserted in simulations; they are
//! canonical, the product too.
//! Latency: [`Folded::latency`]. Source: Barrett 1986, by operand scanning. Golden model: integers modulo q.

use super::limb_row::{LIMB, RowFactor, limbs, row_text};
use num_bigint::BigUint;
use std::collections::VecDeque;

/// How a product modulo `modulus` is folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folded {
    modulus: BigUint,
    limbs: usize,
    skipped: usize,
}

impl Folded {
    /// Modulo an odd number of two bits or more.
    pub fn new(modulus: &BigUint) -> Self {
        let bits = modulus.bits() as usize;
        let skipped = bits.saturating_sub(2) / LIMB;
        Self {
            modulus: modulus.clone(),
            // A bit more than T has above 2^s, for what mu loses.
            limbs: (2 * bits + 1 - LIMB * skipped).div_ceil(LIMB).max(2),
            skipped,
        }
    }

    /// n: clocks from a product to the next one.
    pub fn interval(&self) -> usize {
        self.limbs
    }

    /// Clocks from factors to product: three rows, the limbs that each waits for, two differences, one choice.
    pub fn latency(&self) -> usize {
        2 * self.limbs + self.skipped + 15
    }

    /// The body of a module with ports `clock`, `valid`, `a`, `b` and `p`, the last three of `width` bits.
    pub fn text(&self, width: usize) -> String {
        let n = self.limbs;
        let shift = LIMB * (self.skipped + n);
        let mu = limbs(&((BigUint::from(1u32) << shift) / &self.modulus), n);
        let q = limbs(&self.modulus, n);
        [
            self.factors_text(width),
            row_text("product_", n, &RowFactor::Whole),
            self.head_text(),
            row_text("quotient_", n, &RowFactor::Constant(&mu)),
            self.quotient_text(),
            row_text("multiple_", n, &RowFactor::Constant(&q)),
            self.remainder_text(width, &q),
        ]
        .concat()
    }

    /// a whole, b limb by limb.
    fn factors_text(&self, width: usize) -> String {
        let (n, all) = (self.limbs, LIMB * self.limbs);
        let (index, rows) = (index_bits(n), ["product", "quotient", "multiple"]);
        let outputs: String = rows
            .iter()
            .map(|row| {
                format!(
                    "logic [17:0] {row}_low, {row}_high;\n\
                     logic {row}_low_valid, {row}_low_first, {row}_low_last, {row}_high_first;\n"
                )
            })
            .collect();
        format!(
            "{outputs}\
             logic [{top}:0] rest;\nlogic [{index}:0] left;\ninitial left = 0;\n\
             wire [{top}:0] whole_b = {b};\n\
             wire [{top}:0] product_factor = {a};\n\
             wire [17:0] product_limb = valid ? whole_b[17:0] : rest[17:0];\n\
             wire product_first = valid;\n\
             wire product_valid = valid || left != 0;\n\
             wire product_last = !valid && left == 1;\n\
             always @(posedge clock) begin\n    \
             rest <= {{18'd0, valid ? whole_b[{top}:18] : rest[{top}:18]}};\n    \
             if (valid) left <= {others};\n    else if (left != 0) left <= left - 1'b1;\nend\n{check}",
            top = all - 1,
            others = n - 1,
            check = too_early("left != 0"),
            a = resized("a", width, all),
            b = resized("b", width, all),
        )
    }

    /// The limbs of T from `skipped` on: low ones, then high ones, while low ones of the next product come.
    fn head_text(&self) -> String {
        let (n, j) = (self.limbs, self.skipped);
        let index = index_bits(n);
        let (starts, among_low) = match j {
            0 => ("product_low_first".into(), format!("limb_at < {n}")),
            _ => (
                format!("limb_at == {j}"),
                format!("limb_at >= {j} && limb_at < {n}"),
            ),
        };
        format!(
            "logic [{index}:0] limb_on, head_left;\ninitial begin limb_on = {n}; head_left = 0; end\n\
             wire [{index}:0] limb_at = product_low_first ? 0 : limb_on;\n\
             wire quotient_first = {starts};\n\
             wire quotient_valid = quotient_first || head_left != 0;\n\
             wire quotient_last = !quotient_first && head_left == 1;\n\
             wire [17:0] quotient_limb = {among_low} ? product_low : product_high;\n\
             always @(posedge clock) begin\n    \
             if (limb_at != {n}) limb_on <= limb_at + 1'b1;\n    \
             if (quotient_first) head_left <= {others};\n    \
             else if (head_left != 0) head_left <= head_left - 1'b1;\nend\n",
            others = n - 1,
        )
    }

    /// v: the high limbs of the product by mu.
    fn quotient_text(&self) -> String {
        let (index, others) = (index_bits(self.limbs), self.limbs - 1);
        format!(
            "logic [{index}:0] multiple_left;\ninitial multiple_left = 0;\n\
             wire [17:0] multiple_limb = quotient_high;\n\
             wire multiple_first = quotient_high_first;\n\
             wire multiple_valid = quotient_high_first || multiple_left != 0;\n\
             wire multiple_last = !quotient_high_first && multiple_left == 1;\n\
             always @(posedge clock)\n    \
             if (multiple_first) multiple_left <= {others};\n    \
             else if (multiple_left != 0) multiple_left <= multiple_left - 1'b1;\n"
        )
    }

    /// r and e = r - q side by side, and the one of them that is canonical.
    fn remainder_text(&self, width: usize, q: &[u64]) -> String {
        let (n, all, index) = (self.limbs, LIMB * self.limbs, index_bits(self.limbs));
        let way = n + self.skipped + 8;
        let of_q: String = (0..n)
            .map(|i| format!("        {}'d{i}: q_limb = 18'd{};\n", index + 1, q[i]))
            .collect();
        format!(
            "logic [17:0] low_way [0:{last}];\nlogic [17:0] r, r_1, e;\nlogic r_first, r_borrow, e_borrow, r_is_below_q;\n\
             logic [{index}:0] r_at;\nlogic [17:0] q_limb;\nlogic [{top}:0] r_whole, e_whole;\n\
             wire [18:0] r_next = {{1'b0, low_way[{last}]}} - {{1'b0, multiple_low}} \
             - {{18'd0, !multiple_low_first && r_borrow}};\n\
             wire [18:0] e_next = {{1'b0, r}} - {{1'b0, q_limb}} - {{18'd0, !r_first && e_borrow}};\n\
             always_comb begin\n    case (r_at)\n{of_q}        default: q_limb = 18'd0;\n    endcase\nend\n\
             always @(posedge clock) begin\n    low_way[0] <= product_low;\n    \
             for (int i = 1; i <= {last}; i = i + 1) low_way[i] <= low_way[i - 1];\n    \
             {{r_borrow, r}} <= r_next;\n    r_first <= multiple_low_first;\n    \
             r_at <= multiple_low_first ? 0 : r_at + 1'b1;\n    \
             {{e_borrow, e}} <= e_next;\n    r_1 <= r;\n    r_is_below_q <= e_borrow;\n    \
             r_whole <= {{r_1, r_whole[{top}:18]}};\n    e_whole <= {{e, e_whole[{top}:18]}};\n    \
             p <= r_is_below_q ? {r_all} : {e_all};\nend\n",
            last = way - 1,
            top = all - 1,
            r_all = resized("r_whole", all, width),
            e_all = resized("e_whole", all, width),
        )
    }
}

/// An assertion of simulations that nothing valid comes while `busy` holds.
pub(crate) fn too_early(busy: &str) -> String {
    format!(
        "`ifdef VERILATOR\nalways @(posedge clock)\n    \
         assert (!(valid && ({busy}))) else $error(\"valid came again before the interval was over\");\n`endif\n"
    )
}

/// Number of the highest bit that counts up to `n`.
fn index_bits(n: usize) -> usize {
    n.ilog2() as usize
}

/// The bus `name` of `from` bits in `to` bits.
fn resized(name: &str, from: usize, to: usize) -> String {
    match to.cmp(&from) {
        std::cmp::Ordering::Less => format!("{name}[{}:0]", to - 1),
        std::cmp::Ordering::Equal => name.into(),
        std::cmp::Ordering::Greater => format!("{{{}'d0, {name}}}", to - from),
    }
}

/// The products on their way, for RustHDL's own simulator.
#[derive(Clone, Debug)]
pub struct FoldedModel {
    modulus: BigUint,
    on_the_way: VecDeque<BigUint>,
}

impl FoldedModel {
    /// Nothing is on its way.
    pub fn new(folded: &Folded) -> Self {
        Self {
            modulus: folded.modulus.clone(),
            on_the_way: vec![BigUint::ZERO; folded.latency() - 1].into(),
        }
    }

    /// One clock: the product that comes out.
    pub fn clock(&mut self, valid: bool, a: &BigUint, b: &BigUint) -> BigUint {
        let product = match valid {
            true => a * b % &self.modulus,
            false => BigUint::ZERO,
        };
        self.on_the_way.push_back(product);
        self.on_the_way.pop_front().unwrap_or_default()
    }
}
