//! Names, relations and conditions by hand. Where a peer is known to answer wrongly, the case says which and where.

use super::*;
use proptest::prelude::*;

fn name(text: &str) -> Cpe {
    text.parse().unwrap()
}

/// A short way to write names: `o:vendor:product:version`, the rest ANY.
fn short(text: &str) -> Cpe {
    let mut parts = text.split(':').collect::<Vec<&str>>();
    parts.resize(11, "*");
    name(&format!("cpe:2.3:{}", parts.join(":")))
}

fn leaf(text: &str, vulnerable: bool) -> CpeMatch {
    CpeMatch { cpe: short(text), vulnerable, range: Range::default() }
}

/// Vulnerable.
fn weak(text: &str) -> CpeMatch {
    leaf(text, true)
}

/// What it must run on.
fn on(text: &str) -> CpeMatch {
    leaf(text, false)
}

fn or(matches: Vec<CpeMatch>) -> Node {
    Node { matches, ..Node::default() }
}

fn and(nodes: Vec<Node>) -> Node {
    Node { all: true, nodes, ..Node::default() }
}

fn not(node: Node) -> Node {
    Node { negate: true, ..node }
}

#[test]
fn formatted_strings_are_read_and_printed() {
    // NISTIR 7695 §6.2.3: examples of binding and unbinding.
    let cases = [
        "cpe:2.3:a:microsoft:internet_explorer:8.0.6001:beta:*:*:*:*:*:*",
        "cpe:2.3:a:microsoft:internet_explorer:8.*:sp?:*:*:*:*:*:*",
        "cpe:2.3:a:hp:insight_diagnostics:7.4.0.1570:-:*:*:online:win2003:x64:*",
        "cpe:2.3:a:hp:openview_network_manager:7.51:*:*:*:*:linux:*:*",
        "cpe:2.3:a:foo\\\\bar:big\\$money_2010:*:*:*:*:special:ipod_touch:80gb:*",
        "cpe:2.3:o:maker:unit_5_firmware:-:*:*:*:*:*:*:*",
        "cpe:2.3:a:sterling:connect\\:direct:6.0:*:*:*:*:unix:*:*",
        "cpe:2.3:a:x:y:\\-:*:*:*:*:*:*:*",
        "cpe:2.3:a:x:a\\*b:1\\?:*:*:*:*:*:*:*",
        "cpe:2.3:a:x:??prod??:*:*:*:*:*:*:*:*",
        "cpe:2.3:h:x:\\!\\\"\\#\\$\\%\\&\\'\\(\\)\\+\\,\\/\\:\\;\\<\\=\\>\\@\\[\\]\\^\\`\\{\\|\\}\\~:*:*:*:*:*:*:*:*",
    ];
    for text in cases {
        assert_eq!(name(text).to_string(), text);
    }
    // Punctuation without its escape is taken as it is, letters become small.
    let read = name("cpe:2.3:o:Siemens:SIMATIC_S7-1200+(x):V4.2:*:*:*:*:*:*:*");
    assert_eq!(read.product, Component::Text("simatic_s7-1200+(x)".to_owned()));
    assert_eq!(read.to_string(), "cpe:2.3:o:siemens:simatic_s7-1200\\+\\(x\\):v4.2:*:*:*:*:*:*:*");
    assert_eq!(name("cpe:2.3:a:x:a\\*b:*:*:*:*:*:*:*:*").product.literal().as_deref(), Some("a*b"));
}

#[test]
fn uris_are_read() {
    let cases = [
        ("cpe:/o:siemens:simatic_firmware:4.2", "cpe:2.3:o:siemens:simatic_firmware:4.2:*:*:*:*:*:*:*"),
        ("cpe:/h:siemens:s7-1200:-", "cpe:2.3:h:siemens:s7-1200:-:*:*:*:*:*:*:*"),
        (
            "cpe:/a:microsoft:internet_explorer:8.%02:sp%01",
            "cpe:2.3:a:microsoft:internet_explorer:8.*:sp?:*:*:*:*:*:*",
        ),
        (
            "cpe:/a:hp:insight_diagnostics:7.4.0.1570::~~online~win2003~x64~",
            "cpe:2.3:a:hp:insight_diagnostics:7.4.0.1570:*:*:*:online:win2003:x64:*",
        ),
        (
            "cpe:/a:foo%5cbar:big%24money_manager_2010:::~~special~ipod_touch~80gb~",
            "cpe:2.3:a:foo\\\\bar:big\\$money_manager_2010:*:*:*:*:special:ipod_touch:80gb:*",
        ),
        ("cpe:/a:x:y:1::-:en-us", "cpe:2.3:a:x:y:1:*:-:en-us:*:*:*:*"),
        ("cpe:/a:x:star%2a", "cpe:2.3:a:x:star\\*:*:*:*:*:*:*:*:*"),
    ];
    for (uri, text) in cases {
        assert_eq!(name(uri).to_string(), text, "{uri}");
    }
}

