// What the measurements were taken on, and how much of it others used meanwhile.

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import os from "node:os";

export function conditions(root, chromium) {
  const said = (program, ...words) => {
    try {
      return execFileSync(program, words, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
    } catch {
      return "unknown";
    }
  };
  const changed = said("git", "status", "--porcelain", "--untracked-files=no");
  return {
    date: new Date().toISOString().slice(0, 16).replace("T", " ") + " UTC",
    machine: `${os.cpus().length} × ${os.cpus()[0].model}, ${Math.round(os.totalmem() / 2 ** 30)} GiB`,
    browser: said(chromium, "--version").split("\n")[0],
    node: process.version,
    commit: said("git", "rev-parse", "--short", "HEAD") + (changed ? ", with changes" : ""),
    load: os.loadavg().map((load) => load.toFixed(2)).join(" "),
  };
}

/** The share of the machine that programs other than ours used between the first call and the second. */
export function disturbance() {
  const before = usage();
  return () => {
    const after = usage();
    const total = after.total - before.total;
    if (!before.total || total <= 0) return null;
    const busy = total - (after.idle - before.idle);
    return Math.min(1, Math.max(0, (busy - (after.ours - before.ours)) / total));
  };
}

/** Waits for a quiet machine, but not for ever. */
export async function quietMachine(seconds) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const share = disturbance();
    await new Promise((done) => setTimeout(done, 1000));
    if ((share() ?? 0) < 0.1 || Date.now() > end) return;
  }
}

function usage() {
  try {
    const all = /^cpu +(.*)$/m.exec(readFileSync("/proc/stat", "utf8"))[1].split(" ").map(Number);
    return { total: all.slice(0, 8).reduce((a, b) => a + b, 0), idle: all[3] + all[4], ours: ours() };
  } catch {
    // Not Linux: then it is not known.
    return { total: 0, idle: 0, ours: 0 };
  }
}

/** Ticks of this process and all below it, living and dead. */
function ours() {
  const all = new Map();
  for (const id of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const line = readFileSync(`/proc/${id}/stat`, "utf8");
      const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
      all.set(id, { parent: fields[1], ticks: fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) });
    } catch {
      // It ended in between.
    }
  }
  const belongs = (id) => {
    for (let at = id; at && at !== "0"; at = all.get(at)?.parent) if (at === String(process.pid)) return true;
    return false;
  };
  return [...all].filter(([id]) => belongs(id)).reduce((sum, [, one]) => sum + one.ticks, 0);
}
