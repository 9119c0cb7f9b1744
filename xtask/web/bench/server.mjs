// The real server with a made-up centre of a given size, on a port of its own and a folder that goes with it.

import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { activities, names } from "./centre.mjs";

const run = promisify(execFile);

/** The centre that `brobygger demo --large` makes, and its volunteer. */
const CENTRE = "Storby frivilligsentral";
const VOLUNTEER = "Bjørg";

export class Server {
  /** Starts `binary demo --large rows`, and returns when it listens. */
  static async start({ binary, site, rows }) {
    const server = new Server();
    server.binary = binary;
    server.folder = await mkdtemp(path.join(tmpdir(), "brobygger-bench-"));
    const at = site ? ["--site", site] : [];
    const rest = ["demo", "--data", server.folder, "--port", "0", "--large", String(rows), ...at];
    server.process = spawn(binary, rest, { stdio: ["ignore", "pipe", "pipe"] });
    server.gone = new Promise((done) => server.process.once("exit", done));
    server.port = await listening(server.process);
    return server;
  }

  /** A code for one more phone of the volunteer. */
  async invite() {
    const printed = await this.command("invite", VOLUNTEER);
    const code = /#([0-9A-Z-]+)/.exec(printed)?.[1];
    if (!code) throw new Error(`no code in what the server printed: ${printed}`);
    return code;
  }

  /** Changes so many rows that every phone of the centre holds. The first time they are new. */
  async change(count) {
    this.changes = (this.changes ?? 0) + 1;
    const csv = path.join(this.folder, "changed.csv");
    await writeFile(csv, activities(names(count), `Dette er endring nummer ${this.changes}.`));
    await this.import(csv);
  }

  /** Puts activities into the centre's directory. */
  async import(csv) {
    return this.command("import", "activities", csv);
  }

  /** Runs a command beside the server, as a coordinator does. */
  async command(...words) {
    const { stdout } = await run(this.binary, [...words, "--data", this.folder, "--centre", CENTRE]);
    return stdout;
  }

  async stop() {
    this.process.kill("SIGTERM");
    await this.gone;
    await rm(this.folder, { recursive: true, force: true });
  }
}

function listening(process) {
  return new Promise((done, fail) => {
    let said = "";
    process.stderr.on("data", (bytes) => (said += bytes));
    process.stdout.on("data", (bytes) => {
      said += bytes;
      const port = /running on \S+:(\d+)/.exec(said)?.[1];
      if (port) done(Number(port));
    });
    process.once("error", fail);
    process.once("exit", () => fail(new Error(`the server stopped: ${said}`)));
  });
}
