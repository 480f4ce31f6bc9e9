//! The clocks: what happens in which order at every edge.
use super::{
    line::BitLine,
    memory::{Memory, MemoryOptions},
    pins::{LinePins, MemoryPins},
};
use crate::verilator::{Library, Model, VerilatorError};
use std::{path::PathBuf, sync::Arc};

/// How a card is simulated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardOptions {
    /// Transport clocks per bit after reset, as the design was configured.
    pub divisor: u16,
    /// Transport clocks per core clock while bytes are on the line.
    pub transport_per_core: u32,
    /// Memory clocks in every four core clocks, 1 to 4.
    pub memory_per_four: u32,
    /// How card memory behaves.
    pub memory: MemoryOptions,
    /// Where to write a waveform; the model must be built for it.
    pub trace: Option<PathBuf>,
}

impl Default for CardOptions {
    fn default() -> Self {
        Self {
            divisor: 2,
            transport_per_core: 10,
            memory_per_four: 3,
            memory: MemoryOptions::default(),
            trace: None,
        }
    }
}

/// How long a card has run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Core clocks simulated.
    pub core_clocks: u64,
    /// Transport clocks simulated.
    pub transport_clocks: u64,
}

/// Core clocks without any activity after which the card may sleep.
const QUIET_CLOCKS: u32 = 256;

/// The model with its surroundings.
pub(super) struct Simulation {
    model: Model,
    pins: LinePins,
    memory_pins: MemoryPins,
    pub(super) memory: Memory,
    pub(super) line: BitLine,
    options: CardOptions,
    statistics: Statistics,
    quiet: u32,
    memory_phase: u32,
}

impl Simulation {
    /// Powers the card up and takes it through its reset.
    pub(super) fn new(
        library: &Arc<Library>,
        options: CardOptions,
    ) -> Result<Self, VerilatorError> {
        let mut model = Model::new(library)?;
        if let Some(path) = &options.trace {
            model.trace(path)?;
        }
        let (pins, memory_pins) = (LinePins::find(&model)?, MemoryPins::find(&model)?);
        let mut simulation = Self {
            model,
            pins,
            memory_pins,
            memory: Memory::new(options.memory.clone()),
            line: BitLine::new(options.divisor),
            options,
            statistics: Statistics::default(),
            quiet: 0,
            memory_phase: 0,
        };
        simulation.model.set(pins.reset, 1);
        (0..16).try_for_each(|_| simulation.core_clock())?;
        simulation.model.set(pins.reset, 0);
        (0..16).try_for_each(|_| simulation.core_clock())?;
        Ok(simulation)
    }

    pub(super) fn statistics(&self) -> Statistics {
        self.statistics
    }

    /// Whether nothing is under way: the clocks can stand still without anybody noticing.
    pub(super) fn is_idle(&self) -> bool {
        self.quiet >= QUIET_CLOCKS
    }

    /// Something happened outside: the card must run again.
    pub(super) fn wake(&mut self) {
        self.quiet = 0;
    }

    /// One core clock, with the transport clocks that go with it. While the line is silent one is enough.
    pub(super) fn core_clock(&mut self) -> Result<(), VerilatorError> {
        let line_busy = self.line.is_busy() || self.model.get(self.pins.tx) == 0;
        if line_busy {
            for _ in 1..self.options.transport_per_core {
                self.edge(false)?;
            }
        }
        self.edge(true)?;
        let active = line_busy || self.memory.is_busy() || self.model.get(self.pins.active) != 0;
        self.quiet = if active {
            0
        } else {
            self.quiet.saturating_add(1)
        };
        Ok(())
    }

    /// One transport clock, with a core clock (and most times a memory clock) if `core`.
    #[inline]
    fn edge(&mut self, core: bool) -> Result<(), VerilatorError> {
        let Self { model, pins, .. } = self;
        let level = self.line.drive();
        self.line.sample(model.get(pins.tx));
        let mut memory = false;
        if core {
            self.statistics.core_clocks += 1;
            self.memory_phase = (self.memory_phase + 1) % 4;
            memory = self.memory_phase < self.options.memory_per_four;
            if memory {
                self.memory.before_edge(model, &self.memory_pins);
            }
        }
        self.statistics.transport_clocks += 1;
        model.set(pins.transport_clock, 1);
        model.set(pins.core_clock, u64::from(core));
        model.set(pins.memory_clock, u64::from(memory));
        model.try_eval()?;
        model.set(pins.transport_clock, 0);
        model.set(pins.core_clock, 0);
        model.set(pins.memory_clock, 0);
        model.set(pins.rx, level);
        if memory {
            self.memory.after_edge(model, &self.memory_pins);
        }
        model.try_eval()
    }
}
