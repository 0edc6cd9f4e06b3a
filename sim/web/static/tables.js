// Robots and plans: what was put in, beside what a season has, and the files that both make. A file holds what the form
// holds; what stays the season's middle robot's is left out of it, as in files that people write.
"use strict";

const MINE = "mine"; // the robot's first name
const LONGEST = 60; // letters of a name that nobody typed
const FIRST_TIME = 15; // s by which the second plan leaves earlier, to begin with
const seasons = new Map(); // key -> promise of its facts

// Everything that forms need to know of a season, asked for once.
function factsOf(key) {
  if (!seasons.has(key)) {
    const found = last(ask({ ask: "season", files: [], season: key })).then((line) => line.document);
    found.catch(() => seasons.delete(key));
    seasons.set(key, found);
  }
  return seasons.get(key);
}

// Give the last line of an answer; what is refused is thrown.
async function last(answer) {
  let found = null;
  for await (const line of answer) found = line;
  if (!found || found.refused) throw new Refused(found ? found.refused : null);
  return found;
}

class Refused extends Error {
  constructor(refused) {
    super(refused ? refused.text : say("web.cut"));
    this.said = refused ? refused.said : null;
    this.parts = refused ? refused.parts : [];
  }
}

// ---- A robot: its numbers where it has its own (`can` always), which of them somebody typed, tries, counted matches.

function newRobot(facts) {
  return { name: MINE, can: facts.robot.can || [], seconds: {}, works: {}, known: {}, typed: { seconds: {}, works: {} }, fouls: {}, tries: [], reaches: { plan: 0, rows: {} } };
}

function robotTable(robot) {
  const { name, can, room, no_show, breaks, fouls, seconds, works, known } = robot;
  const reaches = Object.keys(robot.reaches.rows).length ? { plan: nameOf(state.plans[robot.reaches.plan]), rows: shares(robot.reaches.rows) } : {};
  return full({ season: yearOf(), name, can: [...can], room, no_show, breaks, fouls, seconds, works: without(works, robot.reaches.rows), known, reaches });
}

const shares = (rows) => Object.fromEntries(Object.entries(rows).map(([row, percent]) => [row, percent / 100]));
const without = (table, other) => Object.fromEntries(Object.entries(table).filter(([name]) => !(name in other)));

// Leave out what nobody wrote: empty tables, and what is not there.
function full(table) {
  const empty = (value) => value === undefined || value === null || (typeof value === "object" && !Array.isArray(value) && !Object.keys(value).length);
  return Object.fromEntries(Object.entries(table).filter(([, value]) => !empty(value)));
}

// Take over a robot that a file holds.
function robotOf(table, facts) {
  const { name, can, room, no_show, breaks, fouls, seconds, works, known } = table;
  const found = { ...newRobot(facts), ...full({ name, can, room, no_show, breaks }) };
  return { ...found, fouls: fouls || {}, seconds: seconds || {}, works: works || {}, known: known || {}, typed: { seconds: { ...seconds }, works: { ...works } } };
}

const able = (row, robot) => row.by === "robot" && (!row.can || robot.can.includes(row.can));
const rowsOf = (facts) => facts.rows.filter((row) => row.by === "robot");

// ---- Plans: where each was started from, and all of its order and times.

function newPlan(facts, from) {
  const { order, set } = facts.plans[from];
  return { name: "", from, order: [...order], set: structuredClone(set || {}) };
}

// Two plans to begin with: the season's commonest with a time of its own, and the same some seconds earlier.
function firstPlans(facts) {
  const known = facts.playbooks.filter((each) => each.by === "robot" && facts.plans[each.name]);
  const timed = known.filter((each) => Object.keys(facts.plans[each.name].set || {}).length);
  const most = (list) => [...list].sort((one, other) => other.share - one.share)[0];
  if (!timed.length) return known.slice(0, 2).map((each) => newPlan(facts, each.name));
  const plans = [0, 1].map(() => newPlan(facts, most(timed).name));
  const late = Object.values(plans[0].set).sort((one, other) => other.after[0] - one.after[0])[0];
  late.after[0] = Math.max(0, late.after[0] - FIRST_TIME);
  return plans;
}

// Give a plan's name: the one that was typed, or what it does otherwise than its playbook and other plans
// that come from it; the playbook itself where there are others.
function titleOf(plan, facts) {
  if (plan.name) return plan.name;
  const base = facts.plans[plan.from];
  if (!base) return plan.from;
  const others = [base, ...state.plans.filter((each) => each.from === plan.from)];
  const begun = (each, row) => ((each.set || {})[row] || { after: [0] }).after[0];
  const rows = plan.order.filter((row) => others.some((each) => begun(each, row) !== begun(plan, row)));
  const parts = [...rows.map((row) => `${row} from ${begun(plan, row)} s`), ...(plan.order.join() === base.order.join() ? [] : ["own order"])];
  const alone = state.plans.some((each) => each.from !== plan.from) || !rows.length;
  return [...(alone ? [plan.from] : []), ...parts].join(", ").slice(0, LONGEST);
}

function planTable(plan, facts) {
  const set = Object.fromEntries(Object.entries(plan.set).filter(([row]) => plan.order.includes(row)));
  return full({ season: yearOf(), name: titleOf(plan, facts), order: [...plan.order], set });
}

function planOf(table) {
  const set = Object.entries(table.set || {}).map(([row, { after }]) => [row, { after: [after].flat().concat(0).slice(0, 2) }]);
  return { name: table.name, from: table.name, order: [...table.order], set: Object.fromEntries(set) };
}

// ---- Files.

const yearOf = () => state.season.replace(/^fgc_/, "");
const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "").slice(0, 40);

// Name a plan's file, each otherwise: after the plan where its letters may stand in a file's name.
function nameOf(plan) {
  const nth = state.plans.indexOf(plan);
  const named = state.plans.map((each) => plain(titleOf(each, facts)) || "plan");
  const twice = named.indexOf(named[nth]) !== nth || named[nth] === plain(state.robot.name);
  return `${named[nth]}${twice ? `_${nth + 1}` : ""}.toml`;
}

const robotName = () => `${plain(state.robot.name) || "robot"}.toml`;
const robotFile = () => ({ name: robotName(), text: toml(robotTable(state.robot)) });
const planFile = (plan) => ({ name: nameOf(plan), text: toml(planTable(plan, facts)) });

// Give the files of plans and of the robot, with the plan that its counted matches were seen with.
function filesOf(plans, robot = true) {
  const counted = robot && Object.keys(state.robot.reaches.rows).length ? [state.plans[state.robot.reaches.plan]] : [];
  return [...new Set([...plans, ...counted])].map(planFile).concat(robot ? [robotFile()] : []);
}

// Write a table as TOML: what is within it as tables of their own.
function toml(table) {
  const key = (name) => (/^[\w-]+$/.test(name) ? name : JSON.stringify(name));
  const inner = (value) => (Array.isArray(value) ? `[${value.map(inner).join(", ")}]`
    : value !== null && typeof value === "object" ? `{${Object.entries(value).map(([name, each]) => `${key(name)} = ${inner(each)}`).join(", ")}}`
      : typeof value === "string" ? JSON.stringify(value) : String(value));
  const flat = ([, value]) => typeof value !== "object" || Array.isArray(value);
  const line = ([name, value]) => `${key(name)} = ${inner(value)}\n`;
  const parts = Object.entries(table);
  return parts.filter(flat).map(line).join("")
    + parts.filter((part) => !flat(part)).map(([name, value]) => `[${name}]\n${Object.entries(value).map(line).join("")}`).join("");
}
