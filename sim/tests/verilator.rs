//! The run-time itself: small designs written by hand, built, run, traced and refused.
use num_bigint::BigUint;
use rand::{Rng, SeedableRng, rngs::StdRng};
use std::time::Instant;
use zkcard_hdl::emit::DpiFunction;
use zkcard_sim::verilator::{
    Model, Optimise, Options, Port, Source, Verilator, VerilatorError, modular_product,
};

fn source(top: &str, verilog: &str, ports: Vec<Port>) -> Source {
    Source {
        top: top.into(),
        verilog: verilog.into(),
        ports,
        cpp: vec![],
    }
}

fn counter() -> Source {
    source(
        "counter",
        "module counter(input clock, input [15:0] step, output reg [31:0] total);
            initial total = 0;
            always @(posedge clock) total <= total + {16'd0, step};
        endmodule\n",
        vec![
            Port::input("clock", 1),
            Port::input("step", 16),
            Port::output("total", 32),
        ],
    )
}

fn build(source: &Source, options: Options) -> Result<Model, VerilatorError> {
    Model::new(&Verilator::find()?.build(source, &options)?)
}

#[test]
fn a_counter_counts_and_instances_are_independent() -> Result<(), VerilatorError> {
    let (mut model, other) = (
        build(&counter(), Options::default())?,
        build(&counter(), Options::default())?,
    );
    let (clock, step, total) = (
        model.port("clock")?,
        model.port("step")?,
        model.port("total")?,
    );
    model.set(step, 40_000);
    model.cycles(clock, 1000);
    assert_eq!(model.get(total), 40_000_000);
    assert_eq!(other.get(total), 0);
    assert!(matches!(
        model.port("none"),
        Err(VerilatorError::NoPort { .. })
    ));
    Ok(())
}

#[test]
fn wide_ports_are_read_and_written_in_place() -> Result<(), VerilatorError> {
    let wide = source(
        "swap",
        "module swap(input [511:0] a, output [511:0] b); assign b = {a[255:0], a[511:256]}; endmodule\n",
        vec![Port::input("a", 512), Port::output("b", 512)],
    );
    let mut model = build(&wide, Options::default())?;
    let (a, b) = (model.port("a")?, model.port("b")?);
    for (word, value) in model.words_mut(a).iter_mut().zip(100..) {
        *word = value;
    }
    model.eval();
    let expected: Vec<u32> = (108..116).chain(100..108).collect();
    assert_eq!(model.words(b), expected);
    assert_eq!(model.get(b), 109 << 32 | 108);
    Ok(())
}

/// A combinational call of a DPI function.
fn product(name: &str, width: usize, modulus: &BigUint) -> Source {
    let function = DpiFunction {
        name: format!("{name}_product"),
        width,
        modulus: modulus.clone(),
    };
    let verilog = format!(
        "module {name}(input [{top}:0] a, input [{top}:0] b, output reg [{top}:0] p);
            import \"DPI-C\" function void {call}(input bit [{top}:0] a, input bit [{top}:0] b, output bit [{top}:0] p);
            always @(*) {call}(a, b, p);
        endmodule\n",
        call = function.name,
        top = width - 1
    );
    let ports = vec![
        Port::input("a", width),
        Port::input("b", width),
        Port::output("p", width),
    ];
    Source {
        cpp: vec![modular_product(&function)],
        ..source(name, &verilog, ports)
    }
}

fn check_product(
    name: &str,
    width: usize,
    modulus: BigUint,
    seed: u64,
) -> Result<(), VerilatorError> {
    let mut model = build(&product(name, width, &modulus), Options::default())?;
    let ports = [model.port("a")?, model.port("b")?, model.port("p")?];
    let mut rng = StdRng::seed_from_u64(seed);
    let top = (BigUint::from(1u32) << width) - 1u32;
    let corners = [
        BigUint::default(),
        1u32.into(),
        &modulus - 1u32,
        modulus.clone(),
        top.clone(),
    ];
    for round in 0..2000 {
        let mut number = |corner: usize| {
            let random: Vec<u32> = (0..width.div_ceil(32)).map(|_| rng.r#gen()).collect();
            corners
                .get(corner)
                .cloned()
                .unwrap_or_else(|| BigUint::new(random) & &top)
        };
        let (a, b) = (
            number(round / 5),
            number(if round < 25 { round % 5 } else { 9 }),
        );
        for (port, value) in ports.iter().zip([&a, &b]) {
            if width > 64 {
                let digits = value.to_u32_digits();
                for (index, word) in model.words_mut(*port).iter_mut().enumerate() {
                    *word = digits.get(index).copied().unwrap_or_default();
                }
            } else {
                model.set(
                    *port,
                    value.to_u64_digits().first().copied().unwrap_or_default(),
                );
            }
        }
        model.eval();
        let p = ports[2];
        let got = if width > 64 {
            BigUint::from_slice(model.words(p))
        } else {
            model.get(p).into()
        };
        assert_eq!(
            got,
            &a * &b % &modulus,
            "{a} * {b} mod {modulus}, seed {seed}, round {round}"
        );
    }
    Ok(())
}

#[test]
fn dpi_products_agree_with_big_numbers_on_any_inputs() -> Result<(), VerilatorError> {
    let number = |hex: &str| BigUint::parse_bytes(hex.as_bytes(), 16).expect("a number");
    let bn254 = number("30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47");
    check_product("bn254_256", 256, bn254.clone(), 1)?;
    check_product("bn254_254", 254, bn254, 2)?;
    check_product("tiny", 16, 65_521u32.into(), 3)?;
    check_product("even", 100, number("8000000000000000000000000"), 4)?;
    check_product("lone", 64, number("ffffffffffffffc5"), 5)?;
    check_product("loose", 256, 97u32.into(), 6)
}

#[test]
fn a_waveform_is_written() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("counter.fst");
    let mut model = build(
        &counter(),
        Options {
            trace: true,
            ..Options::default()
        },
    )?;
    let (clock, step) = (model.port("clock")?, model.port("step")?);
    model.trace(&path)?;
    model.set(step, 3);
    model.cycles(clock, 5000);
    drop(model);
    let bytes = std::fs::read(&path)?;
    assert!(
        bytes.len() > 1000 && bytes[0] == 0,
        "a header block first, {} bytes",
        bytes.len()
    );
    let mut plain = build(&counter(), Options::default())?;
    assert!(matches!(
        plain.trace(&path),
        Err(VerilatorError::NotTraced { .. })
    ));
    Ok(())
}

#[test]
fn a_failed_assertion_is_an_error_with_its_line() -> Result<(), VerilatorError> {
    let checked = source(
        "checked",
        "module checked(input clock, input bad);
            always @(posedge clock)
                assert (!bad) else $error(\"bad was high\");
        endmodule\n",
        vec![Port::input("clock", 1), Port::input("bad", 1)],
    );
    let mut model = build(&checked, Options::default())?;
    let (clock, bad) = (model.port("clock")?, model.port("bad")?);
    model.cycles(clock, 3);
    model.set(bad, 1);
    model.set(clock, 1);
    let error = model.try_eval().expect_err("the assertion fails");
    assert!(error.to_string().contains("assert (!bad)"), "{error}");
    Ok(())
}

#[test]
fn bad_verilog_is_an_error_with_the_message_of_the_tool() {
    let broken = source(
        "broken",
        "module broken(input a); assign = a; endmodule\n",
        vec![],
    );
    match build(&broken, Options::default()) {
        Err(VerilatorError::Verilog { top, message }) => {
            assert!(
                top == "broken" && message.contains("syntax error"),
                "{message}"
            );
        }
        other => panic!("expected a refusal, got {other:?}"),
    }
}

#[test]
fn a_wrong_port_list_is_refused() {
    let mut wrong = counter();
    wrong.ports[1].bits = 8;
    assert!(matches!(
        build(&wrong, Options::default()),
        Err(VerilatorError::PortWidth { stored: 2, .. })
    ));
}

#[test]
fn the_linter_sees_what_is_unclean() -> Result<(), VerilatorError> {
    let verilator = Verilator::find()?;
    assert_eq!(verilator.lint(&counter())?, "");
    let text =
        "module latch(input a, input b, output logic q); always_comb if (a) q = b; endmodule\n";
    assert!(
        verilator
            .lint(&source("latch", text, vec![]))?
            .contains("LATCH")
    );
    Ok(())
}

#[test]
fn the_second_build_comes_from_the_cache() -> Result<(), VerilatorError> {
    let verilator = Verilator::find()?;
    let options = Options {
        optimise: Optimise::Run,
        ..Options::default()
    };
    let first = verilator.build(&counter(), &options)?;
    let start = Instant::now();
    let second = verilator.build(&counter(), &options)?;
    assert_eq!(first.folder(), second.folder());
    assert!(
        start.elapsed().as_millis() < 250,
        "a cached model loads at once: {:?}",
        start.elapsed()
    );
    Ok(())
}
