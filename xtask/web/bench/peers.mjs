// Ours and others on the same scale: app-weight.mjs, which was written for the others, run on ours.

import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { WORDS } from "../door.mjs";
import { Line } from "./line.mjs";
import { executablePath } from "./phone.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));

/** Measured on 2026-11-21 with the same program and Chromium 156, on two cores of an AMD EPYC. Bytes, milliseconds. */
export const PEERS = [
  { name: "Aam Digital 3.89", bytes: 2_764e3, requests: 346, cold: 14_600, warm: 4_050, blocking: 1_900, heap: 25.0e6, pss: 103e6 },
  { name: "Actual Budget 26.9", bytes: 6_241e3, requests: 238, cold: 20_300, warm: 3_580, blocking: 1_250, heap: 15.4e6, pss: 130e6 },
];

/** What weighs the app knows no lock: it asks at every frame whether the list can be used, and that opens the lock, too. */
const USABLE = `(() => {
  const field = document.querySelector("#unlock-words");
  if (field && field.value === "") {
    field.value = ${JSON.stringify(WORDS)};
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    requestAnimationFrame(() => field.form.requestSubmit());
  }
  return document.querySelectorAll(".rows a.row").length >= 4;
})()`;

export async function weigh(server, harness, { quick }) {
  // It cannot pass on a standing stream, and the others were weighed with gzip.
  const line = await Line.to(server.port, { encoding: "gzip", poke: false });
  const out = path.join(server.folder, "app-weight.json");
  const runs = quick
    ? ["--warm-runs", "2", "--cold-runs", "1", "--attempts", "1", "--quiet-wait-s", "1"]
    : ["--attempts", "2", "--quiet-wait-s", "10"];
  const words = [
    harness, "--proxy", `/=http://127.0.0.1:${line.port}`, "--list-path", "/participants", "--usable-js", USABLE,
    "--cold-usable", "#heading", "--encoding", "gzip", "--setup", path.join(here, "setup.mjs"),
    "--label", "Brobygger", "--out", out, "--relaunch-runs", "0", ...runs,
  ];
  const env = { ...process.env, PLAYWRIGHT_CORE: path.join(here, ".."), CHROMIUM: executablePath, BENCH_CODE: await server.invite() };
  try {
    await promisify(execFile)(process.execPath, words, { env, maxBuffer: 2 ** 26 });
    return JSON.parse(await readFile(out, "utf8"));
  } finally {
    await line.cut();
  }
}
