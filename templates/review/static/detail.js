// The chosen line: what it may be and why, what it adds up to, where its concept belongs, what people decided.

import { byId, el, KINDS, percent, short, tag } from "./dom.js";

const SIGN = { 1: "+", "-1": "\u2212" };

function equation(each) {
  const rows = [...each.terms.map((term) => [term, SIGN[term.weight], ""]), [each.total, "=", "sum"]];
  return el("table", { class: "equation" },
    el("thead", {}, el("tr", {}, el("th", {}, el("span", { class: "quiet" }, each.difference === "0" ? "proven" : `rounding difference ${each.difference}`)), each.columns.slice(0, 3).map((head) => el("th", { class: "number quiet", scope: "col" }, head)))),
    el("tbody", {}, rows.map(([term, sign, kind]) => el("tr", { class: `${kind}${term.here ? " here" : ""}` },
      el("td", {}, `${sign} ${term.label || "(no caption)"}`), term.figures.slice(0, 3).map((figure) => el("td", { class: "number" }, figure))))));
}

function about(line) {
  const found = line.about ?? line.extension;
  if (!found) return null;
  const rows = [["Label", found.label], ["Type", (found.type ?? "").replace(/^.*:/, "")], ["Period", found.period_type], ["Balance", found.balance || "none"], ["Sign", line.sign < 0 ? "printed the other way round" : "as printed"]];
  if (found.deprecated) rows.push(["Deprecated", found.replacements.length ? `instead: ${found.replacements.map(short).join(", ")}` : "yes"]);
  return [el("h3", {}, line.extension ? "Extension concept" : "Concept"), el("dl", { class: "facts" }, rows.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])),
    el("h3", {}, "Definition"), el("p", { class: found.definition ? "" : "quiet" }, found.definition || "Not at hand (start with --definitions FILE).")];
}

function place(found) {
  if (!found?.path && !found?.total) return null;
  return [el("h3", {}, "Place in the taxonomy"), el("p", { class: "quiet" }, found.role ?? ""),
    found.path ? el("ul", { class: "path" }, found.path.slice(-5).map((each) => el("li", {}, each.label.replace(/ \[Abstract\]$/, "")))) : null,
    found.total?.length ? el("p", {}, "Adds up to ", el("span", { class: "concept" }, short(found.total[0].concept))) : null,
    found.parts?.length ? el("p", { class: "quiet" }, `Sum of: ${found.parts.map((each) => each.label).join("; ")}`) : null,
    found.beside?.length ? el("p", { class: "quiet" }, `Beside it: ${found.beside.map((each) => each.label).join("; ")}`) : null];
}

function history(line) {
  if (!line.history.length) return null;
  const said = { accept: "accepted", choose: "chose", extend: "declared", untag: "left untagged", comment: "said", undo: "took back" };
  return [el("h3", {}, "Decisions"), el("ol", { class: "history" }, line.history.map((each) => el("li", { class: each.stands ? "" : "undone" },
    `${each.by} ${said[each.action]} `, each.concept ? el("span", { class: "concept" }, short(each.concept)) : null, each.comment ? ` \u201C${each.comment}\u201D` : "", el("span", { class: "quiet" }, ` ${each.at.slice(0, 16).replace("T", " ")}`)))),
    line.proposed ? el("p", { class: "quiet" }, `The program said ${short(line.proposed.concept) || "no tag"} (${line.proposed.status}, ${percent(line.proposed.confidence)}).`) : null];
}

export function showDetail(line, act, choose) {
  const pane = byId("detail");
  const scroll = pane.dataset.line === line.id ? pane.scrollTop : 0;
  const button = (name, key, title, main) => el("button", { type: "button", "data-act": name, class: main ? "main" : "", onclick: () => act(name) }, `${title} `, el("kbd", {}, key));
  const usable = line.candidates.filter((each) => each.concept);
  pane.replaceChildren(...[
    el("h2", {}, line.label || "(no caption)", " ", tag(line.status, line.status), line.remembered ? [" ", tag("remembered", "remembered")] : null),
    el("p", { class: "where" }, `line ${line.first_line}${line.section.length ? `, ${line.section.join(" \u203A ")}` : ""}: ${line.printed.map((each) => each ?? "blank").join(" | ")}`),
    el("p", {}, line.concept ? [el("span", { class: "concept" }, line.concept), ` ${line.concept_label}`] : "no tag", line.comment ? el("span", { class: "quiet" }, ` \u201C${line.comment}\u201D`) : null),
    line.conflict ? el("p", { class: "warn" }, `People differ: ${line.outcomes.map((each) => `${each.by} wants ${short(each.concept) || "no tag"}`).join("; ")}. The last decision counts until they agree.`) : null,
    line.yielded ? el("p", { class: "warn" }, `The decision could not be followed: ${line.reasons[0] ?? ""}`) : null,
    ...line.findings.map((each) => el("p", { class: "warn" }, `${each.severity}: ${each.text} `, el("code", {}, each.code))),
    el("div", { class: "decide", role: "group", "aria-label": "Decide" },
      button("accept", "a", "Accept", line.status === "review"), button("search", "s", "Search"), button("extend", "e", "Extension"), button("untag", "u", "No tag"), button("comment", "c", "Comment"), button("undo", "z", "Undo")),
    el("div", { class: "columns" },
      el("div", {}, el("h3", {}, "Candidates"), usable.length ? el("ol", { class: "candidates" }, usable.map((each, index) => el("li", {},
        el("button", { type: "button", "data-candidate": each.concept, "aria-current": each.concept === line.concept ? "true" : null, onclick: () => act("choose", each.concept) },
          el("kbd", {}, String(index + 1)), el("span", {}, el("span", { class: "concept" }, short(each.concept)), el("span", { class: "quiet" }, ` ${each.label ?? ""}`)), el("span", { class: "number" }, percent(each.confidence)),
          each.reasons?.length ? el("span", { class: "reasons quiet" }, each.reasons.slice(0, 3).join("; ")) : null)))) : el("p", { class: "quiet" }, "none"),
        el("h3", {}, "Why"), line.reasons.length ? el("ul", { class: "plain" }, line.reasons.map((reason) => el("li", {}, reason))) : el("p", { class: "quiet" }, "No reason is given."),
        history(line)),
      el("div", {}, el("h3", {}, "Adds up"), line.equations.length ? line.equations.slice(0, 4).map(equation) : el("p", { class: "quiet" }, "This line takes part in no proven sum."),
        about(line), place(line.place),
        el("h3", {}, "Also used for"), line.elsewhere.length ? el("ul", { class: "plain" }, line.elsewhere.map((each) => el("li", {}, el("a", { href: `#${each.id}`, onclick: (event) => { event.preventDefault(); choose(each.id); } }, each.label || "(no caption)"), `, ${KINDS[each.statement].toLowerCase()}`))) : el("p", { class: "quiet" }, "no other line of this filing"))),
  ].filter(Boolean));
  pane.dataset.line = line.id;
  pane.scrollTop = scroll;
}
