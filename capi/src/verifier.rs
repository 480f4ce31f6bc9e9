//! The function of `verifier.h`.

use crate::{
    border::{Message, guard, text},
    failure::{Failure, VERIFIER_ERROR, VERIFIER_INVALID_PROOF, VERIFIER_VALID_PROOF},
    service,
};
use std::ffi::{c_char, c_int, c_ulong};

/// A text of JSON.
///
/// # Safety
/// As [`text`].
unsafe fn json<'a>(what: &'static str, at: *const c_char) -> Result<&'a str, Failure> {
    // SAFETY: what the caller promised.
    let text = unsafe { text(what, at) }?;
    text.to_str().map_err(|_| Failure::Text(what))
}

/// See `verifier.h`.
///
/// # Safety
/// Pointers are null or what `verifier.h` says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn groth16_verify(
    proof: *const c_char,
    inputs: *const c_char,
    verification_key: *const c_char,
    error_msg: *mut c_char,
    error_msg_maxsize: c_ulong,
) -> c_int {
    // SAFETY: the caller's promise, for this line and all below.
    let message = unsafe { Message::new(error_msg, error_msg_maxsize) };
    let judge = || {
        // SAFETY: as above.
        let proof = unsafe { json("proof", proof) }?;
        // SAFETY: as above.
        let inputs = unsafe { json("inputs", inputs) }?;
        // SAFETY: as above.
        let key = unsafe { json("verification_key", verification_key) }?;
        Ok(match service::verify(proof, inputs, key)? {
            true => VERIFIER_VALID_PROOF,
            false => VERIFIER_INVALID_PROOF,
        })
    };
    guard(message, |_| VERIFIER_ERROR, judge)
}
