//! Going together: met, there, done with its two questions, and what life makes of plans; compared with what the
//! centre has in the end.

use anyhow::{Context, Result, ensure};
use journeys::{Export, Phone, Stage, journeys};
use serde_json::{Value, json};

journeys! {
    met_there_and_done_without_a_network,
    done_where_met_was_forgotten_asks_for_the_time,
    another_time_and_then_ill,
}

const CENTRE: &str = "Ås frivilligsentral";

async fn met_there_and_done_without_a_network(stage: &mut Stage, phone: &mut Phone) -> Result<()> {
    phone.enrols(&stage.link_of("Bjørg Haugen")?).await?;
    let before = visit_of_today(&stage.export(CENTRE)?)?;
    stage.stop();

    // A slip of the thumb is taken back.
    phone.tap("Vi har møttes").await?;
    phone.sees("Lagret på telefonen").await?;
    phone.tap("Angre").await?;
    phone.sees("Det er angret.").await?;
    phone.tap("Vi har møttes").await?;
    phone.sees("Lagret på telefonen").await?;
    phone.tap("Vi er fremme").await?;
    phone.is_asked_how_it_went("Vi er ferdige").await?;
    phone.choose("Hvordan gikk det?", "Vi snudde").await?;
    phone.choose("Hvordan gikk det?", "Vi var der").await?;
    phone.choose("Igjen?", "Sammen").await?;
    phone.tap("Lagre besøket").await?;
    phone.sees("Lagret på telefonen. Takk!").await?;

    // "Done" is taken back too, and said again.
    phone.tap("Angre").await?;
    phone.sees("Besøket er åpent igjen").await?;
    phone.is_asked_how_it_went("Vi er ferdige").await?;
    phone.choose("Hvordan gikk det?", "Vi var der").await?;
    phone.choose("Igjen?", "Sammen").await?;
    phone.tap("Lagre besøket").await?;
    phone.sees("Samme tid neste uke?").await?;
    phone.tap("Ja, avtal det").await?;
    phone.sees("Avtalen er lagret på telefonen").await?;

    // All of it is there after the app was away, and arrives when the network does.
    phone.close().await?;
    phone.reopen("/").await?;
    phone.sees("8 ikke sendt").await?;
    ensure!(!phone.offers("Vi er fremme").await?, "the visit is open again");
    stage.restart().await?;
    phone.has_sent_all().await?;

    let export = stage.export(CENTRE)?;
    export.is_in_order()?;
    ensure!(export.mutations().len() == 8, "{} mutations arrived", export.mutations().len());
    let about = |kind| about(&export, kind, &before["id"]);
    let points: Vec<&str> =
        about("check_in").iter().filter_map(|row| row["point"].as_str()).collect();
    ensure!(
        points.len() == 2 && points.contains(&"met") && points.contains(&"arrived"),
        "{points:?}"
    );
    let met_twice = export
        .all_rows("check_in")
        .iter()
        .filter(|row| row["accompaniment"] == before["id"])
        .count();
    ensure!(met_twice == 3, "the slip of the thumb is not kept: {met_twice}");
    let done = about("check_out");
    ensure!(done.len() == 1, "{} check-outs", done.len());
    ensure!(done[0]["outcome"] == "attended_together" && done[0]["again"] == "together");
    let next: Vec<_> = plans(&export, &before["participant"])
        .into_iter()
        .filter(|plan| !before["starts"].is_null() && later(plan, &before))
        .collect();
    ensure!(next.len() == 1, "{} plans for later", next.len());
    ensure!(next[0]["what"] == before["what"], "next week is something else");
    ensure!(time(next[0]) == time(&before), "next week is at another time");
    Ok(())
}

