// A directory of activities for a made-up centre, in the file that `brobygger import activities` reads.

const COLUMNS = [
  "ref", "name", "about", "themes", "organiser", "place", "town", "address", "latitude", "longitude", "repeats", "days",
  "from", "until", "except", "starts", "minutes", "cost", "host", "host_phone", "host_welcome", "access", "languages", "verified",
];
const KINDS = ["Strikkekafé", "Tur i marka", "Språkkafé", "Korøvelse", "Sjakk", "Dans for alle", "Svømming", "Bokprat", "Felles middag", "Verksted"];
const PLACES = ["Nordbyen", "Sørbyen", "Vestsida", "Østmarka", "Sentrum", "Havna", "Lia", "Myra", "Brua", "Parken"];
const THEMES = ["making", "nature", "learning", "culture", "company", "movement"];
const DAYS = ["mon", "tue", "wed", "thu", "fri"];

/** Names of `count` activities, all different. */
export const names = (count) =>
  Array.from({ length: count }, (_, i) => `${KINDS[i % KINDS.length]} i ${PLACES[Math.trunc(i / KINDS.length) % PLACES.length]} ${1 + Math.trunc(i / 100)}`);

/** `said` is what all of them are about: other words change them. */
export function activities(names, said = "Alle kan være med.") {
  const lines = names.map((name, i) => [
    name.replaceAll(" ", "-"), name, '"Vi møtes ved inngangen, tar det i rolig takt og drikker kaffe etterpå. ' + said + '"',
    THEMES[i % THEMES.length], "Storby frivilligsentral", "Frivilligsentralen", "Storby", `Storgata ${1 + (i % 90)}`,
    `59.${660 + (i % 90)}`, "10.79", "weekly", DAYS[i % DAYS.length], "2024-01-01", "", "", `1${i % 10}:00`, "90", "free",
    "Randi", "+47 00 00 02 01", "Sitter ved langbordet", "step_free toilet bus_stop", "nb", "",
  ]);
  return [COLUMNS, ...lines].map((line) => line.join(",")).join("\n") + "\n";
}
