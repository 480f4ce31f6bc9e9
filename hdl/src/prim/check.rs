//! Protocol assertions: cells that only watch. They are live in every simulation (Verilator defines
//! `VERILATOR` and builds with `--assert`) and empty for synthesis.
//!
//! They stand inside the design rather than in a test bench, so that no simulation can forget them and
//! that internal ports are watched as well as those of the card.
use rust_hdl::prelude::*;

/// The text of one rule of AXI and of every stream here: what is offered stays until it is taken.
pub(super) fn stable(
    width: usize,
    clock: &str,
    reset: &str,
    data: &str,
    valid: &str,
    ready: &str,
) -> String {
    format!(
        "\
`ifdef VERILATOR
logic {data}_offered;
logic [{last}:0] {data}_before;
initial {data}_offered = 0;
always @(posedge {clock}) begin
    {data}_offered <= {valid} && !{ready} && !{reset};
    {data}_before <= {data};
    if ({data}_offered && !{reset})
        assert ({valid} && {data} == {data}_before) else $error(\"{data} changed before it was taken\");
end
`endif
",
        last = width - 1
    )
}

/// Watches a stream: what is offered stays until it is taken.
#[derive(LogicBlock, Default)]
pub struct StreamCheck<const W: usize> {
    /// Clock of the stream.
    pub clock: Signal<In, Clock>,
    /// Synchronous: offers may be withdrawn.
    pub reset: Signal<In, Bit>,
    /// The word.
    pub data: Signal<In, Bits<W>>,
    /// Whether there is one.
    pub valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub ready: Signal<In, Bit>,
}

impl<const W: usize> Logic for StreamCheck<W> {
    fn update(&mut self) {}
    fn hdl(&self) -> Verilog {
        Verilog::Custom(stable(W, "clock", "reset", "data", "valid", "ready"))
    }
    crate::named!();
}

/// Watches the address, data and answer channels of one AXI4 port of 512 bits with addresses of 38 bits.
///
/// Rules (ARM IHI 0022, A3): what is offered stays until taken; a burst does not cross 4 KiB; the last
/// beat is marked, and no other; no answer comes that was not asked for.
#[derive(LogicBlock, Default)]
pub struct AxiCheck {
    /// Clock of the port.
    pub clock: Signal<In, Clock>,
    /// Synchronous reset.
    pub reset: Signal<In, Bit>,
    /// Read address channel: identifier, length minus one, byte address.
    pub read_address: Signal<In, Bits<48>>,
    /// Read address valid and ready.
    pub read_address_valid: Signal<In, Bit>,
    /// Read address ready.
    pub read_address_ready: Signal<In, Bit>,
    /// Identifier of the read data.
    pub read_id: Signal<In, Bits<2>>,
    /// Last beat of a read burst.
    pub read_last: Signal<In, Bit>,
    /// Read data valid.
    pub read_valid: Signal<In, Bit>,
    /// Read data ready.
    pub read_ready: Signal<In, Bit>,
    /// Write address channel: identifier, length minus one, byte address.
    pub write_address: Signal<In, Bits<48>>,
    /// Write address valid.
    pub write_address_valid: Signal<In, Bit>,
    /// Write address ready.
    pub write_address_ready: Signal<In, Bit>,
    /// Write data with its last mark above.
    pub write_data: Signal<In, Bits<513>>,
    /// Write data valid.
    pub write_valid: Signal<In, Bit>,
    /// Write data ready.
    pub write_ready: Signal<In, Bit>,
    /// Write answer valid.
    pub answer_valid: Signal<In, Bit>,
    /// Write answer ready.
    pub answer_ready: Signal<In, Bit>,
}

impl Logic for AxiCheck {
    fn update(&mut self) {}
    fn hdl(&self) -> Verilog {
        let offers = [
            stable(
                48,
                "clock",
                "reset",
                "read_address",
                "read_address_valid",
                "read_address_ready",
            ),
            stable(
                48,
                "clock",
                "reset",
                "write_address",
                "write_address_valid",
                "write_address_ready",
            ),
            stable(
                513,
                "clock",
                "reset",
                "write_data",
                "write_valid",
                "write_ready",
            ),
        ];
        Verilog::Custom(format!("{}{AXI_RULES}", offers.concat()))
    }
    crate::named!();
}

/// Beats owed by the memory per identifier (the card keeps bursts of one identifier in order, so their
/// lengths queue up), and write beats and answers outstanding.
const AXI_RULES: &str = "\
`ifdef VERILATOR
logic [7:0] lengths [0:3][0:4095];
logic [11:0] asked [0:3];
logic [11:0] begun [0:3];
logic [7:0] beat [0:3];
logic [15:0] unanswered;
logic [15:0] data_ahead;
initial begin
    for (int i = 0; i < 4; i++) begin
        asked[i] = 0; begun[i] = 0; beat[i] = 0;
    end
    unanswered = 0; data_ahead = 0;
end
always @(posedge clock) if (!reset) begin
    if (read_address_valid && read_address_ready) begin
        assert ({1'b0, read_address[11:6]} + read_address[44:38] < 7'd64 && read_address[45:44] == 0)
            else $error(\"a read burst crosses 4 KiB\");
        lengths[read_address[47:46]][asked[read_address[47:46]]] <= read_address[45:38];
        asked[read_address[47:46]] <= asked[read_address[47:46]] + 1;
    end
    if (read_valid && read_ready) begin
        assert (asked[read_id] != begun[read_id]) else $error(\"read data that was not asked for\");
        assert (read_last == (beat[read_id] == lengths[read_id][begun[read_id]]))
            else $error(\"the last beat of a read burst is marked wrongly\");
        beat[read_id] <= read_last ? 0 : beat[read_id] + 1;
        if (read_last) begun[read_id] <= begun[read_id] + 1;
    end
    if (write_address_valid && write_address_ready)
        assert (write_address[45:38] == 0) else $error(\"writes are bursts of one beat\");
    if (write_valid && write_ready)
        assert (write_data[512]) else $error(\"the last beat of a write burst is not marked\");
    if (answer_valid && answer_ready)
        assert (unanswered != 0) else $error(\"an answer to no write\");
    unanswered <= unanswered + {15'd0, write_valid && write_ready} - {15'd0, answer_valid && answer_ready};
end
`endif
";

/// Watches an AXI4-Lite port: what is offered stays until taken, and an answer follows its question.
#[derive(LogicBlock, Default)]
pub struct AxiLiteCheck {
    /// Clock of the port.
    pub clock: Signal<In, Clock>,
    /// Synchronous reset.
    pub reset: Signal<In, Bit>,
    /// Write address.
    pub write_address: Signal<In, Bits<16>>,
    /// Write data.
    pub write_data: Signal<In, Bits<32>>,
    /// Write address and data valid.
    pub write_valid: Signal<In, Bit>,
    /// Write address and data ready.
    pub write_ready: Signal<In, Bit>,
    /// Write answer.
    pub write_answer: Signal<In, Bits<2>>,
    /// Write answer valid.
    pub write_answer_valid: Signal<In, Bit>,
    /// Write answer ready.
    pub write_answer_ready: Signal<In, Bit>,
    /// Read address.
    pub read_address: Signal<In, Bits<16>>,
    /// Read address valid.
    pub read_address_valid: Signal<In, Bit>,
    /// Read address ready.
    pub read_address_ready: Signal<In, Bit>,
    /// Read data.
    pub read_data: Signal<In, Bits<32>>,
    /// Read data valid.
    pub read_valid: Signal<In, Bit>,
    /// Read data ready.
    pub read_ready: Signal<In, Bit>,
}

impl Logic for AxiLiteCheck {
    fn update(&mut self) {}
    fn hdl(&self) -> Verilog {
        let offer = |width, data, valid, ready| stable(width, "clock", "reset", data, valid, ready);
        let offers = [
            offer(16, "write_address", "write_valid", "write_ready"),
            offer(32, "write_data", "write_valid", "write_ready"),
            offer(
                2,
                "write_answer",
                "write_answer_valid",
                "write_answer_ready",
            ),
            offer(
                16,
                "read_address",
                "read_address_valid",
                "read_address_ready",
            ),
            offer(32, "read_data", "read_valid", "read_ready"),
        ];
        Verilog::Custom(format!("{}{LITE_RULES}", offers.concat()))
    }
    crate::named!();
}

const LITE_RULES: &str = "\
`ifdef VERILATOR
logic [1:0] writing, reading;
initial begin
    writing = 0; reading = 0;
end
always @(posedge clock) if (!reset) begin
    writing <= writing + {1'b0, write_valid && write_ready} - {1'b0, write_answer_valid && write_answer_ready};
    reading <= reading + {1'b0, read_address_valid && read_address_ready} - {1'b0, read_valid && read_ready};
    assert (!write_answer_valid || writing != 0) else $error(\"an answer to no register write\");
    assert (!read_valid || reading != 0) else $error(\"an answer to no register read\");
end
`endif
";
