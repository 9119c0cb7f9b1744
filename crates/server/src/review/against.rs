//! Which values of fields stand against each other.
//!
//! An edit has, for each field, the new value and the version that its author saw; the row has the value
//! and the version that are. They are compared by name as JSON, so that every command with edits is
//! understood, today's and a later one's.

use database::{DatabaseError, Reading};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::Waiting;
use crate::push::names;

/// One field.
#[derive(Clone, Debug, PartialEq)]
pub struct Against {
    pub field: String,
    pub is: Value,
    pub is_version: u64,
    pub other: Value,
    /// The version that the author of the other was looking at.
    pub seen: u64,
}

pub async fn against(
    read: &mut dyn Reading,
    centre: Uuid,
    waiting: &Waiting,
) -> Result<Vec<Against>, DatabaseError> {
    let rows = rows(read, centre, &waiting.command).await?;
    let Some(fields) = fields(&waiting.command) else {
        return Ok(Vec::new());
    };
    let found = fields.iter().filter_map(|(name, edit)| {
        let seen = edit.get("seen")?.as_u64()?;
        let now = rows.iter().find_map(|row| field(row, name))?;
        Some(Against {
            field: name.clone(),
            is: now.get("value").cloned().unwrap_or_default(),
            is_version: now.get("version")?.as_u64()?,
            other: edit.get("value").cloned().unwrap_or_default(),
            seen,
        })
    });
    Ok(found.collect())
}

/// The command as its author would write it now, having seen what is.
pub async fn seen_now(
    read: &mut dyn Reading,
    centre: Uuid,
    command: &Value,
) -> Result<Value, DatabaseError> {
    let rows = rows(read, centre, command).await?;
    let mut fresh = command.clone();
    let inner = fresh.as_object_mut().and_then(|command| command.values_mut().next());
    for (name, edit) in inner.and_then(Value::as_object_mut).into_iter().flatten() {
        let now = rows.iter().find_map(|row| field(row, name));
        let version = now.and_then(|field| field.get("version").cloned());
        if let (Some(seen), Some(version)) = (edit.get_mut("seen"), version) {
            *seen = version;
        }
    }
    Ok(fresh)
}

/// The rows that the command names.
async fn rows(
    read: &mut dyn Reading,
    centre: Uuid,
    command: &Value,
) -> Result<Vec<Value>, DatabaseError> {
    let named = names(&command.to_string());
    let rows = read.rows_by_id(centre, &named).await?;
    let bodies = rows.iter().filter(|row| !row.gone);
    Ok(bodies.filter_map(|row| serde_json::from_str(&row.body).ok()).collect())
}

/// `{"edit_wish":{…}}`: what stands inside.
fn fields(command: &Value) -> Option<&Map<String, Value>> {
    command.as_object()?.values().next()?.as_object()
}

/// The field of this name, wherever it stands in the row.
fn field<'a>(row: &'a Value, name: &str) -> Option<&'a Value> {
    let row = row.as_object()?;
    match row.get(name) {
        Some(found) if found.get("version").is_some() => Some(found),
        _ => row.values().find_map(|inner| field(inner, name)),
    }
}
