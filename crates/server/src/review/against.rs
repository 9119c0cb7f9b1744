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
    if let Some(seen) = fields.get("seen").and_then(Value::as_u64) {
        return Ok(terms(fields, seen, &rows));
    }
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

/// A consent has one version for all that was written down about it.
fn terms(fields: &Map<String, Value>, seen: u64, rows: &[Value]) -> Vec<Against> {
    let Some(consent) = rows.iter().find_map(|row| row.get("consent")) else {
        return Vec::new();
    };
    // The first is not written down.
    let is_version = consent.get("version").and_then(Value::as_u64).unwrap_or(1);
    let other = |(name, other): (&String, &Value)| {
        let is = consent.get(name).filter(|is| *is != other)?.clone();
        Some(Against { field: name.clone(), is, is_version, other: other.clone(), seen })
    };
    fields.iter().filter_map(other).collect()
}

/// The rows that the command names. The participant, whom every command names, comes last: what is edited
/// is the other row, if there is one.
async fn rows(
    read: &mut dyn Reading,
    centre: Uuid,
    command: &Value,
) -> Result<Vec<Value>, DatabaseError> {
    let named = names(&command.to_string());
    let rows = read.rows_by_id(centre, &named).await?;
    let bodies = rows.iter().filter(|row| !row.gone);
    let mut rows: Vec<Value> =
        bodies.filter_map(|row| serde_json::from_str(&row.body).ok()).collect();
    rows.sort_by_key(|row| row.get("participant").is_some());
    Ok(rows)
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
