// The season's view: its field, its rules in short, who does what, and how far to trust it.
"use strict";

const BESIDE = 0.35; // m beside the field and the spots that lie outside of it

function seasonView() {
  const { points, rows, playbooks, sources } = facts;
  const robots = playbooks.filter((each) => each.by === "robot");
  return [
    facts.assumed ? html("p", { class: "note", lang: "en", dir: "ltr" }, facts.assumed) : "",
    facts.field ? card(say("web.season.field"), ground()) : "",
    card(say("web.season.rules"), ...rules()),
    fold("points", say("web.season.points", { count: number(points.length) }), false, listed([say("web.row"), say("web.season.value"), say("web.season.source")],
      points.map((each) => [named(each.name, each.meaning), String(each.value), each.source]), [1])),
    fold("rows", say("web.season.rows", { count: number(rows.length) }), false, listed(
      [say("web.row"), say("web.seconds"), say("web.works")],
      rows.filter((row) => row.by !== "field").map((row) => [named(row.name, row.doc), row.seconds, row.success == null ? 100 : percent(row.success)]), [1, 2])),
    fold("playbooks", say("web.season.playbooks", { count: number(robots.length) }), false,
      ...robots.map((each) => html("p", {}, named(each.name, each.doc)))),
    card(say("report.trust"), html("p", {}, say(`grade.${facts.model || "D"}`)), html("p", {}, say("web.season.grade", { grade: facts.rules })),
      fold("doubts", say("report.doubts"), false, ...doubtsOfRules()),
      fold("sources", say("web.season.sources", { count: number(sources.length) }), false,
        ...sources.map((each) => html("p", { lang: "en", dir: "ltr" }, `${each.id} (${each.grade}): ${each.what}`)))),
  ];
}

const named = (name, doc) => html("span", { lang: "en", dir: "ltr" }, html("strong", {}, name), html("small", {}, doc));
const percent = (share) => Math.round(share * 1000) / 10;

// The rules' page, paragraph by paragraph: its formulas stand as they are, what is in doubt is told further below.
function rules() {
  const [, ...parts] = facts.page.split(/\n\s*\n/).filter((each) => !/^(Sources|Doubts):/.test(each));
  return parts.map((each) => (/^\s/.test(each) ? english("pre", each.replace(/^ +/gm, ""), { tabindex: 0 }) : english("p", plainly(each))));
}

function doubtsOfRules() {
  const [, found] = facts.page.split("Doubts:");
  return (found || "").split("\n- ").slice(1).map((each) => english("p", plainly(each)));
}

const plainly = (text) => text.replace(/`|\*\*/g, "").trim();

// A table of texts and elements; `numbers` says which columns hold numbers.
function listed(heads, rows, numbers = []) {
  const kind = (place) => (numbers.includes(place) ? { class: "number", dir: "ltr" } : {});
  return html("div", { class: "wide", tabindex: 0, role: "region", "aria-label": heads[0] }, html("table", {},
    html("thead", {}, html("tr", {}, ...heads.map((head, place) => html("th", { scope: "col", ...kind(place) }, head)))),
    html("tbody", { lang: "en", dir: "ltr" }, ...rows.map((row) => html("tr", {}, ...row.map((each, place) => html("td", kind(place), each)))))));
}

// The field from above: spots are numbered, their names stand below.
function ground() {
  const holder = html("div", { class: "ground", dir: "ltr" });
  const { size: [long, wide], spots } = facts.field;
  const beyond = (place, most) => Math.max(0, ...spots.flatMap(({ points }) => points.map((point) => Math.max(-point[place], point[place] - most)))) + BESIDE;
  const [left, top] = [beyond(0, long), beyond(1, wide)];
  requestAnimationFrame(() => redrawn(holder, (width) => {
    const scale = width / (long + 2 * left);
    const drawing = svg("svg", { width, height: (wide + 2 * top) * scale, role: "img", "aria-label": say("web.season.field") });
    const floor = svg("g", { transform: `translate(${left * scale} ${top * scale})` },
      svg("rect", { class: "floor", width: long * scale, height: wide * scale }),
      svg("rect", { class: "wall red", x: -4, width: 4, height: wide * scale }),
      svg("rect", { class: "wall blue", x: long * scale, width: 4, height: wide * scale }));
    spots.forEach(({ points: [red, blue] }, nth) => {
      const both = red.join() === blue.join();
      for (const [point, side, whose] of both ? [[red, 1, "both"]] : [[red, 0, "red"], [blue, 1, "blue"]]) {
        floor.append(svg("g", { class: whose, transform: `translate(${point[0] * scale} ${point[1] * scale})` },
          shape(side, 20), svg("text", { y: 4, "text-anchor": "middle" }, String(nth + 1))));
      }
    });
    drawing.append(floor);
    return drawing;
  }));
  return html("div", {}, holder, html("ol", { class: "spots", lang: "en", dir: "ltr" }, ...spots.map((spot) => html("li", {}, spot.name))));
}
