// How much one server takes in: the example `throughput` of crates/server, which prints one line of JSON.

import { execFile } from "node:child_process";
import { promisify } from "node:util";

export async function throughput(program) {
  const { stdout } = await promisify(execFile)(program, ["50", "20", "10"]);
  return JSON.parse(stdout.trim().split("\n").at(-1));
}
