// The robot's view: tries by a stopwatch, counted matches, and all numbers as they are played.
"use strict";

let started = null; // when the stopwatch was started
let stopped = null; // s that it showed when it was stopped
let timing = ""; // the row that is being timed
let paper = null; // s that were timed before, as typed so far
let working = null; // what stops the question about the tries
let noted = []; // what the program said of the tries

function robotView() {
  const { robot } = state;
  return [
    card("", words("robot-name", say("web.robot.name"), robot.name, (name) => put(() => { robot.name = name; })), filing()),
    card(say("web.robot.can"), Object.keys(facts.abilities).length ? "" : html("p", {}, say("web.robot.can_all")), ...Object.keys(facts.abilities).map(ability)),
    isAnswered("robot") ? card(say("web.watch"), html("p", {}, say("web.watch.how")), ...watch(), ...tried()) : insteadOf("robot"),
    isAnswered("reaches") ? fold("reaches", say("web.reaches"), Object.keys(robot.reaches.rows).length > 0, ...reaching()) : "",
    fold("rest", say("web.robot.rest"), false, ...rest()),
    card(say("web.robot.numbers"), html("p", {}, say("web.robot.numbers.how")), numbers()),
  ];
}

function filing() {
  return html("div", { class: "buttons" }, opener("open", say("web.open"), false, taken),
    button("save", say("web.save"), () => save(robotName(), toml(robotTable(state.robot)))));
}

// An ability bears the names of the rows that it opens.
function ability(name) {
  const { robot } = state;
  const rows = facts.rows.filter((row) => row.can === name).map((row) => row.name);
  return tick(`can-${name}`, english("span", rows.join(", ") || name), robot.can.includes(name), (on) => put(() => {
    robot.can = Object.keys(facts.abilities).filter((each) => (each === name ? on : robot.can.includes(each)));
  }, true));
}

// ---- The stopwatch.

const timedRows = () => facts.rows.filter((row) => row.name in facts.robot.seconds);

function watch() {
  const rows = timedRows();
  if (!rows.some((row) => row.name === timing)) timing = rows[0].name;
  const row = rows.find((each) => each.name === timing);
  const shown = html("output", { id: "watch-time", dir: "ltr" }, (stopped || 0).toFixed(1));
  if (started !== null) ticking(shown);
  return [
    choice("watch-row", say("web.watch.row"), rows.map((each) => [each.name, each.name]), timing, (name) => { timing = name; redraw(); }, english("span", row.doc)),
    html("p", { class: "time", dir: "ltr" }, shown, " s"),
    stopped === null ? button("watch", say(started === null ? "web.watch.start" : "web.watch.stop"), press, { class: "main huge", "aria-describedby": "watch-time" })
      : html("div", { class: "buttons answers", role: "group", "aria-label": say("web.watch.worked") },
        html("p", {}, say("web.watch.worked")),
        button("worked", `✓ ${say("web.yes")}`, () => keep(true), { class: "main" }), button("failed", `✗ ${say("web.no")}`, () => keep(false)),
        button("forget", say("web.watch.forget"), () => { stopped = null; redraw("watch"); })),
    fold("typed", say("web.watch.typed"), false, ...typed()),
  ];
}

function press() {
  const now = performance.now();
  [started, stopped] = started === null ? [now, null] : [null, Math.max(0.1, Math.round((now - started) / 100) / 10)];
  redraw(started === null ? "worked" : "watch");
}

function ticking(shown) {
  const since = started;
  const again = () => {
    if (started !== since || !shown.isConnected) return;
    shown.textContent = ((performance.now() - since) / 1000).toFixed(1);
    requestAnimationFrame(again);
  };
  requestAnimationFrame(again);
}

function keep(worked, seconds = stopped, focus = "watch") {
  stopped = null;
  retried((tries) => tries.push([timing, seconds, worked]), focus);
}

// Change the tries, and work out what they say now.
function retried(change, focus = undefined) {
  put(() => {
    change(state.robot.tries);
    state.robot.worked_out = false;
  }, true, focus);
  workOut();
}

// Tries that were timed before, on paper.
function typed() {
  const added = (worked) => () => {
    const seconds = paper;
    paper = null;
    if (seconds > 0 || (seconds === null && !worked)) keep(worked, seconds, "typed-seconds");
  };
  return [field(say("web.seconds"), numeral("typed-seconds", paper === null ? "" : String(paper), (found) => { paper = found; })),
    html("div", { class: "buttons" }, ...[true, false].map((worked) => button(`typed-${worked}`, say(worked ? "web.watch.add_yes" : "web.watch.add_no"), added(worked))))];
}

function tried() {
  const { tries } = state.robot;
  const rows = [...new Set(tries.map(([row]) => row))];
  const one = ([row, seconds, worked]) => {
    const nth = tries.findIndex((each) => each[0] === row && each[1] === seconds && each[2] === worked);
    const mark = `${seconds === null ? "–" : seconds} s ${worked ? "✓" : "✗"}`;
    return button(`try-${nth}`, mark, () => retried(() => tries.splice(nth, 1)),
      { dir: "ltr", "aria-label": say(worked ? "web.watch.remove_yes" : "web.watch.remove_no", { row, seconds }) });
  };
  return [
    ...rows.map((row) => html("div", { class: "buttons" }, english("strong", row), ...tries.filter((each) => each[0] === row).map(one))),
    rows.length ? html("p", { class: "quiet" }, say("web.watch.remove")) : "",
    rows.length ? html("div", { class: "buttons" }, button("save-tries", say("web.watch.save"), () => save("times.csv", timesTable()))) : "",
    rows.length && noted.length ? fold("heard", say("report.noted", { count: number(noted.length) }), false, ...noted.map(paragraph)) : "",
  ];
}

