//! Inputs as JSON, and as the numbers that a circuit takes for each of its signals.
//!
//! Members of an object are signals; members within these, and objects within lists, are those of
//! buses (`a.b`, `a[0].b`). A value is a whole number, decimal or with `0x`, as a number or a
//! string, or `true` or `false`; negative ones are taken modulo the prime.

use crate::WitnessError;
use num_bigint::{BigInt, Sign};
use serde_json::Value;
use std::{collections::BTreeMap, str::FromStr};

/// The values of input signals by name.
///
/// They may be secret, and so have no `Debug` and are in no message. What JSON and large
/// numbers are read into is not wiped.
pub struct Inputs(BTreeMap<String, Vec<BigInt>>);

impl FromStr for Inputs {
    type Err = WitnessError;

    fn from_str(json: &str) -> Result<Self, WitnessError> {
        let value: Value = serde_json::from_str(json)?;
        let Value::Object(members) = &value else {
            return Err(WitnessError::NotAnObject(kind(&value)));
        };
        let mut signals = BTreeMap::new();
        for (name, value) in members {
            read_signal(name, value, &mut signals)?;
        }
        Ok(Self(signals))
    }
}

impl Inputs {
    /// Signals with their values, the last index of lists counting fastest.
    pub(crate) fn signals(&self) -> impl Iterator<Item = (&str, &[BigInt])> {
        let signals = self.0.iter();
        signals.map(|(name, values)| (name.as_str(), values.as_slice()))
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// Whether there is an object in a list or in one of its lists.
fn has_objects(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::Array(list) => list.iter().any(has_objects),
        _ => false,
    }
}

fn read_signal(
    name: &str,
    value: &Value,
    signals: &mut BTreeMap<String, Vec<BigInt>>,
) -> Result<(), WitnessError> {
    match value {
        Value::Object(members) => {
            for (member, value) in members {
                read_signal(&format!("{name}.{member}"), value, signals)?;
            }
        }
        Value::Array(list) if has_objects(value) => {
            for (i, value) in list.iter().enumerate() {
                read_signal(&format!("{name}[{i}]"), value, signals)?;
            }
        }
        _ => {
            let mut values = vec![];
            read_values(name, value, &mut values)?;
            let twice = signals.insert(name.to_owned(), values).is_some();
            if twice {
                return Err(bad(name, "it is given twice".into()));
            }
        }
    }
    Ok(())
}

fn read_values(name: &str, value: &Value, values: &mut Vec<BigInt>) -> Result<(), WitnessError> {
    let number = match value {
        Value::Array(list) => {
            return list
                .iter()
                .try_for_each(|value| read_values(name, value, values));
        }
        Value::Bool(value) => Some(BigInt::from(u8::from(*value))),
        Value::String(text) => number(text),
        Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(number), _) => Some(number.into()),
            (None, Some(number)) => Some(number.into()),
            (None, None) => {
                let problem = "a number is not whole or not below 2^64: write it as a string";
                return Err(bad(name, problem.into()));
            }
        },
        Value::Null | Value::Object(_) => {
            return Err(bad(name, format!("{} is no value", kind(value))));
        }
    };
    // The value may be secret, and so is not repeated.
    let number = number.ok_or_else(|| bad(name, "a string is no whole number".into()))?;
    values.push(number);
    Ok(())
}

/// A whole number: decimal, or hexadecimal with `0x`.
fn number(text: &str) -> Option<BigInt> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (Sign::Minus, digits),
        None => (Sign::Plus, text),
    };
    let (digits, radix) = match digits.strip_prefix("0x").or(digits.strip_prefix("0X")) {
        Some(digits) => (digits, 16),
        None => (digits, 10),
    };
    // The library also takes signs and underscores.
    if !digits.chars().all(|digit| digit.is_digit(radix)) {
        return None;
    }
    let magnitude = num_bigint::BigUint::parse_bytes(digits.as_bytes(), radix)?;
    Some(BigInt::from_biguint(sign, magnitude))
}

fn bad(signal: &str, problem: String) -> WitnessError {
    let signal = signal.to_owned();
    WitnessError::Input { signal, problem }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signals(json: &str) -> Vec<(String, Vec<BigInt>)> {
        let inputs: Inputs = json.parse().unwrap_or_else(|error| panic!("{error}"));
        let signals = inputs.signals();
        signals
            .map(|(name, values)| (name.into(), values.to_vec()))
            .collect()
    }

    fn numbers(values: &[i64]) -> Vec<BigInt> {
        values.iter().map(|&value| value.into()).collect()
    }

    fn error(json: &str) -> String {
        match json.parse::<Inputs>() {
            Ok(_) => panic!("{json} was taken"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn values_are_numbers_of_any_spelling() {
        let found =
            signals(r#"{"a": 1, "b": "-2", "c": [["0x1F", true], [" 5 ", 18446744073709551615]]}"#);
        assert_eq!(found[0], ("a".into(), numbers(&[1])));
        assert_eq!(found[1], ("b".into(), numbers(&[-2])));
        let large = BigInt::from(u64::MAX);
        assert_eq!(found[2].1, [numbers(&[31, 1, 5]), vec![large]].concat());
    }

    #[test]
    fn buses_have_signals_with_names_of_their_own() {
        let found = signals(r#"{"a": {"x": 1, "y": [2, 3]}, "b": [{"x": 4}, {"x": 5}], "c": []}"#);
        let names: Vec<_> = found.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["a.x", "a.y", "b[0].x", "b[1].x", "c"]);
    }

    #[test]
    fn what_is_no_value_is_an_error_that_names_the_signal() {
        for (json, text) in [
            ("[]", "this is a list"),
            ("{", "inputs:"),
            (r#"{"a": null}"#, "`a`: null"),
            (r#"{"a": "12x"}"#, "`a`: a string is no whole number"),
            (r#"{"a": ""}"#, "`a`"),
            (r#"{"a": "1_000"}"#, "`a`"),
            (r#"{"a": "--1"}"#, "`a`"),
            (r#"{"a": [1, 2.5]}"#, "`a`: a number is not whole"),
            (
                r#"{"a": 1e30}"#,
                "`a`: a number is not whole or not below 2^64",
            ),
            (r#"{"a": {"b": null}}"#, "`a.b`"),
            (r#"{"a": {"b": 1}, "a.b": 2}"#, "`a.b`: it is given twice"),
        ] {
            let found = error(json);
            assert!(found.contains(text), "{json}: {found}");
        }
    }
}
