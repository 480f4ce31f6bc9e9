//! What a card says of itself: the values of its identity registers, and what its judgement of jobs depends on.

use super::control::QUEUE_DEPTH;
use zkcard_wire::{
    BaseKind, Group, identity,
    layout::{Multiples, Windows},
    registers::{self, Register},
    sets::Limits,
};

/// What an NTT core can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transforms {
    /// `TRANSFORM_BITS`.
    pub bits: u32,
    /// `TRANSFORM_LANES`.
    pub lanes: u32,
}

/// What the identity registers of a card say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    /// `FEATURES`.
    pub features: u32,
    /// `CURVE`.
    pub curve: u32,
    /// `SCALAR_BITS`.
    pub scalar_bits: u32,
    /// `WINDOW_BITS`, `WINDOWS`, `NARROW_WINDOWS` and `SEGMENTS`.
    pub windows: Windows,
    /// The same over G2, if the core adds there.
    pub g2_windows: Option<Windows>,
    /// `MULTIPLES` and the registers of their windows, if the core takes them.
    pub multiples: Option<Multiples>,
    /// `TRANSFORM_BITS` and `TRANSFORM_LANES`, if there is an NTT core.
    pub transforms: Option<Transforms>,
    /// `MEMORY_WORDS`.
    pub memory_words: u32,
    /// `CORE_KILOHERTZ`.
    pub core_kilohertz: u32,
    /// Value of `UART_DIVISOR` after reset.
    pub divisor: u16,
}

impl Identity {
    /// What the judgement of jobs depends on.
    pub(crate) fn limits(&self) -> Limits {
        let multiples = self.multiples.as_ref();
        let base_words = |kind: BaseKind| kind.base_words(multiples) as u32;
        let result_words = |kind: BaseKind| {
            let windows = match kind {
                BaseKind::G1 => Some(&self.windows),
                BaseKind::G2 => self.g2_windows.as_ref(),
                BaseKind::Multiples => multiples.map(|multiples| &multiples.windows),
            };
            windows.map_or(0, |windows| kind.group().result_words(windows) as u32)
        };
        Limits {
            features: self.features,
            memory_words: self.memory_words,
            base_words: BaseKind::ALL.map(base_words),
            result_words: BaseKind::ALL.map(result_words),
            transform_bits: self.transforms.map_or(0, |transforms| transforms.bits),
        }
    }

    /// What read-only register `i` of the table shows, as far as it never changes.
    pub(super) fn register(&self, i: usize) -> u32 {
        let hash = registers::CONTRACT_HASH;
        let fixed = [
            (registers::MAGIC, identity::MAGIC),
            (registers::VERSION, identity::VERSION),
            (registers::CONTRACT_HASH_LOW, hash as u32),
            (registers::CONTRACT_HASH_HIGH, (hash >> 32) as u32),
            (registers::FEATURES, self.features),
            (registers::CURVE, self.curve),
            (registers::SCALAR_BITS, self.scalar_bits),
            (registers::MEMORY_WORDS, self.memory_words),
            (registers::CORE_KILOHERTZ, self.core_kilohertz),
            (registers::QUEUE_DEPTH, QUEUE_DEPTH),
            (registers::ADDERS, self.windows.adders as u32),
            (
                registers::TRANSFORM_BITS,
                self.transforms.map_or(0, |transforms| transforms.bits),
            ),
            (
                registers::TRANSFORM_LANES,
                self.transforms.map_or(0, |transforms| transforms.lanes),
            ),
        ];
        let g2 = self.g2_windows.map(|windows| describe(Group::G2, windows));
        let windows = describe(Group::G1, self.windows)
            .into_iter()
            .chain(g2.into_iter().flatten())
            .chain(self.multiples.iter().flat_map(describe_multiples));
        let found = fixed
            .into_iter()
            .chain(windows)
            .find(|(register, _)| register.offset == registers::TABLE[i].offset);
        found.map_or(0, |(_, value)| value)
    }
}

/// What the registers of a group say of its windows.
fn describe(group: Group, windows: Windows) -> [(Register, u32); 4] {
    let Windows {
        count,
        bits,
        narrow,
        segments,
        ..
    } = windows;
    let values = [count, bits, narrow, segments];
    std::array::from_fn(|i| (group.window_registers()[i], values[i] as u32))
}

fn describe_multiples(multiples: &Multiples) -> [(Register, u32); 3] {
    let values = multiples.values();
    std::array::from_fn(|i| (Multiples::REGISTERS[i], values[i] as u32))
}
