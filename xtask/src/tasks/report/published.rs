//! What others have published. Read off a chart where `chart` says so, to about 5 %.

use serde::Serialize;

/// A design of the field.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Published {
    pub(super) design: &'static str,
    pub(super) curve: &'static str,
    pub(super) card: &'static str,
    pub(super) time: &'static str,
    pub(super) adders: &'static str,
    pub(super) dsp: &'static str,
    /// Bucket efficiency by digits per clock and adder, as far as it follows from the figures.
    pub(super) efficiency: &'static str,
    pub(super) scalars_per_second_and_dsp: &'static str,
    pub(super) chart: bool,
}

/// The designs that the report stands beside.
pub(super) const ALL: [Published; 7] = [
    Published {
        design: "Hardcaml (ZPrize 2022)",
        curve: "BLS12-377",
        card: "VU9P, 278 MHz",
        time: "2^26: 4.968 s kernel, 5.93 s in all",
        adders: "1",
        dsp: "2999",
        efficiency: "97.2 % kernel, 95.0 % with transfers masked",
        scalars_per_second_and_dsp: "4.4 k",
        chart: false,
    },
    Published {
        design: "CycloneMSM",
        curve: "BLS12-377",
        card: "VU9P, 250 MHz",
        time: "2^26: 5.656 s; 2^22: 0.818 s",
        adders: "1",
        dsp: "2277",
        efficiency: "75.9 %; 2^22: 32.8 %",
        scalars_per_second_and_dsp: "5.2 k",
        chart: false,
    },
    Published {
        design: "SuperScalar 2023",
        curve: "BLS12-377",
        card: "U250, 280 MHz",
        time: "4 x 2^24: 1.434 s",
        adders: "3",
        dsp: "6804",
        efficiency: "89.1 %",
        scalars_per_second_and_dsp: "6.9 k",
        chart: false,
    },
    Published {
        design: "Yrrid and Ingonyama 2023",
        curve: "BLS12-377/381",
        card: "U250",
        time: "4 x 2^24: 2.04 s",
        adders: "3",
        dsp: "",
        efficiency: "92 % in all",
        scalars_per_second_and_dsp: "",
        chart: false,
    },
    Published {
        design: "MSMAccel",
        curve: "BN254",
        card: "U280",
        time: "2^20: 42 ms; 2^26: 2.7 s",
        adders: "",
        dsp: "2693",
        efficiency: "",
        scalars_per_second_and_dsp: "9.2 k",
        chart: true,
    },
    Published {
        design: "MSMAC",
        curve: "BN254",
        card: "VP1502",
        time: "2^26: 1.43 s",
        adders: "",
        dsp: "6480",
        efficiency: "",
        scalars_per_second_and_dsp: "7.2 k",
        chart: true,
    },
    Published {
        design: "OPTIMSM",
        curve: "BLS12-381",
        card: "U55C",
        time: "2^24: 0.92 s",
        adders: "",
        dsp: "2147",
        efficiency: "",
        scalars_per_second_and_dsp: "8.5 k",
        chart: true,
    },
];
