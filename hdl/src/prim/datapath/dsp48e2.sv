// The DSP48E2 as far as a slice here uses it: two registers for A and B, M, P; P = M, or M + (PCIN >> 17).
// Other ports are there to be connected. Source: AMD UG579, chapter 2.
module DSP48E2 #(
    parameter AREG = 1, BREG = 1, CREG = 1, DREG = 1, ADREG = 1, MREG = 1, PREG = 1,
    parameter OPMODEREG = 1, ALUMODEREG = 1, INMODEREG = 1, CARRYINREG = 1, CARRYINSELREG = 1
) (
    input CLK,
    input [29:0] A, ACIN,
    input [17:0] B, BCIN,
    input [47:0] C, PCIN,
    input [26:0] D,
    input [8:0] OPMODE,
    input [4:0] INMODE,
    input [3:0] ALUMODE,
    input [2:0] CARRYINSEL,
    input CEA1, CEA2, CEB1, CEB2, CEM, CEP, CEAD, CEALUMODE, CEC, CECARRYIN, CECTRL, CED, CEINMODE,
    input RSTA, RSTALLCARRYIN, RSTALUMODE, RSTB, RSTC, RSTCTRL, RSTD, RSTINMODE, RSTM, RSTP,
    input CARRYIN, CARRYCASCIN, MULTSIGNIN,
    output [47:0] P, PCOUT
);
    logic signed [26:0] a1, a2;
    logic signed [17:0] b1, b2;
    logic signed [47:0] m, p;
    wire signed [47:0] z = OPMODE[6:4] == 3'b101 ? $signed(PCIN) >>> 17 : 48'sd0;
    always @(posedge CLK) begin
        if (CEA1) a1 <= A[26:0];
        if (CEA2) a2 <= a1;
        if (CEB1) b1 <= B;
        if (CEB2) b2 <= b1;
        if (CEM) m <= a2 * b2;
        if (CEP) p <= m + z;
    end
    assign P = p;
    assign PCOUT = p;
    initial begin
        if (AREG != 2 || BREG != 2 || MREG != 1 || PREG != 1) $error("registers of a slice");
        if (OPMODEREG + ALUMODEREG + INMODEREG + CARRYINREG + CARRYINSELREG + CREG + DREG + ADREG != 0)
            $error("registers that delay nothing here");
    end
    always @(posedge CLK) begin
        if (OPMODE[8:7] != 0 || OPMODE[3:0] != 4'b0101 || !(OPMODE[6:4] inside {3'b000, 3'b101}))
            $error("an operation that is not modelled");
        if (ALUMODE != 0 || INMODE != 0 || CARRYINSEL != 0) $error("a mode that is not modelled");
    end
endmodule
