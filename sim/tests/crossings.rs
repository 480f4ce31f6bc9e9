//! No signal passes from one clock domain to another except through the two named crossings.
//!
//! The emitted Verilog is read back: every net gets the set of domains it depends on, from the registers
//! through instances and assignments, and every register must see its own domain alone.
use netlist::Netlist;
use zkcard_hdl::{emit::Body, top::CardConfig};

mod netlist;

fn complaints(verilog: &str, top: &str) -> Vec<String> {
    let pins = [("rx", "any"), ("reset", "any")];
    Netlist::parse(verilog).check(top, &pins)
}

#[test]
fn domains_meet_only_in_the_named_crossings() {
    for config in [
        CardConfig::tiny(Body::Rtl, 2),
        CardConfig::tiny_with_transforms(Body::Dpi, 2),
    ] {
        let design = config.design().expect("the card can be emitted");
        let none = Vec::<String>::new();
        assert_eq!(complaints(&design.verilog, &design.top), none);
    }
}

#[test]
fn a_planted_crossing_is_found() {
    let design = CardConfig::tiny(Body::Rtl, 2)
        .design()
        .expect("the card can be emitted");
    // The receiver takes the pin itself instead of the synchronised level.
    let planted = design.verilog.replace(".line(line_level_out)", ".line(rx)");
    assert_ne!(planted, design.verilog, "the place to plant it is there");
    assert!(!complaints(&planted, &design.top).is_empty());
    // A core signal drives the transport domain without a crossing.
    let planted = design
        .verilog
        .replace(".divisor(divisor_q)", ".divisor(to_send)");
    assert_ne!(planted, design.verilog, "the place to plant it is there");
    assert!(!complaints(&planted, &design.top).is_empty());
}
