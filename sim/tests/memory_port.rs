//! The path of transforms to memory: bursts of any length cut into those of memory, words read and written at once.
use rand::{Rng, SeedableRng, rngs::StdRng};
use std::collections::VecDeque;
use zkcard_hdl::{
    emit::{Design, EmitError, emit},
    shell::{BurstCutter, MemoryPort},
};
use zkcard_sim::verilator::{Model, Optimise, Options, Source, Verilator};

struct Bench(Model);

impl Bench {
    fn new(design: Result<Design, EmitError>) -> Self {
        let source = Source::from(&design.expect("the block can be emitted"));
        let options = Options {
            optimise: Optimise::Build,
            ..Options::default()
        };
        let tool = Verilator::find().expect("the simulator is there");
        let library = tool.build(&source, &options).expect("the model builds");
        Self(Model::new(&library).expect("the model starts"))
    }

    fn set(&mut self, port: &str, value: u64) {
        let port = self.0.port(port).expect("a port");
        self.0.set(port, value);
    }

    fn get(&self, port: &str) -> u64 {
        let port = self.0.port(port).expect("a port");
        self.0.get(port)
    }

    fn high(&self, port: &str) -> bool {
        self.get(port) == 1
    }

    /// Lowest and highest 32 bits of a word.
    fn ends(&self, port: &str) -> [u32; 2] {
        let port = self.0.port(port).expect("a port");
        let words = self.0.words(port);
        [words[0], words[15]]
    }

    fn set_ends(&mut self, port: &str, [low, high]: [u32; 2]) {
        let port = self.0.port(port).expect("a port");
        let words = self.0.words_mut(port);
        (words[0], words[15]) = (low, high);
    }

    fn edge(&mut self, clocks: &[&str]) {
        for level in [1, 0] {
            for clock in clocks {
                self.set(clock, level);
            }
            self.0.eval();
        }
    }
}

#[test]
fn bursts_are_cut_where_memory_wants_it() {
    let seed = 5;
    println!("seed {seed}");
    let mut rng = StdRng::seed_from_u64(seed);
    let mut bench = Bench::new(emit("burst_cutter", BurstCutter::default()));
    bench.set("reset", 1);
    bench.edge(&["clock"]);
    bench.set("reset", 0);
    for lazy in [false, true] {
        let bursts: Vec<(u32, u32)> = (0..300)
            .map(|_| {
                let words = 1 << rng.gen_range(0..10);
                (rng.gen_range(0..1 << 30), words)
            })
            .chain((0..300).map(|i| (7 * i, 1)))
            .collect();
        let expected: Vec<u32> = bursts
            .iter()
            .flat_map(|(first, words)| *first..first + words)
            .collect();
        let (mut left, mut words, mut clocks, mut commands) = (bursts.iter(), vec![], 0, 0);
        let mut next = left.next();
        while words.len() < expected.len() {
            let (address, beats) = next.map_or((0, 0), |(address, words)| (*address, words - 1));
            bench.set("address", address.into());
            bench.set("beats", beats.into());
            bench.set("valid", next.is_some().into());
            bench.set(
                "command_ready",
                u64::from(!lazy || rng.gen_range(0..3) == 0),
            );
            // Memory owes what was asked for; the oldest word may come.
            let owed = bench.get("owed") as u32;
            let came = owed > 0 && rng.r#gen();
            bench.set("came", came.into());
            bench.0.eval();
            if bench.high("command_valid") && bench.high("command_ready") {
                let command = bench.get("command");
                let (index, more) = (command as u32, (command >> 32) as u32);
                assert_eq!(index / 16, (index + more) / 16, "within 16 aligned words");
                words.extend(index..=index + more);
                commands += 1;
            }
            if next.is_some() && bench.high("ready") {
                next = left.next();
            }
            bench.edge(&["clock"]);
            clocks += 1;
            assert!(clocks < 1_000_000, "no end");
        }
        assert!(words == expected, "seed {seed}");
        println!("{commands} commands in {clocks} clocks");
        assert!(lazy || clocks < commands + 10, "a command a clock");
        while bench.get("owed") > 0 {
            bench.set("came", 1);
            bench.edge(&["clock"]);
            bench.set("came", 0);
        }
    }
    // What is stopped is forgotten; only what was offered is owed.
    bench.set("address", 3);
    bench.set("beats", 4095);
    bench.set("command_ready", 0);
    bench.set("valid", 1);
    bench.edge(&["clock"]);
    bench.set("valid", 0);
    bench.edge(&["clock"]);
    bench.set("stop", 1);
    (0..3).for_each(|_| bench.edge(&["clock"]));
    assert_eq!(bench.get("command"), 3 | 12 << 32);
    assert_eq!((bench.get("owed"), bench.high("command_valid")), (13, true));
    bench.set("command_ready", 1);
    bench.edge(&["clock"]);
    bench.set("stop", 0);
    (0..3).for_each(|_| bench.edge(&["clock"]));
    assert_eq!(
        (bench.get("owed"), bench.high("command_valid")),
        (13, false)
    );
}

