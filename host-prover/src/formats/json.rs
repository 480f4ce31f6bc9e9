//! Proofs, public inputs and verification keys as snarkjs writes them.
//!
//! Numbers are decimal strings; points are homogeneous with a last coordinate
//! of 1, infinity is `["0", "1", "0"]`; elements of Fq2 are `[c0, c1]`.

use super::Problem;
use crate::{
    curve::SnarkCurve,
    groth16::{Proof, VerifyingKey},
};
use ark_ec::AffineRepr;
use ark_ff::{AdditiveGroup, BigInteger, Field, PrimeField};
use num_bigint::BigUint;
use serde::{Deserialize, Serialize};

type G1Json = [String; 3];
type G2Json = [[String; 2]; 3];

/// `proof.json`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ProofJson {
    pi_a: G1Json,
    pi_b: G2Json,
    pi_c: G1Json,
    protocol: String,
    /// rapidsnark leaves it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    curve: Option<String>,
}

/// `verification_key.json`. Fields that follow from the others are not read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct VerifyingKeyJson {
    protocol: String,
    curve: String,
    #[serde(rename = "nPublic")]
    public: usize,
    vk_alpha_1: G1Json,
    vk_beta_2: G2Json,
    vk_gamma_2: G2Json,
    vk_delta_2: G2Json,
    #[serde(rename = "IC")]
    inputs: Vec<G1Json>,
}

/// The text of `proof.json`.
///
/// # Errors
/// Never in practice: the shape is fixed.
pub fn proof_to_json<C: SnarkCurve>(proof: &Proof<C>) -> Result<String, Problem> {
    pretty(&proof_json(proof))
}

fn proof_json<C: SnarkCurve>(proof: &Proof<C>) -> ProofJson {
    ProofJson {
        pi_a: g1_to_json::<C>(&proof.a),
        pi_b: g2_to_json::<C>(&proof.b),
        pi_c: g1_to_json::<C>(&proof.c),
        protocol: "groth16".into(),
        curve: Some(C::SNARKJS_NAME.into()),
    }
}

/// The proof as rapidsnark writes it: one line, without `curve`. At most 711
/// bytes over BN254.
///
/// # Errors
/// Never in practice: the shape is fixed.
pub fn proof_to_line<C: SnarkCurve>(proof: &Proof<C>) -> Result<String, Problem> {
    let json = ProofJson {
        curve: None,
        ..proof_json(proof)
    };
    Ok(serde_json::to_string(&json)?)
}

/// Reads `proof.json`; every point is checked to be in its group.
///
/// # Errors
/// When it is not such a file, or a point is not in its group.
pub fn proof_from_json<C: SnarkCurve>(text: &str) -> Result<Proof<C>, Problem> {
    let json: ProofJson = serde_json::from_str(text)?;
    let curve = json.curve.as_deref().unwrap_or(C::SNARKJS_NAME);
    check_protocol::<C>(&json.protocol, curve)?;
    Ok(Proof {
        a: g1_from_json::<C>("pi_a", &json.pi_a)?,
        b: g2_from_json::<C>("pi_b", &json.pi_b)?,
        c: g1_from_json::<C>("pi_c", &json.pi_c)?,
    })
}

/// The text of `public.json`.
///
/// # Errors
/// Never in practice: the shape is fixed.
pub fn public_to_json<C: SnarkCurve>(public: &[C::ScalarField]) -> Result<String, Problem> {
    pretty(&public.iter().map(decimal).collect::<Vec<_>>())
}

/// The public inputs in one line, as rapidsnark writes them. At most 80 bytes each
/// over BN254, and 2 more.
///
/// # Errors
/// Never in practice: the shape is fixed.
pub fn public_to_line<C: SnarkCurve>(public: &[C::ScalarField]) -> Result<String, Problem> {
    let strings: Vec<_> = public.iter().map(decimal).collect();
    Ok(serde_json::to_string(&strings)?)
}

