"use strict";
// Asks /v1/anonymize, and marks what it answers. Nothing is stored, and nothing else is asked.

const $ = (id) => document.getElementById(id);
const EXAMPLE = `Hi, this is Maria Okonkwo from Redwood Dental. Please move my appointment of 14 March, 10:30, to next week.
You can reach me on (415) 555-0182 or maria.okonkwo@example.org. My new address is 27 Alder Street, Oakland, CA 94607.
Please charge my card, 4111 1111 1111 1111, and send the receipt to my husband, Tobias Lindqvist.
His IBAN is DE89 3704 0044 0532 0130 00; our server at 192.0.2.44 was down yesterday.`;
const NAMES = {
  replace: "its label", redact: "nothing", mask: "stars", hash: "a hash", encrypt: "a cipher",
  surrogate: "an invented value", placeholder: "a numbered label",
};
const state = { answer: null, characters: [], off: new Set(), operators: new Map(), options: null, file: null };
let request = null;
let timer = 0;

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function say(text, bad = false) {
  $("status").textContent = text;
  $("status").classList.toggle("bad", bad);
}

async function ask(path, body, signal) {
  const headers = { "Content-Type": "application/json" };
  if ($("token").value) headers.Authorization = `Bearer ${$("token").value}`;
  const response = await fetch(path, body ? { method: "POST", headers, body: JSON.stringify(body), signal } : { headers });
  if (response.status === 401) {
    $("token-setting").hidden = false;
    throw new Error("This service needs a bearer token: give it above.");
  }
  const answer = await response.json();
  if (!response.ok) throw new Error(reason(answer));
  return answer;
}

function reason(answer) {
  if (answer.error) return answer.error;
  if (typeof answer.detail === "string") return answer.detail;
  return answer.detail.map((row) => `${row.loc.slice(1).join(" ")}: ${row.msg}`).join("; ");
}

const color = (label) => state.options.labels.find((row) => row.name === label)?.color ?? "#ddd";
const percent = (score) => `${Math.floor(score * 100)} %`;
const slice = (start, end) => state.characters.slice(start, end).join("");
const operatorOf = (label) => state.operators.get(label) ?? $("operator").value;
const needsKey = () => [$("operator").value, ...state.operators.values()].includes("encrypt");

async function analyze() {
  const text = $("text").value.toWellFormed?.() ?? $("text").value;
  request?.abort();
  const mine = (request = new AbortController());
  $("key-setting").hidden = !needsKey() && !$("key").value;
  if (needsKey() && $("key").value.length < 16) {
    return say("Encrypting needs a secret key of 16 characters or more.", true);
  }
  const body = { text, operator: $("operator").value, operators: Object.fromEntries(state.operators) };
  if ($("key").value.length >= 16) body.key = $("key").value;
  if (state.options.operating_points.length) body.operating_point = state.options.operating_points[$("point").value];
  say("Looking …");
  const started = performance.now();
  try {
    const answer = await ask("/v1/anonymize", body, mine.signal);
    if (mine.signal.aborted) return;
    // Offsets count code points, JavaScript's strings count halves of some.
    state.characters = Array.from(text);
    state.answer = answer;
    show(performance.now() - started);
  } catch (error) {
    if (error.name !== "AbortError") fail(error);
  }
}

function fail(error) {
  // What is shown must not be taken for the answer to what was asked last.
  state.answer = null;
  $("found").replaceChildren();
  $("masked").replaceChildren();
  say(error.message, true);
}

function show(milliseconds) {
  showFound();
  showMasked();
  showLabels();
  const { entities, verdict } = state.answer;
  const kinds = new Set(entities.map((entity) => entity.label)).size;
  const found = entities.length ? `${entities.length} values of ${kinds} ${kinds === 1 ? "label" : "labels"}` : "Nothing found";
  const time = milliseconds === undefined ? "" : ` · ${Math.round(milliseconds)} ms`;
  say(`${found} · holds personal data: ${percent(verdict.score)}${time}${brokenJson()}`);
}

const shown = (entity) => !state.off.has(entity.label);

function showFound() {
  const parts = [];
  let end = 0;
  for (const entity of state.answer.entities.filter(shown)) {
    parts.push(slice(end, entity.start));
    const mark = element("mark", { title: `${entity.label}, ${percent(entity.score)}` }, slice(entity.start, entity.end),
      element("small", {}, entity.label, element("span", { className: "score" }, percent(entity.score))));
    mark.dataset.label = entity.label;
    mark.style.setProperty("--color", color(entity.label));
    parts.push(mark);
    end = entity.end;
  }
  parts.push(slice(end));
  fill($("found"), parts);
}

function maskedParts() {
  const parts = [];
  let end = 0;
  for (const entity of state.answer.entities.filter(shown)) {
    parts.push(slice(end, entity.start), element("mark", {}, entity.replacement));
    end = entity.end;
  }
  return [...parts, slice(end)];
}

function showMasked() {
  fill($("masked"), maskedParts());
}

function fill(place, parts) {
  if (state.characters.length) return place.replaceChildren(...parts);
  place.replaceChildren(element("span", { className: "empty" }, "Nothing here yet."));
}

const maskedText = () => maskedParts().map((part) => part.textContent ?? part).join("");

