// Everything the portal loads. It must stay small: the portal works without it.
import { forms } from "./forms.js";
import { page } from "./page.js";
import { voices } from "./voice.js";

forms(document);
page(document);
voices(document);
// A page that the browser kept whole may be older than what the server holds.
addEventListener("pageshow", (event) => { if (event.persisted && document.querySelector("form[data-draft]")) location.reload(); });
