use super::*;
use num_bigint::BigUint;

const TILE: Tile = Tile {
    a: 5,
    b: 4,
    cascades: true,
};

fn big(x: u64) -> BigUint {
    x.into()
}

/// All operations at a carry chain that splits every sum.
fn small() -> Pipeline {
    let mut n = Netlist::new(Shape {
        tile: TILE,
        carry: 3,
    });
    let (a, b) = (n.input("a", 5), n.input("b", 4));
    let sum = n.add(&a, &b, 6);
    let (difference, less) = n.sub_borrow(&a, &b, 5);
    let product = n.tile(&a, &b);
    let reduced = n.subtract_if_not_less(&sum, &big(17), 6);
    let shifted = n.tree(vec![a.clone(), shift_left(&b, 3), shift_left(&a, 1)], 8);
    let chosen = n.select(less, &zero_extend(&b, 5), &a);
    let squares = n.table(&b, (0..16).map(|i| big(i * i)).collect(), 8);
    let outputs = [
        ("sum", sum),
        ("difference", difference),
        ("product", product),
    ];
    let more = [
        ("reduced", reduced),
        ("shifted", shifted),
        ("larger", chosen),
        ("square", squares),
    ];
    n.finish(outputs.into_iter().chain(more).collect())
}

#[test]
fn every_operation_is_exact_on_all_inputs() {
    let pipeline = small();
    for (a, b) in (0..32u64).flat_map(|a| (0..16u64).map(move |b| (a, b))) {
        let s = a + b;
        let expected = [
            s,
            a.wrapping_sub(b) & 31,
            a * b,
            if s < 17 { s } else { s - 17 },
            (3 * a + 8 * b) & 255,
            a.max(b),
            b * b,
        ];
        assert_eq!(
            pipeline.eval(&[big(a), big(b)]),
            expected.map(big),
            "a = {a}, b = {b}"
        );
    }
}

#[test]
fn outputs_appear_together_after_the_latency() {
    let pipeline = small();
    let mut running = Running::new(&pipeline);
    assert_eq!(
        pipeline.latency(),
        4,
        "a tile; or sum, two chunks of difference, selection"
    );
    for t in 0..40u64 {
        let now = running.clock(&pipeline, &[big(t % 32), big(t % 16)]);
        if let Some(then) = (t + 1).checked_sub(pipeline.latency() as u64) {
            assert_eq!(
                now,
                pipeline.eval(&[big(then % 32), big(then % 16)]),
                "t = {t}"
            );
        }
    }
}

/// Three values in turns, `first` high with the first of them: the sum of the last three, and the choice of one.
#[test]
fn values_of_earlier_inputs_meet() {
    let mut n = Netlist::new(Shape {
        tile: TILE,
        carry: 3,
    });
    let (x, first, last) = (n.input("x", 5), n.input("first", 1), n.input("last", 1));
    let never = Wire::Constant(false);
    let [before, long_before] = [1, 2].map(|clocks| n.earlier(&x, clocks));
    let both = n.add(&x, &before, 6);
    let all = n.add(&both, &long_before, 7);
    let delayed = n.earlier(&all, 2);
    let kept = n.hold(&x, last[0], never);
    let cleared = n.hold(&x, never, first[0]);
    let picked = n.pick(
        &[(first[0], &all), (last[0], &delayed)],
        &zero_extend(&x, 7),
    );
    let pipeline = n.finish(vec![
        ("all", all),
        ("delayed", delayed),
        ("kept", kept),
        ("cleared", cleared),
        ("picked", picked),
    ]);
    let (mut history, mut xs) = (History::default(), vec![0u64; 5]);
    let mut expected_kept = 0;
    for t in 0..60u64 {
        let (x, first, last) = (t * t % 31, t % 3 == 0, t % 3 == 2);
        xs.push(x);
        let inputs = [x, first.into(), last.into()].map(big);
        let now = pipeline.eval_after(&inputs, &mut history);
        let sum_at = |back: usize| -> u64 { xs.iter().rev().skip(back).take(3).sum() };
        if !last {
            expected_kept = x;
        }
        let cleared = if first { 0 } else { x };
        let picked = match (first, last) {
            (true, _) => sum_at(0),
            (_, true) => sum_at(2),
            _ => x,
        };
        let expected = [sum_at(0), sum_at(2), expected_kept, cleared, picked];
        assert_eq!(now, expected.map(big), "t = {t}");
    }
}

#[test]
fn printing_inserts_delays_and_is_deterministic() {
    let text = small().verilog();
    assert_eq!(text, small().verilog());
    assert!(text.contains("assign product = n"), "{text}");
    assert!(
        text.contains("n0_1 <= n0["),
        "inputs that are used late are delayed: {text}"
    );
}

/// Slices that pass their upper bits on, with operands whose later bits come late or early.
#[test]
fn rows_of_slices_are_exact() {
    for late in [0, 1, 3] {
        let mut n = Netlist::new(Shape {
            tile: TILE,
            carry: 3,
        });
        let (a, b) = (n.input("a", 5), n.input("b", 13));
        let never = Wire::Constant(false);
        let b = (0..late).fold(b, |b, _| n.hold(&b, never, never));
        let p = n.row(&a, &b);
        let pipeline = n.finish(vec![("p", p)]);
        for a in 0..32u64 {
            for b in (0..1 << 13).step_by(37).chain([(1 << 13) - 1]) {
                assert_eq!(pipeline.eval(&[big(a), big(b)]), [big(a * b)], "{a} {b}");
            }
        }
    }
}

#[test]
#[should_panic(expected = "exceed the tile")]
fn a_tile_refuses_wide_operands() {
    let mut n = Netlist::new(Shape {
        tile: TILE,
        carry: 3,
    });
    let (a, b) = (n.input("a", 6), n.input("b", 4));
    n.tile(&a, &b);
}
