//! The command line.

use crate::{
    memory,
    threads::{MAX_PER_PROCESSOR, processors},
};
use clap::{CommandFactory, Parser, Subcommand, ValueEnum, error::ErrorKind};
use std::path::PathBuf;
use zkcard_driver::CardUri;

/// Groth16 proofs, on a card when there is one.
#[derive(Parser)]
#[command(name = "zkcard", version, about, max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

impl Args {
    /// The arguments of this process.
    ///
    /// # Errors
    /// What to print instead: an answer, or what is wrong with them.
    pub(crate) fn read() -> Result<Self, clap::Error> {
        let args = Self::try_parse()?;
        let backend = match &args.command {
            Command::Prove(args) => &args.making.backend,
            #[cfg(feature = "fullprove")]
            Command::Fullprove(args) => &args.making.backend,
            Command::Demo(args) => &args.backend,
            _ => return Ok(args),
        };
        if backend.backend == BackendMode::Cpu && backend.card.is_some() {
            let message = "--backend cpu never uses a card, and --card names one";
            return Err(Self::command().error(ErrorKind::ArgumentConflict, message));
        }
        Ok(args)
    }
}

fn thread_count(text: &str) -> Result<usize, String> {
    let processors = processors();
    let most = MAX_PER_PROCESSOR * processors;
    let count = text.parse().ok().filter(|count| (1..=most).contains(count));
    count.ok_or(format!(
        "expected 1 to {most}, at most {MAX_PER_PROCESSOR} for each of {processors} processors"
    ))
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Make a proof from a snarkjs key and witness
    Prove(Prove),
    /// Make a proof from a snarkjs key and the inputs of a circom circuit
    #[cfg(feature = "fullprove")]
    Fullprove(Fullprove),
    /// Check a proof
    Verify(Verify),
    /// List the cards that can be reached
    Cards(Cards),
    /// Make a key for tests, from a trapdoor that is thrown away
    Setup(Setup),
    /// Say what a zkey, wtns or r1cs file holds
    Inspect(Inspect),
    /// Prove a bundled circuit, verify the proof, and show what ran where
    Demo(Demo),
    /// Simulated cards
    #[cfg(feature = "sim")]
    Sim(Sim),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

#[derive(clap::Args)]
pub(crate) struct Prove {
    /// Proving key, as snarkjs writes it
    pub(crate) zkey: PathBuf,
    /// Witness, as snarkjs or circom's calculator writes it
    pub(crate) witness: PathBuf,
    /// Where the proof goes
    pub(crate) proof: PathBuf,
    /// Where the public inputs go
    pub(crate) public: PathBuf,
    #[command(flatten)]
    pub(crate) making: Making,
}

/// How a proof is made.
#[derive(clap::Args)]
pub(crate) struct Making {
    #[command(flatten)]
    pub(crate) backend: Backend,
    /// Check every point of the key before using it
    #[arg(long)]
    pub(crate) check_key: bool,
    /// Print the report of the proof as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[cfg(feature = "fullprove")]
#[derive(clap::Args)]
pub(crate) struct Fullprove {
    /// Inputs of the circuit, as JSON
    pub(crate) input: PathBuf,
    /// Witness program of the circuit, as circom writes it
    pub(crate) wasm: PathBuf,
    /// Proving key, as snarkjs writes it
    pub(crate) zkey: PathBuf,
    /// Where the proof goes
    pub(crate) proof: PathBuf,
    /// Where the public inputs go
    pub(crate) public: PathBuf,
    #[command(flatten)]
    pub(crate) making: Making,
}

#[derive(clap::Args)]
pub(crate) struct Backend {
    /// Where the heavy operations run
    #[arg(long, value_enum, default_value_t = BackendMode::Auto)]
    pub(crate) backend: BackendMode,
    /// Address of the card, for example serial:/dev/ttyUSB0?baud=3000000
    #[arg(long, value_name = "URI")]
    pub(crate) card: Option<CardUri>,
    /// Let bases lie in card memory with multiples, for keys of many proofs, since the CPU computes
    /// the multiples first; without a value: auto
    #[arg(
        long,
        value_enum,
        value_name = "WHEN",
        num_args = 0..=1,
        require_equals = true,
        default_value_t = CardMultiples::Never,
        default_missing_value = "auto"
    )]
    pub(crate) card_multiples: CardMultiples,
    /// Threads of the CPU backend (default: one a processor)
    #[arg(long, value_name = "N", value_parser = thread_count)]
    pub(crate) threads: Option<usize>,
    /// Memory that operations on the CPU may take together, for example 600M: fewer run at the
    /// same time
    #[arg(long, value_name = "SIZE", value_parser = memory::bytes)]
    pub(crate) memory: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum BackendMode {
    /// A card where there is one, the CPU otherwise, whenever the card fails, and for transforms for
    /// which its line alone takes longer
    Auto,
    /// Never a card
    Cpu,
    /// A card, or an error
    Card,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CardMultiples {
    /// No bases
    Never,
    /// Those whose first scalars promise shorter jobs: on the card, over its line, and on the CPU
    Auto,
    /// All that fit
    Always,
}

#[derive(clap::Args)]
pub(crate) struct Verify {
    /// Verification key, as snarkjs writes it
    pub(crate) key: PathBuf,
    /// Public inputs
    pub(crate) public: PathBuf,
    /// Proof
    pub(crate) proof: PathBuf,
}

#[derive(clap::Args)]
pub(crate) struct Cards {
    /// Also try this address
    #[arg(long, value_name = "URI")]
    pub(crate) card: Option<CardUri>,
    /// Print as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(clap::Args)]
pub(crate) struct Setup {
    /// Constraint system, as circom writes it
    pub(crate) r1cs: PathBuf,
    /// Where the key goes
    pub(crate) zkey: PathBuf,
    /// Say that you know: whoever makes such a key can forge proofs for it
    #[arg(long, required = true)]
    pub(crate) insecure_test_key: bool,
    /// Where the verification key goes, if it is wanted
    #[arg(long, value_name = "FILE")]
    pub(crate) verification_key: Option<PathBuf>,
    /// Threads (default: one a processor)
    #[arg(long, value_name = "N", value_parser = thread_count)]
    pub(crate) threads: Option<usize>,
}

#[derive(clap::Args)]
pub(crate) struct Inspect {
    /// A zkey, wtns or r1cs file
    pub(crate) file: PathBuf,
    /// Print as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(clap::Args)]
pub(crate) struct Demo {
    #[command(flatten)]
    pub(crate) backend: Backend,
    /// Keep proof.json and public.json in this folder
    #[arg(long, value_name = "FOLDER")]
    pub(crate) keep: Option<PathBuf>,
}

#[cfg(feature = "sim")]
#[derive(clap::Args)]
pub(crate) struct Sim {
    #[command(subcommand)]
    pub(crate) command: SimCommand,
}

#[cfg(feature = "sim")]
#[derive(Subcommand)]
pub(crate) enum SimCommand {
    /// Serve a simulated card behind a pseudo-terminal and print its address
    Serve {
        /// Which card: card, card-of-two (adders), card-rtl (multipliers as synthesised) or tiny
        #[arg(long, default_value = "card", value_name = "NAME", value_parser = preset)]
        configuration: zkcard_sim::card::Preset,
    },
}

#[cfg(feature = "sim")]
fn preset(name: &str) -> Result<zkcard_sim::card::Preset, String> {
    name.parse()
        .map_err(|error: zkcard_sim::card::PresetError| error.to_string())
}