// The tries as the file that `sim robot --times` reads.
function timesTable() {
  const lines = state.robot.tries.map(([row, seconds, worked]) => `"${row}",${seconds === null ? "" : seconds},${worked ? "yes" : "no"}`);
  return ["row,seconds,worked", ...lines, ""].join("\n");
}

const isWorkedOut = () => state.robot.worked_out !== false;

// Ask what the tries say of the robot: a middle for each row, and how well it is known. Only what they say together
// counts: who goes on with other tries is asked again. Gives whether the robot is what its tries say.
async function workOut() {
  const { robot } = state;
  if (working) working.abort();
  const mine = (working = new AbortController());
  let found = { seconds: {}, works: {}, known: {}, can: [] };
  let said = [];
  try {
    if (robot.tries.length) {
      const question = { ask: "robot", files: [{ name: "times.csv", text: timesTable() }], season: state.season, population: null, times: "times.csv" };
      const line = await last(ask(question, mine.signal));
      [found, said] = [line.files[0].table, line.noted];
    }
  } catch (error) {
    if (!mine.signal.aborted) refuse(error);
    return false;
  }
  if (mine.signal.aborted || robot !== state.robot) return false;
  put(() => {
    const { seconds, works, known, can } = found;
    const able = Object.keys(facts.abilities).filter((each) => robot.can.includes(each) || can.includes(each));
    Object.assign(robot, { seconds: { ...seconds, ...robot.typed.seconds }, works: { ...works, ...robot.typed.works }, known: known || {}, can: able, worked_out: true });
    noted = said;
  }, true);
  return true;
}

// ---- Numbers: the season's middle robot's, until somebody writes others.

function numbers() {
  const { robot } = state;
  const rows = timedRows().filter((row) => row.by !== "robot" || able(row, robot));
  return html("div", { class: "rows" }, ...rows.map((row) => html("fieldset", { class: "row" },
    html("legend", { lang: "en", dir: "ltr" }, row.name), html("small", { lang: "en", dir: "ltr" }, row.doc),
    own(`seconds-${row.name}`, say("web.seconds"), robot.seconds, row.name, facts.robot.seconds[row.name], 1, robot.typed.seconds),
    row.name in facts.robot.works ? own(`works-${row.name}`, say("web.works"), robot.works, row.name, facts.robot.works[row.name], 100, robot.typed.works) : html("span", {}),
    html("small", { class: "whose", id: `whose-${row.name}` }, whose(row.name)))));
}

function whose(name) {
  const { seconds, works, known, typed, reaches } = state.robot;
  const found = known[name];
  if (name in reaches.rows) return say("web.robot.counted");
  if (name in typed.seconds || name in typed.works) return say("web.robot.own");
  if (found) return found.tries ? say("web.robot.tried", { tries: number(found.tries), worked: number(found.worked) }) : say("web.robot.guessed");
  return say(name in seconds || name in works ? "web.robot.own" : "web.robot.middle");
}

// A number of the robot's own: an empty field is again what the tries say, or else the middle robot's. What a file has as
// 0.85 is 85 of 100 here. What is typed stays when there are more tries.
function own(id, label, table, name, middle, times = 1, typed = {}) {
  const shown = (value) => String(Math.round(value * times * 1000) / 1000);
  const control = numeral(id, shown(name in table ? table[name] : middle), (found) => put(() => {
    for (const each of [table, typed]) {
      if (found === null) delete each[name];
      else each[name] = found / times;
    }
    const said = document.getElementById(`whose-${name}`);
    if (said) said.textContent = whose(name);
  }));
  control.addEventListener("blur", () => {
    if (read(control.value) !== null) return;
    control.value = shown(middle);
    if (state.robot.tries.length) retried(() => {});
  });
  return field(label, control);
}

// ---- 60 of 100 matches.

function reaching() {
  const { robot, plans } = state;
  const rows = rowsOf(facts).filter((row) => able(row, robot) && row.name in facts.robot.works);
  const left = rows.filter((row) => !(row.name in robot.reaches.rows));
  return [
    html("p", {}, say("web.reaches.how")),
    choice("reaches-plan", say("web.reaches.plan"), plans.map((plan, nth) => [nth, titleOf(plan, facts)]), robot.reaches.plan, (nth) => put(() => { robot.reaches.plan = Number(nth); })),
    ...Object.entries(robot.reaches.rows).map(([row, share]) => html("div", { class: "buttons" },
      amount(`reaches-${row}`, english("span", row), String(share), (found) => put(() => { robot.reaches.rows[row] = found; }), say("web.reaches.of")),
      button(`reaches-off-${row}`, say("web.leave_out"), () => put(() => { delete robot.reaches.rows[row]; }, true)))),
    left.length ? choice("reaches-row", say("web.reaches.add"), [["", "–"], ...left.map((row) => [row.name, row.name])], "", (row) => put(() => { robot.reaches.rows[row] = 60; }, true)) : "",
  ];
}

// ---- The rest of a robot.

function rest() {
  const { robot } = state;
  const middle = facts.robot;
  const fouls = middle.fouls || {};
  return [
    middle.room == null ? "" : own("room", say("web.robot.room", { most: number(facts.room_most) }), robot, "room", middle.room),
    own("no_show", say("web.robot.no_show"), robot, "no_show", middle.no_show, 100),
    own("breaks", say("web.robot.breaks"), robot, "breaks", middle.breaks, 100),
    ...Object.keys(fouls).map((kind) => own(`fouls-${kind}`, say(`web.robot.${kind}`), robot.fouls, kind, fouls[kind])),
  ];
}
