//! The container that zkey, wtns and r1cs files share.
//!
//! ```text
//! | magic (4) | version u32 | sections u32 | id u32 | length u64 | data | id ... |
//! ```
//!
//! Little-endian. Sections come in any order and are found by their id.
//! Source: iden3/binfileutils; `doc/r1cs_bin_format.md` of iden3/r1csfile.

use super::{Cursor, FormatError, Problem};
use memmap2::Mmap;
use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::Read,
    ops::{Deref, Range},
    path::{Path, PathBuf},
    sync::Arc,
};

/// The bytes of a whole file.
enum Content {
    Mapped(Mmap),
    Owned(Vec<u8>),
}

impl Deref for Content {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Mapped(map) => map,
            Self::Owned(bytes) => bytes,
        }
    }
}

/// Bytes of a section; keeps the file mapped as long as it lives.
#[derive(Clone)]
pub struct Section {
    file: Arc<Content>,
    range: Range<usize>,
}

impl Section {
    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.file[self.range.clone()]
    }

    /// Gives the pages back to the system if they are those of a file. They are read again
    /// when they are needed.
    pub(crate) fn release(&self) {
        #[cfg(unix)]
        if let Content::Mapped(map) = &*self.file {
            release(map, &self.range);
        }
    }
}

/// A mapped file and where its sections lie.
pub struct Container {
    path: PathBuf,
    file: Arc<Content>,
    sections: BTreeMap<u32, Range<usize>>,
}

impl Container {
    /// Maps a file and finds its sections; their content is not read.
    ///
    /// `magic` is also the name of the format; `version` the only one known.
    ///
    /// # Errors
    /// When the file cannot be mapped, is of another kind or version, is
    /// truncated, or names a section twice.
    pub fn open(path: &Path, magic: &'static str, version: u32) -> Result<Self, FormatError> {
        let file = open_regular(path)
            .and_then(|file| Ok(map(&file)?))
            .map_err(|problem| problem.at(path))?;
        Self::new(path, Content::Mapped(file), magic, version)
    }

    /// The same for bytes in memory; `name` stands for the path in errors.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn from_bytes(
        name: &Path,
        bytes: Vec<u8>,
        magic: &'static str,
        version: u32,
    ) -> Result<Self, FormatError> {
        Self::new(name, Content::Owned(bytes), magic, version)
    }

    fn new(
        path: &Path,
        file: Content,
        magic: &'static str,
        version: u32,
    ) -> Result<Self, FormatError> {
        let sections = find_sections(&file, magic, version).map_err(|p| p.at(path))?;
        Ok(Self {
            path: path.to_owned(),
            file: Arc::new(file),
            sections,
        })
    }

    /// The path it was opened by.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Ids and lengths of all sections.
    pub fn sections(&self) -> impl Iterator<Item = (u32, usize)> + '_ {
        self.sections.iter().map(|(&id, range)| (id, range.len()))
    }

    /// A section by its id; `name` says in the error what it would hold.
    ///
    /// # Errors
    /// When it is not there.
    pub fn section(&self, id: u32, name: &'static str) -> Result<Section, Problem> {
        let range = self
            .sections
            .get(&id)
            .ok_or(Problem::MissingSection { id, name })?;
        Ok(Section {
            file: self.file.clone(),
            range: range.clone(),
        })
    }
}

/// The first four bytes of a file, which say what kind it is.
///
/// # Errors
/// When it is no regular file, cannot be read, or is shorter.
pub fn magic(path: &Path) -> Result<[u8; 4], FormatError> {
    let read = || {
        let mut file = open_regular(path)?;
        let mut bytes = [0; 4];
        let left = file.metadata()?.len();
        if left < bytes.len() as u64 {
            let needed = bytes.len() as u64;
            let what = "the magic";
            return Err(Problem::Truncated { what, needed, left });
        }
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    };
    read().map_err(|problem| problem.at(path))
}

/// Opens a file that can be mapped. Looks before it opens: a pipe would let it
/// wait for a writer.
fn open_regular(path: &Path) -> Result<File, Problem> {
    let found = fs::metadata(path)?;
    if found.is_dir() {
        return Err(Problem::Directory);
    }
    if !found.is_file() {
        let found = special_kind(&found);
        return Err(Problem::NotRegular { found });
    }
    Ok(File::open(path)?)
}

#[cfg(unix)]
fn special_kind(found: &fs::Metadata) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    match found.file_type() {
        kind if kind.is_fifo() => "a pipe",
        kind if kind.is_socket() => "a socket",
        _ => "a device",
    }
}

#[cfg(not(unix))]
fn special_kind(_: &fs::Metadata) -> &'static str {
    "a device or a pipe"
}

#[allow(unsafe_code)]
fn map(file: &File) -> std::io::Result<Mmap> {
    // SAFETY: the map is read-only, and its bytes are read as plain integers only,
    // for which every value is sound. A file that another process changes while it
    // is used gives an error, a panic or a proof that fails its verification; one
    // that is truncated ends the process by SIGBUS, as with every mapped file.
    unsafe { Mmap::map(file) }
}

#[cfg(unix)]
#[allow(unsafe_code)]
fn release(map: &Mmap, range: &Range<usize>) {
    let advice = memmap2::UncheckedAdvice::DontNeed;
    // SAFETY: the map is of a file and never written to, so that pages come back with the
    // same bytes; as for `map` otherwise.
    let released = unsafe { map.unchecked_advise_range(advice, range.start, range.len()) };
    // It is advice: what is not taken costs memory alone.
    let _ = released;
}

fn find_sections(
    bytes: &[u8],
    magic: &'static str,
    version: u32,
) -> Result<BTreeMap<u32, Range<usize>>, Problem> {
    let mut cursor = Cursor::new(bytes);
    let start = cursor.take("the magic", 4)?;
    if start != magic.as_bytes() {
        let got = start.escape_ascii().to_string();
        return Err(Problem::Magic {
            expected: magic,
            got,
        });
    }
    let got = cursor.u32("the version")?;
    if got != version {
        return Err(Problem::Version {
            kind: magic,
            got,
            known: version,
        });
    }
    let count = cursor.u32("the number of sections")?;
    let mut sections = BTreeMap::new();
    for _ in 0..count {
        let id = cursor.u32("a section id")?;
        let length = cursor.u64("a section length")?;
        let start = bytes.len() - cursor.remaining();
        cursor.take("a section", length)?;
        if sections
            .insert(id, start..start + length as usize)
            .is_some()
        {
            return Err(Problem::DuplicateSection { id });
        }
    }
    if cursor.remaining() > 0 {
        let extra = cursor.remaining();
        return Err(Problem::Inconsistent(format!(
            "{extra} bytes follow the last section"
        )));
    }
    Ok(sections)
}
