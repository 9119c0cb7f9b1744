//! Whole sets in few statements.
//!
//! A set is cut into pieces of a few fixed sizes, so that there are few distinct statements and each
//! stays prepared.

use sqlx::query::Query;
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{AssertSqlSafe, SqliteConnection};

use super::failed;
use crate::Result;

pub type Bound = Query<'static, sqlx::Sqlite, SqliteArguments>;

const SIZES: [usize; 5] = [512, 128, 32, 8, 1];

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
    for piece in pieces(items) {
        let sql = sql.replacen("(…)", &format!("({})", marks(piece.len())), 1);
        let query = first(sqlx::query(AssertSqlSafe(sql)));
        let query = piece.iter().fold(query, &bind);
        found.extend(query.fetch_all(&mut *connection).await.map_err(failed)?);
    }
    Ok(found)
}

fn marks(n: usize) -> String {
    vec!["?"; n].join(",")
}

fn pieces<T>(mut items: &[T]) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let size = SIZES.into_iter().find(|size| *size <= items.len())?;
        let (piece, rest) = items.split_at(size);
        items = rest;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn pieces_make_up_the_whole() {
        for n in [0, 1, 7, 8, 169, 1000] {
            let items: Vec<usize> = (0..n).collect();
            assert_eq!(super::pieces(&items).collect::<Vec<_>>().concat(), items);
        }
    }
}
