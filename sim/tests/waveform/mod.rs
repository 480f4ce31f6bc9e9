//! Waveforms of tests: asked for with `ZKCARD_TRACE=1`, or taken of a failure by running it again.
#![allow(dead_code, reason = "each test file uses its part")]
use std::{
    env, fs,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::{Path, PathBuf},
};

/// Where the waveform of `test` goes.
pub(crate) fn path(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("waveforms");
    fs::create_dir_all(&folder).expect("the target folder can be written");
    folder.join(format!("{test}.fst"))
}

fn requested(test: &str) -> Option<PathBuf> {
    let wanted = env::var_os("ZKCARD_TRACE").is_some_and(|value| !value.is_empty() && value != "0");
    wanted.then(|| path(test))
}

/// Runs `body`, with a waveform if one was asked for; a failure says where it is or how to get it.
pub(crate) fn of_request(test: &str, body: impl Fn(Option<PathBuf>)) {
    let trace = requested(test);
    let hint = trace.as_ref().map_or_else(
        || "run again with ZKCARD_TRACE=1 for a waveform".into(),
        |path| format!("waveform: {}", path.display()),
    );
    if let Err(failure) = catch_unwind(AssertUnwindSafe(|| body(trace))) {
        eprintln!("{hint}");
        resume_unwind(failure);
    }
}

/// As [`of_request`], but a failure without a waveform is run again with one.
pub(crate) fn of_failure(test: &str, body: impl Fn(Option<PathBuf>)) {
    let trace = requested(test);
    let traced = trace.is_some();
    let Err(failure) = catch_unwind(AssertUnwindSafe(|| body(trace))) else {
        return;
    };
    let path = path(test);
    if !traced {
        let _ = fs::remove_file(&path);
        if catch_unwind(AssertUnwindSafe(|| body(Some(path.clone())))).is_ok() {
            eprintln!("the traced run did not fail: it depends on the time of the host");
        }
    }
    if path.exists() {
        eprintln!("waveform: {}", path.display());
    }
    resume_unwind(failure);
}
