// Keys of the desk, listed at /desk/keys/. With Alt they work everywhere; single keys rest while somebody types, work only
// where the focus is inside their group (the page of keys apart), and can be switched off there: WCAG 2.1.4.
const NAMES = { slash: "/" };
const TYPED = "textarea, select, input:not([type=radio]):not([type=checkbox]), [contenteditable]";
const bare = (event) => !(event.altKey || event.ctrlKey || event.metaKey || event.repeat || event.isComposing);
const single = () => !("noSingleKeys" in document.body.dataset);

/** Show the hint beside each link with a key and follow it on Alt+key; a field is gone to. */
export function keys(root) {
  for (const target of root.querySelectorAll("[data-key]")) {
    const name = NAMES[target.dataset.key] ?? target.dataset.key.replace("digit", "").toUpperCase();
    target.setAttribute("aria-keyshortcuts", `Alt+${name}`);
    if (target.matches(TYPED)) continue;
    const hint = document.createElement("kbd");
    hint.textContent = `Alt ${name}`;
    hint.setAttribute("aria-hidden", "true");
    target.append(hint);
  }
  document.addEventListener("keydown", (event) => {
    const alone = bare(event) && single() && !event.target.matches(TYPED);
    const found = alone && root.querySelector(`[data-single-key="${CSS.escape(event.key)}"]`);
    if (found) { event.preventDefault(); return found.click(); }
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const target = root.querySelector(`[data-key="${CSS.escape(event.code.replace("Key", "").toLowerCase())}"]`);
    if (!target) return;
    event.preventDefault();
    if (target.matches(TYPED)) target.focus(); else target.click();
  });
}

/** While the focus is inside a group, a digit presses its button of that digit; elsewhere digits do nothing. */
export function digits(root) {
  for (const group of root.querySelectorAll("[data-digits]")) {
    group.addEventListener("keydown", (event) => {
      if (!bare(event) || !single() || event.target.matches("input, select, textarea")) return;
      const button = group.querySelector(`[data-digit="${CSS.escape(event.key)}"]`);
      if (!button) return;
      event.preventDefault();
      button.click();
    });
  }
}

/** Where the focus is inside a group of picks, a key chooses what carries it; while somebody types it does nothing. */
export function picks(root) {
  for (const group of root.querySelectorAll("[data-picks]")) {
    group.addEventListener("keydown", (event) => {
      // A list sends its form with Enter like every other field.
      if (event.key === "Enter" && bare(event) && event.target.matches("select")) { event.preventDefault(); return event.target.form.requestSubmit(); }
      if (!bare(event) || !single() || event.target.matches(TYPED)) return;
      const key = event.code.replace(/^(Key|Digit|Numpad)/, "").toLowerCase();
      const target = /^[a-z0-9]$/.test(key) && root.querySelector(`[data-pick="${key}"]`);
      if (!target) return;
      event.preventDefault();
      if (target.tagName === "A") return target.click();
      if (target.type === "radio") target.checked = true;
      target.focus();
    });
    for (const list of group.querySelectorAll("[data-picks-other]")) {
      list.addEventListener("change", () => { document.getElementById(list.dataset.picksOther).checked = Boolean(list.value); });
    }
    group.querySelector("[data-first]")?.focus({ preventScroll: true });
  }
}
