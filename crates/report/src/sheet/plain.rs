//! A CVSS vector in plain words: from where, with what, what happens. Its letters say no more than that.

/// One or two sentences; nothing for what is no vector.
pub(super) fn plain(vector: &str) -> Option<String> {
    let metric = |names: &[&str]| {
        let parts = vector.trim_matches(['(', ')']).split('/').filter_map(|part| part.split_once(':'));
        let mut found = parts.filter(|(name, _)| names.contains(name)).map(|(_, value)| value);
        found.next()
    };
    let who = match metric(&["AV"])? {
        "N" => "Whoever can reach it over the network",
        "A" => "Somebody near by (within radio range, or on the same part of the network)",
        "L" => "Somebody who can already work on the device",
        "P" => "Somebody who has it in their hands",
        _ => return None,
    };
    let password = match (metric(&["PR"]), metric(&["Au"])) {
        (Some("N"), _) | (None, Some("N")) => " – without any password –",
        (Some(_), _) | (None, Some(_)) => " – with a password –",
        (None, None) => "",
    };
    let mut harms = Vec::new();
    for (names, most, some) in [
        (["I", "VI"], "change what it does or shows", "change a part of what it does or shows"),
        (["A", "VA"], "stop it", "disturb it"),
        (["C", "VC"], "read what it holds", "read a part of what it holds"),
    ] {
        match metric(&names) {
            Some("H" | "C") => harms.push(most),
            Some("L" | "P") => harms.push(some),
            _ => {}
        }
    }
    let tricked = match metric(&["UI"]) {
        Some("R" | "A") => " A person must be tricked into helping.",
        _ => "",
    };
    let harms = match harms.as_slice() {
        [] => return None,
        [one] => (*one).to_owned(),
        [first, second] => format!("{first} and {second}"),
        [first, second, rest @ ..] => format!("{first}, {second} and {}", rest.join(", ")),
    };
    Some(format!("{who} can{password} {harms}.{tricked}"))
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn letters_become_sentences() {
        assert_eq!(
            plain("CVSS:3.0/AV:A/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:L").unwrap(),
            "Somebody near by (within radio range, or on the same part of the network) can – without any password – \
             change what it does or shows and disturb it."
        );
        assert_eq!(
            plain("(AV:N/AC:L/Au:S/C:C/I:C/A:C)").unwrap(),
            "Whoever can reach it over the network can – with a password – change what it does or shows, stop it and \
             read what it holds."
        );
        assert_eq!(
            plain("CVSS:4.0/AV:P/AC:L/AT:N/PR:N/UI:A/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N").unwrap(),
            "Somebody who has it in their hands can – without any password – read what it holds. A person must be \
             tricked into helping."
        );
        for nothing in ["", "CVSS:3.1/AV:X", "<b>", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N"] {
            assert_eq!(plain(nothing), None, "{nothing}");
        }
    }
}
