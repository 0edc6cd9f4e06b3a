// The page: which view is to be seen, its link, and the asking of its question.
"use strict";

const REDRAWN = 250; // ms between two drawings of an answer that grows, at least
const SHARE = 5; // and this many times what a drawing took: a slow phone has other work
let facts = null; // of the season
let drawn = false; // whether a view was to be seen before
let running = null; // what stops the question that is being asked
const linksOf = new Map(); // season -> its part of the link, for who comes back to it

// ---- Putting in.

// Change what was put in, and with it the page's link; `again` draws the form anew, with the focus where it was.
function put(change, anew = false, focus = undefined) {
  change();
  halt();
  state.played = false;
  for (const each of $("form").querySelectorAll(".refused")) {
    each.classList.remove("refused");
    each.removeAttribute("aria-invalid");
  }
  remember(link());
  ways();
  const stale = $("answer").childElementCount > 0;
  $("answer").classList.toggle("stale", stale);
  status(stale ? say("web.stale") : "");
  if (anew) redraw(focus);
}

function redraw(focus = document.activeElement ? document.activeElement.id : "") {
  const typing = document.activeElement && document.activeElement.id === focus ? document.activeElement.value : null;
  const open = new Map([...$("form").querySelectorAll("details[id]")].map((each) => [each.id, each.open]));
  $("form").replaceChildren(...formOf(state.view));
  for (const each of $("form").querySelectorAll("details[id]")) if (open.has(each.id)) each.open = open.get(each.id);
  const wanted = focus && document.getElementById(focus);
  const instead = wanted && wanted.disabled ? wanted.parentElement.querySelector("button:enabled") : wanted;
  if (!instead) return;
  instead.focus({ preventScroll: true });
  if (instead.inputMode && typing) instead.value = typing; // what somebody is typing stays as it is, `5.` say
}

// ---- Asking.

function halt() {
  if (running) running.abort();
  running = null;
  $("progress").hidden = $("stop").hidden = true;
}

// Ask a question of a form, with what it says while it waits; `done` gets the last line.
async function asking(question, done, growing = () => {}) {
  halt();
  const mine = (running = new AbortController());
  status("");
  $("stop").hidden = $("progress").hidden = false;
  $("progress").removeAttribute("value");
  try {
    for await (const line of ask(question, mine.signal)) {
      if (mine.signal.aborted) return;
      if (line.refused) throw new Refused(line.refused);
      if (line.progress) progress(line.progress);
      else if (line.done === false) growing(line);
      else await done(line);
    }
  } catch (error) {
    if (!mine.signal.aborted) refuse(error);
  } finally {
    if (running === mine) halt();
  }
}

function progress({ done, of }) {
  const bar = $("progress");
  if (of) Object.assign(bar, { max: of, value: done });
  else bar.removeAttribute("value");
  status(of ? say("web.playing_of", { done: number(done), of: number(of) }) : say("web.playing"));
}

function status(...content) {
  $("status").replaceChildren(...content);
  $("status").classList.remove("refused");
}

// Say why not, in a line beside the button, and where it can be mended.
function refuse(error) {
  const known = error instanceof Refused;
  status(known && error.said ? text(error.said) : say(known ? "web.cut" : "web.gone"));
  $("status").classList.add("refused");
  $("spoken").textContent = $("status").textContent;
  $("answer").setAttribute("aria-busy", "false");
  if (known && error.parts.length) pointed(error.parts);
}

// Mark the field that was refused where it is to be seen, else give the way to its view.
function pointed([file, ...keys]) {
  const nth = state.plans.findIndex((plan) => nameOf(plan) === file);
  const view = file === robotName() ? "robot" : nth < 0 ? null : "plans";
  const control = document.getElementById(fieldOf(keys.slice(0, -1).join("."), nth) || file);
  if (control && control.matches("input, select, textarea")) {
    control.setAttribute("aria-invalid", "true");
    control.classList.add("refused");
    control.focus();
  } else if (view && view !== state.view) $("status").append(" ", html("a", { href: link(view) }, say(`web.view.${view}`)));
}

// The field of a key of a robot's file, or of the plan's that is so many plans down.
function fieldOf(key, nth) {
  const time = /set\.(.+)\.after(?:\[(\d)\])?$/.exec(key);
  if (time) return `plan${nth}-${time[2] === "2" ? "spread" : "after"}-${time[1]}`;
  const number = /(?:^|\.)(seconds|works)\.(.+)$/.exec(key);
  if (number) return number.slice(1).join("-");
  return nth < 0 ? key.replace(/^.*\./, "") : `plan${nth}-${key}`;
}

