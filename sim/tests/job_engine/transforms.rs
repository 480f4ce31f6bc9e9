//! Jobs of the NTT core, and words to clear: as they should be, and with every fault.
use crate::{bench::TIMEOUT, ntt_core::Started, surroundings::Surroundings};
use rand::Rng;
use zkcard_sim::card::Word;
use zkcard_wire::{
    job::{JobDescriptor, JobStatus},
    transform::{Form, Shape},
};

const VECTORS: u32 = 1001;
const RESULT: u32 = 2003;
const WORK: u32 = 3005;
const NUMBERS: [u32; 3] = [71, 72, 73];

fn shapes() -> Vec<Shape> {
    let mut shapes = vec![];
    for bits in [0, 1, 2, 5, 8] {
        for vectors in [1, 3] {
            shapes.push(Shape::transform(bits, vectors, bits == 2, false));
            shapes.push(Shape::transform(bits, vectors, bits == 5, true));
        }
        shapes.push(Shape::quotient(bits, false));
        shapes.push(Shape::quotient(bits, true));
    }
    shapes
}

/// Puts vectors and numbers into memory.
pub(crate) fn store(around: &mut Surroundings, shape: &Shape) -> Vec<Word> {
    let words = shape.vectors_words() as u32;
    let vectors: Vec<Word> = (0..words)
        .map(|_| std::array::from_fn(|_| around.rng.r#gen()))
        .collect();
    for (i, word) in (0..).zip(&vectors) {
        around.memory.insert(VECTORS + i, *word);
        around.memory.remove(&(RESULT + i));
    }
    let [mut first, mut second] = [Word::default(); 2];
    [first[0], first[8], second[0]] = NUMBERS;
    around.memory.insert(WORK + words, first);
    around.memory.insert(WORK + words + 1, second);
    vectors
}

pub(crate) fn job(shape: &Shape, tag: u32) -> JobDescriptor {
    JobDescriptor::transform(shape, tag, VECTORS, WORK, RESULT)
}

/// What the core is told at the start of a job, without its numbers.
fn told(shape: &Shape) -> Started {
    let (quotient, divided, backward, shifted) = match shape.form {
        Form::Transform { inverse, shifted } => (false, false, inverse, shifted),
        Form::Quotient { divided } => (true, divided, false, false),
    };
    Started {
        quotient,
        divided,
        backward,
        shifted,
        size: shape.bits,
        vectors: shape.vectors,
        source: VECTORS,
        work: WORK,
        result: RESULT,
        numbers: NUMBERS,
    }
}

/// Runs a job that must succeed.
pub(crate) fn check(around: &mut Surroundings, shape: &Shape, tag: u32) {
    let vectors = store(around, shape);
    around.core.started.clear();
    around.offer(&job(shape, tag));
    let done = around.ended();
    assert_eq!(done[..2], [tag, JobStatus::Done as u32], "{shape:?}");
    assert_eq!(done[3..], [100, 101, 102, 103, 104, 105, 106, 0, 0]);
    let mut started = around.core.started.clone();
    let expected = told(shape);
    if !expected.quotient && !expected.shifted {
        started[0].numbers = NUMBERS;
    }
    assert_eq!(started, [expected]);
    let results = shape.result_words() as u32;
    for (i, mut word) in (0..results).zip(vectors) {
        word[0] = word[0].wrapping_add(1);
        assert_eq!(around.word(RESULT + i), word, "{shape:?}, word {i}");
    }
    assert_eq!(around.word(RESULT + results), Word::default(), "{shape:?}");
}

pub(crate) fn surroundings(seed: u64) -> Surroundings {
    println!("seed {seed}");
    let mut around = Surroundings::new(seed);
    let port = |name: &str| around.bench.0.port(name).expect("a port");
    let ports: Vec<_> = (0..7)
        .map(|i| port(&format!("transform_counter_{i}")))
        .collect();
    for (port, value) in ports.into_iter().zip(100..) {
        around.bench.0.set(port, value);
    }
    around
}

#[test]
fn transforms_of_all_shapes_read_their_words_and_write_them() {
    let mut around = surroundings(11);
    for (tag, shape) in (5..).zip(shapes()) {
        check(&mut around, &shape, tag);
    }
    assert_eq!(around.errors, [0; 4]);
}

#[test]
fn refused_transforms_do_not_start() {
    let mut around = surroundings(12);
    let good = job(&Shape::transform(5, 2, false, true), 9);
    for (job, status) in [
        (JobDescriptor { count: 0, ..good }, JobStatus::Unsupported),
        (JobDescriptor { set: 10, ..good }, JobStatus::Unsupported),
        (
            JobDescriptor {
                result: 4090,
                ..good
            },
            JobStatus::OutOfMemory,
        ),
        (
            JobDescriptor {
                result: WORK - 1,
                ..good
            },
            JobStatus::Overlap,
        ),
    ] {
        around.offer(&job);
        let done = around.ended();
        assert_eq!(done[..2], [9, status as u32]);
        assert_eq!(done[3..], [0; 9]);
    }
    assert!(around.core.started.is_empty());
    assert_eq!(around.errors, [0, 0, 0, 4]);
}

#[test]
fn memory_errors_end_a_transform_wherever_they_are() {
    let mut around = surroundings(13);
    let shape = Shape::quotient(8, true);
    let words = shape.vectors_words() as u32;
    for bad in [
        WORK + words,
        WORK + words + 1,
        VECTORS,
        VECTORS + 100,
        VECTORS + words - 1,
        RESULT,
        RESULT + 70,
        RESULT + shape.result_words() as u32 - 1,
    ] {
        store(&mut around, &shape);
        around.bad = Some(bad);
        around.offer(&job(&shape, 1));
        let done = around.ended();
        assert_eq!(done[..2], [1, JobStatus::MemoryError as u32], "word {bad}");
        assert_eq!(around.errors, [1, 0, 0, 0], "word {bad}");
        (around.bad, around.errors) = (None, [0; 4]);
        check(&mut around, &shape, 2);
    }
    // A transform that shifts nothing does not read its numbers.
    let plain = Shape::transform(8, 3, true, false);
    around.bad = Some(WORK + plain.vectors_words() as u32);
    check(&mut around, &plain, 3);
}

#[test]
fn a_silent_memory_ends_a_transform_and_its_late_answers_are_dropped() {
    let mut around = surroundings(14);
    let shape = Shape::transform(8, 2, false, true);
    for silence in [0, 60, 75, 90, 120, 200, 300] {
        store(&mut around, &shape);
        around.offer(&job(&shape, 1));
        (0..silence).for_each(|_| around.clock());
        around.silent = true;
        let done = around.ended();
        assert_eq!(done[..2], [1, JobStatus::MemoryTimeout as u32]);
        assert!(done[2] >= TIMEOUT);
        assert_eq!(around.errors, [0, 1, 0, 0]);
        // While memory is silent no other job begins.
        around.offer(&job(&shape, 2));
        assert_eq!(around.ended()[..2], [2, JobStatus::MemoryTimeout as u32]);
        (around.silent, around.errors) = (false, [0; 4]);
        check(&mut around, &shape, 3);
    }
}

#[test]
fn the_watchdog_ends_a_transform_that_does_not() {
    let mut around = surroundings(15);
    let shape = Shape::transform(6, 1, true, true);
    around.bench.set("watchdog", 2);
    around.core.stuck = true;
    store(&mut around, &shape);
    around.offer(&job(&shape, 1));
    let done = around.ended();
    assert_eq!(done[..2], [1, JobStatus::Watchdog as u32]);
    assert!((2048..2200).contains(&done[2]), "{}", done[2]);
    assert_eq!(around.errors, [0, 0, 1, 0]);
    around.core.stuck = false;
    check(&mut around, &shape, 2);
}

#[test]
fn a_soft_reset_drops_a_transform_at_any_moment() {
    let mut around = surroundings(16);
    let shape = Shape::quotient(6, false);
    for clocks in (0..160).chain([200, 250, 300, 350]) {
        store(&mut around, &shape);
        around.offer(&job(&shape, 1));
        let mut reported = false;
        for _ in 0..clocks {
            around.clock();
            reported |= around.bench.get("done_valid") == 1;
        }
        around.bench.set("soft_reset", 1);
        around.clock();
        around.bench.set("soft_reset", 0);
        for _ in 0..200 {
            around.clock();
            assert!(around.bench.get("done_valid") == 0, "{clocks} clocks");
        }
        assert_eq!(around.bench.get("active"), 0);
        assert!(!reported || clocks > 160, "it was still under way");
        check(&mut around, &shape, clocks);
    }
    assert_eq!(around.errors, [0; 4]);
}

#[test]
fn words_are_cleared_and_no_others() {
    let mut around = surroundings(17);
    let fill = |around: &mut Surroundings| {
        for i in 0..400 {
            around.memory.insert(i, [7; 16]);
        }
    };
    let zero = |around: &Surroundings| -> Vec<u32> {
        (0..400)
            .filter(|i| around.word(*i) == Word::default())
            .collect()
    };
    for (tag, (first, words)) in (1..).zip([(3, 1), (40, 300), (0, 17), (9, 0)]) {
        fill(&mut around);
        around.offer(&JobDescriptor::clear(tag, first, words));
        let done = around.ended();
        assert_eq!(done[..2], [tag, JobStatus::Done as u32]);
        assert_eq!(done[3..], [0; 9]);
        assert_eq!(zero(&around), (first..first + words).collect::<Vec<_>>());
    }
    // An error is told, and what can be cleared is.
    fill(&mut around);
    around.bad = Some(50);
    around.offer(&JobDescriptor::clear(5, 10, 90));
    assert_eq!(around.ended()[..2], [5, JobStatus::MemoryError as u32]);
    assert_eq!(zero(&around).len(), 90);
    assert_eq!(around.errors, [1, 0, 0, 0]);
    around.bad = None;
    around.silent = true;
    around.offer(&JobDescriptor::clear(6, 10, 90));
    assert_eq!(around.ended()[..2], [6, JobStatus::MemoryTimeout as u32]);
    around.silent = false;
    around.bench.set("watchdog", 1);
    around.offer(&JobDescriptor::clear(7, 0, 900));
    assert_eq!(around.ended()[..2], [7, JobStatus::Watchdog as u32]);
    around.bench.set("watchdog", 0);
    let shape = Shape::transform(4, 1, true, true);
    check(&mut around, &shape, 8);
    around.offer(&JobDescriptor::clear(9, 0, 300));
    (0..150).for_each(|_| around.clock());
    around.bench.set("soft_reset", 1);
    around.clock();
    around.bench.set("soft_reset", 0);
    check(&mut around, &shape, 10);
}
