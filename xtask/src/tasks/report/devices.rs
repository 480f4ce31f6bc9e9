//! What devices hold, and how full a core makes them.

use super::resources::Cells;

/// A device by its makers' data sheet (DS890).
pub(super) struct Device {
    pub(super) name: &'static str,
    pub(super) dsp: u64,
    pub(super) lut: u64,
    pub(super) ff: u64,
    pub(super) ultra_ram: u64,
}

/// UltraScale+ devices that cards carry.
pub(super) const DEVICES: [Device; 4] = [
    Device {
        name: "VU3P",
        dsp: 2280,
        lut: 394_080,
        ff: 788_160,
        ultra_ram: 320,
    },
    Device {
        name: "VU9P (VCU118, F1)",
        dsp: 6840,
        lut: 1_182_240,
        ff: 2_364_480,
        ultra_ram: 960,
    },
    Device {
        name: "VU37P (U280, VCU128)",
        dsp: 9024,
        lut: 1_303_680,
        ff: 2_607_360,
        ultra_ram: 960,
    },
    Device {
        name: "VU13P (U250)",
        dsp: 12_288,
        lut: 1_728_000,
        ff: 3_456_000,
        ultra_ram: 1280,
    },
];

/// The ECP5 of small boards (FPGA-DS-02012): multipliers, look-up tables, flip-flops and block memories of 18 kbit.
pub(super) const LFE5U_85F: [(&str, u64); 4] = [
    ("MULT18", 156),
    ("LUT4", 83_640),
    ("FF", 83_640),
    ("EBR", 208),
];

/// Part of a device that a design may fill and still be routed, in percent.
pub(super) const FILL: u64 = 80;

/// How full a core makes a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fill {
    /// The part that is nearest to its limit.
    pub(super) part: &'static str,
    /// How much of it is used.
    pub(super) percent: u64,
    /// How much of it may be.
    limit: u64,
}

impl Fill {
    /// Whether the core fits.
    pub(super) fn fits(&self) -> bool {
        self.percent <= self.limit
    }
}

impl Device {
    /// How full `cells` with `ultra_rams` make it.
    pub(super) fn fill(&self, cells: &Cells, ultra_rams: u64) -> Fill {
        let part = |part, has, needed: u64, limit| Fill {
            part,
            percent: (100 * needed).div_ceil(has),
            limit,
        };
        let parts = [
            part("DSP", self.dsp, cells.dsp, FILL),
            part("LUT", self.lut, cells.luts(), FILL),
            part("FF", self.ff, cells.ff, FILL),
            part("URAM", self.ultra_ram, ultra_rams, 100),
        ];
        let nearer = |a: Fill, b: Fill| {
            if a.percent * b.limit >= b.percent * a.limit {
                a
            } else {
                b
            }
        };
        parts.into_iter().fold(parts[0], nearer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scarcest_part_decides() {
        let device = Device {
            name: "",
            dsp: 100,
            lut: 1000,
            ff: 1000,
            ultra_ram: 10,
        };
        let cells = Cells {
            dsp: 10,
            lut: 100,
            shift: 100,
            ..Cells::default()
        };
        let fill = |times, ultra_rams| {
            let fill = device.fill(&cells.times(times), ultra_rams);
            (fill.part, fill.percent, fill.fits())
        };
        assert_eq!(fill(1, 0), ("LUT", 20, true));
        assert_eq!(fill(1, 9), ("URAM", 90, true));
        assert_eq!(fill(4, 10), ("LUT", 80, true));
        assert_eq!(fill(5, 10), ("LUT", 100, false));
        assert_eq!(fill(1, 11), ("URAM", 110, false));
    }
}
