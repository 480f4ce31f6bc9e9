//! JSON files as users name them: which kind they are, when it is not the
//! expected one.

use super::{FormatError, Problem};
use serde_json::Value;
use std::{fmt, fs::File, io::Read, path::Path};

/// Longest JSON file that is read, in bytes: a verification key of half a
/// million public inputs.
const MAX_LEN: u64 = 1 << 27;

/// The JSON files of a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonKind {
    /// `verification_key.json`.
    VerifyingKey,
    /// `public.json`.
    Public,
    /// `proof.json`.
    Proof,
}

impl JsonKind {
    const fn name(self) -> &'static str {
        match self {
            Self::VerifyingKey => "a verification key",
            Self::Public => "public inputs",
            Self::Proof => "a proof",
        }
    }

    fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Array(_) => Some(Self::Public),
            Value::Object(fields) if fields.contains_key("pi_a") => Some(Self::Proof),
            Value::Object(fields) if fields.contains_key("vk_alpha_1") => Some(Self::VerifyingKey),
            _ => None,
        }
    }
}

impl fmt::Display for JsonKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Reads a JSON file. If `parse` refuses it because it is another file of a
/// proof, the error says which.
///
/// # Errors
/// When it cannot be read, is longer than 128 MiB, or is not what `parse` takes.
pub fn read_json<T>(
    path: &Path,
    kind: JsonKind,
    parse: impl Fn(&str) -> Result<T, Problem>,
) -> Result<T, FormatError> {
    let parsed = read(path).and_then(|bytes| {
        let text = std::str::from_utf8(&bytes);
        let text = text.map_err(|_| other_kind(kind, binary(&bytes)))?;
        parse(text).map_err(|problem| match problem {
            Problem::Json(error) => explain(kind, text).unwrap_or(Problem::Json(error)),
            problem => problem,
        })
    });
    parsed.map_err(|problem| problem.at(path))
}

fn read(path: &Path) -> Result<Vec<u8>, Problem> {
    let file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(Problem::Directory);
    }
    let mut bytes = vec![];
    file.take(MAX_LEN + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_LEN {
        let message = format!("longer than {} MiB, expected JSON", MAX_LEN >> 20);
        return Err(Problem::Inconsistent(message));
    }
    Ok(bytes)
}

/// What a file that is not text looks like.
fn binary(bytes: &[u8]) -> &'static str {
    match bytes {
        [b'z', b'k', b'e', b'y', ..] => "a .zkey (snarkjs exports its verification key)",
        [b'w', b't', b'n', b's', ..] => "a .wtns",
        [b'r', b'1', b'c', b's', ..] => "an .r1cs",
        _ => "a binary file",
    }
}

fn explain(kind: JsonKind, text: &str) -> Option<Problem> {
    // Binary files can happen to be text.
    let known = binary(text.as_bytes());
    if known != binary(b"") {
        return Some(other_kind(kind, known));
    }
    let value = serde_json::from_str(text).ok()?;
    let found = JsonKind::of(&value).filter(|found| *found != kind)?;
    Some(other_kind(kind, found.name()))
}

fn other_kind(kind: JsonKind, found: &str) -> Problem {
    let expected = match kind {
        JsonKind::VerifyingKey => "JSON with a verification key",
        JsonKind::Public => "JSON with public inputs",
        JsonKind::Proof => "JSON with a proof",
    };
    let found = found.into();
    Problem::OtherKind { found, expected }
}
