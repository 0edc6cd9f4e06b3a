// The robots and plans of a question, read from the files that it brings and checked as sim/robots/files.py does.
"use strict";

const people = (() => {
  const MATCH = 150;
  const SHORTEST = 0.1;
  const LETTERS = 60;
  const PERCENTILE = /^p([1-9][0-9]?)$/;
  const { said } = verdicts;

  // What cannot be: where, from the outside in, and what was expected there, a text or one of the catalogues.
  class Unfit extends Error {
    constructor(places, what) {
      super(what.key || what);
      Object.assign(this, { places, what });
    }
  }

  const expected = (key, parameters) => said(`error.${key}`, parameters);

  function need(truth, places, what) {
    if (!truth) throw new Unfit(places, what);
  }

  function bounded(value, low, high, places, above = false) {
    need(typeof value === "number" && !Number.isNaN(value), places, expected("number", { found: String(value) }));
    need(above ? value > low : value >= low, places, expected(above ? "greater_than" : "greater_than_equal", { bound: String(low), found: String(value) }));
    need(value <= high, places, expected("less_than_equal", { bound: String(high), found: String(value) }));
  }

  const whole = (value, low, high, places) => need(Number.isInteger(value) && value >= low && value <= high, places,
    expected("whole", { low, high: py.commas(high), found: String(value) }));

  function named(table, season, file) {
    need([season.key, season.key.replace(/^fgc_/, "")].includes(table.season), [file, "season"],
      `expected ${season.key.replace(/^fgc_/, "")}, the season of the run, found '${table.season}'`);
    need(table.name, [file, "name"], expected("missing_key", {}));
    need(table.name.length <= LETTERS, [file, "name"], `expected at most ${LETTERS} letters`);
  }

  function rowIn(name, rows, places, what) {
    need(rows.some((row) => row.name === name), [...places, name], `expected ${what}`);
  }

  function robotOf(season, table, file) {
    named(table, season, file);
    need(!table.reaches, [file, "reaches"], said("here.reaches"));
    const rows = season.rows.filter((row) => row.by !== "field");
    for (const [key, low, high, above] of [["seconds", SHORTEST, MATCH, false], ["works", 0, 1, true]]) {
      for (const [name, value] of Object.entries(table[key] || {})) {
        bounded(value, low, high, [file, `${key}.${name}`], above);
        rowIn(name, rows, [file, `[${key}]`], "a row of robots or humans");
      }
    }
    for (const key of ["no_show", "breaks"]) if (table[key] != null) bounded(table[key], 0, 1, [file, key]);
    for (const [kind, value] of Object.entries(table.fouls || {})) bounded(value, 0, 5, [file, `fouls.${kind}`]);
    if (table.percentile != null) bounded(table.percentile, 0.1, 99.9, [file, "percentile"]);
    if (table.room != null) roomed(season, table, file);
    const can = table.can == null ? null : able(season, table, file);
    return { ...table, can, added: (can || []).filter((name) => !table.can.includes(name)) };
  }

  function roomed(season, { name, room }, file) {
    need(season.room_most != null, [file, name, "room"], "expected none: room is no matter in this season");
    whole(room, 1, 9999, [file, "room"]);
    need(room <= season.room_most, [file, name, "room"], expected("at_most", { most: String(season.room_most), found: String(room) }));
  }

  // A robot can also do what its abilities build on.
  function able(season, { name, can }, file) {
    for (const each of can) need(each in season.robots.can, [file, name, "can"], `expected an ability of the season, found '${each}'`);
    const all = chains.completed(season, can);
    for (const [useless, earlier] of chains.missing(season, all)) {
      throw new Unfit([file, name, "can"], `expected ${earlier ? `'${earlier}'` : "another ability"} too: without it '${useless}' is of no use`);
    }
    return [...can, ...all.filter((each) => !can.includes(each))];
  }

  function planOf(season, table, file) {
    named(table, season, file);
    const rows = season.rows.filter((row) => row.by === "robot");
    need(Array.isArray(table.order) && table.order.length, [file, "order"], "expected at least one, found none");
    for (const name of table.order) {
      rowIn(name, rows, [file, table.name, "order"], "a row of robots");
      need(table.order.indexOf(name) === table.order.lastIndexOf(name), [file, table.name, "order"], `expected every row once, found '${name}' again`);
    }
    for (const [name, { after }] of Object.entries(table.set || {})) {
      need(table.order.includes(name), [file, table.name, "set", name], "expected a row of its order");
      after.forEach((each, at) => bounded(each, 0, MATCH, [file, `set.${name}.after[${at + 1}]`]));
      const row = rows.find((each) => each.name === name);
      const latest = MATCH - row.seconds;
      need(after[0] >= (row.after || 0) && after[0] <= latest, [file, table.name, `set.${name}.after`],
        expected("seconds_between", { low: py.general(row.after || 0), high: py.general(latest), seconds: py.general(row.seconds), found: py.general(after[0]) }));
    }
    return { ...table, set: table.set || {} };
  }

  // Give what reads the names of a question: of robots, of plans, of line-ups.
  function reader(season, files) {
    const tables = new Map();
    const table = (file) => {
      const found = files.find(({ name }) => name === file);
      need(found, [file], "expected this file beside the question, found none");
      if (!tables.has(file)) tables.set(file, found.table || written.read(found.text, file));
      return tables.get(file);
    };
    const robot = (choice, where) => {
      if (choice.endsWith(".toml")) return robotOf(season, table(choice), choice);
      const percentile = PERCENTILE.exec(choice);
      need(percentile, [where], expected("robot", { found: `'${choice}'` }));
      return { season: season.key, name: choice, percentile: Number(percentile[1]), can: null, added: [] };
    };
    const plan = (choice, where) => {
      if (choice.endsWith(".toml")) return planOf(season, table(choice), choice);
      const plans = season.playbooks.filter((each) => each.by === "robot");
      const names = plans.map(({ name }) => `'${name}'`).join(", ");
      const found = plans.find(({ name }) => name === choice);
      need(found, [where], expected("plan", { found: `'${choice}'`, hint: "", names }));
      return found;
    };
    const side = (file) => {
      const { robots = ["draw", "draw", "draw"], plans = ["draw", "draw", "draw"] } = table(file);
      return robots.map((each, at) => ({ robot: each === "draw" ? null : robot(each, "robots"), plan: plans[at] === "draw" ? null : plan(plans[at], "plans") }));
    };
    return { robot, plan, side };
  }

  // The rows of its plan that a robot cannot do, each with the ability it asks for.
  function skipped(season, { robot, plan }) {
    if (!robot || !robot.can || !plan) return [];
    const rows = plan.order.map((name) => season.rows.find((row) => row.name === name));
    return rows.filter((row) => row.can && !robot.can.includes(row.can));
  }

  return { Unfit, need, whole, reader, skipped, expected };
})();
