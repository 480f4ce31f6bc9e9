//! The C++ between Verilator's classes and Rust: plain functions over plain words.
use super::source::Source;
use std::fmt::Write;

/// Prefix of the classes that Verilator generates.
pub(super) const PREFIX: &str = "Vmodel";

const HEAD: &str = r#"
#include "Vmodel.h"
#include "verilated.h"
#include <cstdint>
#include <memory>
#include <string>
#if ZKCARD_TRACE
#include "verilated_fst_c.h"
#endif

struct Instance {
    VerilatedContext context;
    std::unique_ptr<Vmodel> model;
#if ZKCARD_TRACE
    std::unique_ptr<VerilatedFstC> waveform;
#endif
    std::string failure;
};

// The instance that this thread is evaluating: where a failed assertion is noted.
static thread_local Instance* current = nullptr;

static void note(const char* file, int line, const char* hierarchy, const char* message) {
    if (!current || !current->failure.empty()) return;
    current->failure = std::to_string(line) + ":" + (hierarchy ? hierarchy : "") + ":" + message;
}
void vl_finish(const char*, int, const char*) {}
void vl_stop(const char* file, int line, const char* hierarchy) { note(file, line, hierarchy, "stopped"); }
void vl_fatal(const char* file, int line, const char* hierarchy, const char* message) { note(file, line, hierarchy, message); }

static inline void evaluate(Instance* self) {
    self->model->eval();
    self->context.timeInc(1);
#if ZKCARD_TRACE
    if (self->waveform) self->waveform->dump(self->context.time());
#endif
}

extern "C" {
Instance* zkcard_new() {
    auto* self = new Instance;
    self->context.threads(1);
#if ZKCARD_TRACE
    self->context.traceEverOn(true);
#endif
    self->model = std::make_unique<Vmodel>(&self->context, "top");
    return self;
}
void zkcard_free(Instance* self) {
    current = self;
    self->model->final();
#if ZKCARD_TRACE
    if (self->waveform) self->waveform->close();
#endif
    current = nullptr;
    delete self;
}
int zkcard_eval(Instance* self) {
    current = self;
    evaluate(self);
    return !self->failure.empty();
}
int zkcard_cycles(Instance* self, uint8_t* clock, uint64_t count) {
    current = self;
    while (count-- && self->failure.empty()) {
        *clock = 1;
        evaluate(self);
        *clock = 0;
        evaluate(self);
    }
    return !self->failure.empty();
}
const char* zkcard_failure(Instance* self) { return self->failure.c_str(); }
int zkcard_trace(Instance* self, const char* path) {
#if ZKCARD_TRACE
    if (self->waveform) self->waveform->close();
    self->waveform = std::make_unique<VerilatedFstC>();
    self->model->trace(self->waveform.get(), 99);
    self->waveform->open(path);
    return self->waveform->isOpen() ? 0 : 2;
#else
    return 1;
#endif
}
void zkcard_flush(Instance* self) {
#if ZKCARD_TRACE
    if (self->waveform) self->waveform->flush();
#endif
}
"#;

/// The shim of a design: its lifecycle, and for each port its address and its size in bytes.
pub(super) fn text(source: &Source, trace: bool) -> String {
    let mut text = format!("#define ZKCARD_TRACE {}{HEAD}", u8::from(trace));
    let names: Vec<String> = source
        .ports
        .iter()
        .map(|port| mangled(&port.name))
        .collect();
    text += "void* zkcard_port(Instance* self, unsigned port) {\n    switch (port) {\n";
    for (index, name) in names.iter().enumerate() {
        let _ = writeln!(
            text,
            "    case {index}: return (void*)&self->model->{name};"
        );
    }
    text += "    default: return nullptr;\n    }\n}\nunsigned zkcard_port_bytes(unsigned port) {\n    switch (port) {\n";
    for (index, name) in names.iter().enumerate() {
        let _ = writeln!(
            text,
            "    case {index}: return sizeof(((Vmodel*)nullptr)->{name});"
        );
    }
    text + "    default: return 0;\n    }\n}\n}\n"
}

/// A Verilog name as Verilator spells it in C++.
fn mangled(name: &str) -> String {
    name.replace('$', "__024")
        .replace("__", "___05F")
        .replace("___05F024", "__024")
}
