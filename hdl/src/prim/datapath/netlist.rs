//! Nets, buses and the operations that make new ones.

use super::model::Pipeline;
use num_bigint::BigUint;
use std::ops::Range;

/// Widths of the unsigned product that one DSP slice computes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tile {
    /// Bits of the wide operand.
    pub a: usize,
    /// Bits of the narrow operand.
    pub b: usize,
    /// Whether the next slice can add the upper bits of a product, from bit `b` on, to its own.
    pub cascades: bool,
}

impl Tile {
    /// DSP48E2: 27 x 18 signed, with a cascade that shifts by 17.
    pub const ULTRASCALE: Self = Self {
        a: 26,
        b: 17,
        cascades: true,
    };
    /// ECP5 MULT18: 18 x 18 signed.
    pub const ECP5: Self = Self {
        a: 17,
        b: 17,
        cascades: false,
    };
    /// Clocks from operands to product: two input registers, M and P.
    pub const LATENCY: usize = 4;
}

/// What the netlist is shaped for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// The multiplier of the device.
    pub tile: Tile,
    /// Longest carry chain in bits; longer sums take a clock for each such piece.
    pub carry: usize,
}

impl Default for Shape {
    /// UltraScale+ tiles; a sum of 63 bits and its carry are one machine word in a simulation, which runs four
    /// times as fast as with chains of 132 bits, for a third more latency.
    fn default() -> Self {
        Self {
            tile: Tile::ULTRASCALE,
            carry: 63,
        }
    }
}

/// One bit: a constant or a bit of a net.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wire {
    /// Constant.
    Constant(bool),
    /// Bit `index` of net number `net`.
    Net {
        /// Number of the net.
        net: usize,
        /// Bit of it.
        index: usize,
    },
}

const ZERO: Wire = Wire::Constant(false);

/// Bits, least significant first. Slicing, shifting and joining are those of `Vec`.
pub type Bus = Vec<Wire>;

/// `value` in `width` bits.
///
/// # Panics
/// When the value does not fit.
pub fn constant(value: &BigUint, width: usize) -> Bus {
    assert!(
        value.bits() as usize <= width,
        "{value:x} has more than {width} bits"
    );
    (0..width)
        .map(|i| Wire::Constant(value.bit(i as u64)))
        .collect()
}

/// `bus` in exactly `width` bits: cut, or filled with zeros above.
pub fn zero_extend(bus: &[Wire], width: usize) -> Bus {
    bus.iter()
        .copied()
        .chain(std::iter::repeat(ZERO))
        .take(width)
        .collect()
}

/// `bus << by`.
pub fn shift_left(bus: &[Wire], by: usize) -> Bus {
    std::iter::repeat_n(ZERO, by)
        .chain(bus.iter().copied())
        .collect()
}

/// Neighbouring bits of one net, or constant bits.
#[derive(Clone, Debug)]
pub(super) enum Run {
    Constant { value: BigUint, bits: usize },
    Slice { net: usize, low: usize, bits: usize },
}

/// A bus as runs, least significant first.
#[derive(Clone, Debug)]
pub(super) struct Operand {
    pub(super) runs: Vec<Run>,
}

impl Operand {
    pub(super) fn new(bus: &[Wire]) -> Self {
        let mut runs: Vec<Run> = vec![];
        for wire in bus {
            match (wire, runs.last_mut()) {
                (Wire::Constant(bit), Some(Run::Constant { value, bits })) => {
                    value.set_bit(*bits as u64, *bit);
                    *bits += 1;
                }
                (Wire::Constant(bit), _) => runs.push(Run::Constant {
                    value: u32::from(*bit).into(),
                    bits: 1,
                }),
                (Wire::Net { net, index }, Some(Run::Slice { net: n, low, bits }))
                    if n == net && *low + *bits == *index =>
                {
                    *bits += 1;
                }
                (Wire::Net { net, index }, _) => runs.push(Run::Slice {
                    net: *net,
                    low: *index,
                    bits: 1,
                }),
            }
        }
        Self { runs }
    }
}

/// The product whose upper bits a slice adds to its own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Before {
    /// Its net.
    pub(super) net: usize,
    /// Its bits that are not passed on.
    pub(super) kept: usize,
}

