//! Affine additions that share an inversion.
//!
//! ```text
//! targets[i] += operands[i]     for as many i as were pushed, all targets different
//!
//! forward:  d = x2 - x1, products of all d so far          one product each
//! once:     the inverse of the last product
//! backward: 1 / d from the products, then the chord        five, one of them a square
//! ```
//!
//! Lanes in which a chord does not exist are found without a test each: a zero among
//! the `d` makes the last product zero, and only then are they looked for.
//!
//! Source: Montgomery, "Speeding the Pollard and elliptic curve methods of
//! factorization", Math. Comp. 48 (1987).

use crate::{Eight, LANES, Section};

/// A point by its affine coordinates, zeros at infinity, in a line of the cache.
#[derive(Clone, Copy)]
#[repr(align(64))]
pub(crate) struct Affine<V: Eight>(pub(crate) [V::Words; 2]);

impl<V: Eight> Affine<V> {
    /// The point at infinity.
    pub(crate) const NULL: Self = Self([V::NULL; 2]);
}

/// Vectors whose products go on beside each other, to hide their latency.
const CHAINS: usize = 4;

/// Additions that a batch is filled up to.
const STEP: usize = CHAINS * LANES;

/// Where eight additions stand.
#[derive(Clone, Copy)]
struct Additions<V> {
    x1: V,
    y1: V,
    x2: V,
    numerator: V,
    denominator: V,
    /// The product of the denominators before in this chain.
    before: V,
    special: Special,
}

/// Lanes whose sum is not that of two different points.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Special {
    /// The target is infinity: the sum is the operand.
    no_target: u8,
    /// The operand is infinity: the sum is the target.
    no_operand: u8,
    /// The points are opposite: the sum is infinity.
    opposite: u8,
}

/// Additions to come, each to another target.
pub(crate) struct Batch<V: Eight> {
    capacity: usize,
    /// By how much words of operands are shifted to be in the level's own form.
    shifts: [u32; 2],
    targets: Vec<u32>,
    operands: Vec<Affine<V>>,
    /// Bit by bit whether an operand is subtracted.
    negative: Vec<u8>,
    additions: Vec<Additions<V>>,
}

impl<V: Eight> Batch<V> {
    /// Room for `capacity` additions, which is rounded up, of operands that are
    /// shifted so.
    #[inline(always)]
    pub(crate) fn new(level: V::Level, capacity: usize, shifts: [u32; 2]) -> Self {
        let capacity = capacity.next_multiple_of(STEP);
        let zero = V::zero(level);
        let additions = Additions {
            x1: zero,
            y1: zero,
            x2: zero,
            numerator: zero,
            denominator: zero,
            before: zero,
            special: Special::default(),
        };
        Self {
            capacity,
            shifts,
            targets: Vec::with_capacity(capacity),
            operands: Vec::with_capacity(capacity),
            negative: vec![0; capacity / LANES],
            additions: vec![additions; capacity / LANES],
        }
    }

    /// Additions that fill it.
    pub(crate) fn capacity(&self) -> usize {
        self.capacity
    }

    /// By how much operands are shifted from now on; it must be empty.
    pub(crate) fn set_shifts(&mut self, shifts: [u32; 2]) {
        debug_assert!(self.is_empty(), "operands of two forms");
        self.shifts = shifts;
    }

    #[inline(always)]
    pub(crate) fn is_full(&self) -> bool {
        self.targets.len() == self.capacity
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.targets.is_empty()
    }

    /// The targets so far.
    pub(crate) fn targets(&self) -> &[u32] {
        &self.targets
    }

    /// One addition more; the batch must not be full, nor have this target.
    #[inline(always)]
    pub(crate) fn push(&mut self, target: u32, operand: Affine<V>, negative: bool) {
        let index = self.targets.len();
        self.targets.push(target);
        self.operands.push(operand);
        self.negative[index / LANES] |= u8::from(negative) << (index % LANES);
    }

