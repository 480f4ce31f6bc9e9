//! C++ bodies of the DPI functions: modular products over 64-bit limbs.
//!
//! Barrett's reduction in its general form (Handbook of Applied Cryptography, 14.3.3, with binary
//! shifts): for `x = a b < 2^(2W)` and a modulus `m` of `L` bits, with `mu = floor(2^(2W) / m)`,
//! `q = floor(floor(x / 2^(L-1)) mu / 2^(2W-L+1))` is at most 2 below `floor(x / m)`. It holds for any
//! modulus and any inputs of `W` bits, canonical or not, and returns the canonical representative.
use num_bigint::BigUint;
use std::fmt::Write;
use zkcard_hdl::emit::DpiFunction;

const INCLUDES: &str = r#"
#include "svdpi.h"
#include <cstdint>
#include <cstring>
"#;

/// What each function has in a namespace of its own: a design may have several.
const ARITHMETIC: &str = r#"
typedef unsigned __int128 Wide;

// p = the low P limbs of a b
template <int A, int B, int P> inline void multiply(const uint64_t* a, const uint64_t* b, uint64_t* p) {
    for (int i = 0; i < P; i++) p[i] = 0;
    for (int i = 0; i < B && i < P; i++) {
        uint64_t carry = 0;
        for (int j = 0; j < A && i + j < P; j++) {
            Wide sum = (Wide)a[j] * b[i] + p[i + j] + carry;
            p[i + j] = (uint64_t)sum;
            carry = (uint64_t)(sum >> 64);
        }
        if (i + A < P) p[i + A] = carry;
    }
}
// y = the low Y limbs of floor(x / 2^S)
template <int X, int Y, int S> inline void shift_right(const uint64_t* x, uint64_t* y) {
    const int whole = S / 64, part = S % 64;
    for (int i = 0; i < Y; i++) {
        uint64_t low = i + whole < X ? x[i + whole] : 0, high = i + whole + 1 < X ? x[i + whole + 1] : 0;
        y[i] = part ? low >> part | high << ((64 - part) & 63) : low;
    }
}
// d = a - b, returns the borrow
template <int N> inline bool subtract(const uint64_t* a, const uint64_t* b, uint64_t* d) {
    uint64_t borrow = 0;
    for (int i = 0; i < N; i++) {
        Wide difference = (Wide)a[i] - b[i] - borrow;
        d[i] = (uint64_t)difference;
        borrow = (uint64_t)(difference >> 64) & 1;
    }
    return borrow;
}
"#;

/// The C++ of `function`; it does not compile unless the modulus is in `1..2^width`.
pub fn modular_product(function: &DpiFunction) -> String {
    let (width, length) = (function.width, function.modulus.bits() as usize);
    let quotient_bits = (2 * width + 1).saturating_sub(length);
    let power = BigUint::from(1u32) << (2 * width);
    let mu = if length == 0 {
        power
    } else {
        power / &function.modulus
    };
    let limbs = width.div_ceil(64);
    let high = quotient_bits.div_ceil(64);
    let mu_limbs = (quotient_bits + 1).div_ceil(64);
    let rest = (length + 2).div_ceil(64).max(limbs);
    let mut text = INCLUDES.to_owned();
    let _ = write!(
        text,
        "namespace of_{name} {{
{ARITHMETIC}
static_assert(1 <= {length} && {length} <= {width}, \"the modulus must be in 1..2^width\");
static const uint64_t modulus[] = {{{modulus}}}, mu[] = {{{mu}}};
}}
extern \"C\" void {name}(const svBitVecVal* a_, const svBitVecVal* b_, svBitVecVal* p_) {{
    using namespace of_{name};
    uint64_t a[{limbs}] = {{0}}, b[{limbs}] = {{0}}, x[{double}], h[{high}], t[{total}], q[{rest}], multiple[{rest}], r[{rest}], less[{rest}];
    memcpy(a, a_, {bytes});
    memcpy(b, b_, {bytes});
    multiply<{limbs}, {limbs}, {double}>(a, b, x);
    shift_right<{double}, {high}, {length} - 1>(x, h);
    multiply<{high}, {mu_limbs}, {total}>(h, mu, t);
    shift_right<{total}, {rest}, {quotient_bits}>(t, q);
    multiply<{rest}, {rest}, {rest}>(q, modulus, multiple);
    uint64_t low[{rest}];
    for (int i = 0; i < {rest}; i++) low[i] = i < {double} ? x[i] : 0;
    subtract<{rest}>(low, multiple, r);
    for (int i = 0; i < 2; i++)
        if (!subtract<{rest}>(r, modulus, less)) memcpy(r, less, sizeof r);
    memcpy(p_, r, {bytes});
}}
",
        name = function.name,
        modulus = constants(&function.modulus, rest),
        mu = constants(&mu, mu_limbs),
        double = 2 * limbs,
        total = high + mu_limbs,
        bytes = width.div_ceil(32) * 4,
    );
    text
}

/// `count` limbs of `value` as C++ constants.
fn constants(value: &BigUint, count: usize) -> String {
    let mut digits = value.to_u64_digits();
    digits.resize(count.max(digits.len()), 0);
    digits
        .iter()
        .map(|digit| format!("{digit:#x}ull"))
        .collect::<Vec<_>>()
        .join(", ")
}
