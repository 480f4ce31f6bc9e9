//! The far end of the serial line: bytes to bits and back, at the divisor of the card.
use std::collections::VecDeque;

/// Shifts bits at one level per transport clock.
pub(super) struct BitLine {
    divisor: u32,
    sending: u32,
    send_clocks: u32,
    to_card: VecDeque<u8>,
    receiving: Option<(u32, u32, u32)>,
    from_card: Vec<u8>,
}

impl BitLine {
    pub(super) fn new(divisor: u16) -> Self {
        Self {
            divisor: divisor.into(),
            sending: 0,
            send_clocks: 0,
            to_card: VecDeque::new(),
            receiving: None,
            from_card: vec![],
        }
    }

    pub(super) fn set_divisor(&mut self, divisor: u16) {
        self.divisor = divisor.into();
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.to_card.extend(bytes);
    }

    /// The bytes that the card has sent.
    pub(super) fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.from_card)
    }

    pub(super) fn has_received(&self) -> bool {
        !self.from_card.is_empty()
    }

    pub(super) fn is_busy(&self) -> bool {
        self.sending != 0 || self.receiving.is_some() || !self.to_card.is_empty()
    }

    /// The level to put on the card's `rx` in this clock.
    #[inline]
    pub(super) fn drive(&mut self) -> u64 {
        if self.sending == 0 {
            let Some(byte) = self.to_card.pop_front() else {
                return 1;
            };
            // Start bit, eight data bits, stop bit, and a mark that ends it.
            self.sending = u32::from(byte) << 1 | 0x600;
            self.send_clocks = self.divisor;
        }
        let level = self.sending & 1;
        self.send_clocks -= 1;
        if self.send_clocks == 0 {
            self.send_clocks = self.divisor;
            self.sending >>= 1;
            if self.sending == 1 {
                self.sending = 0;
            }
        }
        level.into()
    }

    /// Takes the level of the card's `tx` in this clock.
    #[inline]
    pub(super) fn sample(&mut self, level: u64) {
        match &mut self.receiving {
            None if level == 0 => self.receiving = Some((self.divisor / 2, 0, 0)),
            None => {}
            Some((clocks, bits, byte)) => {
                *clocks -= 1;
                if *clocks == 0 {
                    *clocks = self.divisor;
                    *byte |= (level as u32) << *bits;
                    *bits += 1;
                    if *bits == 10 {
                        // Bit 0 is the start bit, bit 9 the stop bit.
                        if *byte & 0x201 == 0x200 {
                            self.from_card.push((*byte >> 1) as u8);
                        }
                        self.receiving = None;
                    }
                }
            }
        }
    }
}
