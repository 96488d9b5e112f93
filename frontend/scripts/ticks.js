// Ticking matters on a list: all of a page with one tick, and how many are ticked. Without it each is ticked by itself.

/** Count what is ticked, and let one tick stand for all of the page. */
export function ticks(root) {
  const form = root.querySelector("[data-count-picks]");
  if (!form) return;
  const every = [...root.querySelectorAll("[data-tick]")];
  const all = root.querySelector("[data-tick-all]");
  const said = form.querySelector("[data-picked]");
  const say = () => {
    const n = every.filter((tick) => tick.checked).length;
    said.hidden = n === 0;
    said.textContent = n ? said.dataset.words.replace("{n}", n) : "";
    form.classList.toggle("is-used", n > 0);
    if (all) { all.checked = n === every.length; all.indeterminate = n > 0 && n < every.length; }
  };
  if (all) {
    all.closest("label").hidden = false;
    all.addEventListener("change", () => { for (const tick of every) tick.checked = all.checked; say(); });
  }
  for (const tick of every) tick.addEventListener("change", say);
  addEventListener("pageshow", say);
}
