//! The memory that C hands over: read, written and checked for what can be checked.

use crate::failure::{Failure, PROVER_OK};
use std::{
    ffi::{CStr, c_char, c_int, c_void},
    panic::{self, AssertUnwindSafe},
    ptr, slice,
    sync::{
        Arc,
        mpsc::{Receiver, Sender, channel},
    },
};
use zkcard::formats::SharedBytes;

/// Where errors are told.
pub(crate) struct Message {
    at: *mut c_char,
    size: usize,
}

impl Message {
    /// # Safety
    /// `at` is null, or `size` bytes from it may be written for as long as the value
    /// lives.
    pub(crate) unsafe fn new(at: *mut c_char, size: u64) -> Self {
        // Only the bytes of the message are touched: a huge size may be cut.
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        Self { at, size }
    }

    /// Writes one line, cut to the room there is, and NUL.
    fn tell(&self, failure: &Failure) {
        let Some(room) = self.size.checked_sub(1).filter(|_| !self.at.is_null()) else {
            return;
        };
        let text = failure.to_string().replace(['\n', '\r', '\0'], " ");
        let end = text.floor_char_boundary(room);
        // SAFETY: at most `size` bytes from `at`, which `new` was promised.
        unsafe { write(self.at, &text.as_bytes()[..end]) };
    }
}

/// Runs the body of a function that C called. Nothing unwinds out of it: a panic is
/// a failure as others are. `code` says which number C gets for a failure.
pub(crate) fn guard(
    message: Message,
    code: impl FnOnce(&Failure) -> c_int,
    body: impl FnOnce() -> Result<c_int, Failure>,
) -> c_int {
    // What a panic leaves half done is dropped with the body, or is behind locks.
    let result = panic::catch_unwind(AssertUnwindSafe(body));
    let result = result.unwrap_or_else(|payload| Err(Failure::panicked(payload.as_ref())));
    result.unwrap_or_else(|failure| {
        message.tell(&failure);
        code(&failure)
    })
}

/// The same for the functions of a prover.
pub(crate) fn guard_prover(message: Message, body: impl FnOnce() -> Result<(), Failure>) -> c_int {
    guard(message, Failure::code, || body().map(|()| PROVER_OK))
}

/// The bytes of a buffer.
///
/// # Safety
/// `at` is null, or `size` bytes from it may be read and nobody writes them during `'a`.
pub(crate) unsafe fn bytes<'a>(
    what: &'static str,
    at: *const c_void,
    size: u64,
) -> Result<&'a [u8], Failure> {
    if at.is_null() {
        return Err(Failure::Null(what));
    }
    let length = isize::try_from(size).map_err(|_| Failure::Size { what, size })?;
    // SAFETY: not null, promised to be readable, and no longer than a slice may be.
    Ok(unsafe { slice::from_raw_parts(at.cast(), length as usize) })
}

/// A buffer that C lends for one call, and a sign of life.
struct Lent(&'static [u8], #[expect(dead_code)] Sender<()>);

impl AsRef<[u8]> for Lent {
    fn as_ref(&self) -> &[u8] {
        self.0
    }
}

/// Waits until a buffer that was lent is used no more.
struct Return(Receiver<()>);

impl Drop for Return {
    fn drop(&mut self) {
        // Nothing is sent: the answer comes when the sender is dropped, with the last
        // clone. A proof that failed may have left work that still reads the buffer.
        let _ = self.0.recv();
    }
}

/// Runs `body` with a buffer where it is, and returns when the last clone is gone.
///
/// # Safety
/// As [`bytes`] until this returns.
pub(crate) unsafe fn lend<T: 'static>(
    what: &'static str,
    at: *const c_void,
    size: u64,
    body: impl FnOnce(SharedBytes) -> Result<T, Failure>,
) -> Result<T, Failure> {
    // SAFETY: as promised until this returns, which is when all that holds it is dropped.
    let buffer = unsafe { bytes(what, at, size) }?;
    let (alive, gone) = channel();
    // Dropped after `body`, and when that panics too.
    let _return = Return(gone);
    body(Arc::new(Lent(buffer, alive)))
}

/// The bytes of a text that ends with NUL.
///
/// # Safety
/// `at` is null, or a text that ends with NUL begins there, which nobody writes during `'a`.
pub(crate) unsafe fn text<'a>(what: &'static str, at: *const c_char) -> Result<&'a CStr, Failure> {
    if at.is_null() {
        return Err(Failure::Null(what));
    }
    // SAFETY: not null, and promised to end with NUL.
    Ok(unsafe { CStr::from_ptr(at) })
}

/// A buffer for a text, and the place of its size. Only pointers, so that a caller
/// who gives one place for two sizes gets odd numbers and nothing worse.
pub(crate) struct Room {
    what: &'static str,
    at: *mut c_char,
    given: u64,
    size: *mut u64,
}

impl Room {
    /// # Safety
    /// `size` is null, or may be read and written for as long as the value lives; `at` is
    /// null, or as many bytes from it as `size` says may be written for as long.
    pub(crate) unsafe fn new(
        what: &'static str,
        at: *mut c_char,
        size: *mut u64,
    ) -> Result<Self, Failure> {
        if at.is_null() {
            return Err(Failure::Null(what));
        }
        if size.is_null() {
            return Err(Failure::Null("the place of a size"));
        }
        // SAFETY: not null, and promised to be readable.
        let given = unsafe { size.read() };
        Ok(Self {
            what,
            at,
            given,
            size,
        })
    }