#[test]
fn what_is_no_name_is_refused_with_its_reason() {
    let wrong = |text: &str| text.parse::<Cpe>().unwrap_err();
    assert_eq!(wrong("pkg:npm/x@1"), CpeError::Unknown);
    assert_eq!(wrong(""), CpeError::Unknown);
    assert_eq!(wrong("cpe:2.3:a:x:y:1"), CpeError::Components(4));
    // Seen in the CVE list: a colon without its escape.
    assert_eq!(wrong("cpe:2.3:a:x:connect:direct:6.0:*:*:*:*:unix:*:*"), CpeError::Components(12));
    assert_eq!(wrong("cpe:2.3:q:x:y:1:*:*:*:*:*:*:*"), CpeError::Part("q".to_owned()));
    assert_eq!(wrong("cpe:2.3:a:x:mid*dle:1:*:*:*:*:*:*:*"), CpeError::Wildcard("mid*dle".to_owned()));
    assert_eq!(wrong("cpe:2.3:a:x:y**:1:*:*:*:*:*:*:*"), CpeError::Wildcard("y**".to_owned()));
    assert_eq!(wrong("cpe:2.3:a:x:y:1:*:*:*:*:*:*:\\"), CpeError::Escape("\\".to_owned()));
    assert_eq!(wrong("cpe:/a:x:%zz"), CpeError::Escape("%zz".to_owned()));
    assert_eq!(wrong("cpe:/a:x:%é"), CpeError::Escape("%é".to_owned()));
    assert_eq!(wrong("cpe:/a:1:2:3:4:5:6:7"), CpeError::Components(8));
    assert_eq!(wrong(&format!("cpe:2.3:a:{}", "x".repeat(5000))), CpeError::Long);
}

#[test]
fn components_relate_as_the_table_says() {
    use Relation::{Disjoint, Equal, Subset, Superset, Undefined};
    // NISTIR 7696 table 6-2, row by row: source, target, relation.
    let table = [
        ("*", "*", Equal),
        ("*", "-", Superset),
        ("*", "4.2", Superset),
        ("*", "4.*", Undefined),
        ("-", "*", Subset),
        ("-", "-", Equal),
        // Grype #2581: a name with `-` for its version matches every version.
        ("-", "4.2", Disjoint),
        ("-", "4.*", Undefined),
        ("4.2", "4.2", Equal),
        ("4.2", "4.3", Disjoint),
        ("4.2", "4.*", Undefined),
        ("4.2", "-", Disjoint),
        ("4.2", "*", Subset),
        ("4.*", "4.2", Superset),
        ("4.*", "5.2", Disjoint),
        ("4.*", "4.*", Equal),
        ("4.*", "4.2*", Undefined),
        ("4.*", "-", Disjoint),
        ("4.*", "*", Subset),
        ("*.1", "4.1", Superset),
        ("4.?", "4.1", Superset),
        // A `?` at an end is one character or none.
        ("4.?", "4.", Superset),
        ("4.?", "4.10", Disjoint),
        ("4.??", "4.10", Superset),
        ("?4", "v4", Superset),
        // Escaped, a star is a star.
        ("4.\\*", "4.2", Disjoint),
        ("4.\\*", "4.\\*", Equal),
        ("V4.2", "v4.2", Equal),
    ];
    for (source, target, relation) in table {
        let component = |text: &str| short(&format!("a:x:y:{text}")).version;
        assert_eq!(component(source).relation(&component(target)), relation, "{source} beside {target}");
    }
}

