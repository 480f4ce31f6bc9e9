//! Products of a datapath: DSP tiles, alone or in rows that add up among themselves.
//!
//! ```text
//! a --+---------+---------+
//!     v         v         v
//!   [b0]-->>--[b1]-->>--[b2]    each adds the upper bits of the sum before it, a clock later
//!     |         |         |
//!   lowest bits          highest bits of a b
//! ```

use super::netlist::{Bus, Netlist, Operand, Source, Wire};

/// Widths of the unsigned product that one DSP slice computes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tile {
    /// Bits of the wide operand.
    pub a: usize,
    /// Bits of the narrow operand.
    pub b: usize,
    /// Whether the next slice can add the upper bits of a product, from bit `b` on, to its own.
    pub cascades: bool,
}

impl Tile {
    /// DSP48E2: 27 x 18 signed, with a cascade that shifts by 17.
    pub const ULTRASCALE: Self = Self {
        a: 26,
        b: 17,
        cascades: true,
    };
    /// ECP5 MULT18: 18 x 18 signed.
    pub const ECP5: Self = Self {
        a: 17,
        b: 17,
        cascades: false,
    };
    /// Clocks from operands to product: two input registers, M and P.
    pub const LATENCY: usize = 4;
}

/// The product whose upper bits a slice adds to its own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Before {
    /// Its net.
    pub(super) net: usize,
    /// Its bits that are not passed on.
    pub(super) kept: usize,
}

impl Netlist {
    /// DSP tiles so far.
    pub fn tiles(&self) -> usize {
        self.nets
            .iter()
            .filter(|net| matches!(net.source, Source::Product { .. }))
            .count()
    }

    /// One DSP tile.
    ///
    /// # Panics
    /// When the operands exceed the tile.
    pub fn tile(&mut self, a: &[Wire], b: &[Wire]) -> Bus {
        assert!(
            a.len() <= self.shape().tile.a && b.len() <= self.shape().tile.b,
            "operands exceed the tile"
        );
        self.slice(a, b, self.time(a).max(self.time(b)), None)
    }

    /// `a b` for `a` of one tile: a slice for each tile of `b`, which passes the upper bits of its sum on to the next one.
    ///
    /// # Panics
    /// When `a` exceeds the tile.
    pub fn row(&mut self, a: &[Wire], b: &[Wire]) -> Bus {
        let tile = self.shape().tile;
        assert!(a.len() <= tile.a, "operands exceed the tile");
        // Slice i works i clocks after the first one: no register can hold up what is passed on.
        let due = b.chunks(tile.b).enumerate();
        let start = due
            .map(|(i, b)| self.time(a).max(self.time(b)).saturating_sub(i))
            .max()
            .unwrap_or(0);
        let (mut out, mut before) = (Bus::new(), None);
        for (i, chunk) in b.chunks(tile.b).enumerate() {
            let mut sum = self.slice(a, chunk, start + i, before);
            before = Some(Before {
                net: self.nets.len() - 1,
                kept: tile.b,
            });
            if (i + 1) * tile.b < b.len() {
                sum.truncate(tile.b);
            }
            out.extend(sum);
        }
        out
    }

    fn slice(&mut self, a: &[Wire], b: &[Wire], taken: usize, before: Option<Before>) -> Bus {
        let source = Source::Product {
            a: Operand::new(a),
            b: Operand::new(b),
            widths: (a.len(), b.len()),
            before,
        };
        self.net(a.len() + b.len(), taken + Tile::LATENCY, taken, source)
    }
}
