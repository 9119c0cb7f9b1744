
// A passphrase becomes a key, away from the page, which would stand still meanwhile. The glue before
// this line knows the wasm. Whoever asked ends the worker when it has answered: with it goes the memory.
//
// Asked with { words, salt, memory, passes }; answers the 32 bytes, null where they could not be
// reckoned (there is not so much memory), or undefined where the wasm did not load.
onmessage = async ({ data: { words, salt, memory, passes } }) => {
  let key;
  try {
    await wasm_bindgen({ module_or_path: "/stretch.wasm" });
    key = null;
    const bytes = wasm_bindgen.stretch(new TextEncoder().encode(words), salt, memory, passes);
    if (bytes.length) key = bytes;
  } catch (error) {
    console.error(error);
  }
  postMessage(key);
};
