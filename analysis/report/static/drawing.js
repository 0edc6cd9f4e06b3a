// What all pages draw with: elements, words, numbers, and drawings that are made anew at the width they really have.
"use strict";

const DATA = JSON.parse(document.getElementById("data").textContent);
const LANGUAGE = DATA.language;
const NUMBERS = new Intl.NumberFormat(LANGUAGE.code, { maximumFractionDigits: 3 });
const COLOURS = 8; // --c0 to --c7 of base.css

// Make an element of HTML: attributes as they are written, children as elements or text.
function html(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

// Make an element of a drawing.
function svg(name, attributes = {}, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

// Give a text in the page's language. What is put in is set apart, so that -0.99 stays so where text runs from the right.
function say(key, parameters = {}) {
  return DATA.words[key].replace(/\{(\w+)\}/g, (_, name) => apart(String(parameters[name])));
}

function apart(text) {
  return LANGUAGE.direction === "rtl" ? `\u2068${text}\u2069` : text;
}

function number(value) {
  return NUMBERS.format(value);
}

// Write ms since the start as minutes and seconds; cut, not rounded, so that 2:30 is the buzzer alone.
function clock(ms) {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

// Keep a drawing as wide as its container: `draw(width)` gives a new one whenever that changes.
function redrawn(container, draw) {
  let width = 0;
  const again = () => {
    const now = Math.floor(container.clientWidth);
    if (now > 0 && now !== width) {
      width = now;
      container.replaceChildren(draw(width));
    }
  };
  new ResizeObserver(again).observe(container);
  again();
}

// Red is a square, blue a circle; a human is smaller. The path's middle is the origin.
function shape(side, size) {
  const r = size / 2;
  return side === 0
    ? svg("rect", { x: -r, y: -r, width: size, height: size, rx: size / 8, class: "body" })
    : svg("circle", { r: r * 1.08, class: "body" });
}

// Cut a range of numbers into steps of 1, 2 or 5: at most `most` of them.
function ticks(from, to, most) {
  const rough = (to - from) / Math.max(most, 1) || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((each) => each * power >= rough * 0.999) || 10);
  const found = [];
  for (let n = Math.ceil(from / step - 1e-9); n * step <= to + step * 1e-9; n += 1) found.push(n * step + 0); // + 0: of -0 it makes 0
  return found;
}
