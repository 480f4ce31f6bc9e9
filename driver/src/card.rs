//! Who a card is, and whether this software may use it.

use crate::{
    CardUri, DriverError, LineRate, Transport,
    serial::{self, Timing},
};
use zkcard_wire::{
    BaseKind, Group,
    identity::{self, Curve, features},
    layout::{Multiples, Windows},
    registers::{self as reg, Register},
};

/// What a card says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Major and minor version of its contract.
    pub version: (u16, u16),
    /// Hash of the register table it was built from.
    pub contract_hash: u64,
    /// Bits of [`features`].
    pub features: u32,
    /// Code of its curve; see [`Curve`].
    pub curve: u32,
    /// Bits of a scalar.
    pub scalar_bits: u32,
    /// Signed digits of a scalar, and chains of their buckets; not checked.
    pub windows: Windows,
    /// The same over G2; none if the card does nothing there.
    pub g2_windows: Option<Windows>,
    /// The same over bases with resident multiples; none if the card takes none.
    pub multiples: Option<Multiples>,
    /// Its transforms; none if it does none.
    pub transforms: Option<Transforms>,
    /// Words of card memory.
    pub memory_words: u32,
    /// Core clock in kHz, zero in a simulation.
    pub core_kilohertz: u32,
    /// Jobs that can wait.
    pub queue_depth: u32,
    /// Transport clocks per bit of its serial line, zero without one.
    pub clocks_per_bit: u32,
}

/// What a card says of its transforms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transforms {
    /// Base-two logarithm of the points of the largest one; not checked.
    pub bits: u32,
    /// Butterflies that can start in a clock; not checked.
    pub lanes: u32,
}

impl Identity {
    /// The curve, if this software knows it.
    pub fn known_curve(&self) -> Option<Curve> {
        Curve::try_from(self.curve).ok()
    }

    /// The windows that an MSM over bases of a kind fills; none if the card does none there.
    pub fn windows_of(&self, kind: BaseKind) -> Option<&Windows> {
        let windows = match kind {
            BaseKind::G1 => Some(&self.windows),
            BaseKind::G2 => self.g2_windows.as_ref(),
            BaseKind::Multiples => self.multiples.as_ref().map(|multiples| &multiples.windows),
        };
        windows.filter(|_| self.features & kind.feature() != 0)
    }

    /// How the card cuts scalars over bases of a kind into digits; none if it does nothing there.
    pub fn digits_of(&self, kind: BaseKind) -> Option<Windows> {
        let windows = self.windows_of(kind)?;
        match kind {
            BaseKind::Multiples => self.multiples.map(|multiples| multiples.digits()),
            _ => Some(*windows),
        }
    }

    /// Words of card memory that a base of a kind takes; none if the card does nothing there.
    pub fn base_words(&self, kind: BaseKind) -> Option<usize> {
        self.windows_of(kind)?;
        Some(kind.base_words(self.multiples.as_ref()))
    }

    /// Whether the card is simulated.
    pub fn is_simulated(&self) -> bool {
        self.features & features::SIMULATED != 0
    }

    /// Whether its multipliers are models and not the synthesised code.
    pub fn has_modelled_multipliers(&self) -> bool {
        self.features & features::MODELLED_MULTIPLIERS != 0
    }

    /// How fast its serial line is if it has one, with the rate at which the
    /// host's port is open, if that is a real one.
    pub fn line_rate(&self, baud: Option<u32>) -> Option<LineRate> {
        let clocks_per_bit = self.clocks_per_bit;
        (clocks_per_bit != 0).then_some(LineRate {
            clocks_per_bit,
            baud,
        })
    }

    /// Whether card and software were built from the same register table.
    pub fn same_contract(&self) -> bool {
        self.contract_hash == reg::CONTRACT_HASH
    }
}

/// A card that has been identified and may be used.
pub struct Card {
    pub(crate) transport: Box<dyn Transport>,
    identity: Identity,
    /// Bits a second of its line, if that has a rate.
    baud: Option<u32>,
}

impl Card {
    /// Opens the card at `uri` and identifies it.
    ///
    /// # Errors
    /// When it cannot be opened, is no card, or speaks another major version.
    /// Simulated cards within the process are not opened here, because the
    /// driver does not contain a simulation.
    pub fn open(uri: &CardUri) -> Result<Self, DriverError> {
        Self::open_with(uri, false)
    }

    /// As [`Self::open`], but what is sent before the device is known to be a
    /// card is one request, once. The line is left silent before, so that a card
    /// which waits for the rest of a frame, because an earlier session was
    /// killed, drops it and does not take the request for that rest.
    ///
    /// # Errors
    /// As [`Self::open`], and when that one request or its answer is lost.
    pub fn probe(uri: &CardUri) -> Result<Self, DriverError> {
        Self::open_with(uri, true)
    }