/// How a net gets its value.
#[derive(Clone, Debug)]
pub(super) enum Source {
    Input,
    /// `a + b + carry`, or `a - b - carry` whose top bit is the borrow.
    Sum {
        a: Operand,
        b: Operand,
        carry: Operand,
        subtract: bool,
    },
    /// `a b`, and the upper bits of the product before where a slice adds them.
    Product {
        a: Operand,
        b: Operand,
        widths: (usize, usize),
        before: Option<Before>,
    },
    Select {
        choice: Operand,
        yes: Operand,
        no: Operand,
    },
    /// The word that the bits of the index, lowest first, number.
    Table {
        index: Vec<Operand>,
        words: Vec<BigUint>,
    },
    /// The first value whose condition holds, or else the last one.
    Pick {
        choices: Vec<(Operand, Operand)>,
        otherwise: Operand,
    },
    /// Zero if `clear`, what it was before if `keep`, else the value.
    Hold {
        value: Operand,
        keep: Operand,
        clear: Operand,
    },
    /// What the value was `clocks` sets of inputs before.
    Earlier {
        value: Operand,
        clocks: usize,
    },
    /// The other value of one bit.
    Not(Operand),
}

/// A named vector of bits that becomes valid at one clock.
#[derive(Clone, Debug)]
pub(super) struct Net {
    pub(super) width: usize,
    pub(super) time: usize,
    /// Clock at which the operands are taken.
    pub(super) taken: usize,
    pub(super) source: Source,
}

/// A datapath under construction.
#[derive(Clone, Debug, Default)]
pub struct Netlist {
    shape: Shape,
    pub(super) nets: Vec<Net>,
    pub(super) inputs: Vec<(String, usize)>,
}

impl Netlist {
    /// An empty datapath.
    pub fn new(shape: Shape) -> Self {
        Self {
            shape,
            ..Default::default()
        }
    }

    /// The multiplier and carry chain it is shaped for.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// An input port, valid at clock 0.
    pub fn input(&mut self, name: &str, width: usize) -> Bus {
        self.inputs.push((name.into(), width));
        self.net(width, 0, 0, Source::Input)
    }

    /// Ends the construction: the outputs, by name, appear together.
    pub fn finish(self, outputs: Vec<(&str, Bus)>) -> Pipeline {
        let latency = outputs
            .iter()
            .map(|(_, bus)| self.time(bus))
            .max()
            .unwrap_or(0);
        let outputs = outputs
            .into_iter()
            .map(|(name, bus)| (name.to_string(), bus.len(), Operand::new(&bus)));
        let outputs = outputs.collect();
        Pipeline {
            netlist: self,
            outputs,
            latency,
        }
    }

    /// The clock at which the last bit of `bus` is valid.
    pub fn time(&self, bus: &[Wire]) -> usize {
        let bit_time = |wire: &Wire| match wire {
            Wire::Constant(_) => 0,
            Wire::Net { net, .. } => self.nets[*net].time,
        };
        bus.iter().map(bit_time).max().unwrap_or(0)
    }

    /// DSP tiles so far.
    pub fn tiles(&self) -> usize {
        self.nets
            .iter()
            .filter(|net| matches!(net.source, Source::Product { .. }))
            .count()
    }

    /// Bits of all sums and differences so far: look-up tables with a carry cell.
    pub fn sum_bits(&self) -> usize {
        let sums = self
            .nets
            .iter()
            .filter(|net| matches!(net.source, Source::Sum { .. }));
        sums.map(|net| net.width - 1).sum()
    }

    /// `a + b mod 2^width`, registered.
    pub fn add(&mut self, a: &[Wire], b: &[Wire], width: usize) -> Bus {
        let (a, b) = (zero_extend(a, width), zero_extend(b, width));
        let passes = a
            .iter()
            .zip(&b)
            .take_while(|(a, b)| **a == ZERO || **b == ZERO)
            .count();
        let low = a
            .iter()
            .zip(&b)
            .take(passes)
            .map(|(a, b)| if *a == ZERO { *b } else { *a });
        let low: Bus = low.collect();
        let (high, _) = self.sum(&a[passes..], &b[passes..], false);
        [low, high].concat()
    }

    /// `a - b mod 2^width`, registered.
    pub fn sub(&mut self, a: &[Wire], b: &[Wire], width: usize) -> Bus {
        self.sub_borrow(a, b, width).0
    }

    /// `a - b mod 2^width` and whether `a < b`.
    pub fn sub_borrow(&mut self, a: &[Wire], b: &[Wire], width: usize) -> (Bus, Wire) {
        self.sum(&zero_extend(a, width), &zero_extend(b, width), true)
    }