#[test]
fn names_relate_as_sets() {
    use Relation::{Disjoint, Equal, Subset, Superset, Undefined};
    let table = [
        ("o:x:y:1", "o:x:y:1", Equal),
        ("o:x:y", "o:x:y:1", Superset),
        ("o:x:y:1", "o:x:y", Subset),
        // Wazuh #22610 and cve-bin-tool: hardware `camera` matched a program of that name, the part was ignored.
        ("h:vivotek:camera", "a:microsoft:camera", Disjoint),
        ("h:x:camera", "a:x:camera", Disjoint),
        ("*:x:camera", "a:x:camera", Superset),
        ("a:x:y:*:sp1", "a:x:y:2", Undefined),
        ("a:x:y:1:*:*:*:*:windows", "a:x:y:1:*:*:*:*:linux", Disjoint),
        ("a:x:y:1:*:*:*:*:windows", "a:x:y:1", Subset),
        ("a:x:y:1:*:*:*:*:-", "a:x:y:1:*:*:*:*:linux", Disjoint),
    ];
    for (source, target, relation) in table {
        assert_eq!(short(source).relation(&short(target)), relation, "{source} beside {target}");
    }
}

/// A device that has the first names, surely has none of the others, and of the last ones nobody knows.
struct Case {
    what: &'static str,
    condition: Vec<Node>,
    has: &'static [&'static str],
    unknown: &'static [&'static str],
    applies: Answer,
    weak: &'static [&'static str],
    missing: &'static [&'static str],
}

const FW: &str = "o:arista:eos:4.20";
const HW: &str = "h:arista:7280r:-";
const APP: &str = "a:maker:historian";
const OS: &str = "o:microsoft:windows";
const LINUX: &str = "o:linux:linux_kernel";

/// Firmware on hardware, the usual condition of a device.
fn device() -> Vec<Node> {
    vec![and(vec![or(vec![weak(FW)]), or(vec![on(HW)])])]
}