/// Reads `public.json`. A number that is not below the modulus is refused, so
/// that no second spelling of an input verifies.
///
/// # Errors
/// When it is not such a file, or a number is too large.
pub fn public_from_json<C: SnarkCurve>(text: &str) -> Result<Vec<C::ScalarField>, Problem> {
    let strings: Vec<String> = serde_json::from_str(text)?;
    let parse = |(i, s): (usize, &String)| parse_decimal(&format!("public input {i}"), s);
    strings.iter().enumerate().map(parse).collect()
}

/// The text of `verification_key.json`, without the fields that follow from
/// the others.
///
/// # Errors
/// Never in practice: the shape is fixed.
pub fn verifying_key_to_json<C: SnarkCurve>(key: &VerifyingKey<C>) -> Result<String, Problem> {
    pretty(&VerifyingKeyJson {
        protocol: "groth16".into(),
        curve: C::SNARKJS_NAME.into(),
        public: key.inputs.len().saturating_sub(1),
        vk_alpha_1: g1_to_json::<C>(&key.alpha1),
        vk_beta_2: g2_to_json::<C>(&key.beta2),
        vk_gamma_2: g2_to_json::<C>(&key.gamma2),
        vk_delta_2: g2_to_json::<C>(&key.delta2),
        inputs: key.inputs.iter().map(g1_to_json::<C>).collect(),
    })
}

/// Reads `verification_key.json`; every point is checked to be in its group.
///
/// # Errors
/// When it is not such a file, a point is not in its group, or the number of
/// points contradicts the number of public inputs.
pub fn verifying_key_from_json<C: SnarkCurve>(text: &str) -> Result<VerifyingKey<C>, Problem> {
    let json: VerifyingKeyJson = serde_json::from_str(text)?;
    check_protocol::<C>(&json.protocol, &json.curve)?;
    if json.public.checked_add(1) != Some(json.inputs.len()) {
        return Err(Problem::Inconsistent(format!(
            "{} IC points for {} public inputs",
            json.inputs.len(),
            json.public
        )));
    }
    let point = |(i, p): (usize, &G1Json)| g1_from_json::<C>(&format!("IC {i}"), p);
    Ok(VerifyingKey {
        alpha1: g1_from_json::<C>("vk_alpha_1", &json.vk_alpha_1)?,
        beta2: g2_from_json::<C>("vk_beta_2", &json.vk_beta_2)?,
        gamma2: g2_from_json::<C>("vk_gamma_2", &json.vk_gamma_2)?,
        delta2: g2_from_json::<C>("vk_delta_2", &json.vk_delta_2)?,
        inputs: json
            .inputs
            .iter()
            .enumerate()
            .map(point)
            .collect::<Result<_, _>>()?,
    })
}

fn check_protocol<C: SnarkCurve>(protocol: &str, curve: &str) -> Result<(), Problem> {
    if protocol != "groth16" {
        return Err(Problem::Protocol {
            got: protocol.into(),
        });
    }
    // "bn254" and "bn256" are names that other tools use for the same curve.
    let same = curve == C::SNARKJS_NAME
        || (C::SNARKJS_NAME == "bn128" && matches!(curve, "bn254" | "bn256" | "altbn128"));
    if same {
        Ok(())
    } else {
        Err(Problem::Curve {
            what: "the curve",
            found: format!("{:?}", curve.chars().take(100).collect::<String>()),
            curve: C::SNARKJS_NAME,
        })
    }
}

/// snarkjs indents by one space.
fn pretty(value: &impl Serialize) -> Result<String, Problem> {
    let mut out = vec![];
    let formatter = serde_json::ser::PrettyFormatter::with_indent(b" ");
    value.serialize(&mut serde_json::Serializer::with_formatter(
        &mut out, formatter,
    ))?;
    String::from_utf8(out).map_err(|error| Problem::Inconsistent(error.to_string()))
}

