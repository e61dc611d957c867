//! CVSS vectors as sources write them: version, score, severity. One that cannot be read is told, not dropped.

use crate::advisory::Vulnerability;
use cvss::Cvss;

/// A vector that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    /// As written.
    pub vector: String,
    /// `4.0`, `3.1`, `3.0`, `2.0`.
    pub version: &'static str,
    /// 0–10, one decimal.
    pub score: f64,
    /// `none`, `low`, `medium`, `high`, `critical` (version 2 ends at `high`, as NIST bands it).
    pub severity: &'static str,
    /// The metrics: name and value as written (`AV`, `N`).
    metrics: Vec<(String, String)>,
}

/// A vector that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// As written.
    pub vector: String,
    /// Why.
    pub why: String,
}

/// All vectors of a vulnerability: the newest version first, of one version the highest score; and those that could not
/// be read.
pub fn scores(vulnerability: &Vulnerability) -> (Vec<Scored>, Vec<Unreadable>) {
    let (mut scored, mut unreadable): (Vec<Scored>, Vec<Unreadable>) = (Vec::new(), Vec::new());
    for vector in &vulnerability.cvss {
        match score(vector) {
            Ok(one) if !scored.contains(&one) => scored.push(one),
            Ok(_) => {}
            Err(why) => unreadable.push(Unreadable { vector: vector.clone(), why }),
        }
    }
    scored.sort_by(|a, b| {
        b.version.cmp(a.version).then(b.score.total_cmp(&a.score)).then_with(|| a.vector.cmp(&b.vector))
    });
    (scored, unreadable)
}

/// Reads one vector: `CVSS:4.0/…`, `CVSS:3.1/…`, `CVSS:3.0/…`, `AV:N/…/Au:N/…`, also in brackets, with blanks around or a
/// prefix `CVSS2#`. A vector of version 3 whose prefix was lost (`AV:…/PR:…`) is read as 3.1, whose base scores differ
/// from 3.0 in rounding only.
///
/// # Errors
/// Why it cannot be read.
pub fn score(written: &str) -> Result<Scored, String> {
    let text = written.trim().trim_start_matches('(').trim_end_matches([')', '/', '.']);
    let text = text.strip_prefix("CVSS2#").or_else(|| text.strip_prefix("CVSS:2.0/")).unwrap_or(text);
    let whole = if text.starts_with("AV:") && text.contains("/PR:") {
        format!("CVSS:3.1/{text}")
    } else {
        text.to_owned()
    };
    let read: Cvss = whole.parse().map_err(|error: cvss::Error| error.to_string())?;
    let version = match &read {
        Cvss::CvssV20(_) => "2.0",
        Cvss::CvssV30(_) => "3.0",
        Cvss::CvssV31(_) => "3.1",
        Cvss::CvssV40(_) => "4.0",
        _ => return Err("a version of CVSS that is not known here".to_owned()),
    };
    let metrics = whole
        .split('/')
        .filter_map(|metric| metric.split_once(':'))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let score = (read.score() * 10.0).round() / 10.0;
    Ok(Scored { vector: written.to_owned(), version, score, severity: severity(&read), metrics })
}

fn severity(read: &Cvss) -> &'static str {
    match read.severity() {
        cvss::Severity::None => "none",
        cvss::Severity::Low => "low",
        cvss::Severity::Medium => "medium",
        cvss::Severity::High => "high",
        cvss::Severity::Critical => "critical",
    }
}

impl Scored {
    fn is(&self, name: &str, values: &[&str]) -> bool {
        self.metrics.iter().any(|(metric, value)| metric == name && values.contains(&value.as_str()))
    }

    /// Whether an attack needs no luck, no login and no person, over a network: what can be done to many by a program.
    /// A derivation, not SSVC's own judgement.
    pub fn suggests_automatable(&self) -> bool {
        let easy = self.is("AV", &["N"]) && self.is("AC", &["L"]);
        match self.version {
            "2.0" => easy && self.is("Au", &["N"]),
            "4.0" => easy && self.is("PR", &["N"]) && self.is("UI", &["N"]) && self.is("AT", &["N"]),
            _ => easy && self.is("PR", &["N"]) && self.is("UI", &["N"]),
        }
    }

    /// Whether all that the device holds and does falls to the attacker. A derivation, not SSVC's own judgement.
    pub fn suggests_total_impact(&self) -> bool {
        match self.version {
            "2.0" => self.is("C", &["C"]) && self.is("I", &["C"]),
            "4.0" => self.is("VC", &["H"]) && self.is("VI", &["H"]),
            _ => self.is("C", &["H"]) && self.is("I", &["H"]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{score, scores};
    use crate::advisory::Vulnerability;

    #[test]
    fn every_form_is_read() {
        for (vector, version, value, severity) in [
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "3.1", 9.8, "critical"),
            ("CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H", "3.0", 7.5, "high"),
            ("AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "3.1", 9.8, "critical"),
            ("AV:N/AC:L/Au:N/C:C/I:C/A:C", "2.0", 10.0, "high"),
            (" (AV:N/AC:L/Au:N/C:P/I:P/A:P) ", "2.0", 7.5, "high"),
            ("CVSS2#AV:L/AC:H/Au:N/C:N/I:N/A:P", "2.0", 1.2, "low"),
            ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "4.0", 9.3, "critical"),
        ] {
            let read = score(vector).unwrap_or_else(|why| panic!("{vector}: {why}"));
            assert_eq!((read.version, read.score, read.severity), (version, value, severity), "{vector}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        let vulnerability = Vulnerability {
            cvss: vec![
                "AV:N/AC:L/Au:N/C:P/I:P/A:P".into(),
                "CVSS:9.9/AV:N".into(),
                String::new(),
                "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H".into(),
            ],
            ..Vulnerability::default()
        };
        let (scored, unreadable) = scores(&vulnerability);
        assert_eq!(scored.iter().map(|one| one.version).collect::<Vec<_>>(), ["3.1", "2.0"]);
        assert_eq!(unreadable.len(), 2);
        assert!(unreadable.iter().all(|one| !one.why.is_empty()));
    }

    #[test]
    fn derivations() {
        let of =
            |vector: &str| score(vector).map(|one| (one.suggests_automatable(), one.suggests_total_impact()));
        assert_eq!(of("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"), Ok((true, true)));
        assert_eq!(of("CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:L/A:H"), Ok((false, false)));
        assert_eq!(of("AV:N/AC:L/Au:N/C:C/I:C/A:C"), Ok((true, true)));
    }
}
