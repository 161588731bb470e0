// Who sits here, and whether in the light or in the dark. Both are kept by the browser.

import { byId } from "./dom.js";

const input = byId("reviewer");
input.value = localStorage.getItem("reviewer") || document.body.dataset.reviewer;
input.addEventListener("change", () => {
  input.value = input.value.trim() || document.body.dataset.reviewer;
  localStorage.setItem("reviewer", input.value);
});

export const reviewer = () => input.value.trim() || document.body.dataset.reviewer;

const root = document.documentElement;
const kept = localStorage.getItem("theme");
if (kept) root.dataset.theme = kept;
byId("theme").addEventListener("click", () => {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("theme", root.dataset.theme);
});
