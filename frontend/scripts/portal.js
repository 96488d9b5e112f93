// Everything the portal loads. It must stay small: the portal works without it.
import { forms } from "./forms.js";
import { page } from "./page.js";

forms(document);
page(document);
