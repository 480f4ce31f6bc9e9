//! The functions of `prover.h`.

use crate::{
    border::{Message, Room, bytes, guard_prover, lend, put, text},
    failure::Failure,
    service::{PROOF_SIZE, Prover, public_size_of_bytes, public_size_of_file},
};
use std::{
    ffi::{OsStr, c_char, c_int, c_ulonglong, c_void},
    os::unix::ffi::OsStrExt,
    path::Path,
    ptr,
};

/// The path of a key.
///
/// # Safety
/// As [`text`].
unsafe fn path<'a>(at: *const c_char) -> Result<&'a Path, Failure> {
    // SAFETY: what the caller promised.
    let name = unsafe { text("the name of the zkey file", at) }?;
    Ok(Path::new(OsStr::from_bytes(name.to_bytes())))
}

/// The prover behind a handle.
///
/// # Safety
/// `handle` is null, or a prover that is not destroyed during `'a`.
pub(crate) unsafe fn prover<'a>(handle: *mut c_void) -> Result<&'a Prover, Failure> {
    // SAFETY: null, or made by `hand_over` and alive, as promised.
    let prover = unsafe { handle.cast::<Prover>().as_ref() };
    prover.ok_or(Failure::Null("the prover object"))
}

/// Gives a prover to C, which destroys it.
///
/// # Safety
/// `place` is null, or may be written.
unsafe fn hand_over(
    place: *mut *mut c_void,
    make: impl FnOnce() -> Result<Prover, Failure>,
) -> Result<(), Failure> {
    // A caller who destroys what was never made destroys nothing.
    // SAFETY: what the caller promised.
    if !unsafe { put(place, ptr::null_mut()) } {
        return Err(Failure::Null("the place of the prover object"));
    }
    let handle = Box::into_raw(Box::new(make()?)).cast();
    // SAFETY: as above.
    unsafe { put(place, handle) };
    Ok(())
}

/// Tells the size of the public inputs.
///
/// # Safety
/// `place` is null, or may be written.
unsafe fn tell_size(
    place: *mut c_ulonglong,
    size: impl FnOnce() -> Result<u64, Failure>,
) -> Result<(), Failure> {
    if place.is_null() {
        return Err(Failure::Null("the place of the public size"));
    }
    let size = size()?;
    // SAFETY: what the caller promised.
    unsafe { put(place, size) };
    Ok(())
}

/// See `prover.h`.
///
/// # Safety
/// Pointers are null or what `prover.h` says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn groth16_public_size_for_zkey_buf(
    zkey_buffer: *const c_void,
    zkey_size: c_ulonglong,
    public_size: *mut c_ulonglong,
    error_msg: *mut c_char,
    error_msg_maxsize: c_ulonglong,
) -> c_int {
    // SAFETY: the caller's promise, for this line and all below.
    let message = unsafe { Message::new(error_msg, error_msg_maxsize) };
    guard_prover(message, || {
        // SAFETY: as above.
        let zkey = unsafe { bytes("the zkey buffer", zkey_buffer, zkey_size) }?;
        // SAFETY: as above.
        unsafe { tell_size(public_size, || public_size_of_bytes(zkey)) }
    })
}

/// See `prover.h`.
///
/// # Safety
/// Pointers are null or what `prover.h` says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn groth16_public_size_for_zkey_file(
    zkey_fname: *const c_char,
    public_size: *mut c_ulonglong,
    error_msg: *mut c_char,
    error_msg_maxsize: c_ulonglong,
) -> c_int {
    // SAFETY: the caller's promise, for this line and all below.
    let message = unsafe { Message::new(error_msg, error_msg_maxsize) };
    guard_prover(message, || {
        // SAFETY: as above.
        let path = unsafe { path(zkey_fname) }?;
        // SAFETY: as above.
        unsafe { tell_size(public_size, || public_size_of_file(path)) }
    })
}

/// See `prover.h`.
///
/// # Safety
/// Pointers are null or what `prover.h` says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn groth16_proof_size(proof_size: *mut c_ulonglong) {
    // SAFETY: the caller's promise.
    unsafe { put(proof_size, PROOF_SIZE as c_ulonglong) };
}

/// See `prover.h`.
///
/// # Safety
/// Pointers are null or what `prover.h` says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn groth16_prover_create(
    prover_object: *mut *mut c_void,
    zkey_buffer: *const c_void,
    zkey_size: c_ulonglong,
    error_msg: *mut c_char,
    error_msg_maxsize: c_ulonglong,
) -> c_int {
    // SAFETY: the caller's promise, for this line and all below.
    let message = unsafe { Message::new(error_msg, error_msg_maxsize) };
    let make = || {
        // SAFETY: as above.
        Prover::from_bytes(unsafe { bytes("the zkey buffer", zkey_buffer, zkey_size) }?)
    };
    // SAFETY: as above.
    guard_prover(message, || unsafe { hand_over(prover_object, make) })
}