    /// Adds, and empties the batch. The last point is for lanes that are not used.
    pub(crate) fn add_to(&mut self, level: V::Level, points: &mut [Affine<V>]) {
        if self.is_empty() {
            return;
        }
        let unused = points.len() as u32 - 1;
        while !self.targets.len().is_multiple_of(STEP) {
            self.push(unused, Affine::NULL, false);
        }
        V::enter(
            level,
            Sums {
                batch: &mut *self,
                points,
            },
        );
        self.negative[..self.targets.len() / LANES].fill(0);
        self.targets.clear();
        self.operands.clear();
    }

    /// Loads points, and multiplies denominators. Returns the products of the chains.
    #[inline(always)]
    fn forward(&mut self, level: V::Level, points: &[Affine<V>]) -> [V; CHAINS] {
        let mut products = [V::one(level); CHAINS];
        for start in (0..self.targets.len() / LANES).step_by(CHAINS) {
            let mut denominators = products;
            for chain in 0..CHAINS {
                let mut additions = self.load(level, points, start + chain);
                additions.before = products[chain];
                denominators[chain] = additions.denominator;
                self.additions[start + chain] = additions;
            }
            products = V::mul_many(&products, &denominators);
        }
        products
    }

    #[inline(always)]
    fn load(&self, level: V::Level, points: &[Affine<V>], index: usize) -> Additions<V> {
        let lanes = index * LANES..(index + 1) * LANES;
        let (targets, operands) = (&self.targets[lanes.clone()], &self.operands[lanes]);
        let mut of_target = [&points[0].0; LANES];
        let mut of_operand = of_target;
        for lane in 0..LANES {
            of_target[lane] = &points[targets[lane] as usize].0;
            of_operand[lane] = &operands[lane].0;
        }
        let [x1, y1] = V::load_pairs(level, of_target, [0, 0]);
        let [x2, y2] = V::load_pairs(level, of_operand, self.shifts);
        let special = Special {
            no_target: x1.null_mask() & y1.null_mask(),
            no_operand: x2.null_mask() & y2.null_mask(),
            opposite: 0,
        };
        let y2 = y2.select(self.negative[index], y2.neg::<4>());
        let one = V::one(level);
        let denominator = x2.sub::<4>(x1);
        Additions {
            x1,
            y1,
            x2,
            numerator: y2.sub::<4>(y1),
            denominator: denominator.select(special.no_target | special.no_operand, one),
            before: one,
            special,
        }
    }

    /// Gives lanes with a denominator of zero another one, and the tangent where
    /// the points are the same.
    #[inline(always)]
    fn find_special(&mut self, level: V::Level) {
        for additions in &mut self.additions[..self.targets.len() / LANES] {
            let zero = additions.denominator.zero_mask();
            if zero == 0 {
                continue;
            }
            let (x1, y1) = (additions.x1, additions.y1);
            let same = zero & additions.numerator.zero_mask() & !y1.zero_mask();
            let square = x1.square();
            let tangent = [square.add(square).add(square), y1.add(y1)];
            additions.special.opposite = zero & !same;
            additions.numerator = additions.numerator.select(same, tangent[0]);
            let denominator = additions.denominator.select(same, tangent[1]);
            additions.denominator = denominator.select(zero & !same, V::one(level));
        }
    }

    /// The products of [`forward`](Self::forward) once more.
    #[inline(always)]
    fn multiply_again(&mut self, level: V::Level) -> [V; CHAINS] {
        let mut products = [V::one(level); CHAINS];
        for additions in self.additions[..self.targets.len() / LANES].chunks_exact_mut(CHAINS) {
            let mut denominators = products;
            for chain in 0..CHAINS {
                additions[chain].before = products[chain];
                denominators[chain] = additions[chain].denominator;
            }
            products = V::mul_many(&products, &denominators);
        }
        products
    }

