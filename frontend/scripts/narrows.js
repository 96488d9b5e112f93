// One choice that narrows another: whom an office can name, once the office is chosen.

/** Leave in a list only the groups that belong to what was chosen; nothing chosen leaves all of them. */
function narrowed(chooser) {
  const list = document.getElementById(chooser.dataset.narrows);
  if (!list) return;
  const narrow = () => {
    list.querySelectorAll("optgroup[data-of]").forEach((group) => {
      const apart = Boolean(chooser.value) && group.dataset.of !== chooser.value;
      group.hidden = apart;
      group.disabled = apart;
      if (apart && group.contains(list.selectedOptions[0] ?? null)) list.value = "";
    });
  };
  chooser.addEventListener("change", narrow);
  narrow();
}

/** Wire every list that another one narrows. */
export function narrows(root) {
  root.querySelectorAll("[data-narrows]").forEach(narrowed);
}
