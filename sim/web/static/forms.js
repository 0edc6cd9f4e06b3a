// Controls of forms: each has its label, a size for fingers, and tells its value whenever it changes.
"use strict";

// A label, its control, and what is said of it.
function field(label, control, note = "") {
  return html("label", { class: "field" }, html("span", {}, label), control, note ? html("small", {}, note) : "");
}

function listening(control, event, does) {
  control.addEventListener(event, () => does(control));
  return control;
}

function button(id, text, press, attributes = {}) {
  return listening(html("button", { id, type: "button", ...attributes }, text), "click", press);
}

function words(id, label, value, put, note = "") {
  return field(label, listening(html("input", { id, value, autocomplete: "off" }), "input", (control) => put(control.value)), note);
}

// A field of a number: `5,5` is one as well as `5.5`, in Arabic digits too. What is none is marked, and not put in.
function numeral(id, value, put, attributes = {}) {
  const control = html("input", { id, value, inputmode: "decimal", autocomplete: "off", dir: "ltr", size: 6, ...attributes });
  return listening(control, "input", () => {
    const found = read(control.value);
    control.setAttribute("aria-invalid", String(Number.isNaN(found)));
    if (!Number.isNaN(found)) put(found, control);
  });
}

// Read a number that somebody typed; an empty field is null, what is no number NaN.
function read(text) {
  const plain = text.trim().replace(/[٠-٩]/g, (digit) => digit.charCodeAt(0) - 0x660).replace(/[,٫]/, ".");
  if (plain === "") return null;
  return /^-?\d*\.?\d+$|^-?\d+\.$/.test(plain) ? Number(plain) : NaN;
}

// A number that has to be there.
function amount(id, label, value, put, note = "") {
  const needed = (found, control) => {
    control.setAttribute("aria-invalid", String(found === null));
    if (found !== null) put(found);
  };
  return field(label, numeral(id, value, needed), note);
}

// A choice of some: options are [value, text].
function choice(id, label, options, value, put, note = "") {
  const control = html("select", { id }, ...options.map(([each, text]) => html("option", { value: each }, text)));
  control.value = value;
  return field(label, listening(control, "change", () => put(control.value)), note);
}

function tick(id, label, on, put) {
  const control = html("input", { id, type: "checkbox", ...(on ? { checked: "" } : {}) });
  return html("label", { class: "tick" }, listening(control, "change", () => put(control.checked)), html("span", {}, label));
}

// One of some, all of which are to be seen.
function radios(name, legend, options, value, put) {
  return html("fieldset", { class: "radios" }, html("legend", {}, legend), ...options.map(([each, text]) => {
    const control = html("input", { id: `${name}-${each}`, type: "radio", name, value: each, ...(each === value ? { checked: "" } : {}) });
    return html("label", { class: "tick" }, listening(control, "change", () => put(each)), html("span", {}, text));
  }));
}

function fold(id, title, open, ...children) {
  return html("details", { id, ...(open ? { open: "" } : {}) }, html("summary", {}, title), ...children);
}

function card(title, ...children) {
  return html("section", { class: "card" }, title ? html("h2", {}, title) : "", ...children);
}

// A button that opens files.
function opener(id, label, several, take) {
  const control = html("input", { id, type: "file", class: "hidden-file", ...(several ? { multiple: "" } : {}) });
  return html("label", { class: "button" }, listening(control, "change", async () => {
    const files = [...control.files];
    control.value = ""; // the same file can be opened again
    if (files.length) await take(files);
  }), label);
}

// Give a file to who sits here.
function save(name, text, type = "text/plain") {
  const address = URL.createObjectURL(new Blob([text], { type }));
  html("a", { href: address, download: name }).click();
  URL.revokeObjectURL(address);
}

async function bytes64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
