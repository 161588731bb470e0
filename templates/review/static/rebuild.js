// Makes the filing anew and shows what validation says: above the table, and on the lines that it is about.

import { call, finished } from "./api.js";
import { byId, el, percent, tag } from "./dom.js";

export function attach(state, validation) {
  for (const line of state.lines.values()) line.findings = [];
  const byPlace = new Map([...state.lines.values()].map((line) => [line.first_line, line]));
  for (const engine of validation?.engines ?? []) {
    for (const message of engine.messages) {
      const line = message.severity === "info" ? null : byPlace.get(message.span?.first_line);
      if (line) line.findings.push(message);
    }
  }
}

export function showResult(state, validation, choose) {
  const box = byId("result");
  const byPlace = new Map([...state.lines.values()].map((line) => [line.first_line, line]));
  const verdicts = (validation?.engines ?? []).map((engine) => {
    const count = (severity) => engine.messages.filter((message) => message.severity === severity).length;
    const text = engine.ran ? `${engine.engine}: ${count("error")} errors, ${count("warning")} warnings` : `${engine.engine}: not run`;
    return [tag(text, !engine.ran ? "review" : engine.valid ? "good" : "bad"), " "];
  });
  const messages = (validation?.engines ?? []).flatMap((engine) => engine.messages).filter((message) => message.severity !== "info");
  box.hidden = false;
  box.replaceChildren(...[
    state.pending ? el("strong", { id: "pending" }, `${state.pending === 1 ? "1 decision is" : `${state.pending} decisions are`} not in the filing yet: rebuild. `) : null,
    state.unremembered ? el("strong", { id: "unremembered" }, `Decisions are saved, but not remembered for the company's next filing: ${state.unremembered}. `) : null,
    ...verdicts.flat(),
    messages.length ? el("ul", {}, messages.slice(0, 40).map((message) => {
      const line = byPlace.get(message.span?.first_line);
      const text = `${message.severity}: ${message.text}`;
      return el("li", {}, line ? el("a", { href: `#${line.id}`, onclick: (event) => { event.preventDefault(); choose(line.id); } }, text) : text);
    })) : null,
  ].filter(Boolean));
}

export async function rebuild(name) {
  const box = byId("result");
  const bar = el("progress", { max: 1, value: 0, "aria-label": "Rebuilding" });
  const said = el("span", { class: "quiet" }, " ...");
  box.hidden = false;
  box.replaceChildren(el("span", {}, "Rebuilding "), bar, said);
  return finished(await call(`/api/filings/${name}/rebuild`, { method: "POST", json: {} }), (job) => {
    bar.value = job.progress;
    said.textContent = ` ${job.stage || job.state} ${percent(job.progress)}`;
  });
}
