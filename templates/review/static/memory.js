// What is remembered of each company, where people differ, and the way out and in.

import { call } from "./api.js";
import { byId, el, KINDS, say, short, tag } from "./dom.js";

async function show() {
  const chosen = byId("company").value;
  const { companies, captions } = await call(`/api/memory?company=${encodeURIComponent(chosen)}`);
  byId("company").replaceChildren(el("option", { value: "" }, "all"), ...companies.map((each) =>
    el("option", { value: each.key, selected: each.key === chosen }, `${each.name || each.key} (${each.decisions})`)));
  byId("captions").replaceChildren(
    el("thead", {}, el("tr", {}, ["Company", "Statement, heading", "Caption", "Decisions"].map((head) => el("th", { scope: "col" }, head)))),
    el("tbody", {}, captions.length ? captions.map((each) => el("tr", {},
      el("td", {}, each.company_name || each.company, el("div", { class: "quiet" }, each.company)),
      el("td", {}, KINDS[each.statement], el("div", { class: "quiet" }, each.section)),
      el("td", {}, each.label, " ", each.conflict ? tag("people differ; the last counts", "conflict") : null),
      el("td", {}, each.decisions.map((one) => el("div", {}, el("span", { class: "concept" }, short(one.concept) || "no tag"),
        el("span", { class: "quiet" }, ` ${one.by}, ${one.at.slice(0, 10)}${one.comment ? `: ${one.comment}` : ""}`))))))
      : el("tr", {}, el("td", { colspan: 4, class: "quiet" }, "Nothing is remembered yet."))));
}

byId("company").addEventListener("change", show);
byId("import").addEventListener("change", async (event) => {
  const file = event.target.files[0];
  if (!file) return;
  try {
    const type = file.name.endsWith(".csv") ? "text/csv" : "application/json";
    const found = await call("/api/memory/import", { method: "POST", body: file, type });
    say(`${found.read} decisions read, ${found.new} of them new`);
    await show();
  } catch (problem) { say(problem.message, true); }
  event.target.value = "";
});

try { await show(); } catch (problem) { say(problem.message, true); }
document.body.dataset.ready = "yes";
