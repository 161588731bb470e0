// The picture of trust as inline SVG: coverage, statuses, confidence, validation.

import { el, percent, svg, tag } from "./dom.js";

const STATUSES = ["accepted", "extension", "review", "untagged"];

export function strip(statuses) {
  const all = Object.values(statuses).reduce((sum, count) => sum + count, 0) || 1;
  let x = 0;
  const parts = STATUSES.map((status) => {
    const width = (100 * statuses[status]) / all;
    const part = svg("rect", { x, y: 0, width, height: 8, class: `fill-${status}` });
    x += width;
    return part;
  });
  const said = STATUSES.filter((status) => statuses[status]).map((status) => `${statuses[status]} ${status}`).join(", ");
  return svg("svg", { viewBox: "0 0 100 8", preserveAspectRatio: "none", role: "img", "aria-label": said || "no lines" }, parts);
}

function coverage(trust) {
  const share = trust.figures ? trust.tagged / trust.figures : 0;
  return el("div", { class: "card" }, el("h2", {}, "Figures with a concept"),
    el("div", { class: "big" }, percent(share)), el("p", { class: "quiet" }, `${trust.tagged} of ${trust.figures} printed figures`),
    strip(trust.statuses),
    el("ul", { class: "legend" }, STATUSES.map((status) =>
      el("li", {}, el("span", { class: `dot ${status}` }), status, el("span", { class: "number" }, String(trust.statuses[status]))))));
}

function histogram(trust) {
  const most = Math.max(1, ...trust.histogram);
  const bars = trust.histogram.map((count, index) => {
    const height = (70 * count) / most;
    return [
      svg("rect", { x: index * 24 + 2, y: 82 - height, width: 20, height, class: "fill-main", rx: 2 }),
      count ? svg("text", { x: index * 24 + 12, y: 78 - height, "text-anchor": "middle", class: "axis" }, String(count)) : null,
      svg("text", { x: index * 24 + 12, y: 94, "text-anchor": "middle", class: "axis" }, String((index + 1) / 10)),
    ];
  });
  const said = trust.histogram.map((count, index) => `${count} up to ${(index + 1) / 10}`).join(", ");
  return el("div", { class: "card" }, el("h2", {}, "Confidence of lines that no person decided on"),
    svg("svg", { viewBox: "0 0 242 98", role: "img", "aria-label": `Lines by confidence: ${said}` },
      svg("rect", { x: 0, y: 82, width: 242, height: 1, class: "fill-line" }), bars));
}

function people(trust) {
  const all = Array.isArray(trust.statements) ? trust.statements.length : trust.statements;
  const rows = [["statements that add up", `${trust.footed} of ${all}`], ["decided here", trust.decided], ["remembered", trust.remembered], ["conflicts", trust.conflicts], ["not yet in the filing", trust.pending]];
  return el("div", { class: "card" }, el("h2", {}, "Footing and people"), el("ul", { class: "legend" },
    rows.map(([what, count]) => el("li", {}, what, el("span", { class: "number" }, String(count))))));
}

export function verdict(validation) {
  if (!validation) return tag("not validated", "");
  if (validation.valid) return tag("valid", "good");
  const { error = 0, warning = 0 } = validation.counts;
  return error ? tag(`${error} errors`, "bad") : tag(validation.engines.every((each) => each.ran) ? `${warning} warnings` : "not run", "review");
}

export function engines(validation) {
  if (!validation) return el("p", { class: "quiet" }, "The filing was not validated.");
  return el("table", { class: "list" },
    el("thead", {}, el("tr", {}, ["Engine", "Verdict", "What it said"].map((head) => el("th", { scope: "col" }, head)))),
    el("tbody", {}, validation.engines.map((engine) => {
      const bad = engine.messages.filter((message) => message.severity !== "info");
      return el("tr", {}, el("td", {}, `${engine.engine} ${engine.version}`),
        el("td", {}, engine.ran ? tag(engine.valid ? "valid" : "errors", engine.valid ? "good" : "bad") : tag("not run", "review")),
        el("td", {}, bad.length
          ? el("ul", { class: "messages" }, bad.slice(0, 50).map((message) => el("li", {}, tag(message.severity, message.severity), ` ${message.text} `, el("code", {}, message.code))))
          : el("span", { class: "quiet" }, engine.ran ? "nothing to object" : "")));
    })));
}

export function footing(found) {
  if (!found) return "";
  const open = ["unfooted", "broken", "loose"].filter((what) => found[what]).map((what) => `${found[what]} ${what}`);
  return [tag(open.length ? open.join(", ") : "complete", open.length ? "review" : "good"), el("span", { class: "quiet" }, ` ${found.sums} sums`)];
}

export const picture = (trust) => [coverage(trust), histogram(trust), people(trust)];
