//! Products in the quadratic extension: a reduction for each coordinate, not for
//! each product.

use super::{Element, Elements};
use crate::{LANES, field::Modulus, quadratic::Extendable};

/// `x + y u`.
type Pair<P, const W: usize> = [Element<P, W>; 2];

impl<P: Modulus<W>, const W: usize> Extendable for Elements<P, W> {
    #[inline(always)]
    fn mul_pairs<const K: usize>(a: &[[Self; 2]; K], b: &[[Self; 2]; K]) -> [[Self; 2]; K] {
        let mut products = *a;
        for k in 0..K {
            let ([a0, a1], [b0, b1]) = (&a[k], &b[k]);
            for i in 0..LANES {
                let product = product(&[a0.0[i], a1.0[i]], &[b0.0[i], b1.0[i]]);
                [products[k][0].0[i], products[k][1].0[i]] = product;
            }
        }
        products
    }

    #[inline(always)]
    fn square_pairs<const K: usize>(a: &[[Self; 2]; K]) -> [[Self; 2]; K] {
        let mut squares = *a;
        for [x, y] in &mut squares {
            for i in 0..LANES {
                [x.0[i], y.0[i]] = square(&[x.0[i], y.0[i]]);
            }
        }
        squares
    }
}

/// Not inlined: the code of so many would not fit the cache of instructions.
#[inline(never)]
fn product<P: Modulus<W>, const W: usize>(a: &Pair<P, W>, b: &Pair<P, W>) -> Pair<P, W> {
    let [x, y] = *b;
    let minus_y = Element::ZERO.sub(y);
    [
        Element::sum_of_products(a, &[x, minus_y]),
        Element::sum_of_products(a, &[y, x]),
    ]
}

/// `(x + y u)^2 = (x + y) (x - y) + 2 x y u`.
#[inline(never)]
fn square<P: Modulus<W>, const W: usize>([x, y]: &Pair<P, W>) -> Pair<P, W> {
    [x.add(*y).mul(x.sub(*y)), x.add(*x).mul(*y)]
}
