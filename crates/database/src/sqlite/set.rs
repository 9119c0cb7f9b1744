//! Whole sets in few statements.
//!
//! A set is cut into pieces whose sizes are powers of two, so that there are few distinct statements and
//! each stays prepared. Every statement is a journey to the connection's thread and back, which costs
//! more than its rows do; so a question fills its piece up by asking for the last one again.

use sqlx::query::Query;
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{AssertSqlSafe, SqliteConnection};

use super::failed;
use crate::Result;

pub type Bound = Query<'static, sqlx::Sqlite, SqliteArguments>;

const LARGEST: usize = 512;

/// `head` ends before `VALUES`, `tail` begins after the rows.
pub async fn insert<T>(
    connection: &mut SqliteConnection,
    (head, columns, tail): (&str, usize, &str),
    items: &[T],
    bind: impl Fn(Bound, &T) -> Bound,
) -> Result<()> {
    let row = format!("({})", marks(columns));
    for piece in pieces(items) {
        let rows = vec![row.as_str(); piece.len()].join(",");
        let sql = format!("{head} VALUES {rows} {tail}");
        let query = piece.iter().fold(sqlx::query(AssertSqlSafe(sql)), &bind);
        query.execute(&mut *connection).await.map_err(failed)?;
    }
    Ok(())
}

/// `sql` holds `(…)` once, where the set's marks go; `first` binds what stands before them.
pub async fn select<T>(
    connection: &mut SqliteConnection,
    sql: &str,
    items: &[T],
    first: impl Fn(Bound) -> Bound,
    bind: impl Fn(Bound, &T) -> Bound,
) -> Result<Vec<SqliteRow>> {
    let mut found = Vec::new();
    for piece in items.chunks(LARGEST) {
        let size = piece.len().next_power_of_two();
        let sql = sql.replacen("(…)", &format!("({})", marks(size)), 1);
        let query = first(sqlx::query(AssertSqlSafe(sql)));
        let last = piece.iter().rev().take(1).cycle();
        let query = piece.iter().chain(last).take(size).fold(query, &bind);
        found.extend(query.fetch_all(&mut *connection).await.map_err(failed)?);
    }
    Ok(found)
}

fn marks(n: usize) -> String {
    vec!["?"; n].join(",")
}

fn pieces<T>(mut items: &[T]) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let size = items.len().min(LARGEST).checked_ilog2()?;
        let (piece, rest) = items.split_at(1 << size);
        items = rest;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn pieces_make_up_the_whole() {
        for n in [0, 1, 7, 8, 169, 512, 513, 1300] {
            let items: Vec<usize> = (0..n).collect();
            let pieces: Vec<&[usize]> = super::pieces(&items).collect();
            assert_eq!(pieces.concat(), items);
            assert!(pieces.iter().all(|piece| piece.len().is_power_of_two()));
            assert!(pieces.len() <= 12, "{n}: {}", pieces.len());
        }
    }
}
