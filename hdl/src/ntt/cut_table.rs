//! How each size is cut into passes, as a table.
//!
//! Interface: combinational. Latency: 0. Golden model: [`Cut::of`].

use super::{CoreSizes, Cut};
use crate::named;
use rust_hdl::prelude::*;

/// Of all sizes up to 31.
#[derive(LogicBlock)]
pub struct CutTable {
    /// n: transforms have 2^n points.
    pub size: Signal<In, Bits<5>>,
    /// As that of [`Cut`].
    pub columns: Signal<Out, Bits<5>>,
    /// As that of [`Cut`].
    pub middle: Signal<Out, Bits<5>>,
    /// As that of [`Cut`].
    pub rows: Signal<Out, Bits<5>>,
    _cuts: Vec<Cut>,
}

impl CutTable {
    /// Of a core. Sizes that it does not do have no points.
    pub fn new(core: &CoreSizes) -> Self {
        let cuts = (0..32).map(|size| Cut::of(size, core).unwrap_or_default());
        Self {
            size: Default::default(),
            columns: Default::default(),
            middle: Default::default(),
            rows: Default::default(),
            _cuts: cuts.collect(),
        }
    }
}

impl Logic for CutTable {
    fn update(&mut self) {
        let cut = self._cuts[self.size.val().index()];
        self.columns.next = (cut.columns as u64).into();
        self.middle.next = (cut.middle as u64).into();
        self.rows.next = (cut.rows as u64).into();
    }
    fn connect(&mut self) {
        self.columns.connect();
        self.middle.connect();
        self.rows.connect();
    }
    fn hdl(&self) -> Verilog {
        let line = |(size, cut): (usize, &Cut)| {
            let Cut {
                columns,
                middle,
                rows,
            } = cut;
            format!("        5'd{size}: cut = {{5'd{columns}, 5'd{middle}, 5'd{rows}}};\n")
        };
        let lines: String = self._cuts.iter().enumerate().map(line).collect();
        Verilog::Custom(format!(
            "logic [14:0] cut;\nalways_comb begin\n    case (size)\n{lines}    endcase\nend\n\
             assign {{columns, middle, rows}} = cut;\n"
        ))
    }
    named!();
}
