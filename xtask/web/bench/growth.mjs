// How the cost of small things grows: the example `growth` of crates/server, which prints one line of JSON.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { time } from "./numbers.mjs";

export async function growth(program, { quick }) {
  const { stdout } = await promisify(execFile)(program, quick ? ["quick"] : []);
  return JSON.parse(stdout.trim().split("\n").at(-1));
}

/** Times, and in brackets the steps of the database's machine, which are held by a test. */
export function asTable(found) {
  const cost = (one) => `${time(one.ms)} (${one.steps})`;
  return {
    head: ["what there is", "pull, nothing new", "pull, one change", "a push", "a look at the clocks"],
    lines: found.map((one) => [
      `${one.count.toLocaleString("en")} ${one.what}`, cost(one.nothing_new), cost(one.one_change), cost(one.one_push), cost(one.poll),
    ]),
  };
}
