// Match documents as CSV, a row a match -> the objects that JSON holds; spreadsheets, scripts and people write it.
"use strict";

const csv = (() => {
  const SEPARATORS = [",", ";", "\t"];
  const WHOLE = /^[+-]?[0-9]{1,18}$/;
  const NUMBER = /^[+-]?[0-9]{1,18}\.[0-9]{1,18}$/;
  const COMMA = /^[+-]?[0-9]+(?:,[0-9]+)+$/;
  const LONGEST = 131072;
  const MOST_COLUMNS = 1000;
  const NEAR = 0.85;
  const KEY = "teamKey";
  const FLAGS = ["cardStatus", "disqualified", "surrogate", "noShow"];
  const OF_MATCH = ["redScore", "blueScore", "result", "played"];
  const KEYS = ["id", "match"];
  const TEXTS = ["name", "eventKey", "tournamentKey", "scheduledTime"];
  const TEAMS = ["red", "blue"].flatMap((side, at) => [1, 2, 3, 4].map((place) => [side + place, 10 * (at + 1) + place]));
  const { need, Unfit } = people;
  const { same, plain, listing, strip, within } = texts;

  // ---- Text to cells.

  class NoTable extends Error {}

  const linesOf = (text) => text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) || [];
  const cutOf = (line) => line.replace(/^[,;\t" \r\n]+|[,;\t" \r\n]+$/g, "");
  const isComment = (line) => line.replace(/^[" ]+/, "").startsWith("#") || /^sep=[^\n]?$/iu.test(strip(line));

  // Give the lines from the columns on, and how many come before.
  function afterComments(text) {
    const lines = linesOf(text);
    const first = lines.findIndex((line) => !isComment(line) && cutOf(line));
    const before = first < 0 ? lines.length : first;
    return [before, lines.slice(before)];
  }

  // Give what most often stands between the names of the columns, outside of quotation marks.
  function separatorOf([first = ""]) {
    const bare = first.replace(/"[^"]*"/g, "");
    const often = SEPARATORS.map((mark) => bare.split(mark).length);
    return SEPARATORS[often.indexOf(Math.max(...often))];
  }

  // Read rows of cells; a row may go on over lines where quotation marks hold it together.
  function rowsOf(lines, separator, isStrict, most = Infinity) {
    const rows = [];
    let [row, cell, state] = [[], "", "begin"];
    const put = (sign) => { cell += sign; if (cell.length > LONGEST) throw new NoTable(`field larger than field limit (${LONGEST})`); };
    const end = () => { row.push(cell); cell = ""; };
    const over = () => { rows.push(row); [row, state] = [[], "begin"]; };
    const STATES = {
      begin: (sign) => (sign === "\n" ? over() : STATES.cell(sign)),
      cell(sign) {
        if (sign === "\n") { end(); over(); }
        else if (sign === '"') state = "quoted";
        else if (sign === " ") state = "cell";
        else if (sign === separator) { end(); state = "cell"; }
        else { put(sign); state = "plain"; }
      },
      plain(sign) {
        if (sign === "\n") { end(); over(); }
        else if (sign === separator) { end(); state = "cell"; }
        else put(sign);
      },
      quoted: (sign) => { if (sign === '"') state = "quote"; else put(sign); },
      quote(sign) {
        if (sign === '"') { put(sign); state = "quoted"; }
        else if (sign === separator) { end(); state = "cell"; }
        else if (sign === "\n") { end(); over(); }
        else if (isStrict) throw new NoTable(`'${separator}' expected after '"'`);
        else { put(sign); state = "plain"; }
      },
    };
    for (const line of lines) {
      for (const sign of line.replace(/\r\n?$|\n$/, "")) STATES[state](sign);
      if (state === "quoted") for (const sign of /[\r\n]*$/.exec(line)[0]) put(sign);
      else STATES[state]("\n");
      if (rows.length >= most) return rows;
    }
    if (state === "quoted") {
      if (isStrict) throw new NoTable("unexpected end of data");
      end();
      over();
    }
    return rows;
  }

  function headOf(text) {
    const lines = afterComments(text)[1];
    return rowsOf(lines, separatorOf(lines), false, 1)[0] || [];
  }

  const filledOf = (row) => row.slice(0, row.findLastIndex((cell) => cell) + 1);

  // Read a table: its columns' names, its rows with their numbers, and the number of the row that has the names.
  function tableOf(text) {
    const [skipped, lines] = afterComments(text);
    let rows = null;
    try {
      rows = rowsOf(lines, separatorOf(lines), true).map((row) => row.map(strip));
    } catch (error) {
      if (!(error instanceof NoTable)) throw error;
      throw new Unfit([], `expected a CSV file: ${plain(error.message, 80)}`);
    }
    const [head, row] = [filledOf(rows[0] || []), skipped + 1];
    need(head.length <= MOST_COLUMNS, [`row ${row}`], `expected up to 1,000 columns, found ${py.commas(head.length)}`);
    const filled = rows.map((cells, at) => [row + at, cells]).slice(1).filter(([, cells]) => cells.some(Boolean));
    return { head, row, rows: filled.map(([at, cells]) => [at, fitting(at, cells, head, row)]) };
  }

  function fitting(at, cells, head, first) {
    const cut = cells.slice(head.length).some(Boolean) ? cells : cells.slice(0, head.length);
    texts.needLazily(cut.length === head.length, [`row ${at}`], () => `expected ${head.length} cells as in row ${first}, found ${filledOf(cells).length}`);
    return cut;
  }

  // Give what a cell holds: a number, yes or no, or the text itself; a decimal comma is refused by name.
  function number(text) {
    if (COMMA.test(text)) {
      const point = plain(text.replace(",", "."));
      throw new Unfit([], `expected a number with a point, as ${point}, found ${texts.quoted(plain(text))}: save it with points`);
    }
    if (WHOLE.test(text)) return json.wholeOf(text.replace("+", ""));
    if (NUMBER.test(text)) return json.fractionOf(Number(text));
    return { true: true, false: false }[/^(?:true|false)$/.exec(text.toLowerCase())] ?? text;
  }

  // Give what a cell calls something: a whole number as such, also where a spreadsheet gave it a fraction of 0.
  function keyOf(cell) {
    const value = documents.unfractioned(number(cell));
    return value instanceof json.Numeral && value.isWhole && value.text === cell.replace(/\.0$/, "") ? value : cell;
  }

  // ---- Cells to documents.

  // Give every column that documents of a season may have -> where it belongs.
  function knownColumns(form) {
    const spelled = (name) => form.spelled[name] || name;
    const places = form.fields.flatMap((field) => field.places);
    const inner = new Set([...form.objects.values()].map(({ path }) => path.at(-1)));
    const known = new Map();
    const put = (name, path) => known.set(same(name), path);
    for (const name of form.objects.get("details").names) if (!inner.has(name)) put(`details.${name}`, ["details", name]);
    for (const name of form.plain) put(name, ["details", name]);
    for (const name of OF_MATCH) put(name, [spelled(name)]);
    for (const name of [...KEYS, ...TEXTS]) put(name, [name]);
    for (const [team] of TEAMS) for (const name of ["", KEY, ...FLAGS]) put([team, name].filter(Boolean).join("."), ["participants", team, name || KEY]);
    for (const { path } of places) for (let cut = 0; cut < (path[0] === "details" ? 2 : 1); cut += 1) put(path.slice(cut).join("."), path);
    return known;
  }

  const joined = (path) => path.join(".");

  // Say whether a text is a table of matches: its first row names an entry or a team.
  function isTable(text, form) {
    if ("{[".includes(strip(text)[0] || "")) return false;
    const known = knownColumns(form);
    try {
      return headOf(text).some((name) => ["details", "participants"].includes((known.get(same(name)) || [""])[0]));
    } catch (error) {
      if (error instanceof NoTable) return false;
      throw error;
    }
  }

  // A table without a column of an entry among the details has nothing to score.
  function needDetails(table, form) {
    const known = knownColumns(form);
    const there = new Set(table.head.map((name) => joined(known.get(same(name)) || [])));
    const isThere = form.fields.some(({ places }) => places.some(({ path, name }) => path.length > 1 && there.has(name)));
    const first = form.fields.find(({ places: [{ path }] }) => path.length > 1).name.replace(/^details\./, "");
    need(isThere, [`row ${table.row}`], `expected columns by the names of entries, as ${first}, found none`);
  }

  // Give each row's number in words, and the object that a JSON document would hold in its place.
  function rawDocuments(text, form, phase) {
    const table = tableOf(text);
    if (!phase) needDetails(table, form);
    const columns = columnsOf(table, form, knownColumns(form));
    return table.rows.map(([row, cells]) => [`row ${row}`, () => {
      const raw = within([`row ${row}`], () => rawOf(new Map(columns.paths.map((path, at) => [joined(path), { path, cell: cells[at] }])), form, columns));
      return [raw, (raw.get("participants") || []).map((each) => TEAMS.find(([, station]) => station === each.get("station").value)[0])];
    }]);
  }

  function columnsOf(table, form, known) {
    needOnce(table);
    return within([`row ${table.row}`], () => {
      const paths = table.head.map((name) => known.get(same(name)) || []);
      const names = paths.map(joined);
      const [others, missing] = [table.head.filter((name, at) => name && !paths[at].length), missingOf(new Set(names), form)];
      needKnown(others, known, new Set(names), missing);
      const again = names.find((name, at) => name && (names.indexOf(name) !== at || names.lastIndexOf(name) !== at));
      need(!again, [], `expected a column ${again} once, found it more than once`);
      needWhole(missing, others);
      const teams = paths.filter(([first]) => first === "participants").map(([, team]) => team);
      const lacking = TEAMS.filter(([name, station]) => station % 10 < 4 && !teams.includes(name)).map(([name]) => name);
      need(!teams.length || !lacking.length, [], `expected columns of six teams, found no ${listing(lacking)}`);
      return { paths: paths.map((path, at) => (path.length ? path : ["", table.head[at]])), players: teams.length > 0 };
    });
  }

  function needOnce({ head, row }) {
    const often = new Map();
    for (const name of head.filter(Boolean).map(same)) often.set(name, (often.get(name) || 0) + 1);
    const most = Math.max(0, ...often.values());
    const [name] = [...often].find(([, count]) => count === most) || [""];
    need(most < 2, [`row ${row}`], `expected a column ${plain(head.find((each) => same(each) === name) || "")} once, found it more than once`);
  }

  // Refuse a name that the details do not have, or that is nearly one that is used; what is meant is no column beside it.
  function needKnown(others, known, there, missing) {
    const free = new Map([...known].filter(([, path]) => !there.has(joined(path))));
    const names = [...free.values()].map((path) => joined(path[0] === "details" ? path.slice(1) : path));
    for (const name of others) {
      const isInner = same(name).startsWith("details.");
      if (!isInner && texts.close(same(name), known.keys(), NEAR) === null) continue;
      const near = texts.close(same(name), free.keys(), NEAR);
      const said = near === null ? texts.nearest(isInner ? name.slice(name.indexOf(".") + 1) : name, names) : `; did you mean ${joined(free.get(near))}?`;
      const also = missing.length ? `; missing: ${listing(missing, 60)}` : "";
      throw new Unfit([plain(name)], `expected no column of this name${said}${also}`);
    }
  }

  // Name the entries that have no column, where others among the details have one.
  function missingOf(there, form) {
    const isThere = ({ places }) => places.some(({ name }) => there.has(name));
    const any = form.fields.some((field) => field.places[0].path[0] === "details" && isThere(field));
    return any ? form.fields.filter((field) => !isThere(field)).map(({ name }) => name) : [];
  }

  // Refuse entries of the sheet that have some of their columns only.
  function needWhole(missing, others) {
    const what = missing.length === 1 ? "a column of this name" : `columns of these ${missing.length} names`;
    const also = others.length ? `; not known: ${listing(others, 60)}` : "";
    need(!missing.length, [listing(missing, 100)], `expected ${what}, found none${also}`);
  }

  // Build the object of a row; an entry whose cells are all empty is there, empty, if others of the row are not.
  function rawOf(cells, form, { players }) {
    const filled = new Map([...cells].filter(([, { path, cell }]) => cell && !["", "participants"].includes(path[0])));
    if ([...filled.values()].some(({ path }) => path[0] === "details")) {
      for (const { places } of form.fields) {
        const there = places.filter(({ name }) => cells.has(name));
        if (there.length && !there.some(({ name }) => filled.has(name))) filled.set(there[0].name, { path: there[0].path, cell: "" });
      }
    }
    const raw = new Map();
    for (const [name, { path, cell }] of filled) {
      const holder = path.slice(0, -1).reduce((inner, group) => inner.set(group, inner.get(group) || new Map()).get(group), raw);
      holder.set(path.at(-1), within([name], () => (TEXTS.includes(path[0]) ? cell : KEYS.includes(path[0]) ? keyOf(cell) : number(cell))));
    }
    const match = raw.get("match");
    raw.delete("match");
    if (match !== undefined) raw.set(raw.has("id") ? "name" : "id", raw.get(raw.has("id") ? "name" : "id") ?? match);
    if (players) raw.set("participants", teamsOf(cells, form));
    return raw;
  }

  // Give the teams of a row that stand somewhere; null where nobody does.
  function teamsOf(cells, form) {
    const cellOf = (team, name) => (cells.get(`participants.${team}.${name}`) || { cell: "" }).cell;
    const teams = TEAMS.filter(([team]) => cellOf(team, KEY)).map(([team, station]) => {
      const flags = FLAGS.map((name) => [form.spelled[name], within([`${team}.${name}`], () => number(cellOf(team, name) || "0"))]);
      return new Map([[form.spelled[KEY], within([team], () => keyOf(cellOf(team, KEY)))], ["station", json.wholeOf(String(station))], ...flags]);
    });
    return teams.length ? teams : null;
  }

  return { headOf, isTable, rawDocuments };
})();
