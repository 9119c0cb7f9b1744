//! A whole day of Bjørg's, with everything in it that is personal, and the words that nobody but her may read.

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::phone::{Phone, WORDS};
use crate::profile::{Kind, Needle};
use crate::stage::Stage;

const CENTRE: &str = "Ås frivilligsentral";
const WHO: &str = "Bjørg Haugen";

const SEARCHED: &str = "Bjørnstad";
const MATTERS: &str = "Savner å synge i kor, særlig på lørdager";
const DISLIKED: &str = "Høy musikk og trange kjøkken";
const CHANGED: &str = "Flytter til søsteren på Nesodden før jul";
const VISITED: &str = "Vi gikk rundt Årungen og så på svanene";
const WORRIED: &str = "Hun hadde blåmerker og ville ikke si hvorfor";
const WORRIED_MORE: &str = ". Døra sto åpen";

impl Phone {
    /// From the link to the evening: people are looked up and searched for; without a network a conversation, a change
    /// and a visit are recorded and a worry is begun and left; the network comes back and all is sent. `put_away` is
    /// called twice on the way: in the middle of writing, and at the end.
    pub async fn lives_a_day(
        &mut self,
        stage: &mut Stage,
        mut put_away: impl AsyncFnMut(&mut Self, Moment) -> Result<()>,
    ) -> Result<()> {
        self.enrols(&stage.link_of(WHO)?).await?;
        // From its second opening on the app comes out of the shell.
        self.reload().await?;
        self.has_heading("I dag").await?;
        self.tap("Deltakere").await?;
        self.write("Søk etter navn", SEARCHED).await?;
        self.sees_no_more("Yusuf A.").await?;
        self.finds("Anna B.").await?;
        stage.stop();
        self.records().await?;
        self.tap("Jeg er urolig").await?;
        self.write("Hva så og hørte du?", WORRIED).await?;
        self.sees("Utkastet er lagret på telefonen").await?;
        put_away(self, Moment::Writing).await?;

        self.reopen("/participants").await?;
        self.tap("Anna B.").await?;
        self.tap("Jeg er urolig").await?;
        self.write("Hva så og hørte du?", WORRIED_MORE).await?;
        self.sees("Utkastet er lagret på telefonen").await?;
        self.back().await?;
        self.has_heading("Anna B.").await?;
        stage.restart().await?;
        self.has_sent_all().await?;
        self.tap("Mer").await?;
        self.has_heading("Mer").await?;
        ensure!(stage.export(CENTRE)?.commands("record_conversation").len() == 1, "not recorded");
        put_away(self, Moment::Evening).await
    }

    async fn records(&self) -> Result<()> {
        self.tap("Samtale").await?;
        self.write("Hva er viktig for Anna nå?", MATTERS).await?;
        self.opens_what_is_folded().await?;
        self.write("Liker ikke", DISLIKED).await?;
        self.sees("Utkastet er lagret på telefonen").await?;
        self.tap("Neste").await?;
        self.choose("Hva gjør vi nå?", "Ingenting").await?;
        self.tap("Neste").await?;
        self.has_heading("Stemmer dette, Anna?").await?;
        self.tap("Ja, lagre").await?;
        self.has_heading("Anna B.").await?;

        self.tap("Noe har endret seg").await?;
        self.choose("Hva gjelder det?", "Situasjonen hjemme").await?;
        self.write("Vil du si litt mer?", CHANGED).await?;
        self.tap("Gi beskjed").await?;
        self.has_heading("Anna B.").await?;

        self.tap("I dag").await?;
        self.has_heading("I dag").await?;
        self.tap("Vi har møttes").await?;
        self.sees("Lagret på telefonen").await?;
        self.tap("Vi er fremme").await?;
        self.is_asked_how_it_went("Vi er ferdige").await?;
        self.choose("Hvordan gikk det?", "Vi var der").await?;
        self.choose("Igjen?", "Sammen").await?;
        self.opens_what_is_folded().await?;
        self.write("Noe mer?", VISITED).await?;
        self.tap("Lagre besøket").await?;
        self.sees("Lagret på telefonen. Takk!").await?;
        self.finds("Anna B.").await
    }

