// Who answers where no server is: the twin of ask.js. A question goes in, its answer comes line by line; workers beside
// the page play the matches. Nothing is asked of anybody else.
"use strict";

const OFTEN = 200; // ms between two lines of progress
const HERE = DATA.here;
const ANSWERS = { season: seasonHere, read: readHere, robot: robotHere, run: verbHere, compare: verbHere, score: checkHere, rank: checkHere, audit: checkHere, replay: replayHere };

const isAnswered = (verb, season = state.season) => Object.hasOwn(ANSWERS, verb) && (ANSWERS[verb] !== checkHere || official.isAnswered(verb, season));

// What stands in a view in the place of an answer: that it takes the program, and the command that asks there.
function insteadOf(view) {
  const { question } = VIEWS[view];
  const asked = question ? question() : { ask: view, season: state.season, times: "times.csv" };
  const files = (asked.files || []).map(({ name }) => name);
  return card(say(`here.instead${question ? "" : `.${view}`}`), html("p", {}, say("here.instead.how")),
    html("pre", { dir: "ltr", lang: "en", tabindex: 0 }, asking_here.commandOf(asked.ask, HERE.options[asked.ask], asked)),
    files.length ? html("p", {}, say("here.instead.files", { files: files.join(", ") })) : "");
}

exact.begin(HERE.exact);
documents.begin(HERE.official);
HERE.seasons = Object.fromEntries(HERE.known.map((season) => [season.key, season]));
HERE.english = (text) => (typeof text === "string" ? text : HERE.words[text.key].replace(/\{(\w+)\}/g, (_, name) => englishly(text.parameters[name])));
const englishly = (value) => (value && value.key ? HERE.english(value) : String(value));

// Ask, and give each line of the answer, as ask.js does.
async function* ask(question, signal = null) {
  const lines = [];
  let [over, wake] = [false, () => {}];
  const tell = (line) => { lines.push(line); wake(); };
  if (signal) signal.addEventListener("abort", () => wake());
  const isLeft = () => signal !== null && signal.aborted;
  answeredHere(question, isLeft, tell).catch((error) => tell(refusedHere(error))).finally(() => { over = true; wake(); });
  for (;;) {
    while (lines.length && !isLeft()) yield lines.shift();
    if (isLeft()) throw new DOMException("left", "AbortError");
    if (over) return;
    await new Promise((resolve) => { wake = resolve; });
  }
}

async function answeredHere(question, isLeft, tell) {
  people.need(isAnswered(question.ask, question.season), [], verdicts.said("here.verb", { verb: question.ask }));
  await ANSWERS[question.ask](question, isLeft, tell);
}

function refusedHere(error) {
  const isFault = !(error instanceof people.Unfit);
  if (isFault) console.error(error);
  const [places, what] = isFault ? [[], verdicts.said("here.fault", { what: String(error) })] : [error.places, error.what];
  const said = what.key ? what : { key: "error.english", parameters: { line: what } };
  const whole = places.length ? { key: "error.at", parameters: { where: places.join(": "), what: said } } : said;
  const parts = [...places, HERE.english(what)];
  return { refused: { text: `sim: ${parts.join(": ")}`, parts, said: whole }, fault: isFault };
}

const lineOf = (document, more = {}) => ({ document, told: [], section: null, about: null, noted: [], files: [], done: true, ...more });

async function seasonHere({ season }, _, tell) {
  people.need(HERE.seasons[season], ["season"], verdicts.said("here.season", { season: String(season) }));
  tell(lineOf(HERE.seasons[season]));
}

// ---- What kind of file somebody has dropped, by what is in it.

const TABLES = { robot: "season name doc percentile seconds works reaches can room no_show breaks fouls known", plan: "season name doc by order set",
  "line-up": "season robots plans" };
const COLUMNS = [["tries", ["row", "seconds", "worked"]], ["seen", ["team", "ability", "seen"]], ["matches", ["red1", "blue1"]], ["teams", ["team"]]];

async function readHere({ files: [{ name, base64 }] }, _, tell) {
  const text = texts.within([name], () => texts.decoded(Uint8Array.from(atob(base64), (each) => each.charCodeAt(0))));
  const table = name.toLowerCase().endsWith(".toml") ? written.read(text, name) : null;
  const what = table ? kindOfTable(table) : /^\s*[{[]/.test(text) ? "matches" : kindOfColumns(text);
  people.need(what, [name], verdicts.said("here.file"));
  tell(lineOf({ what, season: table ? table.season : null, table, text }));
}

function kindOfTable(table) {
  const known = Object.entries(TABLES).filter(([, keys]) => Object.keys(table).every((key) => keys.split(" ").includes(key)));
  return (known.find(([kind]) => kind !== "plan" || Array.isArray(table.order)) || [null])[0];
}

function kindOfColumns(text) {
  const head = csv.headOf(text).map((cell) => texts.strip(cell).toLowerCase());
  return (COLUMNS.find(([, columns]) => columns.every((column) => head.includes(column))) || [null])[0];
}

// What match documents say: scores, the table, what disagrees.
async function checkHere(question, _, tell) {
  tell(lineOf(null, official.answer(question, HERE.seasons[question.season].noted)));
}

// What a stopwatch's tries say of a robot.
async function robotHere({ season, files, times, population }, _, tell) {
  people.need(population === null, ["population"], verdicts.said("here.option", { verb: "robot", option: "--population" }));
  const { table, notes } = stopwatch.timed(HERE.seasons[season], triesOf(HERE.seasons[season], files.find(({ name }) => name === times)));
  tell(lineOf(null, { files: [{ name: "mine.toml", text: toml(table), table }], noted: notes }));
}

function triesOf(season, { name, text }) {
  const rows = season.rows.filter((row) => row.by !== "field").map((row) => row.name);
  return rowsIn(text, ["row", "seconds", "worked"]).flatMap(([row, seconds, worked], at) => {
    if (!seconds && !worked) return [];
    const places = [name, `row ${at + 2}`];
    people.need(rows.includes(row), [...places, "row"], "expected a row of robots or humans");
    people.need(/^(yes|y|true|1|no|n|false|0)$/i.test(worked), [...places, "worked"], "expected yes or no");
    const took = seconds === "" ? null : Number(seconds);
    people.need(took === null ? /^(no|n|false|0)$/i.test(worked) : took >= 0.1 && took <= 150, [...places, "seconds"], "expected a number from 0.1 to 150");
    return [{ row, seconds: took, worked: /^(yes|y|true|1)$/i.test(worked) }];
  });
}

// ---- Verbs that play.

// Tell how far the work is, now and then.
function telling_often(tell) {
  let before = 0;
  return (done, of) => {
    if (performance.now() - before < OFTEN) return;
    before = performance.now();
    tell({ progress: { what: "", done, of, others: 0 } });
  };
}

async function verbHere(question, isLeft, tell) {
  const play = jobs.player((job) => pool.work(job, isLeft), telling_often(tell));
  for await (const each of asking_here[question.ask](question, HERE, play)) {
    const { season, charts, noted, done } = each;
    const section = pictures.section(each.document, charts, season.edition, HERE.english);
    tell(lineOf(each.document, { section, noted, done }));
  }
}

async function replayHere(question, isLeft, tell) {
  const play = jobs.player((job) => pool.work(job, isLeft), telling_often(tell));
  const { shows, noted } = await replaying.replay(question, HERE, play);
  tell(lineOf(null, { noted, files: [{ name: "match.html", text: replaying.page(shows, HERE.frame, LANGUAGE, DATA.words), table: null }] }));
}