async function play() {
  const view = VIEWS[state.view];
  const wrong = $("form").querySelector("[aria-invalid=true]:not(.refused)");
  if (wrong) return missing(say("web.number"), wrong);
  if (view.needs && !nameHeld(state.view, view.needs)) return missing(say("web.needs_file"), $(`file-${view.needs}`));
  if (!isWorkedOut() && !(await workOut())) return null; // what was refused stands beside the button
  remember(link(state.view, true));
  begin();
  let again = 0;
  return asking(view.question(), finish, (line) => {
    const now = performance.now();
    if (!line.section || now < again) return;
    show(line);
    again = now + Math.max(REDRAWN, SHARE * (performance.now() - now));
  });
}

// Say what is not there yet, and go to it.
function missing(said, control) {
  status(said);
  $("status").classList.add("refused");
  $("spoken").textContent = said;
  control.focus();
  return null;
}

function begin() {
  $("answer").setAttribute("aria-busy", "true");
  $("spoken").textContent = say("web.playing");
}

// Draw an answer as it is now; a view that was left draws nothing.
function show(line) {
  const place = $("answer");
  const first = place.childElementCount === 0;
  place.classList.remove("stale");
  const drawing = line.section ? answered(inPlainWords(line.section, line.done), "found", "") : null;
  place.replaceChildren(...(drawing ? [drawing.place] : shown(line)));
  if (drawing) drawing.draw();
  if (first && place.getBoundingClientRect().top > innerHeight / 2) place.scrollIntoView({ block: "start" });
}

// What a terminal calls --quick is a box of the form here; before the answer is whole nothing was left out yet.
function inPlainWords(section, done) {
  const quick = (each) => ["models.quick", "robots.quick"].includes(each.key);
  const lead = section.lead.filter((text) => !quick(text));
  const doubts = section.doubts.filter(([, text]) => !quick(text));
  const left = done && lead.length + doubts.length < section.lead.length + section.doubts.length;
  return { ...section, lead, doubts: left ? [...doubts, [{ key: "report.doubt.model", parameters: {} }, { key: "web.models.off", parameters: {} }]] : doubts };
}

function shown(line) {
  const pages = line.files.filter((file) => file.name.endsWith(".html")).map((file) => html("iframe", { srcdoc: file.text, title: say(`web.view.${state.view}`) }));
  const notes = pages.length ? [] : line.noted.map(paragraph);
  return [...pages, ...notes, ...(pages.length ? [] : line.told || []).map((each) => piece({ piece: each, left: 0 }))];
}

function finish(line) {
  show(line);
  const pictures = $("answer").querySelector(".study > .cards");
  if (pictures) pictures.before(tools(line));
  else $("answer").append(tools(line));
  $("answer").setAttribute("aria-busy", "false");
  const said = $("answer").querySelector(".verdict");
  $("spoken").textContent = said ? said.textContent : say("web.done");
  status(say("web.done"));
}

// What can be done with an answer: a report of it, its figures, its link.
function tools(line) {
  const name = `${state.view}_${yearOf()}`;
  const text = JSON.stringify(line.document);
  const report = () => asking({ ask: "report", files: [{ name: "answer.json", text }], documents: ["answer.json"], language: LANGUAGE.code },
    (made) => save(`${name}.html`, made.files[0].text, "text/html"));
  const page = line.files.find((file) => file.name.endsWith(".html"));
  const { more } = VIEWS[state.view];
  return html("div", { class: "card buttons" },
    more ? more(line.document) : "",
    line.section && isAnswered("report") ? button("report", say("web.report"), report) : "",
    page ? button("page", say("web.page"), () => save(`${name}.html`, page.text, "text/html")) : "",
    ...line.files.filter((file) => file !== page).map((file) => button(`get-${file.name}`, say("web.file", { name: file.name }), () => save(file.name, file.text))),
    line.document ? button("json", say("web.json"), () => save(`${name}.json`, text, "application/json")) : "",
    button("link", say("web.link"), share));
}

// Give the answer's address to copy: a page that is not of this computer may not do it itself.
async function share() {
  if (!navigator.clipboard) prompt(say("web.link"), location.href);
  else {
    await navigator.clipboard.writeText(location.href);
    status(say("web.copied"));
    $("spoken").textContent = say("web.copied");
  }
}

// ---- Coming and going.

// Make this the page's address. Some browsers allow so many changes in so many seconds; the next one will do then.
function remember(address) {
  try {
    history.replaceState(null, "", address);
  } catch {
    // the ways to other views have it all the same
  }
}

// Every way to another view carries what was put in.
function ways() {
  for (const each of document.querySelectorAll("[data-view]")) each.href = link(each.dataset.view);
}

function go(view) {
  if (location.hash === link(view)) arrive();
  else location.hash = link(view);
}