    /// At once: what unfolds under a finger moves away from under it.
    async fn opens_what_is_folded(&self) -> Result<()> {
        let script = "document.querySelectorAll('details').forEach((one) => { one.open = true; })";
        self.run(script, &[]).await.map(drop)
    }
}

/// When the phone is put away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    Writing,
    Evening,
}

/// What was personal in that day: whom she walks with and who belongs to them, who works at the centre, all that is
/// written about anybody, by her or before, and the words that open the app. Not the coordinator's number, which everybody may read who finds the
/// phone, and nothing that is one of the app's own words.
pub fn personal(stage: &Stage) -> Result<Vec<Needle>> {
    let export = stage.export(CENTRE)?;
    let assigned = assigned(&export.all_rows("assignment"), &export.all_rows("member"))?;
    let of = |row: &Value| row["participant"].as_str().is_some_and(|id| assigned.contains(id));
    let mut found = BTreeSet::new();
    for person in export.all_rows("participant") {
        if !person["id"].as_str().is_some_and(|id| assigned.contains(id)) {
            continue;
        }
        names(person, &mut found);
        add(Kind::Phone, &person["phone"]["value"], &mut found);
        add(Kind::Note, &person["visit_note"]["value"], &mut found);
        for need in person["practical"].as_object().into_iter().flat_map(|all| all.values()) {
            add(Kind::Note, &need["value"], &mut found);
        }
    }
    for contact in export.all_rows("contact").into_iter().filter(|row| of(row)) {
        add(Kind::Name, &contact["name"]["value"], &mut found);
        add(Kind::Phone, &contact["phone"]["value"], &mut found);
    }
    for member in export.all_rows("member") {
        names(member, &mut found);
    }
    for wish in export.all_rows("wish").into_iter().filter(|row| of(row)) {
        add(Kind::Note, &wish["text"]["value"], &mut found);
    }
    for talk in export.all_rows("conversation").into_iter().filter(|row| of(row)) {
        add(Kind::Note, &talk["said"]["matters"], &mut found);
    }
    for note in [MATTERS, DISLIKED, CHANGED, VISITED, WORRIED, WORRIED_MORE, WORDS] {
        found.insert((Kind::Note, note.to_owned()));
    }
    let own = stage.words()?;
    let needles = found.into_iter().filter(|(_, words)| !own.contains(words.as_str()));
    let needles: Vec<_> = needles.map(|(kind, words)| Needle::new(kind, &words)).collect();
    for kind in [Kind::Name, Kind::Phone, Kind::Note] {
        let count = needles.iter().filter(|needle| needle.kind == kind).count();
        ensure!(
            count >= 5,
            "only {count} needles of the kind {kind:?}: the export has other names"
        );
    }
    Ok(needles)
}

/// With whom Bjørg walks.
fn assigned(assignments: &[&Value], members: &[&Value]) -> Result<BTreeSet<String>> {
    let (first, last) = WHO.split_once(' ').context("no name")?;
    let bjorg = members.iter().find(|row| row["first_name"] == first && row["last_name"] == last);
    let bjorg = &bjorg.context("there is no Bjørg")?["id"];
    let all = assignments.iter().filter(|row| row["member"] == *bjorg);
    Ok(all.filter_map(|row| row["participant"].as_str()).map(str::to_owned).collect())
}

fn names(row: &Value, found: &mut BTreeSet<(Kind, String)>) {
    add(Kind::Name, &row["first_name"], found);
    add(Kind::Name, &row["last_name"], found);
    if let (Some(first), Some(last)) = (row["first_name"].as_str(), row["last_name"].as_str()) {
        found.insert((Kind::Name, format!("{first} {last}")));
        let initial: String = last.chars().take(1).collect();
        found.insert((Kind::Name, format!("{first} {initial}.")));
    }
}

fn add(kind: Kind, value: &Value, found: &mut BTreeSet<(Kind, String)>) {
    if let Some(words) = value.as_str().filter(|words| !words.is_empty()) {
        found.insert((kind, words.to_owned()));
    }
}
