//! The witness program of a circuit.
//!
//! Source of its interface: `witness_calculator.js`, which circom writes beside each program.

use crate::{Inputs, WitnessError};
use num_bigint::BigInt;
use wasmtime::{
    Caller, Engine, Extern, Instance, Linker, Memory, Module, Store, TypedFunc, WasmParams,
    WasmResults,
};
use zeroize::Zeroizing;

/// Numbers of a witness, wiped when dropped.
pub struct Numbers {
    /// The prime of the circuit, little-endian.
    pub prime: Vec<u8>,
    /// A number for each variable, the constant one first, each as wide as the prime,
    /// little-endian.
    pub bytes: Zeroizing<Vec<u8>>,
}

/// A compiled witness program.
pub struct Calculator {
    engine: Engine,
    module: Module,
}

/// What the program has said.
#[derive(Default)]
struct Said {
    exception: Option<i32>,
    messages: Vec<String>,
}

/// A running program.
struct Program {
    store: Store<Said>,
    instance: Instance,
    memory: Memory,
}

impl Calculator {
    /// Compiles a program.
    ///
    /// # Errors
    /// When it is no WebAssembly.
    pub fn new(program: &[u8]) -> Result<Self, WitnessError> {
        let engine = Engine::default();
        let module = Module::from_binary(&engine, program);
        let module = module.map_err(|error| WitnessError::Program(one_line(&error)))?;
        Ok(Self { engine, module })
    }

    /// Computes the witness of some inputs.
    ///
    /// # Errors
    /// When the program is not of circom, or the circuit does not take the inputs.
    pub fn calculate(&self, inputs: &Inputs) -> Result<Numbers, WitnessError> {
        let mut program = Program::start(self)?;
        let numbers = program.calculate(inputs);
        // What it computed with is as secret as the inputs.
        program.memory.data_mut(&mut program.store).fill(0);
        numbers
    }
}

impl Program {
    fn start(calculator: &Calculator) -> Result<Self, WitnessError> {
        let refused = |error: wasmtime::Error| WitnessError::Program(one_line(&error));
        let mut linker = Linker::new(&calculator.engine);
        let runtime = "runtime";
        linker
            .func_wrap(runtime, "exceptionHandler", raise)
            .and_then(|linker| linker.func_wrap(runtime, "printErrorMessage", hear))
            .and_then(|linker| linker.func_wrap(runtime, "writeBufferMessage", forget))
            .and_then(|linker| linker.func_wrap(runtime, "showSharedRWMemory", || ()))
            .map_err(refused)?;
        let mut store = Store::new(&calculator.engine, Said::default());
        let instance = linker.instantiate(&mut store, &calculator.module);
        let instance = instance.map_err(refused)?;
        let memory = instance.get_memory(&mut store, "memory");
        let memory = memory.ok_or_else(|| WitnessError::Program("it has no memory".into()))?;
        Ok(Self {
            store,
            instance,
            memory,
        })
    }

    fn calculate(&mut self, inputs: &Inputs) -> Result<Numbers, WitnessError> {
        let width = 4 * self.count("getFieldNumLen32")?;
        let shared = self.count("getSharedRWMemoryStart")?;
        if width == 0 {
            return Err(WitnessError::Program("its numbers have no digits".into()));
        }
        let shared = shared..shared.saturating_add(width);
        self.call::<(), ()>("getRawPrime", ())?;
        let prime = self.read(&shared)?.to_vec();
        self.call::<i32, ()>("init", 0)?;
        self.set(inputs, &prime, &shared)?;
        let bytes = self.witness(&shared)?;
        Ok(Numbers { prime, bytes })
    }

    fn set(
        &mut self,
        inputs: &Inputs,
        prime: &[u8],
        shared: &std::ops::Range<usize>,
    ) -> Result<(), WitnessError> {
        let modulus = BigInt::from_bytes_le(num_bigint::Sign::Plus, prime);
        let size = self.function::<(i32, i32), i32>("getInputSignalSize")?;
        let set = self.function::<(i32, i32, i32), ()>("setInputSignal")?;
        let mut got = 0;
        for (signal, values) in inputs.signals() {
            let (high, low) = halves(hash(signal));
            let expected = self.run(&size, (high, low))?;
            let expected = match usize::try_from(expected) {
                Ok(0) if values.is_empty() => 0,
                Ok(expected) if expected > 0 => expected,
                // What stands for a signal that is not there depends on its hash.
                _ => return Err(WitnessError::UnknownSignal(signal.into())),
            };
            if values.len() != expected {
                return Err(WitnessError::Length {
                    signal: signal.into(),
                    got: values.len(),
                    expected,
                });
            }
            for (index, value) in values.iter().enumerate() {
                let number = Zeroizing::new(reduced(value, &modulus, shared.len()));
                self.write(shared, &number)?;
                self.run(&set, (high, low, index as i32))?;
            }
            got += values.len();
        }
        let expected = self.count("getInputSize")?;
        if got < expected {
            return Err(WitnessError::Missing { got, expected });
        }
        Ok(())
    }

    fn witness(
        &mut self,
        shared: &std::ops::Range<usize>,
    ) -> Result<Zeroizing<Vec<u8>>, WitnessError> {
        let count = self.count("getWitnessSize")?;
        // A number stands in memory for each, so this is no more than there is.
        let most = self.memory.data_size(&self.store) / shared.len();
        if count > most {
            let problem = format!("{count} numbers do not fit its memory");
            return Err(WitnessError::Program(problem));
        }
        let get = self.function::<i32, ()>("getWitness")?;
        // In full size at once, so that no copy is left behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(count * shared.len()));
        for index in 0..count {
            self.run(&get, index as i32)?;
            bytes.extend_from_slice(self.read(shared)?);
        }
        Ok(bytes)
    }

