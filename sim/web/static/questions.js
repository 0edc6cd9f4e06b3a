// The views that ask: what each lets people choose, and the question that this makes. Every field of a question is sent
// each time, from what was put in and not from what is to be seen.
"use strict";

const MATCHES = [2000, 10000, 20000, 50000];
const held = {}; // files that views were given: by view and slot, a name and its bytes; no link has room for them

// What was put in in this view, beside what it begins with.
function chosen(view) {
  const begins = view === "event" ? { ...BEGINS.event, count: facts.teams, each: facts.each } : BEGINS[view];
  state.asked[view] = { ...begins, ...state.asked[view] };
  return state.asked[view];
}

const BEGINS = {
  compare: { matches: 20000, seed: 1, models: true },
  advise: { plan: 0, matches: 2000, seed: 1, models: false },
  sweep: { plan: 0, row: "", from: 60, to: 130, step: 5, matches: 10000, seed: 1 },
  run: { who: "mine", plan: 0, matches: 20000, seed: 1 },
  replay: { who: "mine", plan: 0, matches: 1000, seed: 1 },
  event: { teams: "", count: null, each: null, playoffs: true, seed: 1 },
  brief: { team: "", robot: true, match: "next", matches: 2000, repeats: 2000, seed: 1 },
  forecast: { repeats: 1000, seed: 1 },
  check: { verb: "score", playoff: false, event: "", tournament: "", replays: "", sorted: "" },
};

// ---- Parts of forms.

const setting = (view, name) => (value) => put(() => { chosen(view)[name] = value; });
const anew = (view, name) => (value) => put(() => { chosen(view)[name] = value; }, true);

function howMany(view) {
  const { matches, seed } = chosen(view);
  return card("", html("div", { class: "pair" },
    choice("matches", say("web.matches"), [...new Set([...MATCHES, matches])].map((each) => [each, number(each)]), matches, (value) => setting(view, "matches")(Number(value))),
    amount("seed", say("web.seed"), String(seed), setting(view, "seed"))), html("small", {}, say("web.seed.how")));
}

function whichPlan(view) {
  const nth = Math.min(chosen(view).plan, state.plans.length - 1);
  return card("", choice("plan", say("web.plan"), state.plans.map((plan, place) => [place, titleOf(plan, facts)]), nth, (value) => setting(view, "plan")(Number(value))),
    html("a", { class: "button", href: link("plans") }, say("web.plans.change")));
}

const planFor = (view) => state.plans[Math.min(chosen(view).plan, state.plans.length - 1)];

// The robot in a line, and the way to its view.
function robotLine() {
  const { robot } = state;
  const count = new Set([robot.seconds, robot.works, robot.reaches.rows].flatMap(Object.keys)).size;
  return card(say("web.robot"), html("p", {}, html("bdi", {}, robot.name), ": ", count ? say("web.robot.has", { count: number(count) }) : say("web.robot.none")),
    html("a", { class: "button", href: link("robot") }, say("web.robot.change")));
}

function whoPlays(view) {
  const { who } = chosen(view);
  return [card("", radios("who", say("web.who"), [["mine", say("web.who.mine")], ["season", say("web.who.season")]], who, anew(view, "who"))),
    ...(who === "mine" ? [whichPlan(view), robotLine()] : [])];
}

// A file of a view, opened or dropped.
function filed(view, slot, label, note) {
  const file = (held[view] || {})[slot];
  return html("div", { class: "field" }, html("span", {}, label), html("div", { class: "buttons" },
    opener(`file-${slot}`, say("web.open"), false, async ([found]) => { holding(view, slot, await named64(found)); redraw(`file-${slot}`); }),
    html("bdi", {}, file ? file.name : say("web.no_file"))), html("small", {}, note));
}


const filesHeld = (view) => Object.values(held[view] || {});
const nameHeld = (view, slot) => ((held[view] || {})[slot] || { name: null }).name;

// ---- Questions.

const everywhere = () => ({ season: state.season, population: null, points: [] });

function compareForm() {
  return [...state.plans.map((plan, nth) => planCard(plan, nth, false)),
    html("div", { class: "buttons" }, button("add", say("web.plan.add"), addPlan), html("a", { class: "button", href: link("plans") }, say("web.plans.order"))),
    robotLine(), howMany("compare"), card("", tick("models", say("web.models"), chosen("compare").models, setting("compare", "models")))];
}

