//! How a transform is cut into passes.
//!
//! A transform of 2^n points is one of columns and one of rows, with columns of words between them, where both fit into the
//! buffers of lanes and give a vector to each lane: `n = columns + rows`. Longer ones have a pass in the middle, shorter
//! ones are done whole by each lane, all lanes alike. Rows have factors of their own, and a maker keeps up with four lanes
//! from rows of 2^9 words on.
//!
//! Source: the four-step transform, Bailey, "FFTs in external or hierarchical memory", 1990.

/// The smallest rows, as a power of two, for which a maker keeps up with four lanes: it makes `4 (2^m - 1 + m)` products
/// in `m 2^(m - 1)` clocks.
const ROWS: usize = 9;

/// Powers of two that a core is built with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CoreSizes {
    /// Lanes.
    pub lanes: usize,
    /// Words of a beat, two at least, at most as many as there are lanes.
    pub beat: usize,
    /// Words of a buffer of a lane, at least those of two beats for each lane.
    pub buffer: usize,
}

/// Powers of two of the points of columns, of the middle pass and of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// Points of a column; zero if lanes do the whole transform.
    pub columns: usize,
    /// Points of the pass in the middle; zero if there is none.
    pub middle: usize,
    /// Points of a row, or of the whole.
    pub rows: usize,
}

impl Cut {
    /// Of a transform of `2^size` points; none if the core is too small for it.
    pub fn of(size: usize, core: &CoreSizes) -> Option<Self> {
        let CoreSizes {
            lanes,
            beat,
            buffer,
        } = *core;
        if size < 2 * lanes {
            return (size <= buffer).then_some(Self {
                rows: size,
                ..Self::default()
            });
        }
        if size <= 2 * buffer {
            let rows = size.div_ceil(2).max(ROWS).min(buffer).min(size - lanes);
            return Some(Self {
                columns: size - rows,
                middle: 0,
                rows,
            });
        }
        // Three parts much alike: a pass of few stages would wait for memory.
        let rows = size.div_ceil(3).max(ROWS).min(buffer);
        let middle = ((size - rows) / 2).min(buffer - beat);
        let columns = size - rows - middle;
        (columns <= buffer).then_some(Self {
            columns,
            middle,
            rows,
        })
    }

    /// The largest transform that a core does, as a power of two, at most 31.
    pub fn largest(core: &CoreSizes) -> usize {
        let fits = |size: &usize| Self::of(*size, core).is_some();
        (0..32).take_while(fits).last().unwrap_or(0)
    }

    /// Its passes.
    pub fn passes(&self) -> usize {
        1 + usize::from(self.columns > 0) + usize::from(self.middle > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_sizes_up_to_the_largest_are_cut_into_what_fits() {
        for (lanes, beat, buffer) in [(2, 1, 5), (3, 2, 6), (3, 3, 12), (4, 3, 12), (6, 5, 12)] {
            let core = CoreSizes {
                lanes,
                beat,
                buffer,
            };
            let largest = Cut::largest(&core);
            assert!(largest >= 2 * buffer + 2, "{core:?}: {largest}");
            for size in 0..=largest {
                let cut = Cut::of(size, &core).unwrap();
                let Cut {
                    columns,
                    middle,
                    rows,
                } = cut;
                assert_eq!(columns + middle + rows, size, "{core:?}");
                assert!(columns <= buffer && rows <= buffer, "{core:?}: {cut:?}");
                if cut.passes() > 1 {
                    assert!(columns >= lanes && rows >= lanes, "{core:?}: {cut:?}");
                }
                if cut.passes() > 2 {
                    assert!(middle + beat <= buffer && rows >= beat, "{core:?}: {cut:?}");
                }
            }
        }
    }

    #[test]
    fn a_card_of_4096_words_a_buffer_cuts_up_to_24_bits_in_two() {
        let core = CoreSizes {
            lanes: 3,
            beat: 3,
            buffer: 12,
        };
        let passes = |size| Cut::of(size, &core).map(|cut| cut.passes());
        assert_eq!([5, 6, 24, 25, 26].map(passes), [1, 2, 2, 3, 3].map(Some));
    }
}
