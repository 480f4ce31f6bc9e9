//! The only unsafe code of the crate: a built model behind `dlopen`, its ports as memory.
#![allow(unsafe_code)]
use super::{error::VerilatorError, source::Source};
use std::{
    ffi::{CStr, CString, c_char, c_int, c_uint, c_void},
    fmt,
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
    slice,
    sync::Arc,
};

type Raw = *mut c_void;

/// The functions of the shim (see `shim.rs`), valid as long as the library is loaded.
struct Functions {
    new: unsafe extern "C" fn() -> Raw,
    free: unsafe extern "C" fn(Raw),
    eval: unsafe extern "C" fn(Raw) -> c_int,
    cycles: unsafe extern "C" fn(Raw, *mut u8, u64) -> c_int,
    failure: unsafe extern "C" fn(Raw) -> *const c_char,
    trace: unsafe extern "C" fn(Raw, *const c_char) -> c_int,
    flush: unsafe extern "C" fn(Raw),
    port: unsafe extern "C" fn(Raw, c_uint) -> Raw,
    port_bytes: unsafe extern "C" fn(c_uint) -> c_uint,
}

/// A built design, loaded into this process; [`Model::new`](super::Model::new) makes instances of it.
pub struct Library {
    pub(super) source: Source,
    path: PathBuf,
    functions: Functions,
    _loaded: libloading::Library,
}

impl fmt::Debug for Library {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Library")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl Library {
    /// Loads a library that was built from `source`.
    pub(super) fn load(path: &Path, source: &Source) -> Result<Arc<Self>, VerilatorError> {
        let failed = |source| VerilatorError::Load {
            path: path.to_owned(),
            source,
        };
        // SAFETY: the library was built by this crate from its own shim; its initialisers are those of
        // the C++ run-time.
        let loaded = unsafe { libloading::Library::new(path) }.map_err(failed)?;
        macro_rules! function {
            ($name:literal) => {
                // SAFETY: the shim defines this function with the type of the field it goes into.
                *unsafe { loaded.get($name) }.map_err(failed)?
            };
        }
        let functions = Functions {
            new: function!(b"zkcard_new"),
            free: function!(b"zkcard_free"),
            eval: function!(b"zkcard_eval"),
            cycles: function!(b"zkcard_cycles"),
            failure: function!(b"zkcard_failure"),
            trace: function!(b"zkcard_trace"),
            flush: function!(b"zkcard_flush"),
            port: function!(b"zkcard_port"),
            port_bytes: function!(b"zkcard_port_bytes"),
        };
        let library = Self {
            source: source.clone(),
            path: path.to_owned(),
            functions,
            _loaded: loaded,
        };
        library.check_ports()?;
        Ok(Arc::new(library))
    }

    /// The folder in the cache that holds the model with its Verilog and C++.
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(&self.path)
    }

    /// Compares each port's declared width with its size in the model: everything below relies on it.
    fn check_ports(&self) -> Result<(), VerilatorError> {
        for (index, port) in self.source.ports.iter().enumerate() {
            // SAFETY: a pure function of the index.
            let stored = unsafe { (self.functions.port_bytes)(index as c_uint) } as usize;
            if stored != storage_bytes(port.bits) {
                return Err(VerilatorError::PortWidth {
                    top: self.source.top.clone(),
                    port: port.name.clone(),
                    declared: port.bits,
                    stored,
                });
            }
        }
        Ok(())
    }
}

/// How Verilator stores a port of so many bits.
fn storage_bytes(bits: usize) -> usize {
    match bits {
        0..=8 => 1,
        9..=16 => 2,
        17..=32 => 4,
        33..=64 => 8,
        _ => bits.div_ceil(32) * 4,
    }
}

/// One instance of a library. All access goes through `&self` or `&mut self`.
pub(super) struct Instance {
    pub(super) library: Arc<Library>,
    raw: Raw,
    /// Address and width in bits of each port.
    ports: Vec<(Raw, usize)>,
}

// SAFETY: an instance has a `VerilatedContext` of its own and one thread; nothing ties it to the thread
// that made it. It is not `Sync`: raw pointers keep that out.
unsafe impl Send for Instance {}

