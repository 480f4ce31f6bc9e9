//! Reduction modulo a constant.
//!
//! ```text
//! v = floor(T / 2^s) * mu / 2^u  (a little less),  mu = floor(2^(s+u) / q)
//! r = T - v q  in [0, 2q),   T mod q = r or r - q
//! ```
//!
//! With n bits of q and h bits of `floor(T / 2^s)`: s = n - 3 loses at most 2^s / q <= 1/4 of the quotient, u = h + 2
//! at most 2^h / 2^u = 1/4, the product by mu less than 5/4. So `T / q - v < 7/4` and one subtraction is enough.
//! Both products are by constants and take no multiplier. Source: Barrett 1986.

use super::constant_product::{high, low_terms};
use crate::prim::datapath::{Bus, Netlist, Wire};
use num_bigint::BigUint;

/// `t mod q`, canonical, for odd `q` of at least 3.
pub fn reduce(netlist: &mut Netlist, t: &[Wire], q: &BigUint) -> Bus {
    let n = q.bits() as usize;
    let s = n.saturating_sub(3);
    let head = &t[s.min(t.len())..];
    let u = head.len() + 2;
    let mu = (BigUint::from(1u32) << (s + u)) / q;
    let width = n + 1;
    let v = high(netlist, head, &mu, u, width);
    let mut terms = low_terms(netlist, &v, q, width);
    terms.minus.push(t.iter().copied().take(width).collect());
    let [taken, given] = [terms.plus, terms.minus].map(|terms| netlist.tree(terms, width));
    let r = netlist.sub(&given, &taken, width);
    netlist.subtract_if_not_less(&r, q, n)
}
