//! snarkjs proving keys (`.zkey`, Groth16).
//!
//! | section | content |
//! |---|---|
//! | 1 | protocol: 1 = Groth16 |
//! | 2 | n8q, q, n8r, r, variables, public inputs, domain size, alpha1, beta1, beta2, gamma2, delta1, delta2 |
//! | 3 | IC: public inputs + 1 points of G1 |
//! | 4 | coefficients: count, then {matrix u32, constraint u32, signal u32, value} |
//! | 5, 6, 7 | A, B1 in G1, B2 in G2: a point a variable |
//! | 8 | C: a point of G1 for each private variable |
//! | 9 | H: a point of G1 for each element of the domain |
//! | 10 | hash of the circuit, contributions |
//! | 0x74657374 | mark of a key for tests, by [`setup`](crate::setup) alone |
//!
//! Points are affine in Montgomery form; coefficient values are stored times
//! the *square* of the Montgomery factor. Source: `zkey_utils.js` and
//! `zkey_new.js` of iden3/snarkjs.

use super::{Container, Cursor, FormatError, Problem, Section, SharedBytes, container::Borrowed};
use crate::{
    curve::{MontgomeryBytes, PointBytes, SnarkCurve},
    setup::MARK,
};
use ark_ff::{BigInteger, PrimeField};
use std::path::Path;

/// Bytes of a coefficient before its value.
const COEFFICIENT_HEAD: usize = 12;

/// The header of a key: its sizes and the points of the setup.
pub struct ZkeyHeader<C: SnarkCurve> {
    /// Variables of the circuit, the constant one included.
    pub variables: usize,
    /// Public inputs and outputs, the constant one not included.
    pub public: usize,
    /// Base-two logarithm of the size of the evaluation domain.
    pub log_domain: u32,
    /// `alpha` in G1.
    pub alpha1: C::G1Affine,
    /// `beta` in G1.
    pub beta1: C::G1Affine,
    /// `beta` in G2.
    pub beta2: C::G2Affine,
    /// `gamma` in G2.
    pub gamma2: C::G2Affine,
    /// `delta` in G1.
    pub delta1: C::G1Affine,
    /// `delta` in G2.
    pub delta2: C::G2Affine,
}

impl<C: SnarkCurve> ZkeyHeader<C> {
    /// Reads the header of a key in memory, and nothing else of it; `name` stands
    /// for the path in errors.
    ///
    /// # Errors
    /// When the sections do not fill the file, or the header is not that of a
    /// Groth16 key over the curve.
    pub fn from_bytes(name: &Path, bytes: &[u8]) -> Result<Self, FormatError> {
        let file = Borrowed::new(bytes, "zkey", 1);
        file.and_then(|file| read_header::<C>(&file))
            .map_err(|p| p.at(name))
    }
}

/// A mapped proving key whose sections have the lengths its header demands.
pub struct Zkey<C: SnarkCurve> {
    container: Container,
    header: ZkeyHeader<C>,
}

impl<C: SnarkCurve> Zkey<C> {
    /// Maps a key and checks its header: protocol, both fields, sizes, the
    /// points of the header, and the length of every section.
    ///
    /// The points of the long sections are not read here.
    ///
    /// # Errors
    /// When anything of this does not hold.
    pub fn open(path: &Path) -> Result<Self, FormatError> {
        Self::new(Container::open(path, "zkey", 1)?)
    }

