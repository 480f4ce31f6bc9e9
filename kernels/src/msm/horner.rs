//! From points with weights of powers of two to one point.
//!
//! Lane `l` takes the bits from `32 l` on, all lanes go through theirs together, and
//! the lanes' points are joined by doublings.
//!
//! Formulas: dbl-2009-l and madd-2007-bl of the Explicit-Formulas Database, for
//! curves with a = 0.

use crate::{Eight, LANES, Section};

/// Bits of a lane.
const LANE_BITS: usize = 32;

/// Eight points `(x / z^2, y / z^3)`, at infinity where z is zero.
#[derive(Clone, Copy)]
struct Jacobian<V> {
    x: V,
    y: V,
    z: V,
}

/// The sum of `2^bit` times each point of `points[bit]`, all in the level's own
/// form.
pub(crate) struct Horner<'a, V: Eight> {
    pub(crate) points: &'a [Vec<[V::Words; 2]>],
    /// By how much arkworks' words were shifted.
    pub(crate) shifts: [u32; 2],
}

impl<V: Eight> Section<V> for Horner<'_, V> {
    /// The point as arkworks holds it, unless it is infinity.
    type Output = Option<[V::Words; 2]>;

    #[inline(always)]
    fn run(self, level: V::Level) -> Option<[V::Words; 2]> {
        let mut sum = Jacobian::<V>::infinity(level);
        for bit in (0..LANE_BITS).rev() {
            sum = sum.double();
            let rows = (0..LANES).map(|lane| self.at(lane, bit).len()).max();
            for row in 0..rows.unwrap_or(0) {
                let null = [V::NULL; 2];
                let mut lanes = [&null; LANES];
                for (lane, point) in lanes.iter_mut().enumerate() {
                    *point = self.at(lane, bit).get(row).unwrap_or(&null);
                }
                sum = sum.add(level, V::load_pairs(level, lanes, [0, 0]));
            }
        }
        let lanes = sum.affine(level);
        let mut sum = Jacobian::<V>::infinity(level);
        for lane in lanes.iter().rev() {
            for _ in 0..LANE_BITS {
                sum = sum.double();
            }
            sum = sum.add(level, V::load_pairs(level, [lane; LANES], [0, 0]));
        }
        let [x, y] = sum.own(level);
        // Words were shifted to be in this form: what is missing makes it arkworks'.
        let [x, y] = [(x, self.shifts[0]), (y, self.shifts[1])].map(|(own, shift)| {
            let missing = shift..V::SHIFT;
            missing.fold(own, |own, _| own.add(own)).store()[0]
        });
        (sum.z.zero_mask() & 1 == 0).then_some([x, y])
    }
}

impl<V: Eight> Horner<'_, V> {
    /// The points of a lane at one of its bits.
    fn at(&self, lane: usize, bit: usize) -> &[[V::Words; 2]] {
        self.points
            .get(lane * LANE_BITS + bit)
            .map_or(&[], Vec::as_slice)
    }
}

impl<V: Eight> Jacobian<V> {
    #[inline(always)]
    fn infinity(level: V::Level) -> Self {
        let (one, zero) = (V::one(level), V::zero(level));
        Self {
            x: one,
            y: one,
            z: zero,
        }
    }

    #[inline(always)]
    fn double(self) -> Self {
        let Self { x, y, z } = self;
        let [a, b] = V::square_many(&[x, y]);
        let sum = x.add(b).reduce();
        let [c, square, yz] = V::mul_many(&[b, sum, y], &[b, sum, z]);
        let d = square.minus_both(a, c);
        let d = d.add(d).reduce();
        let e = a.add(a).add(a).reduce();
        let f = e.square();
        let x = f.minus_both(d, d);
        let c8 = c.add(c).reduce();
        let c8 = c8.add(c8).reduce();
        let c8 = c8.add(c8).reduce();
        let y = e.mul(d.sub::<4>(x).reduce()).minus(c8);
        Self {
            x,
            y,
            z: yz.add(yz),
        }
    }

    /// The sum with a point, null where it is infinity.
    #[inline(always)]
    fn add(self, level: V::Level, [x2, y2]: [V; 2]) -> Self {
        let Self {
            x: x1,
            y: y1,
            z: z1,
        } = self;
        let zz = z1.square();
        let [u, zzz] = V::mul_many(&[x2, z1], &[zz, zz]);
        let s = y2.mul(zzz);
        let (h, r) = (u.minus(x1), s.minus(y1));
        let [hh, rr, z3] = V::mul_many(&[h, r, z1], &[h, r, h]);
        let [hhh, v] = V::mul_many(&[hh, x1], &[h, hh]);
        let x3 = rr.minus_both(hhh, v.add(v));
        let [rise, fall] = V::mul_many(&[r, y1], &[v.sub::<4>(x3).reduce(), hhh]);
        let sum = Self {
            x: x3,
            y: rise.minus(fall),
            z: z3,
        };
        let infinite = z1.zero_mask();
        // Equal points have no chord; of opposite ones z3 is zero.
        let same = h.zero_mask() & r.zero_mask() & !infinite;
        let sum = if same == 0 {
            sum
        } else {
            sum.select(same, self.double())
        };
        let sum = sum.select(
            infinite,
            Self {
                x: x2,
                y: y2,
                z: V::one(level),
            },
        );
        sum.select(x2.null_mask() & y2.null_mask(), self)
    }

    #[inline(always)]
    fn select(self, mask: u8, other: Self) -> Self {
        Self {
            x: self.x.select(mask, other.x),
            y: self.y.select(mask, other.y),
            z: self.z.select(mask, other.z),
        }
    }

    /// Affine coordinates, zero where the point is infinity.
    #[inline(always)]
    fn own(self, level: V::Level) -> [V; 2] {
        let inverse = self.z.invert(level);
        let square = inverse.square();
        let [x, cube] = V::mul_many(&[self.x, inverse], &[square, square]);
        let y = self.y.mul(cube);
        let (infinite, zero) = (self.z.zero_mask(), V::zero(level));
        [x.select(infinite, zero), y.select(infinite, zero)]
    }

    #[inline(always)]
    fn affine(self, level: V::Level) -> [[V::Words; 2]; LANES] {
        V::store_pairs(self.own(level))
    }
}
