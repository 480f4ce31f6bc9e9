//! The C++ compiler: Verilator's run-time once per version, then each model against it.
use super::{cache, compression, error::VerilatorError, options::Options};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The sources of Verilator's run-time that models use.
const RUNTIME: [&str; 4] = [
    "verilated.cpp",
    "verilated_dpi.cpp",
    "verilated_threads.cpp",
    "verilated_random.cpp",
];
const RUNTIME_TRACE: &str = "verilated_fst_c.cpp";

/// Above this many bytes of generated C++ a model is compiled in two pieces.
const SPLIT_ABOVE: u64 = 300_000;

/// `c++` (or `$CXX`) with the headers of one Verilator.
#[derive(Clone, Debug)]
pub(super) struct Compiler {
    program: String,
    version: String,
    headers: PathBuf,
}

impl Compiler {
    /// The compiler for the Verilator that is installed at `root`.
    pub(super) fn new(root: &Path, verilator: &str) -> Self {
        let program = env::var("CXX").unwrap_or_else(|_| "c++".into());
        let output = Command::new(&program).arg("--version").output();
        let own = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
        let version = format!("{verilator}\n{program}\n{}", own.unwrap_or_default());
        Self {
            program,
            version,
            headers: root.join("include"),
        }
    }

    /// Identifies the compiler and the Verilator it compiles for.
    pub(super) fn version(&self) -> &str {
        &self.version
    }

    /// The folder of the compiled run-time: object files, and for tracing the compression libraries.
    pub(super) fn runtime(&self, root: &Path, trace: bool) -> Result<PathBuf, VerilatorError> {
        let key = cache::key([
            self.version.as_bytes(),
            self.headers.as_os_str().as_encoded_bytes(),
            &[u8::from(trace)],
        ]);
        cache::entry(root, &format!("runtime-{key}"), |scratch| {
            if trace {
                compression::unpack(scratch)?;
            }
            let sources = RUNTIME.iter().chain(trace.then_some(&RUNTIME_TRACE));
            let jobs = sources.map(|name| {
                let mut command =
                    self.object(&self.headers.join(name), &scratch.join(name), scratch);
                command.args([
                    "-O2",
                    "-DVL_USER_FINISH",
                    "-DVL_USER_STOP",
                    "-DVL_USER_FATAL",
                ]);
                command
            });
            run_all(jobs.collect())
        })
    }

    /// Compiles and links the C++ in `folder` into `folder/model.so`.
    pub(super) fn model(
        &self,
        folder: &Path,
        options: &Options,
        runtime: &Path,
    ) -> Result<(), VerilatorError> {
        let units = translation_units(folder)?;
        let jobs = units.iter().map(|(unit, slow)| {
            let mut command = self.object(unit, unit, folder);
            command.arg(format!("-I{}", runtime.display()));
            command.args(if *slow {
                &["-O0"]
            } else {
                options.compiler_flags()
            });
            command
        });
        run_all(jobs.collect())?;
        let mut link = Command::new(&self.program);
        link.args(["-shared", "-Wl,-Bsymbolic", "-Wl,-z,defs", "-o"])
            .arg(folder.join("model.so"));
        link.args(units.iter().map(|(unit, _)| unit.with_extension("o")));
        link.args(objects(runtime)?);
        if options.trace {
            link.args(compression::ARCHIVES.map(|name| runtime.join(name)));
        }
        run_all(vec![with_arguments(link, &["-lpthread"])])?;
        for (unit, _) in units {
            let _ = fs::remove_file(unit.with_extension("o"));
        }
        Ok(())
    }

    /// The command that compiles `source` to `object` (with the extension `.o`).
    fn object(&self, source: &Path, object: &Path, include: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(["-std=gnu++17", "-fPIC", "-w", "-c"])
            .arg(source);
        command.arg("-o").arg(object.with_extension("o"));
        for path in [include, &self.headers, &self.headers.join("vltstd")] {
            command.arg(format!("-I{}", path.display()));
        }
        command
    }
}

