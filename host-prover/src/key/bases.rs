//! The bases of an MSM, wherever they lie.

use crate::{
    curve::{PointBytes, PointError},
    formats::Section,
};
use rayon::prelude::*;
use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicU64, Ordering},
};
use thiserror::Error;

/// A base that cannot be used: the key is damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("point {index} of section {section}: {source}")]
pub struct BaseError {
    /// The part of the key, as [`Bases::named`] says.
    pub section: &'static str,
    /// Index of the point.
    pub index: usize,
    /// What is wrong with it.
    pub source: PointError,
}

/// Identity of a set of bases within this process. A card keeps bases under
/// it, so that a key travels once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BasesId(u64);

impl BasesId {
    fn fresh() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// Points where they lie.
#[derive(Clone, Copy, Debug)]
pub enum InPlace<'a, P> {
    /// As a key holds them, all coordinates below the modulus.
    Bytes(&'a [u8]),
    /// As arkworks holds them.
    Points(&'a [P]),
}

#[derive(Clone)]
enum Storage<P> {
    Mapped(Section),
    Owned(Arc<Vec<P>>),
}

/// A fixed sequence of points. Clones share the points and the identity.
#[derive(Clone)]
pub struct Bases<P> {
    id: BasesId,
    section: &'static str,
    storage: Storage<P>,
    /// Whether all coordinates are field elements, once it is known.
    elements: Arc<OnceLock<Result<(), BaseError>>>,
}

impl<P: PointBytes> Bases<P> {
    /// Bases in the bytes of a mapped key.
    pub fn mapped(section: Section) -> Self {
        Self::new(Storage::Mapped(section))
    }

    /// Bases in memory.
    pub fn owned(points: Vec<P>) -> Self {
        Self::new(Storage::Owned(Arc::new(points)))
    }

    fn new(storage: Storage<P>) -> Self {
        Self {
            id: BasesId::fresh(),
            section: "unnamed",
            storage,
            elements: Arc::default(),
        }
    }

    /// Says which part of a key they are, for errors.
    #[must_use]
    pub fn named(self, section: &'static str) -> Self {
        Self { section, ..self }
    }

    /// Their identity.
    pub fn id(&self) -> BasesId {
        self.id
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match &self.storage {
            Storage::Mapped(section) => section.bytes().len() / P::BYTES,
            Storage::Owned(points) => points.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The points as arkworks holds them; they are not checked to be on the curve.
    ///
    /// # Errors
    /// When a coordinate is not a field element.
    pub fn points(&self) -> Result<Arc<Vec<P>>, BaseError> {
        match &self.storage {
            Storage::Owned(points) => Ok(points.clone()),
            Storage::Mapped(section) => {
                let chunks = section.bytes().par_chunks_exact(P::BYTES).enumerate();
                let read =
                    |(i, bytes)| P::from_bytes_unchecked(bytes).map_err(|e| self.error(i, e));
                chunks.map(read).collect::<Result<_, _>>().map(Arc::new)
            }
        }
    }

    /// The points where they lie; they are not checked to be on the curve. The first
    /// call reads them all.
    ///
    /// # Errors
    /// When a coordinate is not a field element.
    pub(crate) fn in_place(&self) -> Result<InPlace<'_, P>, BaseError> {
        match &self.storage {
            Storage::Owned(points) => Ok(InPlace::Points(points)),
            Storage::Mapped(section) => {
                let bytes = section.bytes();
                let bad = |(i, bytes)| Some(self.error(i, P::from_bytes_unchecked(bytes).err()?));
                let check = || {
                    let points = bytes.par_chunks_exact(P::BYTES).enumerate();
                    points.find_map_first(bad).map_or(Ok(()), Err)
                };
                // No cell is held while threads share work: who waits for their part may begin
                // another sum over the same bases.
                let checked = self.elements.get().copied().unwrap_or_else(check);
                let _ = self.elements.set(checked);
                checked.map(|()| InPlace::Bytes(bytes))
            }
        }
    }

    /// Gives the pages of a mapped key back to the system, which reads them again when
    /// they are needed.
    pub(crate) fn release(&self) {
        if let Storage::Mapped(section) = &self.storage {
            section.release();
        }
    }

    /// One point as arkworks holds it; it is not checked to be on the curve.
    ///
    /// # Errors
    /// When a coordinate is not a field element.
    ///
    /// # Panics
    /// When there is no such point.
    pub fn point(&self, index: usize) -> Result<P, BaseError> {
        match &self.storage {
            Storage::Owned(points) => Ok(points[index]),
            Storage::Mapped(section) => {
                let bytes = &section.bytes()[index * P::BYTES..(index + 1) * P::BYTES];
                P::from_bytes_unchecked(bytes).map_err(|e| self.error(index, e))
            }
        }
    }

    /// Indices of the points that are not at infinity, ascending. No point is
    /// copied.
    pub fn finite_indices(&self) -> Vec<u32> {
        fn indices<T>(points: impl Iterator<Item = T>, finite: impl Fn(&T) -> bool) -> Vec<u32> {
            let numbered = points.zip(0u32..);
            numbered
                .filter(|(point, _)| finite(point))
                .map(|(_, i)| i)
                .collect()
        }
        match &self.storage {
            Storage::Mapped(section) => {
                let points = section.bytes().chunks_exact(P::BYTES);
                indices(points, |bytes| bytes.iter().any(|&byte| byte != 0))
            }
            Storage::Owned(points) => indices(points.iter(), |point| !point.is_zero()),
        }
    }

    /// Checks that every point is in the group.
    ///
    /// # Errors
    /// The index of the first bad point and what is wrong with it.
    pub fn check(&self) -> Result<(), BaseError> {
        let points = self.points()?;
        let bad = points
            .par_iter()
            .enumerate()
            .find_map_first(|(i, p)| Some(self.error(i, p.check_in_group().err()?)));
        bad.map_or(Ok(()), Err)
    }

    fn error(&self, index: usize, source: PointError) -> BaseError {
        BaseError {
            section: self.section,
            index,
            source,
        }
    }
}
