//! Runs in turn: a machine that slows down slows everybody down.
//!
//! ```text
//! first round, not counted:  a  b  c
//! counted rounds:            a  b  c   a  b  c   a  b  c
//! ```

use serde::Serialize;
use std::time::{Duration, Instant};

/// One computation, and how long each took for it.
#[derive(Clone, Debug, Serialize)]
pub struct Contest {
    /// What is computed.
    pub kernel: &'static str,
    /// What its scalars are; nothing for transforms.
    pub scalars: Option<&'static str>,
    /// Elements, as a power of two.
    pub log: u32,
    /// Threads of the pool.
    pub threads: usize,
    /// Times of each.
    pub times: Vec<Times>,
}

/// Times of one of them, in the order of the rounds.
#[derive(Clone, Debug, Serialize)]
pub struct Times {
    /// Who.
    pub peer: &'static str,
    /// Wall time of each round that counts.
    pub milliseconds: Vec<f64>,
}

/// Results that differ.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}: {other} does not compute what {first} does")]
pub struct Disagreement {
    /// The computation.
    pub what: String,
    /// Whose result was taken first.
    pub first: &'static str,
    /// Whose differs from it.
    pub other: &'static str,
}

/// One who computes: a name, and a run that tells its result and its time, conversions left out.
pub(super) type Contestant<'a, T> = (&'static str, Box<dyn FnMut() -> (T, Duration) + 'a>);

/// Runs `compute` and takes the time.
pub(super) fn timed<T>(compute: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = compute();
    (result, start.elapsed())
}

/// Has all of them compute in turn, `rounds` times and once before.
pub(super) fn alternate<T: PartialEq>(
    what: &str,
    rounds: usize,
    contestants: &mut [Contestant<'_, T>],
) -> Result<Vec<Times>, Disagreement> {
    let mut times: Vec<Times> = contestants
        .iter()
        .map(|(peer, _)| Times {
            peer,
            milliseconds: vec![],
        })
        .collect();
    let mut expected: Option<(&'static str, T)> = None;
    for round in 0..=rounds {
        for ((peer, run), times) in contestants.iter_mut().zip(&mut times) {
            let (result, took) = run();
            match &expected {
                None => expected = Some((peer, result)),
                Some((first, expected)) if *expected != result => {
                    return Err(Disagreement {
                        what: what.into(),
                        first,
                        other: peer,
                    });
                }
                Some(_) => {}
            }
            if round > 0 {
                times.milliseconds.push(1e3 * took.as_secs_f64());
            }
        }
    }
    Ok(times)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    #[test]
    fn all_take_turns_and_the_first_round_does_not_count() {
        let order = RefCell::new(String::new());
        let run = |name: &'static str| -> Contestant<'_, u32> {
            let order = &order;
            let run = move || {
                order.borrow_mut().push_str(name);
                (7, Duration::from_millis(order.borrow().len() as u64))
            };
            (name, Box::new(run))
        };
        let times = alternate("7", 2, &mut [run("a"), run("b")]).unwrap();
        assert_eq!(*order.borrow(), "ababab");
        let milliseconds: Vec<_> = times.into_iter().map(|t| t.milliseconds).collect();
        assert_eq!(milliseconds, [[3.0, 5.0], [4.0, 6.0]]);
    }

    #[test]
    fn a_result_that_differs_is_told() {
        let mut third = 0;
        let right: Contestant<'_, u32> = ("right", Box::new(|| (1, Duration::ZERO)));
        let wrong = move || {
            third += 1;
            (1 + third / 3, Duration::ZERO)
        };
        let wrong: Contestant<'_, u32> = ("wrong", Box::new(wrong));
        let error = alternate("ones", 5, &mut [right, wrong]).unwrap_err();
        let text = "ones: wrong does not compute what right does";
        assert_eq!(error.to_string(), text);
    }
}