/// Gathers the C++ of `folder` into a few units, so that headers are parsed few times and two compilers
/// have about the same work. The flag marks code that runs only once.
fn translation_units(folder: &Path) -> Result<Vec<(PathBuf, bool)>, VerilatorError> {
    let mut sources = vec![];
    for path in files(folder, "cpp")? {
        let bytes = fs::metadata(&path).map_or(0, |data| data.len());
        sources.push((bytes, path));
    }
    sources.sort();
    let (slow, fast): (Vec<_>, Vec<_>) = sources.into_iter().rev().partition(|(_, path)| {
        path.to_string_lossy().contains("Slow") || path.ends_with("Vmodel__Syms.cpp")
    });
    let mut groups = vec![(0, String::new()), (0, String::new())];
    let pieces = if fast.iter().map(|(bytes, _)| bytes).sum::<u64>() > SPLIT_ABOVE {
        2
    } else {
        1
    };
    for (bytes, path) in fast {
        let group = usize::from(pieces == 2 && groups[1].0 < groups[0].0);
        groups[group].0 += bytes;
        groups[group].1 += &format!(
            "#include \"{}\"\n",
            path.file_name().unwrap_or_default().to_string_lossy()
        );
    }
    groups.truncate(pieces);
    let mut units: Vec<_> = groups.into_iter().map(|(_, text)| (text, false)).collect();
    let names = slow
        .iter()
        .map(|(_, path)| path.file_name().unwrap_or_default().to_string_lossy());
    units.push((
        names.map(|name| format!("#include \"{name}\"\n")).collect(),
        true,
    ));
    let numbered = units.into_iter().enumerate();
    numbered
        .map(|(index, (text, slow))| {
            let path = folder.join(format!("unit{index}.cc"));
            fs::write(&path, text)
                .map_err(VerilatorError::io("cannot write a translation unit"))?;
            Ok((path, slow))
        })
        .collect()
}

fn objects(folder: &Path) -> Result<Vec<PathBuf>, VerilatorError> {
    files(folder, "o")
}

/// The files of a folder with an extension, in order of their names.
fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, VerilatorError> {
    let entries = fs::read_dir(folder).map_err(VerilatorError::io(format!(
        "cannot list {}",
        folder.display()
    )))?;
    let paths = entries.flatten().map(|entry| entry.path());
    let mut found: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|is| is == extension))
        .collect();
    found.sort();
    Ok(found)
}

fn with_arguments(mut command: Command, arguments: &[&str]) -> Command {
    command.args(arguments);
    command
}

/// Runs compilers, two at a time, and reports the first that fails.
fn run_all(commands: Vec<Command>) -> Result<(), VerilatorError> {
    let mut commands = commands.into_iter();
    while let Some(first) = commands.next() {
        let pair: Vec<_> = [Some(first), commands.next()]
            .into_iter()
            .flatten()
            .collect();
        let running = pair.into_iter().map(|mut command| {
            command.stdout(Stdio::piped()).stderr(Stdio::piped());
            let child = command.spawn();
            (command, child)
        });
        for (command, child) in running.collect::<Vec<_>>() {
            finish(&command, child)?;
        }
    }
    Ok(())
}

fn finish(
    command: &Command,
    child: std::io::Result<std::process::Child>,
) -> Result<(), VerilatorError> {
    let what = format!("cannot run {}", command.get_program().to_string_lossy());
    let output = child
        .and_then(|child| child.wait_with_output())
        .map_err(VerilatorError::io(what))?;
    if output.status.success() {
        return Ok(());
    }
    let arguments: Vec<_> = command
        .get_args()
        .map(|text| text.to_string_lossy())
        .collect();
    Err(VerilatorError::Compile {
        what: arguments.join(" "),
        message: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}
