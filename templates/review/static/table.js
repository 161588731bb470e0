// The lines of all statements as one table: filters with counts, the chosen line, one row for each line.

import { byId, el, KINDS, percent, short, tag } from "./dom.js";

export const FILTERS = [
  ["review", "To review", (line) => line.status === "review" || line.conflict || line.yielded],
  ["all", "All", () => true],
  ["accepted", "Accepted", (line) => line.status === "accepted"],
  ["extension", "Extension", (line) => line.status === "extension"],
  ["untagged", "Untagged", (line) => line.status === "untagged"],
  ["decided", "By people", (line) => Boolean(line.decided_at) || line.remembered],
  ["conflict", "Conflicts", (line) => line.conflict],
  ["findings", "Findings", (line) => line.findings.length > 0],
];

export function showFilters(state, choose) {
  const lines = [...state.lines.values()];
  byId("filters").replaceChildren(...FILTERS.map(([name, title, test]) => {
    const count = lines.filter(test).length;
    if (!count && (name === "conflict" || name === "findings") && state.filter !== name) return null;
    return el("button", { type: "button", "data-filter": name, "aria-pressed": String(state.filter === name), onclick: () => choose(name) }, `${title} ${count}`);
  }).filter(Boolean));
}

function status(line) {
  const tags = [tag(line.status, line.status)];
  if (line.remembered) tags.push(tag("remembered", "remembered"));
  if (line.decided_at) tags.push(el("span", { class: "quiet" }, line.decided_by.replace("ledger:", "by ")));
  if (line.conflict) tags.push(tag("conflict", "conflict"));
  if (line.yielded) tags.push(tag("not followed", "conflict"));
  if (line.footed === "open") tags.push(tag("does not foot", "warning"));
  for (const each of line.findings.slice(0, 2)) tags.push(tag(each.severity, each.severity));
  return tags.flatMap((each) => [each, " "]);
}

export function row(line, chosen, choose) {
  const depth = Math.min(4, line.depth);
  const total = line.role === "total" || line.role === "subtotal" || line.footed === "total";
  return el("tr", { class: `line${total ? " total" : ""}`, id: `line-${line.id}`, "aria-selected": String(chosen), tabindex: chosen ? "0" : "-1", onclick: () => choose(line.id) },
    el("td", { class: depth ? `d${depth}` : "" }, line.label || el("span", { class: "quiet" }, "(no caption)")),
    el("td", { class: "number" }, line.printed.find((each) => each !== null) ?? ""),
    el("td", {}, line.concept ? [el("span", { class: "concept" }, short(line.concept)), el("span", { class: "concept-label" }, line.concept_label)] : el("span", { class: "quiet" }, "no tag")),
    el("td", {}, status(line)),
    el("td", { class: "number" }, line.decided_at ? "" : percent(line.confidence)));
}

export function showTable(state, choose) {
  const test = FILTERS.find(([name]) => name === state.filter)[2];
  const table = byId("lines");
  state.order = [];
  const bodies = state.view.statements.map((statement) => {
    const shown = statement.lines.map((line) => state.lines.get(line.id)).filter((line) => test(line) || line.id === state.chosen);
    if (!shown.length) return null;
    let section = "";
    const rows = [];
    for (const line of shown) {
      const heading = line.section.join(" \u203A ");
      if (heading !== section && heading) rows.push(el("tr", { class: "section" }, el("td", { colspan: 5 }, heading)));
      section = heading;
      state.order.push(line.id);
      rows.push(row(line, line.id === state.chosen, choose));
    }
    return el("tbody", {}, el("tr", { class: "statement" }, el("th", { colspan: 5, scope: "rowgroup" }, KINDS[statement.kind], " ", el("span", { class: "quiet" }, statement.title))), rows);
  }).filter(Boolean);
  const columns = [["label", "Caption"], ["value", "Figure"], ["concept", "Concept"], ["status", "Status"], ["sure", "Sure"]];
  table.replaceChildren(
    el("colgroup", {}, columns.map(([name]) => el("col", { class: `c-${name}` }))),
    el("thead", {}, el("tr", {}, columns.map(([name, title]) => el("th", { scope: "col", class: name === "value" || name === "sure" ? "number" : "" }, title)))),
    ...(bodies.length ? bodies : [el("tbody", {}, el("tr", {}, el("td", { colspan: 5, class: "quiet" }, state.filter === "review" ? "Nothing is left to review." : "No such line.")))]));
}
