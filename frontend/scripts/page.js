// Small comforts for pages: copy, print, go to what needs attention.

/** Copy a code; the button appears only where copying can work. */
function copy(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  const words = button.querySelector("span") ?? button;
  const usual = words.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    words.textContent = button.dataset.done ?? usual;
    setTimeout(() => { words.textContent = usual; }, 2500);
  });
}

/** Print the page; without JavaScript the button stays hidden and the browser's own menu does it. */
function print(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

/** Scroll a row that is wider than the screen to the entry one is on, which would else be out of sight. */
function inSight(here) {
  const row = here.closest(".rail-nav, .tabs");
  if (!row) return;
  const [at, of] = [here.getBoundingClientRect(), row.getBoundingClientRect()];
  row.scrollLeft += at.left - of.left - (of.width - at.width) / 2;
  row.scrollTop += at.top - of.top - (of.height - at.height) / 2;
}

/** Open what is folded before it goes on paper, and fold it again afterwards. */
function unfold() {
  const folded = () => document.querySelectorAll("details.group:not([open])");
  let opened = [];
  addEventListener("beforeprint", () => { opened = [...folded()]; opened.forEach((e) => { e.open = true; }); });
  addEventListener("afterprint", () => { opened.forEach((e) => { e.open = false; }); });
}

/** Whoever opens what asks for one thing can type it at once. */
function atField(fold) {
  fold.addEventListener("toggle", () => { if (fold.open) fold.querySelector("input:not([type=hidden])")?.focus(); });
}

/** Wire every page comfort inside a part of the page. */
export function page(root) {
  root.querySelectorAll("[data-copy]").forEach(copy);
  root.querySelectorAll("[data-print]").forEach(print);
  root.querySelectorAll("[data-opens-at-field]").forEach(atField);
  root.querySelectorAll("[aria-current]").forEach(inSight);
  if (root === document) unfold();
  // What failed comes first; else, where a form is all the page is for, its first field.
  (root.querySelector("[data-focus]") ?? root.querySelector("[data-focus-first] :is(select, textarea, input:not([type=hidden]))"))?.focus();
}
