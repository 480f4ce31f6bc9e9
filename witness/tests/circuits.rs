//! Circuits that circom compiled, with inputs of every shape.

use zkcard_witness::{Calculator, Inputs, Numbers, WitnessError};

const PROGRAM: &[u8] = include_bytes!("signals/signals.wasm");
const INPUT: &str = include_str!("signals/input.json");
/// As circom's own calculator writes it.
const WITNESS: &[u8] = include_bytes!("signals/witness.wtns");

fn calculate(json: &str) -> Result<Numbers, WitnessError> {
    let inputs: Inputs = json.parse()?;
    Calculator::new(PROGRAM)?.calculate(&inputs)
}

fn error(json: &str) -> String {
    match calculate(json) {
        Ok(_) => panic!("{json} was taken"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn the_witness_is_that_of_circoms_calculator() {
    let calculator = Calculator::new(PROGRAM).expect("a program");
    let inputs: Inputs = INPUT.parse().expect("inputs");
    for _ in 0..2 {
        let numbers = calculator.calculate(&inputs).expect("a witness");
        // The numbers are the end of the file, the prime stands in its header.
        assert!(WITNESS.ends_with(&numbers.bytes));
        assert_eq!(WITNESS[28..60], numbers.prime);
        let count = u32::from_le_bytes(WITNESS[60..64].try_into().expect("four bytes"));
        assert_eq!(numbers.bytes.len(), 32 * count as usize);
    }
}

#[test]
fn what_the_circuit_does_not_take_is_an_error_that_says_why() {
    let with = |from: &str, to: &str| {
        assert!(INPUT.contains(from), "{from}");
        INPUT.replace(from, to)
    };
    for (json, text) in [
        (with("\"a\"", "\"x\""), "no input `x`"),
        (with("\"left\"", "\"middle\""), "no input `pair.middle`"),
        (
            with("\"5\", \"7\", \"35\"", "\"5\", \"7\""),
            "`b` has 5 values, the circuit expects 6",
        ),
        (
            with("\"-3\"", "[1, 2]"),
            "`a` has 2 values, the circuit expects 1",
        ),
        (with("\"a\": \"-3\",", ""), "8 of 9 input values"),
        (with("\"35\"", "\"36\""), "constraint does not hold"),
    ] {
        let found = error(&json);
        assert!(found.contains(text), "{text}: {found}");
        assert_eq!(found.lines().count(), 1, "{found}");
    }
}

#[test]
fn what_is_no_program_of_circom_is_an_error() {
    let inputs: Inputs = INPUT.parse().expect("inputs");
    // The smallest module there is.
    let empty = b"\0asm\x01\0\0\0";
    let found = Calculator::new(empty).and_then(|it| it.calculate(&inputs).map(drop));
    assert!(matches!(found, Err(WitnessError::Program(_))));
    for broken in [&b""[..], b"\0asm", &PROGRAM[..1000], WITNESS] {
        assert!(matches!(
            Calculator::new(broken),
            Err(WitnessError::Program(_))
        ));
    }
}
