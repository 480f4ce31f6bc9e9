//! The cores as named designs.

use super::NttConfig;
use crate::designs::NamedDesign;
use crate::emit::Body;

/// The tiny core, those of the card and of small boards.
pub fn designs() -> Vec<NamedDesign> {
    vec![
        NamedDesign::new("tiny_ntt_core", || {
            NttConfig::tiny(Body::Rtl).design("tiny_ntt_core")
        }),
        NamedDesign::new("card_ntt_core", || {
            NttConfig::card(2, Body::Rtl).design("card_ntt_core")
        }),
        NamedDesign::new("board_ntt_core", || {
            NttConfig::board(Body::Rtl).design("board_ntt_core")
        }),
    ]
}
