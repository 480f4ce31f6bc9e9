//! How a model is built.

/// What a model is built for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Optimise {
    /// Builds quickly (`-O1`): for designs that run thousands of cycles.
    #[default]
    Build,
    /// Runs quickly (`-O3 -march=native`): for designs that run millions of cycles.
    Run,
}

/// Options of a build. They are part of the cache key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Options {
    /// Builds the model so that [`Model::trace`](super::Model::trace) can write FST waveforms.
    pub trace: bool,
    /// What the C++ compiler optimises for.
    pub optimise: Optimise,
}

impl Options {
    /// Flags for Verilator.
    pub(super) fn verilator_flags(self) -> Vec<&'static str> {
        let mut flags = vec![
            "-O3",
            "--assert",
            "--x-assign",
            "fast",
            "--x-initial",
            "fast",
            "-Wno-fatal",
        ];
        if self.trace {
            flags.push("--trace-fst");
        }
        flags
    }

    /// Flags for the C++ compiler, for code that runs every cycle.
    pub(super) fn compiler_flags(self) -> &'static [&'static str] {
        match self.optimise {
            Optimise::Build => &["-O1"],
            Optimise::Run => &["-O3", "-march=native"],
        }
    }
}

impl Options {
    /// The processor that a build is tied to: `-march=native` code must not travel to another.
    pub(super) fn processor(self) -> String {
        let Optimise::Run = self.optimise else {
            return String::new();
        };
        let description = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let features = description.lines().find(|line| line.starts_with("flags"));
        features.unwrap_or_default().to_owned()
    }
}
