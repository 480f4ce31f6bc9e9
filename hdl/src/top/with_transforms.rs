//! Whole cards with both cores: shell, MSM core and NTT core.
//!
//! ```text
//!  rx, tx --+-----------+-- base, scalar, points --- MSM core
//!           | CardShell |
//!  AXI4 ----+-----------+-- bursts, words ---------- NTT core
//! ```
//!
//! Wiring alone; a macro, because a block cannot name the ports of a core that is a parameter. Interface: as that of
//! [`CardTop`](super::CardTop). Latency: of its parts. Golden model: the tests of the simulated card, against brute
//! force and arkworks.
use super::{CardConfig, CardShell};
use crate::msm::{CardMsmCore, ShortMsmCore};
use crate::ntt::{self, CardNttCore};
use rust_hdl::prelude::*;

/// The MSM core of [`CardConfig::tiny`].
type TinyMsmCore = ShortMsmCore<8, 3, 4, 3, 32, 5, 40, 5, 8, 1, 2>;

/// Four lanes over scalars of 256 bits with buffers of 32 words: 2^14 points.
type SmallNttCore = ntt::SmallNttCore<256, 512, 1024>;

macro_rules! card_with_transforms {
    ($(#[$doc:meta])* $name:ident, $msm:ident, $ntt:ident) => {
        $(#[$doc])*
        #[derive(LogicBlock)]
        pub struct $name {
            /// Reset, active high, any domain.
            pub reset: Signal<In, Bit>,
            /// Clock of the serial line.
            pub transport_clock: Signal<In, Clock>,
            /// Clock of frames, registers, jobs and cores.
            pub core_clock: Signal<In, Clock>,
            /// Clock of the memory port.
            pub memory_clock: Signal<In, Clock>,
            /// Serial line in.
            pub rx: Signal<In, Bit>,
            /// Serial line out.
            pub tx: Signal<Out, Bit>,
            /// An enabled interrupt stands (core clock).
            pub interrupt_out: Signal<Out, Bit>,
            /// A frame or a job is under way (core clock).
            pub active: Signal<Out, Bit>,
            /// AXI4 AR.
            pub axi_arid: Signal<Out, Bits<2>>,
            /// AXI4 AR: byte address.
            pub axi_araddr: Signal<Out, Bits<38>>,
            /// AXI4 AR: beats minus one.
            pub axi_arlen: Signal<Out, Bits<8>>,
            /// AXI4 AR.
            pub axi_arvalid: Signal<Out, Bit>,
            /// AXI4 AR.
            pub axi_arready: Signal<In, Bit>,
            /// AXI4 R.
            pub axi_rid: Signal<In, Bits<2>>,
            /// AXI4 R.
            pub axi_rdata: Signal<In, Bits<512>>,
            /// AXI4 R.
            pub axi_rresp: Signal<In, Bits<2>>,
            /// AXI4 R.
            pub axi_rlast: Signal<In, Bit>,
            /// AXI4 R.
            pub axi_rvalid: Signal<In, Bit>,
            /// AXI4 R.
            pub axi_rready: Signal<Out, Bit>,
            /// AXI4 AW.
            pub axi_awid: Signal<Out, Bits<2>>,
            /// AXI4 AW: byte address.
            pub axi_awaddr: Signal<Out, Bits<38>>,
            /// AXI4 AW: beats minus one.
            pub axi_awlen: Signal<Out, Bits<8>>,
            /// AXI4 AW.
            pub axi_awvalid: Signal<Out, Bit>,
            /// AXI4 AW.
            pub axi_awready: Signal<In, Bit>,
            /// AXI4 W: all 64 byte lanes are always written.
            pub axi_wdata: Signal<Out, Bits<512>>,
            /// AXI4 W.
            pub axi_wlast: Signal<Out, Bit>,
            /// AXI4 W.
            pub axi_wvalid: Signal<Out, Bit>,
            /// AXI4 W.
            pub axi_wready: Signal<In, Bit>,
            /// AXI4 B.
            pub axi_bid: Signal<In, Bits<2>>,
            /// AXI4 B.
            pub axi_bresp: Signal<In, Bits<2>>,
            /// AXI4 B.
            pub axi_bvalid: Signal<In, Bit>,
            /// AXI4 B.
            pub axi_bready: Signal<Out, Bit>,
            shell: CardShell,
            msm: $msm,
            ntt: $ntt,
        }

        impl $name {
            /// The card of a configuration.
            ///
            /// # Panics
            /// When the configuration has no NTT core.
            pub fn new(config: &CardConfig) -> Self {
                let ntt = config.ntt.as_ref().expect("a card with an NTT core");
                Self {
                    reset: Default::default(),
                    transport_clock: Default::default(),
                    core_clock: Default::default(),
                    memory_clock: Default::default(),
                    rx: Default::default(),
                    tx: Default::default(),
                    interrupt_out: Default::default(),
                    active: Default::default(),
                    axi_arid: Default::default(),
                    axi_araddr: Default::default(),
                    axi_arlen: Default::default(),
                    axi_arvalid: Default::default(),
                    axi_arready: Default::default(),
                    axi_rid: Default::default(),
                    axi_rdata: Default::default(),
                    axi_rresp: Default::default(),
                    axi_rlast: Default::default(),
                    axi_rvalid: Default::default(),
                    axi_rready: Default::default(),
                    axi_awid: Default::default(),
                    axi_awaddr: Default::default(),
                    axi_awlen: Default::default(),
                    axi_awvalid: Default::default(),
                    axi_awready: Default::default(),
                    axi_wdata: Default::default(),
                    axi_wlast: Default::default(),
                    axi_wvalid: Default::default(),
                    axi_wready: Default::default(),
                    axi_bid: Default::default(),
                    axi_bresp: Default::default(),
                    axi_bvalid: Default::default(),
                    axi_bready: Default::default(),
                    shell: CardShell::new(config.identity(), config.memory_timeout),
                    msm: $msm::new(&config.msm),
                    ntt: $ntt::new(&ntt.arithmetic(), ntt.roots()),
                }
            }
        }

        impl Logic for $name {
            #[hdl_gen]
            fn update(&mut self) {
                self.shell.reset.next = self.reset.val();
                self.shell.transport_clock.next = self.transport_clock.val();
                self.shell.core_clock.next = self.core_clock.val();
                self.shell.memory_clock.next = self.memory_clock.val();
                self.shell.rx.next = self.rx.val();
                self.tx.next = self.shell.tx.val();
                self.interrupt_out.next = self.shell.interrupt_out.val();
                self.active.next = self.shell.active.val();
                self.axi_arid.next = self.shell.axi_arid.val();
                self.axi_araddr.next = self.shell.axi_araddr.val();
                self.axi_arlen.next = self.shell.axi_arlen.val();
                self.axi_arvalid.next = self.shell.axi_arvalid.val();
                self.shell.axi_arready.next = self.axi_arready.val();
                self.shell.axi_rid.next = self.axi_rid.val();
                self.shell.axi_rdata.next = self.axi_rdata.val();
                self.shell.axi_rresp.next = self.axi_rresp.val();
                self.shell.axi_rlast.next = self.axi_rlast.val();
                self.shell.axi_rvalid.next = self.axi_rvalid.val();
                self.axi_rready.next = self.shell.axi_rready.val();
                self.axi_awid.next = self.shell.axi_awid.val();
                self.axi_awaddr.next = self.shell.axi_awaddr.val();
                self.axi_awlen.next = self.shell.axi_awlen.val();
                self.axi_awvalid.next = self.shell.axi_awvalid.val();
                self.shell.axi_awready.next = self.axi_awready.val();
                self.axi_wdata.next = self.shell.axi_wdata.val();
                self.axi_wlast.next = self.shell.axi_wlast.val();
                self.axi_wvalid.next = self.shell.axi_wvalid.val();
                self.shell.axi_wready.next = self.axi_wready.val();
                self.shell.axi_bid.next = self.axi_bid.val();
                self.shell.axi_bresp.next = self.axi_bresp.val();
                self.shell.axi_bvalid.next = self.axi_bvalid.val();
                self.axi_bready.next = self.shell.axi_bready.val();
                self.msm.clock.next = self.core_clock.val();
                self.msm.reset.next = self.shell.core_reset.val();
                self.msm.g2.next = self.shell.core_g2.val();
                self.msm.multiples.next = self.shell.core_multiples.val();
                self.msm.start.next = self.shell.core_start.val();
                self.msm.count.next = self.shell.core_count.val();
                self.msm.base.next = self.shell.base.val();
                self.msm.base_valid.next = self.shell.base_valid.val();
                self.shell.base_ready.next = self.msm.base_ready.val();
                self.msm.scalar.next = self.shell.scalar.val();
                self.msm.scalar_valid.next = self.shell.scalar_valid.val();
                self.shell.scalar_ready.next = self.msm.scalar_ready.val();
                self.shell.point.next = self.msm.result.val();
                self.shell.point_valid.next = self.msm.result_valid.val();
                self.shell.point_last.next = self.msm.result_last.val();
                self.msm.result_ready.next = self.shell.point_ready.val();
                self.shell.core_busy.next = self.msm.busy.val();
                self.shell.core_done.next = self.msm.done.val();
                self.shell.counter[0].next = self.msm.bucket_cycles.val();
                self.shell.counter[1].next = self.msm.bucket_additions.val();
                self.shell.counter[2].next = self.msm.reduction_cycles.val();
                self.shell.counter[3].next = self.msm.reduction_additions.val();
                self.shell.counter[4].next = self.msm.stored.val();
                self.shell.counter[5].next = self.msm.starved.val();
                self.shell.counter[6].next = self.msm.refused.val();
                self.shell.counter[7].next = self.msm.spent.val();
                self.shell.counter[8].next = self.msm.met.val();
                self.ntt.clock.next = self.core_clock.val();
                self.ntt.reset.next = self.shell.core_reset.val();
                self.ntt.start.next = self.shell.ntt_start.val();
                self.ntt.quotient.next = self.shell.ntt_quotient.val();
                self.ntt.divided.next = self.shell.ntt_divided.val();
                self.ntt.backward.next = self.shell.ntt_backward.val();
                self.ntt.shifted.next = self.shell.ntt_shifted.val();
                self.ntt.size.next = self.shell.ntt_size.val();
                self.ntt.vectors.next = self.shell.ntt_vectors.val();
                self.ntt.source.next = self.shell.ntt_source.val();
                self.ntt.between.next = self.shell.ntt_work.val();
                self.ntt.interleaved.next = 0.into();
                self.ntt.result.next = self.shell.ntt_result.val();
                self.ntt.shift.next = self.shell.ntt_shifts.val().get_bits::<256>(0);
                self.ntt.unshift.next = self.shell.ntt_shifts.val().get_bits::<256>(256);
                self.ntt.scale.next = self.shell.ntt_scale.val();
                self.shell.ntt_ready.next = self.ntt.ready.val();
                self.shell.ntt_read_address.next = self.ntt.read_address.val();
                self.shell.ntt_read_beats.next = self.ntt.read_beats.val();
                self.shell.ntt_read_valid.next = self.ntt.read_valid.val();
                self.ntt.read_ready.next = self.shell.ntt_read_ready.val();
                self.ntt.data.next = self.shell.ntt_data.val();
                self.ntt.data_valid.next = self.shell.ntt_data_valid.val();
                self.shell.ntt_write_address.next = self.ntt.write_address.val();
                self.shell.ntt_write_data.next = self.ntt.write_data.val();
                self.shell.ntt_write_valid.next = self.ntt.write_valid.val();
                self.ntt.write_ready.next = self.shell.ntt_write_ready.val();
                self.ntt.written.next = self.shell.ntt_written.val();
                for i in 0..7 {
                    self.shell.ntt_counter[i].next = self.ntt.counter[i].val();
                }
            }
            crate::named!();
        }
    };
}

card_with_transforms!(
    /// The card of [`CardConfig::bn254`].
    Bn254Card,
    CardMsmCore,
    CardNttCore
);

card_with_transforms!(
    /// The card of [`CardConfig::tiny_with_transforms`].
    TinyCardWithTransforms,
    TinyMsmCore,
    SmallNttCore
);
