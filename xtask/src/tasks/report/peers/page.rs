//! The page.

use super::super::{
    page::{table, targets_table},
    targets::Target,
};
use super::{
    data::{
        ARKWORKS, Contest, HALO2CURVES, Kernels, Level, Measured, Proofs, Proved, Runs, Stamp,
        ZKCARD,
    },
    proofs::threads,
    published,
    statistics::{figures, times},
    targets::title,
};

/// The report as Markdown.
pub(super) fn page(measured: &Measured, targets: &[Target]) -> String {
    let kernels = measured.kernels.as_ref();
    let proofs = measured.proofs.as_ref();
    let parts = [
        HEAD.to_owned(),
        targets_table(targets),
        kernels.map_or(String::new(), all_levels),
        proofs.map_or(String::new(), whole_proofs),
        elsewhere(),
    ];
    parts.concat()
}

const HEAD: &str = "\
# zkcard beside other provers

<!-- Written by `cargo xtask bench peers`. Do not edit. -->

BN254 on one machine without a card, everyone in turn with the same inputs: one run of the first, one of the second, and
so on, then the next round. Times are wall times, medians of all rounds; ratios are ratios of medians. All programs are
built for release with cargo's defaults, no flags for the machine at hand.

- *Sums and transforms* run in one process, after a round that does not count, and must have equal results. arkworks is
  `VariableBaseMSM::msm_bigint` and `fft_in_place`, halo2curves `msm_best` and `best_fft` with its feature `std`, without
  which it has no threads, and without `asm`, which is off by default too. Scalars and points lie ready in everyone's own
  form.
- *Whole proofs* are processes: they begin with files and end with files, and every proof is verified by `zkcard verify`
  before its time counts. zkcard verifies each of its proofs itself, within its time. Memory is the largest resident set
  of any run, mapped pages included.
- *arkworks* takes the same zkey and witness. The key is read on all threads and unchecked, its coordinates as they lie
  in the file, where arkworks' own format would have each converted, and is unmapped before the proof. The quotient is
  made in the form of the key, with six transforms for the seven of arkworks' own reduction.
