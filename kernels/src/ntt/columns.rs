//! Columns of a matrix that threads write at the same time, eight neighbours each.
//!
//! This module holds the `unsafe` of transforms: columns lie between each other, so no slice of them is one thread's own.

#![allow(unsafe_code)]

use crate::LANES;
use std::{marker::PhantomData, ops::Range};

/// A matrix, row after row.
pub(super) struct Columns<'a, T> {
    first: *mut T,
    rows: usize,
    width: usize,
    _matrix: PhantomData<&'a mut [T]>,
}

/// Some groups of eight neighbouring columns, and no one else's.
pub(super) struct Groups<'a, T> {
    first: *mut T,
    rows: usize,
    width: usize,
    groups: Range<usize>,
    _matrix: PhantomData<&'a mut [T]>,
}

// SAFETY: a `Groups` is the only way to its columns while the matrix is borrowed, as `&mut T` would be.
unsafe impl<T: Send> Send for Groups<'_, T> {}

impl<'a, T> Columns<'a, T> {
    /// Of rows of `width` elements.
    pub(super) fn of(matrix: &'a mut [T], width: usize) -> Self {
        assert!(
            width.is_multiple_of(LANES) && matrix.len().is_multiple_of(width),
            "whole rows of whole groups"
        );
        Self {
            rows: matrix.len() / width,
            first: matrix.as_mut_ptr(),
            width,
            _matrix: PhantomData,
        }
    }

    /// The groups of each range; ranges follow each other from the first group on.
    pub(super) fn split(self, ranges: Vec<Range<usize>>) -> Vec<Groups<'a, T>> {
        let mut next = 0;
        for range in &ranges {
            assert!(range.start == next && range.end >= next, "ranges in turn");
            next = range.end;
        }
        assert!(next <= self.width / LANES, "groups of the matrix");
        let groups = |groups| Groups {
            first: self.first,
            rows: self.rows,
            width: self.width,
            groups,
            _matrix: PhantomData,
        };
        ranges.into_iter().map(groups).collect()
    }
}

impl<T: Copy> Groups<'_, T> {
    /// Writes a row of a group.
    #[inline(always)]
    pub(super) fn write(&mut self, group: usize, row: usize, words: &[T; LANES]) {
        assert!(self.groups.contains(&group) && row < self.rows);
        // SAFETY: the row and the group are within the matrix, which is borrowed; the group is in no other `Groups`, since
        // ranges do not overlap.
        unsafe {
            let at = self.first.add(row * self.width + group * LANES);
            std::ptr::copy_nonoverlapping(words.as_ptr(), at, LANES);
        }
    }
}
