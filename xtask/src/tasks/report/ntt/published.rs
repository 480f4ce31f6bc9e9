//! What others have published.

use serde::Serialize;

/// A design of the field.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Published {
    pub(super) design: &'static str,
    pub(super) field: &'static str,
    pub(super) time: &'static str,
    pub(super) clock: &'static str,
    pub(super) units: &'static str,
    pub(super) dsp: &'static str,
    /// By the formula of this report, as far as it follows from the figures.
    pub(super) efficiency: &'static str,
}

/// The designs that the report stands beside.
pub(super) const ALL: [Published; 5] = [
    Published {
        design: "Supranational",
        field: "2^64 - 2^32 + 1, 2^24",
        time: "2.47 ms",
        clock: "464 MHz",
        units: "192",
        dsp: "2880",
        efficiency: "91.5 %",
    },
    Published {
        design: "Hardcaml, 64 cores (ZPrize 2022)",
        field: "2^64 - 2^32 + 1, 2^24",
        time: "45.0 ms",
        clock: "200 MHz",
        units: "64",
        dsp: "2052",
        efficiency: "35 to 59 %",
    },
    Published {
        design: "RENTT, NTTAccel (U280)",
        field: "256 bits, 2^28",
        time: "1.52 s; 2^20 about 6.6 ms",
        clock: "200 MHz",
        units: "16",
        dsp: "3629",
        efficiency: "77 %",
    },
    Published {
        design: "SAM (U250)",
        field: "256 bits, 2^28",
        time: "4.02 s",
        clock: "100 MHz",
        units: "",
        dsp: "6776",
        efficiency: "",
    },
    Published {
        design: "PipeZK (ASIC)",
        field: "256 bits, 2^20",
        time: "about 11 ms",
        clock: "300 MHz",
        units: "",
        dsp: "",
        efficiency: "",
    },
];