    fn open_with(uri: &CardUri, once: bool) -> Result<Self, DriverError> {
        match uri {
            CardUri::Serial {
                device,
                baud,
                simulated,
            } => {
                let mut transport = serial::open(device, *baud)?;
                let timing = if *simulated {
                    Timing::simulated()
                } else {
                    Timing::at_baud(*baud)
                };
                transport.set_timing(timing);
                if once {
                    transport.stay_silent();
                    transport.set_timing(timing.once());
                }
                let (magic, _) = transport.synchronise()?;
                if magic != identity::MAGIC {
                    return Err(DriverError::NotACard {
                        device: device.clone(),
                        magic,
                    });
                }
                transport.set_timing(timing);
                let card = Self::identify(Box::new(transport))?;
                let baud = uri.baud();
                Ok(Self { baud, ..card })
            }
            CardUri::InProcess { .. } => Err(DriverError::NoSimulation {
                uri: uri.to_string(),
            }),
        }
    }

    /// Identifies the card behind a transport.
    ///
    /// # Errors
    /// When it does not answer, is no card, or speaks another major version.
    pub fn identify(mut transport: Box<dyn Transport>) -> Result<Self, DriverError> {
        let mut head = [0; 2];
        transport.read_registers(reg::MAGIC.offset, &mut head)?;
        if head[0] != identity::MAGIC {
            let device = transport.device();
            return Err(DriverError::NotACard {
                device,
                magic: head[0],
            });
        }
        let version = ((head[1] >> 16) as u16, head[1] as u16);
        if version.0 != identity::VERSION_MAJOR {
            return Err(DriverError::Version {
                got_major: version.0,
                got_minor: version.1,
                major: identity::VERSION_MAJOR,
            });
        }
        let identity = read_identity(transport.as_mut(), version)?;
        Ok(Self {
            transport,
            identity,
            baud: None,
        })
    }

    /// What the card says of itself.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// How fast its serial line is, if it has one.
    pub fn line_rate(&self) -> Option<LineRate> {
        self.identity.line_rate(self.baud)
    }

    /// The name of its device.
    pub fn device(&self) -> String {
        self.transport.device()
    }

    pub(crate) fn read(&mut self, register: Register) -> Result<u32, DriverError> {
        self.transport.read_register(register.offset)
    }

    pub(crate) fn write(&mut self, register: Register, value: u32) -> Result<(), DriverError> {
        self.transport.write_register(register.offset, value)
    }
}

fn read_identity(
    transport: &mut dyn Transport,
    version: (u16, u16),
) -> Result<Identity, DriverError> {
    const FIRST: u16 = reg::CONTRACT_HASH_LOW.offset;
    const COUNT: usize = ((reg::MULTIPLE_SEGMENTS.offset - FIRST) / 4 + 1) as usize;
    let mut values = [0; COUNT];
    transport.read_registers(FIRST, &mut values)?;
    let value = |register: Register| values[usize::from((register.offset - FIRST) / 4)];
    let windows = |group: Group| {
        let [count, bits, narrow, segments] = group
            .window_registers()
            .map(|register| value(register) as usize);
        Windows {
            count,
            bits,
            narrow,
            segments,
            adders: value(reg::ADDERS) as usize,
        }
    };
    let told = Multiples::REGISTERS.map(|register| value(register) as usize);
    let multiples = Multiples::told(told, value(reg::ADDERS) as usize);
    let has_multiples = value(reg::FEATURES) & features::MULTIPLES != 0;
    let has_g2 = value(reg::FEATURES) & features::MSM_G2 != 0;
    let transforms = read_transforms(transport, value(reg::FEATURES))?;
    let hash_high = u64::from(value(reg::CONTRACT_HASH_HIGH));
    Ok(Identity {
        version,
        contract_hash: hash_high << 32 | u64::from(value(reg::CONTRACT_HASH_LOW)),
        features: value(reg::FEATURES),
        curve: value(reg::CURVE),
        scalar_bits: value(reg::SCALAR_BITS),
        windows: windows(Group::G1),
        g2_windows: has_g2.then(|| windows(Group::G2)),
        multiples: has_multiples.then_some(multiples),
        transforms,
        memory_words: value(reg::MEMORY_WORDS),
        core_kilohertz: value(reg::CORE_KILOHERTZ),
        queue_depth: value(reg::QUEUE_DEPTH),
        clocks_per_bit: transport.read_register(reg::UART_DIVISOR.offset)?,
    })
}

/// Asks for registers that a card of contract 1.0 does not have, if it says that it transforms.
fn read_transforms(
    transport: &mut dyn Transport,
    told: u32,
) -> Result<Option<Transforms>, DriverError> {
    if told & features::TRANSFORM == 0 {
        return Ok(None);
    }
    let mut values = [0; 2];
    transport.read_registers(reg::TRANSFORM_BITS.offset, &mut values)?;
    let [bits, lanes] = values;
    Ok(Some(Transforms { bits, lanes }))
}
