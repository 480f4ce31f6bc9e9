//! Transforms and quotients: what a job does with vectors of `2^bits` points over the scalar field.
//!
//! ```text
//! vectors  | v[0][0] v[0][1] | v[0][2] v[0][3] | ... | v[1][0] v[1][1] | ...     count x V words
//! result   as the vectors; the scalars of an MSM for a quotient                   count x V, or V words
//! work     | of the card alone: count x V words ...  | shift, 1/shift | scale, 0 |
//! ```
//!
//! Numbers lie two a word as scalars do; each vector begins at a word, so that it takes `V = max(1, N / 2)` words for
//! `N = 2^bits` points. A vector of one point lies in the lower half of its word. Order is natural. Neither vectors
//! nor work region keep their content. With `w` the root of unity of order `N` and `s` the shift, or one:
//!
//! | job | result |
//! |---|---|
//! | transform | `out[i] = sum_j in[j] (s w^i)^j` |
//! | inverse transform | what that undoes, division by `N` included |
//! | quotient on the odd coset | a, b, c are values over the domain; `a b - c` point by point over the coset of `shift` |
//! | divided quotient | the coefficients of the polynomial with the values `(a b - c) scale` there |
//!
//! The host gives `shift`, `1 / shift` and `scale = 1 / (shift^N - 1)`; a card computes neither inverse nor power of
//! them. What a job does not use is not read.

use crate::{WireError, job::JobKind, layout};

/// Numbers behind the part of a work region that is the card's alone, in words.
pub const NUMBER_WORDS: u32 = 2;

/// Most vectors of a job.
pub const MAX_VECTORS: u32 = 255;

/// Vectors of a quotient: values of a, b and c.
pub const QUOTIENT_VECTORS: u32 = 3;

const BITS: u32 = 0x1F;
const INVERSE: u32 = 1 << 8;
const SHIFTED: u32 = 1 << 9;
const DIVIDED: u32 = 1 << 10;

/// What is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// A transform of each vector.
    Transform {
        /// From values to coefficients.
        inverse: bool,
        /// Values are those over a coset.
        shifted: bool,
    },
    /// The quotient of three vectors.
    Quotient {
        /// Coefficients and not values over the coset.
        divided: bool,
    },
}

/// The shape of a transform or quotient: form and size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Shape {
    /// What is computed.
    pub form: Form,
    /// Base-two logarithm of the points of a vector, at most 31.
    pub bits: u32,
    /// Vectors, at most [`MAX_VECTORS`].
    pub vectors: u32,
}

impl Shape {
    /// A transform of `vectors` vectors of `2^bits` points.
    pub const fn transform(bits: u32, vectors: u32, inverse: bool, shifted: bool) -> Self {
        Self {
            form: Form::Transform { inverse, shifted },
            bits,
            vectors,
        }
    }

    /// A quotient over `2^bits` points.
    pub const fn quotient(bits: u32, divided: bool) -> Self {
        Self {
            form: Form::Quotient { divided },
            bits,
            vectors: QUOTIENT_VECTORS,
        }
    }

    /// The shape that a job of `kind` with these registers has.
    ///
    /// # Errors
    /// When the kind is another one, or `JOB_SET` has bits that its form has not, or a quotient has not three vectors, or
    /// there are no vectors, or more than [`MAX_VECTORS`].
    pub fn of_job(kind: u32, set: u32, count: u32) -> Result<Self, WireError> {
        let has = |bit: u32| set & bit != 0;
        let unknown = |table, code| Err(WireError::UnknownCode { table, code });
        let (form, known, counts) = if kind == JobKind::Transform as u32 {
            let (inverse, shifted) = (has(INVERSE), has(SHIFTED));
            let form = Form::Transform { inverse, shifted };
            (form, BITS | INVERSE | SHIFTED, 1..=MAX_VECTORS)
        } else if kind == JobKind::Quotient as u32 {
            let divided = has(DIVIDED);
            let three = QUOTIENT_VECTORS..=QUOTIENT_VECTORS;
            (Form::Quotient { divided }, BITS | DIVIDED, three)
        } else {
            return unknown("transform", kind);
        };
        if set & !known != 0 {
            return unknown("form of a transform", set);
        }
        if !counts.contains(&count) {
            return unknown("count of vectors", count);
        }
        Ok(Self {
            form,
            bits: set & BITS,
            vectors: count,
        })
    }

