//! The card without its core: pins on one side, the streams of a core on the other.
//!
//! ```text
//!  rx, tx -- SerialPort -- FrameReceiver, FrameExecutor, FrameTransmitter -- Control
//!                                               |                              |
//!  AXI4 ---- MemoryPort ------------------------+--- BurstReader x 2 ------ JobEngine
//!                      |                                 |                     |
//!                bursts, words                       base, scalar        start, point, counters
//!                 (NTT core)                                    (MSM core)
//! ```
//!
//! Wiring alone. Interface: pins, an AXI4 port of 512 bits, and the ports of an MSM core and an NTT core in the core
//! clock. Latency: of its parts. Golden model: the tests of the simulated card.
use crate::prim::{Widen, check::StreamCheck};
use crate::shell::{
    BurstReader, Control, Flag, FrameExecutor, FrameReceiver, FrameTransmitter, JobEngine,
    MemoryPort, ResetTree, ScalarSplit, SerialPort,
};
use rust_hdl::prelude::*;

mod build;

/// Everything of a card but its core.
#[derive(LogicBlock)]
pub struct CardShell {
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
    /// For one clock: the core begins with `core_count` points.
    pub core_start: Signal<Out, Bit>,
    /// Number of points.
    pub core_count: Signal<Out, Bits<32>>,
    /// The job is over G2; holds during the job.
    pub core_g2: Signal<Out, Bit>,
    /// Whether its bases come with multiples.
    pub core_multiples: Signal<Out, Bit>,
    /// Reset of the cores, synchronous.
    pub core_reset: Signal<Out, Bit>,
    /// The core is working, or clearing itself after a reset.
    pub core_busy: Signal<In, Bit>,
    /// For one clock: the core has finished.
    pub core_done: Signal<In, Bit>,
    /// Base: x in bits 255:0, y in 511:256; over G2 its `c0`, then its `c1`.
    pub base: Signal<Out, Bits<512>>,
    /// Whether there is one.
    pub base_valid: Signal<Out, Bit>,
    /// Whether it is taken.
    pub base_ready: Signal<In, Bit>,
    /// Scalar.
    pub scalar: Signal<Out, Bits<256>>,
    /// Whether there is one.
    pub scalar_valid: Signal<Out, Bit>,
    /// Whether it is taken.
    pub scalar_ready: Signal<In, Bit>,
    /// Point of the result: X, Y, Z, lowest first; over G2 its `c0`, then its `c1`.
    pub point: Signal<In, Bits<768>>,
    /// Whether there is one.
    pub point_valid: Signal<In, Bit>,
    /// Whether it is the last.
    pub point_last: Signal<In, Bit>,
    /// Whether it is taken.
    pub point_ready: Signal<Out, Bit>,
    /// Counters of the core, in the order of the done registers from `DONE_BUCKET_CYCLES` on.
    pub counter: [Signal<In, Bits<32>>; 9],
    /// For one clock: the NTT core begins; what follows holds until it is ready again.
    pub ntt_start: Signal<Out, Bit>,
    /// It computes a quotient.
    pub ntt_quotient: Signal<Out, Bit>,
    /// Of coefficients.
    pub ntt_divided: Signal<Out, Bit>,
    /// A transform from values to coefficients.
    pub ntt_backward: Signal<Out, Bit>,
    /// Over a coset.
    pub ntt_shifted: Signal<Out, Bit>,
    /// Base-two logarithm of its points.
    pub ntt_size: Signal<Out, Bits<5>>,
    /// Vectors.
    pub ntt_vectors: Signal<Out, Bits<8>>,
    /// First word of the vectors.
    pub ntt_source: Signal<Out, Bits<32>>,
    /// First word of the work region.
    pub ntt_work: Signal<Out, Bits<32>>,
    /// First word of the result.
    pub ntt_result: Signal<Out, Bits<32>>,
    /// Shift of the coset, its inverse above.
    pub ntt_shifts: Signal<Out, Bits<512>>,
    /// Scale of a quotient.
    pub ntt_scale: Signal<Out, Bits<256>>,
    /// The NTT core is idle, and everything is written.
    pub ntt_ready: Signal<In, Bit>,
    /// First word of a burst to read.
    pub ntt_read_address: Signal<In, Bits<32>>,
    /// Its words less one.
    pub ntt_read_beats: Signal<In, Bits<16>>,
    /// Whether there is one.
    pub ntt_read_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub ntt_read_ready: Signal<Out, Bit>,
    /// Word read.
    pub ntt_data: Signal<Out, Bits<512>>,
    /// For one clock: it came.
    pub ntt_data_valid: Signal<Out, Bit>,
    /// Index to write.
    pub ntt_write_address: Signal<In, Bits<32>>,
    /// Word to write.
    pub ntt_write_data: Signal<In, Bits<512>>,
    /// Whether there is one.
    pub ntt_write_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub ntt_write_ready: Signal<Out, Bit>,
    /// For one clock: a word was written.
    pub ntt_written: Signal<Out, Bit>,
    /// Counters of the NTT core, in the order of the done registers from `DONE_BUCKET_CYCLES` on.
    pub ntt_counter: [Signal<In, Bits<32>>; 7],
    resets: ResetTree,
    serial: SerialPort,
    receiver: FrameReceiver,
    executor: FrameExecutor,
    transmitter: FrameTransmitter,
    control: Control,
    engine: JobEngine,
    bases: BurstReader,
    scalars: BurstReader,
    split: ScalarSplit,
    memory: MemoryPort,
    point_check: StreamCheck<769>,
    errors: [Signal<Local, Bits<32>>; 3],
    sending: Signal<Local, Bit>,
    last_point: Signal<Local, Bits<769>>,
    greeting: Constant<Bits<64>>,
    timeout: Constant<Bits<32>>,
}

