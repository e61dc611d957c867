//! Cuts the text of an advisory into sentences.
//!
//! A full stop ends a sentence only where white space and a new beginning follow: `V2.6.6`, `Inc.`, `e.g.` and addresses
//! stay whole. Line ends inside a sentence are how publishers wrap their lines; empty lines and list marks are breaks.

/// Words after which a full stop ends nothing.
const SHORT: &[&str] = &[
    "inc", "ltd", "co", "corp", "llc", "no", "nos", "v", "ver", "vers", "vs", "e.g", "i.e", "eg", "ie",
    "etc", "st", "mr", "dr", "rev", "approx", "fig", "sec", "u.s", "s.a", "b.v", "a.s", "s.r.l", "s.p.a",
    "bzw", "z.b", "nr", "ca", "usw", "incl", "p. ej", "ej", "resp",
];

/// The sentences of a text, each in one line, in order. Markup is taken out.
pub(crate) fn split(text: &str) -> Vec<String> {
    let mut sentences = Vec::new();
    for paragraph in paragraphs(&without_markup(text)) {
        cut(&paragraph, &mut sentences);
    }
    sentences
}

/// Tags become line breaks, the commonest entities characters.
fn without_markup(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        let (before, from) = rest.split_at(start);
        plain.push_str(before);
        let tag =
            from.get(1..2).is_some_and(|next| next == "/" || next.chars().all(|c| c.is_ascii_alphabetic()));
        match from.find('>').filter(|end| tag && *end < 200) {
            Some(end) => {
                plain.push_str(if from.starts_with("<b>") || from.starts_with("<i>") { " " } else { "\n\n" });
                rest = from.get(end + 1..).unwrap_or_default();
            }
            None => {
                plain.push('<');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    plain.push_str(rest);
    if plain.contains('&') {
        for (entity, character) in
            [("&nbsp;", " "), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'")]
        {
            plain = plain.replace(entity, character);
        }
    }
    plain
}

fn paragraphs(text: &str) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        let line = line.trim();
        let listed = line.starts_with(['•', '*', '·', '‣', '–']) || line.starts_with("- ");
        let line = line.trim_start_matches(['•', '*', '·', '‣', '–']).trim_start_matches("- ").trim();
        if line.is_empty() {
            open = false;
            continue;
        }
        match paragraphs.last_mut().filter(|_| open && !listed) {
            Some(paragraph) => {
                paragraph.push(' ');
                paragraph.push_str(line);
            }
            None => paragraphs.push(line.to_owned()),
        }
        open = !line.ends_with(':');
    }
    paragraphs
}

fn cut(paragraph: &str, sentences: &mut Vec<String>) {
    let mut start = 0;
    for (at, character) in paragraph.char_indices() {
        let end = at + character.len_utf8();
        let stop = match character {
            ';' | '•' => true,
            '.' | '!' | '?' => {
                let after = paragraph.get(end..).unwrap_or_default();
                begins_anew(after)
                    && !(character == '.' && is_short(paragraph.get(start..at).unwrap_or_default()))
            }
            _ => false,
        };
        if stop {
            push(paragraph.get(start..end).unwrap_or_default(), sentences);
            start = end;
        }
    }
    push(paragraph.get(start..).unwrap_or_default(), sentences);
}

/// Whether a new sentence can begin here: white space and a capital, a figure or a quotation mark; or a capital with a
/// small letter at once ("…issue.STEP 1", "…below.SCALANCE"), which careless publishers write.
fn begins_anew(after: &str) -> bool {
    let trimmed = after.trim_start();
    let Some(first) = trimmed.chars().next() else { return true };
    if trimmed.len() < after.len() {
        return first.is_uppercase()
            || first.is_ascii_digit()
            || "\"“'‘(•-".contains(first)
            || first.is_lowercase();
    }
    let mut two = after.chars();
    let (one, other) = (two.next(), two.next());
    one.is_some_and(char::is_uppercase) && other.is_some_and(char::is_alphabetic) && {
        let word: String = after.chars().take_while(|c| c.is_alphanumeric()).collect();
        word.len() > 3
    }
}

fn is_short(before: &str) -> bool {
    let word = before.rsplit([' ', '(', '"', '“']).next().unwrap_or_default().to_lowercase();
    SHORT.contains(&word.as_str()) || (word.chars().count() == 1 && word.chars().all(char::is_alphabetic))
}

fn push(sentence: &str, sentences: &mut Vec<String>) {
    let sentence = sentence.trim();
    if sentence.chars().any(char::is_alphanumeric) {
        sentences.push(sentence.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn full_stops_of_versions_and_abbreviations_end_nothing() {
        assert_eq!(
            split(
                "Update to V2.6.6. Rockwell Inc. has fixed it in v. 3.1, e.g. by a patch. See https://x.example/a.b."
            ),
            [
                "Update to V2.6.6.",
                "Rockwell Inc. has fixed it in v. 3.1, e.g. by a patch.",
                "See https://x.example/a.b."
            ]
        );
    }

    #[test]
    fn wrapped_lines_are_one_sentence_and_headings_stand_alone() {
        assert_eq!(
            split(
                "The server, where the\nmanager is installed on.\n\nFor drives:\nUpdate to 2.0\n- Close port 22\n- Use a VPN"
            ),
            [
                "The server, where the manager is installed on.",
                "For drives:",
                "Update to 2.0",
                "Close port 22",
                "Use a VPN"
            ]
        );
    }

    #[test]
    fn markup_is_taken_out_and_comparisons_stay() {
        assert_eq!(
            split("<p>Versions < 4.2 are old.</p><ul><li>Update.</li></ul>"),
            ["Versions < 4.2 are old.", "Update."]
        );
        assert_eq!(split("a < b & c"), ["a < b & c"]);
        assert_eq!(split(""), Vec::<String>::new());
        assert_eq!(split("<<<>>> ... ;;; \u{0}"), Vec::<String>::new());
    }

    #[test]
    fn a_forgotten_space_still_ends_a_sentence() {
        assert_eq!(
            split("This is the step of the issue.Update the software to 2.1"),
            ["This is the step of the issue.", "Update the software to 2.1"]
        );
        assert_eq!(split("Use Siemens.com and PC.Net"), ["Use Siemens.com and PC.Net"]);
    }
}
