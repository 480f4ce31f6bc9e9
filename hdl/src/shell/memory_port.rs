//! The path to card memory: requesters in the core clock, one AXI4 master in the memory clock.
//!
//! ```text
//!  frames, scalars, bases, transforms --reads--> Requests -> CrossFifo -> AR
//!  frames, engine, transforms --------writes--> Requests -> CrossFifo -> AW, W
//!  data, by requester <---------------------------------- CrossFifo <- R
//!  written, by requester <------------------------------- CrossFifo <- B
//! ```
//!
//! Requesters ask for no more than they have room for, so answers are always taken. The identifier of a
//! transaction is its requester: 0 frames, 1 scalars (reads) or engine (writes), 2 bases, 3 transforms. Frames come
//! first: there are few. A word is read and a word is written in each clock, as far as memory goes along. Reads are bursts of up to 16 words that stay within 4 KiB because they stay
//! within 16 aligned words; writes are bursts of one word.
//! Interface: read commands carry index (31:0) and words minus one (37:32); AXI4, 512 bit data, 38 bit
//! byte addresses. Latency: two crossings and the memory's own. Source: ARM IHI 0022. Golden model: the
//! memory of the simulated card.
use super::{Flag, Requests};
use crate::prim::{Widen, check::AxiCheck, cross::CrossFifo};
use rust_hdl::prelude::*;

/// Requesters to AXI4.
#[derive(LogicBlock, Default)]
pub struct MemoryPort {
    /// Clock of the requesters.
    pub core_clock: Signal<In, Clock>,
    /// Its reset.
    pub core_reset: Signal<In, Bit>,
    /// Clock of the AXI port.
    pub memory_clock: Signal<In, Clock>,
    /// Its reset.
    pub memory_reset: Signal<In, Bit>,
    /// Frames: index to read.
    pub frame_read: Signal<In, Bits<32>>,
    /// Whether there is one.
    pub frame_read_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub frame_read_ready: Signal<Out, Bit>,
    /// Scalars: read command.
    pub scalar_read: Signal<In, Bits<38>>,
    /// Whether there is one.
    pub scalar_read_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub scalar_read_ready: Signal<Out, Bit>,
    /// Bases: read command.
    pub base_read: Signal<In, Bits<38>>,
    /// Whether there is one.
    pub base_read_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub base_read_ready: Signal<Out, Bit>,
    /// Transforms: read command.
    pub transform_read: Signal<In, Bits<38>>,
    /// Whether there is one.
    pub transform_read_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub transform_read_ready: Signal<Out, Bit>,
    /// Word read.
    pub data: Signal<Out, Bits<512>>,
    /// Its AXI answer.
    pub data_answer: Signal<Out, Bits<2>>,
    /// For one clock: the word is for frames.
    pub frame_data_valid: Signal<Out, Bit>,
    /// For one clock: the word holds scalars.
    pub scalar_data_valid: Signal<Out, Bit>,
    /// For one clock: the word is a base.
    pub base_data_valid: Signal<Out, Bit>,
    /// For one clock: the word is for transforms.
    pub transform_data_valid: Signal<Out, Bit>,
    /// Frames: index to write.
    pub frame_write: Signal<In, Bits<32>>,
    /// Frames: word to write.
    pub frame_write_data: Signal<In, Bits<512>>,
    /// Whether there is one.
    pub frame_write_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub frame_write_ready: Signal<Out, Bit>,
    /// Engine: index to write.
    pub engine_write: Signal<In, Bits<32>>,
    /// Engine: word to write.
    pub engine_write_data: Signal<In, Bits<512>>,
    /// Whether there is one.
    pub engine_write_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub engine_write_ready: Signal<Out, Bit>,
    /// Transforms: index to write.
    pub transform_write: Signal<In, Bits<32>>,
    /// Transforms: word to write.
    pub transform_write_data: Signal<In, Bits<512>>,
    /// Whether there is one.
    pub transform_write_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub transform_write_ready: Signal<Out, Bit>,
    /// AXI answer of a write.
    pub written_answer: Signal<Out, Bits<2>>,
    /// For one clock: a word of frames was written.
    pub frame_written: Signal<Out, Bit>,
    /// For one clock: a word of the engine was written.
    pub engine_written: Signal<Out, Bit>,
    /// For one clock: a word of transforms was written.
    pub transform_written: Signal<Out, Bit>,
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
    read_requests: Requests<38, 40>,
    write_requests: Requests<544, 546>,
    data_id: Signal<Local, Bits<2>>,
    written_id: Signal<Local, Bits<2>>,
    reads: CrossFifo<40, 4>,
    writes: CrossFifo<546, 4>,
    arrivals: CrossFifo<516, 5>,
    answers: CrossFifo<4, 5>,
    address_sent: DFF<Bit>,
    data_sent: DFF<Bit>,
    address_done: Signal<Local, Bit>,
    data_done: Signal<Local, Bit>,
    write_done: Signal<Local, Bit>,
    check: AxiCheck,
}