function menu() {
  const views = Object.keys(VIEWS);
  const groups = [...new Set(views.map((view) => VIEWS[view].group))];
  $("views").replaceChildren(...groups.flatMap((group) => [
    html("h2", {}, say(`web.group.${group}`)),
    html("ul", {}, ...views.filter((view) => VIEWS[view].group === group).map((view) => html("li", {}, html("a", { "data-view": view, href: "#", "aria-current": view === state.view ? "page" : null }, say(`web.view.${view}`)))))]));
  ways();
}

function unfold(open) {
  $("menu").setAttribute("aria-expanded", String(open));
  $("ways").classList.toggle("open", open);
}

// Show the view that the link says.
async function arrive() {
  halt();
  unfold(false);
  state = linked(location.hash);
  const known = DATA.page.seasons.filter((each) => each.playable).map((each) => each.key);
  if (!known.includes(state.season)) Object.assign(state, { season: known[known.length - 1], robot: null, plans: null });
  if (!Object.hasOwn(VIEWS, state.view)) state.view = FIRST;
  $("season").value = state.season;
  status("");
  const mine = state;
  try {
    const found = await factsOf(state.season);
    if (mine !== state) return; // somebody went on
    facts = found;
  } catch (error) {
    refuse(error);
    return;
  }
  const { played, view } = state;
  try {
    settled();
    draw();
  } catch { // somebody changed the link: what the season begins with is shown instead
    Object.assign(state, { robot: null, plans: null, asked: {} });
    settled();
    draw();
  }
  remember(link(view, played));
  menu();
  if (!isWorkedOut()) await workOut();
  if (mine !== state) return;
  if (played && VIEWS[view].question && isAnswered(verbOf(view))) play();
}

// Fill in what a link does not have.
function settled() {
  state.robot = { ...newRobot(facts), ...state.robot };
  const plans = (state.plans || []).map((plan) => ({ name: "", from: "", order: [], set: {}, ...plan }));
  state.plans = plans.length ? plans : firstPlans(facts);
}

const verbOf = (view) => (VERBS[view] || (() => view))();

// A view's form, or the command that answers where this page does not.
function formOf(view) {
  const { form, question } = VIEWS[view];
  return question && !isAnswered(verbOf(view)) ? [insteadOf(view)] : form();
}

function draw() {
  const { question: asked, next } = VIEWS[state.view];
  const question = asked && isAnswered(verbOf(state.view)) ? asked : null;
  document.title = `${say(`web.view.${state.view}`)} – ${facts.year} ${facts.name}`;
  const form = html("form", { id: "form", novalidate: "" }, ...formOf(state.view));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (question) play();
  });
  $("view").replaceChildren(html("h1", {}, say(`web.view.${state.view}`)), html("p", {}, say(`web.view.${state.view}.what`)),
    LANGUAGE.draft ? html("p", { class: "note" }, say("page.draft")) : "", html("div", { class: question ? "two" : "" }, form, html("div", { id: "answer", "aria-busy": "false" })));
  $("play").hidden = !question;
  $("play").textContent = question ? say(`web.play.${state.view}`) : "";
  $("next").hidden = !next;
  $("next").textContent = next ? say("web.next", { view: say(`web.view.${next}`) }) : "";
  $("next").dataset.view = next || state.view;
  ways();
  scrollTo(0, 0);
  if (drawn) $("view").focus({ preventScroll: true });
  drawn = true;
}

function start() {
  $("season").append(...DATA.page.seasons.filter((each) => each.playable).reverse().map((each) => html("option", { value: each.key, lang: "en" }, `${each.year} ${each.name}`)));
  $("language").append(...DATA.page.languages.map((each) => html("option", { value: each.code, lang: each.code }, each.name)));
  $("language").value = LANGUAGE.code;
  $("season").addEventListener("change", () => {
    linksOf.set(state.season, link().split("/")[2]);
    location.hash = `#${state.view}/${$("season").value}/${linksOf.get($("season").value) || ""}`;
  });
  $("language").addEventListener("change", () => location.assign(`?language=${$("language").value}${location.hash}`));
  $("menu").addEventListener("click", () => unfold($("menu").getAttribute("aria-expanded") !== "true"));
  $("views").addEventListener("click", () => unfold(false)); // the view that is to be seen already has no other way to close it
  $("skip").addEventListener("click", () => $("view").focus());
  $("stop").addEventListener("click", () => {
    halt();
    status(say("web.stopped"));
    $("play").focus();
  });
  $("play").setAttribute("form", "form");
  addEventListener("hashchange", arrive);
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    taken([...event.dataTransfer.files]);
  });
  arrive();
}

start();
