//! Scalars as witnesses have them, and as schedulers get wrong.

use rand::{Rng, SeedableRng, rngs::StdRng};

/// A scalar below the order of the group, lowest limb first.
pub type Limbs = [u64; 4];

/// A distribution of scalars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mixture {
    /// Uniform below the order.
    Uniform,
    /// One uniform scalar throughout.
    Equal,
    /// 45 % zeros, 45 % ones, 10 % uniform.
    ZerosAndOnes,
    /// Uniform, in ascending order.
    Sorted,
    /// Two uniform scalars, one or the other at random.
    TwoValues,
    /// 50 % bits, 20 % of 64 bits, 30 % uniform.
    Witness,
}

impl Mixture {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Uniform,
        Self::Equal,
        Self::ZerosAndOnes,
        Self::Sorted,
        Self::TwoValues,
        Self::Witness,
    ];

    /// Its name in the report.
    pub fn name(self) -> &'static str {
        match self {
            Self::Uniform => "uniform",
            Self::Equal => "all equal",
            Self::ZerosAndOnes => "90 % zeros and ones",
            Self::Sorted => "sorted",
            Self::TwoValues => "two values",
            Self::Witness => "witness-like",
        }
    }

    /// `count` scalars below `order`, the same in every run.
    pub fn scalars(self, order: &Limbs, count: usize) -> Box<dyn Iterator<Item = Limbs>> {
        let order = *order;
        let uniform = move |rng: &mut StdRng| uniform(&order, rng);
        let mut rng = StdRng::seed_from_u64(0x5CA1 + count as u64);
        if self == Self::Sorted {
            let mut all: Vec<Limbs> = (0..count).map(|_| uniform(&mut rng)).collect();
            all.sort_by(|a, b| a.iter().rev().cmp(b.iter().rev()));
            return Box::new(all.into_iter());
        }
        let (one, two) = (uniform(&mut rng), uniform(&mut rng));
        Box::new((0..count).map(move |_| match self {
            Self::Uniform | Self::Sorted => uniform(&mut rng),
            Self::Equal => one,
            Self::TwoValues => [one, two][rng.gen_range(0..2)],
            Self::ZerosAndOnes => match rng.gen_range(0..20) {
                0..9 => small(0),
                9..18 => small(1),
                _ => uniform(&mut rng),
            },
            Self::Witness => match rng.gen_range(0..10) {
                0..5 => small(rng.gen_range(0..2)),
                5..7 => small(rng.r#gen()),
                _ => uniform(&mut rng),
            },
        }))
    }
}

fn small(value: u64) -> Limbs {
    [value, 0, 0, 0]
}

fn uniform(order: &Limbs, rng: &mut StdRng) -> Limbs {
    let spare = order[3].leading_zeros();
    loop {
        let limbs: Limbs = rng.r#gen();
        let candidate = [limbs[0], limbs[1], limbs[2], limbs[3] >> spare];
        if candidate.iter().rev().lt(order.iter().rev()) {
            return candidate;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::msm::Setup;

    #[test]
    fn mixtures_are_what_they_say() {
        let (order, count) = (Setup::CARD.order(), 4000);
        for mixture in Mixture::ALL {
            let all: Vec<Limbs> = mixture.scalars(&order, count).collect();
            assert_eq!(all.len(), count, "{mixture:?}");
            let part = |of: &dyn Fn(&Limbs) -> bool| {
                all.iter().filter(|s| of(s)).count() as f64 / count as f64
            };
            let bits = part(&|s| *s == small(0) || *s == small(1));
            let expected = match mixture {
                Mixture::ZerosAndOnes => 0.9,
                Mixture::Witness => 0.5,
                _ => 0.0,
            };
            assert!((bits - expected).abs() < 0.05, "{mixture:?}: {bits}");
            let mut distinct = all.clone();
            distinct.sort_unstable();
            distinct.dedup();
            match mixture {
                Mixture::Equal => assert_eq!(distinct.len(), 1),
                Mixture::TwoValues => assert_eq!(distinct.len(), 2),
                Mixture::Uniform | Mixture::Sorted => assert_eq!(distinct.len(), count),
                _ => {}
            }
        }
        let sorted: Vec<Limbs> = Mixture::Sorted.scalars(&order, count).collect();
        assert!(sorted.is_sorted_by(|a, b| a.iter().rev().le(b.iter().rev())));
    }
}
