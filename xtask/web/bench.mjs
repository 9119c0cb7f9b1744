// Measures the product against its budgets, in a real browser and against the real server. `cargo xtask bench`
// builds what this needs and starts it; see docs/performance.md.

import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { budgets } from "./bench/budgets.mjs";
import { activities, names } from "./bench/centre.mjs";
import { Line } from "./bench/line.mjs";
import { conditions, disturbance, quietMachine } from "./bench/machine.mjs";
import * as capacity from "./bench/capacity.mjs";
import { measureStore } from "./bench/chapter.mjs";
import { asTable, growth } from "./bench/growth.mjs";
import * as ledger from "./bench/ledger.mjs";
import { bytes, time } from "./bench/numbers.mjs";
import { besideOthers as sameWork } from "./bench/others.mjs";
import { PEERS, weigh } from "./bench/peers.mjs";
import { enrol, executablePath, Phone, slowdown } from "./bench/phone.mjs";
import * as save from "./bench/save.mjs";
import * as search from "./bench/search.mjs";
import { Server } from "./bench/server.mjs";
import * as start from "./bench/start.mjs";
import { Store } from "./bench/store.mjs";
import * as sync from "./bench/sync.mjs";
import * as table from "./bench/table.mjs";
import { firstLoad } from "./bench/weight.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const { values: options } = parseArgs({
  options: {
    server: { type: "string" }, site: { type: "string" }, "bench-site": { type: "string" }, harness: { type: "string" },
    throughput: { type: "string" }, growth: { type: "string" }, database: { type: "string" }, postmaster: { type: "string" },
    out: { type: "string" }, only: { type: "string" }, quick: { type: "boolean", default: false },
  },
});

const SLOWER = 4;
const SLOW_LINE = { rtt: 150, kbps: 1600 };
const SLOW_SAID = "150 ms, 1.6 Mbps";
const few = (runs) => (options.quick ? Math.min(2, runs) : runs);

const about = conditions(root, executablePath);
const rows = [];
const notes = [];
let peers = null;
/** By name, for the tables of their own. */
let store = {};
const servers = {};
let grown = null;

/** Measures one thing, and gives with it what others took of the machine meanwhile. */
async function watched(name, work) {
  await quietMachine(options.quick ? 0 : 10);
  process.stderr.write(`  ${name} …\n`);
  const share = disturbance();
  return { found: await work(), others: share() };
}

async function measure(name, work) {
  const { found, others } = await watched(name, work);
  rows.push(...found.map((row) => ({ ...row, others })));
}

async function withCentre(size, work, { site = options.site, poke = true } = {}) {
  const server = await Server.start({ binary: options.server, site, rows: size });
  const line = await Line.to(server.port, { poke });
  try {
    await work(server, line);
  } finally {
    await line.cut();
    await server.stop();
  }
}

/** A phone that is up to date and on its own: the line is cut and the server stopped. */
async function alone(server, line, work) {
  const phone = await Phone.start();
  try {
    const page = await phone.page();
    await enrol(page, line.address, await server.invite());
    await line.quiet(2_000);
    await page.close();
    await line.cut();
    await work(phone);
  } finally {
    await phone.close();
  }
}