/// See `prover.h`.
///
/// # Safety
/// Pointers are null or what `prover.h` says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn groth16_prover_create_zkey_file(
    prover_object: *mut *mut c_void,
    zkey_file_path: *const c_char,
    error_msg: *mut c_char,
    error_msg_maxsize: c_ulonglong,
) -> c_int {
    // SAFETY: the caller's promise, for this line and all below.
    let message = unsafe { Message::new(error_msg, error_msg_maxsize) };
    // SAFETY: as above.
    let make = || Prover::from_file(unsafe { path(zkey_file_path) }?);
    // SAFETY: as above.
    guard_prover(message, || unsafe { hand_over(prover_object, make) })
}

/// The witness and the two buffers of a proof.
struct Call {
    wtns_buffer: *const c_void,
    wtns_size: c_ulonglong,
    proof_buffer: *mut c_char,
    proof_size: *mut c_ulonglong,
    public_buffer: *mut c_char,
    public_size: *mut c_ulonglong,
}

impl Call {
    /// Finds null pointers before anything costly is done, then proves with what
    /// `make` makes.
    ///
    /// # Safety
    /// Pointers are null or what `prover.h` says.
    unsafe fn prove<P: std::borrow::Borrow<Prover>>(
        self,
        make: impl FnOnce() -> Result<P, Failure>,
    ) -> Result<(), Failure> {
        // SAFETY: what the caller promised, here and in the next two lines.
        let witness = unsafe { bytes("the witness buffer", self.wtns_buffer, self.wtns_size) }?;
        // SAFETY: as above.
        let proof = unsafe { Room::new("the proof buffer", self.proof_buffer, self.proof_size) }?;
        // SAFETY: as above.
        let public =
            unsafe { Room::new("the public buffer", self.public_buffer, self.public_size) }?;
        make()?.borrow().prove(witness, proof, public)
    }
}

/// See `prover.h`.
///
/// # Safety
/// Pointers are null or what `prover.h` says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn groth16_prover_prove(
    prover_object: *mut c_void,
    wtns_buffer: *const c_void,
    wtns_size: c_ulonglong,
    proof_buffer: *mut c_char,
    proof_size: *mut c_ulonglong,
    public_buffer: *mut c_char,
    public_size: *mut c_ulonglong,
    error_msg: *mut c_char,
    error_msg_maxsize: c_ulonglong,
) -> c_int {
    // SAFETY: the caller's promise, for this line and all below.
    let message = unsafe { Message::new(error_msg, error_msg_maxsize) };
    let call = Call {
        wtns_buffer,
        wtns_size,
        proof_buffer,
        proof_size,
        public_buffer,
        public_size,
    };
    // SAFETY: as above.
    let found = || unsafe { prover(prover_object) };
    // SAFETY: as above.
    guard_prover(message, || unsafe { call.prove(found) })
}

/// See `prover.h`.
///
/// # Safety
/// `prover_object` is null, or a prover that nobody uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn groth16_prover_destroy(prover_object: *mut c_void) {
    if prover_object.is_null() {
        return;
    }
    // SAFETY: nobody hears of a panic here: there is no message.
    let nowhere = unsafe { Message::new(ptr::null_mut(), 0) };
    guard_prover(nowhere, || {
        // SAFETY: made by `hand_over`, and given back once, as promised.
        drop(unsafe { Box::from_raw(prover_object.cast::<Prover>()) });
        Ok(())
    });
}

/// See `prover.h`.
///
/// # Safety
/// Pointers are null or what `prover.h` says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn groth16_prover(
    zkey_buffer: *const c_void,
    zkey_size: c_ulonglong,
    wtns_buffer: *const c_void,
    wtns_size: c_ulonglong,
    proof_buffer: *mut c_char,
    proof_size: *mut c_ulonglong,
    public_buffer: *mut c_char,
    public_size: *mut c_ulonglong,
    error_msg: *mut c_char,
    error_msg_maxsize: c_ulonglong,
) -> c_int {
    // SAFETY: the caller's promise, for this line and all below.
    let message = unsafe { Message::new(error_msg, error_msg_maxsize) };
    let call = Call {
        wtns_buffer,
        wtns_size,
        proof_buffer,
        proof_size,
        public_buffer,
        public_size,
    };
    // SAFETY: as above.
    let prove = |zkey| unsafe { call.prove(|| Prover::from_shared(zkey)) };
    // SAFETY: as above.
    guard_prover(message, || unsafe {
        lend("the zkey buffer", zkey_buffer, zkey_size, prove)
    })
}

/// See `prover.h`.
///
/// # Safety
/// Pointers are null or what `prover.h` says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn groth16_prover_zkey_file(
    zkey_file_path: *const c_char,
    wtns_buffer: *const c_void,
    wtns_size: c_ulonglong,
    proof_buffer: *mut c_char,
    proof_size: *mut c_ulonglong,
    public_buffer: *mut c_char,
    public_size: *mut c_ulonglong,
    error_msg: *mut c_char,
    error_msg_maxsize: c_ulonglong,
) -> c_int {
    // SAFETY: the caller's promise, for this line and all below.
    let message = unsafe { Message::new(error_msg, error_msg_maxsize) };
    let call = Call {
        wtns_buffer,
        wtns_size,
        proof_buffer,
        proof_size,
        public_buffer,
        public_size,
    };
    // SAFETY: as above.
    let make = || Prover::from_file(unsafe { path(zkey_file_path) }?);
    // SAFETY: as above.
    guard_prover(message, || unsafe { call.prove(make) })
}