#[rustfmt::skip]
fn cases() -> Vec<Case> {
    use Answer::{No, Unknown, Yes};
    let case = |what, condition, has, unknown, applies, weak, missing|
        Case { what, condition, has, unknown, applies, weak, missing };
    let nested = || vec![and(vec![or(vec![weak(FW)]), and(vec![or(vec![on(HW)]), or(vec![on(OS), on(LINUX)])])])];
    let two = || vec![or(vec![weak(FW)]), or(vec![weak(APP)])];
    let flat_and = || vec![Node { all: true, matches: vec![weak(APP), on(OS)], ..Node::default() }];
    let not_on = || vec![and(vec![or(vec![weak(APP)]), not(or(vec![on(OS)]))])];
    let both = || vec![and(vec![or(vec![weak(FW)]), or(vec![weak(HW)])])];
    let either_platform = || vec![and(vec![or(vec![weak(APP)]), or(vec![on(OS), on(LINUX)])])];
    vec![
        // Simple leaves.
        case("one leaf that is there", vec![or(vec![weak(FW)])], &[FW], &[], Yes, &[FW], &[]),
        case("one leaf that is not there", vec![or(vec![weak(FW)])], &[], &[], No, &[], &[]),
        case("one leaf of which nobody knows", vec![or(vec![weak(FW)])], &[], &[FW], Unknown, &[FW], &[FW]),
        case("no configuration at all", vec![], &[FW], &[], No, &[], &[]),
        case("an empty node", vec![or(vec![])], &[FW], &[], No, &[], &[]),
        case("an empty AND is no blank cheque", vec![and(vec![])], &[FW], &[], No, &[], &[]),
        case("an empty node beside a leaf says nothing",
            vec![and(vec![or(vec![weak(FW)]), or(vec![])])], &[FW], &[], Yes, &[FW], &[]),
        // OR.
        case("OR: one of two", vec![or(vec![weak(FW), weak(APP)])], &[APP], &[], Yes, &[APP], &[]),
        case("OR: both, both cited", vec![or(vec![weak(FW), weak(APP)])], &[FW, APP], &[], Yes, &[FW, APP], &[]),
        case("OR: one yes, one unknown: yes, by the one alone",
            vec![or(vec![weak(FW), weak(APP)])], &[FW], &[APP], Yes, &[FW], &[]),
        case("OR: one no, one unknown", vec![or(vec![weak(FW), weak(APP)])], &[], &[APP], Unknown, &[APP], &[APP]),
        case("configurations are OR-ed", two(), &[APP], &[], Yes, &[APP], &[]),
        case("configurations: unknown in one", two(), &[], &[FW], Unknown, &[FW], &[FW]),
        case("configurations: none", two(), &[HW], &[], No, &[], &[]),
        // AND of firmware and hardware: Grype #1349 ignores it, Dependency-Track #5070 gives nothing or all of it.
        case("Grype #1349: firmware on its hardware", device(), &[FW, HW], &[], Yes, &[FW], &[]),
        case("Grype #1349: the hardware alone is not weak", device(), &[HW], &[], No, &[], &[]),
        case("Grype #1349: firmware without its hardware", device(), &[FW], &[], No, &[], &[]),
        case("Dependency-Track #5070: hardware that nobody knows makes it possible", device(), &[FW], &[HW], Unknown, &[FW], &[HW]),
        case("Dependency-Track #5070: unknown firmware on known hardware", device(), &[HW], &[FW], Unknown, &[FW], &[FW]),
        case("both legs unknown", device(), &[], &[FW, HW], Unknown, &[FW], &[FW, HW]),
        case("the wrong hardware settles it, unknown firmware or not", device(), &[], &[FW], No, &[], &[]),
        case("the wrong firmware settles it, unknown hardware or not", device(), &[], &[HW], No, &[], &[]),
        case("neither leg", device(), &[], &[], No, &[], &[]),
        case("both legs vulnerable: both cited", both(), &[FW, HW], &[], Yes, &[FW, HW], &[]),
        case("both legs vulnerable, one missing", both(), &[FW], &[], No, &[], &[]),
        case("both legs vulnerable, one unknown: both are possible", both(), &[FW], &[HW], Unknown, &[FW, HW], &[HW]),
        // Running on: Grype #2770 reported the system that a program runs on.
        case("Grype #2770: a program on its system", flat_and(), &[APP, OS], &[], Yes, &[APP], &[]),
        case("Grype #2770: the system alone is not reported", flat_and(), &[OS], &[], No, &[], &[]),
        case("Grype #2770: the program on another system", flat_and(), &[APP, LINUX], &[], No, &[], &[]),
        case("the program on a system that nobody knows", flat_and(), &[APP], &[OS], Unknown, &[APP], &[OS]),
        case("one of two systems", either_platform(), &[APP, LINUX], &[], Yes, &[APP], &[]),
        case("one of two systems, the other unknown", either_platform(), &[APP, LINUX], &[OS], Yes, &[APP], &[]),
        case("neither system, one unknown", either_platform(), &[APP], &[OS], Unknown, &[APP], &[OS]),
        case("both systems unknown", either_platform(), &[APP], &[OS, LINUX], Unknown, &[APP], &[OS, LINUX]),
        // cve-bin-tool keeps the vulnerable rows alone: it would say yes to all of these.
        case("cve-bin-tool: no AND", flat_and(), &[APP], &[], No, &[], &[]),
        case("cve-bin-tool: no AND in a tree", nested(), &[FW, HW], &[], No, &[], &[]),
        // Deeper trees.
        case("three legs", nested(), &[FW, HW, LINUX], &[], Yes, &[FW], &[]),
        case("three legs, the deepest unknown", nested(), &[FW, HW], &[LINUX], Unknown, &[FW], &[LINUX]),
        case("three legs, the first unknown", nested(), &[HW, OS], &[FW], Unknown, &[FW], &[FW]),
        case("three legs, all unknown", nested(), &[], &[FW, HW, OS, LINUX], Unknown, &[FW], &[FW, HW, OS, LINUX]),
        case("OR of an AND and a leaf",
            vec![Node { nodes: vec![and(vec![or(vec![weak(FW)]), or(vec![on(HW)])])], matches: vec![weak(APP)], ..Node::default() }],
            &[APP], &[FW], Yes, &[APP], &[]),
        case("AND of an OR of ANDs",
            vec![and(vec![or(vec![on(OS)]), Node { nodes: device(), matches: vec![weak(APP)], ..Node::default() }])],
            &[OS, FW, HW], &[], Yes, &[FW], &[]),
        case("AND over leaves and nodes together",
            vec![Node { all: true, matches: vec![weak(FW)], nodes: vec![or(vec![on(HW)])], negate: false }],
            &[FW], &[HW], Unknown, &[FW], &[HW]),
        case("the same leaf in two configurations, one decided",
            vec![or(vec![weak(FW)]), and(vec![or(vec![weak(FW)]), or(vec![on(HW)])])],
            &[FW], &[HW], Yes, &[FW], &[]),
        // Negation: Dependency-Track drops such nodes.
        case("Dependency-Track drops negate: the program, not on that system", not_on(), &[APP], &[], Yes, &[APP], &[]),
        case("Dependency-Track drops negate: the program on the excepted system", not_on(), &[APP, OS], &[], No, &[], &[]),
        case("negate of what nobody knows", not_on(), &[APP], &[OS], Unknown, &[APP], &[OS]),
        case("negate, and the program is missing", not_on(), &[], &[], No, &[], &[]),
        case("negate alone makes nothing weak", vec![not(or(vec![weak(FW)]))], &[], &[], No, &[], &[]),
        case("negate of what is there", vec![not(or(vec![weak(FW)]))], &[FW], &[], No, &[], &[]),
        case("negate of an AND: one leg is missing",
            vec![and(vec![or(vec![weak(APP)]), not(and(vec![or(vec![on(OS)]), or(vec![on(HW)])]))])],
            &[APP, OS], &[], Yes, &[APP], &[]),
        case("negate of an AND: both legs are there",
            vec![and(vec![or(vec![weak(APP)]), not(and(vec![or(vec![on(OS)]), or(vec![on(HW)])]))])],
            &[APP, OS, HW], &[], No, &[], &[]),
        case("negate of an AND: one no settles it, the other unknown",
            vec![and(vec![or(vec![weak(APP)]), not(and(vec![or(vec![on(OS)]), or(vec![on(HW)])]))])],
            &[APP], &[HW], Yes, &[APP], &[]),
        case("twice negated", vec![and(vec![or(vec![weak(APP)]), not(Node { nodes: vec![not(or(vec![on(OS)]))], ..Node::default() })])],
            &[APP, OS], &[], Yes, &[APP], &[]),
        case("a negated empty node says nothing", vec![and(vec![or(vec![weak(FW)]), not(or(vec![]))])], &[FW], &[], Yes, &[FW], &[]),
        // Platforms.
        case("only platforms: nothing weak", vec![or(vec![on(HW), on(OS)])], &[HW, OS], &[], No, &[], &[]),
        case("a correction that empties a CVE (null:null, not vulnerable)", vec![or(vec![on("a:null:null")])], &[APP], &[], No, &[], &[]),
        case("OR over a weak one and a platform: the platform alone is no weakness",
            vec![or(vec![weak(FW), on(HW)])], &[HW], &[], No, &[], &[]),
        case("OR over a weak one that nobody knows and a platform that is there",
            vec![or(vec![weak(FW), on(HW)])], &[HW], &[FW], Unknown, &[FW], &[FW]),
        case("hardware itself vulnerable", vec![or(vec![weak(HW)])], &[HW], &[], Yes, &[HW], &[]),
        case("Wazuh #22610: a program of that name is no camera", vec![or(vec![weak("h:vivotek:camera")])], &["a:microsoft:camera"], &[], No, &[], &[]),
        case("version `-` is not every version (Grype #2581)", vec![or(vec![weak("o:x:y:-")])], &["o:x:y:4.2"], &[], No, &[], &[]),
        case("version `*` without bounds is every version", vec![or(vec![weak("o:x:y:*")])], &["o:x:y:4.2"], &[], Yes, &["o:x:y:*"], &[]),
    ]
}

