//! Conversations and operations: in, joined, and out again.

use crate::load::Words;
use crate::{StoreError, encode};
use holdfast_facts::{
    Carriage, Conversation, ConversationKey, EvidenceSet, Exemplar, ListRole, ListSummary, Operation,
    OperationClass, OperationKey, Timestamp,
};
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::sync::Arc;

const CONVERSATION: &str = "
    INSERT INTO conversation (site, id, vlan, client_mac, client_ip, server_mac, server_ip, carriage, port, capture,
        asked_frames, asked_bytes, answered_frames, answered_bytes, data_frames, first, last, frame,
        opened, accepted, refused, interval_sum, interval_squares)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)
    ON CONFLICT DO UPDATE SET
        asked_frames = max(asked_frames, excluded.asked_frames), asked_bytes = max(asked_bytes, excluded.asked_bytes),
        answered_frames = max(answered_frames, excluded.answered_frames),
        answered_bytes = max(answered_bytes, excluded.answered_bytes),
        data_frames = max(data_frames, excluded.data_frames),
        first = min(first, excluded.first), last = max(last, excluded.last), frame = min(frame, excluded.frame),
        opened = max(opened, excluded.opened), accepted = max(accepted, excluded.accepted),
        refused = max(refused, excluded.refused), interval_sum = max(interval_sum, excluded.interval_sum),
        interval_squares = max(interval_squares, excluded.interval_squares)
    WHERE excluded.asked_frames > asked_frames OR excluded.asked_bytes > asked_bytes
       OR excluded.answered_frames > answered_frames OR excluded.answered_bytes > answered_bytes
       OR excluded.data_frames > data_frames OR excluded.first < first OR excluded.last > last
       OR excluded.frame < frame OR excluded.opened > opened OR excluded.accepted > accepted
       OR excluded.refused > refused OR excluded.interval_sum > interval_sum
       OR excluded.interval_squares > interval_squares";

const OPERATION: &str = "
    INSERT INTO operation (site, id, vlan, client_mac, client_ip, server_mac, server_ip, unit, protocol, class, function,
        asked, accepted, refused, first, last, at, capture, place)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
    ON CONFLICT DO UPDATE SET
        asked = max(asked, excluded.asked), accepted = max(accepted, excluded.accepted),
        refused = max(refused, excluded.refused),
        first = min(first, excluded.first), last = max(last, excluded.last),
        (at, capture, place) = (
            SELECT CASE WHEN less THEN excluded.at ELSE operation.at END,
                   CASE WHEN less THEN excluded.capture ELSE operation.capture END,
                   CASE WHEN less THEN excluded.place ELSE operation.place END
            FROM (SELECT (excluded.at, excluded.capture, excluded.place)
                       < (operation.at, operation.capture, operation.place) AS less))
    WHERE excluded.asked > asked OR excluded.accepted > accepted OR excluded.refused > refused
       OR excluded.first < first OR excluded.last > last
       OR (excluded.at, excluded.capture, excluded.place) < (at, capture, place)";

const LIST: &str = "
    INSERT INTO list (site, id, format, role, rows, refused, as_of)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING";

pub(crate) fn merge(connection: &Connection, site: &str, set: &EvidenceSet) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(CONVERSATION)?;
    for (key, talk) in &set.conversations {
        let (client_mac, client_ip) = encode::party(&key.client);
        let (server_mac, server_ip) = encode::party(&key.server);
        statement.execute(rusqlite::params![
            &*key.site,
            key.id().0.as_slice(),
            key.vlan,
            client_mac,
            client_ip,
            server_mac,
            server_ip,
            key.carriage.name(),
            key.port,
            key.capture.0.as_slice(),
            number(talk.asked_frames),
            number(talk.asked_bytes),
            number(talk.answered_frames),
            number(talk.answered_bytes),
            number(talk.data_frames),
            talk.first.0,
            talk.last.0,
            number(talk.frame),
            talk.opened,
            talk.accepted,
            talk.refused,
            number(talk.interval_sum),
            number(talk.interval_squares),
        ])?;
    }
    let mut statement = connection.prepare_cached(OPERATION)?;
    for (key, operation) in &set.operations {
        let (client_mac, client_ip) = encode::party(&key.client);
        let (server_mac, server_ip) = encode::party(&key.server);
        statement.execute(rusqlite::params![
            &*key.site,
            key.id().0.as_slice(),
            key.vlan,
            client_mac,
            client_ip,
            server_mac,
            server_ip,
            key.unit.as_deref(),
            &*key.protocol,
            key.class.name(),
            &*key.function,
            number(operation.asked),
            number(operation.accepted),
            number(operation.refused),
            operation.first.0,
            operation.last.0,
            operation.exemplar.at.0,
            operation.exemplar.capture.0.as_slice(),
            encode::place(&operation.exemplar.place),
        ])?;
    }
    let mut statement = connection.prepare_cached(LIST)?;
    for (id, list) in &set.lists {
        statement.execute(rusqlite::params![
            site,
            id.0.as_slice(),
            &*list.format,
            list.role.name(),
            number(list.rows),
            number(list.refused),
            list.as_of.0,
        ])?;
    }
    Ok(())
}

/// Rows that are put into a map at once.
const AT_ONCE: usize = 1 << 17;

