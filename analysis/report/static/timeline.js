// A timeline: one lane for each of some agents, a bar for each attempt; it is drawn at its real width.
"use strict";

const LANE = 22; // px, of which a bar has 16
const LABEL = 44; // px for a lane's mark

// Draw lanes `{side, human, mark, title, bars: [{start, end, look, colour, title}], waits: [{start, end}], broken, note}`
// into a container. A `look` is done (filled), failed (hollow) or cut (striped). `seek(ms)` is told where somebody
// clicks. What comes back moves the line of the present.
function timeline(container, lanes, ends, label, seek) {
  let line = null;
  let scale = 1;
  let last = 0;
  const now = (ms) => {
    last = ms;
    if (line) line.setAttribute("transform", `translate(${LABEL + ms * scale} 0)`);
  };
  redrawn(container, (width) => {
    scale = (width - LABEL - 8) / ends;
    const height = lanes.length * LANE + 22;
    line = svg("line", { y1: 0, y2: height - 18, class: "present" });
    const drawing = svg("svg", { width, height, role: "img", "aria-label": label, class: "timeline" },
      stripes(), axis(ends, scale, height), ...lanes.map((each, place) => lane(each, place, scale, ends)), line);
    drawing.addEventListener("pointerdown", (event) => {
      const x = event.clientX - drawing.getBoundingClientRect().left - LABEL;
      seek(Math.max(0, Math.min(ends, x / scale)));
    });
    now(last);
    return drawing;
  });
  return now;
}

function stripes() {
  const pattern = svg("pattern", { id: "cut", width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    svg("line", { x1: 0, y1: 0, x2: 0, y2: 5, class: "stripe" }));
  return svg("defs", {}, pattern);
}

function axis(ends, scale, height) {
  const group = svg("g", { class: "axis" });
  const every = ends * scale < 420 ? 30000 : 15000;
  for (let ms = 0; ms <= ends; ms += every) {
    const x = LABEL + ms * scale;
    const anchor = ms === ends ? "end" : ms === 0 ? "start" : "middle";
    group.append(svg("line", { x1: x, x2: x, y1: 0, y2: height - 18 }),
      svg("text", { x: ms === ends ? x + 6 : x, y: height - 4, "text-anchor": anchor, class: "quiet", direction: "ltr" }, clock(ms)));
  }
  return group;
}

function lane(each, place, scale, ends) {
  const side = each.side === 0 ? "red" : "blue";
  const group = svg("g", { transform: `translate(0 ${place * LANE})` });
  const mark = svg("g", { class: `agent ${side}`, transform: `translate(16 ${LANE / 2})` }, svg("title", {}, each.title),
    shape(each.side, each.human ? 12 : 18), svg("text", { y: 4, "text-anchor": "middle" }, each.mark));
  group.append(mark);
  for (const { start, end } of each.waits) {
    group.append(svg("line", { class: "waits", x1: LABEL + start * scale, x2: LABEL + end * scale, y1: LANE / 2, y2: LANE / 2 }));
  }
  for (const bar of each.bars) {
    const wide = Math.max((bar.end - bar.start) * scale - 0.6, 0.8);
    const colour = `var(--c${bar.colour % COLOURS})`;
    const rect = svg("rect", { x: LABEL + bar.start * scale, y: 3, width: wide, height: 16, rx: Math.min(2, wide / 2), class: bar.look,
      fill: bar.look === "done" ? colour : bar.look === "cut" ? "url(#cut)" : "none", stroke: bar.look === "done" ? null : colour },
      svg("title", {}, bar.title));
    group.append(rect);
  }
  if (each.broken != null) {
    const x = LABEL + each.broken * scale;
    group.append(svg("line", { class: "broken", x1: x, x2: LABEL + ends * scale, y1: LANE / 2, y2: LANE / 2 }),
      svg("path", { class: "cross", d: `M${x - 5} 6l10 10m0 -10l-10 10` }));
  }
  if (each.note) group.append(svg("text", { x: LABEL + 4, y: 15, class: "quiet" }, each.note));
  return group;
}