impl Instance {
    pub(super) fn new(library: &Arc<Library>) -> Self {
        // SAFETY: the constructor has no preconditions; `raw` lives until `drop`.
        let raw = unsafe { (library.functions.new)() };
        let ports = library.source.ports.iter().enumerate();
        let ports = ports
            .map(|(index, port)| {
                // SAFETY: `raw` is alive and the index is that of a port, whose address stays fixed.
                let address = unsafe { (library.functions.port)(raw, index as c_uint) };
                (address, port.bits)
            })
            .collect();
        Self {
            library: library.clone(),
            raw,
            ports,
        }
    }

    /// Evaluates; whether the design is sound so far.
    #[inline]
    pub(super) fn eval(&mut self) -> bool {
        // SAFETY: `raw` is alive and borrowed exclusively.
        unsafe { (self.library.functions.eval)(self.raw) == 0 }
    }

    pub(super) fn cycles(&mut self, clock: usize, count: u64) -> bool {
        let (address, bits) = self.ports[clock];
        assert_eq!(bits, 1, "a clock is one bit");
        // SAFETY: as above; a port of one bit is stored in one byte.
        unsafe { (self.library.functions.cycles)(self.raw, address.cast(), count) == 0 }
    }

    pub(super) fn failure(&self) -> String {
        // SAFETY: the shim returns a terminated string that lives until the next call.
        unsafe { CStr::from_ptr((self.library.functions.failure)(self.raw)) }
            .to_string_lossy()
            .into_owned()
    }

    /// 0 on success, 1 without tracing, 2 when the file cannot be written.
    pub(super) fn trace(&mut self, path: &Path) -> c_int {
        let Ok(path) = CString::new(path.as_os_str().as_bytes()) else {
            return 2;
        };
        // SAFETY: `raw` is alive and borrowed exclusively; the path is a terminated string.
        unsafe { (self.library.functions.trace)(self.raw, path.as_ptr()) }
    }

    pub(super) fn flush(&mut self) {
        // SAFETY: `raw` is alive and borrowed exclusively.
        unsafe { (self.library.functions.flush)(self.raw) }
    }

    #[inline]
    pub(super) fn get(&self, port: usize) -> u64 {
        let (address, bits) = self.ports[port];
        // SAFETY: `check_ports` compared the port's size with `storage_bytes(bits)`; Verilator aligns
        // each to its size, wide ones to four bytes.
        unsafe {
            match bits {
                0..=8 => u64::from(*address.cast::<u8>()),
                9..=16 => u64::from(*address.cast::<u16>()),
                17..=32 => u64::from(*address.cast::<u32>()),
                33..=64 => *address.cast::<u64>(),
                _ => {
                    let words = address.cast::<u32>();
                    u64::from(*words) | u64::from(*words.add(1)) << 32
                }
            }
        }
    }

    #[inline]
    pub(super) fn set(&mut self, port: usize, value: u64) {
        let (address, bits) = self.ports[port];
        // SAFETY: as in `get`, borrowed exclusively.
        unsafe {
            match bits {
                0..=8 => *address.cast::<u8>() = value as u8,
                9..=16 => *address.cast::<u16>() = value as u16,
                17..=32 => *address.cast::<u32>() = value as u32,
                33..=64 => *address.cast::<u64>() = value,
                _ => {
                    let words = self.words_mut(port);
                    words.fill(0);
                    words[0] = value as u32;
                    words[1] = (value >> 32) as u32;
                }
            }
        }
    }

    #[inline]
    pub(super) fn words(&self, port: usize) -> &[u32] {
        let (address, bits) = self.ports[port];
        assert!(bits > 64, "only ports above 64 bits are stored as words");
        // SAFETY: as in `get`: a wide port is an array of that many words, borrowed with `self`.
        unsafe { slice::from_raw_parts(address.cast(), bits.div_ceil(32)) }
    }

    #[inline]
    pub(super) fn words_mut(&mut self, port: usize) -> &mut [u32] {
        let (address, bits) = self.ports[port];
        assert!(bits > 64, "only ports above 64 bits are stored as words");
        // SAFETY: as in `words`, borrowed exclusively with `self`.
        unsafe { slice::from_raw_parts_mut(address.cast(), bits.div_ceil(32)) }
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        // SAFETY: `raw` came from `new` and is freed once.
        unsafe { (self.library.functions.free)(self.raw) }
    }
}