    /// The same for bytes in memory; `name` stands for the path in errors.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn from_bytes(name: &Path, bytes: Vec<u8>) -> Result<Self, FormatError> {
        Self::new(Container::from_bytes(name, bytes, "zkey", 1)?)
    }

    /// The same for bytes that stay where they are, such as those of a buffer that is
    /// mapped otherwise. They are dropped with the last use of the key.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn from_shared(name: &Path, bytes: SharedBytes) -> Result<Self, FormatError> {
        Self::new(Container::from_shared(name, bytes, "zkey", 1)?)
    }

    fn new(container: Container) -> Result<Self, FormatError> {
        let header = read_header::<C>(&container.borrow()).map_err(|p| p.at(container.path()))?;
        let key = Self { container, header };
        key.check_lengths().map_err(|p| key.at(p))?;
        Ok(key)
    }

    /// The header.
    pub fn header(&self) -> &ZkeyHeader<C> {
        &self.header
    }

    /// The container, for its path and sections.
    pub fn container(&self) -> &Container {
        &self.container
    }

    /// The public part of the key that the verifier needs, points checked.
    ///
    /// # Errors
    /// When a point is not in the group.
    pub fn input_points(&self) -> Result<Vec<C::G1Affine>, FormatError> {
        let section = self.section(3, "IC");
        section
            .and_then(|s| read_points(s.bytes(), "IC point"))
            .map_err(|p| self.at(p))
    }

    /// Coefficients: their number, and their entries of [`Self::COEFFICIENT_BYTES`].
    ///
    /// # Errors
    /// When the section is missing.
    pub fn coefficients(&self) -> Result<Section, FormatError> {
        self.section(4, "coefficients").map_err(|p| self.at(p))
    }

    /// Bytes of one coefficient entry.
    pub const COEFFICIENT_BYTES: usize = COEFFICIENT_HEAD + C::ScalarField::BYTES;

    /// A section of points.
    ///
    /// # Errors
    /// When the section is missing.
    pub fn points(&self, id: u32, name: &'static str) -> Result<Section, FormatError> {
        self.section(id, name).map_err(|p| self.at(p))
    }

    /// What a section holds.
    pub fn section_name(id: u32) -> &'static str {
        match id {
            1 => "protocol",
            2 => "header",
            3 => "IC",
            4 => "coefficients",
            5 => "A",
            6 => "B1",
            7 => "B2",
            8 => "C",
            9 => "H",
            10 => "contributions",
            MARK => "mark of a test key",
            _ => "unknown",
        }
    }

    /// Whether the key says that it was made for tests, by one party.
    pub fn is_test_key(&self) -> bool {
        self.container.sections().any(|(id, _)| id == MARK)
    }

    /// Contributions to the second phase of the setup, when the key tells.
    pub fn contributions(&self) -> Option<u32> {
        let section = self.container.section(10, "contributions").ok()?;
        let mut cursor = Cursor::new(section.bytes());
        cursor.take("the circuit hash", 64).ok()?;
        cursor.u32("the number of contributions").ok()
    }

    fn section(&self, id: u32, name: &'static str) -> Result<Section, Problem> {
        self.container.section(id, name)
    }

    fn at(&self, problem: Problem) -> FormatError {
        problem.at(self.container.path())
    }

    fn check_lengths(&self) -> Result<(), Problem> {
        let header = &self.header;
        let (g1, g2) = (C::G1Affine::BYTES as u64, C::G2Affine::BYTES as u64);
        let variables = header.variables as u64;
        let public = header.public as u64;
        for (id, name, expected) in [
            (3, "section 3 (IC)", (public + 1) * g1),
            (5, "section 5 (A)", variables * g1),
            (6, "section 6 (B1)", variables * g1),
            (7, "section 7 (B2)", variables * g2),
            (8, "section 8 (C)", (variables - public - 1) * g1),
            (9, "section 9 (H)", (1 << header.log_domain) * g1),
        ] {
            let got = self.section(id, name)?.bytes().len() as u64;
            if got != expected {
                return Err(Problem::Length {
                    what: name,
                    got,
                    expected,
                });
            }
        }
        let section = self.section(4, "coefficients")?;
        let count = Cursor::new(section.bytes()).u32("the number of coefficients")?;
        let expected = 4 + u64::from(count) * Self::COEFFICIENT_BYTES as u64;
        let got = section.bytes().len() as u64;
        if got != expected {
            return Err(Problem::Length {
                what: "section 4 (coefficients)",
                got,
                expected,
            });
        }
        Ok(())
    }
}

fn read_header<C: SnarkCurve>(file: &Borrowed<'_>) -> Result<ZkeyHeader<C>, Problem> {
    let protocol = file.section(1, "protocol")?;
    let protocol = Cursor::new(protocol).u32("the protocol")?;
    if protocol != 1 {
        return Err(Problem::Protocol {
            got: format!("number {protocol}"),
        });
    }
    let mut cursor = Cursor::new(file.section(2, "Groth16 header")?);
    let q = C::BaseField::MODULUS.to_bytes_le();
    cursor.modulus("the base field", &q, C::SNARKJS_NAME)?;
    let r = C::ScalarField::MODULUS.to_bytes_le();
    cursor.modulus("the scalar field", &r, C::SNARKJS_NAME)?;
    let variables = cursor.u32("the number of variables")? as usize;
    let public = cursor.u32("the number of public inputs")? as usize;
    let domain = cursor.u32("the domain size")?;
    check_sizes::<C>(variables, public, domain)?;
    let header = ZkeyHeader {
        variables,
        public,
        log_domain: domain.trailing_zeros(),
        alpha1: header_point(&mut cursor, "alpha1")?,
        beta1: header_point(&mut cursor, "beta1")?,
        beta2: header_point(&mut cursor, "beta2")?,
        gamma2: header_point(&mut cursor, "gamma2")?,
        delta1: header_point(&mut cursor, "delta1")?,
        delta2: header_point(&mut cursor, "delta2")?,
    };
    match cursor.remaining() {
        0 => Ok(header),
        extra => Err(Problem::Inconsistent(format!(
            "{extra} bytes follow the Groth16 header"
        ))),
    }
}

fn check_sizes<C: SnarkCurve>(variables: usize, public: usize, domain: u32) -> Result<(), Problem> {
    if variables <= public {
        return Err(Problem::Inconsistent(format!(
            "{public} public inputs and the constant do not fit into {variables} variables"
        )));
    }
    let limit = <C::ScalarField as ark_ff::FftField>::TWO_ADICITY - 1;
    if !domain.is_power_of_two() || domain.trailing_zeros() > limit {
        return Err(Problem::Inconsistent(format!(
            "a domain of {domain} is not a power of two up to 2^{limit}"
        )));
    }
    Ok(())
}

fn header_point<P: PointBytes>(cursor: &mut Cursor<'_>, what: &'static str) -> Result<P, Problem> {
    let bytes = cursor.take(what, P::BYTES as u64)?;
    let point = P::from_bytes(bytes).map_err(|source| Problem::Point {
        what,
        index: 0,
        source,
    })?;
    if point.is_zero() {
        return Err(Problem::Inconsistent(format!(
            "{what} is the point at infinity"
        )));
    }
    Ok(point)
}

fn read_points<P: PointBytes>(bytes: &[u8], what: &'static str) -> Result<Vec<P>, Problem> {
    let read = |(index, chunk)| {
        P::from_bytes(chunk).map_err(|source| Problem::Point {
            what,
            index,
            source,
        })
    };
    bytes.chunks_exact(P::BYTES).enumerate().map(read).collect()
}
