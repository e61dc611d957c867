//! `holdfast say DEVICE …`: what a person knows. It is kept beside the evidence, goes before it, and can be undone.

pub(crate) mod list;
mod made;

use super::why::find;
use crate::args::{Arguments, Say};
use crate::failure::{DONE, Failure, INPUT, USAGE};
use crate::world::World;
use crate::{data, pipeline};
use holdfast_facts::{
    Device, EvidenceSet, Join as _, Retraction, Saying, Statement, StatementError, StatementId, Timestamp,
};
use std::io::{BufWriter, Write as _};

/// Who speaks, when and why.
struct Speaker {
    person: String,
    at: Timestamp,
    reason: Option<String>,
}

pub(crate) fn run(arguments: &Arguments, say: &Say) -> Result<u8, Failure> {
    let world = World::of(arguments)?;
    let knowledge = data::knowledge()?;
    let rules = data::exposure_rules()?;
    let mut store = world.open_existing()?;
    let (mut set, _) = pipeline::load(&store, &world.site)?;
    let before = pipeline::conclude(&set, &knowledge, &rules, &world.site).devices;
    let mut out = BufWriter::new(std::io::stdout().lock());
    if say.list {
        let device = say.device.as_deref().map(|text| find(&before, text)).transpose()?;
        list::print(&set, &before, device, say.json, &mut out)?;
        out.flush()?;
        return Ok(DONE);
    }
    let speaker = speaker(say)?;
    let mut new = EvidenceSet::default();
    let mut told: Vec<StatementId> = Vec::new();
    if let Some(text) = &say.undo {
        let (id, _) = find_statement(&set, text)?;
        told.push(id);
        // Undone is undone: the first one counts.
        if !set.retractions.iter().any(|undo| undo.statement() == id) {
            new.retractions.insert(retraction(id, &speaker)?);
        }
    } else {
        let device = find(&before, say.device.as_deref().unwrap_or_default())?;
        for id in ignores(say, &set, device)? {
            told.push(id);
            new.retractions.insert(retraction(id, &speaker)?);
        }
        for (about, says) in made::statements(say, device, &before, &knowledge)? {
            let statement =
                Statement::new(about, says, &speaker.person, speaker.at, speaker.reason.as_deref());
            let statement = statement.map_err(|error| refused(&error))?;
            let id = statement.id();
            if set.retractions.iter().any(|undo| undo.statement() == id) {
                return Err(Failure::new(
                    USAGE,
                    "the same was said before at that time, and undone",
                    id,
                    "say it with another --on or --reason",
                ));
            }
            told.push(id);
            new.insert_statement(statement);
        }
    }
    if told.is_empty() {
        return Err(Failure::new(
            USAGE,
            "nothing is said of the device",
            "say",
            "give FIELD=VALUE, --merge, --split, --ignore or --unignore; `holdfast say --help` lists the fields",
        ));
    }
    store.merge(&world.site.id, &new)?;
    set.join(new);
    let after = pipeline::conclude(&set, &knowledge, &rules, &world.site).devices;
    list::told(&set, &after, &told, (say.json, &knowledge.kinds), &mut out)?;
    out.flush()?;
    Ok(DONE)
}

fn refused(error: &StatementError) -> Failure {
    Failure::new(USAGE, error, "what was said", "say it in other words")
}

fn retraction(id: StatementId, speaker: &Speaker) -> Result<Retraction, Failure> {
    Retraction::new(id, &speaker.person, speaker.at, speaker.reason.as_deref())
        .map_err(|error| refused(&error))
}

/// The statements that `--unignore` takes back.
fn ignores(say: &Say, set: &EvidenceSet, device: &Device) -> Result<Vec<StatementId>, Failure> {
    if !say.unignore {
        return Ok(Vec::new());
    }
    let is_ignore = |id: &&StatementId| {
        set.statements.get(id).is_some_and(|statement| matches!(statement.says(), Saying::Ignore))
    };
    let found: Vec<StatementId> = device.statements.iter().filter(is_ignore).copied().collect();
    if found.is_empty() {
        return Err(Failure::new(
            INPUT,
            "the device is not ignored",
            &device.id,
            "`holdfast say --list` shows what was said",
        ));
    }
    Ok(found)
}

/// By id or its beginning.
pub(crate) fn find_statement<'s>(
    set: &'s EvidenceSet,
    text: &str,
) -> Result<(StatementId, &'s Statement), Failure> {
    let wanted = text.to_uppercase();
    let is_id = wanted.starts_with("S-") && wanted.len() > 2;
    let mut found = set.statements.iter().filter(|(id, _)| is_id && id.to_string().starts_with(&wanted));
    match (found.next(), found.next()) {
        (Some((id, statement)), None) => Ok((*id, statement)),
        (Some(_), Some(_)) => {
            Err(Failure::new(USAGE, "several statements begin so", text, "give more of the id"))
        }
        (None, _) => Err(Failure::new(INPUT, "no such statement", text, "`holdfast say --list` lists them")),
    }
}

fn speaker(say: &Say) -> Result<Speaker, Failure> {
    let variable = |name: &&str| std::env::var(name).ok().filter(|name| !name.trim().is_empty());
    let person = say.person.clone().or_else(|| ["USER", "LOGNAME", "USERNAME"].iter().find_map(variable));
    let person = person.ok_or_else(|| {
        Failure::new(USAGE, "nobody is named who says so", "say", "give your name with --person")
    })?;
    let now = Timestamp(jiff::Timestamp::now().as_microsecond());
    let at = match &say.on {
        None => now,
        Some(text) => on(text)?,
    };
    if at > now {
        // It would go before everything that is said until then.
        return Err(Failure::new(USAGE, "that day has not come yet", "--on", "give today or an earlier day"));
    }
    Ok(Speaker { person, at, reason: say.reason.clone() })
}

/// A day (its beginning, UTC) or a moment.
fn on(text: &str) -> Result<Timestamp, Failure> {
    let day = || {
        let date: jiff::civil::Date = text.parse().ok()?;
        Some(date.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
    };
    let moment = text.parse::<jiff::Timestamp>().ok().or_else(day);
    moment.map(|moment| Timestamp(moment.as_microsecond())).ok_or_else(|| {
        Failure::new(USAGE, format!("`{text}` is no date"), "--on", "give a date as YYYY-MM-DD, or RFC 3339")
    })
}
