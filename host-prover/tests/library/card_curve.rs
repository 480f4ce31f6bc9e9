//! The curves over which a card adds, and points as its memory holds them: written against the
//! contract alone, so that it can judge the library.

use ark_bn254::{Fq, Fq2, Fr, g1, g2};
use ark_ec::{
    AffineRepr, CurveGroup,
    models::CurveConfig,
    short_weierstrass::{Affine, Projective, SWCurveConfig},
};
use ark_ff::{AdditiveGroup, BigInteger, Field, MontFp, PrimeField};
use zkcard_wire::layout::{NUMBER_BYTES, RESULT_POINT_BYTES};

/// `y^2 = x^3 + b''` over Fq2 with `3 b'' = 2 + u`.
pub(crate) struct CardTwist;

impl CurveConfig for CardTwist {
    type BaseField = Fq2;
    type ScalarField = Fr;
    const COFACTOR: &'static [u64] = g2::Config::COFACTOR;
    const COFACTOR_INV: Fr = g2::Config::COFACTOR_INV;
}

impl SWCurveConfig for CardTwist {
    type ZeroFlag = ();
    const COEFF_A: Fq2 = Fq2::ZERO;
    const COEFF_B: Fq2 = Fq2::new(
        MontFp!("7296080957279758407415468581752425029565437052432607887563012631548408736195"),
        MontFp!("14592161914559516814830937163504850059130874104865215775126025263096817472389"),
    );
    /// The image of the generator of G2 under the library's isomorphism.
    const GENERATOR: Affine<Self> = Affine::new_unchecked(
        Fq2::new(
            MontFp!("1492679869552011366535394589689693542683909826160173292215078176951411415081"),
            MontFp!(
                "16714664398711435946908159344701088059981492860802200683984420640978360149530"
            ),
        ),
        Fq2::new(
            MontFp!(
                "13931052093622240954423405277007531707789686401843945747444471651665454629931"
            ),
            MontFp!("1220769801031223538966774940482447218151298805793454153321387445318867224821"),
        ),
    );
}

/// A curve over which a card adds.
pub(crate) trait CardCurve:
    SWCurveConfig<ScalarField = Fr, BaseField: Field<BasePrimeField = Fq>>
{
}
impl CardCurve for g1::Config {}
impl CardCurve for CardTwist {}

fn degree<P: CardCurve>() -> usize {
    P::BaseField::extension_degree() as usize
}

fn element<P: CardCurve>(parts: impl Iterator<Item = Fq>) -> P::BaseField {
    P::BaseField::from_base_prime_field_elems(parts).expect("as many parts as it has")
}

/// Bases as they lie in memory. Like hardware, it does not ask what it reads.
pub(crate) fn read_bases<P: CardCurve>(bytes: &[u8]) -> Vec<Affine<P>> {
    let number = |bytes: &[u8]| Fq::from_le_bytes_mod_order(bytes);
    let base = |bytes: &[u8]| {
        let numbers: Vec<Fq> = bytes.chunks(NUMBER_BYTES).map(number).collect();
        let coordinate = |first| element::<P>(numbers.iter().skip(first).step_by(2).copied());
        match bytes.iter().all(|&byte| byte == 0) {
            true => Affine::identity(),
            false => Affine::new_unchecked(coordinate(0), coordinate(1)),
        }
    };
    bytes
        .chunks(2 * degree::<P>() * NUMBER_BYTES)
        .map(base)
        .collect()
}

/// Scalars as they lie in memory.
pub(crate) fn read_scalars(bytes: &[u8]) -> Vec<Fr> {
    let scalars = bytes.chunks(NUMBER_BYTES);
    scalars.map(Fr::from_le_bytes_mod_order).collect()
}

/// Points of a result, homogeneous with a Z other than one.
pub(crate) fn write_points<P: CardCurve>(points: &[Projective<P>]) -> Vec<u8> {
    let z = P::BaseField::from(7u64);
    let mut bytes = vec![];
    for point in points {
        let (zero, one) = (P::BaseField::ZERO, P::BaseField::ONE);
        let coordinates = match point.into_affine().xy() {
            Some((x, y)) => [x * z, y * z, z],
            None => [zero, one, zero],
        };
        let parts = coordinates.map(|c| c.to_base_prime_field_elements().collect::<Vec<_>>());
        for part in 0..degree::<P>() {
            for coordinate in &parts {
                bytes.extend(coordinate[part].into_bigint().to_bytes_le());
            }
            bytes.resize(bytes.len().next_multiple_of(RESULT_POINT_BYTES), 0);
        }
    }
    bytes
}
