//! A capture of a flood with devices before and in it, made while it is read. Shared by the tests of the reader and of the program.

use std::io::Read;

/// Made-up senders.
pub(crate) const FLOOD: u64 = 1_000_000;
/// Devices that ask for an address by name, spread evenly over the flood, and announce one a little later.
pub(crate) const DEVICES: u64 = 50;
/// Devices that ask once, before the flood, and are not heard again.
pub(crate) const EARLY: u64 = 50;
/// Frames of the whole.
pub(crate) const FRAMES: u64 = FLOOD + 2 * DEVICES + EARLY;
/// What the made-up senders send.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// Frames of an experimental EtherType: nothing but a link-layer address.
    Link,
    /// ARP announcements, each with an address of its own: what a flooding tool sends.
    Arp,
    /// UDP from an address of its own to a port that nobody reads.
    Udp,
    /// DHCP requests with a name of their own: the flood speaks like devices.
    Dhcp,
}

/// A classic pcap that is written while it is read: a flood with devices in it.
pub(crate) struct Flood {
    kind: Kind,
    sent: u64,
    pending: Vec<u8>,
    given: usize,
}

impl Flood {
    /// Not yet begun.
    pub(crate) fn of(kind: Kind) -> Flood {
        let mut pending = vec![0xa1, 0xb2, 0xc3, 0xd4, 0, 2, 0, 4];
        pending.extend([0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 1]);
        Flood { kind, sent: 0, pending, given: 0 }
    }

    fn put(&mut self, frame: &[u8]) {
        let length = (frame.len() as u32).to_be_bytes();
        // A thousand frames a second.
        self.pending.extend((1_700_000_000 + self.sent as u32 / 1000).to_be_bytes());
        self.pending.extend((self.sent as u32 % 1000 * 1000).to_be_bytes());
        self.pending.extend(length);
        self.pending.extend(length);
        self.pending.extend(frame);
    }

    fn next(&mut self) {
        if self.sent == 0 {
            for device in 0..EARLY as u8 {
                let mac = [0x00, 0x17, 0x88, 0, 1, device];
                self.put(&ethernet(mac, 0x0800, &dhcp(mac, &format!("early-{device}"))));
            }
        }
        let number = self.sent as u32;
        // Spread like random addresses, each once: an odd factor is a permutation of 32 bits.
        let [a, b, c, d] = number.wrapping_mul(0x9e37_79b1).to_be_bytes();
        let mac = [0x02, 0x5a, a, b, c, d];
        let frame = match self.kind {
            Kind::Link => ethernet(mac, 0x88b5, &[0; 46]),
            Kind::Arp => ethernet(mac, 0x0806, &announcement(mac, [10, b, c, d])),
            Kind::Udp => ethernet(mac, 0x0800, &udp([10, b, c, d], (40_000, 40_001), &[0; 18])),
            Kind::Dhcp => ethernet(mac, 0x0800, &dhcp(mac, &format!("flood-{number}"))),
        };
        self.put(&frame);
        let device = (self.sent / (FLOOD / DEVICES)) as u8;
        let mac = [0x00, 0x17, 0x88, 0, 0, device];
        match self.sent % (FLOOD / DEVICES) {
            0 => self.put(&ethernet(mac, 0x0800, &dhcp(mac, &format!("device-{device}")))),
            // A second and a half later it has its address, and says so.
            1500 => self.put(&ethernet(mac, 0x0806, &announcement(mac, [192, 0, 2, device]))),
            _ => {}
        }
        self.sent += 1;
    }
}

impl Read for Flood {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.given == self.pending.len() {
            self.pending.clear();
            self.given = 0;
            while self.pending.len() < into.len() && self.sent < FLOOD {
                self.next();
            }
        }
        let count = into.len().min(self.pending.len() - self.given);
        into[..count].copy_from_slice(&self.pending[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }
}

fn ethernet(source: [u8; 6], kind: u16, payload: &[u8]) -> Vec<u8> {
    [&[0xff; 6], &source[..], &kind.to_be_bytes(), payload].concat()
}

/// An ARP answer that nobody asked for (RFC 5227).
fn announcement(mac: [u8; 6], ip: [u8; 4]) -> Vec<u8> {
    [&[0, 1, 8, 0, 6, 4, 0, 2], &mac[..], &ip, &[0xff; 6], &ip].concat()
}

fn udp(source: [u8; 4], (from, to): (u16, u16), body: &[u8]) -> Vec<u8> {
    let length = 8 + body.len() as u16;
    let mut packet = vec![0x45, 0];
    packet.extend((20 + length).to_be_bytes());
    // No id, no fragment, TTL 64, UDP, no check sum: nobody verifies it.
    packet.extend([0, 0, 0, 0, 64, 17, 0, 0]);
    packet.extend(source);
    packet.extend([255; 4]);
    packet.extend([from, to, length, 0].map(u16::to_be_bytes).concat());
    packet.extend(body);
    packet
}

/// A DHCP request (RFC 2131) with a host name (option 12).
fn dhcp(mac: [u8; 6], name: &str) -> Vec<u8> {
    let mut body = vec![1, 1, 6, 0];
    body.extend([0; 24]);
    body.extend(mac);
    body.extend([0; 10 + 64 + 128]);
    body.extend([0x63, 0x82, 0x53, 0x63, 53, 1, 3, 12, name.len() as u8]);
    body.extend(name.bytes());
    body.push(255);
    udp([0; 4], (68, 67), &body)
}
