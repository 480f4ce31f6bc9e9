//! The way of lazy values back below a small multiple of the modulus.
//!
//! ```text
//! h = floor(x / 2^s)       r = x - q floor(h 2^s / q),   0 <= r < q + 2^s <= to q
//! ```
//!
//! The few bits of h choose the multiple of q from a table, so that one subtraction does what a chain of conditional
//! ones would, each of which costs a carry chain and a selection. Golden model: integers.

use crate::prim::datapath::{Bus, Netlist, Wire, zero_extend};
use num_bigint::BigUint;

/// Brings `x < from q` below `to q`, for `to` of at least 2, with one subtraction.
pub(super) fn lower(n: &mut Netlist, x: &[Wire], from: u32, to: u32, q: &BigUint) -> Bus {
    let width = (q * to - 1u32).bits() as usize;
    if from <= to {
        return zero_extend(x, width);
    }
    let s = (q * (to - 1)).bits() as usize - 1;
    let last: BigUint = (q * from - 1u32) >> s;
    // Beyond the last h, where no x is, the table repeats itself.
    let multiple = |h: u32| (last.clone().min(h.into()) << s) / q * q;
    let index = &x[s..];
    let taken = n.table(
        index,
        (0..1 << index.len()).map(multiple).collect(),
        x.len(),
    );
    let mut lowered = n.sub(x, &taken, x.len());
    lowered.truncate(width);
    lowered
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curve::CurveConfig;
    use crate::prim::datapath::Shape;

    /// Steps through the whole range, and both sides of every border of h.
    #[test]
    fn lowered_values_are_congruent_and_small() {
        let large = [CurveConfig::bn254_g1(), CurveConfig::bls12_381_g1()];
        let large = large.map(|curve| curve.field.modulus);
        for q in [103u32.into(), 65419u32.into()].into_iter().chain(large) {
            for (from, to) in [(9, 3), (27, 4), (12, 3), (36, 4), (5, 2), (3, 4), (4, 2)] {
                let end: BigUint = &q * from;
                let mut n = Netlist::new(Shape::default());
                let x = n.input("x", (&end - 1u32).bits() as usize);
                let r = lower(&mut n, &x, from, to, &q);
                let pipeline = n.finish(vec![("r", r)]);
                let step: BigUint = (&end >> 10) + 1u32;
                let steps = (0u32..1024).map(|i| &step * i);
                let borders = (1u32..64).map(|h| BigUint::from(h) << (q.bits() - 1));
                let values = steps.chain(borders.flat_map(|x| [x.clone(), x - 1u32]));
                for x in values.filter(|x| *x < end) {
                    let r = &pipeline.eval(std::slice::from_ref(&x))[0];
                    assert!(*r < &q * to, "{x:x} of {from} q to {to} q gives {r:x}");
                    assert_eq!(r % &q, &x % &q, "{x:x} of {from} q to {to} q");
                }
            }
        }
    }
}
