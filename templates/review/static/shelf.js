// All filings: a picture of trust of the whole folder, and the way to convert another one.

import { call, finished } from "./api.js";
import { byId, el, percent, say, tag } from "./dom.js";
import { picture, strip, verdict } from "./trust.js";

const HEADS = ["Filing", "Form", "Lines", "Tagged", "Statuses", "Footing", "To review", "Decided", "Validation"];

// The first filings are there at once, and the rest while one reads them.
const FIRST = 20;
const NEXT = 100;

function row(each) {
  return el("tr", {},
    el("td", {}, el("a", { href: `/filings/${each.name}` }, each.company || each.name), el("div", { class: "quiet" }, each.name)),
    el("td", {}, each.form, el("div", { class: "quiet date" }, each.period ?? "")),
    el("td", { class: "number" }, String(each.lines)),
    el("td", { class: "number" }, percent(each.figures ? each.tagged / each.figures : 0)),
    el("td", {}, strip(each.statuses)),
    el("td", {}, tag(`${each.footed} of ${each.statements.length}`, each.footed === each.statements.length ? "good" : "review")),
    el("td", {}, tag(String(each.statuses.review), each.statuses.review ? "review" : "good"), each.conflicts ? tag(each.conflicts === 1 ? "1 conflict" : `${each.conflicts} conflicts`, "conflict") : null),
    el("td", {}, `${each.decided + each.remembered}`, each.remembered ? el("div", { class: "quiet" }, `${each.remembered} remembered`) : null),
    el("td", {}, el("a", { href: `/filings/${each.name}/summary` }, verdict(each.validation))));
}

async function show() {
  const body = el("tbody", {});
  byId("filings").replaceChildren(
    el("thead", {}, el("tr", {}, HEADS.map((head, index) => el("th", { scope: "col", class: index === 2 || index === 3 ? "number" : "" }, head)))), body);
  const without = [];
  let next = "";
  do {
    const part = await call(`/api/filings?limit=${next ? NEXT : FIRST}&after=${encodeURIComponent(next)}`);
    body.append(...part.filings.map(row));
    without.push(...part.damaged);
    next = part.next;
    const { all } = part;
    byId("together").replaceChildren(...(all.filings > 1 ? [el("div", { class: "card" }, el("h2", {}, "Filings"),
      el("div", { class: "big" }, String(all.filings)), el("p", { class: "quiet" }, `${all.valid} of them valid`)), ...picture(all)] : []));
    byId("counting").textContent = next ? `${all.filings + without.length} of ${part.of} filings are counted ...` : "";
  } while (next);
  if (!body.childElementCount) body.append(el("tr", {}, el("td", { colspan: HEADS.length, class: "quiet" }, "No filing yet: convert one above.")));
  byId("damaged").textContent = without.length ? `Without a readable ledger: ${without.join(", ")}` : "";
}

byId("upload").addEventListener("submit", async (event) => {
  event.preventDefault();
  const file = byId("file").files[0];
  const button = event.target.querySelector("button");
  if (!file) return;
  button.disabled = true;
  try {
    const asked = await call(`/api/conversions?name=${encodeURIComponent(file.name)}`, { method: "POST", body: file, type: "application/octet-stream" });
    const result = await finished(asked, (job) => { byId("progress").textContent = `${job.state === "waiting" ? "waiting" : job.stage || "starting"} ... ${percent(job.progress)}`; });
    location.href = `/filings/${result.filing}`;
  } catch (problem) {
    byId("progress").textContent = "";
    say(problem.message, true);
    button.disabled = false;
  }
});

try { await show(); } catch (problem) { say(problem.message, true); }
document.body.dataset.ready = "yes";
