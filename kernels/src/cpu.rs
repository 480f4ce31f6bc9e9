//! What this processor can do, and the one place that decides which code runs.

use crate::{Eight, Field, portable::Portable};
use std::{env, fmt, str::FromStr, sync::OnceLock};
use thiserror::Error;

/// The environment variable that forces a level, by its name.
pub const VARIABLE: &str = "ZKCARD_CPU";

/// A set of instructions that kernels are written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// What every processor has.
    Portable,
    /// AVX-512 with products of 52 bits: Intel since Ice Lake, AMD since Zen 4.
    Ifma,
}

/// Why a level cannot be had.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CpuError {
    /// No level has this name.
    #[error("{VARIABLE} is `{0}`, which is not one of: portable, ifma")]
    Unknown(String),
    /// The processor lacks instructions.
    #[error("this processor lacks the instructions of level `{0}`")]
    Missing(Level),
}

/// Every level, the best last.
pub const LEVELS: [Level; 2] = [Level::Portable, Level::Ifma];

impl Level {
    fn name(self) -> &'static str {
        match self {
            Self::Portable => "portable",
            Self::Ifma => "ifma",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Level {
    type Err = CpuError;

    fn from_str(name: &str) -> Result<Self, CpuError> {
        let level = LEVELS.into_iter().find(|level| level.name() == name);
        level.ok_or_else(|| CpuError::Unknown(name.into()))
    }
}

/// Something that is computed over a field, at any level.
///
/// It decides what is done in which order; what is done on vectors is a
/// [`Section`](crate::Section), entered by [`Eight::enter`].
pub trait Kernel<F: Field> {
    /// What comes out.
    type Output;

    /// Computes it with vectors of a level that the processor has.
    fn run<V: Eight<Words = F::Words>>(self, level: V::Level) -> Self::Output;
}

#[derive(Clone, Copy, Debug)]
enum Proof {
    Portable(Portable),
    #[cfg(target_arch = "x86_64")]
    Ifma(crate::ifma::Ifma),
}

/// A level that this processor has.
#[derive(Clone, Copy, Debug)]
pub struct Cpu(Proof);

impl Cpu {
    /// The best level of this processor, or the one that [`VARIABLE`] names. It
    /// is looked for once.
    ///
    /// # Errors
    /// When the variable names no level, or one that the processor lacks.
    pub fn detect() -> Result<Self, CpuError> {
        static FOUND: OnceLock<Result<Cpu, CpuError>> = OnceLock::new();
        FOUND
            .get_or_init(|| Self::chosen(env::var_os(VARIABLE)))
            .clone()
    }

    fn chosen(name: Option<std::ffi::OsString>) -> Result<Self, CpuError> {
        match name {
            Some(name) => Self::with_level(name.to_string_lossy().parse()?),
            None => Ok(Self::best()),
        }
    }

    /// The best level of this processor.
    pub fn best() -> Self {
        let found = LEVELS
            .into_iter()
            .rev()
            .find_map(|level| Self::with_level(level).ok());
        found.unwrap_or(Self(Proof::Portable(Portable)))
    }

    /// This level.
    ///
    /// # Errors
    /// When the processor lacks it.
    pub fn with_level(level: Level) -> Result<Self, CpuError> {
        match level {
            Level::Portable => Ok(Self(Proof::Portable(Portable))),
            #[cfg(target_arch = "x86_64")]
            Level::Ifma => {
                let found = crate::ifma::Ifma::detect();
                Ok(Self(Proof::Ifma(found.ok_or(CpuError::Missing(level))?)))
            }
            #[cfg(not(target_arch = "x86_64"))]
            Level::Ifma => Err(CpuError::Missing(level)),
        }
    }

    /// Every level that this processor has.
    pub fn levels() -> Vec<Self> {
        LEVELS
            .into_iter()
            .filter_map(|level| Self::with_level(level).ok())
            .collect()
    }

    /// Which it is.
    pub fn level(self) -> Level {
        match self.0 {
            Proof::Portable(_) => Level::Portable,
            #[cfg(target_arch = "x86_64")]
            Proof::Ifma(_) => Level::Ifma,
        }
    }

    /// Runs a kernel at this level.
    pub fn run<F: Field, K: Kernel<F>>(self, kernel: K) -> K::Output {
        match self.0 {
            Proof::Portable(level) => kernel.run::<F::Portable>(level),
            #[cfg(target_arch = "x86_64")]
            Proof::Ifma(level) => kernel.run::<F::Ifma>(level),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_to_their_levels() {
        for level in LEVELS {
            assert_eq!(level.to_string().parse(), Ok(level));
        }
        let found = Cpu::chosen(Some("portable".into())).unwrap();
        assert_eq!(found.level(), Level::Portable);
        assert_eq!(Cpu::chosen(None).unwrap().level(), Cpu::best().level());
    }

    #[test]
    fn a_bad_name_is_an_error_that_says_what_is_good() {
        let error = Cpu::chosen(Some("avx9".into())).unwrap_err();
        let text = error.to_string();
        assert!(
            text.contains("`avx9`") && text.contains("portable, ifma"),
            "{text}"
        );
    }
}
