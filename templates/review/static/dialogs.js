// Questions to the person: search the taxonomy, declare an extension concept, comment, accept many, keys.

import { call } from "./api.js";
import { el, short } from "./dom.js";

// Each question has a dialog of its own: the end of one cannot be taken for the end of the next.
function ask(title, form, focus) {
  const dialog = el("dialog", { "aria-labelledby": "dialog-title" }, el("h2", { id: "dialog-title" }, title), form);
  document.body.append(dialog);
  dialog.showModal();
  (focus ?? form.querySelector("input, textarea, button"))?.focus();
  return new Promise((resolve) => {
    let answer = null;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      await form.pending; // what was typed last is looked up before anything is taken
      answer = new FormData(form);
      dialog.close();
    });
    form.querySelector("[data-cancel]")?.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => { dialog.remove(); resolve(answer); }, { once: true });
  });
}

const buttons = (title) => el("div", { class: "buttons" }, el("button", { type: "button", "data-cancel": true }, "Cancel"), el("button", { type: "submit", class: "main" }, title));

export async function search(line, kind, taxonomy) {
  let hits = [];
  let at = 0;
  let asked = 0;
  const list = el("ul", { class: "hits", id: "hits", role: "listbox", "aria-label": "Concepts found", tabindex: "0" });
  const input = el("input", { id: "query", role: "combobox", "aria-expanded": "true", "aria-controls": "hits", "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false" });
  const comment = el("input", { name: "comment", maxlength: 4000 });
  const chosen = el("input", { type: "hidden", name: "concept" });
  const form = el("form", {}, el("label", {}, "Name, label or beginnings of words", input), list, el("label", {}, "Why (optional)", comment), chosen, buttons("Choose"));
  const mark = () => {
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
    list.children[at]?.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", hits.length ? `hit-${at}` : "");
    chosen.value = hits[at]?.concept ?? "";
  };
  const find = async () => {
    const number = (asked += 1);
    const query = new URLSearchParams({ q: input.value, statement: kind, unit: line.unit, taxonomy, limit: 40 });
    const found = await call(`/api/concepts?${query}`).catch(() => []);
    if (number !== asked) return;
    hits = found;
    at = 0;
    list.replaceChildren(...hits.map((hit, index) => el("li", { id: `hit-${index}`, role: "option", class: hit.fits ? "" : "unfit", "aria-selected": "false", onclick: () => { at = index; mark(); }, ondblclick: () => form.requestSubmit() },
      el("span", { class: "concept" }, short(hit.concept)), " ", el("span", { class: "quiet" }, [hit.label, hit.period_type, hit.balance, hit.deprecated ? "deprecated" : "", hit.fits ? "" : "does not fit this line"].filter(Boolean).join(", ")))));
    mark();
  };
  input.addEventListener("input", () => { form.pending = find(); });
  form.addEventListener("keydown", (event) => {
    if (event.target === comment || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    event.preventDefault();
    at = Math.max(0, Math.min(hits.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)));
    mark();
  });
  const answer = await ask(`Search the taxonomy for \u201C${line.label}\u201D`, form, input);
  return answer?.get("concept") ? { concept: answer.get("concept"), comment: answer.get("comment") } : null;
}

const camel = (text) => (text.match(/[A-Za-z]+/g) ?? ["Item"]).map((word) => word[0].toUpperCase() + word.slice(1).toLowerCase()).join("").slice(0, 90);

export async function extension(line, kind) {
  const known = line.extension;
  const period = known?.period_type ?? (kind === "balance_sheet" ? "instant" : "duration");
  const balance = known?.balance ?? line.about?.balance ?? "";
  const pick = (name, values, chosen) => el("select", { name }, values.map(([value, title]) => el("option", { value, selected: value === chosen }, title)));
  const form = el("form", {},
    el("label", {}, "Name", el("input", { name: "name", required: true, pattern: "[A-Z][A-Za-z0-9]{1,95}", title: "A capital letter, then letters and digits", value: known ? line.concept.replace(/^.*:/, "") : camel(line.label), autocomplete: "off", spellcheck: "false" })),
    el("label", {}, "Label", el("input", { name: "label", required: true, maxlength: 400, value: known?.label ?? line.label })),
    el("label", {}, "Balance", pick("balance", [["", "none"], ["debit", "debit (assets, expenses)"], ["credit", "credit (liabilities, equity, income)"]], balance)),
    el("label", {}, "Period type", pick("period_type", [["instant", "instant: at a date"], ["duration", "duration: over a period"]], period)),
    el("label", {}, "Why (optional)", el("input", { name: "comment", maxlength: 4000 })), buttons("Declare"));
  const answer = await ask("A concept of the company's own", form);
  if (!answer) return null;
  const { comment, ...declared } = Object.fromEntries(answer);
  return { extension: declared, comment };
}

export async function comment(line) {
  const answer = await ask("Comment", el("form", {}, el("label", {}, line.label || "Comment", el("textarea", { name: "comment", rows: 4, maxlength: 4000 }, line.comment)), buttons("Save")));
  return answer ? answer.get("comment") : null;
}

export async function bulk(lines) {
  const open = lines.filter((line) => line.status === "review" && line.concept && !line.decided_at);
  const count = el("output", { name: "count", "aria-live": "polite" });
  const range = el("input", { type: "number", name: "least", min: 0, max: 100, step: 1, value: 80, required: true });
  const above = () => open.filter((line) => line.confidence * 100 >= Number(range.value));
  const show = () => { count.textContent = `${above().length} of ${open.length} lines to review`; };
  range.addEventListener("input", show);
  show();
  const answer = await ask("Accept all above a confidence", el("form", {}, el("label", {}, "At least this sure, in per cent", range), count, el("label", {}, "Why (optional)", el("input", { name: "comment", maxlength: 4000 })), buttons("Accept them")));
  return answer ? { lines: above(), comment: answer.get("comment") } : null;
}

const KEYS = [["\u2193 j / \u2191 k", "next, previous line"], ["n", "next line to review"], ["a", "accept"], ["1 - 5", "choose a candidate"], ["s or /", "search the taxonomy"], ["e", "concept of the company's own"], ["u", "leave untagged"], ["c", "comment"], ["z", "undo"], ["b", "accept all above a confidence"], ["f", "next filter"], ["r", "rebuild"], ["d / t / l", "to the detail, the text, the lines"], ["?", "these keys"]];

export const keys = () => ask("Keys", el("form", {}, el("dl", { class: "keys" }, KEYS.flatMap(([key, what]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, what)])), el("div", { class: "buttons" }, el("button", { type: "submit", class: "main" }, "Close"))));

export const isOpen = () => document.querySelector("dialog[open]") !== null;
