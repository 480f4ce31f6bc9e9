//! Number-theoretic transforms, in two passes over memory.
//!
//! ```text
//! data, N = R C words        columns of R, eight at a time          scratch, eight columns together
//!   [R][C]  ---- read ---->  butterflies, times w^(i b)  ------------> [C / 8][R][8]
//!                            rows of C, eight at a time                       |
//!   [C][R]  <--- write ----  butterflies                <--------- read -----'
//! ```
//!
//! Eight neighbouring columns fill vectors as they lie; so do eight rows when they leave. Everything between stays in the
//! processor's second cache. Input and output are in natural order. A shift onto a coset is part of the factors of the
//! first pass, one from a coset and the division by the size of the factors between the passes or the last ones.
//!
//! Source: the four-step transform, Bailey, "FFTs in external or hierarchical memory", 1990.

/// Makes a kernel of what is a section at every level.
macro_rules! kernel {
    ($name:ident -> $output:ty) => {
        impl<F: Field> Kernel<F> for $name<'_, F> {
            type Output = $output;

            fn run<V: Eight<Words = F::Words>>(self, level: V::Level) -> $output {
                V::enter(level, self)
            }
        }
    };
}

mod butterflies;
mod columns;
mod passes;
mod powers;
mod product;
mod roots;

use crate::{
    Cpu, Field,
    field::{Bls12381Fr, Bn254Fr},
};
use columns::Columns;
use passes::{First, Second};
use rayon::prelude::*;
use std::ops::Range;

/// The smallest transform, as a power of two: eight columns of eight.
pub const SMALLEST: u32 = 6;

/// What is transformed: `X_k = scale after^k sum_i x_i before^i root^(i k)`.
#[derive(Clone, Copy, Debug)]
pub struct Transform<F: Field> {
    /// N is `2^log`, at least [`SMALLEST`].
    pub log: u32,
    /// A root of unity of order N, or its inverse.
    pub root: F::Words,
    /// Element of which powers input is multiplied by.
    pub before: Option<F::Words>,
    /// Element of which powers output is multiplied by.
    pub after: Option<F::Words>,
    /// Element that all output is multiplied by.
    pub scale: Option<F::Words>,
}

/// How many ranges of work there are for each thread: threads that are slower take fewer.
const RANGES: usize = 4;

/// A field that is transformed over. Its code is compiled here, once, whoever calls it.
pub trait Scalars: Field {
    /// As [`Transform::run`].
    fn transform(
        transform: &Transform<Self>,
        cpu: Cpu,
        data: &mut [Self::Words],
        scratch: &mut [Self::Words],
    );

    /// Makes each `a` the element `a b - c`.
    ///
    /// # Panics
    /// When lengths differ, or are no multiple of eight.
    fn product_less(cpu: Cpu, a: &mut [Self::Words], b: &[Self::Words], c: &[Self::Words]);
}

macro_rules! scalars {
    ($($field:ident),+) => {
        $(impl Scalars for $field {
            fn transform(
                transform: &Transform<Self>,
                cpu: Cpu,
                data: &mut [Self::Words],
                scratch: &mut [Self::Words],
            ) {
                transform.passes(cpu, data, scratch);
            }

            fn product_less(
                cpu: Cpu,
                a: &mut [Self::Words],
                b: &[Self::Words],
                c: &[Self::Words],
            ) {
                product::product_less::<Self>(cpu, a, b, c);
            }
        })+
    };
}

scalars!(Bn254Fr, Bls12381Fr);

impl<F: Scalars> Transform<F> {
    /// Transforms `data` in place, on the threads of the present pool. `scratch` is of the same length; what it holds does
    /// not matter, and what is left in it is as secret as `data`. Each thread takes 320 bytes for each element of a column
    /// besides.
    ///
    /// # Panics
    /// When lengths are not N, or N is below the smallest.
    pub fn run(&self, cpu: Cpu, data: &mut [F::Words], scratch: &mut [F::Words]) {
        F::transform(self, cpu, data, scratch);
    }
}

impl<F: Field> Transform<F> {
    fn passes(&self, cpu: Cpu, data: &mut [F::Words], scratch: &mut [F::Words]) {
        assert!(self.log >= SMALLEST, "a transform of 2^{}", self.log);
        assert_eq!(data.len(), 1 << self.log, "elements of a transform");
        assert_eq!(scratch.len(), data.len(), "scratch of a transform");
        let (rows, columns) = (1usize << (self.log / 2), 1usize << self.log.div_ceil(2));
        let roots = cpu.run::<F, _>(roots::Roots {
            transform: self,
            rows,
            columns,
        });
        let group = 8 * rows;
        let input: &[F::Words] = data;
        ranges(columns / 8)
            .into_par_iter()
            .zip(split(scratch, ranges(columns / 8), group))
            .for_each(|(groups, output)| {
                cpu.run::<F, _>(First {
                    roots: &roots,
                    rows,
                    columns,
                    input,
                    groups,
                    output,
                });
            });
        let input: &[F::Words] = scratch;
        let groups = Columns::of(data, rows);
        ranges(rows / 8)
            .into_par_iter()
            .zip(groups.split(ranges(rows / 8)))
            .for_each(|(groups, output)| {
                cpu.run::<F, _>(Second {
                    roots: &roots,
                    rows,
                    columns,
                    input,
                    groups,
                    output,
                });
            });
    }
}

/// `count` groups in ranges much alike.
fn ranges(count: usize) -> Vec<Range<usize>> {
    let ranges = (RANGES * rayon::current_num_threads()).min(count);
    (0..ranges)
        .map(|i| i * count / ranges..(i + 1) * count / ranges)
        .collect()
}

/// Parts of `words`, each of as many groups as its range has.
fn split<T>(mut words: &mut [T], ranges: Vec<Range<usize>>, group: usize) -> Vec<&mut [T]> {
    let part = |range: Range<usize>| {
        let (part, rest) = std::mem::take(&mut words).split_at_mut(range.len() * group);
        words = rest;
        part
    };
    ranges.into_iter().map(part).collect()
}