function compareQuestion() {
  const { matches, seed, models } = chosen("compare");
  return { ask: "compare", files: filesOf(state.plans), ...everywhere(), plan: state.plans.map(nameOf), robot: [robotName()], red: [], blue: null, versus: [],
    baseline: null, all: false, matches, seed, quick: !models };
}

function adviseForm() {
  return [whichPlan("advise"), robotLine(), howMany("advise"), card("", tick("models", say("web.models"), chosen("advise").models, setting("advise", "models")))];
}

function adviseQuestion() {
  const { matches, seed, models } = chosen("advise");
  const plan = planFor("advise");
  return { ask: "advise", files: filesOf([plan]), ...everywhere(), plan: nameOf(plan), robot: robotName(), matches, seed, quick: !models };
}

// Which times of a plan there are to look for: those that it has, else all of its rows.
function sweepForm() {
  const { from, to, step } = chosen("sweep");
  const rows = rowsToTime();
  return [whichPlan("sweep"), card("", choice("row", say("web.sweep.row"), rows.map((row) => [row, row]), rowToTime(rows), setting("sweep", "row")),
    html("div", { class: "pair" }, amount("from", say("web.sweep.from"), String(from), setting("sweep", "from")), amount("to", say("web.sweep.to"), String(to), setting("sweep", "to")),
      amount("step", say("web.sweep.step"), String(step), setting("sweep", "step")))), robotLine(), howMany("sweep")];
}

function rowsToTime() {
  const { set, order } = planFor("sweep");
  return [...order.filter((row) => set[row]), ...order.filter((row) => !set[row])];
}

const rowToTime = (rows) => (rows.includes(chosen("sweep").row) ? chosen("sweep").row : rows[0]);

function sweepQuestion() {
  const { from, to, step, matches, seed } = chosen("sweep");
  const plan = planFor("sweep");
  return { ask: "sweep", files: filesOf([plan]), ...everywhere(), plan: nameOf(plan), robot: robotName(), set: [`${rowToTime(rowsToTime())}.after=${from}:${to}:${step}`], all: false, matches, seed };
}

// Put the best time into the plan, and go and compare it with the others.
function takeBest({ best, settings }) {
  const [plan, row, seconds] = [planFor("sweep"), rowToTime(rowsToTime()), settings[best].values[0]];
  const spread = plan.set[row] ? plan.set[row].after[1] : 0;
  return button("take", say("web.sweep.take", { seconds, row }), () => {
    put(() => { plan.set[row] = { after: [seconds, spread] }; });
    go("compare");
  }, { class: "main" });
}

// Red's line-up, where our robot stands first; null where the season's robots play alone.
function standing(view) {
  if (chosen(view).who !== "mine") return { files: [], red: null };
  const plan = planFor(view);
  const lineup = { season: yearOf(), robots: [robotName(), "draw", "draw"], plans: [nameOf(plan), "draw", "draw"] };
  return { files: [...filesOf([plan]), { name: "red_line_up.toml", text: toml(lineup) }], red: "red_line_up.toml" };
}

function runQuestion() {
  const { matches, seed } = chosen("run");
  return { ask: "run", ...everywhere(), ...standing("run"), playbook: null, blue: null, matches, seed };
}

function replayQuestion() {
  const { matches, seed } = chosen("replay");
  return { ask: "replay", ...everywhere(), ...standing("replay"), playbook: null, blue: null, match: [], quantile: "5,50,95", matches, seed, language: LANGUAGE.code };
}

const namesOf = (text) => text.split("\n").map((each) => each.trim()).filter(Boolean);

function eventForm() {
  const { teams, count, each, playoffs, seed } = chosen("event");
  const area = html("textarea", { id: "teams", rows: 6, spellcheck: "false" }, teams);
  return [card("", field(say("web.event.teams"), listening(area, "input", () => setting("event", "teams")(area.value)), say("web.event.teams.how")),
    html("div", { class: "pair" }, amount("count", say("web.event.count"), String(count), setting("event", "count"), say("web.event.count.how")), amount("each", say("web.event.each"), String(each), setting("event", "each")),
      amount("seed", say("web.seed"), String(seed), setting("event", "seed"))),
    tick("playoffs", say("web.event.playoffs"), playoffs, setting("event", "playoffs")))];
}

