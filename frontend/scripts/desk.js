// Everything the desk loads: htmx 4 and the same small comforts, also for parts that htmx puts in.
import "htmx.org";
import { beside } from "./beside.js";
import { forms } from "./forms.js";
import { digits, keys, picks } from "./keys.js";
import { narrows } from "./narrows.js";
import { page } from "./page.js";
import { ticks } from "./ticks.js";

forms(document);
page(document);
keys(document);
digits(document);
picks(document);
beside(document);
ticks(document);
narrows(document);
document.addEventListener("htmx:after:swap", (event) => {
  const part = event.detail?.ctx?.target ?? event.target;
  if (part instanceof Element) { forms(part); page(part); }
});
