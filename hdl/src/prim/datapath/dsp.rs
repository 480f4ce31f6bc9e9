//! One DSP slice as Verilog text: as arithmetic, and as the primitive of the device.
//!
//! ```text
//! a --[A1]--[A2]--(x)--[M]--(+)--[P]-- p
//! b --[B1]--[B2]--'          ^
//!     p of the slice before, shifted right
//! ```
//!
//! Where [`DSP48E2_MACRO`] is defined the slice is the primitive itself, all registers and the sum within it, which no
//! synthesis has to find again. Operands are extended by a zero and signed. Source: AMD UG579.
//! Golden model of the primitive: [`DSP48E2_MODEL`], against the arithmetic in a test of the multiplier.

use super::tiles::{Before, Tile};

/// The macro under which slices are the device's own.
pub const DSP48E2_MACRO: &str = "ZKCARD_DSP48E2";

/// What a DSP48E2 does, in Verilog, as far as slices here use it: for simulations in which it is the device's own.
pub const DSP48E2_MODEL: &str = include_str!("dsp48e2.sv");

/// Declarations, and statements within the clocked block.
pub(super) struct Text {
    pub(super) declared: String,
    pub(super) clocked: String,
}

/// Slice number `number` of operands of `widths` bits, given as expressions.
pub(super) fn slice(
    number: usize,
    widths: (usize, usize),
    operands: (&str, &str),
    before: Option<Before>,
) -> Text {
    let arithmetic = arithmetic(number, widths);
    let (wa, wb) = widths;
    let top = wa + wb - 1;
    let value = format!("assign n{number} = n{number}_p[{top}:0];\n");
    let (value, guard) = match is_of_the_device(widths, before) {
        true => {
            let primitive = primitive(number, widths, operands, before);
            let value =
                format!("`ifdef {DSP48E2_MACRO}\n{primitive}`else\n{arithmetic}{value}`endif\n");
            (
                value,
                [format!("`ifndef {DSP48E2_MACRO}\n"), "`endif\n".into()],
            )
        }
        false => (arithmetic + &value, [String::new(), String::new()]),
    };
    let declared = format!("wire [{top}:0] n{number};\n{value}");
    let (a, b) = operands;
    let passed = before.map_or(String::new(), |before| {
        format!(" + $signed(n{0}_p >>> {1})", before.net, before.kept)
    });
    let clocked = format!(
        "{}    n{number}_a1 <= $signed({{1'b0, {a}}});\n    n{number}_b1 <= $signed({{1'b0, {b}}});\n    \
         n{number}_a2 <= n{number}_a1;\n    n{number}_b2 <= n{number}_b1;\n    \
         n{number}_m <= n{number}_a2 * n{number}_b2;\n    n{number}_p <= n{number}_m{passed};\n{}",
        guard[0], guard[1]
    );
    Text { declared, clocked }
}

/// Whether a DSP48E2 takes operands of these widths, and passes on what the slice expects. Others stay arithmetic.
fn is_of_the_device((wa, wb): (usize, usize), before: Option<Before>) -> bool {
    let Tile { a, b, .. } = Tile::ULTRASCALE;
    wa <= a && wb <= b && before.is_none_or(|before| before.kept == b)
}

/// Registers of the slice as arithmetic. The form is the one that synthesis packs with all four ranks into a slice.
fn arithmetic(number: usize, (wa, wb): (usize, usize)) -> String {
    let top = wa + wb + 1;
    format!(
        "logic signed [{wa}:0] n{number}_a1, n{number}_a2;\n\
         logic signed [{wb}:0] n{number}_b1, n{number}_b2;\n\
         (* use_dsp = \"yes\" *) logic signed [{top}:0] n{number}_m, n{number}_p;\n"
    )
}

/// The slice as the DSP48E2 that it is: A and B with two registers each, M, P; P = M, or M + (PCIN >> 17).
fn primitive(
    number: usize,
    (wa, wb): (usize, usize),
    (a, b): (&str, &str),
    before: Option<Before>,
) -> String {
    let (pcin, opmode) = match before {
        None => ("48'b0".to_string(), "9'b000000101"),
        Some(before) => (format!("n{}_pcout", before.net), "9'b001010101"),
    };
    let parameters = ".AREG(2), .BREG(2), .MREG(1), .PREG(1), .OPMODEREG(0), .ALUMODEREG(0), .INMODEREG(0), \
                      .CARRYINREG(0), .CARRYINSELREG(0), .CREG(0), .DREG(0), .ADREG(0)";
    let enables = ["CEA1", "CEA2", "CEB1", "CEB2", "CEM", "CEP"].map(|pin| format!(".{pin}(1'b1)"));
    let idle = [
        "CEAD",
        "CEALUMODE",
        "CEC",
        "CECARRYIN",
        "CECTRL",
        "CED",
        "CEINMODE",
        "RSTA",
        "RSTALLCARRYIN",
        "RSTALUMODE",
        "RSTB",
        "RSTC",
        "RSTCTRL",
        "RSTD",
        "RSTINMODE",
        "RSTM",
        "RSTP",
        "CARRYIN",
        "CARRYCASCIN",
        "MULTSIGNIN",
    ]
    .map(|pin| format!(".{pin}(1'b0)"));
    format!(
        "wire [47:0] n{number}_full, n{number}_pcout;\n\
         DSP48E2 #({parameters}) n{number}_dsp (.CLK(clock), .A({{{}'b0, {a}}}), .B({{{}'b0, {b}}}), .C(48'b0), \
         .D(27'b0), .ACIN(30'b0), .BCIN(18'b0), .PCIN({pcin}), .OPMODE({opmode}), .ALUMODE(4'b0), .INMODE(5'b0), \
         .CARRYINSEL(3'b0), {}, {}, .P(n{number}_full), .PCOUT(n{number}_pcout));\n\
         assign n{number} = n{number}_full[{}:0];\n",
        30 - wa,
        18 - wb,
        enables.join(", "),
        idle.join(", "),
        wa + wb - 1,
    )
}
