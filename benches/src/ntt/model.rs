//! Clocks of a job without its words: pass after pass.
//!
//! ```text
//! pass = start + the longer of  first group comes + work of all groups + last group leaves
//!                               all groups come and leave + work on the last one beyond the leaving of the one before
//! ```
//!
//! While lanes work on a group the one before leaves and the next one comes: lanes or memory are always busy. How long
//! memory takes is had by asking the memory for some groups of the pass, burst by burst, as the core does.

use super::layout::{Bursts, Part, Shape};
use super::{JobKind, Setup};
use serde::Serialize;
use zkcard_hdl::emit::Body;
use zkcard_hdl::ntt::{CoreSizes, Cut};
use zkcard_sim::ntt::{Dram, Pace, Steady, Timing};

/// Clocks of a pass beside words and work: bases of factors, the way through the lanes.
const START: usize = 230;
/// Groups with which a memory is asked.
const GROUPS: usize = 4;
/// Clocks of a steady memory from a burst to its first beat.
pub(super) const LATENCY: usize = 30;

/// What the model says of a job.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Modelled {
    /// Clocks from start to end.
    pub clocks: usize,
    /// Butterflies a lane and clock.
    pub efficiency: f64,
    /// Bytes read and written a butterfly.
    pub bytes_a_butterfly: f64,
}

/// A pass over some vectors, as often as it is started.
struct Pass {
    part: Part,
    vectors: usize,
    starts: usize,
    joint: bool,
}

/// A job of `2^size` points; none if the core does not do it.
pub fn modelled(setup: Setup, kind: JobKind, size: usize) -> Option<Modelled> {
    let core = setup.config(Body::Dpi).sizes;
    let cut = Cut::of(size, &core)?;
    let passes = passes(kind, &cut);
    let all = match kind {
        JobKind::OnChip { .. } => size + core.lanes,
        _ => size,
    };
    let words: usize = passes.iter().map(|p| (p.starts * p.vectors) << all).sum();
    let lost: usize = passes
        .iter()
        .filter(|pass| pass.joint)
        .map(|_| 2 << size)
        .sum();
    let clocks = passes
        .iter()
        .map(|pass| pass.clocks(setup, &cut, all, &core))
        .sum();
    let butterflies = (kind.transforms(setup.lanes) * size) as f64 * 2f64.powi(size as i32 - 1);
    Some(Modelled {
        clocks,
        efficiency: butterflies * setup.interval() as f64
            / clocks as f64
            / f64::from(1u32 << setup.lanes),
        bytes_a_butterfly: 32.0 * (2 * words - lost) as f64 / butterflies.max(1.0),
    })
}

fn passes(kind: JobKind, cut: &Cut) -> Vec<Pass> {
    let parts: &[Part] = match cut.passes() {
        1 => &[Part::Copies],
        2 => &[Part::Columns, Part::Rows],
        _ => &[Part::Columns, Part::Middle, Part::Rows],
    };
    let of = |vectors: usize, joins: bool| {
        let last = parts.len() - 1;
        parts.iter().enumerate().map(move |(i, part)| {
            let joint = joins && i == last;
            // Of three passes each takes vector after vector, unless they are joined.
            let apart = cut.passes() > 2 && !joint;
            Pass {
                part: *part,
                vectors: if apart { 1 } else { vectors },
                starts: if apart { vectors } else { 1 },
                joint,
            }
        })
    };
    match kind {
        JobKind::OnChip { lots } => vec![Pass {
            part: Part::Beside,
            vectors: lots,
            starts: 1,
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
    fn clocks(&self, setup: Setup, cut: &Cut, all: usize, core: &CoreSizes) -> usize {
        let shape = Shape::of(self.part, cut, all, core, long(setup));
        let [loads, stores] = shape.bursts(cut, all, core);
        let lanes = if self.part == Part::Copies {
            0
        } else {
            core.lanes
        };
        let groups = self.vectors << all.saturating_sub(lanes + shape.words);
        let group = 1usize << shape.words;
        let steps = shape.points * group / 2 + if self.joint { 2 * group / 3 } else { 0 };
        let work = steps * setup.interval();
        let region = 1usize << all.saturating_sub(core.beat);
        let ask = |loads: Option<&Bursts>, stores: Option<&Bursts>, joint: bool| match setup
            .memory
            .dram()
        {
            None => asked(&mut steady(), loads, stores, region, joint),
            Some(config) => asked(&mut Dram::new(config), loads, stores, region, joint),
        };
        let (first, last) = (
            ask(Some(&loads), None, false),
            ask(None, Some(&stores), false),
        );
        let both = ask(Some(&loads), Some(&stores), self.joint);
        let copies = match self.part {
            Part::Copies => (1 << core.beat) * first,
            _ => first,
        };
        let of_lanes = copies + last + groups * work;
        let of_memory = groups * both + work.saturating_sub(last);
        self.starts * (START + of_lanes.max(of_memory))
    }
}

/// Words of a lane, as a power of two, from which on no stage waits for the one before.
fn long(setup: Setup) -> usize {
    match setup.is_board() {
        true => 5,
        false => 9,
    }
}

fn steady() -> Steady {
    let pace = Pace {
        latency: LATENCY,
        gaps: 0.0,
    };
    Steady::new(pace, 0)
}

/// Clocks a group takes to come while another one leaves; or one of both alone, to its end. Of joint groups three come
/// while one leaves.
fn asked<T: Timing>(
    memory: &mut T,
    loads: Option<&Bursts>,
    stores: Option<&Bursts>,
    region: usize,
    joint: bool,
) -> usize {
    let alone = loads.is_none() || stores.is_none();
    let (groups, results) = match (alone, joint) {
        (true, _) => (1, 1),
        (false, false) => (GROUPS, GROUPS),
        (false, true) => (3 * GROUPS, GROUPS),
    };
    let of = |bursts: Option<&Bursts>, base: usize, count: usize| -> Vec<usize> {
        let bursts = bursts.into_iter();
        bursts
            .flat_map(|b| (0..count).flat_map(move |g| b.beats(base, g)))
            .collect()
    };
    let (reads, writes) = (of(loads, 0, groups), of(stores, region, results));
    let (mut next_read, mut next_write, mut read, mut written) = (0, 0, 0, 0);
    for clock in 1.. {
        memory.clock();
        if written < next_write {
            written += usize::from(memory.writes());
        }
        if read < next_read {
            read += usize::from(memory.answers());
        }
        if (read, written) == (reads.len(), writes.len()) {
            return clock / groups;
        }
        if next_read < reads.len() && memory.takes_read() {
            memory.read(reads[next_read], 1);
            next_read += 1;
        }
        if next_write < writes.len() && memory.takes_write() {
            memory.write(writes[next_write]);
            next_write += 1;
        }
    }
    0
}
