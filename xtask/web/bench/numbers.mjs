// Medians, percentiles, and how numbers are written.

const sorted = (all) => [...all].sort((a, b) => a - b);

export function percentile(all, p) {
  const list = sorted(all);
  return list[Math.min(list.length - 1, Math.ceil((list.length * p) / 100) - 1)];
}

export function median(all) {
  const list = sorted(all);
  const middle = list.length >> 1;
  return list.length % 2 ? list[middle] : (list[middle - 1] + list[middle]) / 2;
}

export const sum = (all) => all.reduce((a, b) => a + b, 0);

/** 0.43 s, 12 ms. */
export function time(ms) {
  return ms >= 1000 ? `${(ms / 1000).toFixed(2)} s` : `${ms >= 10 ? ms.toFixed(0) : ms.toFixed(1)} ms`;
}

/** "0.43 s (0.40–0.52, n=7)". */
export function spread(all) {
  if (all.length === 1) return time(all[0]);
  return `${time(median(all))} (${time(Math.min(...all))}–${time(Math.max(...all))}, n=${all.length})`;
}

/** Bytes in units of 1000. */
export function bytes(count) {
  if (count >= 1e6) return `${(count / 1e6).toFixed(2)} MB`;
  return count >= 10_000 ? `${(count / 1000).toFixed(0)} kB` : `${count} bytes`;
}
