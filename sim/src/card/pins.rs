//! The pins of the card, found once by name.
use crate::verilator::{Model, PortId, VerilatorError};

macro_rules! pins {
    ($(#[$doc:meta])* $name:ident: $($pin:ident = $port:literal),* $(,)?) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub(super) struct $name {
            $(pub(super) $pin: PortId,)*
        }

        impl $name {
            pub(super) fn find(model: &Model) -> Result<Self, VerilatorError> {
                Ok(Self { $($pin: model.port($port)?,)* })
            }
        }
    };
}

pins! {
    /// Clocks, reset and the serial line.
    LinePins:
    reset = "reset", transport_clock = "transport_clock", core_clock = "core_clock",
    memory_clock = "memory_clock", rx = "rx", tx = "tx", active = "active",
}

pins! {
    /// The AXI4 port.
    MemoryPins:
    arid = "axi_arid", araddr = "axi_araddr", arlen = "axi_arlen", arvalid = "axi_arvalid",
    arready = "axi_arready", rid = "axi_rid", rdata = "axi_rdata", rresp = "axi_rresp", rlast = "axi_rlast",
    rvalid = "axi_rvalid", rready = "axi_rready", awid = "axi_awid", awaddr = "axi_awaddr",
    awvalid = "axi_awvalid", awready = "axi_awready", wdata = "axi_wdata", wvalid = "axi_wvalid",
    wready = "axi_wready", bid = "axi_bid", bresp = "axi_bresp", bvalid = "axi_bvalid", bready = "axi_bready",
}
