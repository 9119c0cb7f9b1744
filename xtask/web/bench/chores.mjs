// What a store does all day, through the interface of store.mjs: measured one chore after the other.
//
// Each chore gives { ms, requests, sent, received, headers }; the line counts, the page's clock times.

import { sum } from "./numbers.mjs";
import { Phone } from "./phone.mjs";

/** How long nothing may pass before a chore begins. */
const QUIET_MS = 300;
const ALL_DAY = "/sync/";
/** Records in a request. */
const PUSH = 100;

/** New phones, one after the other: from the code to everything on the disk, readable. */
export async function firstSync(store, server, line, { runs, rows, slower = 1, slow = null }) {
  const all = [];
  for (let run = 0; run < runs; run++) {
    const phone = await Phone.start();
    try {
      const one = await store.on(phone, line.address, slower);
      const code = await server.invite();
      await line.quiet(1_000);
      all.push(await counted(line, slow, async () => {
        const enrolled = await one.enrol(code);
        return enrolled.ms + (await one.sync()).ms;
      }));
      await readable(one, rows);
    } finally {
      line.slow = null;
      await phone.close();
    }
  }
  return all;
}

/** A phone that holds the centre, and is up to date whenever nothing is measured. */
export async function upToDate(store, server, line, work) {
  const phone = await Phone.start();
  try {
    const first = await store.on(phone, line.address);
    await first.enrol(await server.invite());
    await first.sync();
    await first.close();
    return await work(phone);
  } finally {
    line.slow = null;
    await phone.close();
  }
}

/** One changed row, a hundred, none; one record sent, a hundred, a thousand. */
export async function exchanges(store, phone, server, line, { slower = 1, slow = null, counts }) {
  const one = await store.on(phone, line.address, slower);
  await unlocked(one);
  await one.open();
  await one.sync();
  const found = new Map();
  for (const [chore, count, runs] of counts) {
    const all = [];
    let fellIn = 0;
    for (let run = 0; run < runs; run++) {
      if (chore === "changed") await server.change(count);
      await line.quiet(QUIET_MS);
      // Nothing is waited for after this: the phone tries again by itself.
      if (chore === "sent") await offline(line, () => one.write(count));
      const done = await counted(line, slow, async () => (await one.sync()).ms);
      // Its own try may fall into the moment in which it is asked to send, and then it asks for news besides: once
      // more, and if it is so every time, that is what it costs.
      if (chore === "sent" && done.requests > Math.ceil(count / PUSH) && fellIn++ < 3) {
        console.error(`  ${count} sent: its own try fell in, ${done.requests} requests; once more`);
        run--;
        continue;
      }
      if (chore === "sent" && done.sent < count * 100) throw new Error(`${count} records were sent before they were waited for`);
      if (chore === "changed" && done.received < 100) throw new Error(`a change of ${count} rows did not come`);
      all.push(done);
    }
    found.set(`${chore} ${count}`, all);
  }
  await one.close();
  return found;
}

/** Records written where nothing is sent. */
export async function writes(store, phone, line, { runs, count, slower }) {
  const all = [];
  const one = await store.on(phone, line.address, slower);
  await unlocked(one);
  await one.open();
  await line.quiet(QUIET_MS);
  for (let run = 0; run < runs; run++) {
    const strict = await watched(one.page, () => one.write(count));
    all.push({ ms: strict.ms, strict: strict.commits === count });
  }
  await one.close();
  return all;
}

/** A passphrase that has been typed: until the key is there. The worker that makes it is not slowed down. */
export async function unlocking(store, phone, line, { runs }) {
  const all = [];
  for (let run = 0; run < runs; run++) {
    const one = await store.on(phone, line.address);
    all.push(await one.unlock());
    await one.close();
  }
  return all;
}

/** A page that has just been opened and has the key: until it can be asked, and (`read`) until every row was read. */
export async function opening(store, phone, line, { runs, rows, slower }) {
  const all = [];
  for (let run = 0; run < runs; run++) {
    const one = await store.on(phone, line.address, slower);
    await unlocked(one);
    const opened = await one.open();
    all.push({ ms: opened.ms, read: opened.ms + (await readable(one, rows)).ms });
    await one.close();
  }
  return all;
}

/** The first search makes the texts ready; each letter after it searches them again. */
export async function searching(store, phone, line, { words, rows, slower }) {
  const one = await store.on(phone, line.address, slower);
  await unlocked(one);
  await one.open();
  const first = [];
  const further = [];
  for (const word of words) {
    let before = rows;
    for (let length = 1; length <= word.length; length++) {
      const { ms, value } = await one.search(word.slice(0, length));
      if (value === 0 || value > before) throw new Error(`"${word.slice(0, length)}" found ${value} of ${before}`);
      before = value;
      (first.length ? further : first).push({ ms });
    }
  }
  await one.close();
  return { first, further };
}

/** Each page needs the key anew. */
async function unlocked(one) {
  await one.unlock?.();
}

async function readable(one, rows) {
  const read = await one.readAll();
  if (read.value.rows < rows) throw new Error(`${read.value.rows} of ${rows} rows can be read`);
  if (read.value.people + read.value.activities === 0) throw new Error("the screens' queries find nobody and nothing");
  return read;
}

async function counted(line, slow, work) {
  line.take();
  line.slow = slow;
  const ms = await work();
  line.slow = null;
  const posts = line.take().filter((one) => one.method === "POST");
  return {
    ms, requests: posts.length, syncs: posts.filter((one) => one.path.startsWith(ALL_DAY)).length,
    sent: sum(posts.map((one) => one.sent)), received: sum(posts.map((one) => one.received)),
    headers: sum(posts.map((one) => one.headersSent + one.headersReceived)),
  };
}

/** What a phone tries meanwhile is over when this is: its next try would come a second later. */
async function offline(line, work) {
  line.die();
  try {
    await work();
    await line.quiet(QUIET_MS);
  } finally {
    line.live();
  }
}

/** How many strictly durable commits there were meanwhile. */
async function watched(page, work) {
  const seen = () => page.evaluate(() => window.bench.commits.filter((one) => one.durability === "strict").length);
  const before = await seen();
  const { ms } = await work();
  return { ms, commits: (await seen()) - before };
}