function brokenJson() {
  if (!state.file?.endsWith(".json")) return "";
  try {
    JSON.parse($("text").value);
  } catch {
    return "";
  }
  try {
    JSON.parse(maskedText());
    return "";
  } catch {
    return " · the masked text is no JSON any more: a number was replaced";
  }
}

function showLabels() {
  const counts = new Map();
  for (const entity of state.answer.entities) counts.set(entity.label, (counts.get(entity.label) ?? 0) + 1);
  const names = [...new Set([...counts.keys(), ...state.off, ...state.operators.keys()])].sort();
  // What has the focus keeps it.
  const focused = document.activeElement?.id;
  $("labels").replaceChildren(...names.map((name) => labelRow(name, counts.get(name) ?? 0)));
  if (focused && document.activeElement?.id !== focused) $(focused)?.focus();
  $("all").hidden = !state.off.size;
}

function labelRow(name, count) {
  const box = element("input", { type: "checkbox", checked: !state.off.has(name), id: `on-${name}` });
  box.addEventListener("change", () => {
    if (box.checked) state.off.delete(name);
    else state.off.add(name);
    if (state.answer) show();
  });
  const swatch = element("span", { className: "name" }, name);
  swatch.style.setProperty("--color", color(name));
  const select = element("select", { id: `operator-${name}`, ariaLabel: `Replace ${name} by` },
    element("option", { value: "" }, "as above"), ...operatorOptions());
  select.value = state.operators.get(name) ?? "";
  select.addEventListener("change", () => {
    if (select.value) state.operators.set(name, select.value);
    else state.operators.delete(name);
    analyze();
  });
  return element("li", {}, element("label", {}, box, swatch, element("span", { className: "count" }, `${count} ×`)), select);
}

function operatorOptions() {
  return state.options.operators.map((name) => element("option", { value: name }, NAMES[name] ?? name));
}

async function open(file) {
  if (file.size > 4 * state.options.max_characters) {
    return say(`${file.name} is too long: at most ${state.options.max_characters} characters fit here.`, true);
  }
  const text = await file.text();
  if (text.includes("\0")) return say(`${file.name} is no text file.`, true);
  state.file = file.name;
  $("hint").textContent = `${file.name} · a file can be dropped anywhere on this page.`;
  $("text").value = text;
  await analyze();
}

function fileName() {
  const [, stem, ending] = /^(.*?)(\.[^.]*)?$/s.exec(state.file ?? "text.txt");
  return `${stem}.masked${ending ?? ""}`;
}

function download() {
  const link = element("a", { href: URL.createObjectURL(new Blob([maskedText()], { type: "text/plain" })), download: fileName() });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

async function copy() {
  try {
    await navigator.clipboard.writeText(maskedText());
  } catch {
    // Without https the clipboard is closed to scripts; a selection is not.
    const range = document.createRange();
    range.selectNodeContents($("masked"));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    if (!document.execCommand("copy")) return say("Selected: press Ctrl+C to copy.");
  }
  say("Copied.");
}

function enter(text) {
  state.file = null;
  $("hint").textContent = "Drop a text, CSV or JSON file anywhere on this page.";
  $("text").value = text;
  analyze();
}

function showPoint() {
  $("point-name").textContent = (state.options.operating_points[$("point").value] ?? "").replaceAll("_", " ");
}

function listen() {
  $("text").addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(analyze, 350);
  });
  $("text").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) analyze();
  });
  $("operator").addEventListener("change", analyze);
  $("key").addEventListener("change", analyze);
  $("token").addEventListener("change", start);
  $("point").addEventListener("input", () => {
    showPoint();
    analyze();
  });
  $("example").addEventListener("click", () => enter(EXAMPLE));
  $("clear").addEventListener("click", () => {
    enter("");
    $("text").focus();
  });
  $("all").addEventListener("click", () => {
    state.off.clear();
    if (state.answer) show();
  });
  $("open").addEventListener("click", () => $("file").click());
  $("file").addEventListener("change", () => {
    if ($("file").files.length) open($("file").files[0]);
    $("file").value = "";
  });
  $("copy").addEventListener("click", () => state.answer && copy());
  $("download").addEventListener("click", () => state.answer && download());
  addEventListener("dragover", (event) => {
    event.preventDefault();
    document.body.classList.add("dragging");
  });
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) document.body.classList.remove("dragging");
  });
  addEventListener("drop", (event) => {
    event.preventDefault();
    document.body.classList.remove("dragging");
    const [file] = event.dataTransfer.files;
    if (file) open(file);
    else if (event.dataTransfer.getData("text")) enter(event.dataTransfer.getData("text"));
  });
}

async function start() {
  try {
    state.options = await ask("/v1/options");
  } catch (error) {
    return say(error.message, true);
  }
  const { model, operating_points: points, operating_point: point } = state.options;
  $("model").textContent = `Model: ${model.name} ${model.version}.`;
  $("point-setting").hidden = points.length < 2;
  $("point").max = Math.max(points.length - 1, 0);
  $("point").value = Math.max(points.indexOf(point), 0);
  $("operator").replaceChildren(...operatorOptions());
  showPoint();
  if (!$("text").value) $("text").value = EXAMPLE;
  $("text").maxLength = state.options.max_characters;
  await analyze();
}

listen();
start();
