//! What became of each statement: it holds, it was taken back, or a later one goes before it.

use holdfast_facts::{Device, EvidenceSet, Field, Retraction, Saying, Standing, Statement, StatementId};
use std::collections::BTreeMap;

/// Every statement's standing. `devices` are those of [`resolve`](crate::resolve) for the same set.
pub fn standings(set: &EvidenceSet, devices: &[Device]) -> BTreeMap<StatementId, Standing> {
    let mut undone: BTreeMap<StatementId, &Retraction> = BTreeMap::new();
    for undo in &set.retractions {
        let first = undone.entry(undo.statement()).or_insert(undo);
        if (undo.at(), undo.id()) < (first.at(), first.id()) {
            *first = undo;
        }
    }
    let standing = set.standing();
    let mut about: BTreeMap<StatementId, Vec<&Device>> = BTreeMap::new();
    for device in devices {
        for id in &device.statements {
            about.entry(*id).or_default().push(device);
        }
    }
    set.statements
        .iter()
        .map(|(id, statement)| {
            let stands = match undone.get(id) {
                Some(undo) => Standing::Undone((*undo).clone()),
                None => match about.get(id) {
                    Some(about) => in_force(*id, statement, about, &standing),
                    None => Standing::AboutNothing,
                },
            };
            (*id, stands)
        })
        .collect()
}

fn in_force(
    id: StatementId,
    statement: &Statement,
    about: &[&Device],
    standing: &[(StatementId, &Statement)],
) -> Standing {
    let later = || standing.iter().skip_while(|(other, _)| *other != id).skip(1);
    match statement.says() {
        Saying::Field(field, _) => {
            let held: Vec<StatementId> = about.iter().filter_map(|device| said_by(device, *field)).collect();
            match held.first() {
                _ if held.contains(&id) => Standing::Holds,
                by => Standing::Overruled(by.copied()),
            }
        }
        Saying::Merge(with) if about.len() > 1 => {
            let ours = |keys: &Statement| {
                keys.about().iter().any(|key| statement.about().contains(key) || with.contains(key))
            };
            let split = later().filter(|(_, other)| matches!(other.says(), Saying::Split) && ours(other));
            Standing::Overruled(split.last().map(|(id, _)| *id))
        }
        Saying::Split
            if about.iter().any(|device| device.keys.iter().any(|key| !statement.about().contains(key))) =>
        {
            let ours = |other: &Statement| match other.says() {
                Saying::Merge(with) => {
                    statement.about().iter().any(|key| other.about().contains(key) || with.contains(key))
                }
                _ => false,
            };
            Standing::Overruled(later().filter(|(_, other)| ours(other)).last().map(|(id, _)| *id))
        }
        Saying::Merge(_) | Saying::Split | Saying::Ignore => Standing::Holds,
    }
}

/// The statement that a claim rests on.
fn said_by(device: &Device, field: Field) -> Option<StatementId> {
    device.claims.get(&field)?.reasons.iter().find_map(|reason| reason.statement)
}
