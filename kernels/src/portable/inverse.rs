//! Inversion modulo a prime.
//!
//! A binary greatest common divisor that works 31 steps at a time on the highest
//! and lowest bits of its numbers, and then catches up on the numbers themselves.
//! Its time depends on the number.
//!
//! Source: Pornin, "Optimized binary GCD for modular inversion" (eprint 2020/972).

use crate::field::Modulus;

/// Steps between two updates of the numbers.
const STEPS: u32 = 31;

/// `1 / number` modulo the prime, of a number below it; zero for zero.
pub fn invert<P: Modulus<W>, const W: usize>(number: &[u64; W]) -> [u64; W] {
    // a = number * u, b = number * v modulo the prime; in the end b is one.
    let (mut a, mut b) = (*number, P::MODULUS);
    let (mut u, mut v) = ([0; W], [0; W]);
    u[0] = 1;
    while a != [0; W] {
        let mut factors = steps(&a, &b);
        let next = [0, 1].map(|i| shifted_sum(&a, &b, factors[i]));
        for (i, (_, negative)) in next.iter().enumerate() {
            if *negative {
                factors[i] = factors[i].map(|factor| -factor);
            }
        }
        [(a, _), (b, _)] = next;
        [u, v] = factors.map(|pair| reduced_sum::<P, W>(&u, &v, pair));
    }
    v
}

/// The factors by which 31 steps on the two numbers turn them into
/// `(f a + g b) / 2^31`.
fn steps<const W: usize>(a: &[u64; W], b: &[u64; W]) -> [[i64; 2]; 2] {
    let (mut a, mut b) = approximate(a, b);
    let ([mut f0, mut g0], [mut f1, mut g1]) = ([1i64, 0i64], [0i64, 1i64]);
    for _ in 0..STEPS {
        // No branches: the bits are as good as random.
        let odd = (a & 1).wrapping_neg();
        let swap = odd & u64::from(a < b).wrapping_neg();
        (a, b) = swapped(a, b, swap);
        let exchange = |x: i64, y: i64| {
            let (x, y) = swapped(x as u64, y as u64, swap);
            (x as i64, y as i64)
        };
        (f0, f1) = exchange(f0, f1);
        (g0, g1) = exchange(g0, g1);
        a = a.wrapping_sub(b & odd) >> 1;
        f0 -= f1 & odd as i64;
        g0 -= g1 & odd as i64;
        f1 <<= 1;
        g1 <<= 1;
    }
    [[f0, g0], [f1, g1]]
}

#[inline(always)]
fn swapped(a: u64, b: u64, mask: u64) -> (u64, u64) {
    let difference = (a ^ b) & mask;
    (a ^ difference, b ^ difference)
}

/// The low 31 bits of two numbers, and above them the 33 bits from the highest
/// that either has.
fn approximate<const W: usize>(a: &[u64; W], b: &[u64; W]) -> (u64, u64) {
    let top = (0..W).rev().find(|&j| a[j] | b[j] != 0).unwrap_or(0);
    if top == 0 {
        return (a[0], b[0]);
    }
    let zeros = (a[top] | b[top]).leading_zeros();
    let low = (1 << STEPS) - 1;
    let pick = |number: &[u64; W]| {
        let pair = u128::from(number[top]) << 64 | u128::from(number[top - 1]);
        let high = (pair << zeros >> 64) as u64;
        high & !low | number[0] & low
    };
    (pick(a), pick(b))
}

/// `|f a + g b| / 2^31`, which is exact, and whether it was negative.
fn shifted_sum<const W: usize>(a: &[u64; W], b: &[u64; W], [f, g]: [i64; 2]) -> ([u64; W], bool) {
    let (mut sum, carry) = combination(a, b, [f, g], &[0; W], 0);
    let negative = carry < 0;
    shift(&mut sum, carry);
    if negative {
        negate(&mut sum);
    }
    (sum, negative)
}

/// `(f u + g v) / 2^31` modulo the prime.
fn reduced_sum<P: Modulus<W>, const W: usize>(
    u: &[u64; W],
    v: &[u64; W],
    [f, g]: [i64; 2],
) -> [u64; W] {
    let lowest = u[0]
        .wrapping_mul(f as u64)
        .wrapping_add(v[0].wrapping_mul(g as u64));
    // As many times the prime as make the sum divisible.
    let factor = lowest.wrapping_mul(P::NEGATIVE_INVERSE) & ((1 << STEPS) - 1);
    let (mut sum, carry) = combination(u, v, [f, g], &P::MODULUS, factor);
    shift(&mut sum, carry);
    // Above minus the prime, below twice the prime.
    if carry < 0 {
        let mut carry = 0;
        for (word, modulus) in sum.iter_mut().zip(P::MODULUS) {
            let next = u128::from(*word) + u128::from(modulus) + carry;
            (*word, carry) = (next as u64, next >> 64);
        }
        return sum;
    }
    crate::constants::subtract_once(sum, P::MODULUS)
}

/// `f a + g b + h c` in words, and the signed word above them.
fn combination<const W: usize>(
    a: &[u64; W],
    b: &[u64; W],
    [f, g]: [i64; 2],
    c: &[u64; W],
    h: u64,
) -> ([u64; W], i64) {
    let (mut sum, mut carry) = ([0; W], 0i128);
    for j in 0..W {
        let terms = i128::from(a[j]) * i128::from(f) + i128::from(b[j]) * i128::from(g);
        carry += terms + i128::from(c[j]) * i128::from(h);
        sum[j] = carry as u64;
        carry >>= 64;
    }
    (sum, carry as i64)
}

/// Divides words and the word above them by 2^31.
fn shift<const W: usize>(words: &mut [u64; W], above: i64) {
    for j in 0..W {
        let high = if j + 1 < W {
            words[j + 1]
        } else {
            above as u64
        };
        words[j] = words[j] >> STEPS | high << (64 - STEPS);
    }
}

fn negate<const W: usize>(words: &mut [u64; W]) {
    let mut carry = true;
    for word in words {
        (*word, carry) = (!*word).overflowing_add(u64::from(carry));
    }
}
