//! Configurations of the core.

use crate::curve::CurveConfig;
use crate::emit::Body;
use num_bigint::BigUint;
use zkcard_wire::BaseKind;
use zkcard_wire::layout::{Multiples, Windows};

/// What the core is built for. Types carry its widths: [`TinyMsmCore`](super::TinyMsmCore),
/// [`CardMsmCore`](super::CardMsmCore), [`Bls12_381MsmCore`](super::Bls12_381MsmCore).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MsmConfig {
    /// Curve, with modulus, 3b and the multipliers' body.
    pub curve: CurveConfig,
    /// Bits of the longest scalar.
    pub scalar_bits: usize,
    /// Order of the group; scalars are below.
    pub order: BigUint,
    /// Digits of a scalar, and chains of their buckets, for points over the prime field.
    pub windows: Windows,
    /// The same for points over Fq2, whose buckets take twice the memory.
    pub extended_windows: Windows,
    /// The same over the prime field for bases with resident multiples; a word a base on cores that use none.
    pub multiples: Multiples,
}

impl MsmConfig {
    /// A 16-bit curve, 5 windows of 4 or 3 bits, 8 chains of 4 buckets: every scalar can be tried. Over Fq2 6 windows
    /// of 3 bits. With multiples, 3 words a base for 2 windows of 3 bits.
    pub fn tiny(body: Body) -> Self {
        let extended_windows = Windows {
            count: 6,
            bits: 3,
            narrow: 0,
            segments: 2,
            adders: 1,
        };
        Self {
            curve: CurveConfig::tiny().with_body(body),
            scalar_bits: 16,
            order: 64921u32.into(),
            windows: Windows {
                count: 5,
                bits: 4,
                narrow: 2,
                segments: 2,
                adders: 1,
            },
            extended_windows,
            multiples: Multiples::new(
                16,
                Windows {
                    count: 2,
                    ..extended_windows
                },
            ),
        }
    }

    /// The same curve and scalars, 8 windows of 3 or 2 bits, 10 chains of 2 buckets: for up to 4 adders. With multiples,
    /// 2 words a base for 8 windows of 2 bits.
    pub fn tiny_windows(body: Body) -> Self {
        let windows = Windows {
            count: 8,
            bits: 3,
            narrow: 6,
            segments: 2,
            adders: 4,
        };
        let shared = Windows {
            bits: 2,
            narrow: 0,
            segments: 1,
            ..windows
        };
        Self {
            windows,
            extended_windows: windows,
            multiples: Multiples::new(16, shared),
            ..Self::tiny(body)
        }
    }

    /// The same core with another number of adders. With multiples, a window for each bank, as wide as it was or as the
    /// bank's other windows leave room for.
    pub fn with_adders(mut self, adders: usize) -> Self {
        self.windows.adders = adders;
        self.extended_windows.adders = adders;
        let room = self.bank_words_of_bases() as u64;
        let shared = &self.multiples.windows;
        let windows = Windows {
            count: 2 * adders,
            bits: shared.bits.min(1 + room.ilog2() as usize),
            adders,
            ..*shared
        };
        self.multiples = Multiples::new(self.scalar_bits, windows);
        self
    }

    /// BN254 G1, 20 windows of 13 or 12 bits, 70 chains of 1024 buckets: 140 additions a round keep the adder full.
    /// G2, 22 windows of 12 or 11 bits in the same memory, 35 chains of 1024 buckets: 70 additions of three clocks.
    /// With multiples, 8 words a base for 2 windows of 16 bits, 128 chains of 512 buckets.
    pub fn card(body: Body) -> Self {
        let words = [
            0xf000_0001,
            0x43e1_f593,
            0x79b9_7091,
            0x2833_e848,
            0x8181_585d,
            0xb850_45b6,
            0xe131_a029,
            0x3064_4e72,
        ];
        Self {
            curve: CurveConfig::bn254_g1().with_body(body),
            scalar_bits: 254,
            order: BigUint::new(words.to_vec()),
            windows: Windows {
                count: 20,
                bits: 13,
                narrow: 5,
                segments: 4,
                adders: 1,
            },
            extended_windows: Windows {
                count: 22,
                bits: 12,
                narrow: 9,
                segments: 2,
                adders: 1,
            },
            multiples: Multiples::new(
                254,
                Windows {
                    count: 2,
                    bits: 16,
                    narrow: 0,
                    segments: 64,
                    adders: 1,
                },
            ),
        }
    }

