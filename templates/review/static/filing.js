// The review page: one state, and what people do to it. Nothing is shown as decided before the server has saved it.

import { call } from "./api.js";
import { showDetail } from "./detail.js";
import * as dialogs from "./dialogs.js";
import { byId, el, say } from "./dom.js";
import { attach, rebuild, showResult } from "./rebuild.js";
import { reviewer } from "./session.js";
import { FILTERS, row, showFilters, showTable } from "./table.js";
import { markChosen, markStatus, showText } from "./text.js";

const name = document.body.dataset.name;
const path = `/api/filings/${name}`;
const state = { view: null, lines: new Map(), order: [], chosen: "", filter: "review", pending: 0, unremembered: "", tag: "", validation: null, done: [], busy: false };
const kindOf = (id) => state.view.statements[Number(id.split("-")[0])].kind;

async function load() {
  const validation = call(`${path}/validation`).catch(() => null);
  state.view = await call(path);
  state.tag = state.view.tag;
  state.pending = state.view.pending;
  state.unremembered = state.view.unremembered;
  state.lines = new Map(state.view.statements.flatMap((statement) => statement.lines).map((line) => [line.id, { ...line, findings: [] }]));
  state.validation = await validation;
  attach(state, state.validation);
  const { company, form, period, pages } = state.view;
  if (pages.length) {
    byId("open").href = `${path}/files/${pages[0]}`;
    byId("open").hidden = false;
  }
  byId("title").replaceChildren(company || name, " ", el("span", { class: "quiet" }, [form, period].filter(Boolean).join(", ")));
}

function show() {
  showFilters(state, filterBy);
  showTable(state, choose);
  showResult(state, state.validation, choose);
}

function filterBy(filter) {
  state.filter = filter;
  show();
  if (!state.order.includes(state.chosen) && state.order.length) choose(state.order[0]);
}

let detailAsked = 0;
async function choose(id, focus = true) {
  const line = state.lines.get(id);
  if (!line) return;
  const before = state.chosen;
  state.chosen = id;
  for (const each of [before, id]) {
    const old = byId(`line-${each}`);
    if (old) old.replaceWith(row(state.lines.get(each), each === id, choose));
  }
  if (!byId(`line-${id}`)) show();
  const shown = byId(`line-${id}`);
  shown.scrollIntoView({ block: "nearest" });
  if (focus) shown.focus({ preventScroll: true });
  markChosen(id);
  history.replaceState(null, "", `#${id}`);
  const number = (detailAsked += 1);
  try {
    const detail = await call(`${path}/lines/${id}`);
    if (number !== detailAsked) return;
    state.detail = { ...detail, findings: state.lines.get(id).findings };
    showDetail(state.detail, act, choose);
  } catch (problem) { say(problem.message, true); }
}

function take(lines) {
  for (const line of lines) {
    const findings = state.lines.get(line.id)?.findings ?? [];
    state.lines.set(line.id, { ...line, findings });
    markStatus(line.id, line.status);
  }
}

// One after the other, in the order in which they were made: the answer to each tells what the lines are now.
let queue = Promise.resolve();
function decide(decisions, said) {
  queue = queue.then(() => send(decisions, said));
  return queue;
}

// All of the decisions are saved, or none of them.
async function send(decisions, said) {
  state.busy = true;
  const sent = decisions.map((each) => ({ ...each, version: state.lines.get(each.line).version }));
  try {
    const saved = await call(`${path}/decisions`, { method: "POST", json: { by: reviewer(), decisions: sent } });
    take(saved.lines);
    state.tag = saved.tag;
    state.pending = saved.pending;
    state.unremembered = saved.unremembered;
    say(said);
    return true;
  } catch (problem) {
    if (problem.status === 409) {
      await refresh();
      say("Somebody else decided on this in the meantime. Nothing was overwritten: look at it and decide again.", true);
    } else say(problem.message, true);
    return false;
  } finally {
    state.busy = false;
    show();
  }
}

