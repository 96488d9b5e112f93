// Speaking and listening, only where the browser can, and only when somebody asks for it.

const Recognition = window.SpeechRecognition || window.webkitSpeechRecognition;

/** Let somebody speak instead of typing. The first time, say where the sound may go, and ask. */
function voice(box) {
  const area = document.getElementById(box.dataset.voice);
  if (!Recognition || !area) return;
  const [start, ask, yes, no, stop, said] = ["start", "ask", "yes", "no", "stop", "said"].map((part) => box.querySelector(`[data-voice-${part}]`));
  let listening = null;
  const show = (part) => { [start, ask, stop].forEach((e) => { e.hidden = e !== part; }); };
  const agreed = () => { try { return sessionStorage.getItem("huiyin-voice") === "yes"; } catch { return false; } };
  const listen = () => {
    listening = new Recognition();
    Object.assign(listening, { lang: document.documentElement.lang === "en" ? "en-US" : "zh-CN", continuous: true, interimResults: true });
    const before = area.value && !/\s$/.test(area.value) ? `${area.value}\n` : area.value;
    listening.onresult = (event) => {
      const words = [...event.results].map((result) => result[0].transcript).join("");
      area.value = before + words;
      area.dispatchEvent(new Event("input", { bubbles: true }));
    };
    listening.onerror = (event) => { said.textContent = ["not-allowed", "service-not-allowed"].includes(event.error) ? said.dataset.forbidden : said.dataset.failed; };
    listening.onend = () => { show(start); (document.activeElement === stop || document.activeElement === document.body) && start.focus(); listening = null; };
    said.textContent = said.dataset.listening;
    show(stop);
    stop.focus();
    try { listening.start(); } catch { said.textContent = said.dataset.failed; show(start); }
  };
  start.addEventListener("click", () => { if (agreed()) listen(); else { show(ask); yes.focus(); } });
  yes.addEventListener("click", () => { try { sessionStorage.setItem("huiyin-voice", "yes"); } catch { /* asked again next time */ } listen(); });
  no.addEventListener("click", () => { show(start); start.focus(); });
  stop.addEventListener("click", () => { said.textContent = said.dataset.ended; listening?.stop(); });
  area.form?.addEventListener("submit", () => listening?.abort());
  box.hidden = false;
}

/** Return the pieces of a text that a voice can speak without losing its breath. */
function pieces(part) {
  const copy = part.cloneNode(true);
  copy.querySelectorAll("button, form, svg, .no-print, .seen-by-readers").forEach((e) => e.remove());
  copy.querySelectorAll("details").forEach((e) => { e.open = true; });
  copy.querySelectorAll("p, li, dt, dd, h1, h2, h3, td, th, br").forEach((e) => e.append("\n"));
  return copy.textContent.split(/[\n。！？；]|(?<=\.)\s/).map((s) => s.replace(/\s+/g, " ").trim()).filter(Boolean);
}

/** Read a part of the page aloud with a voice that is on the device; without one the button stays hidden. */
function aloud(button) {
  const speech = window.speechSynthesis;
  const part = document.getElementById(button.dataset.aloud);
  if (!speech || !part) return;
  const han = part.textContent.match(/[\u4e00-\u9fff]/g)?.length ?? 0; // an answer stays Chinese on an English page
  const lang = han * 4 > part.textContent.replace(/\s/g, "").length ? "zh" : "en";
  const own = () => speech.getVoices().find((v) => v.localService && v.lang.toLowerCase().startsWith(lang));
  const words = button.querySelector("span");
  const usual = words.textContent;
  let speaking = false;
  const rest = () => { speaking = false; words.textContent = usual; button.setAttribute("aria-pressed", "false"); };
  const offer = () => { if (own()) button.hidden = false; };
  button.addEventListener("click", () => {
    if (speaking) { speech.cancel(); return rest(); }
    speech.cancel();
    speaking = true;
    words.textContent = button.dataset.stop;
    button.setAttribute("aria-pressed", "true");
    const all = pieces(part);
    all.forEach((text, place) => {
      const one = new SpeechSynthesisUtterance(text);
      Object.assign(one, { voice: own(), lang: own().lang, rate: 0.9 });
      if (place === all.length - 1) one.onend = rest;
      speech.speak(one);
    });
  });
  addEventListener("pagehide", () => speech.cancel());
  speech.addEventListener?.("voiceschanged", offer);
  offer();
}

/** Wire speaking and listening inside a part of the page. */
export function voices(root) {
  root.querySelectorAll("[data-voice]").forEach(voice);
  root.querySelectorAll("[data-aloud]").forEach(aloud);
}
