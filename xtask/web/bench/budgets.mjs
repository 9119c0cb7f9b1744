// What is promised. Times in milliseconds: reported, since they vary between machines. Counts and bytes: held.

export const budgets = {
  wasm: 300e3,
  firstLoad: 400e3,
  offlineStart: 1_000,
  save: 30,
  query: 50,
  first2000: { ms: 500 },
  nothing: { requests: 1, bytes: 200 },
  small: { requests: 1 },
  /** `each`: a body, each way. */
  store: {
    unlock: { ms: 500 },
    /** With the main thread slowed down. */
    open2000: { slowed: 150 },
    open10000: { slowed: 300 },
    first10000: { ms: 1_500, requests: 20, bytes: 1.5e6 },
    nothing: { requests: 1, each: 200 },
    small: { requests: 1 },
    // A push holds a hundred at most.
    thousand: { requests: 10 },
  },
  server: { mutations: 10_000, p99: 250, share: 0.25 },
};
