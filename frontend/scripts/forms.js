// Small comforts for forms. Every form works without them.

/** Send a form once: a second press within the same page does nothing. */
function guard(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    // After the browser has taken the pressed button's value, not before.
    setTimeout(() => form.querySelectorAll("button[type=submit]").forEach((b) => { b.setAttribute("aria-disabled", "true"); b.classList.add("is-busy"); }));
  });
  addEventListener("pageshow", () => {
    delete form.dataset.sent;
    form.querySelectorAll("button[type=submit]").forEach((b) => { b.removeAttribute("aria-disabled"); b.classList.remove("is-busy"); });
  });
}

/** Ask before leaving a form with changes. */
function unsaved(form) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  // Another form of the page is sent: what is kept in this tab comes back with the page.
  if (form.dataset.draft) document.addEventListener("submit", () => { changed = false; });
  addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}

/** Keep what was typed in this tab until it is sent; never files, never passwords. */
function draft(form) {
  const key = `huiyin:${form.dataset.draft}`;
  const kept = [...form.elements].filter((e) => e.name && e.id && !["hidden", "file", "password", "submit", "button"].includes(e.type) && e.tagName !== "FIELDSET");
  const read = () => { try { return JSON.parse(sessionStorage.getItem(key)) || {}; } catch { return {}; } };
  const state = (e) => (e.type === "checkbox" || e.type === "radio" ? e.checked : e.value);
  const now = () => Object.fromEntries(kept.map((e) => [e.id, state(e)]));
  const served = now();
  const before = read();
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  // The server's answer wins: a page is filled again only where it came as it did before that was typed.
  if (!form.querySelector("[aria-invalid], .has-error") && before.served && same(before.served, served) && !same(before.typed, served)) {
    for (const e of kept) {
      const value = before.typed[e.id];
      if (value === undefined) continue;
      if (typeof value === "boolean") e.checked = value; else e.value = value;
    }
    form.querySelectorAll("[data-restored]").forEach((e) => { e.hidden = false; });
  } else sessionStorage.removeItem(key);
  const keep = () => { try { sessionStorage.setItem(key, JSON.stringify({ served, typed: now() })); } catch { /* full or forbidden: nothing is kept */ } };
  form.addEventListener("input", keep);
}

/** Forget in this tab what was sent or thrown away: every draft whose name begins so. */
function forget(name) {
  Object.keys(sessionStorage).filter((key) => key.startsWith(`huiyin:${name}`)).forEach((key) => sessionStorage.removeItem(key));
}

/** Say how many characters are written, counting as people do: 😀 is one. */
function count(area) {
  const place = document.getElementById(area.dataset.count);
  const most = Number(area.dataset.most) || Infinity;
  const say = () => {
    const n = [...area.value.replace(/\r\n/g, "\n")].length;
    place.textContent = n > most ? place.dataset.over.replace("{n}", n - most) : place.dataset.words.replace("{n}", n).replace("{most}", most);
    place.classList.toggle("is-over", n > most);
  };
  area.addEventListener("input", say);
  say();
}

/** List the chosen files with their size, and say at once what is too large or too many. */
function files(input) {
  const list = input.parentElement.querySelector(".files");
  const most = Number(input.dataset.mostMb) || Infinity;
  const many = Number(input.dataset.mostFiles) || Infinity;
  input.addEventListener("change", () => {
    list.replaceChildren(...[...input.files].map((file) => {
      const row = document.createElement("li");
      const name = document.createElement("span");
      const size = document.createElement("span");
      name.textContent = file.name;
      size.className = "size";
      const over = file.size > most * 1048576;
      const amount = file.size < 1048576 ? `${Math.ceil(file.size / 1024)} kB` : `${(file.size / 1048576).toFixed(1)} MB`;
      size.textContent = over ? `${amount} · ${input.dataset.tooLarge.replace("{n}", most)}` : amount;
      row.classList.toggle("is-over", over);
      row.append(name, size);
      return row;
    }));
    if (input.files.length > many) {
      const row = document.createElement("li");
      row.className = "is-over";
      row.textContent = input.dataset.tooMany.replace("{n}", many);
      list.prepend(row);
    }
    list.hidden = input.files.length === 0;
    const fault = list.querySelector(".is-over")?.textContent ?? "";
    input.setCustomValidity(fault);
  });
}

/** Send a form when its switch changes; the visible button stays for everybody else. */
function autosend(control) {
  control.addEventListener("change", () => control.form.requestSubmit());
}

/** Wire every form comfort inside a part of the page. */
export function forms(root) {
  root.querySelectorAll("form[data-guard]").forEach(guard);
  root.querySelectorAll("form[data-unsaved]").forEach(unsaved);
  root.querySelectorAll("[data-draft-sent]").forEach((e) => forget(e.dataset.draftSent));
  root.querySelectorAll("form[data-forgets]").forEach((e) => e.addEventListener("submit", () => forget(e.dataset.forgets)));
  root.querySelectorAll("form[data-draft]").forEach(draft);
  root.querySelectorAll("[data-count]").forEach(count);
  root.querySelectorAll("input[data-files]").forEach(files);
  root.querySelectorAll("[data-autosend]").forEach(autosend);
}
