//! Words of a beat to a chunk of lanes, or from it; and what makers of factors give to the lanes they serve.
//!
//! ```text
//! word x, index x --> lanes x, W + x, 2 W + x, ...          for all of them the same
//! chunk, valid    --> enable of lanes W chunk .. W chunk + W - 1
//! maker i, bit j  --> lane Q i + j
//! ```
//!
//! Interface: combinational. Latency: 0. Golden model: the formulas.

use crate::named;
use rust_hdl::prelude::*;

/// `P` lanes in chunks of `W`, which `H` bits number; words of `B` bits.
#[derive(LogicBlock)]
pub struct Spread<const P: usize, const W: usize, const B: usize> {
    /// A word for each place.
    pub words: [Signal<In, Bits<B>>; W],
    /// A word for each lane.
    pub lanes: [Signal<Out, Bits<B>>; P],
}

impl<const P: usize, const W: usize, const B: usize> Default for Spread<P, W, B> {
    /// # Panics
    /// When lanes are no whole chunks.
    fn default() -> Self {
        assert!(P.is_multiple_of(W), "{P} lanes in chunks of {W}");
        Self {
            words: std::array::from_fn(|_| Default::default()),
            lanes: std::array::from_fn(|_| Default::default()),
        }
    }
}

impl<const P: usize, const W: usize, const B: usize> Logic for Spread<P, W, B> {
    fn update(&mut self) {
        for (lane, port) in self.lanes.iter_mut().enumerate() {
            port.next = self.words[lane % W].val();
        }
    }
    fn connect(&mut self) {
        for port in &mut self.lanes {
            port.connect();
        }
    }
    fn hdl(&self) -> Verilog {
        let lane = |lane| format!("assign lanes_{lane} = words_{};\n", lane % W);
        Verilog::Custom((0..P).map(lane).collect())
    }
    named!();
}

/// Which of `P` lanes in chunks of `W` a beat is for.
#[derive(LogicBlock)]
pub struct ChunkEnable<const P: usize, const W: usize, const H: usize> {
    /// Whether there is a beat.
    pub valid: Signal<In, Bit>,
    /// Number of the chunk.
    pub chunk: Signal<In, Bits<H>>,
    /// A bit for each lane.
    pub lanes: [Signal<Out, Bit>; P],
}

impl<const P: usize, const W: usize, const H: usize> Default for ChunkEnable<P, W, H> {
    /// # Panics
    /// When lanes are no whole chunks, or `H` bits do not number them.
    fn default() -> Self {
        assert!(
            P.is_multiple_of(W) && P / W <= 1 << H,
            "{P} lanes in chunks of {W}"
        );
        Self {
            valid: Default::default(),
            chunk: Default::default(),
            lanes: std::array::from_fn(|_| Default::default()),
        }
    }
}

impl<const P: usize, const W: usize, const H: usize> Logic for ChunkEnable<P, W, H> {
    fn update(&mut self) {
        let (valid, chunk) = (self.valid.val(), self.chunk.val().index());
        for (lane, port) in self.lanes.iter_mut().enumerate() {
            port.next = valid && chunk == lane / W;
        }
    }
    fn connect(&mut self) {
        for port in &mut self.lanes {
            port.connect();
        }
    }
    fn hdl(&self) -> Verilog {
        let lane = |lane| {
            format!(
                "assign lanes_{lane} = valid && chunk == {H}'d{};\n",
                lane / W
            )
        };
        Verilog::Custom((0..P).map(lane).collect())
    }
    named!();
}

/// What each maker of factors gives to the `Q` lanes it serves.
#[derive(LogicBlock)]
pub struct Served<const P: usize, const R: usize, const Q: usize, const B: usize> {
    /// Which lanes of a maker it is for.
    pub made: Signal<In, Bits<Q>>,
    /// Of each maker.
    pub products: [Signal<In, Bits<B>>; R],
    /// A bit for each lane.
    pub enable: [Signal<Out, Bit>; P],
    /// A word for each lane.
    pub lanes: [Signal<Out, Bits<B>>; P],
}

impl<const P: usize, const R: usize, const Q: usize, const B: usize> Default
    for Served<P, R, Q, B>
{
    /// # Panics
    /// When makers do not serve all lanes.
    fn default() -> Self {
        assert_eq!(P, R * Q, "{R} makers of {Q} lanes each");
        Self {
            made: Default::default(),
            products: std::array::from_fn(|_| Default::default()),
            enable: std::array::from_fn(|_| Default::default()),
            lanes: std::array::from_fn(|_| Default::default()),
        }
    }
}

impl<const P: usize, const R: usize, const Q: usize, const B: usize> Logic for Served<P, R, Q, B> {
    fn update(&mut self) {
        let made = self.made.val();
        for (lane, port) in self.enable.iter_mut().enumerate() {
            port.next = made.get_bit(lane % Q);
        }
        for (lane, port) in self.lanes.iter_mut().enumerate() {
            port.next = self.products[lane / Q].val();
        }
    }
    fn connect(&mut self) {
        for port in &mut self.enable {
            port.connect();
        }
        for port in &mut self.lanes {
            port.connect();
        }
    }
    fn hdl(&self) -> Verilog {
        let lane = |lane| {
            format!(
                "assign enable_{lane} = made[{}];\nassign lanes_{lane} = products_{};\n",
                lane % Q,
                lane / Q
            )
        };
        Verilog::Custom((0..P).map(lane).collect())
    }
    named!();
}