- Keys come from `zkcard setup --insecure-test-key`.
- cargo and npm bring neither constantine nor gnark nor rapidsnark. rapidsnark runs if it is on `PATH`; where it is not,
  arkworks' time of proving alone stands for it, and halo2curves for the two others, by the factors that
  [another machine](#measured-elsewhere) showed.

The same as data: [peers.json](peers.json).

![Sums and transforms](peers-kernels.svg)
![Whole proofs](peers-proofs.svg)
![Memory](peers-memory.svg)

";

fn measured_on(stamp: &Stamp) -> String {
    let versions: Vec<String> = stamp
        .versions
        .iter()
        .map(|(name, version)| format!("{name} {version}"))
        .collect();
    let commit = stamp
        .commit
        .iter()
        .map(|commit| format!(" Commit {commit}."));
    format!(
        "Measured on {}, {}; {}.{}\n\n",
        stamp.processor,
        threads(stamp.processors),
        versions.join(", "),
        commit.collect::<String>()
    )
}

fn all_levels(kernels: &Kernels) -> String {
    let all = kernels.stamp.processors;
    let mut text = format!("## Sums and transforms\n\n{}", measured_on(&kernels.stamp));
    for level in &kernels.levels {
        let name = &level.level;
        text += &format!("Level `{name}` on {}", threads(all));
        let single = level.on(1).next().is_some() && all > 1;
        text += if single { ", in brackets on 1" } else { "" };
        text += "; milliseconds:\n\n";
        text += &contests(level, all);
    }
    text
}

fn contests(level: &Level, all: usize) -> String {
    let row = |contest: &Contest| {
        let scalars = contest.scalars.as_deref();
        let one = level.find(&contest.kernel, scalars, contest.log, 1);
        let one = one.filter(|_| all > 1);
        let time = |peer| {
            let text = contest.time(peer).map_or("-".into(), figures);
            let single = one.and_then(|one| one.time(peer));
            text + &single.map_or(String::new(), |time| format!(" ({})", figures(time)))
        };
        let ahead = |peer| {
            let of = |contest: &Contest| times(contest.time(peer), contest.time(ZKCARD));
            let single = one.map_or(String::new(), |one| format!(" ({})", of(one)));
            of(contest) + &single
        };
        let scaling = one.map_or("-".into(), |one| {
            times(one.time(ZKCARD), contest.time(ZKCARD))
        });
        vec![
            title(contest),
            format!("**{}**", time(ZKCARD)),
            time(ARKWORKS),
            time(HALO2CURVES),
            ahead(ARKWORKS),
            ahead(HALO2CURVES),
            scaling,
        ]
    };
    let heads = [
        "",
        ZKCARD,
        ARKWORKS,
        HALO2CURVES,
        "ahead of arkworks",
        "ahead of halo2curves",
        "1 thread to all",
    ];
    table(&heads, level.on(all).map(row))
}

fn whole_proofs(proofs: &Proofs) -> String {
    let rows = proofs.circuits.iter().flat_map(|proved| {
        let rows = proved.provers.iter().filter(|runs| !runs.runs.is_empty());
        rows.map(move |runs| proof_row(proved, runs))
    });
    let heads = [
        "circuit",
        "prover",
        "threads",
        "runs",
        "seconds",
        "of that reading + proving",
        "user seconds",
        "MB at most",
        "zkcard ahead",
        "of proving alone",
    ];
    format!(
        "## Whole proofs\n\n{}{}zkcard is compared on as many threads. Circuits are chains of hashes by circomlib: of \
         Poseidon, whose values fill the field, and of SHA-256, whose values are nearly all bits.\n\n",
        measured_on(&proofs.stamp),
        table(&heads, rows)
    )
}

fn proof_row(proved: &Proved, runs: &Runs) -> Vec<String> {
    let ours = proved.find(ZKCARD, runs.threads).and_then(Runs::seconds);
    let own = runs.prover == ZKCARD;
    let parts = runs.read_seconds().zip(runs.prove_seconds());
    let seconds = runs.seconds().map_or("-".into(), figures);
    let against = |theirs: Option<f64>| match own || theirs.is_none() {
        true => String::new(),
        false => times(theirs, ours),
    };
    vec![
        format!("{} 2^{}", proved.circuit, proved.log),
        runs.prover.clone(),
        runs.threads.to_string(),
        runs.runs.len().to_string(),
        if own {
            format!("**{seconds}**")
        } else {
            seconds
        },
        parts.map_or(String::new(), |(read, prove)| {
            format!("{} + {}", figures(read), figures(prove))
        }),
        runs.of(|run| run.usage.user_seconds)
            .map_or("-".into(), figures),
        runs.peak_bytes()
            .map_or("-".into(), |bytes| (bytes / 1_000_000).to_string()),
        against(runs.seconds()),
        against(runs.prove_seconds()),
    ]
}

fn elsewhere() -> String {
    let kernels = published::KERNELS.iter().map(|row| {
        let cells = row.msm.iter().chain(&row.ntt);
        let cells = cells.map(|cell| if cell.is_empty() { "-" } else { cell });
        std::iter::once(row.library)
            .chain(cells)
            .map(String::from)
            .collect()
    });
    let heads = [
        "library",
        "MSM G1 2^12",
        "2^16",
        "2^18",
        "2^20",
        "MSM G2 2^16",
        "NTT 2^16",
        "NTT 2^20",
    ];
    let proofs = published::PROOFS.iter().map(|row| {
        [row.circuit, row.rapidsnark, row.arkworks, row.snarkjs]
            .map(String::from)
            .to_vec()
    });
    format!(
        "## Measured elsewhere\n\nFor orientation: **not on this machine**, but on a 2-core AMD EPYC (Zen 4, AVX-512 with \
         IFMA), when the bars above were set; two threads, in brackets one. Milliseconds, uniform scalars, transforms in \
         natural order:\n\n{}Seconds of whole processes; of arkworks, proving + reading a key by a reader of its \
         own:\n\n{}",
        table(&heads, kernels),
        table(
            &["circuit", "rapidsnark", "arkworks 0.6", "snarkjs"],
            proofs
        )
        .trim_end()
    ) + "\n"
}

#[cfg(test)]
mod tests {
    use super::super::{
        data::{
            Parts, Run, Usage,
            tests::{contest, stamp},
        },
        targets,
    };
    use super::*;

    #[test]
    fn rows_show_medians_and_ratios() {
        let contests = vec![
            contest("NTT", None, 16, 1, [4.0, 24.0, 12.0]),
            contest("NTT", None, 16, 2, [2.0, 24.0, 9.0]),
        ];
        let level = Level {
            level: "ifma".into(),
            contests,
        };
        let text = super::contests(&level, 2);
        let row = "| NTT 2^16 | **2.00 (4.00)** | 24.0 (24.0) | 9.00 (12.0) | 12.0 x (6.00 x) | 4.50 x (3.00 x) | 2.00 x |";
        assert!(text.contains(row), "{text}");
    }

    #[test]
    fn a_page_of_one_half_says_what_it_has() {
        let run = |seconds: f64, parts| Run {
            usage: Usage {
                seconds,
                user_seconds: 3.0,
                peak_bytes: 12_000_000,
            },
            parts,
        };
        let parts = Parts {
            read_seconds: 1.0,
            prove_seconds: 3.0,
        };
        let runs = |prover: &str, run| Runs {
            prover: prover.into(),
            threads: 2,
            runs: vec![run],
        };
        let provers = vec![
            runs(ZKCARD, run(0.5, None)),
            runs(ARKWORKS, run(4.5, Some(parts))),
        ];
        let proved = Proved {
            circuit: "Poseidon chain".into(),
            log: 16,
            provers,
        };
        let measured = Measured {
            kernels: None,
            proofs: Some(Proofs {
                stamp: stamp(),
                circuits: vec![proved],
            }),
        };
        let text = page(&measured, &targets::all(&measured));
        let row = "| Poseidon chain 2^16 | arkworks | 2 | 1 | 4.50 | 1.00 + 3.00 | 3.00 | 12 | 9.00 x | 6.00 x |";
        assert!(text.contains(row), "{text}");
        let target = "| 5 x faster than rapidsnark | 0.50 s, 6.00 x faster than arkworks' proving alone | measured | reached |";
        assert!(text.contains(target), "{text}");
        assert!(!text.contains("## Sums and transforms"));
    }
}
