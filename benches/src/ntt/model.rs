//! Clocks of a job without its words: pass after pass.
//!
//! ```text
//! pass = first group comes + work of all groups + last group leaves + start
//! ```
//!
//! While lanes work on a group the one before leaves and the next one comes; where memory takes longer than lanes, its time
//! counts. Factors are made as fast as they are used, except for rows of fewer points than makers keep up with.

use super::{JobKind, MemoryKind, Setup};
use serde::Serialize;
use zkcard_hdl::emit::Body;
use zkcard_hdl::ntt::Cut;

/// Clocks of a pass beside words and work: bases of factors, the way through the lanes, what was written until it is there.
const START: f64 = 230.0;
/// Words of a lane, as a power of two, from which on no stage waits for the one before.
const LONG: usize = 9;
/// Groups of a vector, as a power of two, where they are not too short.
const FEW_GROUPS: usize = 3;

/// What the model says of a job.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Modelled {
    /// Clocks from start to end.
    pub clocks: f64,
    /// Butterflies a lane and clock.
    pub efficiency: f64,
    /// Bytes read and written a butterfly.
    pub bytes_a_butterfly: f64,
}

/// A pass over some vectors.
struct Pass {
    points: usize,
    vectors: usize,
    joint: bool,
}

/// A job of `2^size` points; none if the core does not do it.
pub fn modelled(setup: Setup, kind: JobKind, size: usize) -> Option<Modelled> {
    let core = setup.config(Body::Dpi).sizes;
    let cut = Cut::of(size, &core)?;
    let passes = passes(kind, &cut, setup.lanes);
    let words: usize = passes.iter().map(|pass| pass.vectors << size).sum();
    let lost: usize = passes
        .iter()
        .filter(|pass| pass.joint)
        .map(|_| 2 << size)
        .sum();
    let clocks = passes
        .iter()
        .map(|pass| pass.clocks(setup, kind, size))
        .sum();
    let butterflies = (kind.transforms(setup.lanes) * size) as f64 * 2f64.powi(size as i32 - 1);
    Some(Modelled {
        clocks,
        efficiency: butterflies / clocks / f64::from(1u32 << setup.lanes),
        bytes_a_butterfly: 32.0 * (2 * words - lost) as f64 / butterflies,
    })
}

fn passes(kind: JobKind, cut: &Cut, lanes: usize) -> Vec<Pass> {
    let [columns, middle, rows] = [cut.columns, cut.middle, cut.rows];
    let of = |vectors: usize, joint: bool| {
        [columns, middle, rows]
            .into_iter()
            .filter(|m| *m > 0)
            .map(move |points| Pass {
                points,
                vectors,
                joint: joint && points == rows,
            })
    };
    match kind {
        JobKind::OnChip { .. } => vec![Pass {
            points: columns + middle + rows,
            vectors: kind.vectors(lanes),
            joint: false,
        }],
        JobKind::Transforms { vectors, .. } => of(vectors, false).collect(),
        JobKind::OddCoset => of(3, false).chain(of(3, true)).collect(),
        JobKind::Coefficients => of(3, false)
            .chain(of(3, true))
            .chain(of(1, false))
            .collect(),
    }
}

impl Pass {
    fn clocks(&self, setup: Setup, kind: JobKind, size: usize) -> f64 {
        let core = setup.config(Body::Dpi).sizes;
        let words = match kind {
            JobKind::OnChip { .. } => core.buffer.min(size),
            _ => {
                let most = size - setup.lanes;
                let few = most.saturating_sub(FEW_GROUPS).max(LONG).max(self.points);
                few.min(most).min(core.buffer)
            }
        };
        let group = f64::from(1u32 << words);
        let groups = (self.vectors << size) as f64 / group / f64::from(1u32 << setup.lanes);
        let work =
            self.points as f64 * group / 2.0 + if self.joint { 2.0 * group / 3.0 } else { 0.0 };
        let beats = group * f64::from(1u32 << setup.lanes) / f64::from(1u32 << core.beat);
        let one_way = beats / setup.memory.one_way();
        let both = beats * if self.joint { 4.0 / 3.0 } else { 2.0 } / setup.memory.both_ways();
        let memory = both.max(one_way);
        2.0 * one_way + 2.0 * setup.memory.latency() + START + groups * work.max(memory)
    }
}

impl MemoryKind {
    /// Beats a clock of reads alone, or writes.
    fn one_way(self) -> f64 {
        self.both_ways().min(1.0)
    }

    /// Of both together.
    fn both_ways(self) -> f64 {
        self.dram().map_or(2.0, |dram| dram.peak * dram.share)
    }

    fn latency(self) -> f64 {
        self.dram()
            .map_or(30.0, |dram| (dram.latency + dram.open) as f64)
    }
}
