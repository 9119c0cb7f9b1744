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
import { bytes, median, time } from "./bench/numbers.mjs";
import { PEERS, weigh } from "./bench/peers.mjs";
import { enrol, executablePath, Phone, slowdown } from "./bench/phone.mjs";
import * as save from "./bench/save.mjs";
import * as search from "./bench/search.mjs";
import { Server } from "./bench/server.mjs";
import * as start from "./bench/start.mjs";
import * as sync from "./bench/sync.mjs";
import * as table from "./bench/table.mjs";
import { throughput } from "./bench/throughput.mjs";
import { firstLoad } from "./bench/weight.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const { values: options } = parseArgs({
  options: {
    server: { type: "string" }, site: { type: "string" }, throughput: { type: "string" }, harness: { type: "string" },
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

/** Measures one thing, and notes what others took of the machine meanwhile. */
async function measure(name, work) {
  await quietMachine(options.quick ? 0 : 10);
  process.stderr.write(`  ${name} …\n`);
  const share = disturbance();
  const found = await work();
  const others = share();
  rows.push(...found.map((row) => ({ ...row, others })));
}

async function withCentre(size, work) {
  const server = await Server.start({ binary: options.server, site: options.site, rows: size });
  const line = await Line.to(server.port);
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
    for (const [size, limits] of [[2_000, budgets.first2000], [10_000, budgets.first10000]]) {
      await withCentre(size, async (server, line) => {
        const said = `first sync, ${size.toLocaleString("en")} rows`;
        await measure(said, async () => {
          const found = await sync.first(server, line, { runs: few(5) });
          return [
            table.took(`${said}, 30 participants, loopback`, found.times, limits.ms),
            table.counted(`… requests, the enrolment included`, found.requests, limits.requests),
            table.weighed(`… bodies both ways (${found.codings.join(", ")})`, found.bytes, limits.bytes),
          ];
        });
        await measure(`${said}, slow line`, async () => {
          const found = await sync.first(server, line, { runs: few(3), slow: SLOW_LINE });
          return [table.took(`… at ${SLOW_SAID}`, found.times)];
        });
        if (size === 2_000) await measure("small exchanges", () => small(server, line));
      });
    }
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

  server: async () => {
    if (!options.throughput) {
      notes.push("The server's throughput was not measured.");
      return;
    }
    await measure("throughput", async () => {
      const found = await throughput(options.throughput);
      const { mutations, p99 } = budgets.server;
      return [
        table.rate("server, 50 phones × batches of 20, SQLite durable", `${Math.round(found.mutations_per_second).toLocaleString("en")} mutations/s`, `≥ ${mutations.toLocaleString("en")} mutations/s`, found.mutations_per_second >= mutations),
        table.rate("… a push", `p50 ${time(found.push_ms_p50)}, p99 ${time(found.push_ms_p99)}`, `< ${time(p99)} p99`, found.push_ms_p99 < p99),
      ];
    });
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
  ...(peers ? ["", besideOthers()] : []),
  ...notes.map((note) => `\n${note}`),
  "",
].join("\n");
console.log(report);
if (options.out) await table.put(options.out, report);
const failed = rows.filter((row) => row.fails);
for (const row of failed) console.error(`over its budget: ${row.what}: ${row.measured} instead of ${row.budget}`);
if (failed.length) process.exitCode = 1;
process.exit();
