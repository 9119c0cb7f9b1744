// What the bench asks of a store for an app that works offline, and ours behind it.
//
// The measurements in chores.mjs know only this. Another store (PouchDB, RxDB) is measured by the same
// program with an adapter of its own, which offers:
//
//   enrol(code)      makes this phone known to its server; nothing is fetched yet
//   sync()           sends what waits and fetches what is new; what came is on the disk and can be read
//                    when this is over
//   write(n)         n records of about 500 bytes, one by one, each durable before the next begins
//   writeBatch?(n)   the same in one transaction. Optional: ours has none, since a record is a command
//                    of a person, decided and saved by itself
//   unlock?()        makes the key of a passphrase; once a page, before it opens. Gives what a guess costs:
//                    { memory (MiB), passes }. Optional: others keep what is theirs in the clear
//   open()           opens what is on the phone, without a network
//   readAll()        reads every row as the app's screens do: { rows, … }
//   search(text)     how many rows hold a word that begins so
//
// Each gives { ms, value }, by the page's own clock, so that no test driver's delay is in it.

/** Ours: `window.brobyggerBench` of a site that was built with the feature `bench-hook` (src/bench_hook.rs). */
export class Store {
  /** A page of a phone, on which the app's screens are not drawn. */
  static async on(phone, address, slower = 1) {
    const page = await phone.page(slower);
    await page.goto(`${address}/#bench`);
    await page.waitForFunction(() => window.brobyggerBench !== undefined, null, { polling: 20 });
    // What the service worker fetches is the app's weight, not the store's.
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    const store = new Store();
    store.page = page;
    return store;
  }

  enrol(code) {
    return this.#timed("enrol", code);
  }

  sync() {
    return this.#timed("sync");
  }

  write(count) {
    return this.#timed("write", count);
  }

  unlock() {
    return this.#timed("unlock");
  }

  open() {
    return this.#timed("open");
  }

  readAll() {
    return this.#timed("readAll");
  }

  search(text) {
    return this.#timed("search", text);
  }

  close() {
    return this.page.close();
  }

  #timed(name, ...words) {
    return this.page.evaluate(async ([name, words]) => {
      const began = performance.now();
      const value = await window.brobyggerBench[name](...words);
      return { ms: performance.now() - began, value };
    }, [name, words]);
  }
}
