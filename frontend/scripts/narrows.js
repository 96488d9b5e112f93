// One choice that narrows another: whom an office can name, once the office is chosen.

/** Leave in a list only what belongs to what was chosen; nothing chosen leaves all of it. */
function narrowed(chooser) {
  const list = document.getElementById(chooser.dataset.narrows);
  if (!list) return;
  const narrow = () => {
    list.querySelectorAll("option[data-of]").forEach((option) => {
      const apart = Boolean(chooser.value) && !option.dataset.of.split(" ").includes(chooser.value);
      option.hidden = apart;
      option.disabled = apart;
      if (apart && option.selected) list.value = "";
    });
    list.querySelectorAll("optgroup").forEach((group) => {
      group.hidden = !group.querySelector("option:not([hidden])");
    });
  };
  chooser.addEventListener("change", narrow);
  narrow();
}

/** Wire every list that another one narrows. */
export function narrows(root) {
  root.querySelectorAll("[data-narrows]").forEach(narrowed);
}
