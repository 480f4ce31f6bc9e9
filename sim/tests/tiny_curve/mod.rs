//! The tiny curve by the schoolbook: affine points, `None` for infinity.
use zkcard_hdl::msm::MsmConfig;
use zkcard_wire::layout::Multiples;

/// A point, or infinity.
pub(crate) type Point = Option<(u64, u64)>;

/// `y^2 = x^3 + b` over a small prime field.
pub(crate) struct Curve {
    pub(crate) modulus: u64,
    b: u64,
}

impl Curve {
    pub(crate) fn of(config: &MsmConfig) -> Self {
        let modulus = config.curve.field.modulus.to_u64_digits()[0];
        let b3 = u64::from(config.curve.b3);
        let b = (0..modulus)
            .find(|b| 3 * b % modulus == b3 % modulus)
            .expect("three is invertible");
        Self { modulus, b }
    }

    fn multiply(&self, a: u64, b: u64) -> u64 {
        a * b % self.modulus
    }

    fn invert(&self, a: u64) -> u64 {
        let (mut result, mut power, mut exponent) = (1, a % self.modulus, self.modulus - 2);
        while exponent != 0 {
            if exponent & 1 == 1 {
                result = self.multiply(result, power);
            }
            power = self.multiply(power, power);
            exponent >>= 1;
        }
        result
    }

    /// Some hundred points of the curve.
    pub(crate) fn points(&self) -> Vec<Point> {
        let mut roots = vec![None; self.modulus as usize];
        for y in 1..self.modulus {
            roots[self.multiply(y, y) as usize] = Some(y);
        }
        let cube = |x: u64| (self.multiply(self.multiply(x, x), x) + self.b) % self.modulus;
        (0..800)
            .filter_map(|x| roots[cube(x) as usize].map(|y| Some((x, y))))
            .collect()
    }

    pub(crate) fn add(&self, a: Point, b: Point) -> Point {
        let (Some((ax, ay)), Some((bx, by))) = (a, b) else {
            return a.or(b);
        };
        let q = self.modulus;
        if ax == bx && (ay + by).is_multiple_of(q) {
            return None;
        }
        let slope = if ax == bx {
            self.multiply(3 * self.multiply(ax, ax) % q, self.invert(2 * ay))
        } else {
            self.multiply(by + q - ay, self.invert(bx + q - ax))
        };
        let x = (self.multiply(slope, slope) + 2 * q - ax - bx) % q;
        Some((x, (self.multiply(slope, ax + q - x) + q - ay) % q))
    }

    pub(crate) fn times(&self, point: Point, mut scalar: u64) -> Point {
        let (mut sum, mut power) = (None, point);
        while scalar != 0 {
            if scalar & 1 == 1 {
                sum = self.add(sum, power);
            }
            power = self.add(power, power);
            scalar >>= 1;
        }
        sum
    }

    /// A point and its multiples, as a card takes them.
    #[allow(dead_code, reason = "not all tests have multiples")]
    pub(crate) fn raised(&self, point: Point, multiples: &Multiples) -> Vec<Point> {
        let step = 1 << multiples.step();
        let next = |point: &Point| Some(self.times(*point, step));
        let words = std::iter::successors(Some(point), next);
        words.take(multiples.words).collect()
    }

    /// A homogeneous point as an affine one.
    pub(crate) fn affine(&self, x: u64, y: u64, z: u64) -> Point {
        let inverse = self.invert(z);
        (z != 0).then(|| (self.multiply(x, inverse), self.multiply(y, inverse)))
    }
}
