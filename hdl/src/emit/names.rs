//! Names: Rust types to identifiers, and what may not be a name.

use super::EmitError;

/// Words of SystemVerilog (IEEE 1800-2017, annex B), sorted.
const RESERVED: &str = "accept_on alias always always_comb always_ff always_latch and assert assign assume automatic \
before begin bind bins binsof bit break buf bufif0 bufif1 byte case casex casez cell chandle checker class clocking \
cmos config const constraint context continue cover covergroup coverpoint cross deassign default defparam design \
disable dist do edge else end endcase endchecker endclass endclocking endconfig endfunction endgenerate endgroup \
endinterface endmodule endpackage endprimitive endprogram endproperty endsequence endspecify endtable endtask enum \
event eventually expect export extends extern final first_match for force foreach forever fork forkjoin function \
generate genvar global highz0 highz1 if iff ifnone ignore_bins illegal_bins implements implies import incdir include \
initial inout input inside instance int integer interconnect interface intersect join join_any join_none large let \
liblist library local localparam logic longint macromodule matches medium modport module nand negedge nettype new \
nexttime nmos nor noshowcancelled not notif0 notif1 null or output package packed parameter pmos posedge primitive \
priority program property protected pull0 pull1 pulldown pullup pulsestyle_ondetect pulsestyle_onevent pure rand \
randc randcase randsequence rcmos real realtime ref reg reject_on release repeat restrict return rnmos rpmos rtran \
rtranif0 rtranif1 s_always s_eventually s_nexttime s_until s_until_with scalared sequence shortint shortreal \
showcancelled signed small soft solve specify specparam static string strong strong0 strong1 struct super supply0 \
supply1 sync_accept_on sync_reject_on table tagged task this throughout time timeprecision timeunit tran tranif0 \
tranif1 tri tri0 tri1 triand trior trireg type typedef union unique unique0 unsigned until until_with untyped use \
uwire var vectored virtual void wait wait_order wand weak weak0 weak1 while wildcard wire with within wor xnor xor";

/// Refuses reserved words and what is no identifier.
pub(super) fn check(name: &str, role: &'static str) -> Result<(), EmitError> {
    let name = name.to_string();
    if RESERVED.split(' ').any(|word| word == name) {
        return Err(EmitError::Reserved { name, role });
    }
    let starts_well = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let body = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if !starts_well || !name.chars().all(body) {
        return Err(EmitError::NotAnIdentifier { name, role });
    }
    Ok(())
}

/// RustHDL joins path segments with `$`; one underscore reads better and survives C++.
/// System functions (`$signed`) keep their dollar.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let inside_name = out.ends_with(|p: char| p.is_ascii_alphanumeric() || p == '_');
        out.push(if c == '$' && inside_name { '_' } else { c });
    }
    out
}

/// The identifier for a Rust type: last path segments, arguments joined by underscores.
///
/// `zkcard_hdl::prim::Delay<rust_hdl_core::bits::Bits<256>, 12>` becomes `Delay_256_12`.
pub fn type_identifier(rust_type: &str) -> String {
    let words = rust_type.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == ':'));
    let last = words.map(|w| w.rsplit("::").next().unwrap_or(w));
    let kept: Vec<&str> = last.filter(|w| !w.is_empty() && *w != "Bits").collect();
    kept.join("_")
}
