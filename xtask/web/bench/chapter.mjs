// The store's chapter: every chore of chores.mjs at three conditions, against the real server.

import { writeFile } from "node:fs/promises";
import path from "node:path";
import { budgets } from "./budgets.mjs";
import { activities, names } from "./centre.mjs";
import * as chores from "./chores.mjs";
import { entry } from "./ledger.mjs";

const WORDS = ["strikk", "korø", "sjakk", "bokprat", "havna"];
/** What is changed at the centre while a phone is up to date. */
const CHANGED = 100;

/**
 * `Store` is the adapter, `withCentre(size, work)` gives a server and a line without pokes, `measure(name, work)`
 * notes what others took of the machine. Gives the entries by name.
 */
export async function measureStore(Store, { withCentre, measure, few, slower, slow }) {
  const found = {};
  const put = async (said, work) => {
    for (const [name, one] of Object.entries(await measure(said, work))) found[name] = one;
  };
  await withCentre(2_000, (server, line) => chores.upToDate(Store, server, line, (phone) =>
    put("open 2,000 rows", () => open(Store, phone, line, { size: 2_000, few, slower }))));
  for (const size of [1_000, 10_000]) {
    await withCentre(size, async (server, line) => {
      await put(`first sync, ${said(size)} rows`, () => first(Store, server, line, { size, few, slower, slow }));
      if (size === 1_000) {
        await chores.upToDate(Store, server, line, (phone) =>
          put("open 1,000 rows", async () => ({
            ...(Store.prototype.unlock ? await unlock(Store, phone, line, few) : {}),
            ...(await open(Store, phone, line, { size, few, slower })),
          })));
        return;
      }
      await server.change(CHANGED);
      await chores.upToDate(Store, server, line, async (phone) => {
        await put("open 10,000 rows", () => open(Store, phone, line, { size, few, slower }));
        await put("small exchanges", () => everyday(Store, phone, server, line, { few, slower, slow }));
      });
      await chores.upToDate(Store, server, line, (phone) =>
        put("1,000 local writes", () => writing(Store, phone, line, { few, slower })));
    });
  }
  await withCentre(100, async (server, line) => {
    const csv = path.join(server.folder, "directory.csv");
    await writeFile(csv, activities(names(10_000)));
    await server.import(csv);
    await chores.upToDate(Store, server, line, (phone) =>
      put("search over 10,000 rows", () => searching(Store, phone, line, { few, slower })));
  });
  return found;
}

async function first(Store, server, line, { size, few, slower, slow }) {
  const at = (runs, more) => chores.firstSync(Store, server, line, { runs: few(runs), rows: size, ...more });
  const free = await at(5, {});
  const slowed = await at(3, { slower });
  const far = await at(size > 1_000 ? 2 : 3, { slow });
  const what = `first sync of ${said(size)} rows, the enrolment in it`;
  return { [`first${size}`]: entry(what, { free, slowed, far, budget: budgets.store[`first${size}`] }) };
}

async function unlock(Store, phone, line, few) {
  const free = await chores.unlocking(Store, phone, line, { runs: few(5) });
  const { memory, passes } = free[0].value;
  const what = `unlock by a passphrase: Argon2id, ${memory} MiB, ${passes} passes`;
  return { unlock: entry(what, { free, budget: budgets.store.unlock }) };
}

async function open(Store, phone, line, { size, few, slower }) {
  const at = (runs, slowness) => chores.opening(Store, phone, line, { runs: few(runs), rows: size, slower: slowness });
  const [free, slowed] = [await at(5, 1), await at(3, slower)];
  const read = (all) => all.map((one) => ({ ms: one.read }));
  return {
    [`opened${size}`]: entry(`open ${said(size)} rows, the key is there`, { free, slowed, budget: budgets.store[`open${size}`] }),
    [`open${size}`]: entry(`… and read every one, as lists and timelines do`, { free: read(free), slowed: read(slowed) }),
  };
}

async function everyday(Store, phone, server, line, { few, slower, slow }) {
  const counts = [
    ["nothing", 0, few(5)], ["changed", 1, few(5)], ["changed", CHANGED, few(3)], ["sent", 1, few(5)], ["sent", 100, few(3)],
    ["sent", 1_000, few(2) - 1 || 1],
  ];
  const at = (more) => chores.exchanges(Store, phone, server, line, { counts, ...more });
  const [free, slowed, far] = [await at({}), await at({ slower }), await at({ slow })];
  const one = (key, what, budget) => entry(what, { free: free.get(key), slowed: slowed.get(key), far: far.get(key), budget });
  return {
    nothing: one("nothing 0", "nothing new", budgets.store.nothing),
    changed1: one("changed 1", "one changed row", budgets.store.small),
    changed100: one(`changed ${CHANGED}`, "100 changed rows", budgets.store.small),
    sent1: one("sent 1", "one record sent", budgets.store.small),
    sent100: one("sent 100", "100 records sent", budgets.store.small),
    sent1000: one("sent 1000", "1,000 records sent", budgets.store.thousand),
  };
}

async function writing(Store, phone, line, { few, slower }) {
  const count = 1_000;
  const at = (runs, slowness) => chores.writes(Store, phone, line, { runs, count, slower: slowness });
  const [free, slowed] = [await at(few(2), 1), await at(1, slower)];
  if (![...free, ...slowed].every((one) => one.strict)) throw new Error("a write was not strictly durable");
  return { writes: entry("1,000 local writes one by one, each strictly durable", { free, slowed }) };
}

async function searching(Store, phone, line, { few, slower }) {
  const words = WORDS.slice(0, few(WORDS.length));
  const at = (slowness) => chores.searching(Store, phone, line, { words, rows: 10_100, slower: slowness });
  const [free, slowed] = [await at(1), await at(slower)];
  return {
    search: entry("text search over 10,000 rows, the first", { free: free.first, slowed: slowed.first }),
    letter: entry("… each letter after it", { free: free.further, slowed: slowed.further }),
  };
}

const said = (size) => size.toLocaleString("en");