async fn done_where_met_was_forgotten_asks_for_the_time(
    stage: &mut Stage,
    phone: &mut Phone,
) -> Result<()> {
    phone.enrols(&stage.link_of("Bjørg Haugen")?).await?;
    let visit = visit_of_today(&stage.export(CENTRE)?)?;
    phone.moves_the_visit(30).await?;
    phone.is_asked_how_it_went("Vi er ferdige").await?;
    phone.tap("Lagre besøket").await?;
    phone.sees("Velg ett av svarene.").await?;
    phone.choose("Hvordan gikk det?", "Vi var der").await?;
    phone.choose("Igjen?", "Usikker").await?;
    phone.sees("Når møttes dere?").await?;
    phone.tap("Lagre besøket").await?;
    phone.sees("Skriv klokkeslettet slik: 13.30.").await?;
    ensure!(!phone.text().await?.contains("Takk!"), "saved without the time");
    // It is not that late yet.
    let (_, time) = phone.says_the_clock(60).await?;
    phone.pick("Når møttes dere?", &time).await?;
    phone.tap("Lagre besøket").await?;
    phone.sees("Dere kan ikke være ferdige før dere møttes.").await?;
    // Perhaps before midnight, and the visit after it.
    let (day, time) = phone.says_the_clock(-20).await?;
    phone.pick("Når møttes dere?", &time).await?;
    phone.tap("Lagre besøket").await?;
    phone.sees("Lagret på telefonen. Takk!").await?;
    phone.has_sent_all().await?;

    let export = stage.export(CENTRE)?;
    export.is_in_order()?;
    let met = about(&export, "check_in", &visit["id"]);
    ensure!(met.len() == 1 && met[0]["point"] == "met", "check-ins: {met:?}");
    let at = met[0]["at"].as_i64().context("a check-in without a time")?;
    let meant = phone.run("return Date.parse(args[0])", &[json!(format!("{day}T{time}"))]).await?;
    ensure!(meant == at, "met at {at}, not at {meant}");
    let recorded = met[0]["recorded"].as_i64().context("a check-in not recorded")?;
    ensure!(recorded > at, "it was not recorded afterwards");
    let done = about(&export, "check_out", &visit["id"]);
    ensure!(done.len() == 1, "{} check-outs", done.len());
    ensure!(done[0]["outcome"] == "attended_together" && done[0]["again"] == "unsure");
    Ok(())
}

async fn another_time_and_then_ill(stage: &mut Stage, phone: &mut Phone) -> Result<()> {
    phone.enrols(&stage.link_of("Bjørg Haugen")?).await?;
    let visit = visit_of_today(&stage.export(CENTRE)?)?;
    let (day, _) = phone.says_the_clock(24 * 60).await?;
    phone.tap("Ny tid").await?;
    phone.sees("Lagre ny tid").await?;
    phone.pick("Dag", &day).await?;
    phone.pick("Klokkeslett", "11:15").await?;
    phone.tap("Lagre ny tid").await?;
    phone.sees("Ny tid er lagret på telefonen.").await?;
    phone.sees("11.15").await?;
    phone.has_sent_all().await?;
    let export = stage.export(CENTRE)?;
    let moved = row(&export, "accompaniment", &visit["id"])?;
    ensure!(moved["starts"]["value"]["day"] == day.as_str() && time(&moved) == "11:15", "{moved}");

    phone.tap("Jeg er syk").await?;
    phone.tap("Avlys denne gangen").await?;
    phone.sees("Avlyst. Koordinatoren får beskjed når det er sendt.").await?;
    phone.has_sent_all().await?;
    let export = stage.export(CENTRE)?;
    export.is_in_order()?;
    let done = about(&export, "check_out", &visit["id"]);
    ensure!(done.len() == 1, "{} check-outs", done.len());
    ensure!(done[0]["outcome"] == "cancelled_by_volunteer", "{}", done[0]);
    ensure!(about(&export, "check_in", &visit["id"]).is_empty(), "someone met nevertheless");
    Ok(())
}

/// Anna's visit, for which Bjørg is to set out today.
fn visit_of_today(export: &Export) -> Result<Value> {
    let anna = export.participant("Anna")?["id"].clone();
    let open = |plan: &Value| about(export, "check_out", &plan["id"]).is_empty();
    let all = plans(export, &anna);
    let open: Vec<_> = all.into_iter().filter(|plan| open(plan)).collect();
    ensure!(open.len() == 1, "{} visits with Anna are open", open.len());
    Ok(open[0].clone())
}

fn plans<'a>(export: &'a Export, participant: &Value) -> Vec<&'a Value> {
    let all = export.rows("accompaniment").into_iter();
    all.filter(|row| row["participant"] == *participant).collect()
}

fn about<'a>(export: &'a Export, kind: &str, visit: &Value) -> Vec<&'a Value> {
    export.rows(kind).into_iter().filter(|row| row["accompaniment"] == *visit).collect()
}

fn row(export: &Export, kind: &str, id: &Value) -> Result<Value> {
    let found = export.rows(kind).into_iter().find(|row| row["id"] == *id);
    Ok(found.with_context(|| format!("no {kind} {id}"))?.clone())
}

fn later(plan: &Value, than: &Value) -> bool {
    plan["starts"]["value"]["day"].as_str() > than["starts"]["value"]["day"].as_str()
}

fn time(plan: &Value) -> &str {
    plan["starts"]["value"]["time"].as_str().unwrap_or_default()
}
