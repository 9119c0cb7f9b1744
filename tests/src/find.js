// arguments: [what, words]. Answers the element that a person would mean by these words, or null.
const [what, words] = arguments;
const tidy = (text) => (text ?? "").replace(/\s+/g, " ").trim();
const visible = (element) => element.checkVisibility?.({ checkVisibilityCSS: true }) ?? element.getClientRects().length > 0;

const name = (element) => {
  const labelled = element.getAttribute("aria-labelledby");
  if (labelled) return tidy(labelled.split(/\s+/).map((id) => document.getElementById(id)?.innerText).join(" "));
  const given = element.getAttribute("aria-label");
  if (given) return tidy(given);
  if (element.labels?.length) return tidy([...element.labels].map((label) => label.innerText).join(" "));
  return tidy(element.innerText) || tidy(element.getAttribute("placeholder"));
};

const kinds = {
  // A radio button or a check box is often hidden behind its label, and people tap the label.
  tap: "button, a[href], summary, label, [role=button], [role=tab], [role=radio], [role=switch], [role=link]",
  field: "input, textarea, select, [contenteditable=true]",
};
const shown = [...document.querySelectorAll(kinds[what])].filter(visible);
// A dialog stands before everything else.
const dialog = document.querySelector("dialog[open]");
const inFront = dialog ? shown.filter((element) => dialog.contains(element)) : shown;
return (
  inFront.find((element) => name(element) === words) ??
  inFront.find((element) => name(element).startsWith(words)) ??
  inFront.find((element) => name(element).includes(words)) ??
  null
);
