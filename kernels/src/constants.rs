//! What the levels must know of a modulus, computed by the compiler.
//!
//! Numbers are little-endian words of 64 bits, or limbs of 52 bits.

/// Bits of a limb: what AVX-512 IFMA multiplies.
pub(crate) const LIMB_BITS: u32 = 52;

/// The bits of a limb that are not carry.
pub(crate) const LIMB_MASK: u64 = (1 << LIMB_BITS) - 1;

/// `-1 / modulus` modulo 2^64, of the modulus' lowest word; also good modulo 2^52.
pub(crate) const fn negative_inverse(lowest: u64) -> u64 {
    // Each step of Newton's doubles the bits that are right: 1, 2, .. 64.
    let (mut inverse, mut step) = (1u64, 0);
    while step < 6 {
        inverse = inverse.wrapping_mul(2u64.wrapping_sub(lowest.wrapping_mul(inverse)));
        step += 1;
    }
    inverse.wrapping_neg()
}

/// The low `52 L` bits of a number, in limbs.
#[inline(always)]
pub(crate) const fn limbs<const W: usize, const L: usize>(words: [u64; W]) -> [u64; L] {
    let (mut limbs, mut j) = ([0; L], 0);
    while j < L {
        let bit = j * LIMB_BITS as usize;
        let (word, low) = (bit / 64, bit % 64);
        if word < W {
            limbs[j] = words[word] >> low;
        }
        if low > 12 && word + 1 < W {
            limbs[j] |= words[word + 1] << (64 - low);
        }
        limbs[j] &= LIMB_MASK;
        j += 1;
    }
    limbs
}

/// `factor` times a number, in limbs. The highest takes what is beyond.
pub(crate) const fn multiple<const L: usize>(number: [u64; L], factor: u64) -> [u64; L] {
    let (mut product, mut carry, mut j) = ([0; L], 0, 0);
    while j < L {
        let sum = number[j] * factor + carry;
        product[j] = if j + 1 < L { sum & LIMB_MASK } else { sum };
        carry = sum >> LIMB_BITS;
        j += 1;
    }
    product
}

/// `factor` times the square of a number, in limbs.
pub(crate) const fn scaled_square<const L: usize, const N: usize>(
    number: [u64; L],
    factor: u64,
) -> [u64; N] {
    let (mut square, mut i) = ([0; N], 0);
    while i < L {
        let (mut carry, mut j) = (0u128, 0);
        while j < L || carry > 0 {
            let limb = if j < L { number[j] as u128 } else { 0 };
            let sum = square[i + j] as u128 + number[i] as u128 * limb * factor as u128 + carry;
            square[i + j] = sum as u64 & LIMB_MASK;
            carry = sum >> LIMB_BITS;
            j += 1;
        }
        i += 1;
    }
    square
}

/// `2^exponent` modulo a modulus whose highest bit is free.
pub(crate) const fn power_of_two<const W: usize>(modulus: [u64; W], exponent: u32) -> [u64; W] {
    let (mut power, mut i) = ([0; W], 0);
    power[0] = 1;
    while i < exponent {
        let (mut j, mut low) = (0, 0);
        while j < W {
            let next = power[j] >> 63;
            power[j] = power[j] << 1 | low;
            low = next;
            j += 1;
        }
        power = subtract_once(power, modulus);
        i += 1;
    }
    power
}

/// `number - modulus`, or `number` if it is the smaller.
pub(crate) const fn subtract_once<const W: usize>(number: [u64; W], modulus: [u64; W]) -> [u64; W] {
    let (mut rest, mut borrow, mut j) = ([0; W], false, 0);
    while j < W {
        let (word, first) = number[j].overflowing_sub(modulus[j]);
        let (word, second) = word.overflowing_sub(borrow as u64);
        rest[j] = word;
        borrow = first | second;
        j += 1;
    }
    if borrow { number } else { rest }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_times_its_inverse_is_minus_one() {
        for word in [1, 3, 0x3c20_8c16_d87c_fd47, u64::MAX] {
            assert_eq!(
                word.wrapping_mul(negative_inverse(word)),
                u64::MAX,
                "{word}"
            );
        }
    }

    #[test]
    fn limbs_hold_the_bits_of_words() {
        let words = [0x0123_4567_89ab_cdef, 0xfedc_ba98_7654_3210, 7, u64::MAX];
        let limbs: [u64; 5] = limbs(words);
        for bit in 0..256 {
            let in_words = words[bit / 64] >> (bit % 64) & 1;
            assert_eq!(limbs[bit / 52] >> (bit % 52) & 1, in_words, "bit {bit}");
        }
    }

    #[test]
    fn powers_of_two_are_reduced() {
        assert_eq!(power_of_two([1_000_003], 40), [(1u64 << 40) % 1_000_003]);
        assert_eq!(power_of_two([5, 1], 64), [0, 1]);
        assert_eq!(power_of_two([5, 1], 65), [u64::MAX - 4, 0]);
    }

    #[test]
    fn squares_carry_into_the_limb_above() {
        let all = LIMB_MASK;
        // (2^52 - 1)^2 = (2^52 - 2) 2^52 + 1, and 2^5 times that.
        assert_eq!(scaled_square([all], 1), [1, all - 1, 0]);
        assert_eq!(scaled_square([all], 32), [32, all - 63, 31]);
        assert_eq!(scaled_square([0, 3], 2), [0, 0, 18, 0]);
    }

    #[test]
    fn multiples_carry_into_the_highest_limb() {
        assert_eq!(
            multiple([LIMB_MASK, LIMB_MASK], 3),
            [LIMB_MASK - 2, 3 * LIMB_MASK + 2]
        );
    }
}
