//! Signed numbers of different widths, side by side, to words of one width.
//!
//! ```text
//! numbers:  | ... | n_1: w_1 bits | n_0: w_0 bits |      each n_i + 2^(w_i - 1), unsigned
//! words:    | ... | n_1:   W bits | n_0:   W bits |      each n_i + 2^(W - 1)
//! ```
//!
//! Words without a number are zero, 2^(W - 1). Wiring and inverters: the sign is repeated. Interface: combinational. Latency: 0. Golden model: integers.

use crate::named;
use num_bigint::BigUint;
use rust_hdl::prelude::*;

/// Words of `W` bits in vectors of `P` bits.
#[derive(LogicBlock)]
pub struct ExcessWords<const P: usize, const W: usize> {
    /// The numbers side by side, lowest first.
    pub numbers: Signal<In, Bits<P>>,
    /// The numbers as words.
    pub words: Signal<Out, Bits<P>>,
    _widths: Vec<usize>,
}

impl<const P: usize, const W: usize> ExcessWords<P, W> {
    /// For numbers of `widths` bits.
    ///
    /// # Panics
    /// When they are more than the words, or one has no bit or more than `W`.
    pub fn new(widths: Vec<usize>) -> Self {
        assert!(
            P.is_multiple_of(W) && widths.len() <= P / W,
            "{} words of {W} in {P} bits",
            widths.len()
        );
        assert!(
            widths.iter().all(|width| (1..=W).contains(width)),
            "{widths:?}"
        );
        Self {
            numbers: Default::default(),
            words: Default::default(),
            _widths: widths,
        }
    }

    /// Offset and width of each number.
    fn fields(&self) -> Vec<(usize, usize)> {
        let offset = |offset: &mut usize, width: &usize| {
            *offset += width;
            Some((*offset - width, *width))
        };
        self._widths.iter().scan(0, offset).collect()
    }
}

impl<const P: usize, const W: usize> Logic for ExcessWords<P, W> {
    fn update(&mut self) {
        let numbers: BigUint = self.numbers.val().into();
        let words = self.fields().into_iter().enumerate();
        let words = words.map(|(i, (offset, width))| {
            let number = (&numbers >> offset) & ((BigUint::from(1u32) << width) - 1u32);
            let raise = (BigUint::from(1u32) << (W - 1)) - (BigUint::from(1u32) << (width - 1));
            (number + raise) << (W * i)
        });
        let zeros = (self._widths.len()..P / W).map(|i| BigUint::from(1u32) << (W * i + W - 1));
        self.words.next = words.chain(zeros).sum::<BigUint>().into();
    }
    fn connect(&mut self) {
        self.words.connect();
    }
    fn hdl(&self) -> Verilog {
        let word = |(i, (offset, width)): (usize, (usize, usize))| {
            let top = offset + width - 1;
            let sign = match W - width {
                0 => String::new(),
                more => format!("{{{more}{{!numbers[{top}]}}}}, "),
            };
            let rest = match width {
                1 => String::new(),
                _ => format!(", numbers[{}:{offset}]", top - 1),
            };
            format!(
                "assign words[{} +: {W}] = {{numbers[{top}], {sign}{}}};\n",
                i * W,
                rest.trim_start_matches(", ")
            )
        };
        let zero = |i: usize| {
            let zero = BigUint::from(1u32) << (W - 1);
            format!("assign words[{} +: {W}] = {W}'h{zero:x};\n", i * W)
        };
        let words = self.fields().into_iter().enumerate().map(word);
        let zeros = (self._widths.len()..P / W).map(zero);
        Verilog::Custom(words.chain(zeros).collect())
    }
    named!();
}
