//! What people say of devices: who, when, why. Statements are never changed and never taken out: an undo is a
//! [`Retraction`], an entry of its own that names the statement. So two stores that are merged agree, in any order.

use crate::attribute::{VALUE_LIMIT, clean};
use crate::id::{base32, hash_of};
use crate::{EndpointKey, Field, Refused, Timestamp};
use std::collections::BTreeSet;
use std::fmt;

/// Names one statement: 80 bits of BLAKE3 over all of its content, as `S-` and 16 letters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StatementId(pub [u8; 10]);

/// What is said. A further kind of statement is a further variant here, its words below, and a word in the store.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Saying {
    /// The device's field has this value.
    Field(Field, Box<str>),
    /// It is one thing with these.
    Merge(BTreeSet<EndpointKey>),
    /// These endpoint keys are a thing of their own.
    Split,
    /// It is not to be listed and counted.
    Ignore,
}

impl Saying {
    /// The word for it, and its parts: what its id is made of.
    fn words(&self) -> (&'static str, Vec<String>) {
        match self {
            Saying::Field(field, value) => ("field", vec![field.name().to_owned(), value.to_string()]),
            Saying::Merge(with) => ("merge", with.iter().map(ToString::to_string).collect()),
            Saying::Split => ("split", Vec::new()),
            Saying::Ignore => ("ignore", Vec::new()),
        }
    }
}

/// What one person said of one device at one time.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Statement {
    about: BTreeSet<EndpointKey>,
    says: Saying,
    person: Box<str>,
    at: Timestamp,
    reason: Option<Box<str>>,
}

/// Why a statement was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StatementError {
    /// It is about nothing.
    #[error("a statement must be about something on the network or in a list")]
    AboutNothing,
    /// A part is missing.
    #[error("the {0} is empty")]
    Empty(&'static str),
    /// A part is too long.
    #[error("the {0} is longer than {VALUE_LIMIT} bytes")]
    TooLong(&'static str),
    /// A part looks like a password or a key.
    #[error("the {0} looks like a password or a key, which is never kept")]
    Credential(&'static str),
    /// A part looks like a patient's record.
    #[error("the {0} looks like a patient's record, which is never kept")]
    Patient(&'static str),
}

/// A text as it is kept, or why it is not.
fn kept(part: &'static str, text: &str) -> Result<Box<str>, StatementError> {
    let text = clean(text).map_err(|refused| match refused {
        Refused::Credential => StatementError::Credential(part),
        Refused::Patient => StatementError::Patient(part),
        Refused::Empty | Refused::Name => StatementError::Empty(part),
    })?;
    if text.len() > VALUE_LIMIT { Err(StatementError::TooLong(part)) } else { Ok(text.into()) }
}

fn kept_reason(reason: Option<&str>) -> Result<Option<Box<str>>, StatementError> {
    reason.map(|reason| kept("reason", reason)).transpose()
}

impl Statement {
    /// Builds the statement, or says why it must not exist. `about` are keys of one site.
    pub fn new(
        about: BTreeSet<EndpointKey>,
        says: Saying,
        person: &str,
        at: Timestamp,
        reason: Option<&str>,
    ) -> Result<Statement, StatementError> {
        let says = match says {
            Saying::Field(field, value) => Saying::Field(field, kept(field.name(), &value)?),
            other => other,
        };
        let nothing = |keys: &BTreeSet<EndpointKey>| keys.is_empty();
        if nothing(&about) || matches!(&says, Saying::Merge(with) if nothing(with)) {
            return Err(StatementError::AboutNothing);
        }
        Ok(Statement { about, says, person: kept("person", person)?, at, reason: kept_reason(reason)? })
    }

    /// Content-derived: the same statement of the same person at the same time has the same id on every machine.
    pub fn id(&self) -> StatementId {
        let (word, parts) = self.says.words();
        let about: Vec<String> = self.about.iter().map(ToString::to_string).collect();
        let (keys, at) = (about.len().to_string(), self.at.0.to_string());
        let mut all = vec!["statement", &keys];
        all.extend(about.iter().map(String::as_str));
        all.push(word);
        all.extend(parts.iter().map(String::as_str));
        all.extend([&*self.person, &at]);
        all.extend(self.reason.as_deref());
        StatementId(hash_of(&all))
    }

    /// What it is bound to; at least one key.
    pub fn about(&self) -> &BTreeSet<EndpointKey> {
        &self.about
    }

    /// What is said.
    pub fn says(&self) -> &Saying {
        &self.says
    }

    /// Who said it.
    pub fn person(&self) -> &str {
        &self.person
    }

    /// When. Of two statements that contradict each other the later one holds.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// Why, in the person's own words.
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }
}

/// A person takes a statement back. A set of these only grows, so an undo survives every replay of what it undoes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Retraction {
    statement: StatementId,
    person: Box<str>,
    at: Timestamp,
    reason: Option<Box<str>>,
}

impl Retraction {
    /// Builds the retraction, or says why it must not exist.
    pub fn new(
        statement: StatementId,
        person: &str,
        at: Timestamp,
        reason: Option<&str>,
    ) -> Result<Retraction, StatementError> {
        Ok(Retraction { statement, person: kept("person", person)?, at, reason: kept_reason(reason)? })
    }

    /// Its name by content.
    pub fn id(&self) -> [u8; 10] {
        let (statement, at) = (self.statement.to_string(), self.at.0.to_string());
        let mut all = vec!["retraction", &statement, &*self.person, &at];
        all.extend(self.reason.as_deref());
        hash_of(&all)
    }

    /// What it takes back.
    pub fn statement(&self) -> StatementId {
        self.statement
    }

    /// Who took it back.
    pub fn person(&self) -> &str {
        &self.person
    }

    /// When.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// Why, in the person's own words.
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }
}

