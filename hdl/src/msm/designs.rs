//! The cores as named designs.

use super::{
    Bls12_381MsmCore, BoardMsmCore, CardMsmCore, CardOfTwoMsmCore, MsmConfig, TinyBoardMsmCore,
    TinyMsmCore, TinyWindowsMsmCore,
};
use crate::designs::NamedDesign;
use crate::emit::{Body, Design, EmitError, emit, on_large_stack};

/// The tiny core and the production cores of both curves, each with both bodies of its multipliers, cores with several
/// adders, and both limb-serial ones.
pub fn designs() -> Vec<NamedDesign> {
    vec![
        NamedDesign::new("tiny_msm_core", || tiny(Body::Rtl)),
        NamedDesign::new("tiny_msm_core_dpi", || tiny(Body::Dpi)),
        NamedDesign::new("tiny_of_four_msm_core", tiny_of_four),
        NamedDesign::new("card_msm_core", || card(Body::Rtl)),
        NamedDesign::new("card_msm_core_dpi", || card(Body::Dpi)),
        NamedDesign::new("card_of_two_msm_core", card_of_two),
        NamedDesign::new("bls12_381_msm_core", || bls12_381(Body::Rtl)),
        NamedDesign::new("bls12_381_msm_core_dpi", || bls12_381(Body::Dpi)),
        NamedDesign::new("tiny_board_msm_core", tiny_board),
        NamedDesign::new("board_msm_core", board),
    ]
}

fn tiny(body: Body) -> Result<Design, EmitError> {
    let config = MsmConfig::tiny(body);
    on_large_stack(|| emit("tiny_msm_core", TinyMsmCore::<1, 2>::new(&config)))
}

fn tiny_of_four() -> Result<Design, EmitError> {
    let config = MsmConfig::tiny_windows(Body::Rtl).with_adders(4);
    let name = "tiny_of_four_msm_core";
    on_large_stack(|| emit(name, TinyWindowsMsmCore::<4, 8>::new(&config)))
}

fn card(body: Body) -> Result<Design, EmitError> {
    on_large_stack(|| emit("card_msm_core", CardMsmCore::new(&MsmConfig::card(body))))
}

fn card_of_two() -> Result<Design, EmitError> {
    let config = MsmConfig::card_of_two(Body::Rtl);
    on_large_stack(|| emit("card_of_two_msm_core", CardOfTwoMsmCore::new(&config)))
}

fn bls12_381(body: Body) -> Result<Design, EmitError> {
    let config = MsmConfig::bls12_381(body);
    on_large_stack(|| emit("bls12_381_msm_core", Bls12_381MsmCore::new(&config)))
}

fn tiny_board() -> Result<Design, EmitError> {
    on_large_stack(|| {
        emit(
            "tiny_board_msm_core",
            TinyBoardMsmCore::new(&MsmConfig::tiny(Body::Rtl)),
        )
    })
}

fn board() -> Result<Design, EmitError> {
    on_large_stack(|| emit("board_msm_core", BoardMsmCore::new(&MsmConfig::board())))
}
