//! A BN254 card, and numbers as its memory holds them.
#![allow(dead_code, reason = "each test file uses its part")]
use crate::common::Client;
use ark_bn254::{Fq, Fr, G1Affine, G1Projective};
use ark_ec::AffineRepr;
use ark_ff::{BigInt, BigInteger, Field, PrimeField, Zero};
use std::{
    path::PathBuf,
    time::{Duration, Instant},
};
use zkcard_hdl::{emit::Body, msm::MsmConfig, top::CardConfig};
use zkcard_sim::msm::combine;
use zkcard_sim::{
    card::{CardOptions, SimCard, Word},
    verilator::{Optimise, Options},
};
use zkcard_wire::{
    BaseKind,
    frame::{MAX_WORDS, Request},
    job::{JobDescriptor, JobKind, JobStatus},
    registers,
};

pub(crate) const BASES: u32 = 0;
pub(crate) const SCALARS: u32 = 1 << 20;
pub(crate) const RESULT: u32 = 1 << 21;

/// Longer than any job of these tests takes.
const PATIENCE: Duration = Duration::from_secs(300);

/// What a card says of a finished job.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) status: u32,
    pub(crate) cycles: u32,
    pub(crate) bucket_cycles: u32,
    pub(crate) bucket_additions: u32,
    pub(crate) reduce_cycles: u32,
    pub(crate) reduce_additions: u32,
    pub(crate) stored: u32,
    pub(crate) starved: u32,
    pub(crate) refused: u32,
}

/// A running card and a client on its line.
pub(crate) struct Bench {
    pub(crate) config: CardConfig,
    pub(crate) card: SimCard,
    pub(crate) client: Client,
}

impl Bench {
    /// Starts the card, whose model is built if it is not there yet.
    pub(crate) fn start(body: Body, optimise: Optimise, options: CardOptions) -> Self {
        let config = CardConfig::bn254(body, options.divisor);
        let design = config.design().expect("the card can be emitted");
        let build = Options {
            optimise,
            ..Options::default()
        };
        let begin = Instant::now();
        let (card, line) = SimCard::start(&design, build, options).expect("the card starts");
        println!("{body:?} model after {:.1?}", begin.elapsed());
        Self {
            config,
            card,
            client: Client::new(line),
        }
    }

    /// The card with modelled multipliers on a fast line, with a waveform to `trace`.
    pub(crate) fn modelled(trace: Option<PathBuf>) -> Self {
        let options = CardOptions {
            trace,
            ..CardOptions::default()
        };
        Self::start(Body::Dpi, Optimise::Run, options)
    }

    /// Bytes into memory through the back door.
    pub(crate) fn store(&self, word: u32, bytes: &[u8]) {
        self.card
            .store(word, words(bytes))
            .expect("the card is there");
    }

    /// Bytes into memory over the line.
    pub(crate) fn send(&mut self, word: u32, bytes: &[u8]) {
        for (block, data) in bytes.chunks(64 * MAX_WORDS).enumerate() {
            let word = word + (block * MAX_WORDS) as u32;
            assert_eq!(self.client.write_memory(word, data), 0);
        }
    }

    /// Runs one job over what is in memory. It waits for the card's notice, so the line is silent.
    pub(crate) fn run(&mut self, count: usize) -> Finished {
        let enable = registers::interrupts::JOB_DONE;
        // No notice of the declaration: the next one shall be that of the job.
        assert_eq!(self.client.write(registers::INTERRUPT_ENABLE, 0), 0);
        self.client.load(BaseKind::G1, 0, BASES, count as u32);
        assert_eq!(self.client.write(registers::INTERRUPTS, enable), 0);
        assert_eq!(self.client.write(registers::INTERRUPT_ENABLE, enable), 0);
        let before = self.card.statistics().expect("the card is there");
        let begin = Instant::now();
        let job = JobDescriptor {
            kind: JobKind::Msm,
            tag: 1,
            set: 0,
            bases: 0,
            scalars: SCALARS,
            result: RESULT,
            count: count as u32,
        };
        assert_eq!(self.client.submit(&job), 0);
        assert_eq!(self.client.event(PATIENCE), enable);
        let (clocks, seconds) = (
            self.card
                .statistics()
                .expect("the card is there")
                .core_clocks
                - before.core_clocks,
            begin.elapsed().as_secs_f64(),
        );
        println!(
            "{count} points: {clocks} core clocks in {seconds:.1} s, {:.0} a second",
            clocks as f64 / seconds
        );
        assert_eq!(self.client.write(registers::INTERRUPTS, enable), 0);
        let done = self.client.finished();
        let finished = Finished {
            status: done[1],
            cycles: done[2],
            bucket_cycles: done[3],
            bucket_additions: done[4],
            reduce_cycles: done[5],
            reduce_additions: done[6],
            stored: done[7],
            starved: done[8],
            refused: done[9],
        };
        assert_eq!(finished.status, JobStatus::Done as u32, "{finished:?}");
        finished
    }

