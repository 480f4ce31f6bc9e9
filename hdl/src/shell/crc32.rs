//! One byte of CRC-32 (IEEE 802.3), as `zkcard_wire::crc` defines it.
//!
//! ```text
//!  state, byte -> xor -> 8 x (shift, xor with the polynomial) -> state_out
//! ```
//!
//! Interface: combinational. Latency: 0. Source: IEEE 802.3, 3.2.9; the reflected form.
//! Golden model: `zkcard_wire::crc::update`.
use crate::prim::Widen;
use rust_hdl::prelude::*;
use zkcard_wire::crc;

/// The state of the checksum after one more byte.
#[derive(LogicBlock)]
pub struct Crc32 {
    /// State before the byte.
    pub state: Signal<In, Bits<32>>,
    /// The byte.
    pub octet: Signal<In, Bits<8>>,
    /// State after it.
    pub state_out: Signal<Out, Bits<32>>,
    stage: [Signal<Local, Bits<32>>; 9],
    polynomial: Constant<Bits<32>>,
}

impl Default for Crc32 {
    fn default() -> Self {
        Self {
            state: Default::default(),
            octet: Default::default(),
            state_out: Default::default(),
            stage: Default::default(),
            polynomial: Constant::new(u64::from(crc::POLYNOMIAL).into()),
        }
    }
}

impl Logic for Crc32 {
    #[hdl_gen]
    fn update(&mut self) {
        self.stage[0].next = self.state.val() ^ self.octet.val().to_bits();
        for i in 0..8 {
            self.stage[i + 1].next = self.stage[i].val() >> 1;
            if self.stage[i].val().get_bit(0) {
                self.stage[i + 1].next = (self.stage[i].val() >> 1) ^ self.polynomial.val();
            }
        }
        self.state_out.next = self.stage[8].val();
    }
    crate::named!();
}
