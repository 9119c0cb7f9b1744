// The line between phone and server: passes everything on as it comes, counts it, and can be slow or cut.
//
// Counted are bodies as they are on the wire, so after compression, and the headers beside them. A standing
// stream (the poke) is passed on as it comes.

import http from "node:http";

export class Line {
  /** A line to `port`. `encoding` is what browsers may ask for; `poke: false` answers no standing streams. */
  static async to(port, { encoding, poke = true } = {}) {
    const line = new Line();
    Object.assign(line, { target: port, encoding, poke, slow: null, seen: [], sockets: new Set() });
    line.last = performance.now();
    line.free = 0;
    line.agent = new http.Agent({ keepAlive: true });
    line.server = http.createServer((request, response) => line.pass(request, response));
    line.server.keepAliveTimeout = 60_000;
    line.server.on("connection", (socket) => {
      if (line.dead) {
        line.asked = performance.now();
        socket.destroy();
        return;
      }
      line.sockets.add(socket);
      socket.on("close", () => line.sockets.delete(socket));
    });
    await line.open();
    return line;
  }

  get address() {
    return `http://localhost:${this.port}`;
  }

  open() {
    return new Promise((done, fail) => {
      this.server.once("error", fail);
      this.server.listen(this.port ?? 0, "127.0.0.1", () => {
        this.server.off("error", fail);
        this.port = this.server.address().port;
        done();
      });
    });
  }

  /** Nobody answers any more. */
  cut() {
    return new Promise((done) => {
      this.server.close(() => done());
      for (const socket of this.sockets) socket.destroy();
      this.agent.destroy();
    });
  }

  /** Whoever calls is hung up on, until it is alive again. How quiet it is can be asked all the same. */
  die() {
    this.dead = true;
    for (const socket of this.sockets) socket.destroy();
  }

  live() {
    this.dead = false;
  }

  /** What passed since the last time of asking. */
  take() {
    return this.seen.splice(0);
  }

  /** Waits until no answer has passed for `ms`. */
  async quiet(ms, timeout = 120_000) {
    const end = performance.now() + timeout;
    const still = () => performance.now() - Math.max(this.last, this.asked ?? 0) >= ms;
    while (!(still() && this.seen.every((one) => one.ended || one.stream))) {
      if (performance.now() > end) {
        const open = this.seen.filter((one) => !one.ended && !one.stream).map((one) => one.path);
        throw new Error(`the line never became quiet; not answered: ${open.join(", ") || "none"}`);
      }
      await pause(50);
    }
  }

  pass(request, response) {
    const one = {
      method: request.method, path: request.url.split("?")[0], sent: 0, received: 0, status: 0,
      headersSent: heads(request.rawHeaders), headersReceived: 0, began: now(), ended: 0,
    };
    this.seen.push(one);
    this.asked = performance.now();
    one.stream = one.path === "/sync/v1/poke";
    if (one.stream && !this.poke) {
      response.writeHead(503, { "content-length": 0 }).end();
      one.ended = now();
      return;
    }
    const headers = { ...request.headers };
    if (this.encoding) headers["accept-encoding"] = this.encoding;
    const options = { host: "127.0.0.1", port: this.target, method: request.method, path: request.url, headers, agent: this.agent };
    const onward = http.request(options, async (answer) => {
      one.status = answer.statusCode;
      one.kind = answer.headers["content-type"] ?? "";
      one.coding = answer.headers["content-encoding"] ?? "none";
      one.headersReceived = heads(answer.rawHeaders);
      response.writeHead(answer.statusCode, answer.rawHeaders);
      response.flushHeaders();
      try {
        for await (const bytes of answer) {
          one.received += bytes.length;
          if (one.stream && bytes.includes("event")) this.poked = now();
          if (!one.stream) await this.wait(bytes.length);
          response.write(bytes);
          this.last = performance.now();
        }
      } catch {
        // The server went away, or the line was cut: so does the answer.
      }
      one.ended = now();
      this.last = performance.now();
      response.end();
    });
    onward.on("error", () => response.destroy());
    response.on("close", () => {
      // Whoever asked may be gone: then nothing more passes of it.
      one.ended ||= now();
      onward.destroy();
    });
    this.upload(request, onward, one);
  }

  async upload(request, onward, one) {
    try {
      if (this.slow) await pause(this.slow.rtt);
      for await (const bytes of request) {
        one.sent += bytes.length;
        if (this.slow) await this.wait(bytes.length);
        onward.write(bytes);
      }
      onward.end();
    } catch {
      onward.destroy();
    }
  }

  /** One link, shared by all: bytes wait for those before them. */
  async wait(bytes) {
    if (!this.slow) return;
    this.free = Math.max(this.free, performance.now()) + (bytes * 8) / this.slow.kbps;
    const ms = this.free - performance.now();
    if (ms > 0) await pause(ms);
  }
}

/** The sync's requests: not files, and not the standing stream. */
export const exchanges = (seen) => seen.filter((one) => one.method === "POST" && one.path.startsWith("/sync/"));

/** A moment that pages can be compared with. */
export const now = () => performance.timeOrigin + performance.now();

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

const heads = (raw) => raw.reduce((sum, text) => sum + Buffer.byteLength(text) + 2, 0);
