//! Configurations of the core.

use super::{CoreSizes, NttCore, RootTable};
use crate::emit::{Body, Design, EmitError, emit, on_large_stack};
use crate::field::FieldConfig;
use num_bigint::BigUint;

/// A prime field with roots of unity of orders that are powers of two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NttField {
    /// Its modulus.
    pub modulus: BigUint,
    /// A root of unity of order `2^two_adicity`.
    pub root: BigUint,
    /// The largest power of two that divides the modulus less one.
    pub two_adicity: usize,
}

impl NttField {
    /// The field of `modulus` elements, of which `generator` is no square. Its root is a power of the generator, as in
    /// arkworks and snarkjs.
    pub fn new(modulus: BigUint, generator: u32) -> Self {
        let odd = &modulus - 1u32;
        let two_adicity = odd.trailing_zeros().unwrap_or(0);
        let root = BigUint::from(generator).modpow(&(odd >> two_adicity), &modulus);
        Self {
            modulus,
            root,
            two_adicity: two_adicity as usize,
        }
    }

    /// Scalars of BN254.
    pub fn bn254() -> Self {
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
        Self::new(BigUint::new(words.to_vec()), 5)
    }

    /// Scalars of BLS12-381.
    pub fn bls12_381() -> Self {
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
        Self::new(BigUint::new(words.to_vec()), 7)
    }

    /// 2^64 - 2^32 + 1.
    pub fn goldilocks() -> Self {
        Self::new(BigUint::from(0xffff_ffff_0000_0001u64), 7)
    }

    /// 7 2^20 + 1, of 23 bits, for tests.
    pub fn small() -> Self {
        Self::new(BigUint::from((7u32 << 20) + 1), 3)
    }

    /// A root of unity of order `2^log`.
    ///
    /// # Panics
    /// When there is none.
    pub fn root_of(&self, log: usize) -> BigUint {
        assert!(log <= self.two_adicity, "no root of order 2^{log}");
        let power = BigUint::from(1u32) << (self.two_adicity - log);
        self.root.modpow(&power, &self.modulus)
    }
}

/// What the core is built for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NttConfig {
    /// Field of its words.
    pub field: NttField,
    /// Its sizes.
    pub sizes: CoreSizes,
    /// Bits of the container of a word.
    pub word_bits: usize,
    /// Whether multipliers are folded: a butterfly every so many clocks.
    pub folded: bool,
    /// Body of the multipliers.
    pub body: Body,
}

impl NttConfig {
    /// Over the small field: 8 lanes of buffers of 32 words, 4 words a beat. 2^13 points.
    pub fn tiny(body: Body) -> Self {
        Self {
            field: NttField::small(),
            sizes: CoreSizes {
                lanes: 3,
                beat: 2,
                buffer: 5,
            },
            word_bits: 32,
            folded: false,
            body,
        }
    }

    /// Over the small field: 4 lanes of buffers of 32 words, 2 words a beat. 2^14 points.
    pub fn tiny_of_four(body: Body) -> Self {
        let sizes = CoreSizes {
            lanes: 2,
            beat: 1,
            buffer: 5,
        };
        Self {
            sizes,
            ..Self::tiny(body)
        }
    }

    /// [`NttConfig::tiny_of_four`] over any field of 64 or of 256 bits at most. 2^14 points.
    pub fn small(field: NttField, body: Body) -> Self {
        let word_bits = match field.modulus.bits() {
            0..=64 => 64,
            _ => 256,
        };
        Self {
            field,
            word_bits,
            ..Self::tiny_of_four(body)
        }
    }

    /// Over scalars of BN254: `2^lanes` lanes of buffers of 4096 words. With 4 lanes 2 words a beat, the port of the card;
    /// with 8 or 16 lanes 8, four channels of 64 bytes; with 64 lanes 32, a kilobyte of HBM.
    pub fn card(lanes: usize, body: Body) -> Self {
        let beat = match lanes {
            0..3 => 1,
            3..6 => 3,
            _ => 5,
        };
        Self {
            field: NttField::bn254(),
            sizes: CoreSizes {
                lanes,
                beat,
                buffer: 12,
            },
            word_bits: 256,
            folded: false,
            body,
        }
    }

    /// Over scalars of BN254: for the smaller devices, 2 lanes of folded multipliers and buffers of 512 words, 2 words a
    /// beat. 2^26 points, up to 2^18 in two passes.
    pub fn board(body: Body) -> Self {
        Self {
            sizes: CoreSizes {
                lanes: 1,
                beat: 1,
                buffer: 9,
            },
            folded: true,
            ..Self::card(1, body)
        }
    }

    /// [`NttConfig::board`] with buffers of 32 words, over any field of 32, 64 or 256 bits at most.
    pub fn tiny_board(field: NttField, body: Body) -> Self {
        let word_bits = match field.modulus.bits() {
            0..=32 => 32,
            33..=64 => 64,
            _ => 256,
        };
        let sizes = CoreSizes {
            lanes: 1,
            beat: 1,
            buffer: 5,
        };
        Self {
            field,
            sizes,
            word_bits,
            ..Self::board(body)
        }
    }

