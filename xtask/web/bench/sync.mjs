// The first synchronisation, one with nothing new, one change and one record.

import { writeFile } from "node:fs/promises";
import path from "node:path";
import { median, sum } from "./numbers.mjs";
import { exchanges } from "./line.mjs";
import { activities } from "./centre.mjs";
import { arrive, enrol, Phone, timed } from "./phone.mjs";
import { talk } from "./save.mjs";

/** How long nothing more has to come until an exchange counts as over. */
const OVER_MS = 2_000;

const READY = { selector: ".thanks", words: "Klar til bruk uten nett" };

/** New phones, one after the other: from "Bruk disse ordene", stretching included, to "Klar til bruk uten nett". */
export async function first(server, line, { runs, slow = null }) {
  const all = [];
  for (let run = 0; run < runs; run++) {
    const phone = await Phone.start();
    try {
      const page = await phone.page();
      await arrive(page, line.address, await server.invite());
      // What the service worker fetches is the app's weight, not the sync's.
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
      await line.quiet(1_000);
      line.take();
      line.slow = slow;
      const times = await timed(page, "click", READY, () => page.click("form button[type=submit]"));
      const posts = line.take().filter((one) => one.method === "POST");
      all.push({
        ms: times.changed, requests: posts.length, sent: sum(posts.map((one) => one.sent)),
        received: sum(posts.map((one) => one.received)), codings: [...new Set(posts.map((one) => one.coding))],
        commits: times.commits.length,
      });
    } finally {
      line.slow = null;
      await phone.close();
    }
  }
  return {
    times: all.map((one) => one.ms), requests: median(all.map((one) => one.requests)),
    bytes: median(all.map((one) => one.sent + one.received)), codings: all[0].codings, commits: all[0].commits,
  };
}

/** A phone that is up to date: what each small thing costs, at once and over a slow line. */
export async function small(server, line, slow) {
  const phone = await Phone.start();
  try {
    const page = await phone.page();
    await enrol(page, line.address, await server.invite());
    await line.quiet(OVER_MS);
    const nothing = await nothingNew(page, line);
    const changes = [];
    const pushes = [];
    for (const speed of [null, slow]) {
      changes.push(await oneChange(page, server, line, speed, changes.length));
      pushes.push(await onePush(page, line, speed));
    }
    return { nothing, changes, pushes };
  } finally {
    line.slow = null;
    await phone.close();
  }
}

async function nothingNew(page, line) {
  line.take();
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  while (!exchanges(line.seen).some((one) => one.ended)) await new Promise((done) => setTimeout(done, 20));
  await line.quiet(OVER_MS);
  return counted(exchanges(line.take()));
}

/** From the poke to the change on the screen. */
async function oneChange(page, server, line, slow, number) {
  await page.click('.tabs a[href="/activities"]');
  const name = `Kveldstur ${number + 1}`;
  const csv = path.join(server.folder, `one-${number}.csv`);
  await writeFile(csv, activities([name]));
  await line.quiet(OVER_MS);
  line.take();
  line.slow = slow;
  const seen = await timed(page, null, { selector: "main", words: name }, () => server.import(csv));
  const ms = seen.at - line.poked;
  await line.quiet(OVER_MS);
  line.slow = null;
  return { ms, ...counted(exchanges(line.take())) };
}

/** From the tap on the saving button to the server's receipt. */
async function onePush(page, line, slow) {
  await page.click('.tabs a[href="/participants"]');
  await page.click(".rows a.row >> nth=0");
  await line.quiet(OVER_MS);
  line.take();
  line.slow = slow;
  const times = await talk(page, "Ble enige om en tur til vannet.");
  const saved = times.at;
  await line.quiet(OVER_MS);
  line.slow = null;
  const all = exchanges(line.take());
  const receipt = Math.max(...all.filter((one) => one.path.endsWith("/push")).map((one) => one.ended));
  return { ms: receipt - (saved - times.changed), ...counted(all) };
}

const counted = (all) => ({
  requests: all.length, sent: sum(all.map((one) => one.sent)), received: sum(all.map((one) => one.received)),
  headers: sum(all.map((one) => one.headersSent + one.headersReceived)),
});