    /// Whether it holds a text of `length` bytes and NUL.
    pub(crate) fn holds(&self, length: usize) -> bool {
        self.given > length as u64
    }

    /// Says that it is too small, and that a text has up to `length` bytes.
    pub(crate) fn refuse(&self, length: usize) -> Failure {
        self.suggest(length);
        Failure::Short {
            what: self.what,
            needed: length + 1,
            given: self.given,
        }
    }

    /// Says of a buffer that may be large enough how much is always enough.
    pub(crate) fn suggest(&self, length: usize) {
        self.tell(length as u64 + 1);
    }

    fn tell(&self, size: u64) {
        // SAFETY: not null, and `new` was promised that it may be written.
        unsafe { self.size.write(size) };
    }

    /// Writes a text, NUL, and the length without it.
    ///
    /// # Errors
    /// When it does not fit; the size is then that which it needs.
    pub(crate) fn fill(self, text: &str) -> Result<(), Failure> {
        if !self.holds(text.len()) {
            return Err(self.refuse(text.len()));
        }
        // SAFETY: one byte more than the text has is within what `new` was promised.
        unsafe { write(self.at, text.as_bytes()) };
        self.tell(text.len() as u64);
        Ok(())
    }
}

/// Writes a value if there is a place for it.
///
/// # Safety
/// `at` is null, or a value may be written there.
pub(crate) unsafe fn put<T>(at: *mut T, value: T) -> bool {
    if at.is_null() {
        return false;
    }
    // SAFETY: not null, and promised to be writable.
    unsafe { at.write(value) };
    true
}

/// Writes bytes and NUL.
///
/// # Safety
/// One byte more than `bytes` has may be written from `at`.
unsafe fn write(at: *mut c_char, bytes: &[u8]) {
    // SAFETY: as promised; what Rust holds does not overlap what C may write.
    unsafe {
        ptr::copy_nonoverlapping(bytes.as_ptr().cast(), at, bytes.len());
        at.add(bytes.len()).write(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        sync::atomic::{AtomicBool, Ordering},
        thread,
        time::Duration,
    };

    /// What is told in a buffer of `size` bytes, and all of the buffer.
    fn told(size: usize, body: impl FnOnce() -> Result<(), Failure>) -> (c_int, Vec<u8>) {
        let mut buffer = vec![b'#'; 200];
        // SAFETY: the size is within the buffer, which outlives the call.
        let message = unsafe { Message::new(buffer.as_mut_ptr().cast(), size as u64) };
        (guard_prover(message, body), buffer)
    }

    fn failure() -> Result<(), Failure> {
        Err(Failure::Null("an ä"))
    }

    #[test]
    fn messages_are_cut_at_characters_and_always_end() {
        for (size, expected) in [
            (0, "#"),
            (1, "\0#"),
            (4, "an \0#"),
            (5, "an \0#"),
            (6, "an ä\0#"),
            (14, "an ä is NULL\0#"),
            (100, "an ä is NULL\0#"),
        ] {
            let (code, buffer) = told(size, failure);
            assert_eq!(code, 1);
            assert!(
                buffer.starts_with(expected.as_bytes()),
                "{size}: {buffer:?}"
            );
            let touched = buffer.iter().rposition(|&b| b != b'#').map_or(0, |i| i + 1);
            assert!(touched <= size, "{size}");
        }
        // SAFETY: null is allowed.
        let nowhere = unsafe { Message::new(ptr::null_mut(), 100) };
        assert_eq!(guard_prover(nowhere, failure), 1);
    }

    #[test]
    fn a_panic_is_an_error_with_its_message() {
        let (code, buffer) = told(100, || panic!("no such {}", "thing"));
        assert_eq!(code, 1);
        assert!(buffer.starts_with(b"a fault of the library: no such thing\0"));
        let (code, _) = told(100, || panic::panic_any(7));
        assert_eq!(code, 1);
    }

    #[test]
    fn a_lent_buffer_comes_back_when_nobody_has_it() {
        let buffer = [7u8; 100];
        let seen = AtomicBool::new(false);
        thread::scope(|scope| {
            let fail_early = |bytes: SharedBytes| {
                scope.spawn(|| {
                    let bytes = bytes;
                    thread::sleep(Duration::from_millis(50));
                    seen.store((*bytes).as_ref() == buffer, Ordering::SeqCst);
                });
                Err::<(), _>(Failure::Text("a key"))
            };
            // SAFETY: the buffer outlives the call.
            let result = unsafe { lend("a key", buffer.as_ptr().cast(), 100, fail_early) };
            assert!(result.is_err());
            let seen = seen.load(Ordering::SeqCst);
            assert!(seen, "it came back before its last use");
        });
        // SAFETY: null is refused.
        let none = unsafe { lend("a key", ptr::null(), 1, |_| Ok(())) };
        assert!(matches!(none, Err(Failure::Null("a key"))));
    }

    #[test]
    fn what_no_memory_can_have_is_refused() {
        let at = ptr::from_ref(&0u8).cast();
        // SAFETY: refused before anything is read.
        let result = unsafe { bytes("a key", at, u64::MAX) };
        assert!(matches!(result, Err(Failure::Size { .. })));
        // SAFETY: one byte is there; none is read.
        assert_eq!(unsafe { bytes("a key", at, 0) }.unwrap(), b"");
    }
}
