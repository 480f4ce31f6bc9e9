//! Points as a card adds them: some on an isomorphic curve with a cheaper constant.

use super::PointBytes;
use ark_bn254::{Fq2, g1, g2};
use ark_ec::short_weierstrass::Affine;
use ark_ff::{Field, MontFp};
use zkcard_wire::Group;

/// A point that a card can add.
pub trait CardPoint: PointBytes {
    /// Its group.
    const GROUP: Group;

    /// `l` of the isomorphism `(x, y) -> (l^2 x, l^3 y)` to the curve over which a card adds, as the
    /// contract says for this curve; none if it is the same curve.
    const SCALE: Option<Self::BaseField>;
}

/// The factors that an isomorphism puts on x and y.
#[derive(Clone, Copy)]
pub(crate) struct Isomorphism<F>(Option<(F, F)>);

impl<F: Field> Isomorphism<F> {
    /// To the curve over which a card adds.
    pub(crate) fn to_card<P: CardPoint<BaseField = F>>() -> Self {
        Self(P::SCALE.map(|l| (l.square(), l.square() * l)))
    }

    /// Back from there.
    pub(crate) fn from_card<P: CardPoint<BaseField = F>>() -> Self {
        let inverse = P::SCALE.and_then(|l| l.inverse());
        Self(inverse.map(|l| (l.square(), l.square() * l)))
    }

    /// The image of a point.
    pub(crate) fn map(&self, (x, y): (F, F)) -> (F, F) {
        match &self.0 {
            None => (x, y),
            Some((to_x, to_y)) => (*to_x * x, *to_y * y),
        }
    }
}

impl CardPoint for Affine<g1::Config> {
    const GROUP: Group = Group::G1;
    const SCALE: Option<Self::BaseField> = None;
}

impl CardPoint for Affine<g2::Config> {
    const GROUP: Group = Group::G2;

    /// A sixth root of `b'' / b'`, where `b' = 3 / (9 + u)` and `3 b'' = 2 + u`: of the six the one
    /// with the smallest `c0`. Any of them does.
    const SCALE: Option<Self::BaseField> = Some(Fq2::new(
        MontFp!("437020121067995747314956224950625201688664173199277575334349566185149547836"),
        MontFp!("6763543636482193837503255630532175169501433184253162956467356793658424500840"),
    ));
}

#[cfg(test)]
mod tests {
    use super::*;
    use ark_bn254::{Bn254, Fq, G2Affine};
    use ark_ec::{
        AffineRepr, CurveGroup, PrimeGroup, pairing::Pairing, short_weierstrass::SWCurveConfig,
    };
    use ark_std::UniformRand;

    fn beta() -> Fq2 {
        Fq2::new(Fq::from(2), Fq::from(1))
    }

    #[test]
    fn the_scale_is_a_sixth_root_of_the_ratio_of_the_constants() {
        let l = G2Affine::SCALE.expect("a scale");
        let constant = beta() * Fq2::from(3).inverse().expect("three is not zero");
        assert_eq!(l.pow([6]) * g2::Config::COEFF_B, constant);
    }

    #[test]
    fn images_lie_on_the_curve_of_the_card_and_return() {
        let rng = &mut ark_std::test_rng();
        let (there, back) = (
            Isomorphism::to_card::<G2Affine>(),
            Isomorphism::from_card::<G2Affine>(),
        );
        for _ in 0..20 {
            let point =
                <Bn254 as Pairing>::G2::generator() * <Bn254 as Pairing>::ScalarField::rand(rng);
            let point = point.into_affine().xy().expect("a finite point");
            let (x, y) = there.map(point);
            let three = Fq2::from(3);
            assert_eq!(three * y.square(), three * x.square() * x + beta());
            assert_eq!(back.map((x, y)), point);
        }
    }
}
