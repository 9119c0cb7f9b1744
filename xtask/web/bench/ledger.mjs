// The chores of chores.mjs as one table: times at three conditions, and what passed over the line.

import { bytes, median, time } from "./numbers.mjs";

/** `free`, `slowed`, `far`: lists of what chores.mjs gives. `budget`: what must hold (counts, bytes) and what is hoped (ms). */
export function entry(what, { free = [], slowed = [], far = [], budget = {} }) {
  const all = [...free, ...slowed, ...far].filter((one) => one.requests !== undefined);
  const highest = (of) => (all.length ? Math.max(...all.map(of)) : undefined);
  const counts = all.length && {
    requests: highest((one) => one.requests), sent: highest((one) => one.sent),
    received: highest((one) => one.received), headers: highest((one) => one.headers),
  };
  const middle = (list) => (list.length ? median(list.map((one) => one.ms)) : null);
  const times = { free: middle(free), slowed: middle(slowed), far: middle(far) };
  return { what, times, counts, runs: [free.length, slowed.length, far.length], budget, failures: failures(what, counts, budget) };
}

/** Counts and bytes are the same everywhere, so that one over its budget fails the run. */
function failures(what, counts, budget) {
  const found = [];
  const hold = (name, value, limit, write) => {
    if (limit !== undefined && !(value <= limit)) found.push(`${what}, ${name}: ${write(value)} instead of ${write(limit)}`);
  };
  hold("requests", counts?.requests, budget.requests, String);
  hold("bodies both ways", counts && counts.sent + counts.received, budget.bytes, bytes);
  hold("body to the server", counts?.sent, budget.each, bytes);
  hold("body from the server", counts?.received, budget.each, bytes);
  return found;
}

export const HEAD = ["the store", "CPU ×1", "CPU ×4", "150 ms, 1.6 Mbps", "requests", "to the server", "from it", "headers", "budget", "others"];

export function cells(one) {
  const said = (ms) => (ms == null ? "" : time(ms));
  const { requests, sent, received, headers } = one.counts || {};
  const weight = (count) => (count === undefined ? "" : bytes(count));
  return [
    one.what, said(one.times.free), said(one.times.slowed), said(one.times.far), requests === undefined ? "" : String(requests),
    weight(sent), weight(received), weight(headers), budgetOf(one), one.others == null ? "" : `${Math.round(one.others * 100)} %`,
  ];
}

function budgetOf({ budget, failures, times }) {
  const parts = [];
  const late = times.free > budget.ms || times.slowed > budget.slowed;
  const over = late ? ": over" : "";
  if (budget.ms !== undefined) parts.push(`≤ ${time(budget.ms)}${over}`);
  if (budget.slowed !== undefined) parts.push(`≤ ${time(budget.slowed)} at ×4${over}`);
  if (budget.requests !== undefined) parts.push(`${budget.requests === 1 ? "" : "≤ "}${budget.requests} requests`.replace(/^1 requests/, "1 request"));
  if (budget.bytes !== undefined) parts.push(`≤ ${bytes(budget.bytes)}`);
  if (budget.each !== undefined) parts.push(`≤ ${bytes(budget.each)} each way`);
  if (!parts.length) return "";
  return `${parts.join(", ")}${failures.length ? ": **over**" : late ? "" : ": within"}`;
}
