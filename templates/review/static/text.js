// The text as filed, with each figure marked where it stands. Long texts are laid out only where they are seen.

import { byId, el } from "./dom.js";

const CHUNK = 200;
const LARGEST = 12;
const SMALLEST = 8;
const marks = new Map();

// The figures of a wide statement stand far from their captions; both shall be seen.
function fit(pane, places) {
  const widest = places.reduce((most, [, , last]) => Math.max(most, last), 80);
  const room = pane.clientWidth - 26;
  const size = Math.max(SMALLEST, Math.min(LARGEST, Math.floor((10 * room) / (widest * 0.602)) / 10));
  pane.style.fontSize = `${size}px`;
}

export function showText({ text, marks: places }, statusOf, choose) {
  const pane = byId("text");
  const lines = text.split("\n");
  const byLine = new Map();
  for (const [line, first, last, id, kind] of places) {
    if (!byLine.has(line)) byLine.set(line, []);
    byLine.get(line).push([first, last, id, kind]);
  }
  const chunks = [];
  for (let start = 0; start < lines.length; start += CHUNK) {
    const pre = el("pre", {});
    for (let index = start; index < Math.min(start + CHUNK, lines.length); index += 1) {
      const line = lines[index].replace(/\f/g, " ");
      let at = 0;
      for (const [first, last, id, kind] of byLine.get(index + 1) ?? []) {
        if (first - 1 < at) continue;
        const mark = el("mark", { "data-line": id, class: kind === "caption" ? "label" : statusOf(id) }, line.slice(first - 1, last));
        pre.append(line.slice(at, first - 1), mark);
        if (!marks.has(id)) marks.set(id, []);
        marks.get(id).push(mark);
        at = last;
      }
      pre.append(`${line.slice(at)}\n`);
    }
    chunks.push(el("div", { class: "chunk" }, pre));
  }
  fit(pane, places);
  new ResizeObserver(() => fit(pane, places)).observe(pane);
  pane.replaceChildren(...chunks);
  pane.addEventListener("click", (event) => {
    const mark = event.target.closest("mark");
    if (mark) choose(mark.dataset.line);
  });
}

export function markStatus(id, status) {
  for (const mark of marks.get(id) ?? []) {
    if (mark.classList.contains("label")) continue;
    mark.className = mark.classList.contains("chosen") ? `${status} chosen` : status;
  }
}

export function markChosen(id) {
  for (const mark of byId("text").querySelectorAll("mark.chosen")) mark.classList.remove("chosen");
  const found = marks.get(id) ?? [];
  for (const mark of found) mark.classList.add("chosen");
  found[0]?.scrollIntoView({ block: "center", inline: "nearest" });
}