const parts = {
  weight: () => withCentre(100, (_, line) => measure("first load", async () => {
    const load = await firstLoad(line);
    return [
      table.weighed(`phone app, wasm (${load.codings.join(", ")})`, load.wasm, budgets.wasm),
      table.weighed(`first load, everything (${load.requests} requests)`, load.bytes, budgets.firstLoad),
    ];
  })),

  start: () => withCentre(2_000, (server, line) => alone(server, line, async (phone) => {
    about.slowdown = await slowdown(phone, SLOWER);
    await measure("offline start", async () => {
      const times = await start.offline(phone, line.address, { slower: SLOWER, runs: few(7) });
      return [table.took("offline start to a usable Today, CPU ×4, 2,000 rows", times, budgets.offlineStart)];
    });
    await measure("saving", async () => {
      const found = await save.conversations(phone, line.address, { slower: SLOWER, runs: few(25) });
      const how = found.strict ? "strict" : "RELAXED";
      return [
        table.took("save a conversation, CPU ×4: tap → on the disk, " + how, found.durable, budgets.save, { p95: true }),
        table.took("… → the next page stands and says so", found.said, budgets.save, { p95: true }),
        table.counted("… saves with strict durability", found.strict ? 1 : 0, 1, { exactly: true, write: (all) => (all ? "all" : "not all") }),
      ];
    });
  })),

  search: () => withCentre(4_000, async (server, line) => {
    const csv = path.join(server.folder, "directory.csv");
    await writeFile(csv, activities(names(1_000)));
    await server.import(csv);
    await alone(server, line, (phone) => measure("searching", async () => {
      const look = (tab, queries) => search.letters(phone, line.address, { tab, queries: queries.slice(0, few(queries.length)), slower: SLOWER });
      const people = await look("/participants", ["amina s", "bjørn", "fatuma m", "gunvor", "kåre", "linnea v", "olena", "sander", "tor-egil", "yusuf"]);
      const places = await look("/activities", ["strikk", "korø", "sjakk", "tur i m", "bokprat", "middag", "svøm", "verksted", "dans", "språk"]);
      return [
        table.took("letter → list drawn, Participants, CPU ×4, 5,000 rows", people, budgets.query, { p95: true }),
        table.took("letter → list drawn, Activities (1,000 of the rows)", places, budgets.query, { p95: true }),
      ];
    }));
  }),

  sync: async () => {
    await withCentre(2_000, async (server, line) => {
      const said = "first sync, 2,000 rows";
      await measure(said, async () => {
        const found = await sync.first(server, line, { runs: few(5) });
        return [
          table.took(`${said}, 30 participants, loopback`, found.times, budgets.first2000.ms),
          table.counted("… requests, the enrolment included", found.requests),
          table.weighed(`… bodies both ways (${found.codings.join(", ")})`, found.bytes),
        ];
      });
      await measure(`${said}, slow line`, async () => {
        const found = await sync.first(server, line, { runs: few(3), slow: SLOW_LINE });
        return [table.took(`… at ${SLOW_SAID}`, found.times)];
      });
      await measure("small exchanges", () => small(server, line));
    });
  },

  peers: async () => {
    if (!options.harness || !existsSync(options.harness)) {
      notes.push("The app was not weighed beside others: `app-weight.mjs` is not here (`--harness PATH`).");
      return;
    }
    await withCentre(4_000, async (server) => {
      process.stderr.write("  the app beside others …\n");
      peers = await weigh(server, options.harness, options);
    });
  },

  store: async () => {
    // Only what is asked for passes: the phone is not poked.
    const at = { site: options["bench-site"], poke: false };
    store = await measureStore(Store, {
      withCentre: (size, work) => withCentre(size, work, at),
      measure: async (name, work) => {
        const { found, others } = await watched(name, work);
        for (const one of Object.values(found)) one.others = others;
        return found;
      },
      few, slower: SLOWER, slow: SLOW_LINE,
    });
  },

  server: async () => {
    const databases = [["SQLite", []]];
    if (options.database) databases.push(["PostgreSQL", ["--database", options.database, ...(options.postmaster ? ["--postmaster", options.postmaster] : [])]]);
    for (const [name, where] of databases) {
      await measure(`throughput on ${name}`, async () => {
        servers[name] = await capacity.throughput(options.throughput, { quick: options.quick, where });
        return capacity.rows(servers[name], budgets.server);
      });
    }
  },

  growth: async () => {
    grown = (await watched("growth", () => growth(options.growth, { quick: options.quick }))).found;
  },
};

async function small(server, line) {
  const { nothing, changes, pushes } = await sync.small(server, line, SLOW_LINE);
  const found = [
    table.counted("nothing new: requests", nothing.requests, budgets.nothing.requests, { exactly: true }),
    table.weighed("… body to the server", nothing.sent, budgets.nothing.bytes),
    table.weighed("… body from the server", nothing.received, budgets.nothing.bytes),
    table.weighed("… headers, both ways", nothing.headers),
  ];
  for (const [name, all, from] of [["one change", changes, "poke → on the screen"], ["one push", pushes, "tap → receipt"]]) {
    found.push(
      table.counted(`${name}: requests`, Math.max(...all.map((one) => one.requests)), budgets.small.requests),
      table.weighed("… bodies both ways", all[0].sent + all[0].received),
      table.took(`… ${from}, loopback`, [all[0].ms]),
      table.took(`… ${from}, ${SLOW_SAID}`, [all[1].ms]),
    );
  }
  return found;
}