/// How memory goes along.
#[derive(Clone, Copy, Debug)]
struct Pace {
    /// Memory clocks in every four core clocks.
    memory_per_four: u32,
    /// Memory clocks to the first word of a burst, and from a write to its answer.
    latency: u64,
    /// A channel pauses once in so many clocks; zero: never.
    pause: u32,
    /// Words of the bursts of transforms.
    burst: u32,
    /// Frames ask for a word once in so many clocks; zero: never.
    frames: u32,
}

/// What word `index` holds.
fn content(index: u32) -> [u32; 2] {
    [index, index.wrapping_mul(2_654_435_761)]
}

/// Memory behind the AXI port.
#[derive(Default)]
struct Memory {
    clock: u64,
    /// Identifier, index, whether it is the last of its burst, and when it is due.
    reads: VecDeque<(u64, u32, bool, u64)>,
    addresses: VecDeque<(u64, u32)>,
    data: VecDeque<[u32; 2]>,
    answers: VecDeque<(u64, u64)>,
    written: Vec<(u64, u32, [u32; 2])>,
}

impl Memory {
    fn before_edge(&mut self, bench: &Bench, latency: u64) {
        let due = self.clock + latency;
        if bench.high("axi_arvalid") && bench.high("axi_arready") {
            let first = (bench.get("axi_araddr") >> 6) as u32;
            let last = first + bench.get("axi_arlen") as u32;
            let id = bench.get("axi_arid");
            let beats = (first..=last).map(|index| (id, index, index == last, due));
            self.reads.extend(beats);
        }
        if bench.high("axi_awvalid") && bench.high("axi_awready") {
            let index = (bench.get("axi_awaddr") >> 6) as u32;
            self.addresses.push_back((bench.get("axi_awid"), index));
        }
        if bench.high("axi_wvalid") && bench.high("axi_wready") {
            self.data.push_back(bench.ends("axi_wdata"));
        }
        if bench.high("axi_rvalid") && bench.high("axi_rready") {
            self.reads.pop_front();
        }
        if bench.high("axi_bvalid") && bench.high("axi_bready") {
            self.answers.pop_front();
        }
        while !self.addresses.is_empty() && !self.data.is_empty() {
            let (Some((id, index)), Some(word)) =
                (self.addresses.pop_front(), self.data.pop_front())
            else {
                break;
            };
            self.written.push((id, index, word));
            self.answers.push_back((id, due));
        }
    }

    fn after_edge(&mut self, bench: &mut Bench, pause: u32, rng: &mut StdRng) {
        self.clock += 1;
        let mut flows = || u64::from(pause == 0 || rng.gen_range(0..pause) > 0);
        for port in ["axi_arready", "axi_awready", "axi_wready"] {
            bench.set(port, flows());
        }
        // What stands is not taken back.
        let stands = bench.high("axi_rvalid") && !bench.high("axi_rready");
        let ready = self.reads.front().is_some_and(|beat| beat.3 <= self.clock);
        bench.set("axi_rvalid", u64::from(stands || ready && flows() == 1));
        if let Some((id, index, last, _)) = self.reads.front() {
            bench.set("axi_rid", *id);
            bench.set("axi_rlast", u64::from(*last));
            bench.set_ends("axi_rdata", content(*index));
        }
        let stands = bench.high("axi_bvalid") && !bench.high("axi_bready");
        let ready = self
            .answers
            .front()
            .is_some_and(|(_, due)| *due <= self.clock);
        bench.set("axi_bvalid", u64::from(stands || ready && flows() == 1));
        if let Some((id, _)) = self.answers.front() {
            bench.set("axi_bid", *id);
        }
    }
}