    fn read(&self, range: &std::ops::Range<usize>) -> Result<&[u8], WitnessError> {
        let memory = self.memory.data(&self.store);
        memory.get(range.clone()).ok_or_else(outside)
    }

    fn write(&mut self, to: &std::ops::Range<usize>, bytes: &[u8]) -> Result<(), WitnessError> {
        let memory = self.memory.data_mut(&mut self.store);
        let target = memory.get_mut(to.clone()).ok_or_else(outside)?;
        target.copy_from_slice(bytes);
        Ok(())
    }

    /// What a function without parameters counts.
    fn count(&mut self, name: &str) -> Result<usize, WitnessError> {
        let count = self.call::<(), i32>(name, ())?;
        Ok(count as u32 as usize)
    }

    fn function<P: WasmParams, R: WasmResults>(
        &mut self,
        name: &str,
    ) -> Result<TypedFunc<P, R>, WitnessError> {
        let function = self.instance.get_typed_func(&mut self.store, name);
        function.map_err(|error| WitnessError::Program(one_line(&error)))
    }

    fn call<P: WasmParams, R: WasmResults>(
        &mut self,
        name: &str,
        parameters: P,
    ) -> Result<R, WitnessError> {
        let function = self.function(name)?;
        self.run(&function, parameters)
    }

    fn run<P: WasmParams, R: WasmResults>(
        &mut self,
        function: &TypedFunc<P, R>,
        parameters: P,
    ) -> Result<R, WitnessError> {
        let result = function.call(&mut self.store, parameters);
        result.map_err(|error| match self.store.data().exception {
            Some(code) => WitnessError::Refused {
                problem: exception(code),
                messages: self.store.data().messages.join("; "),
            },
            None => WitnessError::Failed(one_line(&error)),
        })
    }
}

/// The circuit gives up.
fn raise(mut caller: Caller<'_, Said>, code: i32) -> wasmtime::Result<()> {
    caller.data_mut().exception = Some(code);
    Err(wasmtime::Error::msg("the circuit gave up"))
}

/// The circuit says why.
fn hear(mut caller: Caller<'_, Said>) -> wasmtime::Result<()> {
    let message = message(&mut caller)?;
    caller.data_mut().messages.push(message);
    Ok(())
}

/// What `log` says within circuits is not shown: it may be secret.
fn forget(mut caller: Caller<'_, Said>) -> wasmtime::Result<()> {
    message(&mut caller).map(drop)
}

/// Longest message that is read.
const MOST_CHARACTERS: usize = 1 << 12;

fn message(caller: &mut Caller<'_, Said>) -> wasmtime::Result<String> {
    let function = caller
        .get_export("getMessageChar")
        .and_then(Extern::into_func);
    let function = function.ok_or_else(|| wasmtime::Error::msg("it has no messages"))?;
    let next = function.typed::<(), i32>(&caller)?;
    let mut message = String::new();
    for _ in 0..MOST_CHARACTERS {
        match next.call(&mut *caller, ())? {
            0 => break,
            character => message.push(char::from(character as u8)),
        }
    }
    Ok(message.trim().to_owned())
}

fn exception(code: i32) -> String {
    let text = match code {
        1 => "a signal is not found",
        2 => "too many signals are set",
        3 => "a signal is set twice",
        4 => "an assertion or a constraint does not hold",
        5 => "not enough memory",
        6 => "an index exceeds an input",
        7 => "an index is out of bounds",
        code => return format!("exception {code}"),
    };
    text.into()
}

fn outside() -> WitnessError {
    WitnessError::Program("its numbers lie outside of its memory".into())
}

/// An error in one line; the library adds traces in more.
fn one_line(error: &wasmtime::Error) -> String {
    let text = error.root_cause().to_string();
    text.lines().next().unwrap_or_default().to_owned()
}

/// The hash by which a program knows its signals: FNV-1a of 64 bits.
///
/// Source: Fowler, Noll, Vo, Eastlake, Hansen, "The FNV Non-Cryptographic Hash Algorithm" (RFC 9923).
fn hash(name: &str) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325;
    name.bytes().fold(start, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
    })
}

fn halves(hash: u64) -> (i32, i32) {
    ((hash >> 32) as i32, hash as i32)
}

/// The remainder of a number, little-endian, as wide as numbers of the program.
fn reduced(value: &BigInt, modulus: &BigInt, width: usize) -> Vec<u8> {
    let zero = BigInt::from(0);
    let mut rest = if *modulus == zero {
        zero
    } else {
        value % modulus
    };
    if rest.sign() == num_bigint::Sign::Minus {
        rest += modulus;
    }
    let (_, mut bytes) = rest.to_bytes_le();
    bytes.resize(width, 0);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_the_hashes_of_the_published_vectors() {
        for (name, expected) in [
            ("", 0xcbf2_9ce4_8422_2325),
            ("a", 0xaf63_dc4c_8601_ec8c),
            ("foobar", 0x8594_4171_f739_67e8),
        ] {
            assert_eq!(hash(name), expected, "{name}");
        }
        assert_eq!(halves(0x8000_0001_ffff_ffff), (i32::MIN + 1, -1));
    }

    #[test]
    fn remainders_are_never_negative() {
        let modulus = BigInt::from(97);
        for (value, expected) in [(0, 0), (97, 0), (-1, 96), (-98, 96), (300, 9)] {
            assert_eq!(reduced(&value.into(), &modulus, 2), [expected, 0]);
        }
    }
}