    /// `a + b mod 2^width` and whether it is less than `a + b`.
    pub fn add_carry(&mut self, a: &[Wire], b: &[Wire], width: usize) -> (Bus, Wire) {
        self.sum(&zero_extend(a, width), &zero_extend(b, width), false)
    }

    /// The other value of a wire, in the same clock.
    pub fn not(&mut self, wire: Wire) -> Wire {
        let time = self.time(&[wire]);
        self.net(1, time, time, Source::Not(Operand::new(&[wire])))[0]
    }

    /// One DSP tile.
    ///
    /// # Panics
    /// When the operands exceed the tile.
    pub fn tile(&mut self, a: &[Wire], b: &[Wire]) -> Bus {
        assert!(
            a.len() <= self.shape.tile.a && b.len() <= self.shape.tile.b,
            "operands exceed the tile"
        );
        self.slice(a, b, self.time(a).max(self.time(b)), None)
    }

    /// `a b` for `a` of one tile: a slice for each tile of `b`, which passes the upper bits of its sum on to the next one.
    ///
    /// # Panics
    /// When `a` exceeds the tile.
    pub fn row(&mut self, a: &[Wire], b: &[Wire]) -> Bus {
        let tile = self.shape.tile;
        assert!(a.len() <= tile.a, "operands exceed the tile");
        // Slice i works i clocks after the first one: no register can hold up what is passed on.
        let due = b.chunks(tile.b).enumerate();
        let start = due
            .map(|(i, b)| self.time(a).max(self.time(b)).saturating_sub(i))
            .max()
            .unwrap_or(0);
        let (mut out, mut before) = (Bus::new(), None);
        for (i, chunk) in b.chunks(tile.b).enumerate() {
            let mut sum = self.slice(a, chunk, start + i, before);
            before = Some(Before {
                net: self.nets.len() - 1,
                kept: tile.b,
            });
            if (i + 1) * tile.b < b.len() {
                sum.truncate(tile.b);
            }
            out.extend(sum);
        }
        out
    }

    fn slice(&mut self, a: &[Wire], b: &[Wire], taken: usize, before: Option<Before>) -> Bus {
        let source = Source::Product {
            a: Operand::new(a),
            b: Operand::new(b),
            widths: (a.len(), b.len()),
            before,
        };
        self.net(a.len() + b.len(), taken + Tile::LATENCY, taken, source)
    }

    /// `choice ? yes : no`, registered; the buses have one width.
    pub fn select(&mut self, choice: Wire, yes: &[Wire], no: &[Wire]) -> Bus {
        assert_eq!(yes.len(), no.len(), "selected buses differ in width");
        let taken = self.time(&[choice]).max(self.time(yes)).max(self.time(no));
        let (choice, yes_bus, no) = (Operand::new(&[choice]), Operand::new(yes), Operand::new(no));
        self.net(
            yes.len(),
            taken + 1,
            taken,
            Source::Select {
                choice,
                yes: yes_bus,
                no,
            },
        )
    }

    /// The bus of the first choice whose wire is high, or else `otherwise`, registered; the buses have one width. Two
    /// choices take one look-up table a bit. Bits that are early stay early.
    pub fn pick(&mut self, choices: &[(Wire, &Bus)], otherwise: &[Wire]) -> Bus {
        let buses: Vec<&[Wire]> = choices
            .iter()
            .map(|(_, bus)| bus.as_slice())
            .chain([otherwise])
            .collect();
        let mut out = vec![];
        for range in self.equal_times(&buses) {
            let parts = buses.iter().map(|bus| self.time(&bus[range.clone()]));
            let conditions = choices.iter().map(|(wire, _)| self.time(&[*wire]));
            let taken = parts.chain(conditions).max().unwrap_or(0);
            let choices = choices
                .iter()
                .map(|(wire, bus)| (Operand::new(&[*wire]), Operand::new(&bus[range.clone()])));
            let source = Source::Pick {
                choices: choices.collect(),
                otherwise: Operand::new(&otherwise[range.clone()]),
            };
            out.extend(self.net(range.len(), taken + 1, taken, source));
        }
        out
    }

