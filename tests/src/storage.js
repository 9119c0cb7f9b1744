// Put before a script that looks into what the app stored, past the app.
const asked = (request) =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
/** Opens a database as it is; what is opened for good stands in the way of nobody. */
const open = async (name, version) => {
  const database = await asked(indexedDB.open(name, version));
  database.onversionchange = () => database.close();
  return database;
};
/** All of a store, as pairs. */
const all = async (name, store) => {
  const database = await open(name);
  const transaction = database.transaction(store);
  const complete = new Promise((done) => {
    transaction.oncomplete = done;
  });
  const records = transaction.objectStore(store);
  const [keys, values] = await Promise.all([asked(records.getAllKeys()), asked(records.getAll())]);
  await complete;
  database.close();
  return keys.map((key, place) => [key, values[place]]);
};
const put = async (name, store, key, value) => {
  const database = await open(name);
  const transaction = database.transaction(store, "readwrite");
  transaction.objectStore(store).put(value, key);
  await new Promise((done, failed) => {
    transaction.oncomplete = done;
    transaction.onabort = () => failed(transaction.error);
  });
  database.close();
};
/** A byte of each record in a store is another one afterwards. */
const spoil = async (name, store) => {
  const records = await all(name, store);
  for (const [key, value] of records) {
    const bytes = new Uint8Array(value);
    bytes[bytes.length - 1] ^= 1;
    await put(name, store, key, bytes);
  }
  return records.length;
};
const drop = (name) => asked(indexedDB.deleteDatabase(name));
/** The name of the vault that was enrolled last. */
const vault = async () => {
  const listed = (await all("brobygger.vaults", "vaults")).filter(([key]) => key.startsWith("vault/"));
  const since = ([, value]) => JSON.parse(new TextDecoder().decode(value)).since;
  listed.sort((one, other) => since(one) - since(other));
  return listed.at(-1)[0].slice("vault/".length);
};
