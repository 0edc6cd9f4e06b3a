// Files that were opened or dropped: each goes to where it can be asked about.
"use strict";

const named64 = async (file) => ({ name: file.name.replace(/^\.+|[/\\]/g, ""), base64: await bytes64(file) });

// Ask what the files are, then put all of them in, then go to where the last one belongs.
async function taken(files) {
  let view = null;
  for (const file of files) {
    const given = await named64(file);
    await asking({ ask: "read", files: [given] }, async ({ document: read }) => {
      if (read.season) await toSeason(read.season);
      view = await (PLACES[read.what] || nowhere)(read, given);
    });
  }
  if (view) go(view);
}

// A robot or a plan of another season is looked at in that one.
async function toSeason(named) {
  const season = DATA.page.seasons.find(({ key, year }) => [key, String(year)].includes(named));
  if (!season || !season.playable || season.key === state.season) return;
  linksOf.set(state.season, link().split("/")[2]);
  facts = await factsOf(season.key);
  Object.assign(state, { season: season.key, robot: null, plans: null, asked: {} });
  settled();
}

// What is done with a file of each kind, and which view then has it.
const PLACES = {
  robot({ table }) {
    put(() => { state.robot = robotOf(table, facts); });
    return "robot";
  },
  plan({ table }) {
    put(() => {
      if (JSON.stringify(state.plans) === JSON.stringify(firstPlans(facts))) state.plans = [];
      state.plans.push(planOf(table));
    });
    return state.view === "compare" ? "compare" : "plans";
  },
  tries({ text }) {
    const tries = rowsIn(text, ["row", "seconds", "worked"]).filter(([, seconds, worked]) => seconds || worked);
    put(() => {
      state.robot.tries = tries.map(([row, seconds, worked]) => [row, read(seconds), /^(yes|y|true|1)$/i.test(worked)]);
      state.robot.worked_out = false;
    });
    return "robot";
  },
  teams({ text }) {
    put(() => { chosen("event").teams = rowsIn(text, ["team"]).map(([team]) => team).join("\n"); });
    return "event";
  },
  seen: (_, file) => holding("brief", "seen", file),
  matches(_, file) {
    const slot = VIEWS[state.view].needs;
    return slot ? holding(state.view, slot, file) : holding("check", "file", file);
  },
  async document(_, file) {
    show(await last(ask({ ask: "report", files: [file], documents: [file.name], language: LANGUAGE.code })));
    return null;
  },
};

function nowhere(_, { name }) {
  missing(say("web.no_place", { name }), $("view"));
  return null;
}

function holding(view, slot, file) {
  (held[view] ||= {})[slot] = file;
  return view;
}

// Read a table's rows, those columns of each; commas, semicolons or tabs stand between cells.
function rowsIn(text, columns) {
  const [head, ...rows] = text.split(/\r?\n/).filter((line) => line.trim()).map((line) => cellsOf(line, text));
  const places = columns.map((column) => head.findIndex((cell) => cell.toLowerCase() === column));
  return rows.map((cells) => places.map((place) => cells[place] || ""));
}

function cellsOf(line, text) {
  const mark = [",", ";", "\t"].find((each) => text.split("\n")[0].includes(each)) || ",";
  const cell = new RegExp(`(?:^|${mark})(?:"((?:[^"]|"")*)"|([^${mark}]*))`, "g");
  return [...line.matchAll(cell)].map(([, quoted, plain]) => (quoted === undefined ? plain : quoted.replaceAll('""', '"')).trim());
}
