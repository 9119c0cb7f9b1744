// Only in `cargo xtask dev`: reloads the page when the site was built anew.
const seen = new URL(import.meta.url).searchParams.get("build");
setInterval(async () => {
  try {
    const answer = await fetch("/live.txt", { cache: "no-store" });
    if (answer.ok && (await answer.text()) !== seen) location.reload();
  } catch {
    // The server is being started again.
  }
}, 500);
