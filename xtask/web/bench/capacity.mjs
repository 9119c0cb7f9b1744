// How much one server takes in: the example `throughput` of crates/server, which prints one line of JSON.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { bytes, time } from "./numbers.mjs";
import * as table from "./table.mjs";

/** `where`: words that say which database, none for SQLite. */
export async function throughput(program, { quick, where = [] }) {
  const much = quick ? ["--seconds", "2", "--singles", "100"] : [];
  const { stdout } = await promisify(execFile)(program, [...much, ...where], { maxBuffer: 2 ** 24 });
  return JSON.parse(stdout.trim().split("\n").at(-1));
}

/** Rows of the table. Rates are reported; whether they reach what is aimed at is said beside them. */
export function rows(found, budget) {
  const { pushing, pushing_and_pulling: both, limit, singles } = found;
  const share = pushing.mutations_per_second / limit.mutations_per_second;
  const seconds = (value) => (value == null ? "?" : `${value.toFixed(1)} s`);
  const cpu = (used) => `${seconds(used.server)}, phones ${seconds(used.phones)}${used.database == null ? "" : `, database ${seconds(used.database)}`}`;
  const rate = (one) => `${Math.round(one.mutations_per_second).toLocaleString("en")} mutations/s`;
  const aim = `≥ ${budget.mutations.toLocaleString("en")} mutations/s`;
  const late = (one) => `p50 ${time(one.push_ms_p50)}, p99 ${time(one.push_ms_p99)}`;
  const told = (what, measured) => table.rate(what, measured, "", null);
  return [
    table.rate(`server on ${found.database}, ${found.phones} phones × batches of ${found.batch}, durable`, rate(pushing), aim, pushing.mutations_per_second >= budget.mutations),
    table.rate("… a push", late(pushing), `< ${time(budget.p99)} p99`, pushing.push_ms_p99 < budget.p99),
    told("… processor: server", cpu(pushing.cpu)),
    told("… mutations in a commit", String(Math.round(pushing.mutations / found.commits))),
    told("… pulling in the same request", `${rate(both)}, ${late(both)}`),
    told("… processor: server, pulling too", cpu(both.cpu)),
    told("… the server's memory at its most", found.server_peak_memory == null ? "?" : bytes(found.server_peak_memory)),
    told(`… the limit: the same rows and groups, no HTTP, nothing decided`, rate(limit)),
    table.rate("… of that limit, the server does", `${Math.round(share * 100)} %`, `≥ ${budget.share * 100} %`, share >= budget.share),
    told(`… processor for ${singles.mutations.toLocaleString("en")} pushes of one: server`, cpu(singles.cpu)),
  ];
}
