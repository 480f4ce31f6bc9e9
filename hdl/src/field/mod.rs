//! Arithmetic modulo an odd number, as pipes: one operation a clock, no stalls, no reset.
//!
//! A value is *canonical* below q and *lazy* below [`LAZY`] q: sums of products may enter the next product unreduced.

mod barrett;
mod config;
mod constant_product;
mod karatsuba;
mod mod_add;
mod mod_mul;
mod mod_sub;
mod serial_field;
mod serial_mul;

pub use barrett::reduce;
pub use config::FieldConfig;
pub use karatsuba::product;
pub use mod_add::ModAdd;
pub use mod_mul::ModMul;
pub use mod_sub::ModSub;
pub use serial_field::SerialField;
pub use serial_mul::SerialModMul;

/// Factors of a [`ModMul`] are below this many times the modulus.
pub const LAZY: u32 = 4;

#[cfg(test)]
mod tests;
