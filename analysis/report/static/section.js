// One answer: what Python worked out of a document is laid out and drawn; nothing is worked out here.
"use strict";

const $ = (id) => document.getElementById(id);
const DRAWN = { histogram, bars, line, ladder, grid };
const unbroken = (text) => text.replace(/ ([±%])/g, "\u00a0$1").replace(/± /g, "±\u00a0"); // a number with its error and its per cent
const told = (said) => unbroken(say(said.key, Object.fromEntries(
  Object.entries(said.parameters).map(([name, value]) => [name, value.key ? within(told(value)) : value]))));
// A text within a text runs as the page does, whatever letters it begins with.
const within = (text) => (LANGUAGE.direction === "rtl" ? `\u2067${text}\u2069` : text);
const spoken = (each) => (each.key ? told(each) : each);
// A text of the page's language, or what is English or a name as it is; set apart from what stands around it.
const text = (each) => (each.key ? html("bdi", { dir: LANGUAGE.direction }, told(each)) : html("bdi", { lang: "en", dir: "ltr" }, unbroken(each)));
const english = (name, text, attributes = {}) => html(name, { lang: "en", dir: "ltr", ...attributes }, text);
let count = 0; // of tables, for the names of those that scroll

// The answer in the page's language where it has sentences for it, else in English.
function verdict(section) {
  if (section.said.length) return html("p", { class: "verdict" }, section.said.map(told).join(" "));
  return section.answer ? english("p", section.answer, { class: "verdict" }) : "";
}

const paragraph = (each) => (each.key ? html("p", {}, told(each)) : english("p", each.trim()));

// A table that scrolls by itself where it is wider than the page.
function table(heads, rows, left, caption) {
  const kind = (place) => (left[place] ? {} : { class: "number", dir: "ltr" });
  const cell = (each, place) => (place === 0 ? html("th", { scope: "row", ...kind(place) }, each) : html("td", kind(place), each));
  const id = `table${(count += 1)}`;
  return html("div", {}, html("p", { class: "caption", id }, caption),
    html("div", { class: "wide", role: "region", tabindex: 0, "aria-labelledby": id },
      html("table", { "aria-labelledby": id }, html("thead", {}, html("tr", {}, ...heads.map((head, place) => html("th", { scope: "col", ...kind(place) }, head)))),
      html("tbody", {}, ...rows.map((row) => html("tr", {}, ...row.map(cell)))))));
}

function piece({ piece: each, left }) {
  if (!each.heads) return paragraph(each);
  const shown = table(each.heads.map(text), each.rows.map((row) => row.map(text)), each.heads.map((_, place) => each.left.includes(place)), text(each.title));
  return left ? html("div", {}, shown, html("p", { class: "quiet" }, say("report.rows", { count: number(left) }))) : shown;
}

// A picture in its card, with what it shows below, and its numbers for who does not see it.
function picture(chart) {
  const holder = html("div", { class: "holder", dir: "ltr" });
  const heading = told(chart.heading);
  const shows = { ...chart.shows, unit: chart.shows.unit ? told(chart.shows.unit) : "", label: heading };
  if (shows.rows) shows.rows = shows.rows.map((row) => ({ ...row, name: row.name.key ? within(told(row.name)) : row.name }));
  const rows = html("details", {}, html("summary", {}, say("chart.numbers")),
    table(chart.heads.map(told), chart.rows.map((row) => row.map(spoken)), chart.heads.map((_, place) => place === 0), heading));
  const card = html("figure", { class: "card" }, html("h3", {}, heading), keys(chart), holder,
    ...chart.notes.map((note) => html("p", { class: "quiet" }, told(note))), rows);
  return { card, draw: () => DRAWN[chart.kind](holder, shows) };
}

function keys(chart) {
  if (chart.kind !== "histogram") return "";
  return html("ul", { class: "keys" }, ...chart.shows.series.map(({ name, side }, nth) => html("li", {},
    svg("svg", { class: "chart", width: 20, height: 14, "aria-hidden": "true" },
      svg("path", { class: `${nth ? "second" : "first"} ${side}`, d: "M1 1H19V13H1Z" })),
    side ? say(`side.${side}`) : html("bdi", {}, name))));
}

function again(section) {
  const files = section.files.map((file) => (file.text === null
    ? html("p", {}, html("bdi", {}, file.name), " ", say("report.file", { bytes: number(file.bytes), hash: file.sha256.slice(0, 16) }))
    : html("details", {}, html("summary", {}, html("bdi", {}, file.name)), html("pre", { dir: "ltr", tabindex: 0 }, file.text))));
  return html("div", { class: "card alone" }, html("h3", {}, say("report.again")), html("pre", { dir: "ltr" }, section.command),
    html("p", { class: "quiet" }, say("report.version", { version: section.version })), ...files);
}

// Lay an answer out; `about` is what it is about, where other answers are about something else. What comes back is its
// place, and what draws its pictures once that stands in the page.
function answered(section, id, about) {
  const pictures = section.charts.map(picture);
  const place = html("section", { class: "study", id },
    html("h2", {}, told(section.heading)), about ? english("p", about, { class: "quiet" }) : "", verdict(section),
    html("div", { class: "lead" }, ...section.lead.map(paragraph)),
    doubts(section),
    html("div", { class: "cards" }, ...pictures.map((each) => each.card)),
    section.pieces.length ? html("h3", {}, say("report.numbers")) : "", ...section.pieces.map(piece), again(section));
  return { place, draw: () => pictures.forEach((each) => each.draw()) };
}

// Three doubts, told apart: luck, our robot, the model; and what had to be noted.
function doubts(section) {
  const known = section.doubts.flatMap(([said, each]) => [html("dt", {}, told(said)), each.key ? html("dd", {}, told(each)) : english("dd", each)]);
  const notes = section.noted.map(paragraph);
  const left = section.noted_in_all - notes.length;
  if (left) notes.push(html("p", {}, say("report.more", { count: number(left) })));
  return html("div", { class: "lead" }, known.length ? html("dl", {}, ...known) : "",
    notes.length ? html("details", {}, html("summary", {}, say("report.noted", { count: number(section.noted_in_all) })), ...notes) : "");
}
