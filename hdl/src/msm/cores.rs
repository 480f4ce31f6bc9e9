//! The cores of the configurations, whose widths are in their types.

use super::{AFFINE, COORDINATE, ITEM, MsmCore, POINT, PairQueues, board::SerialMsmCore};
use crate::curve::PairAdd;

/// Bits of a coordinate's container in the core over BLS12-381.
pub const BLS12_381_COORDINATE: usize = 384;
/// Bits of its projective points.
pub const BLS12_381_POINT: usize = 3 * BLS12_381_COORDINATE;
/// Bits of its points in a bucket, with the flag of affine ones.
pub const BLS12_381_ITEM: usize = BLS12_381_POINT + 1;
/// Bits of its affine points.
pub const BLS12_381_AFFINE: usize = 2 * BLS12_381_COORDINATE;

/// Bits of an address in its queues of 64 pairs, and of a count of them.
const BLS12_381_QUEUE: usize = 6;
const BLS12_381_QUEUED: usize = BLS12_381_QUEUE + 1;

/// Cores over coordinates in a container of 256 bits, whose adder fits queues of 32 pairs; parameters as those of
/// [`MsmCore`].
pub type ShortMsmCore<
    const W: usize,
    const I: usize,
    const C: usize,
    const B: usize,
    const R: usize,
    const A: usize,
    const L: usize,
    const K: usize,
    const T: usize,
    const N: usize,
    const D: usize,
> = MsmCore<W, I, C, B, R, A, L, K, T, N, D, COORDINATE, AFFINE, POINT, ITEM, 5, 6>;

/// The core of [`MsmConfig::tiny`](super::MsmConfig::tiny) with `N` adders, at most 2, in `D = 2 N` banks.
pub type TinyMsmCore<const N: usize, const D: usize> =
    ShortMsmCore<8, 3, 4, 3, 32, 5, 40, 5, 8, N, D>;

/// The core of [`MsmConfig::tiny_windows`](super::MsmConfig::tiny_windows) with `N` adders, at most 4, in `D = 2 N` banks.
pub type TinyWindowsMsmCore<const N: usize, const D: usize> =
    ShortMsmCore<16, 4, 3, 2, 48, 5, 80, 5, 8, N, D>;

/// The core of [`MsmConfig::card`](super::MsmConfig::card).
pub type CardMsmCore = ShortMsmCore<22, 5, 16, 15, 352, 16, 352, 8, 19, 1, 2>;

/// The core of [`MsmConfig::card_of_two`](super::MsmConfig::card_of_two): addresses of a bit less in twice as many banks.
pub type CardOfTwoMsmCore = ShortMsmCore<22, 5, 15, 14, 330, 15, 330, 8, 18, 2, 4>;

/// The adder of [`CardMsmCore`].
pub type CardPairAdd = PairAdd<COORDINATE, POINT, AFFINE, 19>;

/// The core of [`MsmConfig::bls12_381`](super::MsmConfig::bls12_381): coordinates of 384 bits, queues of 64 pairs.
pub type Bls12_381MsmCore = MsmCore<
    22,
    5,
    13,
    12,
    286,
    16,
    352,
    9,
    19,
    1,
    2,
    BLS12_381_COORDINATE,
    BLS12_381_AFFINE,
    BLS12_381_POINT,
    BLS12_381_ITEM,
    BLS12_381_QUEUE,
    BLS12_381_QUEUED,
>;

/// Its adder.
pub type Bls12_381PairAdd = PairAdd<BLS12_381_COORDINATE, BLS12_381_POINT, BLS12_381_AFFINE, 19>;

/// Its queues, with tags of `T` bits.
pub type Bls12_381PairQueues<const T: usize> = PairQueues<
    T,
    BLS12_381_AFFINE,
    BLS12_381_POINT,
    BLS12_381_ITEM,
    BLS12_381_QUEUE,
    BLS12_381_QUEUED,
>;

/// The limb-serial core of [`MsmConfig::board`](super::MsmConfig::board).
pub type BoardMsmCore = SerialMsmCore<6, 8, 12, 408, 4, 16, 270>;

/// The limb-serial core of [`MsmConfig::tiny`](super::MsmConfig::tiny).
pub type TinyBoardMsmCore = SerialMsmCore<3, 4, 6, 30, 1, 7, 36>;
