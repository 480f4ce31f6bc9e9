//! Where the groups of a pass lie in memory: the bursts that the core asks for.

use zkcard_hdl::ntt::{CoreSizes, Cut};

/// Part of a transform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Columns,
    Middle,
    Rows,
    /// The whole, of words beside each other.
    Beside,
    /// The whole, in every lane alike.
    Copies,
}

/// Bursts of a group, as powers of two: how many, beats from one to the next, beats of one, beats from group to group.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bursts {
    count: usize,
    stride: usize,
    run: usize,
    step: usize,
}

impl Bursts {
    /// Beats of group `g`, in their order.
    pub(super) fn beats(&self, base: usize, g: usize) -> impl Iterator<Item = usize> + use<> {
        let Self {
            count,
            stride,
            run,
            step,
        } = *self;
        let start = base + (g << step);
        (0..1usize << count).flat_map(move |i| {
            let at = start + (i << stride);
            at..at + (1 << run)
        })
    }
}

/// Shapes of a pass, as powers of two: points of a vector, words of a lane in a group.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    pub(super) part: Part,
    pub(super) points: usize,
    pub(super) words: usize,
}

/// Groups of a vector, as a power of two, where they are not too short.
const FEW_GROUPS: usize = 3;

impl Shape {
    /// Of a part of a transform of `2^size` points, or `2^all` words beside each other, in a core whose stages do not wait
    /// for each other from `2^long` words of a lane on.
    pub(super) fn of(part: Part, cut: &Cut, all: usize, core: &CoreSizes, long: usize) -> Self {
        let points = match part {
            Part::Columns => cut.columns,
            Part::Middle => cut.middle,
            Part::Rows => cut.rows,
            Part::Beside | Part::Copies => cut.columns + cut.middle + cut.rows,
        };
        let most = all.saturating_sub(core.lanes);
        let few = most.saturating_sub(FEW_GROUPS).max(long).max(points);
        let words = match part {
            Part::Middle => points + core.beat,
            Part::Copies => points,
            _ => few.min(most).min(core.buffer),
        };
        Self {
            part,
            points,
            words,
        }
    }

    /// What is read, forth; and what is written. The way back is the same the other way round.
    pub(super) fn bursts(&self, cut: &Cut, all: usize, core: &CoreSizes) -> [Bursts; 2] {
        let (m, p, w) = (self.points, core.lanes, core.beat);
        let (o, k) = (all - m, self.words - m);
        let burst = |count, stride, run, step| Bursts {
            count,
            stride,
            run,
            step,
        };
        let words = burst(m, o.saturating_sub(w), k + p - w, k + p - w);
        let vectors = burst(k + p - w, m, m, m + k + p - w);
        let rows = burst(m + w, cut.columns.saturating_sub(w), p - w, cut.columns + m);
        match self.part {
            Part::Columns => [words, burst(m - w, o, k + p, k + p)],
            Part::Middle => [burst(m + p - w, cut.rows, w, w), rows],
            Part::Rows if cut.middle > 0 => [words, words],
            Part::Rows => [vectors, words],
            Part::Beside => [words, words],
            Part::Copies => {
                let beats = m.saturating_sub(w);
                [burst(0, 0, beats, beats); 2]
            }
        }
    }
}
