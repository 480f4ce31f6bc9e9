//! How long a job takes over bases alone and with multiples, as far as they differ.
//!
//! ```text
//! scalars --> digits, then chains of buckets, on the card --> chains over the line --> sum of them on the processor
//! ```
//!
//! Multiples leave fewer digits, over fewer buckets. But a word of a base takes a clock whatever the scalar is, so zeros
//! and small scalars are better off without; and where the card has more chains for them the result is longer, which
//! on a serial line costs more than most jobs save. Scalars travel alike. That the bases are sent once, and their
//! multiples made before, does not count: who lets a card have multiples has many jobs for a set.

use super::UseMultiples;
use ark_ff::BigInteger;
use zkcard_driver::{Identity, LineRate, Session};
use zkcard_wire::BaseKind;

/// Slots of five full additions, of which the reduction is made.
const FIVE_FULL: f64 = 6.0;

/// Seconds that a processor takes to check a chain and add it up, two inversions for the most part; measured on a
/// server, to half or double of others.
const SUM_OF_CHAIN: f64 = 15e-6;

/// Whether a set is to have multiples of which the first job has these scalars.
pub(super) fn with_multiples<'a, B: BigInteger + 'a>(
    when: UseMultiples,
    session: &Session,
    scalars: impl Iterator<Item = &'a B> + Clone,
) -> bool {
    let identity = session.identity();
    match when {
        UseMultiples::Never => false,
        UseMultiples::Auto => shorter_with_multiples(identity, session.line_rate(), scalars),
        UseMultiples::Always => identity.windows_of(BaseKind::Multiples).is_some(),
    }
}

/// Whether a card takes bases with multiples, and a job with these scalars is shorter over them when it comes back over
/// `line`. Without a serial line the result comes back at once.
fn shorter_with_multiples<'a, B: BigInteger + 'a>(
    identity: &Identity,
    line: Option<LineRate>,
    scalars: impl Iterator<Item = &'a B> + Clone,
) -> bool {
    let clocks = |kind| {
        let card = card_clocks(identity, kind, scalars.clone())?;
        Some(card + answer_clocks(identity, line, kind)?)
    };
    let (with, without) = (clocks(BaseKind::Multiples), clocks(BaseKind::G1));
    matches!((with, without), (Some(with), Some(without)) if with < without)
}

/// Clocks on the card, to some percent: a slot for each digit and a clock for each word, then two additions for each
/// bucket.
fn card_clocks<'a, B: BigInteger + 'a>(
    identity: &Identity,
    kind: BaseKind,
    scalars: impl Iterator<Item = &'a B>,
) -> Option<f64> {
    let (windows, digits) = (identity.windows_of(kind)?, identity.digits_of(kind)?);
    let words = identity.base_words(kind)?;
    let of_scalar = |scalar: &B| {
        let bits = scalar.num_bits() as usize;
        let carried = if bits == 0 { 0 } else { bits + 1 };
        let nonzero = carried.div_ceil(digits.bits).min(digits.count);
        nonzero.div_ceil(windows.adders).max(words)
    };
    let items: usize = scalars.map(of_scalar).sum();
    let buckets = windows.chains() * windows.segment_length();
    let slots = 2.0 * buckets as f64 * FIVE_FULL / 5.0;
    Some(items as f64 + slots / windows.adders as f64)
}

/// Core clocks until its chains have come back and are added up. In a simulation, whose clock has no rate, the processor
/// takes none.
fn answer_clocks(identity: &Identity, line: Option<LineRate>, kind: BaseKind) -> Option<f64> {
    let windows = identity.windows_of(kind)?;
    let kilohertz = identity.core_kilohertz;
    let words = kind.group().result_words(windows);
    let reading = line.map_or(0.0, |line| line.clocks_to_read(words, kilohertz));
    let sum = windows.chains() as f64 * SUM_OF_CHAIN * f64::from(kilohertz) * 1e3;
    Some(reading + sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ark_ff::BigInt;
    use zkcard_wire::{
        identity::{Curve, features},
        layout::{Multiples, Windows},
    };

    /// A card over BN254 as it is built: 70 chains, or 128 over bases with multiples.
    fn identity(core_kilohertz: u32) -> Identity {
        let windows = Windows {
            count: 20,
            bits: 13,
            narrow: 5,
            segments: 4,
            adders: 1,
        };
        let shared = Windows {
            count: 2,
            bits: 16,
            narrow: 0,
            segments: 64,
            adders: 1,
        };
        Identity {
            version: (1, 0),
            contract_hash: 0,
            features: features::MSM | features::MULTIPLES,
            curve: Curve::Bn254 as u32,
            scalar_bits: 254,
            windows,
            g2_windows: None,
            multiples: Some(Multiples::new(254, shared)),
            transforms: None,
            memory_words: 1 << 24,
            core_kilohertz,
            queue_depth: 16,
            clocks_per_bit: 2,
        }
    }

    fn shorter(identity: &Identity, baud: Option<u32>, log: usize, scalar: u64) -> bool {
        let scalar = BigInt([scalar; 4]) >> 3;
        let scalars = std::iter::repeat_n(&scalar, 1 << log);
        shorter_with_multiples(identity, identity.line_rate(baud), scalars)
    }

    #[test]
    fn results_that_come_back_at_once_let_full_scalars_gain() {
        let card = Identity {
            clocks_per_bit: 0,
            ..identity(250_000)
        };
        assert!(shorter(&card, None, 16, u64::MAX));
        assert!(!shorter(&card, None, 16, 0), "zeros cost a clock a word");
        let without = Identity {
            features: features::MSM,
            ..card
        };
        assert!(!shorter(&without, None, 16, u64::MAX));
    }

    #[test]
    fn a_longer_result_over_a_serial_line_costs_more_than_most_jobs_save() {
        let card = identity(250_000);
        for log in [16, 18, 20] {
            assert!(!shorter(&card, Some(3_000_000), log, u64::MAX), "2^{log}");
        }
        assert!(shorter(&card, Some(3_000_000), 22, u64::MAX));
        // The faster the line, the less it matters.
        assert!(shorter(&card, Some(300_000_000), 18, u64::MAX));
    }

    #[test]
    fn without_a_rate_the_clocks_of_the_line_decide() {
        let card = identity(0);
        assert!(!shorter(&card, None, 16, u64::MAX));
        assert!(shorter(&card, None, 18, u64::MAX));
    }

    #[test]
    fn chains_cost_the_processor_time() {
        let card = |core_kilohertz| Identity {
            clocks_per_bit: 0,
            ..identity(core_kilohertz)
        };
        // The clocks saved are worth less, the faster they are.
        assert!(shorter(&card(100_000), None, 15, u64::MAX));
        assert!(!shorter(&card(1_000_000), None, 15, u64::MAX));
    }
}