    /// The same with two adders, each with as many chains of half the length: half the rounds of the reduction. With
    /// multiples, 5 words a base for 4 windows of 15 bits.
    pub fn card_of_two(body: Body) -> Self {
        let mut config = Self::card(body).with_adders(2);
        config.windows.segments *= 2;
        config.extended_windows.segments *= 2;
        config
    }

    /// BLS12-381 in containers of 384 bits. G1, 20 windows of 13 or 12 bits, 144 chains of 512 buckets: 288 additions a
    /// round, for its adder takes longer. G2, 22 windows of 12 or 11 bits, 36 chains of 1024 buckets.
    pub fn bls12_381(body: Body) -> Self {
        let words = [
            0x0000_0001,
            0xffff_ffff,
            0xfffe_5bfe,
            0x53bd_a402,
            0x09a1_d805,
            0x3339_d808,
            0x299d_7d48,
            0x73ed_a753,
        ];
        let windows = Windows {
            count: 20,
            bits: 13,
            narrow: 4,
            segments: 8,
            adders: 1,
        };
        Self {
            curve: CurveConfig::bls12_381_g1().with_body(body),
            scalar_bits: 255,
            order: BigUint::new(words.to_vec()),
            windows,
            multiples: Multiples { windows, words: 1 },
            extended_windows: Windows {
                count: 22,
                bits: 12,
                narrow: 8,
                segments: 2,
                adders: 1,
            },
        }
    }

    /// BN254 G1 on a limb-serial adder, 34 windows of 8 or 7 bits, 51 chains of 64 buckets: 3264 buckets, and S and T of
    /// each chain, in 160 block memories of 18 kbit.
    pub fn board() -> Self {
        let windows = Windows {
            count: 34,
            bits: 8,
            narrow: 17,
            segments: 2,
            adders: 1,
        };
        Self {
            windows,
            extended_windows: windows,
            multiples: Multiples { windows, words: 1 },
            ..Self::card(Body::Rtl)
        }
    }

    /// The windows that an MSM over bases of a kind fills.
    pub fn windows_of(&self, kind: BaseKind) -> &Windows {
        match kind {
            BaseKind::G1 => &self.windows,
            BaseKind::G2 => &self.extended_windows,
            BaseKind::Multiples => &self.multiples.windows,
        }
    }

    /// How scalars over bases of a kind are cut into digits.
    pub fn digits_of(&self, kind: BaseKind) -> Windows {
        match kind {
            BaseKind::Multiples => self.multiples.digits(),
            _ => *self.windows_of(kind),
        }
    }

    /// Words that the core takes for a base of a kind, each a point of G1 or a part of one of G2.
    pub fn base_words(&self, kind: BaseKind) -> usize {
        match kind {
            BaseKind::Multiples => self.multiples.words,
            _ => kind.group().degree(),
        }
    }

    /// Words of buckets in the largest bank, where points over Fq2 take two.
    pub fn bank_words(&self) -> usize {
        let shared = self.multiples.windows.bank_buckets();
        self.bank_words_of_bases().max(shared)
    }

    fn bank_words_of_bases(&self) -> usize {
        let extended = 2 * self.extended_windows.bank_buckets();
        self.windows.bank_buckets().max(extended)
    }

    /// What recoding adds to a scalar over bases of a kind: half of each digit's range.
    ///
    /// # Panics
    /// When the digits do not hold all scalars, or an address does not split into window and bucket.
    pub fn recoding_offset(&self, kind: BaseKind) -> BigUint {
        let (windows, digits) = (self.windows_of(kind), self.digits_of(kind));
        assert!(
            windows.is_sound() && self.multiples.is_sound(),
            "{windows:?}, {:?}",
            self.multiples
        );
        let half = |w: usize| BigUint::from(1u32) << (digits.offset(w) + digits.width(w) - 1);
        let offset: BigUint = (0..digits.count).map(half).sum();
        let largest = &self.order - 1u32 + &offset;
        assert!(
            largest.bits() as usize <= digits.digit_bits(),
            "{digits:?} does not hold a scalar and a carry"
        );
        for w in 0..windows.count {
            let first = windows.first_bucket(w);
            assert_eq!(first % (1 << (windows.width(w) - 1)), 0, "window {w}");
        }
        offset
    }
}