#[test]
fn conditions_by_hand() {
    let cases = cases();
    assert!(cases.len() >= 60, "{} cases", cases.len());
    for Case { what, condition, has, unknown, applies, weak, missing } in cases {
        let condition = Applicability { configurations: condition };
        let has: Vec<Cpe> = has.iter().map(|text| short(text)).collect();
        let unknown: Vec<Cpe> = unknown.iter().map(|text| short(text)).collect();
        let verdict = evaluate(&condition, &mut |leaf| {
            let there = |cpe: &Cpe| matches!(leaf.cpe.relation(cpe), Relation::Equal | Relation::Superset);
            match (has.iter().any(there), unknown.contains(&leaf.cpe)) {
                (true, _) => Answer::Yes,
                (false, true) => Answer::Unknown,
                (false, false) => Answer::No,
            }
        });
        let texts = |leaves: &[&CpeMatch]| leaves.iter().map(|leaf| leaf.cpe.to_string()).collect::<Vec<_>>();
        let wanted = |list: &[&str]| list.iter().map(|text| short(text).to_string()).collect::<Vec<_>>();
        assert_eq!(verdict.applies, applies, "{what}");
        assert_eq!(texts(&verdict.weak), wanted(weak), "{what}: what is weak");
        assert_eq!(texts(&verdict.missing), wanted(missing), "{what}: what is missing");
    }
}

