//! A number times limbs that come one a clock: one row of a product, with its columns summed.
//!
//! ```text
//! limb --> x factor[n-1]   ...   x factor[1]   x factor[0]
//!              |                     |             |
//!          [column n-1] --> ... [column 1] --> [column 0] --[carry]--> low  (limbs 0 .. n-1 of the product)
//!              '------ after the last limb ------'---[n columns]--[carry]--> high (limbs n .. 2n-1)
//! ```
//!
//! Columns move down by one a limb; no sum is longer than a column. Interface: limbs with `valid`, the first and the
//! last of n marked; pauses may come between limbs. A factor is a constant, or is shifted in with `load`, lowest limb
//! first, and taken over with the first limb. Low limbs come marked as the limbs did, [`LimbRow::LATENCY`] clocks
//! later; high limbs follow the last of them, one a clock. Source: operand scanning. Golden model: the product.

mod text;

use crate::named;
use num_bigint::BigUint;
use rust_hdl::prelude::*;
pub(super) use text::{RowFactor, row_text};

/// Bits of a limb: those of a multiplier of the smaller devices.
pub const LIMB: usize = 18;

const MASK: u64 = (1 << LIMB) - 1;

/// The limbs of `number`, lowest first.
///
/// # Panics
/// When it has more than `count`.
pub fn limbs(number: &BigUint, count: usize) -> Vec<u64> {
    assert!(
        number.bits() as usize <= LIMB * count,
        "{count} limbs of {number:x}"
    );
    let limb = |i: usize| (number >> (LIMB * i)) & BigUint::from(MASK);
    (0..count)
        .map(|i| limb(i).iter_u64_digits().next().unwrap_or(0))
        .collect()
}

/// One row of multipliers.
#[derive(LogicBlock)]
pub struct LimbRow {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Whether a limb of the next factor comes.
    pub load: Signal<In, Bit>,
    /// That limb.
    pub factor: Signal<In, Bits<LIMB>>,
    /// Whether a limb comes.
    pub valid: Signal<In, Bit>,
    /// Whether it is the first one.
    pub first: Signal<In, Bit>,
    /// Whether it is the last one.
    pub last: Signal<In, Bit>,
    /// The limb.
    pub limb: Signal<In, Bits<LIMB>>,
    /// Low limb of the product.
    pub low: Signal<Out, Bits<LIMB>>,
    /// Whether there is one.
    pub low_valid: Signal<Out, Bit>,
    /// Whether it is the first one.
    pub low_first: Signal<Out, Bit>,
    /// Whether it is the last one.
    pub low_last: Signal<Out, Bit>,
    /// High limb of the product.
    pub high: Signal<Out, Bits<LIMB>>,
    /// Whether it is the first one.
    pub high_first: Signal<Out, Bit>,
    _constant: Option<Vec<u64>>,
    _state: State,
}

/// Marks of a limb on its way.
#[derive(Clone, Copy, Default)]
struct Marks {
    valid: bool,
    first: bool,
    last: bool,
}

/// Registers of the model.
#[derive(Clone, Default)]
struct State {
    coming: Vec<u64>,
    held: Vec<u64>,
    limb: u64,
    marks: [Marks; 4],
    products: Vec<u64>,
    columns: Vec<u64>,
    carry: u64,
    high: Vec<u64>,
    high_carry: u64,
}

impl LimbRow {
    /// Clocks from a limb to the low limb it completes.
    pub const LATENCY: usize = 4;

    /// For factors of `count` limbs that are shifted in.
    pub fn variable(count: usize) -> Self {
        Self::new(count, None)
    }

    /// For one factor of `count` limbs.
    ///
    /// # Panics
    /// When it has more limbs.
    pub fn constant(factor: &BigUint, count: usize) -> Self {
        Self::new(count, Some(limbs(factor, count)))
    }

    fn new(count: usize, constant: Option<Vec<u64>>) -> Self {
        assert!((2..=32).contains(&count), "a row of {count} limbs");
        let zeros = vec![0; count];
        Self {
            clock: Default::default(),
            load: Default::default(),
            factor: Default::default(),
            valid: Default::default(),
            first: Default::default(),
            last: Default::default(),
            limb: Default::default(),
            low: Default::default(),
            low_valid: Default::default(),
            low_first: Default::default(),
            low_last: Default::default(),
            high: Default::default(),
            high_first: Default::default(),
            _state: State {
                coming: zeros.clone(),
                held: constant.clone().unwrap_or(zeros.clone()),
                products: zeros.clone(),
                columns: zeros.clone(),
                high: zeros,
                ..State::default()
            },
            _constant: constant,
        }
    }

    fn text(&self) -> String {
        let factor = match &self._constant {
            Some(limbs) => RowFactor::Constant(limbs),
            None => RowFactor::Shifted,
        };
        row_text("", self._state.columns.len(), &factor)
    }
}

impl State {
    /// One clock; gives the outputs: low, its marks, high, whether it is the first one.
    fn clock(
        &mut self,
        constant: bool,
        load: Option<u64>,
        limb: u64,
        marks: Marks,
    ) -> (u64, Marks, u64, bool) {
        let count = self.columns.len();
        let [of_product, of_column, of_total, of_low] = self.marks;
        let high_total = self.high[0]
            + if of_low.last {
                self.carry
            } else {
                self.high_carry
            };
        let total = self.columns[0] + if of_total.first { 0 } else { self.carry };
        let ends = of_total.valid && of_total.last;
        self.high.remove(0);
        self.high.push(0);
        if ends {
            self.high[..count - 1].copy_from_slice(&self.columns[1..]);
        }
        if of_column.valid {
            let above = |j: usize| match (of_column.first, j + 1 < count) {
                (false, true) => self.columns[j + 1],
                _ => 0,
            };
            self.columns = (0..count).map(|j| self.products[j] + above(j)).collect();
        }
        self.products = self.held.iter().map(|factor| factor * self.limb).collect();
        if marks.first && !constant {
            self.held = self.coming.clone();
        }
        if let Some(limb) = load {
            self.coming.remove(0);
            self.coming.push(limb);
        }
        self.limb = limb;
        let low = Marks {
            valid: of_total.valid,
            first: of_total.valid && of_total.first,
            last: ends,
        };
        self.marks = [marks, of_product, of_column, low];
        if of_total.valid {
            self.carry = total >> LIMB;
        }
        self.high_carry = high_total >> LIMB;
        (total & MASK, low, high_total & MASK, of_low.last)
    }
}

impl Logic for LimbRow {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            let marks = Marks {
                valid: self.valid.val(),
                first: self.first.val(),
                last: self.last.val(),
            };
            let number = |bits: Bits<LIMB>| bits.index() as u64;
            let load = self.load.val().then(|| number(self.factor.val()));
            let limb = number(self.limb.val());
            let constant = self._constant.is_some();
            let (low, marks, high, first) = self._state.clock(constant, load, limb, marks);
            if marks.valid {
                self.low.next = low.into();
            }
            self.low_valid.next = marks.valid;
            self.low_first.next = marks.first;
            self.low_last.next = marks.last;
            self.high.next = high.into();
            self.high_first.next = first;
        }
    }
    fn connect(&mut self) {
        self.low.connect();
        self.low_valid.connect();
        self.low_first.connect();
        self.low_last.connect();
        self.high.connect();
        self.high_first.connect();
    }
    fn hdl(&self) -> Verilog {
        Verilog::Custom(self.text())
    }
    named!();
}
