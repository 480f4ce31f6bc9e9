//! The cores as named designs.

use super::{CardMsmCore, MsmConfig, TinyMsmCore};
use crate::designs::NamedDesign;
use crate::emit::{Body, Design, EmitError, emit, on_large_stack};

/// The tiny and the production core, each with both bodies of its multipliers.
pub fn designs() -> Vec<NamedDesign> {
    vec![
        NamedDesign::new("tiny_msm_core", || tiny(Body::Rtl)),
        NamedDesign::new("tiny_msm_core_dpi", || tiny(Body::Dpi)),
        NamedDesign::new("card_msm_core", || card(Body::Rtl)),
        NamedDesign::new("card_msm_core_dpi", || card(Body::Dpi)),
    ]
}

fn tiny(body: Body) -> Result<Design, EmitError> {
    on_large_stack(|| emit("tiny_msm_core", TinyMsmCore::new(&MsmConfig::tiny(body))))
}

fn card(body: Body) -> Result<Design, EmitError> {
    on_large_stack(|| emit("card_msm_core", CardMsmCore::new(&MsmConfig::card(body))))
}
