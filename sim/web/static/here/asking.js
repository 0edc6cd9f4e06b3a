// What is asked, and what its answer is made of: `sim run` and `sim compare` as documents, the same as `--json` gives.
// Whoever plays the matches is given: `play(requests, first, count, want)` gives a column of matches for each request.
"use strict";

const asking_here = (() => {
  const FIRST = 500;
  const MOST_TEXT = 4000;
  const STATIONS = 3;
  const NOBODY = Array.from({ length: 6 }, () => ({ robot: null, plan: null }));
  const { said } = verdicts;

  // After how many matches an answer is given, the last time after all.
  const steps = (matches) => [...[0, 1, 2, 3, 4].map((nth) => FIRST * 4 ** nth).filter((at) => at < matches), matches];

  // ---- The question.

  // Refuse what this page does not work out, by its name; nothing of a question is left out silently.
  function needOnly(question, verb, known) {
    const { ask, files, season, matches, seed, ...rest } = question;
    for (const [name, value] of Object.entries(rest)) {
      const nothing = value === null || value === false || (Array.isArray(value) && !value.length);
      people.need(nothing || known.includes(name), [name], said("here.option", { verb, option: `--${name}` }));
    }
  }

  function requestOf(known, question, most) {
    const season = known[question.season] || Object.values(known).find(({ key }) => key === `fgc_${question.season}`);
    people.need(season, ["season"], said("here.season", { season: String(question.season) }));
    people.whole(question.matches, 1, most, ["matches"]);
    people.whole(question.seed, 0, 2 ** 32 - 1, ["seed"]);
    const reader = people.reader(season, question.files);
    const sides = ["red", "blue"].map((side) => [question[side] || []].flat());
    people.need(sides[0].length < 2, ["--red"], "expected it once");
    const stations = sides.flatMap((file) => (file.length ? reader.side(file[0]) : NOBODY.slice(0, STATIONS)));
    return { reader, request: { season, playbooks: season.playbooks, seed: question.seed, matches: question.matches, stations } };
  }

  // The words that ask the same in a terminal.
  function commandOf(verb, options, question) {
    const words = options.flatMap(([name, option]) => [question[name]].flat().filter((value) => value !== null && value !== undefined && value !== false)
      .flatMap((value) => (value === true ? [option] : [option, String(value)])));
    return py.shell(["sim", verb, ...words]);
  }

  async function filesOf(options, question) {
    const named = new Set(options.flatMap(([name]) => [question[name]].flat()));
    const files = [...named].map((name) => question.files.find((file) => file.name === name)).filter(Boolean);
    return Promise.all(files.map(async ({ name, text }) => {
      const bytes = new TextEncoder().encode(text);
      const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
      return { name, bytes: bytes.length, sha256: [...hash].map((each) => each.toString(16).padStart(2, "0")).join(""), text: bytes.length <= MOST_TEXT ? text : null };
    }));
  }

  function skippedSaid(season, stations) {
    const all = stations.flatMap(({ robot, plan }) => {
      if (!robot) return [];
      const also = robot.added.length ? [said("noted.can_also", { robot: robot.name, abilities: robot.added.join(", ") })] : [];
      const rows = people.skipped(season, { robot, plan }).map(({ name, can }) => said("noted.skip", { row: name, can }));
      return [...also, ...(rows.length ? [said("noted.skips", { robot: robot.name, plan: plan.name, rows: verdicts.joined(rows, "joined.commas") })] : [])];
    });
    const seen = new Set();
    return all.filter((each) => !seen.has(JSON.stringify(each)) && seen.add(JSON.stringify(each)));
  }

  // The document of an answer, whole, with what is told of it.
  async function whole(known, { verb, version, options, question, noted, answers, told }) {
    const report = { verb, command: commandOf(verb, options, question), version, files: await filesOf(options, question), noted, said: answers, told };
    return { ...known, report };
  }

  // ---- Run.

  async function* run(question, here, play) {
    needOnly(question, "run", ["red", "blue"]);
    const { request } = requestOf(here.seasons, question, here.most);
    const { season, stations } = request;
    const named = stations.some(({ robot, plan }) => robot || plan);
    const names = (of) => (named ? stations.map((station) => (station[of] ? station[of].name : null)) : null);
    const known = { season: season.key, seed: request.seed, playbook: null, robots: names("robot"), plans: names("plan"), engine: "fast", version: here.version,
      grade: season.model || null, population: null, points: {}, changed: "" };
    const doubtful = [...new Set(stations.filter(({ robot }) => robot && Object.keys(robot.known || {}).length).map(({ robot }) => robot.name))];
    const noted = [...season.noted, ...skippedSaid(season, stations), ...doubtful.map((robot) => said("noted.uncounted", { robot }))];
    const places = stations.flatMap(({ plan }, place) => (plan ? [place] : []));
    const carded = carding(request, places, play);
    let played = null;
    for (const matches of steps(request.matches)) {
      const before = played ? played.totals[0].length : 0;
      const [more] = await play([request], before, matches - before, "run");
      played = together(played ? [played, more] : [more]);
      const found = summary.of(played, { known });
      const shown = await carded(matches);
      const document = { ...found, ...(shown.length ? { cards: shown } : {}) };
      const answers = telling.expectations(document);
      yield { document: await whole(document, { verb: "run", version: here.version, options: here.options.run, question, noted, answers,
        told: telling.run(document, { season, request }) }), charts: pictures.run(document), season, noted, done: matches === request.matches };
    }
  }

  // Give what tells of the first matches what a request's robots did at some stations; the same matches are played once.
  function carding(request, places, play) {
    const known = new Map();
    return (matches) => {
      const count = Math.min(matches, cards.ENOUGH);
      if (!known.has(count)) known.set(count, Promise.all(places.map((place) => cardOf(request, place, count, play))));
      return known.get(count);
    };
  }

  async function cardOf(request, place, count, play) {
    const { robot, plan } = request.stations[place];
    const [counted] = await play([request], 0, count, { card: place });
    const station = `${summary.SIDES[Math.floor(place / STATIONS)]} ${place % STATIONS + 1}`;
    return cards.of(counted, { robot, station, plan, rows: request.season.rows.map(({ name }) => name) });
  }

  // Put parts of the same columns behind each other: columns of matches grow, all else stays.
  function together(parts) {
    const [first] = parts;
    if (parts.length === 1 || first === null || typeof first !== "object") return first;
    if (ArrayBuffer.isView(first)) {
      const all = new first.constructor(parts.reduce((sum, each) => sum + each.length, 0));
      parts.reduce((at, each) => { all.set(each, at); return at + each.length; }, 0);
      return all;
    }
    const merged = Object.keys(first).map((name) => [name, together(parts.map((each) => each[name]))]);
    return Array.isArray(first) ? merged.map(([, value]) => value) : Object.fromEntries(merged);
  }

  // ---- Compare.

  function variantsOf({ plan, robot }, reader) {
    people.need(plan.length + robot.length >= 3 || plan.length === 2, ["compare"], "expected two or more --plan, or one --plan and two or more --robot");
    people.need(plan.length < 2 || robot.length < 2, ["compare"], `expected several plans or several robots, found ${plan.length} and ${robot.length}`);
    people.need(plan.length, ["--plan"], "expected the plan that the robots play, found none");
    const plans = plan.map((each) => reader.plan(each, "--plan"));
    const robots = robot.length ? robot.map((each) => reader.robot(each, "--robot")) : [null];
    const stations = plans.flatMap((each) => robots.map((other) => ({ robot: other, plan: each })));
    const names = distinct((plans.length > 1 ? plans : robots).map(({ name }) => name), plans.length > 1 ? plan : robot);
    return stations.map((station, at) => ({ name: names[at], station }));
  }

  // Tell equal names apart by what they were called, and equal calls by a number.
  function distinct(names, files) {
    const often = (list, name) => list.filter((each) => each === name).length;
    const told = names.map((name, at) => (often(names, name) === 1 || name === files[at] ? name : `${name} (${files[at]})`));
    return told.map((name, at) => (often(told, name) === 1 ? name : `${name} #${often(told.slice(0, at + 1), name)}`));
  }

  function standing(request, { station }, everybody) {
    const stations = request.stations.map((there, place) => (place < (everybody ? STATIONS : 1) ? { robot: station.robot || there.robot, plan: station.plan || there.plan } : there));
    return { ...request, stations };
  }

  async function* compare(question, here, play) {
    needOnly(question, "compare", ["plan", "robot", "red", "blue", "all", "quick"]);
    const { reader, request } = requestOf(here.seasons, question, here.most);
    const { season } = request;
    const variants = variantsOf(question, reader);
    const requests = variants.map((each) => standing(request, each, question.all));
    const { robot } = variants[0].station;
    const tries = (each) => each && Object.keys(each.known || {}).length > 0;
    const inDoubt = tries(robot) && variants.every((each) => each.station.robot === robot);
    const unit = season.measure === season.alliance_score ? verdicts.POINTS : season.measure;
    const noted = [...season.noted, ...skippedSaid(season, requests.flatMap(({ stations }) => stations))];
    const asked = { season: season.key, grade: season.model || null, seed: request.seed, population: null, points: {}, changed: "", measure: season.measure, all: question.all };
    const people_ = request.stations.some((each) => each.robot || each.plan)
      ? { stations: request.stations.map((each) => ({ robot: each.robot && each.robot.name, plan: each.plan && each.plan.name })) } : {};
    const unheard = [...new Set(variants.filter(({ station }) => tries(station.robot)).map(({ station }) => station.robot.name))].sort();
    const robotsSaid = (quick, doubt) => {
      if (doubt) return tries_doubt.doubtSaid(doubt, unit);
      if (inDoubt) return quick ? [said("robots.quick")] : [];
      return unheard.length ? [said("robots.unheard", { count: verdicts.countedSaid("robot", "robots", unheard.length), names: unheard.join(", ") })] : [];
    };
    const answer = async (found, shown, quick, doubt, ofTries, done) => {
      const answers = verdicts.answer(found, unit);
      const inModels = models.doubtSaid(doubt, quick, unit);
      const inRobots = robotsSaid(quick, ofTries);
      const sentence = (list) => list.map(here.english).join(" ");
      const document = { ...asked, ...people_, ...found, answer: sentence(answers), baseline: null, models: doubt && { ...doubt, enough: models.isEnough(doubt) },
        in_models: sentence(inModels), ...(inRobots.length ? { robots: ofTries, in_robots: sentence(inRobots) } : {}), cards: shown };
      const told = telling.compare({ ...found, cards: shown }, { season, request, said: [answers, inModels, inRobots], unit, everybody: question.all, measure: season.measure });
      return { document: await whole(document, { verb: "compare", version: here.version, options: here.options.compare, question, noted, answers, told }),
        charts: pictures.compare(found, unit), season, noted, done };
    };
    const carded = requests.map((each) => carding(each, [0], play));
    let [played, found, shown] = [null, null, null];
    for (const matches of steps(request.matches)) {
      const before = played ? played[0].own.length : 0;
      const more = await play(requests, before, matches - before, "compare");
      played = more.map((each, at) => together(played ? [played[at], each] : [each]));
      found = paired.compare(played.map((each, at) => ({ name: variants[at].name, ...each })));
      shown = (await Promise.all(carded.map((each) => each(matches)))).flat();
      if (matches < request.matches || !question.quick) yield await answer(found, shown, true, null, null, false);
    }
    const doubt = question.quick ? null : await doubtOf(found, variants, requests, play);
    const ofTries = question.quick || !inDoubt ? null : await triesDoubt(found, requests, robot, question.all, play);
    yield await answer(found, shown, question.quick, doubt, ofTries, true);
  }

  // Replay what was compared with robots that a stopwatch's tries allow.
  async function triesDoubt(found, requests, robot, everybody, play) {
    const matches = Math.min(tries_doubt.MATCHES, Math.max(found.matches, 2));
    const robots = tries_doubt.robotsAllowed(requests[0].season, robot, requests[0].seed);
    const played = await play(requests.flatMap((request) => robots.map((other) => standing(request, { station: { robot: other, plan: null } }, everybody))), 0, matches, "measure");
    return tries_doubt.doubtOf(found, requests.map((_, at) => played.slice(at * robots.length, (at + 1) * robots.length).map(({ measure }) => measure)));
  }

  // Replay what was compared in every model of the season.
  async function doubtOf(found, variants, requests, play) {
    const [{ season, matches }] = requests;
    const columns = season.models && models.columns(season.models);
    const count = columns ? Object.values(columns)[0].length : 0;
    if (!count) return null;
    const names = [found.best, ...found.plans.map(({ name }) => name).filter((name) => name !== found.best)];
    const those = names.map((name) => requests[variants.findIndex((each) => each.name === name)]);
    const pairs = found.pairs.filter((pair) => [pair.a, pair.b].includes(names[0]));
    const most = Math.min(models.MATCHES, matches);
    const turns = Array.from({ length: count }, (_, nth) => Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[nth]])));
    const measures = await inModels(turns, those, most, play);
    const doubt = models.doubtOf({ names, told: pairs.every(paired.isTold), same: pairs.every((pair) => pair.identical) }, measures);
    if (models.isEnough(doubt) || doubt.same) return doubt;
    const pair = [those[0], those[models.rivalOf(measures)]];
    return { ...doubt, depends_on: await models.dependsOn(columns, most, (numbers, few) => inModels(numbers, pair, few, play)) };
  }

  // The measures of requests with numbers of the season turned: `[turn][request]`.
  async function inModels(turns, requests, matches, play) {
    const all = turns.flatMap((numbers) => {
      const season = lineup.turned(requests[0].season, numbers);
      return requests.map((each) => ({ ...each, season, playbooks: season.playbooks }));
    });
    const found = await play(all, 0, matches, "measure");
    return turns.map((_, nth) => found.slice(nth * requests.length, (nth + 1) * requests.length).map((each) => each.measure));
  }

  return { run, compare, together, commandOf, needOnly, requestOf, skippedSaid };
})();