/// Where a statement stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is in force.
    Holds,
    /// Somebody took it back: the earliest undo.
    Undone(Retraction),
    /// A later statement contradicts it and goes before it.
    Overruled(Option<StatementId>),
    /// Nothing that it is bound to is known here.
    AboutNothing,
}

impl Standing {
    /// The word in JSON and in lists.
    pub fn word(&self) -> &'static str {
        match self {
            Standing::Holds => "holds",
            Standing::Undone(_) => "undone",
            Standing::Overruled(_) => "overruled",
            Standing::AboutNothing => "about nothing known",
        }
    }
}

impl fmt::Display for StatementId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "S-{}", base32(&self.0))
    }
}

impl fmt::Debug for StatementId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Mac;

    fn keys(numbers: &[u8]) -> BTreeSet<EndpointKey> {
        numbers.iter().map(|n| EndpointKey::Mac("s".into(), Mac([0, 0, 0, 0, 0, *n]))).collect()
    }

    fn kind(value: &str) -> Saying {
        Saying::Field(Field::Kind, value.into())
    }

    #[test]
    fn ids_tell_all_content_apart() {
        let say = |about: &[u8], says: Saying, person: &str, at: i64, reason: Option<&str>| {
            Statement::new(keys(about), says, person, Timestamp(at), reason).unwrap().id()
        };
        let all = [
            say(&[1], kind("camera"), "Jane Doe", 1, None),
            say(&[1, 2], kind("camera"), "Jane Doe", 1, None),
            say(&[1], kind("plc"), "Jane Doe", 1, None),
            say(&[1], Saying::Field(Field::Model, "camera".into()), "Jane Doe", 1, None),
            say(&[1], kind("camera"), "John Doe", 1, None),
            say(&[1], kind("camera"), "Jane Doe", 2, None),
            say(&[1], kind("camera"), "Jane Doe", 1, Some("label")),
            say(&[1], Saying::Merge(keys(&[2])), "Jane Doe", 1, None),
            say(&[1], Saying::Merge(keys(&[2, 3])), "Jane Doe", 1, None),
            say(&[1], Saying::Split, "Jane Doe", 1, None),
            say(&[1], Saying::Ignore, "Jane Doe", 1, None),
        ];
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
        assert_eq!(
            all[0],
            say(&[1], kind(" camera "), "Jane Doe", 1, None),
            "blanks at the ends say nothing"
        );
        assert!(all[0].to_string().starts_with("S-") && all[0].to_string().len() == 18);
    }

    #[test]
    fn what_must_not_be_kept_is_refused() {
        let say = |says: Saying, person: &str, reason: Option<&str>| {
            Statement::new(keys(&[1]), says, person, Timestamp(1), reason).map(|_| ())
        };
        assert_eq!(say(kind("  "), "Jane", None), Err(StatementError::Empty("kind")));
        assert_eq!(say(kind("plc"), " ", None), Err(StatementError::Empty("person")));
        assert_eq!(say(kind("plc"), "Jane", Some("")), Err(StatementError::Empty("reason")));
        assert_eq!(
            say(kind("plc"), "Jane", Some("login with password=abc")),
            Err(StatementError::Credential("reason"))
        );
        assert_eq!(say(kind("plc"), "Jane", Some("PID|1||42")), Err(StatementError::Patient("reason")));
        assert_eq!(say(kind(&"x".repeat(257)), "Jane", None), Err(StatementError::TooLong("kind")));
        assert_eq!(say(Saying::Merge(BTreeSet::new()), "Jane", None), Err(StatementError::AboutNothing));
        let nothing = Statement::new(BTreeSet::new(), Saying::Split, "Jane", Timestamp(1), None);
        assert_eq!(nothing.map(|_| ()), Err(StatementError::AboutNothing));
    }
}
