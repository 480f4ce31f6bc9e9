use super::*;
use rust_hdl::prelude::*;

#[derive(LogicBlock, Default)]
struct Stage<const N: usize> {
    pub clock: Signal<In, Clock>,
    pub data: Signal<In, Bits<N>>,
    pub held: Signal<Out, Bits<N>>,
    rank: DFF<Bits<N>>,
}

impl<const N: usize> Logic for Stage<N> {
    #[hdl_gen]
    fn update(&mut self) {
        self.rank.clock.next = self.clock.val();
        self.rank.d.next = self.data.val();
        self.held.next = self.rank.q.val();
    }
    named!();
}

#[derive(LogicBlock, Default)]
struct Chain {
    pub clock: Signal<In, Clock>,
    pub data: Signal<In, Bits<8>>,
    pub wide: Signal<In, Bits<9>>,
    pub held: Signal<Out, Bits<8>>,
    pub wide_held: Signal<Out, Bits<9>>,
    stage: [Stage<8>; 3],
    other: Stage<9>,
}

impl Logic for Chain {
    #[hdl_gen]
    fn update(&mut self) {
        for i in 0..3 {
            self.stage[i].clock.next = self.clock.val();
        }
        self.stage[0].data.next = self.data.val();
        for i in 1..3 {
            self.stage[i].data.next = self.stage[i - 1].held.val();
        }
        self.other.clock.next = self.clock.val();
        self.other.data.next = self.wide.val();
        self.held.next = self.stage[2].held.val();
        self.wide_held.next = self.other.held.val();
    }
}

fn chain() -> Design {
    emit("chain", Chain::default()).unwrap()
}

#[test]
fn equal_modules_become_one_named_after_their_type() {
    let verilog = chain().verilog;
    assert_eq!(
        verilog.matches("\nmodule Stage_8 (").count(),
        1,
        "{verilog}"
    );
    assert_eq!(
        verilog.matches("    Stage_8 stage_").count(),
        3,
        "{verilog}"
    );
    assert_eq!(
        verilog.matches("endmodule").count(),
        5,
        "two registers, two stages, the chain: {verilog}"
    );
}

#[test]
fn plain_wires_become_connections() {
    let verilog = chain().verilog;
    assert!(
        verilog.contains(".data(data)") && verilog.contains(".data(stage_1_held)"),
        "{verilog}"
    );
    assert!(!verilog.contains("always_comb"), "{verilog}");
}

#[test]
fn emission_is_deterministic_and_lists_ports_in_order() {
    let (one, two) = (chain(), chain());
    assert_eq!(one, two);
    let names: Vec<(&str, usize, bool)> = one
        .ports
        .iter()
        .map(|p| (p.name.as_str(), p.bits, p.input))
        .collect();
    let expected = [
        ("clock", 1, true),
        ("data", 8, true),
        ("wide", 9, true),
        ("held", 8, false),
        ("wide_held", 9, false),
    ];
    assert_eq!(names, expected);
}

#[derive(Copy, Clone, Debug, PartialEq, LogicState)]
enum Phase {
    Rest,
    Work,
    Stop,
}

#[derive(LogicBlock, Default)]
struct Machine {
    pub clock: Signal<In, Clock>,
    pub go: Signal<In, Bit>,
    pub busy: Signal<Out, Bit>,
    phase: DFF<Phase>,
}

impl Logic for Machine {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, phase);
        match self.phase.q.val() {
            Phase::Rest => {
                if self.go.val() {
                    self.phase.d.next = Phase::Work;
                }
            }
            Phase::Work => {
                self.phase.d.next = Phase::Stop;
            }
            _ => {
                self.phase.d.next = Phase::Rest;
            }
        }
        self.busy.next = self.phase.q.val() != Phase::Rest;
    }
}

