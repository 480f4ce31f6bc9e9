//! The functions of `zkcard.h`.

use crate::{
    border::{Message, Room, guard_prover, text},
    failure::Failure,
    prover::prover,
    service::Prover,
};
use std::ffi::{CStr, c_char, c_int, c_ulonglong, c_void};

const VERSION: &CStr =
    match CStr::from_bytes_with_nul(concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes()) {
        Ok(version) => version,
        Err(_) => panic!("a version without NUL"),
    };

/// See `zkcard.h`.
#[unsafe(no_mangle)]
pub extern "C" fn zkcard_version() -> *const c_char {
    VERSION.as_ptr()
}

/// See `zkcard.h`.
///
/// # Safety
/// Pointers are null or what `zkcard.h` says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zkcard_prover_check_key(
    prover_object: *mut c_void,
    error_msg: *mut c_char,
    error_msg_maxsize: c_ulonglong,
) -> c_int {
    // SAFETY: the caller's promise, for this line and the next.
    let message = unsafe { Message::new(error_msg, error_msg_maxsize) };
    // SAFETY: as above.
    guard_prover(message, || unsafe { prover(prover_object) }?.check_key())
}

/// Tells a text about a prover.
///
/// # Safety
/// As [`prover`] and [`Room::new`].
unsafe fn tell(
    handle: *mut c_void,
    at: *mut c_char,
    size: *mut c_ulonglong,
    ask: impl FnOnce(&Prover) -> Result<String, Failure>,
) -> Result<(), Failure> {
    // SAFETY: what the caller promised, here and in the next line.
    let prover = unsafe { prover(handle) }?;
    // SAFETY: as above.
    let room = unsafe { Room::new("the buffer", at, size) }?;
    room.fill(&ask(prover)?)
}

/// See `zkcard.h`.
///
/// # Safety
/// Pointers are null or what `zkcard.h` says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zkcard_prover_warnings(
    prover_object: *mut c_void,
    warnings_buffer: *mut c_char,
    warnings_size: *mut c_ulonglong,
    error_msg: *mut c_char,
    error_msg_maxsize: c_ulonglong,
) -> c_int {
    // SAFETY: the caller's promise, for this line and all below.
    let message = unsafe { Message::new(error_msg, error_msg_maxsize) };
    let ask = |prover: &Prover| Ok(prover.warnings());
    // SAFETY: as above.
    guard_prover(message, || unsafe {
        tell(prover_object, warnings_buffer, warnings_size, ask)
    })
}

/// See `zkcard.h`.
///
/// # Safety
/// Pointers are null or what `zkcard.h` says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zkcard_prover_verification_key(
    prover_object: *mut c_void,
    key_buffer: *mut c_char,
    key_size: *mut c_ulonglong,
    error_msg: *mut c_char,
    error_msg_maxsize: c_ulonglong,
) -> c_int {
    // SAFETY: the caller's promise, for this line and all below.
    let message = unsafe { Message::new(error_msg, error_msg_maxsize) };
    // SAFETY: as above.
    guard_prover(message, || unsafe {
        tell(
            prover_object,
            key_buffer,
            key_size,
            Prover::verification_key,
        )
    })
}

/// See `zkcard.h`.
///
/// # Safety
/// Pointers are null or what `zkcard.h` says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zkcard_prover_use_card(
    prover_object: *mut c_void,
    card_uri: *const c_char,
    error_msg: *mut c_char,
    error_msg_maxsize: c_ulonglong,
) -> c_int {
    // SAFETY: the caller's promise, for this line and all below.
    let message = unsafe { Message::new(error_msg, error_msg_maxsize) };
    guard_prover(message, || {
        const WHAT: &str = "the address of the card";
        // SAFETY: as above.
        let prover = unsafe { prover(prover_object) }?;
        // SAFETY: as above.
        let uri = unsafe { text(WHAT, card_uri) }?;
        prover.use_card(uri.to_str().map_err(|_| Failure::Text(WHAT))?)
    })
}