    /// A register that is zero if `clear`, else as before if `keep`, else `value`: what it was before is what it was for
    /// the set of inputs before. No logic but the flip-flop's own.
    pub fn hold(&mut self, value: &[Wire], keep: Wire, clear: Wire) -> Bus {
        let taken = self.time(value).max(self.time(&[keep, clear]));
        let [value_now, keep, clear] = [value, &[keep], &[clear]].map(Operand::new);
        let source = Source::Hold {
            value: value_now,
            keep,
            clear,
        };
        self.net(value.len(), taken + 1, taken, source)
    }

    /// What `value` was for the set of inputs `clocks` before this one. Bits that are early stay early.
    pub fn earlier(&mut self, value: &[Wire], clocks: usize) -> Bus {
        let mut out = vec![];
        for range in self.equal_times(&[value]) {
            let time = self.time(&value[range.clone()]);
            let source = Source::Earlier {
                value: Operand::new(&value[range.clone()]),
                clocks,
            };
            out.extend(self.net(range.len(), time, time, source));
        }
        out
    }

    /// Ranges of bits that are valid at one clock, for buses of one width.
    fn equal_times(&self, buses: &[&[Wire]]) -> Vec<Range<usize>> {
        let width = buses.first().map_or(0, |bus| bus.len());
        assert!(
            buses.iter().all(|bus| bus.len() == width),
            "buses differ in width"
        );
        let time = |bit: usize| {
            let times = buses.iter().map(|bus| self.time(&bus[bit..=bit]));
            times.max().unwrap_or(0)
        };
        let mut ranges: Vec<Range<usize>> = vec![];
        for bit in 0..width {
            match ranges.last_mut() {
                Some(range) if time(range.start) == time(bit) => range.end = bit + 1,
                _ => ranges.push(bit..bit + 1),
            }
        }
        ranges
    }

    /// `words[index]`, registered: a look-up table of the device for each bit when the index has six bits or less.
    ///
    /// # Panics
    /// When there is not a word for each index, or one has more than `width` bits.
    pub fn table(&mut self, index: &[Wire], words: Vec<BigUint>, width: usize) -> Bus {
        assert_eq!(words.len(), 1 << index.len(), "a word for each index");
        assert!(
            words.iter().all(|word| word.bits() as usize <= width),
            "a word has more than {width} bits"
        );
        let taken = self.time(index);
        let index = index.iter().map(|wire| Operand::new(&[*wire])).collect();
        self.net(width, taken + 1, taken, Source::Table { index, words })
    }

    /// `x < c ? x : x - c` in `width` bits, for `x < 2^(len x)`.
    pub fn subtract_if_not_less(&mut self, x: &[Wire], c: &BigUint, width: usize) -> Bus {
        let wide = x.len().max(c.bits() as usize);
        let (difference, less) = self.sub_borrow(x, &constant(c, wide), wide);
        self.select(
            less,
            &zero_extend(x, width),
            &zero_extend(&difference, width),
        )
    }

    /// The sum of all operands modulo `2^width`, by a balanced tree that adds the earliest first.
    pub fn tree(&mut self, operands: Vec<Bus>, width: usize) -> Bus {
        let mut level = operands;
        while level.len() > 1 {
            level.sort_by_key(|bus| self.time(bus));
            let pairs = level.chunks(2).map(|pair| match pair {
                [a, b] => self.add(a, b, width.min(a.len().max(b.len()) + 1)),
                rest => rest.concat(),
            });
            level = pairs.collect();
        }
        zero_extend(&level.pop().unwrap_or_default(), width)
    }

    /// A chunked sum or difference and its last carry.
    fn sum(&mut self, a: &[Wire], b: &[Wire], subtract: bool) -> (Bus, Wire) {
        let (mut out, mut carry) = (vec![], ZERO);
        for (a, b) in a.chunks(self.shape.carry).zip(b.chunks(self.shape.carry)) {
            let taken = self.time(a).max(self.time(b)).max(self.time(&[carry]));
            let source = Source::Sum {
                a: Operand::new(a),
                b: Operand::new(b),
                carry: Operand::new(&[carry]),
                subtract,
            };
            let mut sum = self.net(a.len() + 1, taken + 1, taken, source);
            carry = sum.pop().unwrap_or(ZERO);
            out.extend(sum);
        }
        (out, carry)
    }

    fn net(&mut self, width: usize, time: usize, taken: usize, source: Source) -> Bus {
        self.nets.push(Net {
            width,
            time,
            taken,
            source,
        });
        let net = self.nets.len() - 1;
        (0..width).map(|index| Wire::Net { net, index }).collect()
    }
}
