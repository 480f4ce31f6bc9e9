//! The reset of all three domains, from one pin.
//!
//! ```text
//!  reset -> CrossLevel -> transport_reset --CrossLevel--+
//!        -> CrossLevel -> memory_reset -----CrossLevel--+-> or -> core_reset
//!        -> CrossLevel ---------------------------------+
//! ```
//!
//! Interface: `reset` may be asynchronous; it and power-up put every domain into reset at once. Released
//! in step: the core, which starts everything, leaves its reset last. Latency: up to 2 clocks of each
//! domain, then 3 of the core. Golden model: none, the order is asserted in the card's tests.
use crate::prim::cross::CrossLevel;
use rust_hdl::prelude::*;

/// One reset in, one synchronous reset per domain out.
#[derive(LogicBlock)]
pub struct ResetTree {
    /// Reset pin, active high, any domain.
    pub reset: Signal<In, Bit>,
    /// Clock of the serial line.
    pub transport_clock: Signal<In, Clock>,
    /// Clock of the cores.
    pub core_clock: Signal<In, Clock>,
    /// Clock of the memory port.
    pub memory_clock: Signal<In, Clock>,
    /// Reset of the transport domain.
    pub transport_reset: Signal<Out, Bit>,
    /// Reset of the core domain.
    pub core_reset: Signal<Out, Bit>,
    /// Reset of the memory domain.
    pub memory_reset: Signal<Out, Bit>,
    transport_level: CrossLevel,
    memory_level: CrossLevel,
    core_level: CrossLevel,
    transport_seen: CrossLevel,
    memory_seen: CrossLevel,
    held: DFF<Bit>,
}

impl Default for ResetTree {
    fn default() -> Self {
        Self {
            reset: Default::default(),
            transport_clock: Default::default(),
            core_clock: Default::default(),
            memory_clock: Default::default(),
            transport_reset: Default::default(),
            core_reset: Default::default(),
            memory_reset: Default::default(),
            transport_level: CrossLevel::new(true),
            memory_level: CrossLevel::new(true),
            core_level: CrossLevel::new(true),
            transport_seen: CrossLevel::new(true),
            memory_seen: CrossLevel::new(true),
            held: Default::default(),
        }
    }
}

impl Logic for ResetTree {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, core_clock, held);
        self.transport_level.clock.next = self.transport_clock.val();
        self.memory_level.clock.next = self.memory_clock.val();
        self.core_level.clock.next = self.core_clock.val();
        self.transport_seen.clock.next = self.core_clock.val();
        self.memory_seen.clock.next = self.core_clock.val();
        self.transport_level.level.next = self.reset.val();
        self.memory_level.level.next = self.reset.val();
        self.core_level.level.next = self.reset.val();
        self.transport_seen.level.next = self.transport_level.level_out.val();
        self.memory_seen.level.next = self.memory_level.level_out.val();
        self.transport_reset.next = self.transport_level.level_out.val();
        self.memory_reset.next = self.memory_level.level_out.val();
        self.held.d.next = !(self.core_level.level_out.val()
            | self.transport_seen.level_out.val()
            | self.memory_seen.level_out.val());
        self.core_reset.next = !self.held.q.val();
    }
    crate::named!();
}