function eventQuestion() {
  const { teams, count, each, playoffs, seed } = chosen("event");
  const names = namesOf(teams);
  const files = names.length ? [{ name: "teams.csv", text: ["team", ...names.map((name) => `"${name.replaceAll('"', '""')}"`)].join("\n") }] : [];
  return { ask: "event", files, ...everywhere(), teams: names.length ? "teams.csv" : String(count), each: String(each), repeat: 1, schedule: null, playoffs, sits: null, seed };
}

function briefForm() {
  const { team, robot, match, seed } = chosen("brief");
  return [card("", filed("brief", "played", say("web.played"), say("web.played.how")), filed("brief", "schedule", say("web.schedule"), say("web.schedule.how")),
    filed("brief", "seen", say("web.seen"), say("web.seen.how")),
    words("team", say("web.team"), team, setting("brief", "team"), say("web.team.how")), words("match", say("web.match"), match, setting("brief", "match"), say("web.match.how")),
    tick("own", say("web.brief.own"), robot, anew("brief", "robot")), amount("seed", say("web.seed"), String(seed), setting("brief", "seed"))), ...(robot ? [robotLine()] : [])];
}

function briefQuestion() {
  const { team, robot, match, matches, repeats, seed } = chosen("brief");
  const plans = robot ? state.plans : [];
  return { ask: "brief", files: [...filesHeld("brief"), ...filesOf(plans, robot)], played: nameHeld("brief", "played"), season: state.season, team, robot: robot ? robotName() : null,
    plan: plans.map(nameOf), match, seen: nameHeld("brief", "seen"), schedule: nameHeld("brief", "schedule"), teams: null, matches, repeats, hindsight: false, seed };
}

function forecastForm() {
  const { repeats, seed } = chosen("forecast");
  return [card("", filed("forecast", "played", say("web.played"), say("web.played.how")), filed("forecast", "schedule", say("web.schedule"), say("web.schedule.how")),
    html("div", { class: "pair" }, amount("repeats", say("web.repeats"), String(repeats), setting("forecast", "repeats")), amount("seed", say("web.seed"), String(seed), setting("forecast", "seed"))))];
}

function forecastQuestion() {
  const { repeats, seed } = chosen("forecast");
  return { ask: "forecast", files: filesHeld("forecast"), played: nameHeld("forecast", "played"), season: state.season, schedule: nameHeld("forecast", "schedule"), teams: null, pin: [],
    match: null, history: null, repeats, "back-test": false, hindsight: false, seed };
}

function checkForm() {
  const { verb, playoff, tournament, replays } = chosen("check");
  const offers = ["score", "rank", "audit"].map((each) => [each, say(`web.check.${each}`)]);
  return [card("", filed("check", "file", say("web.documents"), say("web.documents.how")), radios("verb", say("web.check"), offers, verb, anew("check", "verb")),
    tick("playoff", say("web.check.playoff"), playoff, setting("check", "playoff")),
    words("tournament", say("web.check.tournament"), tournament, setting("check", "tournament"), say("web.check.tournament.how")),
    ...(verb === "rank" ? [tick("replays", say("web.check.replays"), replays === "last", (on) => setting("check", "replays")(on ? "last" : ""))] : []))];
}

function checkQuestion() {
  const { verb, playoff, event, tournament, replays, sorted } = chosen("check");
  const ranking = verb === "rank" ? { replays: replays || null, sorted: sorted || null } : {};
  return { ask: verb, files: filesHeld("check"), file: nameHeld("check", "file"), season: state.season, playoff, event: event || null, tournament: tournament || null, ...ranking };
}

const VIEWS = {
  season: { group: "start", form: seasonView, next: "robot" },
  robot: { group: "start", form: robotView, next: "plans" },
  plans: { group: "start", form: plansView, next: "compare" },
  compare: { group: "ask", form: compareForm, question: compareQuestion },
  advise: { group: "ask", form: adviseForm, question: adviseQuestion },
  sweep: { group: "ask", form: sweepForm, question: sweepQuestion, more: takeBest },
  run: { group: "ask", form: () => [...whoPlays("run"), howMany("run")], question: runQuestion },
  replay: { group: "ask", form: () => [...whoPlays("replay"), howMany("replay")], question: replayQuestion },
  event: { group: "event", form: eventForm, question: eventQuestion },
  brief: { group: "event", form: briefForm, question: briefQuestion, needs: "played" },
  forecast: { group: "event", form: forecastForm, question: forecastQuestion, needs: "played" },
  check: { group: "event", form: checkForm, question: checkQuestion, needs: "file" },
};
// The verb that a view asks, where it has not the view's name.
const VERBS = { check: () => chosen("check").verb };
