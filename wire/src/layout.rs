//! How numbers and points lie in card memory.
//!
//! Card memory is an array of 64-byte words, addressed by word index, so a
//! 32-bit address reaches 256 GiB. All numbers are little-endian.
//!
//! ```text
//! base    | x: 32 bytes | y: 32 bytes |                one word; all zero = infinity
//! scalar  | k[2i]       | k[2i+1]     |                two a word; plain integers
//! result  | X           | Y           | Z | 0 |        two words a point, homogeneous
//! ```
//!
//! Coordinates are in whatever multiple of the field element the host's keys
//! use (`x * 2^256 mod q` for BN254): homogeneous coordinates do not care.

/// Bytes of a memory word.
pub const WORD_BYTES: usize = 64;

/// Bytes of a coordinate or scalar.
pub const NUMBER_BYTES: usize = 32;

/// Bytes of an affine base.
pub const BASE_BYTES: usize = 2 * NUMBER_BYTES;

/// Bytes of a scalar.
pub const SCALAR_BYTES: usize = NUMBER_BYTES;

/// Words of a point in a result.
pub const RESULT_POINT_WORDS: usize = 2;

/// Bytes of a point in a result.
pub const RESULT_POINT_BYTES: usize = RESULT_POINT_WORDS * WORD_BYTES;

/// Points that a chain of the bucket reduction returns: the sum `S` of its
/// buckets and the sum `T` weighted by `1, 2, 3, ...` from its lowest bucket.
pub const POINTS_PER_CHAIN: usize = 2;

/// Words that hold `count` bases.
pub const fn base_words(count: usize) -> usize {
    (count * BASE_BYTES).div_ceil(WORD_BYTES)
}

/// Words that hold `count` scalars.
pub const fn scalar_words(count: usize) -> usize {
    (count * SCALAR_BYTES).div_ceil(WORD_BYTES)
}

/// Words that the result of an MSM takes, for `windows * segments` chains.
///
/// Chain `window * segments + segment` lies at its index times four words,
/// `S` before `T`.
pub const fn msm_result_words(windows: usize, segments: usize) -> usize {
    windows * segments * POINTS_PER_CHAIN * RESULT_POINT_WORDS
}
