// Official match documents, JSON or CSV -> checked documents, as rules/documents/ reads them: what is wrong is refused in
// the same line.
"use strict";

const documents = (() => {
  const NOT_PLAYED = -1;
  const HUGE = 1e15;
  const MOST_SCORE = 1e9;
  const { need, Unfit } = people;
  const { plain, listing, strip, needLazily, within } = texts;
  let known = null;
  const forms = new Map(); // the season's key -> the form of its documents

  function begin(given) {
    known = given;
    json.begin(given);
    for (const season of given.seasons) forms.set(season.key, formOf(season));
  }

  // Work out the form of a season's documents: every object in them, by its path -> the names that may stand there.
  function formOf(season) {
    const objects = new Map();
    const fields = season.fields.map(([names, entry]) => {
      const places = names.map((name) => ({ name, path: name.split(".") }));
      for (const { path } of places) {
        for (let depth = 1; depth < path.length; depth += 1) {
          const name = path.slice(0, depth).join(".");
          if (!objects.has(name)) objects.set(name, { path: path.slice(0, depth), names: new Set() });
          objects.get(name).names.add(path[depth]);
        }
      }
      return { name: names[0], places, entry: season.entries[entry] };
    });
    for (const name of [...season.others, ...season.plain]) objects.get("details").names.add(name);
    return { ...season, fields, objects };
  }

  // ---- One value.

  const isNumeral = (value) => value instanceof json.Numeral;
  const unfractioned = (value) => (isNumeral(value) && !value.isWhole && Number.isInteger(value.value) ? new json.Numeral(value.value, true, BigInt(value.value).toString()) : value);
  const shown = (value) => (value instanceof Map ? "an object" : Array.isArray(value) ? "a list" : plain(json.dumps(value)));
  const found = (holder, name) => (holder.has(name) ? `found ${shown(holder.get(name))}` : "found no such entry");
  const near = (value, other) => Math.abs(value) <= HUGE && Math.abs(value - other) < 1e-6;

  function whole(holder, name, least, most, expected, shownAs = name) {
    const value = unfractioned(holder.get(name));
    needLazily(isNumeral(value) && value.isWhole && value.value >= least && value.value <= most, [shownAs], () => `expected ${expected}, ${found(holder, name)}`);
    return value.value + 0;
  }

  function flag(holder, name, shownAs = name) {
    const value = holder.get(name);
    return typeof value === "boolean" ? value : whole(holder, name, 0, 1, "0, 1, true or false", shownAs) === 1;
  }

  const KINDS = {
    flag: (holder, key, _, name) => Number(flag(holder, key, name)),
    whole: (holder, key, { most, expected }, name) => whole(holder, key, 0, most, expected, name),
    listed(holder, key, { values, expected }, name) {
      const value = holder.get(key);
      const place = isNumeral(value) ? values.findIndex((each) => near(value.value, each)) : -1;
      needLazily(place >= 0, [name], () => `expected ${expected}, ${found(holder, key)}`);
      return place;
    },
  };

  // ---- The entries of the sheet.

  const grouped = ({ path }) => path.slice(0, -1).join(".");
  const keyIn = (holders, place) => (holders.get(grouped(place)) || new Map()).has(place.path.at(-1));

  // Read every entry of the sheet, in its order; what is missing, unknown or wrong is refused by name.
  function entriesOf(raw, form) {
    const holders = new Map([["", raw]]);
    const [missing, unknown, gone] = [[], [], new Set()];
    for (const [name, { path, names }] of form.objects) {
      const holder = holders.get(path.slice(0, -1).join(".")) || new Map();
      const inner = holder.get(path.at(-1));
      if (inner instanceof Map) {
        holders.set(name, inner);
        json.needNamesOnce(`${name}.`, inner);
        for (const each of inner.keys()) if (!names.has(each)) unknown.push([name, each]);
      } else if ((inner !== undefined && inner !== null) || !isElsewhere(name, form, holders)) {
        gone.add(name);
        missing.push([name, `expected ${known.sheet}, ${found(holder, path.at(-1))}`]);
        if (path.length === 1) throw missingSaid(missing);
      }
    }
    for (const { name, places, entry } of form.fields) {
      if (!gone.has(grouped(places[0])) && !places.some((place) => keyIn(holders, place))) missing.push([name, `expected ${entry.expected}, found no such entry`]);
    }
    if (unknown.length) throw unknownSaid(unknown, missing, form);
    if (missing.length) throw missingSaid(missing);
    return form.fields.map((field) => entryOf(holders, field));
  }

  // Say whether a number that would stand in this object stands at its other place.
  const isElsewhere = (name, form, holders) => form.fields.some(({ places: [first, ...others] }) => (
    `${grouped(first)}.`.startsWith(`${name}.`) && others.some((place) => keyIn(holders, place))));

  function missingSaid(missing) {
    if (missing.length === 1) return new Unfit([missing[0][0]], missing[0][1]);
    return new Unfit([listing(missing.map(([name]) => name), 150)], `expected these ${missing.length} entries, found none of them`);
  }

  function unknownSaid(unknown, missing, form) {
    const [[path, name]] = unknown;
    const names = listing(unknown.map(([where, each]) => `${where}.${plain(each)}`), 80);
    const what = unknown.length === 1 ? "expected no entry of this name" : "expected no entries of these names";
    const also = missing.length ? `; missing: ${listing(missing.map(([each]) => each), 60)}` : "";
    return new Unfit([names], `${what}${texts.nearest(name, form.objects.get(path).names)}${also}`);
  }

  // Read a number where it stands; where it stands at both places it has to be the same.
  function entryOf(holders, { name, places, entry }) {
    const valueAt = (place) => holders.get(grouped(place)).get(place.path.at(-1));
    const read = (place) => KINDS[entry.kind](holders.get(grouped(place)), place.path.at(-1), entry, place.name);
    if (places.length === 1) return read(places[0]);
    const there = places.filter((place) => keyIn(holders, place));
    const filled = there.filter((place) => valueAt(place) !== null);
    const told = filled.length ? filled : there;
    const values = told.map(read);
    needLazily(values[0] === values.at(-1), [name],
      () => `expected the same value as ${told.at(-1).name}, found ${told.map((place) => pythonic(valueAt(place))).join(" and ")}`);
    return values[0];
  }

  const pythonic = (value) => (isNumeral(value) ? value.text : value === true ? "True" : value === false ? "False" : String(value));

  // ---- The teams.

  function participantsOf(raw, form, called) {
    if (raw === null || raw === undefined) return [];
    needLazily(Array.isArray(raw), ["participants"], () => `expected a list of teams, found ${shown(raw)}`);
    const teams = raw.map((each, at) => within(["participants", called.length ? called[at] : `participant ${at + 1}`], () => participantOf(each, form)));
    needOnce("station", teams.map(({ station }) => json.wholeOf(String(station))));
    needOnce("team", teams.map(({ team }) => team));
    for (const station of known.playing) {
      need(teams.some((each) => each.station === station), ["participants"], `expected a team at each of six stations, found none at ${station}`);
    }
    need(teams.length !== known.playing.length + 1, ["participants"], "expected six teams, or eight where 14 and 24 sit out, found seven");
    return teams;
  }

  const keyOf = (value) => (isNumeral(value) ? `n${value.text}` : `t${value}`);

  function needOnce(what, values) {
    const keys = values.map(keyOf);
    const again = values.find((_, at) => keys.indexOf(keys[at]) !== keys.lastIndexOf(keys[at]));
    needLazily(again === undefined, ["participants"], () => `expected every ${what} once, found ${shown(again)} twice`);
  }

  function participantOf(raw, form) {
    needLazily(raw instanceof Map, [], () => `expected a team (a JSON object), found ${shown(raw)}`);
    json.needNamesOnce("", raw);
    const all = [...known.playing, ...known.sitting_out];
    const station = whole(raw, "station", 11, 24, `one of ${all.join(", ")}`);
    need(all.includes(station), ["station"], `expected one of ${all.join(", ")}, found ${station}`);
    const { spelled } = form;
    return {
      team: teamOf(raw, spelled.teamKey),
      station,
      card: whole(raw, spelled.cardStatus, 0, 3, "0 (none), 1 (yellow), 2 (red) or 3 (white)"),
      disqualified: flag(raw, "disqualified"),
      surrogate: flag(raw, "surrogate"),
      noShow: flag(raw, spelled.noShow),
    };
  }

  function teamOf(raw, name) {
    const given = unfractioned(raw.get(name));
    const team = typeof given === "string" ? strip(given).normalize("NFC") : given;
    needLazily((isNumeral(team) && team.isWhole) || (typeof team === "string" && team), [name], () => `expected a team's number or name, ${found(raw, name)}`);
    return team;
  }

  // ---- A document.

  function documentOf(where, raw, places, form, phase) {
    needLazily(raw instanceof Map, [], () => `expected a match document (a JSON object), found ${shown(raw)}`);
    json.needNamesOnce("", raw);
    const [called, result] = [calledOf(raw), resultOf(raw)];
    const isOver = result !== NOT_PLAYED && ((raw.get("played") ?? null) === null || flag(raw, "played"));
    const recorded = isOver ? recordedOf(raw, form) : null;
    const unplayed = !isOver ? "not played" : phase && !recorded ? "no scores" : "";
    if (unplayed) return { where, called, unplayed, result, recorded: null, entries: null, derived: [], participants: thereOf(raw, form), counts: false };
    const isBare = phase && (raw.get("details") ?? null) === null;
    const entries = isBare ? null : entriesOf(raw, form);
    const details = isBare ? new Map() : raw.get("details");
    const derived = form.derived.filter((name) => details.has(name)).map((name) => [name, details.get(name)]);
    const participants = participantsOf(raw.get("participants"), form, places);
    if (phase) needTeams(participants, phase);
    return { where, called, unplayed, result, recorded, entries, derived, participants, counts: entries !== null || (Boolean(phase) && form.phases[phase].by_scores) };
  }

  const resultOf = (raw) => ((raw.get("result") ?? null) === null ? null : whole(raw, "result", NOT_PLAYED, 2, "-1 (not played), 0 (tie), 1 (red) or 2 (blue)"));

  // The teams of a match that counts for nothing; nobody where they cannot be told.
  function thereOf(raw, form) {
    try {
      return participantsOf(raw.get("participants"), form, []);
    } catch (error) {
      if (error instanceof Unfit) return [];
      throw error;
    }
  }

  // By what names a match goes, as documents of any season spell them.
  function calledOf(raw) {
    const first = (...names) => names.filter((name) => raw.has(name)).map((name) => unfractioned(raw.get(name)))
      .find((value) => typeof value === "string" || (isNumeral(value) && value.isWhole)) ?? null;
    const text = (...names) => { const value = first(...names); return value === null ? null : strip(isNumeral(value) ? value.text : value); };
    const id = first("id", "match_key");
    return { event: text("eventKey", "event_key"), tournament: text("tournamentKey", "tournament_key"), id: typeof id === "string" ? strip(id) : id,
      name: text("name", "matchName", "match_name"), scheduled: text("scheduledTime", "scheduled_time") };
  }

  function recordedOf(raw, form) {
    const names = [form.spelled.redScore, form.spelled.blueScore];
    if (names.every((name) => (raw.get(name) ?? null) === null)) return null;
    return names.map((name) => (form.below_zero ? whole(raw, name, -MOST_SCORE, MOST_SCORE, "a whole number of points")
      : whole(raw, name, 0, MOST_SCORE, "a whole number of points, 0 or more")));
  }

  function needTeams(participants, phase) {
    need(participants.length, ["participants"], "expected the six teams of the match, found none");
    need(phase !== "ranking" || !participants.some(({ station }) => known.sitting_out.includes(station)), ["participants"],
      "expected a match of the ranking phase, found teams that sit out as in playoffs");
  }

  // ---- All of a file.

  // A file that seems to be a table is called so where it is none.
  function textOf(bytes) {
    const first = new TextDecoder("latin1").decode(bytes.subarray(0, 100_000)).replace(/^[ \t\n\r\v\f]+/, "").split("\n")[0].toLowerCase();
    return texts.decoded(bytes, first.includes("red") && !"{[".includes(first[0]) ? "a CSV file" : "JSON text");
  }

  function rawOf(text, form, phase) {
    if (csv.isTable(text, form)) return csv.rawDocuments(text, form, phase);
    return json.parse(text).map((raw, at) => [`document ${at + 1}`, () => [raw, []]]);
  }

  // Read and check every document, by the rules of a season; without a phase for scoring, which needs details only.
  function read(bytes, key, phase = null) {
    const form = forms.get(key);
    const all = [];
    const unscored = [];
    for (const [where, given] of rawOf(textOf(bytes), form, phase)) {
      const [raw, places] = given();
      all.push(within([where], () => documentOf(`document ${all.length + 1}`, raw, places, form, phase)));
      if (all.at(-1).unplayed === "no scores" && isFilled(raw.get("details"))) unscored.push(where);
    }
    need(all.length, [], "expected at least one match document, found none");
    need(!unscored.length || !all.every(({ unplayed }) => unplayed), [unscored[0], form.spelled.redScore], "expected recorded scores to rank by, found none");
    return all;
  }

  const isFilled = (value) => (value instanceof Map ? value.size > 0 : Array.isArray(value) ? value.length > 0 : isNumeral(value) ? value.value !== 0 : Boolean(value));

  return { begin, read, form: (key) => forms.get(key), keys: () => [...forms.keys()], unfractioned, shown, near, keyOf, isNumeral };
})();