#[test]
fn conditions_stay_in_one_block_and_states_have_widths() {
    let verilog = emit("machine", Machine::default()).unwrap().verilog;
    let top = &verilog[verilog.find("module machine").unwrap()..];
    assert!(
        top.contains("localparam logic [1:0] Phase_Stop = 2'd2;"),
        "{verilog}"
    );
    assert_eq!(verilog.matches("always_comb").count(), 1, "{verilog}");
    assert!(
        verilog.contains("phase_d = phase_q;") && verilog.contains("assign busy ="),
        "{verilog}"
    );
}

/// A leaf with a hand-made body.
#[derive(LogicBlock)]
struct Leaf {
    pub q: Signal<Out, Bits<4>>,
    _text: String,
}

impl Leaf {
    fn new(text: &str) -> Self {
        Self {
            q: Default::default(),
            _text: text.into(),
        }
    }
}

impl Logic for Leaf {
    fn update(&mut self) {}
    fn connect(&mut self) {
        self.q.connect();
    }
    fn hdl(&self) -> Verilog {
        Verilog::Custom(self._text.clone())
    }
}

#[test]
fn attributes_and_dpi_notes_survive() {
    let text = "// dpi mul_16 16 fff1\n(* use_dsp = \"yes\" *) logic [3:0] m;\nassign q = m;";
    let design = emit("leaf", Leaf::new(text)).unwrap();
    assert!(
        design
            .verilog
            .contains("(* use_dsp = \"yes\" *) logic [3:0] m;")
    );
    let function = DpiFunction {
        name: "mul_16".into(),
        width: 16,
        modulus: 0xfff1u32.into(),
    };
    assert_eq!(design.dpi, [function]);
}

#[test]
fn malformed_dpi_note_is_an_error() {
    let error = emit("leaf", Leaf::new("// dpi mul sixteen fff1")).unwrap_err();
    assert_eq!(error, EmitError::DpiNote("// dpi mul sixteen fff1".into()));
}

#[derive(LogicBlock, Default)]
struct Reserved {
    pub cross: Signal<In, Bit>,
    pub held: Signal<Out, Bit>,
}

impl Logic for Reserved {
    #[hdl_gen]
    fn update(&mut self) {
        self.held.next = self.cross.val();
    }
}

#[test]
fn reserved_words_are_refused() {
    let reserved = |name: &str, role| EmitError::Reserved {
        name: name.into(),
        role,
    };
    assert_eq!(
        emit("top", Reserved::default()).unwrap_err(),
        reserved("cross", "port")
    );
    assert_eq!(
        emit("module", Chain::default()).unwrap_err(),
        reserved("module", "module")
    );
    let error = emit("9lives", Chain::default()).unwrap_err();
    assert_eq!(
        error,
        EmitError::NotAnIdentifier {
            name: "9lives".into(),
            role: "module"
        }
    );
}

#[derive(LogicBlock, Default)]
struct Twice {
    pub clock: Signal<In, Clock>,
    pub rank_q: Signal<In, Bit>,
    pub held: Signal<Out, Bit>,
    rank: DFF<Bit>,
}

impl Logic for Twice {
    #[hdl_gen]
    fn update(&mut self) {
        self.rank.clock.next = self.clock.val();
        self.rank.d.next = self.rank_q.val();
        self.held.next = self.rank.q.val();
    }
}

#[test]
fn a_name_used_twice_is_an_error() {
    let error = emit("twice", Twice::default()).unwrap_err();
    assert_eq!(
        error,
        EmitError::Duplicate {
            module: "twice".into(),
            name: "rank_q".into()
        }
    );
}

#[test]
fn open_signals_are_an_error() {
    #[derive(LogicBlock, Default)]
    struct Open {
        pub held: Signal<Out, Bit>,
        pub other: Signal<Out, Bit>,
    }
    impl Logic for Open {
        #[hdl_gen]
        fn update(&mut self) {
            self.held.next = true;
        }
    }
    assert!(matches!(
        emit("open", Open::default()),
        Err(EmitError::Check(_))
    ));
}

#[test]
fn types_become_identifiers() {
    assert_eq!(
        type_identifier("a::b::Delay<rust_hdl_core::bits::Bits<256>, 12>"),
        "Delay_256_12"
    );
    assert_eq!(type_identifier("a::Reducer"), "Reducer");
}
