// The same work done by others, as it was measured before: two cores, Chromium 156, rows of about 500 bytes.

import { bytes, time } from "./numbers.mjs";

/** Milliseconds, bytes, rows a second. "Tuned" is PouchDB the way CHT tunes it, or RxDB 17.6, whichever is better. */
const POUCH = "PouchDB 9.0, CouchDB 3.5";
const TUNED = "the best, tuned";

const ROWS = [
  { what: "first sync of 10,000 rows", unit: time, of: (all) => all.first10000?.times.free, pouch: 6_150, tuned: 3_250 },
  { what: "… requests", unit: count, of: (all) => all.first10000?.counts.requests, pouch: 503, tuned: 110 },
  { what: "… bodies", unit: bytes, of: (all) => weight(all.first10000), pouch: 9.6e6 },
  { what: "first sync of 1,000 at 150 ms, 1.6 Mbps", unit: time, of: (all) => all.first1000?.times.far, pouch: 10_200, tuned: 4_650 },
  { what: "… bodies", unit: bytes, of: (all) => weight(all.first1000), pouch: 963e3, tuned: 234e3 },
  { what: "first sync of 10,000 on that line", unit: time, of: (all) => all.first10000?.times.far, pouch: 101_000, tuned: 42_000 },
  { what: "nothing new: requests", unit: count, of: (all) => all.nothing?.counts.requests, pouch: 8, tuned: 1 },
  { what: "… both ways, headers too", unit: bytes, of: (all) => whole(all.nothing), pouch: 8_800, tuned: 900 },
  { what: "one change at 150 ms, 1.6 Mbps", unit: time, of: (all) => all.changed1?.times.far, pouch: 1_310, tuned: 180 },
  { what: "… requests", unit: count, of: (all) => all.changed1?.counts.requests, pouch: 13, tuned: 1 },
  { what: "one push at 150 ms, 1.6 Mbps", unit: time, of: (all) => all.sent1?.times.far, pouch: 1_160, tuned: 190 },
  { what: "… requests", unit: count, of: (all) => all.sent1?.counts.requests, pouch: 14, tuned: 2 },
  { what: "1,000 local writes (theirs relaxed, ours strictly durable)", unit: time, of: (all) => all.writes?.times.free, pouch: 1_300, tuned: 1_300 },
  { what: "open and read 10,000", unit: time, of: (all) => all.open10000?.times.free, pouch: 620, tuned: 230 },
  { what: "text search over 10,000, the first", unit: time, of: (all) => all.search?.times.free, pouch: 420, tuned: 140 },
  { what: "… each letter after it", unit: time, of: (all) => all.letter?.times.free, pouch: 420, tuned: 140 },
  { what: "server's CPU for 1,000 single pushes (the tuned one is not durable)", unit: time, of: (all) => all.singles, pouch: 3_250, tuned: 490 },
  { what: "server, batches of 20, 50 clients (the tuned one is not durable)", unit: rate, of: (all) => all.mutations, pouch: 9_500, tuned: 21_000, more: true },
];

/** A table of what was measured now beside them, with how many times better ours is than the better one. */
export function besideOthers(all) {
  const lines = ROWS.filter((row) => row.of(all) != null).map((row) => {
    const ours = row.of(all);
    const theirs = [row.pouch, row.tuned].filter((one) => one !== undefined);
    const best = row.more ? Math.max(...theirs) : Math.min(...theirs);
    const times = row.more ? ours / best : best / ours;
    const said = (one) => (one === undefined ? "" : row.unit(one));
    return [row.what, row.unit(ours), said(row.pouch), said(row.tuned), `${times >= 10 ? times.toFixed(0) : times.toFixed(1)} ×`];
  });
  return { head: ["the same work", "Brobygger", POUCH, TUNED, "better than the best by"], lines };
}

function count(value) {
  return String(value);
}

function rate(value) {
  return `${Math.round(value).toLocaleString("en")} rows/s`;
}

function weight(entry) {
  return entry && entry.counts.sent + entry.counts.received;
}

function whole(entry) {
  return entry && weight(entry) + entry.counts.headers;
}