    /// From the inverses of the chains' products to sums.
    #[inline(always)]
    fn backward(&mut self, level: V::Level, points: &mut [Affine<V>], mut inverses: [V; CHAINS]) {
        for start in (0..self.targets.len() / LANES).step_by(CHAINS).rev() {
            let of = &self.additions[start..start + CHAINS];
            let (mut before, mut denominators, mut numerators) = (inverses, inverses, inverses);
            for chain in 0..CHAINS {
                before[chain] = of[chain].before;
                denominators[chain] = of[chain].denominator;
                numerators[chain] = of[chain].numerator;
            }
            let slopes = V::mul_many(&inverses, &before);
            inverses = V::mul_many(&inverses, &denominators);
            let slopes = V::mul_many(&slopes, &numerators);
            let squares = V::square_many(&slopes);
            let (mut x3, mut across) = (squares, squares);
            for chain in 0..CHAINS {
                x3[chain] = squares[chain].minus_both(of[chain].x1, of[chain].x2);
                across[chain] = of[chain].x1.sub::<4>(x3[chain]);
            }
            let rises = V::mul_many(&slopes, &across);
            for chain in 0..CHAINS {
                let sum = [x3[chain], rises[chain].minus(of[chain].y1)];
                self.store(level, points, start + chain, sum);
            }
        }
    }

    #[inline(always)]
    fn store(&self, level: V::Level, points: &mut [Affine<V>], index: usize, sum: [V; 2]) {
        let lanes = index * LANES..(index + 1) * LANES;
        let special = self.additions[index].special;
        let sum = if special == Special::default() {
            sum
        } else {
            self.mend(level, index, special, sum)
        };
        let sums = V::store_pairs(sum);
        for (target, sum) in self.targets[lanes].iter().zip(&sums) {
            points[*target as usize] = Affine(*sum);
        }
    }

    /// The sum where one of the points, or both together, are infinity.
    #[inline(always)]
    fn mend(&self, level: V::Level, index: usize, special: Special, sum: [V; 2]) -> [V; 2] {
        let additions = &self.additions[index];
        let y2 = self.operand_y(level, index);
        let [x, y] = sum;
        let [x, y] = [
            x.select(special.no_operand, additions.x1),
            y.select(special.no_operand, additions.y1),
        ];
        let [x, y] = [
            x.select(special.no_target, additions.x2),
            y.select(special.no_target, y2),
        ];
        let zero = V::zero(level);
        [
            x.select(special.opposite, zero),
            y.select(special.opposite, zero),
        ]
    }

    #[inline(always)]
    fn operand_y(&self, level: V::Level, index: usize) -> V {
        let operands = &self.operands[index * LANES..(index + 1) * LANES];
        let mut lanes = [&operands[0].0; LANES];
        for lane in 0..LANES {
            lanes[lane] = &operands[lane].0;
        }
        let [_, y] = V::load_pairs(level, lanes, self.shifts);
        y.select(self.negative[index] & !y.null_mask(), y.neg::<4>())
    }
}

/// All additions of a batch.
struct Sums<'a, V: Eight> {
    batch: &'a mut Batch<V>,
    points: &'a mut [Affine<V>],
}

impl<V: Eight> Section<V> for Sums<'_, V> {
    type Output = ();

    #[inline(always)]
    fn run(self, level: V::Level) {
        let Self { batch, points } = self;
        let mut last = batch.forward(level, points);
        if product(&last).zero_mask() != 0 {
            batch.find_special(level);
            last = batch.multiply_again(level);
        }
        batch.backward(level, points, invert(level, last));
    }
}

/// The product of all chains.
#[inline(always)]
fn product<V: Eight>([a, b, c, d]: &[V; CHAINS]) -> V {
    let [ab, cd] = V::mul_many(&[*a, *c], &[*b, *d]);
    ab.mul(cd)
}

/// The inverse of each chain's product.
#[inline(always)]
fn invert<V: Eight>(level: V::Level, [a, b, c, d]: [V; CHAINS]) -> [V; CHAINS] {
    let [ab, cd] = V::mul_many(&[a, c], &[b, d]);
    let inverse = ab.mul(cd).invert(level);
    let [of_ab, of_cd] = V::mul_many(&[inverse, inverse], &[cd, ab]);
    V::mul_many(&[of_ab, of_ab, of_cd, of_cd], &[b, a, d, c])
}