fn decimal<F: PrimeField>(value: &F) -> String {
    BigUint::from_bytes_le(&value.into_bigint().to_bytes_le()).to_string()
}

fn parse_decimal<F: PrimeField>(what: &str, text: &str) -> Result<F, Problem> {
    let bad = || Problem::Decimal {
        what: what.into(),
        got: text.chars().take(100).collect(),
    };
    let padded = text.len() > 1 && text.starts_with('0');
    if padded || text.is_empty() || text.len() > 200 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(bad());
    }
    let number: BigUint = text.parse().map_err(|_| bad())?;
    let number = F::BigInt::try_from(number).map_err(|_| bad())?;
    F::from_bigint(number).ok_or_else(bad)
}

fn g1_to_json<C: SnarkCurve>(point: &C::G1Affine) -> G1Json {
    match point.xy() {
        Some((x, y)) => [decimal(&x), decimal(&y), "1".into()],
        None => ["0", "1", "0"].map(String::from),
    }
}

fn g2_to_json<C: SnarkCurve>(point: &C::G2Affine) -> G2Json {
    let pair = |x: <C::G2Affine as AffineRepr>::BaseField| {
        let mut parts = x.to_base_prime_field_elements().map(|part| decimal(&part));
        [
            parts.next().unwrap_or_default(),
            parts.next().unwrap_or_default(),
        ]
    };
    let constant = |text: &str| [text.to_owned(), "0".to_owned()];
    match point.xy() {
        Some((x, y)) => [pair(x), pair(y), constant("1")],
        None => [constant("0"), constant("1"), constant("0")],
    }
}

fn g1_from_json<C: SnarkCurve>(what: &str, json: &G1Json) -> Result<C::G1Affine, Problem> {
    let part = |text: &String| parse_decimal::<C::BaseField>(what, text);
    let [x, y, z] = [part(&json[0])?, part(&json[1])?, part(&json[2])?];
    point_from_parts(
        what,
        &[x, y],
        z == C::BaseField::ONE,
        z == C::BaseField::ZERO,
    )
}

fn g2_from_json<C: SnarkCurve>(what: &str, json: &G2Json) -> Result<C::G2Affine, Problem> {
    let part = |text: &String| parse_decimal::<C::BaseField>(what, text);
    let mut parts = vec![];
    for text in json.iter().flatten() {
        parts.push(part(text)?);
    }
    let is = |c0| parts[4] == c0 && parts[5] == C::BaseField::ZERO;
    let (one, zero) = (is(C::BaseField::ONE), is(C::BaseField::ZERO));
    point_from_parts(what, &parts[..4], one, zero)
}

/// A point from its affine coordinates, each a sequence of prime-field parts.
fn point_from_parts<P, F>(what: &str, parts: &[F], affine: bool, zero: bool) -> Result<P, Problem>
where
    P: crate::curve::PointBytes,
    F: crate::curve::MontgomeryBytes + Field,
{
    let inconsistent = |message: String| Problem::Inconsistent(format!("{what}: {message}"));
    if zero {
        // One spelling alone: (0 : 1 : 0).
        let half = parts.len() / 2;
        let infinity =
            (0..parts.len()).all(|i| parts[i] == if i == half { F::ONE } else { F::ZERO });
        let other = || inconsistent("infinity is not spelled 0, 1, 0".into());
        return if infinity {
            Ok(P::zero())
        } else {
            Err(other())
        };
    }
    if !affine {
        return Err(inconsistent(
            "the last coordinate is neither 1 nor 0".into(),
        ));
    }
    let mut bytes = vec![];
    parts
        .iter()
        .for_each(|part| part.write_montgomery(&mut bytes));
    if bytes.iter().all(|&byte| byte == 0) {
        return Err(inconsistent(
            crate::curve::PointError::NotOnCurve.to_string(),
        ));
    }
    P::from_bytes(&bytes).map_err(|error| inconsistent(error.to_string()))
}
