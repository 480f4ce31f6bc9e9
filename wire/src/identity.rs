//! Who a card is: magic, version, curves and features.

use crate::WireError;

/// First register of every card: "ZKCD" as little-endian bytes.
pub const MAGIC: u32 = u32::from_le_bytes(*b"ZKCD");

/// Incompatible generations of the contract. Software refuses another one.
pub const VERSION_MAJOR: u16 = 1;

/// Compatible additions within a generation, used by their capabilities.
pub const VERSION_MINOR: u16 = 1;

/// The version register: major in the upper half.
pub const VERSION: u32 = (VERSION_MAJOR as u32) << 16 | VERSION_MINOR as u32;

/// The curve whose points a card adds: those of G1, and of G2 if its features say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u32)]
pub enum Curve {
    /// BN254 (alt_bn128).
    Bn254 = 1,
    /// The small curve of the `tiny` configuration, for tests.
    Tiny = 0xFFFF,
}

impl TryFrom<u32> for Curve {
    type Error = WireError;

    fn try_from(code: u32) -> Result<Self, WireError> {
        match code {
            1 => Ok(Self::Bn254),
            0xFFFF => Ok(Self::Tiny),
            code => Err(WireError::UnknownCode {
                table: "curve",
                code,
            }),
        }
    }
}

/// Bits of the `FEATURES` register.
pub mod features {
    /// Multi-scalar multiplication over G1.
    pub const MSM: u32 = 1 << 0;
    /// Multi-scalar multiplication over G2.
    pub const MSM_G2: u32 = 1 << 1;
    /// Multi-scalar multiplication over G1 with resident [multiples](crate::layout::Multiples) of its bases.
    pub const MULTIPLES: u32 = 1 << 2;
    /// [Transforms](crate::transform) and quotients over the scalar field, and jobs that clear memory. Since version 1.1.
    pub const TRANSFORM: u32 = 1 << 3;
    /// The card is simulated.
    pub const SIMULATED: u32 = 1 << 30;
    /// The modular multipliers run as software models of equal latency, not as
    /// the register-transfer code that is synthesised. Only in simulations.
    pub const MODELLED_MULTIPLIERS: u32 = 1 << 31;
}
