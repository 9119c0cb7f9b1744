// The lock, for whatever drives a page: choosing the words at enrolment, and opening the app.

/** What everybody chooses here. */
export const WORDS = "lampe gitar hylle torsk vinter";

/** At the step that asks for them: types the words twice. What follows sends them off. */
export async function typeWords(page) {
  await page.waitForSelector("#words-again");
  await page.fill("#words", WORDS);
  await page.fill("#words-again", WORDS);
}

/** Opens the app, which is locked whenever its page was loaded. */
export async function unlock(page) {
  await page.waitForSelector("#unlock-words");
  await page.fill("#unlock-words", WORDS);
  await page.click("#unlock button[type=submit]");
  await page.waitForSelector("#unlock-words", { state: "detached" });
}
