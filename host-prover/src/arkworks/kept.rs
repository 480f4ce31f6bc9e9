//! The key of the last proof, so that a loop over `Groth16::prove` converts it once.

use crate::{curve::SnarkCurve, key::Key};
use ark_groth16::{ProvingKey, VerifyingKey};
use std::{
    any::Any,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Of whatever curve.
static LAST: Mutex<Option<Arc<dyn Any + Send + Sync>>> = Mutex::new(None);

/// Length, first and last point of a query.
type Ends<P> = (usize, Option<P>, Option<P>);

/// What tells keys apart. A setup draws alpha, beta, gamma and delta at random, so its
/// verifying part belongs to no other; the rest catches keys that were put together.
#[derive(PartialEq)]
struct Identity<E: SnarkCurve> {
    verifying: VerifyingKey<E>,
    beta1: E::G1Affine,
    delta1: E::G1Affine,
    /// Of A, B1, C and H.
    g1: [Ends<E::G1Affine>; 4],
    /// Of B2.
    g2: Ends<E::G2Affine>,
}

struct Kept<E: SnarkCurve> {
    identity: Identity<E>,
    key: Key<E>,
}

fn ends<P: Copy>(points: &[P]) -> Ends<P> {
    (
        points.len(),
        points.first().copied(),
        points.last().copied(),
    )
}

impl<E: SnarkCurve> Identity<E> {
    fn of(key: &ProvingKey<E>) -> Self {
        Self {
            verifying: key.vk.clone(),
            beta1: key.beta_g1,
            delta1: key.delta_g1,
            g1: [&key.a_query, &key.b_g1_query, &key.l_query, &key.h_query].map(|q| ends(q)),
            g2: ends(&key.b_g2_query),
        }
    }
}

fn last() -> MutexGuard<'static, Option<Arc<dyn Any + Send + Sync>>> {
    LAST.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The key as this crate holds it, if it was the last.
pub(super) fn find<E: SnarkCurve>(key: &ProvingKey<E>) -> Option<Key<E>> {
    let kept = last().clone()?.downcast::<Kept<E>>().ok()?;
    (kept.identity == Identity::of(key)).then(|| kept.key.clone())
}

/// Keeps a key in the place of the one before.
pub(super) fn keep<E: SnarkCurve>(original: &ProvingKey<E>, key: Key<E>) -> Key<E> {
    let kept = Kept {
        identity: Identity::of(original),
        key: key.clone(),
    };
    *last() = Some(Arc::new(kept));
    key
}

/// Drops the key that [`Groth16::prove`](super::Groth16) keeps, and its memory unless a
/// proof is under way.
pub fn forget_key() {
    *last() = None;
}