    /// The result, read over the line.
    pub(crate) fn read_result(&mut self) -> G1Projective {
        let bytes = read(
            &mut self.client,
            RESULT,
            self.config.msm.windows.chains() * 4,
        );
        sum_of_chains(&self.config.msm, &bytes)
    }

    /// The result, through the back door.
    pub(crate) fn load_result(&self) -> G1Projective {
        let count = self.config.msm.windows.chains() * 4;
        let words = self.card.load(RESULT, count).expect("the card is there");
        sum_of_chains(&self.config.msm, &bytes(&words))
    }
}

/// Bases as memory holds them.
pub(crate) fn key(bases: &[G1Affine]) -> Vec<u8> {
    bases.iter().flat_map(base).collect()
}

/// Scalars as memory holds them, filled up to a whole word.
pub(crate) fn plain(scalars: &[Fr]) -> Vec<u8> {
    let bytes = |scalar: &Fr| scalar.into_bigint().to_bytes_le();
    let mut plain: Vec<u8> = scalars.iter().flat_map(bytes).collect();
    plain.resize(plain.len().next_multiple_of(64), 0);
    plain
}

/// Words of memory over the line.
pub(crate) fn read(client: &mut Client, word: u32, count: usize) -> Vec<u8> {
    let mut bytes = vec![];
    for first in (0..count).step_by(MAX_WORDS) {
        let request = Request::ReadMemory {
            word: word + first as u32,
            count: MAX_WORDS.min(count - first),
        };
        bytes.extend(client.ask(&request).data);
    }
    bytes
}

/// Words of memory as bytes.
pub(crate) fn bytes(words: &[Word]) -> Vec<u8> {
    let parts = words.iter().flatten();
    parts.flat_map(|part| part.to_le_bytes()).collect()
}

/// A coordinate in memory.
fn coordinate(x: &Fq) -> Vec<u8> {
    x.into_bigint().to_bytes_le()
}

/// A base in memory: zero stands for infinity.
fn base(point: &G1Affine) -> Vec<u8> {
    if point.is_zero() {
        vec![0; 64]
    } else {
        [coordinate(&point.x), coordinate(&point.y)].concat()
    }
}

/// A coordinate of a result, which must be below the modulus.
fn field(bytes: &[u8]) -> Fq {
    let limb = |chunk: &[u8]| u64::from_le_bytes(chunk.try_into().expect("eight bytes"));
    let limbs: Vec<u64> = bytes.chunks(8).map(limb).collect();
    let number = BigInt::new(limbs.try_into().expect("four limbs"));
    Fq::from_bigint(number).expect("a number below the modulus")
}

/// A homogeneous point of a result: two words.
fn point(bytes: &[u8]) -> G1Projective {
    let (x, y, z) = (
        field(&bytes[..32]),
        field(&bytes[32..64]),
        field(&bytes[64..96]),
    );
    match z.inverse() {
        Some(inverse) => G1Affine::new(x * inverse, y * inverse).into(),
        None => G1Projective::zero(),
    }
}

/// The sum that the chains of a result stand for.
fn sum_of_chains(msm: &MsmConfig, result: &[u8]) -> G1Projective {
    let points: Vec<G1Projective> = result.chunks(128).map(point).collect();
    combine(&msm.windows, &points, G1Projective::zero(), |p, q| *p + q)
}

/// Bytes as words of memory.
pub(crate) fn words(bytes: &[u8]) -> Vec<Word> {
    let word = |chunk: &[u8]| {
        let mut word = Word::default();
        for (part, bytes) in word.iter_mut().zip(chunk.chunks(4)) {
            *part = u32::from_le_bytes(bytes.try_into().expect("four bytes"));
        }
        word
    };
    bytes.chunks(64).map(word).collect()
}
