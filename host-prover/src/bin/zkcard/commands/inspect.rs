//! `zkcard inspect`.

use crate::{args::Inspect, output::say, threads};
use serde_json::{Map, Value, json};
use std::{error::Error, path::Path};
use zkcard::{
    Bn254, Key,
    formats::{self, Problem, R1cs, Zkey},
};

/// Names and values, in the order in which they are shown.
type Facts = Vec<(&'static str, Value)>;

pub(crate) fn run(args: &Inspect) -> Result<(), Box<dyn Error>> {
    threads::start(None)?;
    let path = &args.file;
    let facts = match &formats::magic(path)? {
        b"zkey" => zkey(path)?,
        b"wtns" => wtns(path)?,
        b"r1cs" => r1cs(path)?,
        other => {
            let got = other.escape_ascii().to_string();
            return Err(Problem::Magic {
                expected: "zkey, wtns or r1cs",
                got,
            }
            .at(path)
            .into());
        }
    };
    if args.json {
        let map: Map<_, _> = facts
            .into_iter()
            .map(|(name, value)| (name.into(), value))
            .collect();
        say!("{}", serde_json::to_string_pretty(&map)?)?;
    } else {
        for (name, value) in facts {
            say!("{name}: {}", plain(&value))?;
        }
    }
    Ok(())
}

/// A value as people read it.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Object(section) => {
            let field = |name: &str| section.get(name).map_or(String::new(), plain);
            format!("{} {}", field("name"), field("bytes"))
        }
        value => value.to_string(),
    }
}

fn zkey(path: &Path) -> Result<Facts, Box<dyn Error>> {
    let zkey = Zkey::<Bn254>::open(path)?;
    let header = zkey.header();
    let coefficients = (zkey.coefficients()?.bytes().len() - 4) / Zkey::<Bn254>::COEFFICIENT_BYTES;
    let warnings: Vec<_> = Key::<Bn254>::from_zkey(&zkey)?
        .warnings()
        .iter()
        .map(|w| w.to_string())
        .collect();
    let mut facts = vec![
        ("kind", "Groth16 proving key (zkey 1)".into()),
        ("curve", "bn128".into()),
        ("variables", header.variables.into()),
        ("public inputs", header.public.into()),
        ("domain", (1u64 << header.log_domain).into()),
        ("coefficients", coefficients.into()),
    ];
    if let Some(contributions) = zkey.contributions() {
        facts.push(("phase-2 contributions", contributions.into()));
    }
    let sections = zkey.container().sections();
    let sections: Value = sections
        .map(|(id, bytes)| json!({ "id": id, "name": Zkey::<Bn254>::section_name(id), "bytes": bytes }))
        .collect();
    facts.push(("bytes by section", sections));
    facts.extend(
        warnings
            .into_iter()
            .map(|warning| ("warning", warning.into())),
    );
    Ok(facts)
}

fn wtns(path: &Path) -> Result<Facts, Box<dyn Error>> {
    let (header, witness) = formats::read_wtns::<Bn254>(path)?;
    let limbs = witness.numbers().iter().map(|number| number.0);
    let count = |keep: fn(&[u64; 4]) -> bool| limbs.clone().filter(keep).count();
    // How many are small says how fast the MSMs are; the values stay secret.
    Ok(vec![
        ("kind", "witness (wtns 2)".into()),
        ("curve", "bn128".into()),
        ("values", header.variables.into()),
        ("bytes per value", header.number_bytes.into()),
        (
            "values 0 or 1",
            count(|n| n[1..] == [0; 3] && n[0] < 2).into(),
        ),
        ("values below 2^64", count(|n| n[1..] == [0; 3]).into()),
    ])
}

fn r1cs(path: &Path) -> Result<Facts, Box<dyn Error>> {
    let system = R1cs::<Bn254>::open(path)?;
    let header = system.header();
    let [a, b, c] = system.coefficients();
    Ok(vec![
        ("kind", "constraint system (r1cs 1)".into()),
        ("curve", "bn128".into()),
        ("constraints", header.constraints.into()),
        ("wires", header.wires.into()),
        ("public outputs", header.public_outputs.into()),
        ("public inputs", header.public_inputs.into()),
        ("private inputs", header.private_inputs.into()),
        ("labels", header.labels.into()),
        ("coefficients of A, B, C", vec![a, b, c].into()),
    ])
}