    /// Makers of factors: one for each four lanes, or for as many as there are.
    pub fn makers(&self) -> usize {
        (1usize << self.sizes.lanes).div_ceil(4)
    }

    /// Its arithmetic.
    pub fn arithmetic(&self) -> FieldConfig {
        let field = FieldConfig::new(self.field.modulus.clone())
            .with_canonical_factors()
            .with_body(self.body);
        match self.folded {
            true => field.with_folded_multipliers(),
            false => field,
        }
    }

    /// Its roots.
    ///
    /// # Panics
    /// When the field exceeds the container.
    pub fn roots<const N: usize>(&self) -> RootTable<N> {
        let NttField {
            modulus,
            root,
            two_adicity,
        } = &self.field;
        RootTable::new(self.arithmetic().shape, modulus, root, *two_adicity)
    }

    /// The Verilog of the core.
    ///
    /// # Errors
    /// Those of [`emit`].
    ///
    /// # Panics
    /// When there is no core of these sizes.
    pub fn design(&self, name: &str) -> Result<Design, EmitError> {
        let CoreSizes {
            lanes,
            beat,
            buffer,
        } = self.sizes;
        let arithmetic = self.arithmetic();
        on_large_stack(|| match (lanes, beat, buffer, self.word_bits) {
            (1, 1, 5, 32) => emit(name, TinyBoardNttCore::new(&arithmetic, self.roots())),
            (1, 1, 5, 64) => emit(
                name,
                SmallBoardNttCore::<64, 128>::new(&arithmetic, self.roots()),
            ),
            (1, 1, 5, 256) => emit(
                name,
                SmallBoardNttCore::<256, 512>::new(&arithmetic, self.roots()),
            ),
            (1, 1, 9, 256) => emit(name, BoardNttCore::new(&arithmetic, self.roots())),
            (3, 2, 5, 32) => emit(name, TinyNttCore::new(&arithmetic, self.roots())),
            (2, 1, 5, 32) => emit(name, TinyNttCoreOfFour::new(&arithmetic, self.roots())),
            (2, 1, 5, 64) => emit(
                name,
                SmallNttCore::<64, 128, 256>::new(&arithmetic, self.roots()),
            ),
            (2, 1, 5, 256) => emit(
                name,
                SmallNttCore::<256, 512, 1024>::new(&arithmetic, self.roots()),
            ),
            (2, 1, 12, 256) => emit(name, CardNttCore::new(&arithmetic, self.roots())),
            (3, 3, 12, 256) => emit(name, NttCoreOfEight::new(&arithmetic, self.roots())),
            (4, 3, 12, 256) => emit(name, NttCoreOfSixteen::new(&arithmetic, self.roots())),
            (6, 5, 12, 256) => emit(name, NttCoreOfSixtyFour::new(&arithmetic, self.roots())),
            sizes => panic!("no core of sizes {sizes:?}"),
        })
    }
}

/// The core of [`NttConfig::tiny_board`]: words of `N` bits, `WN = 2 N`.
pub type SmallBoardNttCore<const N: usize, const WN: usize> =
    NttCore<2, 1, 2, 2, N, WN, WN, 5, 4, 6, 6, 7, 1, 1, 1, 5>;

/// The same over the small field.
pub type TinyBoardNttCore = SmallBoardNttCore<32, 64>;

/// The core of [`NttConfig::board`].
pub type BoardNttCore = NttCore<2, 1, 2, 2, 256, 512, 512, 9, 8, 6, 10, 11, 1, 1, 1, 9>;

/// The core of [`NttConfig::tiny`].
pub type TinyNttCore = NttCore<8, 2, 4, 4, 32, 128, 256, 5, 4, 6, 6, 7, 1, 2, 1, 6>;

/// The core of [`NttConfig::small`]: words of `N` bits, `WN = 2 N`, `PN = 4 N`.
pub type SmallNttCore<const N: usize, const WN: usize, const PN: usize> =
    NttCore<4, 1, 4, 2, N, WN, PN, 5, 4, 6, 6, 7, 1, 1, 1, 6>;

/// The core of [`NttConfig::tiny_of_four`].
pub type TinyNttCoreOfFour = SmallNttCore<32, 64, 128>;

/// The core of [`NttConfig::card`] with 4 lanes.
pub type CardNttCore = NttCore<4, 1, 4, 2, 256, 512, 1024, 12, 11, 10, 13, 14, 1, 1, 1, 13>;

/// The core of [`NttConfig::card`] with 8 lanes.
pub type NttCoreOfEight = NttCore<8, 2, 4, 8, 256, 2048, 2048, 12, 11, 10, 13, 14, 1, 3, 1, 12>;

/// The core of [`NttConfig::card`] with 16 lanes.
pub type NttCoreOfSixteen = NttCore<16, 4, 4, 8, 256, 2048, 4096, 12, 11, 10, 13, 14, 2, 3, 1, 13>;

/// The core of [`NttConfig::card`] with 64 lanes.
pub type NttCoreOfSixtyFour =
    NttCore<64, 16, 4, 32, 256, 8192, 16384, 12, 11, 10, 13, 14, 4, 5, 1, 13>;