#[test]
fn every_leaf_is_asked_for_once() {
    let condition = Applicability { configurations: device() };
    let mut asked = Vec::new();
    evaluate(&condition, &mut |leaf| {
        asked.push(leaf.cpe.to_string());
        Answer::No
    });
    assert_eq!(asked, [short(FW).to_string(), short(HW).to_string()]);
}

/// Trees of three sorts of leaves: yes, no, unknown, some of them platforms.
fn trees() -> impl Strategy<Value = Node> {
    let leaf = (0..3u8, any::<bool>()).prop_map(|(kind, vulnerable)| CpeMatch {
        cpe: short(&format!("a:x:{}", ["yes", "no", "unknown"][usize::from(kind)])),
        vulnerable,
        range: Range::default(),
    });
    let node = (any::<bool>(), any::<bool>(), proptest::collection::vec(leaf, 0..4))
        .prop_map(|(all, negate, matches)| Node { all, negate, matches, nodes: Vec::new() });
    node.prop_recursive(4, 24, 4, |inner| {
        (any::<bool>(), any::<bool>(), proptest::collection::vec(inner, 0..4))
            .prop_map(|(all, negate, nodes)| Node { all, negate, matches: Vec::new(), nodes })
    })
}

fn answer(leaf: &CpeMatch, unknown: Answer) -> Answer {
    match leaf.cpe.product.literal().as_deref() {
        Some("yes") => Answer::Yes,
        Some("no") => Answer::No,
        _ => unknown,
    }
}

proptest! {
    /// What is known stays so, whatever turns out about what is not known, as long as nothing is negated: a yes never
    /// becomes a no, and what can become a yes was never called a no.
    #[test]
    fn knowing_more_takes_nothing_back(mut tree in trees(), becomes in prop::sample::select(vec![Answer::Yes, Answer::No])) {
        fn without_negation(node: &mut Node) {
            node.negate = false;
            node.nodes.iter_mut().for_each(without_negation);
        }
        without_negation(&mut tree);
        let condition = Applicability { configurations: vec![tree] };
        let before = evaluate(&condition, &mut |leaf| answer(leaf, Answer::Unknown));
        let after = evaluate(&condition, &mut |leaf| answer(leaf, becomes));
        match before.applies {
            Answer::Yes => prop_assert_eq!(after.applies, Answer::Yes),
            Answer::No => prop_assert_eq!(after.applies, Answer::No),
            Answer::Unknown => prop_assert!(after.applies != Answer::Unknown && !before.missing.is_empty()),
        }
    }

    /// A verdict never names a platform, and names something exactly where it is not a no.
    #[test]
    fn platforms_are_never_reported(tree in trees()) {
        let condition = Applicability { configurations: vec![tree] };
        let verdict = evaluate(&condition, &mut |leaf| answer(leaf, Answer::Unknown));
        prop_assert!(verdict.weak.iter().all(|leaf| leaf.vulnerable));
        prop_assert_eq!(verdict.weak.is_empty(), verdict.applies == Answer::No);
        prop_assert_eq!(verdict.missing.is_empty(), verdict.applies != Answer::Unknown);
    }

    /// Printing and reading again gives the same name.
    #[test]
    fn names_survive_printing(texts in proptest::collection::vec("[ -~é]{0,12}", 10)) {
        let mut cpe = Cpe { part: Component::Text("a".to_owned()), ..Cpe::default() };
        let literal = |text: &String| match text.as_str() {
            "" => Component::Any,
            text => {
                let mut value = String::new();
                for character in text.trim().to_lowercase().chars() {
                    if matches!(character, '*' | '?' | '\\') {
                        value.push('\\');
                    }
                    value.push(character);
                }
                if value.is_empty() { Component::NotApplicable } else { Component::Text(value) }
            }
        };
        cpe.vendor = literal(&texts[0]);
        cpe.product = literal(&texts[1]);
        cpe.version = literal(&texts[2]);
        cpe.update = literal(&texts[3]);
        for (slot, text) in cpe.rest.iter_mut().zip(&texts[4..]) {
            *slot = literal(text);
        }
        let printed = cpe.to_string();
        prop_assert_eq!(printed.parse::<Cpe>(), Ok(cpe), "{}", printed);
    }

    /// Any text is a name or an error.
    #[test]
    fn any_text_is_survived(text in "(cpe:/|cpe:2\\.3:)?[aoh:*?\\\\%0-9~é-]{0,60}") {
        if let Ok(cpe) = text.parse::<Cpe>() {
            prop_assert_eq!(cpe.to_string().parse::<Cpe>(), Ok(cpe));
        }
    }
}
