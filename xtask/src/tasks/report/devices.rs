//! What devices hold, and how many adders fit one.

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

/// Part of a device that a design may fill and still be routed, in percent.
pub(super) const FILL: u64 = 80;

impl Device {
    /// How many times `cells` fit, with `ultra_rams` each.
    pub(super) fn holds(&self, cells: &Cells, ultra_rams: u64) -> u64 {
        let needs = [
            (self.dsp, cells.dsp),
            (self.lut, cells.luts()),
            (self.ff, cells.ff),
        ];
        let fits = needs.into_iter().filter(|(_, needed)| *needed > 0);
        let logic = fits.map(|(has, needed)| has * FILL / 100 / needed);
        let memory = (ultra_rams > 0).then(|| self.ultra_ram / ultra_rams);
        logic.chain(memory).min().unwrap_or(0)
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
        assert_eq!(device.holds(&cells, 0), 4);
        assert_eq!(device.holds(&cells, 5), 2);
    }
}