async function act(action, concept) {
  const line = state.lines.get(state.chosen);
  if (!line) return;
  const one = { line: line.id, action };
  let said = "";
  if (action === "accept") said = "Saved: accepted";
  else if (action === "choose") { one.concept = concept; said = "Saved: chosen"; }
  else if (action === "untag") said = "Saved: no tag";
  else if (action === "search") {
    const found = await dialogs.search(line, kindOf(line.id), state.view.taxonomy);
    if (!found) return focusLine();
    Object.assign(one, found, { action: "choose" });
    said = "Saved: chosen";
  } else if (action === "extend") {
    const found = await dialogs.extension({ ...line, about: state.detail?.about }, kindOf(line.id));
    if (!found) return focusLine();
    Object.assign(one, found);
    said = "Saved: extension concept";
  } else if (action === "comment") {
    const text = await dialogs.comment(line);
    if (text === null) return focusLine();
    one.comment = text;
    said = "Saved: comment";
  } else if (action === "undo") return undo();
  if (await decide([one], said)) state.done.push([line.id]);
  if (state.chosen === line.id) await choose(line.id);
}

async function undo() {
  const ids = state.done.pop() ?? [state.chosen];
  await decide(ids.map((id) => ({ line: id, action: "undo" })), ids.length > 1 ? `Saved: ${ids.length} decisions undone` : "Saved: undone");
  await choose(ids[0]);
}

async function bulk() {
  const found = await dialogs.bulk([...state.lines.values()]);
  if (!found?.lines.length) return focusLine();
  const ids = found.lines.map((line) => line.id);
  if (await decide(ids.map((id) => ({ line: id, action: "accept", comment: found.comment })), `Saved: ${ids.length} lines accepted`)) state.done.push(ids);
  await choose(state.order.includes(state.chosen) ? state.chosen : state.order[0]);
}

async function build() {
  const button = byId("rebuild");
  if (button.disabled) return;
  button.disabled = true;
  try {
    await rebuild(name);
    await load();
    for (const line of state.lines.values()) markStatus(line.id, line.status);
    show();
    say(state.validation?.valid ? "Rebuilt and valid" : "Rebuilt");
    await choose(state.chosen);
  } catch (problem) {
    say(problem.message, true);
    show();
  }
  button.disabled = false;
}

async function refresh() {
  await load();
  for (const line of state.lines.values()) markStatus(line.id, line.status);
  show();
  if (state.chosen) await choose(state.chosen, false);
}

const focusLine = () => byId(`line-${state.chosen}`)?.focus();

function move(step, test = () => true) {
  const all = step === "n" ? [...state.lines.keys()] : state.order;
  const at = all.indexOf(state.chosen);
  const ahead = step === -1 ? all.slice(0, Math.max(0, at)).reverse() : [...all.slice(at + 1), ...(step === "n" ? all.slice(0, at) : [])];
  const found = ahead.find((id) => test(state.lines.get(id)));
  if (found) choose(found);
}

const keys = {
  ArrowDown: () => move(1), j: () => move(1), ArrowUp: () => move(-1), k: () => move(-1),
  n: () => move("n", FILTERS[0][2]),
  a: () => act("accept"), s: () => act("search"), "/": () => act("search"), e: () => act("extend"), u: () => act("untag"), c: () => act("comment"), z: undo,
  b: bulk, r: build, "?": dialogs.keys,
  f: () => filterBy(FILTERS[(FILTERS.findIndex(([each]) => each === state.filter) + 1) % 6][0]),
  d: () => byId("detail").focus(), t: () => byId("text").focus(), l: focusLine,
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || dialogs.isOpen() || event.target.closest("input, textarea, select")) return;
  if (event.key.startsWith("Arrow") && event.target.closest("#text, #detail")) return;
  const candidate = /^[1-9]$/.test(event.key) ? state.detail?.candidates[Number(event.key) - 1] : null;
  const known = keys[event.key] ?? (candidate && state.detail.id === state.chosen ? () => act("choose", candidate.concept) : null);
  if (!known) return;
  event.preventDefault();
  known();
});
byId("bulk").addEventListener("click", bulk);
byId("rebuild").addEventListener("click", build);
byId("help").addEventListener("click", dialogs.keys);

// What others decide appears by itself; a page that nobody looks at does not ask.
setInterval(async () => {
  if (document.hidden || state.busy || dialogs.isOpen() || byId("rebuild").disabled) return;
  const found = await call(`${path}/tag`).catch(() => null);
  if (found && found.tag !== state.tag && !state.busy) await refresh();
}, 4000);

try {
  const text = call(`${path}/text`);
  await load();
  if (![...state.lines.values()].some(FILTERS[0][2])) state.filter = "all";
  show();
  showText(await text, (id) => state.lines.get(id)?.status ?? "untagged", choose);
  const wanted = location.hash.slice(1);
  await choose(state.lines.has(wanted) ? wanted : state.order[0], false);
} catch (problem) { say(problem.message, true); }
document.body.dataset.ready = "yes";
