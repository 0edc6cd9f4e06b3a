// Charts of numbers, drawn at their real width: a histogram, bars with intervals, a line with its band.
// Each has a label for those who do not see it; the numbers themselves belong into a table beside it.
"use strict";

const HIGH = 200; // px of a chart's height
const BELOW = 34; // px for the numbers below it and what they are
const ROW = 34; // px of a bar's height

// Draw counts in bins that `edges` bound, of one or two series `{name, counts}`: the first filled, the second a line.
// Where they are `red` and `blue` they have these colours, and still differ by form.
function histogram(container, { edges, series, unit, label }) {
  const most = Math.max(1, ...series.flatMap((each) => each.counts));
  redrawn(container, (width) => {
    const across = scaled([edges[0], edges[edges.length - 1]], [8, width - 8]);
    const up = scaled([0, most], [HIGH - BELOW, 10]);
    const drawing = chart(width, HIGH, label);
    drawing.append(below(across, width, HIGH - BELOW, unit));
    series.forEach(({ name, counts }, nth) => {
      const steps = counts.map((count, bin) => `V${up(count)}H${across(edges[bin + 1])}`).join("");
      drawing.append(svg("path", { class: `${nth ? "second" : "first"} ${name}`, d: `M${across(edges[0])} ${up(0)}${steps}V${up(0)}` }));
    });
    return drawing;
  });
}

// Draw rows `{name, value, low, high}`: a bar from 0 to the value, and a whisker over the interval; each says its number.
function bars(container, { rows, unit, label, write = number }) {
  const ends = rows.flatMap((row) => [row.low, row.high, row.value, 0]);
  redrawn(container, (width) => {
    const across = scaled([Math.min(...ends), Math.max(...ends)], [8, width - 8]);
    const high = rows.length * ROW + BELOW;
    const drawing = chart(width, high, label);
    drawing.append(below(across, width, high - BELOW, unit));
    rows.forEach((row, nth) => {
      const y = nth * ROW;
      const [from, to] = [across(0), across(row.value)].sort((one, other) => one - other);
      drawing.append(
        svg("rect", { class: "first", x: from, y: y + 16, width: Math.max(to - from, 1), height: 12 }),
        svg("line", { class: "whisker", x1: across(row.low), x2: across(row.high), y1: y + 22, y2: y + 22 }),
        ...[row.low, row.high].map((end) => svg("line", { class: "whisker", x1: across(end), x2: across(end), y1: y + 17, y2: y + 27 })),
        svg("text", { x: 8, y: y + 12 }, row.name),
        svg("text", { x: width - 8, y: y + 12, "text-anchor": "end", direction: "ltr" }, write(row.value)));
    });
    drawing.append(svg("line", { class: "zero", x1: across(0), x2: across(0), y1: 0, y2: high - BELOW }));
    return drawing;
  });
}

// Draw points `{x, y, low, high}` in the order of x, joined by a line within the band of their intervals; `best` is the
// place of one that is marked, or null.
function line(container, { points, best, unit, label }) {
  const ys = points.flatMap((point) => [point.low, point.high]);
  redrawn(container, (width) => {
    const across = scaled([points[0].x, points[points.length - 1].x], [52, width - 12]);
    const up = scaled([Math.min(...ys), Math.max(...ys)], [HIGH - BELOW, 12]);
    const path = (list) => list.map(([x, y]) => `${across(x).toFixed(1)} ${up(y).toFixed(1)}`).join("L");
    const band = [...points.map((point) => [point.x, point.high]), ...points.map((point) => [point.x, point.low]).reverse()];
    const drawing = chart(width, HIGH, label);
    drawing.append(
      beside(up, width, ys), below(across, width, HIGH - BELOW, unit),
      svg("path", { class: "band", d: `M${path(band)}Z` }),
      svg("path", { class: "line", d: `M${path(points.map((point) => [point.x, point.y]))}` }),
      ...points.map((point, nth) => svg("circle", { class: nth === best ? "point best" : "point", cx: across(point.x), cy: up(point.y), r: nth === best ? 6 : 4 })));
    return drawing;
  });
}

function chart(width, height, label) {
  return svg("svg", { width, height, role: "img", "aria-label": label, class: "chart" });
}

// Give the function that takes numbers of one range to another; a range of nothing is widened.
function scaled([from, to], [start, end]) {
  const wide = to - from || 1;
  const scale = (value) => start + ((value - from) / wide) * (end - start);
  return Object.assign(scale, { from, to: from + wide });
}

// The numbers below a chart, as many as have room, and what they are.
function below(across, width, y, unit) {
  const group = svg("g", { direction: "ltr" });
  for (const value of ticks(across.from, across.to, width / 70)) {
    const x = across(value);
    const anchor = x < 20 ? "start" : x > width - 20 ? "end" : "middle";
    group.append(svg("line", { class: "grid", x1: x, x2: x, y1: 0, y2: y }),
      svg("text", { class: "quiet", x, y: y + 15, "text-anchor": anchor }, number(value)));
  }
  group.append(svg("line", { class: "axis", x1: 0, x2: width, y1: y, y2: y }),
    svg("text", { class: "quiet", x: width / 2, y: y + 30, "text-anchor": "middle" }, unit));
  return group;
}

function beside(up, width, ys) {
  const group = svg("g", { direction: "ltr" });
  for (const value of ticks(Math.min(...ys), Math.max(...ys), 5)) {
    group.append(svg("line", { class: "grid", x1: 46, x2: width, y1: up(value), y2: up(value) }),
      svg("text", { class: "quiet", x: 42, y: up(value) + 4, "text-anchor": "end" }, number(value)));
  }
  return group;
}
