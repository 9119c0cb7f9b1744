// What was measured beside what was promised, as a table that can be read in a terminal and in a document.

import { readFile, writeFile } from "node:fs/promises";
import { bytes, percentile, spread, time } from "./numbers.mjs";

const BEGIN = "<!-- measured: begin -->";
const END = "<!-- measured: end -->";

/** A time is reported; it depends on the machine and never fails the run. */
export function took(what, times, budget, { p95 = false } = {}) {
  const value = p95 ? percentile(times, 95) : percentile(times, 50);
  const measured = p95 ? `p50 ${time(percentile(times, 50))}, p95 ${time(value)} (n=${times.length})` : spread(times);
  const said = budget === undefined ? "" : `≤ ${time(budget)}${p95 ? " p95" : ""}`;
  return { what, budget: said, measured, verdict: budget === undefined ? "" : value <= budget ? "within" : "over", fails: false };
}

/** A rate is a time too. `within` is null where nothing was promised. */
export function rate(what, measured, budget, within) {
  const verdict = within === null ? "" : within ? "within" : "missed";
  return { what, budget, measured, verdict, fails: false };
}

/** A count is the same on every machine, so that one over its budget fails the run. */
export function counted(what, value, budget, { write = String, exactly = false } = {}) {
  if (budget === undefined) return { what, budget: "", measured: write(value), verdict: "", fails: false };
  const holds = exactly ? value === budget : value <= budget;
  return { what, budget: `${exactly ? "" : "≤ "}${write(budget)}`, measured: write(value), verdict: holds ? "within" : "**over**", fails: !holds };
}

export const weighed = (what, value, budget) => counted(what, value, budget, { write: bytes });

export function text(head, rows) {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => [...row[column]].length)));
  const line = (row) => `| ${row.map((cell, column) => cell + " ".repeat(widths[column] - [...cell].length)).join(" | ")} |`;
  return [line(head), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...rows.map(line)].join("\n");
}

export const HEAD = ["what", "budget", "measured", "verdict", "others"];

export const cells = (row) => [row.what, row.budget, row.measured, row.verdict, row.others == null ? "" : `${Math.round(row.others * 100)} %`];

/** Replaces what stands between the two marks of a document. */
export async function put(file, report) {
  const old = await readFile(file, "utf8");
  await writeFile(file, between(old, report, file));
}

export function between(old, report, file) {
  const [begin, end] = [old.indexOf(BEGIN), old.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${file} has no place for the table: ${BEGIN} … ${END}`);
  return `${old.slice(0, begin + BEGIN.length)}\n${report}\n${old.slice(end)}`;
}