function besideOthers() {
  const ms = (at) => (at ? `${time(at.median)} (n=${at.n})` : "?");
  const ours = [
    bytes(peers.first_load.total.encoded), String(peers.first_load.total.requests), ms(peers.cold_slow?.usable_ms),
    ms(peers.warm_offline_new_page?.usable_ms), ms(peers.warm_offline_new_page?.tbt_ms),
    bytes(peers.memory?.js_heap_used_bytes ?? 0), bytes(peers.memory?.page_renderer_pss_bytes ?? 0),
  ];
  const theirs = PEERS.map((one) => [
    bytes(one.bytes), String(one.requests), time(one.cold), time(one.warm), time(one.blocking), bytes(one.heap), bytes(one.pss),
  ]);
  const what = [
    "first load, gzip", "… requests", "first screen, CPU ×4, " + SLOW_SAID, "offline start to a usable list, CPU ×4",
    "… blocking time until then", "JS heap after collection", "memory of the page's process (PSS)",
  ];
  const lines = what.map((said, i) => [said, ours[i], ...theirs.map((one) => one[i])]);
  const shares = [peers.warm_offline_new_page, peers.cold_slow].map((one) => one?.others_cpu_share?.median);
  const said = shares.map((share) => (share == null ? "?" : `${Math.round(share * 100)} %`));
  const problems = peers.problems.length ? ` It complains: ${peers.problems.join("; ")}.` : "";
  return `${table.text(["the app itself", "Brobygger", ...PEERS.map((one) => one.name)], lines)}

Others used ${said[0]} of the machine during our offline starts and ${said[1]} during our cold ones; the page's processor was ${peers.cpu_slowdown_measured ?? "?"} times slower. The others were measured on two cores of an AMD EPYC, ours on the machine above.${problems}`;
}

/** The tables that are not the first one. */
function chapters() {
  const found = [];
  const entries = Object.values(store);
  if (entries.length) found.push(table.text(ledger.HEAD, entries.map(ledger.cells)));
  const { SQLite } = servers;
  const all = { ...store, mutations: SQLite?.pushing.mutations_per_second, singles: SQLite && singles(SQLite) };
  const same = sameWork(all);
  if (same.lines.length) found.push(table.text(same.head, same.lines));
  if (grown) {
    const { head, lines } = asTable(grown);
    found.push(table.text(head, lines));
  }
  if (peers) found.push(besideOthers());
  return found;
}

/** Milliseconds of the server's processor for a thousand pushes of one mutation. */
function singles({ singles: { cpu, mutations } }) {
  return cpu.server == null ? null : (cpu.server * 1e6) / mutations;
}

const wanted = options.only ? options.only.split(",") : Object.keys(parts);
for (const name of wanted) {
  if (!parts[name]) throw new Error(`there is no part ${name}: ${Object.keys(parts).join(", ")}`);
  try {
    await parts[name]();
  } catch (error) {
    notes.push(`**${name} could not be measured**: ${error.message.split("\n")[0]}`);
    process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
  }
}

const slower = about.slowdown ? ` "CPU ×4" made the page's main thread ${about.slowdown.toFixed(1)} times slower.` : "";
const report = [
  "",
  `${about.date}, commit ${about.commit}. ${about.machine}; ${about.browser}, Node ${about.node}. Load average at the start: ${about.load}.${slower}`,
  "",
  ...(rows.length ? [table.text(table.HEAD, rows.map(table.cells))] : []),
  ...chapters().map((chapter) => `\n${chapter}`),
  ...notes.map((note) => `\n${note}`),
  "",
].join("\n");
console.log(report);
if (options.out) await table.put(options.out, report);
const failed = [
  ...rows.filter((row) => row.fails).map((row) => `${row.what}: ${row.measured} instead of ${row.budget}`),
  ...Object.values(store).flatMap((one) => one.failures),
];
for (const said of failed) console.error(`over its budget: ${said}`);
if (failed.length) process.exitCode = 1;
process.exit();
