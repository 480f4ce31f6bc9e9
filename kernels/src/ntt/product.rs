//! What joins three transforms to a quotient.

use crate::{Cpu, Eight, Field, Kernel, LANES, Section};
use rayon::prelude::*;

/// Elements of a task.
const TASK: usize = 1 << 12;

/// As that of [`Scalars`](super::Scalars).
pub(super) fn product_less<F: Field>(cpu: Cpu, a: &mut [F::Words], b: &[F::Words], c: &[F::Words]) {
    assert!(
        a.len() == b.len() && b.len() == c.len() && a.len().is_multiple_of(LANES),
        "{} a, {} b, {} c",
        a.len(),
        b.len(),
        c.len()
    );
    a.par_chunks_mut(TASK)
        .zip(b.par_chunks(TASK).zip(c.par_chunks(TASK)))
        .for_each(|(a, (b, c))| cpu.run::<F, _>(ProductLess::<F> { a, b, c }));
}

struct ProductLess<'a, F: Field> {
    a: &'a mut [F::Words],
    b: &'a [F::Words],
    c: &'a [F::Words],
}

kernel!(ProductLess -> ());

impl<F: Field, V: Eight<Words = F::Words>> Section<V> for ProductLess<'_, F> {
    type Output = ();

    #[inline(always)]
    fn run(self, level: V::Level) {
        let others = self.b.chunks_exact(LANES).zip(self.c.chunks_exact(LANES));
        for (a, (b, c)) in self.a.chunks_exact_mut(LANES).zip(others) {
            // Words read as the level's own form are all the same power of two away, which the product has once.
            let left = V::load(level, super::passes::neighbours(a));
            let right = V::load_own(level, super::passes::neighbours(b), 0);
            let less = V::load_own(level, super::passes::neighbours(c), 0);
            let joined = left.mul(right).sub::<2>(less);
            a.copy_from_slice(&joined.store_own_reduced());
        }
    }
}
