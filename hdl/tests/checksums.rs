//! The emitted Verilog is what was committed, and lints clean.

mod support;

use zkcard_hdl::designs::{checksums, designs};

#[test]
fn emitted_verilog_is_what_was_committed() {
    let now = checksums().unwrap();
    assert_eq!(
        now,
        include_str!("../checksums"),
        "hdl/checksums must be regenerated; it would now be:\n{now}"
    );
}

#[test]
fn emission_does_not_depend_on_the_run() {
    assert_eq!(checksums().unwrap(), checksums().unwrap());
}

#[test]
fn every_design_lints_clean() {
    for design in designs() {
        support::assert_lint_clean(&design.emit().unwrap());
    }
}