/// Reads and writes `count` words each for transforms, as fast as they go; core clocks that took.
fn both_ways(pace: Pace, count: u32, rng: &mut StdRng) -> u64 {
    let mut bench = Bench::new(emit("memory_port", MemoryPort::default()));
    let mut memory = Memory::default();
    let clocks = ["core_clock", "memory_clock"];
    for reset in [1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0] {
        bench.set("core_reset", reset);
        bench.set("memory_reset", reset);
        bench.edge(&clocks);
    }
    let (mut asked, mut came, mut sent, mut written) = (0, 0, 0, 0);
    let (mut frame_reads, mut frame_writes) = (VecDeque::new(), 0);
    let mut phase = 0;
    for clock in 0..100 * u64::from(count) {
        bench.set(
            "transform_read",
            u64::from(asked) | u64::from(pace.burst - 1) << 32,
        );
        bench.set("transform_read_valid", u64::from(asked < count));
        bench.set("transform_write", u64::from(sent + (1 << 20)));
        bench.set_ends("transform_write_data", content(sent));
        bench.set("transform_write_valid", u64::from(sent < count));
        let more = (came, written) != (count, count);
        let frame = more && pace.frames != 0 && rng.gen_range(0..pace.frames) == 0;
        let frame_index = rng.gen_range(1 << 22..1 << 23);
        bench.set("frame_read", frame_index);
        bench.set("frame_read_valid", frame.into());
        bench.set("frame_write", frame_index);
        bench.set_ends("frame_write_data", content(frame_index as u32));
        bench.set("frame_write_valid", frame.into());
        bench.0.eval();
        if frame && bench.high("frame_read_ready") {
            frame_reads.push_back(frame_index as u32);
        }
        frame_writes += u32::from(frame && bench.high("frame_write_ready"));
        if asked < count && bench.high("transform_read_ready") {
            asked += pace.burst;
        }
        sent += u32::from(sent < count && bench.high("transform_write_ready"));
        if bench.high("transform_data_valid") {
            assert_eq!(bench.ends("data"), content(came), "{pace:?}");
            came += 1;
        }
        if bench.high("frame_data_valid") {
            let index = frame_reads.pop_front().expect("it was asked for");
            assert_eq!(bench.ends("data"), content(index), "{pace:?}");
        }
        written += u32::from(bench.high("transform_written"));
        frame_writes -= u32::from(bench.high("frame_written"));
        phase = (phase + 1) % 4;
        if phase < pace.memory_per_four {
            memory.before_edge(&bench, pace.latency);
            bench.edge(&clocks);
            memory.after_edge(&mut bench, pace.pause, rng);
        } else {
            bench.edge(&clocks[..1]);
        }
        if !more && frame_reads.is_empty() && frame_writes == 0 {
            let of_transforms = memory.written.iter().filter(|(id, ..)| *id == 3);
            let expected = (0..count).map(|i| (3, i + (1 << 20), content(i)));
            assert!(of_transforms.copied().eq(expected), "{pace:?}");
            return clock + 1;
        }
    }
    panic!("{pace:?}: {came} of {count} words came, {written} were written");
}

#[test]
fn a_word_comes_and_a_word_leaves_in_each_clock() {
    let seed = 6;
    println!("seed {seed}");
    let mut rng = StdRng::seed_from_u64(seed);
    let count = 4096;
    for burst in [1, 2, 16] {
        let pace = Pace {
            memory_per_four: 4,
            latency: 60,
            pause: 0,
            burst,
            frames: 0,
        };
        let clocks = both_ways(pace, count, &mut rng);
        println!("bursts of {burst}: {count} words each way in {clocks} clocks");
        assert!(clocks < u64::from(count) + pace.latency + 30, "{clocks}");
    }
}

#[test]
fn words_keep_their_order_and_owner_at_any_pace() {
    let seed = 7;
    println!("seed {seed}");
    let mut rng = StdRng::seed_from_u64(seed);
    for (memory_per_four, latency, pause, burst, frames) in [
        (3, 20, 7, 16, 9),
        (1, 1, 0, 4, 3),
        (4, 200, 2, 1, 5),
        (2, 5, 3, 8, 2),
    ] {
        let pace = Pace {
            memory_per_four,
            latency,
            pause,
            burst,
            frames,
        };
        let clocks = both_ways(pace, 512, &mut rng);
        println!("{pace:?}: 512 words each way in {clocks} clocks");
    }
}
