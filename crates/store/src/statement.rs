//! What people said and took back: two sets that only grow, so the merge is "put in what is not there".

use crate::{StoreError, encode};
use holdfast_facts::{
    EndpointKey, EvidenceSet, Field, Retraction, Saying, SiteId, Statement, StatementId, Timestamp,
};
use rusqlite::{Connection, Row};
use std::collections::BTreeSet;

const STATEMENT: &str = "
    INSERT INTO statement (site, id, about, says, field, value, others, person, at, reason)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING";

const RETRACTION: &str = "
    INSERT INTO retraction (site, id, statement, person, at, reason)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING";

pub(crate) fn merge(connection: &Connection, site: &str, set: &EvidenceSet) -> Result<(), StoreError> {
    let mut insert = connection.prepare_cached(STATEMENT)?;
    for (id, statement) in &set.statements {
        let (says, field, value, others) = match statement.says() {
            Saying::Field(field, value) => ("field", Some(field.name()), Some(&**value), None),
            Saying::Merge(with) => ("merge", None, None, Some(texts(with)?)),
            Saying::Split => ("split", None, None, None),
            Saying::Ignore => ("ignore", None, None, None),
        };
        insert.execute(rusqlite::params![
            site,
            id.0.as_slice(),
            texts(statement.about())?,
            says,
            field,
            value,
            others,
            statement.person(),
            statement.at().0,
            statement.reason(),
        ])?;
    }
    let mut insert = connection.prepare_cached(RETRACTION)?;
    for undo in &set.retractions {
        insert.execute(rusqlite::params![
            site,
            undo.id().as_slice(),
            undo.statement().0.as_slice(),
            undo.person(),
            undo.at().0,
            undo.reason(),
        ])?;
    }
    Ok(())
}

pub(crate) fn load(connection: &Connection, site: &SiteId, set: &mut EvidenceSet) -> Result<(), StoreError> {
    let sql = "SELECT about, says, field, value, others, person, at, reason FROM statement WHERE site = ?1";
    let mut select = connection.prepare_cached(sql)?;
    let mut rows = select.query([&**site])?;
    while let Some(row) = rows.next()? {
        set.insert_statement(statement(row, site)?);
    }
    let sql = "SELECT statement, person, at, reason FROM retraction WHERE site = ?1";
    let mut select = connection.prepare_cached(sql)?;
    let mut rows = select.query([&**site])?;
    while let Some(row) = rows.next()? {
        let id: Vec<u8> = row.get(0)?;
        let id =
            id.try_into().map_err(|_| encode::damaged("retraction", "not a statement's id".to_owned()))?;
        let (person, reason): (String, Option<String>) = (row.get(1)?, row.get(3)?);
        let undo = Retraction::new(StatementId(id), &person, Timestamp(row.get(2)?), reason.as_deref());
        set.retractions.insert(undo.map_err(|error| encode::damaged("retraction", error.to_string()))?);
    }
    Ok(())
}

fn statement(row: &Row<'_>, site: &SiteId) -> Result<Statement, StoreError> {
    let broken = |what: String| encode::damaged("statement", what);
    let says: String = row.get(1)?;
    let says = match says.as_str() {
        "field" => {
            let (field, value): (String, String) = (row.get(2)?, row.get(3)?);
            let field =
                Field::from_name(&field).ok_or_else(|| broken(format!("there is no field `{field}`")))?;
            Saying::Field(field, value.into())
        }
        "merge" => Saying::Merge(keys(&row.get::<_, String>(4)?, site)?),
        "split" => Saying::Split,
        "ignore" => Saying::Ignore,
        other => return Err(broken(format!("`{other}` is nothing that can be said"))),
    };
    let about = keys(&row.get::<_, String>(0)?, site)?;
    let (person, reason): (String, Option<String>) = (row.get(5)?, row.get(7)?);
    Statement::new(about, says, &person, Timestamp(row.get(6)?), reason.as_deref())
        .map_err(|error| broken(error.to_string()))
}

/// Keys as a JSON array of texts: names in them may hold any sign.
fn texts(keys: &BTreeSet<EndpointKey>) -> Result<String, StoreError> {
    let list: Vec<String> = keys.iter().map(ToString::to_string).collect();
    serde_json::to_string(&list).map_err(|error| encode::damaged("statement", error.to_string()))
}

fn keys(text: &str, site: &SiteId) -> Result<BTreeSet<EndpointKey>, StoreError> {
    let list: Vec<String> =
        serde_json::from_str(text).map_err(|error| encode::damaged("statement", error.to_string()))?;
    list.iter()
        .map(|key| {
            EndpointKey::parse(site, key)
                .ok_or_else(|| encode::damaged("statement", format!("`{key}` is no endpoint key")))
        })
        .collect()
}
