//! What was removed is told for 180 days, and a phone that was away for longer begins anew.
#![allow(clippy::unwrap_used)]

mod centre;

use centre::{ANNA, DAYS, KARI, World, conversation};
use sync::FaultCode;

on_both![
    a_removal_is_told_for_180_days,
    who_missed_no_removal_needs_no_snapshot,
    the_server_marks_the_days_by_itself,
];

async fn talk(world: &World) -> uuid::Uuid {
    let mut phone = world.phone(KARI).await;
    let text = phone.record(ANNA, &conversation(ANNA, "Vil ut"));
    let receipts = phone.push(&[text]).await.unwrap();
    let clock = receipts[0].clock;
    let mut read = world.database.begin_read().await.unwrap();
    let rows = read.rows_of_scope(centre::CENTRE, ANNA, None, 100).await.unwrap();
    rows.iter().find(|row| row.seq == clock).unwrap().id
}

async fn a_removal_is_told_for_180_days(world: World) {
    let row = talk(&world).await;
    let mut on_the_day = world.phone(KARI).await;
    let mut too_late = world.phone(KARI).await;
    on_the_day.pull_all().await;
    too_late.pull_all().await;
    assert!(too_late.rows.contains_key(&row));
    world.remove(row).await;
    world.service.prune_tombstones().await.unwrap();

    world.pass(180 * DAYS - 1);
    assert_eq!(world.service.prune_tombstones().await.unwrap(), 0);
    on_the_day.pull_all().await;
    assert!(!on_the_day.rows.contains_key(&row), "told as a change");

    world.pass(1);
    assert_eq!(world.service.prune_tombstones().await.unwrap(), 1);
    let fault = too_late.ask(&too_late.asks()).await.unwrap_err();
    assert_eq!(fault.fault, FaultCode::BadCursor);
    assert!(too_late.rows.contains_key(&row), "it still shows what it holds");
    too_late.begin_anew();
    too_late.pull_all().await;
    assert!(!too_late.rows.contains_key(&row), "noticed by what the snapshot does not give");
    let mut read = world.database.begin_read().await.unwrap();
    assert_eq!(read.rows_by_id(centre::CENTRE, &[row]).await.unwrap(), []);
}

async fn who_missed_no_removal_needs_no_snapshot(world: World) {
    let row = talk(&world).await;
    world.remove(row).await;
    let mut phone = world.phone(KARI).await;
    phone.pull_all().await;
    world.service.prune_tombstones().await.unwrap();
    world.pass(400 * DAYS);
    assert_eq!(world.service.prune_tombstones().await.unwrap(), 1);
    let page = phone.pull().await;
    assert!(page.rows.is_empty() && page.filled.is_empty() && !page.more);
}

async fn the_server_marks_the_days_by_itself(mut world: World) {
    let row = talk(&world).await;
    world.remove(row).await;
    let gone = async |world: &World| {
        let mut read = world.database.begin_read().await.unwrap();
        read.rows_by_id(centre::CENTRE, &[row]).await.unwrap().is_empty()
    };
    // A server that starts marks the day and prunes; the next one finds the mark.
    world.with_settings(server::Settings::default()).await;
    let marked = async {
        loop {
            let mut write = world.database.begin_write().await.unwrap();
            if write.prune_gone(centre::CENTRE, world.service.now()).await.unwrap() > 0 {
                break; // Not committed: only looked at.
            }
            drop(write);
            tokio::task::yield_now().await;
        }
    };
    marked.await;
    assert!(!gone(&world).await);
    world.pass(181 * DAYS);
    world.with_settings(server::Settings::default()).await;
    while !gone(&world).await {
        tokio::task::yield_now().await;
    }
}