pub(crate) fn load_conversations(
    connection: &Connection,
    site: &Arc<str>,
) -> Result<BTreeMap<ConversationKey, Conversation>, StoreError> {
    let sql = "SELECT vlan, client_mac, client_ip, server_mac, server_ip, carriage, port, capture,
                      asked_frames, asked_bytes, answered_frames, answered_bytes, data_frames, first, last, frame,
                      opened, accepted, refused, interval_sum, interval_squares
               FROM conversation WHERE site = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([&**site])?;
    // Maps that are made at once have no gaps, and joining two of them makes one without: a third smaller than one that
    // grew. Each is joined with one of its own size, as in counting up in binary.
    let mut maps: Vec<BTreeMap<ConversationKey, Conversation>> = Vec::new();
    let mut list = Vec::with_capacity(AT_ONCE);
    while let Some(row) = rows.next()? {
        let carriage = row.get_ref(5)?.as_str().map_err(rusqlite::Error::from)?;
        let key = ConversationKey {
            site: site.clone(),
            vlan: row.get(0)?,
            client: encode::to_party(row, 1, "conversation")?,
            server: encode::to_party(row, 3, "conversation")?,
            carriage: Carriage::ALL
                .into_iter()
                .find(|known| known.name() == carriage)
                .ok_or_else(|| encode::damaged("conversation", format!("`{carriage}` is no carriage")))?,
            port: row.get(6)?,
            capture: encode::capture_id(row.get(7)?, "conversation")?,
        };
        let count = |at: usize| row.get::<_, i64>(at).map(i64::unsigned_abs);
        let talk = Conversation {
            asked_frames: count(8)?,
            asked_bytes: count(9)?,
            answered_frames: count(10)?,
            answered_bytes: count(11)?,
            data_frames: count(12)?,
            first: Timestamp(row.get(13)?),
            last: Timestamp(row.get(14)?),
            frame: count(15)?,
            opened: row.get(16)?,
            accepted: row.get(17)?,
            refused: row.get(18)?,
            interval_sum: count(19)?,
            interval_squares: count(20)?,
        };
        list.push((key, talk));
        if list.len() == AT_ONCE {
            maps.push(list.drain(..).collect());
            while let [.., larger, last] = maps.as_mut_slice()
                && larger.len() <= last.len()
            {
                larger.append(last);
                maps.pop();
            }
        }
    }
    let mut all: BTreeMap<_, _> = list.into_iter().collect();
    while let Some(mut larger) = maps.pop() {
        larger.append(&mut all);
        all = larger;
    }
    Ok(all)
}

pub(crate) fn load_operations(
    connection: &Connection,
    site: &Arc<str>,
    set: &mut EvidenceSet,
) -> Result<(), StoreError> {
    let sql = "SELECT vlan, client_mac, client_ip, server_mac, server_ip, unit, protocol, class, function,
                      asked, accepted, refused, first, last, at, capture, place
               FROM operation WHERE site = ?1";
    let mut words = Words::default();
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([&**site])?;
    while let Some(row) = rows.next()? {
        let class: String = row.get(7)?;
        let text = |at: usize| row.get::<_, String>(at).map(Arc::<str>::from);
        let count = |at: usize| row.get::<_, i64>(at).map(i64::unsigned_abs);
        let key = OperationKey {
            site: site.clone(),
            vlan: row.get(0)?,
            client: encode::to_party(row, 1, "operation")?,
            server: encode::to_party(row, 3, "operation")?,
            unit: row.get::<_, Option<String>>(5)?.map(Arc::from),
            protocol: text(6)?,
            class: OperationClass::from_name(&class)
                .ok_or_else(|| encode::damaged("operation", format!("`{class}` is no class")))?,
            function: text(8)?,
        };
        let operation = Operation {
            asked: count(9)?,
            accepted: count(10)?,
            refused: count(11)?,
            first: Timestamp(row.get(12)?),
            last: Timestamp(row.get(13)?),
            exemplar: Exemplar {
                at: Timestamp(row.get(14)?),
                capture: encode::capture_id(row.get(15)?, "operation")?,
                place: encode::to_place(
                    row.get_ref(16)?.as_blob().map_err(rusqlite::Error::from)?,
                    "operation",
                    &mut words,
                )?,
            },
        };
        set.operations.insert(key, operation);
    }
    Ok(())
}

pub(crate) fn load_lists(
    connection: &Connection,
    site: &Arc<str>,
    set: &mut EvidenceSet,
) -> Result<(), StoreError> {
    let sql = "SELECT id, format, role, rows, refused, as_of FROM list WHERE site = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([&**site])?;
    while let Some(row) = rows.next()? {
        let id = encode::capture_id(row.get(0)?, "list")?;
        let role: String = row.get(2)?;
        let summary = ListSummary {
            id,
            format: row.get::<_, String>(1)?.into(),
            role: [ListRole::Assets, ListRole::Seen]
                .into_iter()
                .find(|known| known.name() == role)
                .ok_or_else(|| encode::damaged("list", format!("`{role}` is no role")))?,
            rows: row.get::<_, i64>(3)?.unsigned_abs(),
            refused: row.get::<_, i64>(4)?.unsigned_abs(),
            as_of: Timestamp(row.get(5)?),
        };
        set.lists.insert(id, summary);
    }
    Ok(())
}

/// SQLite's integers are signed.
fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
