// One-key shortcuts on the desk. They rest while somebody types, and can be switched off by not pressing them with Alt:
// WCAG 2.1.4 asks that single keys can be remapped or need a modifier, so each one wants Alt.

/** Show the hint beside each link with a key and follow it on Alt+key. */
export function keys(root) {
  for (const target of root.querySelectorAll("[data-key]")) {
    const hint = document.createElement("kbd");
    const name = target.dataset.key.replace("digit", "").toUpperCase();
    hint.textContent = `Alt ${name}`;
    hint.setAttribute("aria-hidden", "true");
    target.setAttribute("aria-keyshortcuts", `Alt+${name}`);
    target.append(hint);
  }
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const target = root.querySelector(`[data-key="${CSS.escape(event.code.replace("Key", "").toLowerCase())}"]`);
    if (!target) return;
    event.preventDefault();
    target.click();
  });
}

/** While the focus is inside a group, a digit presses its button of that digit; elsewhere digits do nothing. */
export function digits(root) {
  for (const group of root.querySelectorAll("[data-digits]")) {
    group.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.repeat || event.target.matches("input, select, textarea")) return;
      const button = group.querySelector(`[data-digit="${CSS.escape(event.key)}"]`);
      if (!button) return;
      event.preventDefault();
      button.click();
    });
  }
}
