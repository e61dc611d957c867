//! Compensating controls: read from texts, held against traffic.

mod support;

use holdfast_advisories::priority::PriorityRules;
use holdfast_advisories::priority::controls::{self, ControlState, ObservedTalk, PeerPlace};
use holdfast_facts::{EvidenceId, Timestamp};
use std::sync::OnceLock;

fn rules() -> &'static PriorityRules {
    static RULES: OnceLock<PriorityRules> = OnceLock::new();
    RULES.get_or_init(|| PriorityRules::load(&support::borrowed(&support::data())).unwrap())
}

fn extract(texts: &[&str]) -> Vec<controls::Control> {
    let remediations: Vec<(&str, &str)> = texts.iter().map(|text| ("mitigation", *text)).collect();
    controls::extract(&support::small(&["Monitor 8000"], &remediations), None, None, &rules().controls)
}

fn ids(controls: &[controls::Control]) -> Vec<&str> {
    controls.iter().map(|control| control.id.as_str()).collect()
}

#[test]
fn examples_of_controls() {
    for rule in &rules().controls {
        for example in &rule.examples {
            assert!(!rule.targets(example).is_empty(), "{}: {example}", rule.id);
        }
        for counter in &rule.counters {
            assert!(rule.targets(counter).is_empty(), "{}: {counter}", rule.id);
        }
    }
}

fn talk(peer: &str, port: u16, transport: &str, place: PeerPlace) -> ObservedTalk {
    ObservedTalk {
        peer: peer.parse().ok(),
        place,
        port: Some(port),
        transport: transport.into(),
        last_seen: Timestamp(2_000),
        evidence: vec![EvidenceId([9; 10])],
    }
}

/// A patient monitor that sends to an address far away (public facts of an advisory of 2025).
#[test]
fn a_monitor_that_still_talks_to_the_blocked_network() {
    let controls = extract(&[
        "Block all access to the subnet 202.114.4.0/24 from your internal network at the firewall, especially 202.114.4.119.",
        "Block 515/tcp to the internet.",
    ]);
    assert!(ids(&controls).contains(&"block_address:202.114.4.0/24"), "{:?}", ids(&controls));
    assert!(ids(&controls).contains(&"block_address:202.114.4.119"));
    assert!(ids(&controls).contains(&"block_port:515/tcp"));
    let block = controls.iter().find(|control| control.id == "block_address:202.114.4.0/24").unwrap();
    let to = |peer| talk(peer, 515, "tcp", PeerPlace::Internet);
    assert_eq!(
        controls::verify(block, &[to("202.114.4.120")]),
        ControlState::Failed { because: vec![EvidenceId([9; 10])] }
    );
    assert_eq!(controls::verify(block, &[to("202.114.5.1")]), ControlState::Holds);
    assert_eq!(controls::verify(block, &[]), ControlState::NotSeen);
    let later = controls::Control { since: Some(Timestamp(3_000)), ..block.clone() };
    assert_eq!(controls::verify(&later, &[to("202.114.4.120")]), ControlState::NotSeen);
}

#[test]
fn controls_of_usual_sentences() {
    for (text, expected) in [
        (
            "Set up a firewall blocking all remote/external access to Port 502.",
            vec!["block_port:502", "firewall"],
        ),
        ("Restrict access to port 102/tcp.", vec!["block_port:102/tcp"]),
        ("Disable the Telnet service.", vec!["disable_service:telnet"]),
        ("Do not connect the device directly to the internet.", vec!["no_internet"]),
        ("Change the default password.", vec!["change_password"]),
        ("Update to version 1.2.3.4.", vec![]),
    ] {
        let controls = extract(&[text]);
        let mut found = ids(&controls);
        found.retain(|id| *id != "firewall" || expected.contains(id));
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn what_traffic_shows_of_controls() {
    let of = |text: &str| extract(&[text]).remove(0);
    let failed = |control: &controls::Control, talk: ObservedTalk| {
        matches!(controls::verify(control, &[talk]), ControlState::Failed { .. })
    };
    let outside = of("Block access from outside to port 502/tcp.");
    assert!(!failed(&outside, talk("10.0.0.2", 502, "tcp", PeerPlace::SameZone)));
    assert!(failed(&outside, talk("10.1.0.2", 502, "tcp", PeerPlace::OtherZone)));
    assert!(!failed(&outside, talk("10.1.0.2", 502, "udp", PeerPlace::OtherZone)));
    let telnet = of("Disable Telnet.");
    assert!(failed(&telnet, talk("10.0.0.2", 23, "tcp", PeerPlace::SameZone)));
    assert!(!failed(&telnet, talk("10.0.0.2", 22, "tcp", PeerPlace::SameZone)));
    let internet = of("Ensure that it is not accessible from the internet.");
    assert!(failed(&internet, talk("8.8.8.8", 443, "tcp", PeerPlace::Internet)));
    let password = of("Change the default password.");
    assert_eq!(
        controls::verify(&password, &[talk("8.8.8.8", 443, "tcp", PeerPlace::Internet)]),
        ControlState::NotSeen
    );
}
