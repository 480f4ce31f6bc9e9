//! Wide products over DSP tiles.
//!
//! ```text
//! a b = z2 2^2h + ((a1 + a0)(b1 + b0) - z2 - z0) 2^h + z0,   z2 = a1 b1, z0 = a0 b0
//! ```
//!
//! Each level replaces four half products by three; the last level is schoolbook over tiles: in rows of slices that add
//! up among themselves, or else with products packed side by side where they do not overlap.
//! Source: Karatsuba and Ofman 1962.

use crate::prim::datapath::{Bus, Netlist, Tile, Wire, shift_left, zero_extend};

/// LUTs that one DSP tile is worth: their ratio on the large UltraScale+ devices.
const LUTS_PER_TILE: usize = 170;

/// LUTs that one Karatsuba step spends for each bit of its factors.
const LUTS_PER_BIT: usize = 5;

/// `a b`, exact, for buses of one width: as many levels as cost least.
///
/// # Panics
/// When the widths differ.
pub fn product(netlist: &mut Netlist, a: &[Wire], b: &[Wire]) -> Bus {
    assert_eq!(a.len(), b.len(), "factors differ in width");
    let tile = netlist.shape().tile;
    let levels = (0..6)
        .min_by_key(|levels| cost(a.len(), *levels, tile))
        .unwrap_or(0);
    karatsuba(netlist, a, b, levels)
}

/// Cost in LUTs of a product of two `width`-bit factors.
fn cost(width: usize, levels: usize, tile: Tile) -> usize {
    if levels == 0 || width < 4 {
        return LUTS_PER_TILE * width.div_ceil(tile.a) * width.div_ceil(tile.b);
    }
    let half = width.div_ceil(2);
    LUTS_PER_BIT * width + 2 * cost(half, levels - 1, tile) + cost(half + 1, levels - 1, tile)
}

fn karatsuba(n: &mut Netlist, a: &[Wire], b: &[Wire], levels: usize) -> Bus {
    if levels == 0 || a.len() < 4 {
        return schoolbook(n, a, b);
    }
    let (width, half) = (a.len(), a.len().div_ceil(2));
    let split = |x: &[Wire]| (x[..half].to_vec(), zero_extend(&x[half..], half));
    let ((a0, a1), (b0, b1)) = (split(a), split(b));
    let (a_sum, b_sum) = (n.add(&a0, &a1, half + 1), n.add(&b0, &b1, half + 1));
    let z0 = karatsuba(n, &a0, &b0, levels - 1);
    let z2 = karatsuba(n, &a1, &b1, levels - 1);
    let cross = karatsuba(n, &a_sum, &b_sum, levels - 1);
    let outer = n.add(&z0, &z2, 2 * half + 1);
    let middle = n.sub(&cross, &outer, 2 * half + 1);
    let ends = [zero_extend(&z0, 2 * half), z2].concat();
    n.add(&ends, &shift_left(&middle, half), 2 * width)
}

fn schoolbook(n: &mut Netlist, a: &[Wire], b: &[Wire]) -> Bus {
    let (tile, width) = (n.shape().tile, a.len() + b.len());
    let mut rows: Vec<Bus> = vec![];
    for (i, a) in a.chunks(tile.a).enumerate() {
        if tile.cascades {
            let row = n.row(a, b);
            rows.push(shift_left(&row, i * tile.a));
            continue;
        }
        let mut products: Vec<(usize, Bus)> = vec![];
        for (j, b) in b.chunks(tile.b).enumerate() {
            products.push((i * tile.a + j * tile.b, n.tile(a, b)));
        }
        while !products.is_empty() {
            rows.push(pack(&mut products));
        }
    }
    n.tree(rows, width)
}

/// Takes the products that do not overlap and lays them side by side.
fn pack(products: &mut Vec<(usize, Bus)>) -> Bus {
    let mut row: Bus = vec![];
    products.retain(|(offset, product)| {
        let overlaps = *offset < row.len();
        if !overlaps {
            row = [zero_extend(&row, *offset), product.clone()].concat();
        }
        overlaps
    });
    row
}