    /// Its kind of job.
    pub const fn kind(&self) -> JobKind {
        match self.form {
            Form::Transform { .. } => JobKind::Transform,
            Form::Quotient { .. } => JobKind::Quotient,
        }
    }

    /// What `JOB_SET` says.
    pub const fn set(&self) -> u32 {
        let (inverse, shifted, divided) = match self.form {
            Form::Transform { inverse, shifted } => (inverse, shifted, false),
            Form::Quotient { divided } => (false, false, divided),
        };
        self.bits
            | if inverse { INVERSE } else { 0 }
            | if shifted { SHIFTED } else { 0 }
            | if divided { DIVIDED } else { 0 }
    }

    /// Words of a vector.
    pub const fn vector_words(&self) -> u64 {
        let bytes = layout::SCALAR_BYTES as u64 * (1 << self.bits);
        bytes.div_ceil(layout::WORD_BYTES as u64)
    }

    /// Words of all vectors.
    pub const fn vectors_words(&self) -> u64 {
        self.vectors as u64 * self.vector_words()
    }

    /// Words of the work region, numbers included.
    pub const fn work_words(&self) -> u64 {
        self.vectors_words() + NUMBER_WORDS as u64
    }

    /// Words of the result.
    pub const fn result_words(&self) -> u64 {
        match self.form {
            Form::Transform { .. } => self.vectors_words(),
            Form::Quotient { .. } => self.vector_words(),
        }
    }

    /// Butterflies of all its transforms; a quotient has six of them, or seven.
    pub const fn butterflies(&self) -> u64 {
        let transforms = match self.form {
            Form::Transform { .. } => self.vectors as u64,
            Form::Quotient { divided } => 6 + divided as u64,
        };
        (1 << self.bits) / 2 * self.bits as u64 * transforms
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shapes() -> impl Iterator<Item = Shape> {
        let of = |bits| {
            let transforms = [0, 1, 2, 3]
                .map(|i| Shape::transform(bits, 1 + 127 * (i % 3), i & 1 != 0, i & 2 != 0));
            let quotients = [false, true].map(|divided| Shape::quotient(bits, divided));
            transforms.into_iter().chain(quotients)
        };
        (0..32).flat_map(of)
    }

    #[test]
    fn registers_tell_the_shape() {
        for shape in shapes() {
            let (kind, set) = (shape.kind() as u32, shape.set());
            assert_eq!(Shape::of_job(kind, set, shape.vectors), Ok(shape));
        }
    }

    #[test]
    fn what_a_form_has_not_is_refused() {
        let shape = |kind: JobKind, set, count| Shape::of_job(kind as u32, set, count).is_ok();
        for (set, count, transform, quotient) in [
            (0x000, 3, true, true),
            (0x31F, 3, true, false),
            (0x41F, 3, false, true),
            (0x61F, 3, false, false),
            (0x020, 3, false, false),
            (0x800, 3, false, false),
            (1 << 31, 3, false, false),
            (5, 0, false, false),
            (5, 1, true, false),
            (5, 255, true, false),
            (5, 256, false, false),
        ] {
            assert_eq!(shape(JobKind::Transform, set, count), transform, "{set:#x}");
            assert_eq!(shape(JobKind::Quotient, set, count), quotient, "{set:#x}");
            assert!(!shape(JobKind::Clear, set, count) && !shape(JobKind::Msm, set, count));
        }
    }

    #[test]
    fn vectors_begin_at_a_word() {
        for (bits, words) in [(0, 1), (1, 1), (2, 2), (10, 512), (31, 1 << 30)] {
            let transform = Shape::transform(bits, 255, false, false);
            assert_eq!(transform.vector_words(), words);
            assert_eq!(transform.vectors_words(), 255 * words);
            assert_eq!(transform.work_words(), 255 * words + 2);
            assert_eq!(transform.result_words(), 255 * words);
            let quotient = Shape::quotient(bits, true);
            assert_eq!(quotient.work_words(), 3 * words + 2);
            assert_eq!(quotient.result_words(), words);
        }
    }

    #[test]
    fn butterflies_are_half_the_points_for_each_level() {
        assert_eq!(Shape::transform(0, 9, false, false).butterflies(), 0);
        assert_eq!(Shape::transform(3, 2, true, true).butterflies(), 24);
        assert_eq!(Shape::quotient(3, false).butterflies(), 72);
        assert_eq!(Shape::quotient(3, true).butterflies(), 84);
    }
}
