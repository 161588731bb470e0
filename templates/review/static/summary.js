// The picture of trust of one filing.

import { call } from "./api.js";
import { byId, el, KINDS, say } from "./dom.js";
import { engines, footing, picture, strip, verdict } from "./trust.js";

const name = document.body.dataset.name;

try {
  const trust = await call(`/api/filings/${name}/summary`);
  byId("title").replaceChildren(trust.company || name, " ", el("span", { class: "quiet" }, [trust.form, trust.period].filter(Boolean).join(", ")), " ", verdict(trust.validation));
  byId("trust").append(...picture(trust));
  byId("statements").append(el("h2", {}, "Statements"), el("table", { class: "list" },
    el("thead", {}, el("tr", {}, ["Statement", "Lines", "Figures tagged", "Statuses", "Footing"].map((head, index) =>
      el("th", { scope: "col", class: index === 1 || index === 2 ? "number" : "" }, head)))),
    el("tbody", {}, trust.statements.map((each) => el("tr", {}, el("td", {}, KINDS[each.kind], el("div", { class: "quiet" }, each.title)),
      el("td", { class: "number" }, String(each.lines)), el("td", { class: "number" }, `${each.tagged} / ${each.figures}`),
      el("td", {}, strip(each.statuses)), el("td", {}, footing(each.footing)))))));
  byId("validation").append(el("h2", {}, "Validation"), engines(trust.validation));
} catch (problem) {
  say(problem.message, true);
}
document.body.dataset.ready = "yes";
