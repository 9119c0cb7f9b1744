//! Who leaves a phone leaves it altogether, and what was written before still arrives.

use anyhow::{Result, ensure};
use journeys::{Export, Phone, Stage, journeys};

journeys! {
    a_participant_taken_away_disappears_and_what_was_written_arrives,
    who_does_not_want_to_take_part_any_more_is_gone_at_once,
}

const CENTRE: &str = "Ås frivilligsentral";

async fn a_participant_taken_away_disappears_and_what_was_written_arrives(
    stage: &mut Stage,
    phone: &mut Phone,
) -> Result<()> {
    phone.enrols(&stage.link_of("Bjørg Haugen")?).await?;
    phone.tap("Deltakere").await?;
    phone.sees("Yusuf A.").await?;

    // While the phone lies there with its list open, and nobody touches it.
    take_away(stage, "Yusuf Adan")?;
    phone.sees_no_more("Yusuf A.").await?;
    phone.sees("Anna B.").await?;
    phone.tap("I dag").await?;
    phone.has_heading("I dag").await?;
    ensure!(!phone.text().await?.contains("Yusuf"), "Today still speaks of him");

    // The other is taken away while the phone is without a network, with something written already.
    stage.stop();
    phone.finds("Anna B.").await?;
    phone.tap("Noe har endret seg").await?;
    phone.choose("Hva gjelder det?", "Situasjonen hjemme").await?;
    phone.tap("Gi beskjed").await?;
    phone.sees("Lagret på telefonen. Koordinatoren får beskjed når det er sendt.").await?;
    phone.sees("1 ikke sendt").await?;
    take_away(stage, "Anna Bjørnstad")?;
    phone.close().await?;
    phone.reopen("/participants").await?;
    phone.sees("Anna B.").await?;
    stage.restart().await?;
    phone.sees_in_time("Åse K.").await?;
    phone.has_sent_all().await?;
    phone.sees_no_more("Anna B.").await?;

    let export = stage.export(CENTRE)?;
    export.is_in_order()?;
    let anna = export.participant("Anna")?["id"].clone();
    let told = export.rows("change");
    let told: Vec<_> = told.into_iter().filter(|row| row["participant"] == anna).collect();
    ensure!(told.len() == 1 && told[0]["about"] == "at_home", "what was written: {told:?}");

    // Gone for good: nothing of them comes back with the next opening.
    stage.stop();
    phone.close().await?;
    phone.reopen("/participants").await?;
    phone.sees("Åse K.").await?;
    let text = phone.text().await?;
    ensure!(!text.contains("Anna") && !text.contains("Yusuf"), "still there: {text}");
    Ok(())
}

async fn who_does_not_want_to_take_part_any_more_is_gone_at_once(
    stage: &mut Stage,
    phone: &mut Phone,
) -> Result<()> {
    phone.enrols(&stage.link_of("Bjørg Haugen")?).await?;
    ensure!(consents(&stage.export(CENTRE)?)? == (1, 0), "the consent is not as it should be");
    stage.stop();
    phone.finds("Anna B.").await?;
    let page = phone.path().await?;
    phone.tap("Jeg vil ikke være med lenger").await?;
    phone.sees("Dette skjer når du sier ja").await?;
    phone.tap("Ja, jeg vil slutte").await?;
    phone.has_heading("Du er ikke med lenger").await?;
    phone.sees("1 ikke sendt").await?;

    // Not on any screen, from this moment on and after the app was away.
    is_nowhere(phone, &page).await?;
    phone.kill().await?;
    phone.reopen("/").await?;
    is_nowhere(phone, &page).await?;

    stage.restart().await?;
    phone.has_sent_all().await?;
    is_nowhere(phone, &page).await?;
    let export = stage.export(CENTRE)?;
    export.is_in_order()?;
    ensure!(consents(&export)? == (0, 1), "the consent is not withdrawn");
    ensure!(export.commands("withdraw_consent").len() == 1, "it was sent more than once");
    Ok(())
}

async fn is_nowhere(phone: &Phone, page: &str) -> Result<()> {
    for path in ["/", "/participants", "/activities", "/more", page] {
        phone.visit(path).await?;
        phone.is_up().await?;
        if path == page {
            phone.sees("Ikke på telefonen din lenger").await?;
        }
        let text = phone.text().await?;
        ensure!(!text.contains("Anna"), "on {path}: {text}");
    }
    Ok(())
}

fn take_away(stage: &Stage, participant: &str) -> Result<()> {
    let words = ["unassign", "--centre", CENTRE, "--volunteer", "Bjørg Haugen", "--participant"];
    stage.command(&[&words[..], &[participant]].concat())?;
    Ok(())
}

/// How many of Anna's consents to take part stand, and how many are withdrawn.
fn consents(export: &Export) -> Result<(usize, usize)> {
    let anna = &export.participant("Anna")?["id"];
    let all = export.rows("consent").into_iter();
    let (withdrawn, standing): (Vec<_>, Vec<_>) = all
        .filter(|row| row["participant"] == *anna && row["purpose"] == "participation")
        .partition(|row| !row["withdrawn"].is_null());
    Ok((standing.len(), withdrawn.len()))
}
