// Charts of insight pages, drawn from the table that stands beside each of them: what is drawn can always be read.
import { LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([LineChart, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, CanvasRenderer]);

/** Return the number that words are, null where there is none. */
const number = (words) => (/^[\d.]+%?$/.test(words) ? Number.parseFloat(words) : null);

/**
 * Return names of the columns and the rows of a table: a day, how it is written, and numbers (null where hidden).
 * `lines` are what is drawn: every column but those that say they are not, and with `diagonal` the first as well.
 */
function read(table, diagonal) {
  const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  const rows = [...table.tBodies[0].rows].map((row) => ({
    day: row.cells[0].dataset.day,
    mark: row.cells[0].dataset.mark,
    words: row.cells[0].textContent.trim(),
    said: [...row.cells].slice(1).map((cell) => cell.textContent.trim()),
    numbers: [...row.cells].map((cell) => number(cell.textContent.trim())),
  }));
  const drawn = heads.map((_name, n) => n).filter((n) => n && table.tHead.rows[0].cells[n].dataset.undrawn === undefined);
  return { heads, rows, lines: diagonal ? [...drawn, 0] : drawn };
}

/** Return the colours and the size of type of the page as they are now. */
function inks() {
  const of = getComputedStyle(document.documentElement);
  const size = Math.round(0.75 * Number.parseFloat(of.fontSize)); // as large as who reads has chosen
  return { size, ...Object.fromEntries(["ink", "ink-soft", "line", "sheet", "teal", "cinnabar", "sans"].map((name) => [name, of.getPropertyValue(`--${name}`).trim()])) };
}

/** Return upright lines at the rows that are marked, with their words. */
function marked(rows, ink) {
  return {
    silent: true, symbol: "none", lineStyle: { color: ink.ink, type: "solid", width: 1 }, label: { color: ink.ink, formatter: ({ name }) => name },
    data: rows.filter((row) => row.mark).map((row) => ({ name: row.mark, xAxis: row.day })),
  };
}

/** Return what is drawn: each column a line of its own colour, dash and mark, so that none is told by colour alone. */
function option({ heads, rows, lines }, ink) {
  const looks = [{ color: ink.teal, type: "solid", symbol: "circle" }, { color: ink.cinnabar, type: "dashed", symbol: "triangle" },
    { color: ink["ink-soft"], type: "dotted", symbol: "none" }, { color: ink["ink-soft"], type: "dotted", symbol: "none" }];
  return {
    animation: false,
    textStyle: { fontFamily: ink.sans, color: ink.ink },
    grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true },
    legend: { top: 0, left: 0, textStyle: { color: ink.ink, fontSize: ink.size }, itemWidth: 30 },
    tooltip: { trigger: "axis", renderMode: "richText", backgroundColor: ink.sheet, borderColor: ink.line, textStyle: { color: ink.ink, fontSize: ink.size } },
    xAxis: { type: "category", data: rows.map((row) => row.day), axisLabel: { color: ink["ink-soft"], fontSize: ink.size }, axisLine: { lineStyle: { color: ink.line } } },
    yAxis: { type: "value", minInterval: 1, axisLabel: { color: ink["ink-soft"], fontSize: ink.size }, splitLine: { lineStyle: { color: ink.line } } },
    series: lines.map((column, n) => ({
      name: heads[column], type: "line", data: rows.map((row) => row.numbers[column]), symbol: looks[n].symbol, symbolSize: 6, showSymbol: rows.length < 60,
      lineStyle: { color: looks[n].color, type: looks[n].type, width: 2 }, itemStyle: { color: looks[n].color },
      markLine: n ? undefined : marked(rows, ink),
    })),
  };
}

/** Let arrow keys go from point to point; each is shown, and said. */
function keys(canvas, chart, said, told) {
  let at = said.rows.length;
  canvas.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    at = Math.min(Math.max(at + step, 0), said.rows.length - 1);
    chart.dispatchAction({ type: "showTip", seriesIndex: 0, dataIndex: at });
    const row = said.rows[at];
    told.textContent = [row.words, ...row.said.map((words, n) => `${said.heads[n + 1]} ${words}`)].join(" ");
  });
}

/** Draw one figure above its table. */
function draw(figure) {
  const said = read(figure.querySelector("table"), figure.dataset.diagonal !== undefined);
  const canvas = Object.assign(document.createElement("div"), { className: "canvas", tabIndex: 0 });
  const told = Object.assign(document.createElement("p"), { className: "seen-by-readers" });
  told.setAttribute("aria-live", "polite");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `${figure.querySelector("figcaption").textContent.trim()} · ${figure.dataset.says}`);
  figure.querySelector("figcaption").after(canvas, told);
  const chart = init(canvas);
  const paint = () => chart.setOption(option(said, inks()), true);
  paint();
  keys(canvas, chart, said, told);
  new ResizeObserver(() => chart.resize()).observe(canvas);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
}

document.querySelectorAll("figure[data-chart]").forEach(draw);
