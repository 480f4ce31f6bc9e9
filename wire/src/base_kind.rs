//! The kinds of bases: what a set of them holds for each.

use crate::{Group, identity::features, layout::Multiples};

/// What a set holds for each of its bases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BaseKind {
    /// A base over G1.
    G1,
    /// A base over G2.
    G2,
    /// A base over G1 and [multiples](crate::layout::Multiples) of it.
    Multiples,
}

impl BaseKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::G1, Self::G2, Self::Multiples];

    /// A base of `group` alone.
    pub const fn of(group: Group) -> Self {
        match group {
            Group::G1 => Self::G1,
            Group::G2 => Self::G2,
        }
    }

    /// The bit of `FEATURES` that a card which does MSMs over them has.
    pub const fn feature(self) -> u32 {
        match self {
            Self::Multiples => features::MULTIPLES,
            _ => self.group().feature(),
        }
    }

    /// Their group.
    pub const fn group(self) -> Group {
        match self {
            Self::G1 | Self::Multiples => Group::G1,
            Self::G2 => Group::G2,
        }
    }

    /// Words of card memory that a base takes on a card of these `multiples`; without any, none lies with multiples.
    pub const fn base_words(self, multiples: Option<&Multiples>) -> usize {
        match (self, multiples) {
            (Self::Multiples, Some(multiples)) => multiples.words,
            (Self::Multiples, None) => 0,
            _ => self.group().base_words(1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Windows;

    #[test]
    fn a_base_takes_a_word_for_each_part_of_a_coordinate_or_multiple() {
        let windows = Windows {
            count: 2,
            bits: 16,
            narrow: 0,
            segments: 32,
            adders: 1,
        };
        let multiples = Multiples::new(254, windows);
        let words = |card| BaseKind::ALL.map(|kind| kind.base_words(card));
        assert_eq!(words(Some(&multiples)), [1, 2, 8]);
        assert_eq!(words(None), [1, 2, 0]);
    }
}