impl Logic for CardShell {
    #[hdl_gen]
    fn update(&mut self) {
        self.resets.reset.next = self.reset.val();
        self.resets.transport_clock.next = self.transport_clock.val();
        self.resets.core_clock.next = self.core_clock.val();
        self.resets.memory_clock.next = self.memory_clock.val();
        self.core_reset.next = self.engine.core_reset.val();
        self.receiver.clock.next = self.core_clock.val();
        self.receiver.reset.next = self.resets.core_reset.val();
        self.executor.clock.next = self.core_clock.val();
        self.executor.reset.next = self.resets.core_reset.val();
        self.transmitter.clock.next = self.core_clock.val();
        self.transmitter.reset.next = self.resets.core_reset.val();
        self.control.clock.next = self.core_clock.val();
        self.control.reset.next = self.resets.core_reset.val();
        self.engine.clock.next = self.core_clock.val();
        self.engine.reset.next = self.resets.core_reset.val();
        self.bases.clock.next = self.core_clock.val();
        self.bases.reset.next = self.resets.core_reset.val();
        self.scalars.clock.next = self.core_clock.val();
        self.scalars.reset.next = self.resets.core_reset.val();
        self.split.clock.next = self.core_clock.val();
        self.split.clear.next = self.engine.read_stop.val();
        self.split.start.next = self.engine.read_start.val();
        self.split.count.next = self.engine.count.val();
        self.serial.core_clock.next = self.core_clock.val();
        self.serial.core_reset.next = self.resets.core_reset.val();
        self.serial.transport_clock.next = self.transport_clock.val();
        self.serial.transport_reset.next = self.resets.transport_reset.val();
        self.memory.core_clock.next = self.core_clock.val();
        self.memory.core_reset.next = self.resets.core_reset.val();
        self.memory.memory_clock.next = self.memory_clock.val();
        self.memory.memory_reset.next = self.resets.memory_reset.val();

        // The serial line and its frames.
        self.serial.rx.next = self.rx.val();
        self.tx.next = self.serial.tx.val();
        self.receiver.item.next = self.serial.received.val();
        self.receiver.item_valid.next = self.serial.received_valid.val();
        self.serial.received_ready.next = self.receiver.item_ready.val();
        self.executor.greeting.next = self.greeting.val();
        self.executor.timeout.next = self.timeout.val();
        self.executor.whole.next = self.receiver.whole.val();
        self.executor.kind.next = self.receiver.kind.val();
        self.executor.number.next = self.receiver.number.val();
        self.executor.length.next = self.receiver.length.val();
        self.executor.prefix.next = self.receiver.prefix.val();
        self.executor.count.next = self.receiver.count.val();
        self.executor.data.next = self.receiver.data.val();
        self.executor.data_valid.next = self.receiver.data_valid.val();
        self.receiver.done.next = self.executor.done.val();
        self.receiver.data_ready.next = self.executor.data_ready.val();
        self.transmitter.hold.next = self.receiver.whole.val();
        self.transmitter.kind.next = self.receiver.kind.val();
        self.transmitter.number.next = self.receiver.number.val();
        self.transmitter.answer.next = self.executor.answer.val();
        self.transmitter.status.next = self.executor.status.val();
        self.transmitter.bytes.next = self.executor.bytes.val();
        self.transmitter.data.next = self.executor.reply.val();
        self.transmitter.data_valid.next = self.executor.reply_valid.val();
        self.executor.reply_ready.next = self.transmitter.data_ready.val();
        self.executor.idle.next = self.transmitter.idle.val();
        self.transmitter.notice.next = self.control.notice.val();
        self.transmitter.event_value.next = self.control.event_value.val();
        self.control.event_taken.next = self.transmitter.event_taken.val();
        self.transmitter.divisor.next = self.control.divisor.val();
        self.serial.to_send.next = self.transmitter.item.val();
        self.serial.to_send_valid.next = self.transmitter.item_valid.val();
        self.transmitter.item_ready.next = self.serial.to_send_ready.val();

        // Registers.
        self.control.address.next = self.executor.address.val();
        self.control.write_data.next = self.executor.write_data.val();
        self.control.write_valid.next = self.executor.write_valid.val();
        self.control.read_valid.next = self.executor.read_valid.val();
        self.executor.write_ready.next = self.control.write_ready.val();
        self.executor.write_answer.next = self.control.write_answer.val();
        self.executor.write_answer_valid.next = self.control.write_answer_valid.val();
        self.executor.read_ready.next = self.control.read_ready.val();
        self.executor.read_data.next = self.control.read_data.val();
        self.executor.read_data_valid.next = self.control.read_data_valid.val();
        self.errors[0].next = (self.executor.memory_error.val() | self.engine.memory_error.val())
            .to_bits()
            | ((self.executor.timeout_error.val() | self.engine.timeout_error.val()).to_bits()
                << 1);
        self.errors[1].next = (self.receiver.checksum_error.val().to_bits() << 2)
            | (self.receiver.partial_error.val().to_bits() << 3);
        self.errors[2].next = (self.engine.watchdog_error.val().to_bits() << 4)
            | (self.receiver.overrun_error.val().to_bits() << 5)
            | (self.engine.refused_error.val().to_bits() << 6);
        self.control.errors.next =
            self.errors[0].val() | self.errors[1].val() | self.errors[2].val();
        self.interrupt_out.next = self.control.interrupt.val();
        self.sending.next = !self.transmitter.idle.val();
        self.active.next = self.receiver.active.val()
            | self.sending.val()
            | self.engine.active.val()
            | self.control.job_valid.val();

        // Jobs.
        self.engine.job.next = self.control.job.val();
        self.engine.job_valid.next = self.control.job_valid.val();
        self.control.job_ready.next = self.engine.job_ready.val();
        self.control.done.next = self.engine.done.val();
        self.control.done_valid.next = self.engine.done_valid.val();
        self.engine.soft_reset.next = self.control.soft_reset.val();
        self.engine.forget.next = self.control.forget.val();
        self.engine.watchdog.next = self.control.watchdog.val();
        self.bases.start.next = self.engine.read_start.val();
        self.bases.stop.next = self.engine.read_stop.val();
        self.bases.index.next = self.engine.base_index.val();
        self.bases.words.next = self.engine.base_words.val();
        self.scalars.start.next = self.engine.read_start.val();
        self.scalars.stop.next = self.engine.read_stop.val();
        self.scalars.index.next = self.engine.scalar_index.val();
        self.scalars.words.next = self.engine.scalar_words.val();
        self.engine.base_owed.next = self.bases.owed.val();
        self.engine.scalar_owed.next = self.scalars.owed.val();
        self.engine.base_came.next = self.memory.base_data_valid.val();
        self.engine.scalar_came.next = self.memory.scalar_data_valid.val();
        self.engine.read_answer.next = self.memory.data_answer.val();
        self.engine.written.next = self.memory.engine_written.val();
        self.engine.written_answer.next = self.memory.written_answer.val();

        // Memory.
        self.memory.frame_read.next = self.executor.memory_index.val();
        self.memory.frame_read_valid.next = self.executor.memory_read_valid.val();
        self.executor.memory_read_ready.next = self.memory.frame_read_ready.val();
        self.memory.frame_write.next = self.executor.memory_index.val();
        self.memory.frame_write_data.next = self.executor.memory_write_data.val();
        self.memory.frame_write_valid.next = self.executor.memory_write_valid.val();
        self.executor.memory_write_ready.next = self.memory.frame_write_ready.val();
        self.executor.memory_data.next = self.memory.data.val();
        self.executor.memory_data_answer.next = self.memory.data_answer.val();
        self.executor.memory_data_valid.next = self.memory.frame_data_valid.val();
        self.executor.memory_written.next = self.memory.frame_written.val();
        self.executor.memory_written_answer.next = self.memory.written_answer.val();
        self.memory.scalar_read.next = self.scalars.command.val();
        self.memory.scalar_read_valid.next = self.scalars.command_valid.val();
        self.scalars.command_ready.next = self.memory.scalar_read_ready.val();
        self.scalars.data.next = self.memory.data.val();
        self.scalars.data_valid.next = self.memory.scalar_data_valid.val();
        self.memory.base_read.next = self.bases.command.val();
        self.memory.base_read_valid.next = self.bases.command_valid.val();
        self.bases.command_ready.next = self.memory.base_read_ready.val();
        self.bases.data.next = self.memory.data.val();
        self.bases.data_valid.next = self.memory.base_data_valid.val();
        self.memory.engine_write.next = self.engine.write.val();
        self.memory.engine_write_data.next = self.engine.write_data.val();
        self.memory.engine_write_valid.next = self.engine.write_valid.val();
        self.engine.write_ready.next = self.memory.engine_write_ready.val();
        self.memory.transform_read.next = self.engine.command.val();
        self.memory.transform_read_valid.next = self.engine.command_valid.val();
        self.engine.command_ready.next = self.memory.transform_read_ready.val();
        self.engine.data.next = self.memory.data.val();
        self.engine.data_came.next = self.memory.transform_data_valid.val();
        self.memory.transform_write.next = self.ntt_write_address.val();
        self.memory.transform_write_data.next = self.ntt_write_data.val();
        self.memory.transform_write_valid.next = self.engine.data_write_valid.val();
        self.engine.data_write_ready.next = self.memory.transform_write_ready.val();
        self.engine.data_written.next = self.memory.transform_written.val();
        self.axi_arid.next = self.memory.axi_arid.val();
        self.axi_araddr.next = self.memory.axi_araddr.val();
        self.axi_arlen.next = self.memory.axi_arlen.val();
        self.axi_arvalid.next = self.memory.axi_arvalid.val();
        self.memory.axi_arready.next = self.axi_arready.val();
        self.memory.axi_rid.next = self.axi_rid.val();
        self.memory.axi_rdata.next = self.axi_rdata.val();
        self.memory.axi_rresp.next = self.axi_rresp.val();
        self.memory.axi_rlast.next = self.axi_rlast.val();
        self.memory.axi_rvalid.next = self.axi_rvalid.val();
        self.axi_rready.next = self.memory.axi_rready.val();
        self.axi_awid.next = self.memory.axi_awid.val();
        self.axi_awaddr.next = self.memory.axi_awaddr.val();
        self.axi_awlen.next = self.memory.axi_awlen.val();
        self.axi_awvalid.next = self.memory.axi_awvalid.val();
        self.memory.axi_awready.next = self.axi_awready.val();
        self.axi_wdata.next = self.memory.axi_wdata.val();
        self.axi_wlast.next = self.memory.axi_wlast.val();
        self.axi_wvalid.next = self.memory.axi_wvalid.val();
        self.memory.axi_wready.next = self.axi_wready.val();
        self.memory.axi_bid.next = self.axi_bid.val();
        self.memory.axi_bresp.next = self.axi_bresp.val();
        self.memory.axi_bvalid.next = self.axi_bvalid.val();
        self.axi_bready.next = self.memory.axi_bready.val();

        // The MSM core.
        self.core_start.next = self.engine.core_start.val();
        self.core_count.next = self.engine.count.val();
        self.core_g2.next = self.engine.g2.val();
        self.core_multiples.next = self.engine.multiples.val();
        self.engine.core_busy.next = self.core_busy.val();
        self.engine.core_done.next = self.core_done.val();
        self.base.next = self.bases.out_data.val();
        self.base_valid.next = self.bases.out_valid.val();
        self.bases.out_ready.next = self.base_ready.val();
        self.split.in_data.next = self.scalars.out_data.val();
        self.split.in_valid.next = self.scalars.out_valid.val();
        self.scalars.out_ready.next = self.split.in_ready.val();
        self.scalar.next = self.split.out_data.val();
        self.scalar_valid.next = self.split.out_valid.val();
        self.split.out_ready.next = self.scalar_ready.val();
        self.engine.point.next = self.point.val();
        self.engine.point_valid.next = self.point_valid.val();
        self.engine.point_last.next = self.point_last.val();
        self.point_ready.next = self.engine.point_ready.val();
        for i in 0..9 {
            self.engine.counter[i].next = self.counter[i].val();
        }

        // The NTT core.
        self.ntt_start.next = self.engine.transform_start.val();
        self.ntt_quotient.next = self.engine.transform_quotient.val();
        self.ntt_divided.next = self.engine.transform_divided.val();
        self.ntt_backward.next = self.engine.transform_backward.val();
        self.ntt_shifted.next = self.engine.transform_shifted.val();
        self.ntt_size.next = self.engine.transform_size.val();
        self.ntt_vectors.next = self.engine.transform_vectors.val();
        self.ntt_source.next = self.engine.transform_source.val();
        self.ntt_work.next = self.engine.transform_work.val();
        self.ntt_result.next = self.engine.transform_result.val();
        self.ntt_shifts.next = self.engine.transform_shifts.val();
        self.ntt_scale.next = self.engine.transform_scale.val();
        self.engine.transform_ready.next = self.ntt_ready.val();
        self.engine.transform_read_address.next = self.ntt_read_address.val();
        self.engine.transform_read_beats.next = self.ntt_read_beats.val();
        self.engine.transform_read_valid.next = self.ntt_read_valid.val();
        self.ntt_read_ready.next = self.engine.transform_read_ready.val();
        self.ntt_data.next = self.memory.data.val();
        self.ntt_data_valid.next = self.engine.transform_data_valid.val();
        self.engine.transform_write_valid.next = self.ntt_write_valid.val();
        self.ntt_write_ready.next = self.engine.transform_write_ready.val();
        self.ntt_written.next = self.engine.transform_written.val();
        for i in 0..7 {
            self.engine.transform_counter[i].next = self.ntt_counter[i].val();
        }

        // Rules of the streams between shell and core.
        self.last_point.next =
            self.point.val().to_bits() | (self.point_last.val().to_bits() << 768);
        self.point_check.clock.next = self.core_clock.val();
        self.point_check.reset.next = self.engine.core_reset.val();
        self.point_check.data.next = self.last_point.val();
        self.point_check.valid.next = self.point_valid.val();
        self.point_check.ready.next = self.engine.point_ready.val();
    }
    crate::named!();
}