impl Logic for MemoryPort {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, core_clock, read_requests, write_requests);
        dff_setup!(self, memory_clock, address_sent, data_sent);
        self.reads.write_clock.next = self.core_clock.val();
        self.reads.write_reset.next = self.core_reset.val();
        self.reads.read_clock.next = self.memory_clock.val();
        self.reads.read_reset.next = self.memory_reset.val();
        self.writes.write_clock.next = self.core_clock.val();
        self.writes.write_reset.next = self.core_reset.val();
        self.writes.read_clock.next = self.memory_clock.val();
        self.writes.read_reset.next = self.memory_reset.val();
        self.arrivals.write_clock.next = self.memory_clock.val();
        self.arrivals.write_reset.next = self.memory_reset.val();
        self.arrivals.read_clock.next = self.core_clock.val();
        self.arrivals.read_reset.next = self.core_reset.val();
        self.answers.write_clock.next = self.memory_clock.val();
        self.answers.write_reset.next = self.memory_reset.val();
        self.answers.read_clock.next = self.core_clock.val();
        self.answers.read_reset.next = self.core_reset.val();

        // Reads.
        self.read_requests.reset.next = self.core_reset.val();
        self.read_requests.request[0].next = bit_cast::<38, 32>(self.frame_read.val());
        self.read_requests.request[1].next = self.scalar_read.val();
        self.read_requests.request[2].next = self.base_read.val();
        self.read_requests.request[3].next = self.transform_read.val();
        self.read_requests.valid[0].next = self.frame_read_valid.val();
        self.read_requests.valid[1].next = self.scalar_read_valid.val();
        self.read_requests.valid[2].next = self.base_read_valid.val();
        self.read_requests.valid[3].next = self.transform_read_valid.val();
        self.frame_read_ready.next = self.read_requests.ready[0].val();
        self.scalar_read_ready.next = self.read_requests.ready[1].val();
        self.base_read_ready.next = self.read_requests.ready[2].val();
        self.transform_read_ready.next = self.read_requests.ready[3].val();
        self.reads.in_data.next = self.read_requests.item.val();
        self.reads.in_valid.next = self.read_requests.item_valid.val();
        self.read_requests.item_ready.next = self.reads.in_ready.val();
        self.axi_arid.next = self.reads.out_data.val().get_bits::<2>(38);
        self.axi_araddr.next = bit_cast::<38, 32>(self.reads.out_data.val().get_bits::<32>(0)) << 6;
        self.axi_arlen.next = bit_cast::<8, 6>(self.reads.out_data.val().get_bits::<6>(32));
        self.axi_arvalid.next = self.reads.out_valid.val();
        self.reads.out_ready.next = self.axi_arready.val();

        // Data back to whoever asked.
        self.arrivals.in_data.next = self.axi_rdata.val().to_bits()
            | (self.axi_rresp.val().to_bits() << 512)
            | (self.axi_rid.val().to_bits() << 514);
        self.arrivals.in_valid.next = self.axi_rvalid.val();
        self.axi_rready.next = self.arrivals.in_ready.val();
        self.arrivals.out_ready.next = true;
        self.data.next = self.arrivals.out_data.val().get_bits::<512>(0);
        self.data_answer.next = self.arrivals.out_data.val().get_bits::<2>(512);
        self.data_id.next = self.arrivals.out_data.val().get_bits::<2>(514);
        self.frame_data_valid.next = self.arrivals.out_valid.val() & (self.data_id.val() == 0);
        self.scalar_data_valid.next = self.arrivals.out_valid.val() & (self.data_id.val() == 1);
        self.base_data_valid.next = self.arrivals.out_valid.val() & (self.data_id.val() == 2);
        self.transform_data_valid.next = self.arrivals.out_valid.val() & (self.data_id.val() == 3);

        // Writes: address and data leave separately, the item goes when both are gone.
        self.write_requests.reset.next = self.core_reset.val();
        self.write_requests.request[0].next =
            self.frame_write_data.val().to_bits() | (self.frame_write.val().to_bits() << 512);
        self.write_requests.request[1].next =
            self.engine_write_data.val().to_bits() | (self.engine_write.val().to_bits() << 512);
        self.write_requests.request[2].next = 0.into();
        self.write_requests.request[3].next = self.transform_write_data.val().to_bits()
            | (self.transform_write.val().to_bits() << 512);
        self.write_requests.valid[0].next = self.frame_write_valid.val();
        self.write_requests.valid[1].next = self.engine_write_valid.val();
        self.write_requests.valid[2].next = false;
        self.write_requests.valid[3].next = self.transform_write_valid.val();
        self.frame_write_ready.next = self.write_requests.ready[0].val();
        self.engine_write_ready.next = self.write_requests.ready[1].val();
        self.transform_write_ready.next = self.write_requests.ready[3].val();
        self.writes.in_data.next = self.write_requests.item.val();
        self.writes.in_valid.next = self.write_requests.item_valid.val();
        self.write_requests.item_ready.next = self.writes.in_ready.val();
        self.axi_awid.next = self.writes.out_data.val().get_bits::<2>(544);
        self.axi_awaddr.next =
            bit_cast::<38, 32>(self.writes.out_data.val().get_bits::<32>(512)) << 6;
        self.axi_awlen.next = 0.into();
        self.axi_awvalid.next = self.writes.out_valid.val() & !self.address_sent.q.val();
        self.axi_wdata.next = self.writes.out_data.val().get_bits::<512>(0);
        self.axi_wlast.next = true;
        self.axi_wvalid.next = self.writes.out_valid.val() & !self.data_sent.q.val();
        self.address_done.next = self.address_sent.q.val() | self.axi_awready.val();
        self.data_done.next = self.data_sent.q.val() | self.axi_wready.val();
        self.write_done.next = self.address_done.val() & self.data_done.val();
        self.writes.out_ready.next = self.write_done.val();
        if self.writes.out_valid.val() {
            self.address_sent.d.next = self.address_done.val() & !self.write_done.val();
            self.data_sent.d.next = self.data_done.val() & !self.write_done.val();
        }
        self.answers.in_data.next =
            bit_cast::<4, 2>(self.axi_bresp.val()) | (bit_cast::<4, 2>(self.axi_bid.val()) << 2);
        self.answers.in_valid.next = self.axi_bvalid.val();
        self.axi_bready.next = self.answers.in_ready.val();
        self.answers.out_ready.next = true;
        self.written_answer.next = self.answers.out_data.val().get_bits::<2>(0);
        self.written_id.next = self.answers.out_data.val().get_bits::<2>(2);
        self.frame_written.next = self.answers.out_valid.val() & (self.written_id.val() == 0);
        self.engine_written.next = self.answers.out_valid.val() & (self.written_id.val() == 1);
        self.transform_written.next = self.answers.out_valid.val() & (self.written_id.val() == 3);
        if self.memory_reset.val() {
            self.address_sent.d.next = false;
            self.data_sent.d.next = false;
        }

        self.check.clock.next = self.memory_clock.val();
        self.check.reset.next = self.memory_reset.val();
        self.check.read_address.next = self.axi_araddr.val().to_bits()
            | (self.axi_arlen.val().to_bits() << 38)
            | (self.axi_arid.val().to_bits() << 46);
        self.check.read_address_valid.next = self.axi_arvalid.val();
        self.check.read_address_ready.next = self.axi_arready.val();
        self.check.read_id.next = self.axi_rid.val();
        self.check.read_last.next = self.axi_rlast.val();
        self.check.read_valid.next = self.axi_rvalid.val();
        self.check.read_ready.next = self.axi_rready.val();
        self.check.write_address.next = self.axi_awaddr.val().to_bits()
            | (self.axi_awlen.val().to_bits() << 38)
            | (self.axi_awid.val().to_bits() << 46);
        self.check.write_address_valid.next = self.axi_awvalid.val();
        self.check.write_address_ready.next = self.axi_awready.val();
        self.check.write_data.next =
            self.axi_wdata.val().to_bits() | (self.axi_wlast.val().to_bits() << 512);
        self.check.write_valid.next = self.axi_wvalid.val();
        self.check.write_ready.next = self.axi_wready.val();
        self.check.answer_valid.next = self.axi_bvalid.val();
        self.check.answer_ready.next = self.axi_bready.val();
    }
    crate::named!();
}
