//! The audit trail.

use database::{Audited, Database, DatabaseError};

use crate::fixtures::{CENTRE, id, with_centre};

fn line(n: u128) -> Audited {
    Audited {
        centre: CENTRE,
        id: id(n),
        at: 10,
        by: id(0),
        account: None,
        deed: "export".to_owned(),
        about: None,
    }
}

pub async fn the_audit_trail_is_added_to_and_read_in_pages(database: &dyn Database) {
    with_centre(database).await;
    let about =
        Audited { account: Some("kåre".to_owned()), by: id(7), about: Some(id(9)), ..line(2) };
    let lines = [line(3), line(1), about.clone()];
    let mut write = database.begin_write().await.unwrap();
    write.add_audited(&lines).await.unwrap();
    assert_eq!(write.audit(CENTRE, None, 9).await.unwrap().len(), 3);
    write.commit().await.unwrap();
    let mut write = database.begin_write().await.unwrap();
    let again = write.add_audited(&[Audited { deed: "import".to_owned(), ..line(1) }]).await;
    assert!(matches!(again, Err(DatabaseError::Exists(_))), "{again:?}");
    drop(write);
    let mut read = database.begin_read().await.unwrap();
    assert_eq!(read.audit(CENTRE, None, 2).await.unwrap(), [line(1), about]);
    assert_eq!(read.audit(CENTRE, Some(id(2)), 2).await.unwrap(), [line(3)]);
    assert_eq!(read.audit(CENTRE, Some(id(3)), 2).await.unwrap(), []);
    assert_eq!(read.audit(id(99), None, 2).await.unwrap(), []);
}
