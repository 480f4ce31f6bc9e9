//! A core that copies: it reads its vectors, adds one to the lowest part of each word, and writes them as result.
use crate::bench::Bench;
use rand::{Rng, rngs::StdRng};
use std::collections::VecDeque;
use zkcard_sim::card::Word;

/// Clocks that the core is not ready for after a reset, unless it is told otherwise.
const AFTER_RESET: u32 = 9;

/// Words that it has room for.
const ROOM: u32 = 64;

/// What the engine said at the start of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Started {
    pub(crate) quotient: bool,
    pub(crate) divided: bool,
    pub(crate) backward: bool,
    pub(crate) shifted: bool,
    pub(crate) size: u32,
    pub(crate) vectors: u32,
    pub(crate) source: u32,
    pub(crate) work: u32,
    pub(crate) result: u32,
    /// Lowest parts of shift, its inverse, and scale.
    pub(crate) numbers: [u32; 3],
}

/// A job under way.
struct Work {
    source: u32,
    result: u32,
    words: u32,
    results: u32,
    asked: u32,
    came: u32,
    sent: u32,
    /// A quotient has fewer results than points.
    dropped: u32,
    acknowledged: u32,
    words_here: VecDeque<Word>,
    burst: u32,
}

pub(crate) struct NttCore {
    work: Option<Work>,
    resetting: u32,
    /// Clocks that it is not ready for after a reset.
    pub(crate) after_reset: u32,
    /// Never ready again, unless a reset heals it.
    pub(crate) hangs: bool,
    /// Whether one does.
    pub(crate) heals: bool,
    /// Clocks of reset that it saw.
    pub(crate) resets: u32,
    /// Never asks, and so never ends.
    pub(crate) stuck: bool,
    pub(crate) started: Vec<Started>,
}

impl Default for NttCore {
    fn default() -> Self {
        Self {
            work: None,
            resetting: 0,
            after_reset: AFTER_RESET,
            hangs: false,
            heals: true,
            resets: 0,
            stuck: false,
            started: vec![],
        }
    }
}

impl NttCore {
    /// What it shows before a clock.
    pub(crate) fn show(&mut self, bench: &mut Bench, rng: &mut StdRng) {
        let ready = self.work.is_none() && self.resetting == 0 && !self.hangs;
        bench.set("transform_ready", ready.into());
        let (mut reads, mut writes) = (None, None);
        if let Some(work) = self.work.as_mut().filter(|_| !self.stuck) {
            if work.burst == 0 && rng.gen_range(0..4) > 0 {
                let left = work.words - work.asked;
                let room = ROOM - (work.asked - work.sent - work.dropped);
                let most = left.min(room);
                work.burst = if most == 0 {
                    0
                } else {
                    1 << rng.gen_range(0..=most.ilog2())
                };
            }
            reads = (work.burst > 0).then(|| (work.source + work.asked, work.burst - 1));
            writes = work
                .words_here
                .front()
                .map(|word| (work.result + work.sent, *word));
        }
        bench.set("transform_read_valid", reads.is_some().into());
        let (address, beats) = reads.unwrap_or_default();
        bench.set("transform_read_address", address.into());
        bench.set("transform_read_beats", beats.into());
        bench.set("transform_write_valid", writes.is_some().into());
    }

    /// The word that it offers, and where to.
    pub(crate) fn offer(&self) -> Option<(u32, Word)> {
        let work = self.work.as_ref()?;
        let word = work.words_here.front()?;
        Some((work.result + work.sent, *word))
    }

    /// What it sees at the edge of the clock.
    pub(crate) fn clock(&mut self, bench: &Bench, data: &Word) {
        let high = |port: &str| bench.get(port) == 1;
        self.resetting = self.resetting.saturating_sub(1);
        let data_valid = high("transform_data_valid");
        let (taken, written) = (
            high("transform_write_valid") && high("transform_write_ready"),
            high("transform_written"),
        );
        match &mut self.work {
            None => assert!(!data_valid && !taken && !written, "for a core that is idle"),
            Some(work) => {
                if data_valid {
                    assert!(work.came < work.asked, "a word that was not asked for");
                    work.came += 1;
                    let mut word = *data;
                    word[0] = word[0].wrapping_add(1);
                    if work.came <= work.results {
                        work.words_here.push_back(word);
                    } else {
                        work.dropped += 1;
                    }
                }
                if high("transform_read_valid") && high("transform_read_ready") {
                    work.asked += work.burst;
                    work.burst = 0;
                }
                if taken {
                    work.words_here.pop_front();
                    work.sent += 1;
                }
                if written {
                    work.acknowledged += 1;
                    assert!(work.acknowledged <= work.sent, "more answers than words");
                }
            }
        }
        if self
            .work
            .as_ref()
            .is_some_and(|work| work.acknowledged + work.dropped == work.words)
        {
            self.work = None;
        }
        if high("transform_start") {
            assert!(high("transform_ready"), "a start where the core is ready");
            self.start(bench);
        }
        if high("core_reset") {
            self.work = None;
            self.resetting = self.after_reset;
            self.hangs &= !self.heals;
            self.resets += 1;
        }
    }

    fn start(&mut self, bench: &Bench) {
        let get = |port: &str| bench.get(port) as u32;
        let flag = |port: &str| bench.get(port) == 1;
        let wide = |port: &str, i: usize| {
            let port = bench.0.port(port).expect("a port");
            bench.0.words(port)[i]
        };
        let started = Started {
            quotient: flag("transform_quotient"),
            divided: flag("transform_divided"),
            backward: flag("transform_backward"),
            shifted: flag("transform_shifted"),
            size: get("transform_size"),
            vectors: get("transform_vectors"),
            source: get("transform_source"),
            work: get("transform_work"),
            result: get("transform_result"),
            numbers: [
                wide("transform_shifts", 0),
                wide("transform_shifts", 8),
                wide("transform_scale", 0),
            ],
        };
        let vector = (1 << started.size) / 2;
        let words = started.vectors * u32::max(vector, 1);
        self.work = Some(Work {
            source: started.source,
            result: started.result,
            words,
            results: if started.quotient { words / 3 } else { words },
            asked: 0,
            came: 0,
            sent: 0,
            dropped: 0,
            acknowledged: 0,
            words_here: VecDeque::new(),
            burst: 0,
        });
        self.started.push(started);
    }
}
