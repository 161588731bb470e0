// Elements without markup strings: what comes from a filing is text and stays text.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export const el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
export const svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);
export const byId = (id) => document.getElementById(id);
export const tag = (text, kind = "") => el("span", { class: `tag ${kind}` }, text);

let timer = 0;
export function say(text, bad = false) {
  const box = byId("status");
  box.textContent = text;
  box.className = bad ? "toast shown bad" : "toast shown";
  clearTimeout(timer);
  timer = setTimeout(() => { box.className = "toast"; }, bad ? 7000 : 2600);
}

export const percent = (share) => `${Math.round(share * 100)} %`;
export const short = (concept) => (concept ?? "").replace(/^us-gaap:/, "");
export const KINDS = {
  balance_sheet: "Balance sheet", income_statement: "Income statement", cash_flow: "Cash flow",
  equity: "Changes in equity", comprehensive_income: "Comprehensive income",
};
