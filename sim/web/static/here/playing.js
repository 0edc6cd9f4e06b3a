// A job played: its robots drawn, its matches played by the engine, sheets filled in and scored; what was asked for comes
// as columns, a number a match.
"use strict";

const playing = (() => {
  const [SIDES, STATIONS, ROBOTS] = [2, 3, 6];
  const DID = 4;
  let [made, tables, known] = [null, null, new Map()];

  // Begin with the engine, how it is called, and each season's tables; give what does jobs.
  async function begin({ engine: module, calls, seasons, exact: numbers }) {
    exact.begin(numbers);
    made = await engine.opened(module, calls);
    tables = seasons;
    known = new Map();
    return worked;
  }

  // ---- What a season is played from.

  function factors(spread, type) {
    const low = Array.from({ length: 2048 }, (_, level) => exact.normalQuantile((level + 0.5) / 4096));
    const normals = [...low, ...low.map((each) => -each).reverse()];
    const numbers = normals.map((each) => Math.min(Math.floor(exact.exp(spread * each) * 65536 + 0.5), 2 ** 34));
    return engine.listed(type, numbers);
  }

  function seasonOf(key) {
    if (!known.has(key)) {
      const { board, spread } = tables[key];
      const arrays = Object.entries(board).map(([name, of]) => [name, of.type ? { ...of, numbers: engine.numbersOf(of) } : of]);
      known.set(key, { ...tables[key], board: Object.fromEntries(arrays), factors: factors(spread, board.factors.type) });
    }
    return known.get(key);
  }

  // ---- The same in the engine's memory.

  const blank = (of, count) => Object.fromEntries(Object.entries(of).map(([name, each]) => [name,
    each.type ? made.array(each.type, count === null ? each.shape : [count, ...each.shape.slice(1)], each.begins) : each]));

  function boardOf({ board, factors: table, named: [own, at] }, orders) {
    const placed = Object.fromEntries(Object.entries(board).map(([name, of]) => [name, of.type ? made.array(of.type, of.shape, of.numbers) : of]));
    orders.slice(own).forEach((order, nth) => made.put(placed.books, (at + nth) * placed.books.shape[1], [order.length, ...order]));
    return { ...placed, factors: made.array(board.factors.type, [table.length], table) };
  }

  const lineupOf = (lineup) => Object.fromEntries(Object.entries(lineup).map(([name, of]) => [name, of.type ? made.array(of.type, of.shape, of.numbers) : of]));

  // What is drawn for a match: stream, agent, number and nth of each, and where each property begins.
  function keysOf({ drawn }, decided) {
    const { streams: [station, match], of_match: own } = made.numbers;
    const [keys, where] = [[], []];
    for (const [agents, number, nths] of drawn) {
      where.push(keys.length);
      for (const agent of agents) for (const nth of nths || decided) keys.push([station, agent, number, nth]);
    }
    for (const [number, often] of own) {
      where.push(keys.length);
      for (let nth = 0; nth < often; nth += 1) keys.push([match, 0, number, nth]);
    }
    return { keys: made.array("uint64", [keys.length, 4], BigUint64Array.from(keys.flat(), BigInt)), where: made.array("int64", [where.length], BigInt64Array.from(where, BigInt)) };
  }

  // Everything that a job takes, laid out anew.
  function laidOut({ season: key, lineup, orders, seed }) {
    made.clear();
    const season = seasonOf(key);
    const { together } = made.numbers;
    const { keys, where } = keysOf(season, lineup.decided.numbers);
    const at_work = { keys, where, words: made.array("uint64", [keys.shape[0], together]), grown: made.array("float64", [together]),
      pace: made.array("float64", [together, ...season.pace], 1) };
    return { season, seed, on: boardOf(season, orders), lineup: lineupOf(lineup), robots: blank(season.robots, together), block: blank(season.block, together),
      m: blank(season.match, null), at_work };
  }

  // Draw the robots of matches from `first` on, and play so many of them.
  function played(at, first, count) {
    made.call("draw_words", { seed: at.seed, first, ...at.at_work });
    made.call("fit_block", at);
    made.call("play_some", { ...at, first, at: 0, upto: count });
    if (Number(at.m.tally.view()[made.numbers.alarm])) throw new Error("a place holds more than its table promises");
  }

  // The sheets of what was played last, each the numbers of its entries in a row.
  function sheetsOf({ season, block }, count) {
    const { clock, sheet } = season;
    const [marking, clocks, fouls] = [block.marking, block.clocks, block.fouls].map(made.reading);
    return Array.from({ length: count }, (_, match) => {
      const counted = (counter) => (clock[counter] ? clocks : marking)(match * clock.length + counter);
      return sheets.filled(sheet, counted, foulsOf(block, fouls, match));
    });
  }

  // What gives a side's fouls of a kind in a match.
  const foulsOf = ({ fouls: { shape: [,, kinds] } }, read, match) => (side, kind) =>
    [0, 1, 2].reduce((sum, at) => sum + read((match * ROBOTS + side * STATIONS + at) * kinds + kind), 0);

  // ---- What is asked for.

  const WANTS = { measure: ofMeasure, compare: ofPlan, run: ofRun };

  function worked(job) {
    if (typeof job.want === "object") return cardOf(job, job.want.card);
    if (job.want === "replay") return replayOf(job);
    const [at, { together }] = [laidOut(job), made.numbers];
    const rows = [];
    for (let done = 0; done < job.count; done += together) {
      const count = Math.min(together, job.count - done);
      played(at, job.first + done, count);
      rows.push(...sheetsOf(at, count));
    }
    return WANTS[job.want](rows, SCORES[job.season], job);
  }

  const column = (scored, give) => Float64Array.from(scored, give);

  function ofMeasure(rows, score) {
    return { measure: column(rows, (row) => score(row)[2][0]) };
  }

  function ofPlan(rows, score, { parts, unit }) {
    const scored = rows.map(score);
    return { measure: column(scored, (each) => each[2][0]), own: column(scored, (each) => each[1][0]), other: column(scored, (each) => each[1][1]),
      parts: Object.fromEntries(parts.map((name, at) => [name, column(scored, (each) => each[0][at][0] / unit)])) };
  }

  function ofRun(rows, score, { season, parts, unit }) {
    const scored = rows.map(score);
    const sides = (give) => Array.from({ length: SIDES }, (_, side) => Int32Array.from(scored, (each) => give(each)[side]));
    const found = { totals: sides((each) => each[1]), unit, parts: Object.fromEntries(parts.map((name, at) => [name, sides((each) => each[0][at])])), states: {}, fouls: {} };
    let from = 0;
    for (const { name, size, codes, form, kind } of tables[season].sheet) {
      const start = from;
      const own = (row) => row.slice(start, start + size);
      if (codes) {
        found.states[name] = { slots: size, codes: Object.fromEntries(codes.map((code, nth) => [code, Int32Array.from(rows, (row) => own(row).filter((each) => each === nth).length)])) };
      }
      if (form === "fouls") found.fouls[["minor", "major"][kind]] = Int32Array.from(rows, (row) => own(row)[0] + own(row)[1]);
      from += size;
    }
    return found;
  }

  // ---- What one robot did.

  function cardOf(job, place) {
    const [at, { together, agents, nobody, buzzer }] = [laidOut(job), made.numbers];
    const found = { came: [], broke: [], did: [], ends: {} };
    for (let first = 0; first < job.count; first += together) {
      const count = Math.min(together, job.count - first);
      played(at, job.first + first, count);
      const [playbook, breaks, attempts] = [at.robots.playbook, at.robots.breaks, at.block.attempts].map((each) => each.view());
      const most = attempts.subarray(0, count).reduce((one, other) => Math.max(one, Number(other)), 0);
      for (let match = 0; match < count; match += 1) {
        const came = Number(playbook[match * agents + place]) !== nobody;
        found.came.push(came);
        found.broke.push(came && Number(breaks[match * ROBOTS + place]) < buzzer);
      }
      ended(found.ends, sheetsOf(at, count), job.season, place);
      const loud = loudly(at, most);
      for (let match = 0; match < count; match += 1) found.did.push(...didOf(logOf(loud, job.first + first, match), place, job.lineup.skill_of.numbers.length));
    }
    return { ...found, did: Int32Array.from(found.did) };
  }

  // The same with room for the event log of a match of so many attempts.
  const loudly = (at, most) => ({ ...at, m: { ...at.m, lines: made.array("int64", [2 * most + ROBOTS, made.numbers.log.line]) } });

  // A match told: its agents, and the score and places at its moments.
  function replayOf(job) {
    const at = laidOut(job);
    played(at, job.first, 1);
    const log = logOf(loudly(at, made.reading(at.block.attempts)(0)), job.first, 0);
    const drawn = Object.fromEntries(["playbook", "room", "card"].map((name) => [name, made.reading(at.robots[name])]));
    return moments.told(at.season, log, drawn, foulsOf(at.block, made.reading(at.block.fouls), 0), SCORES[job.season], made.numbers);
  }

  // The event log of one of the matches whose robots are drawn, the one at this place: its lines' numbers in a row.
  function logOf(at, first, place) {
    const own = Object.entries(at.robots).map(([name, of]) => [name, of.type ? { ...of, at: of.at + place * of.size * of.shape.slice(1).reduce((all, each) => all * each, 1) } : of]);
    made.call("play_some", { ...at, robots: Object.fromEntries(own), first: first + place, at: 0, upto: 1 });
    return at.m.lines.view().subarray(0, made.numbers.log.line * Number(at.m.tally.view()[made.numbers.lines]));
  }

  // What an agent did of each row: starts, ends that were no cuts, successes, and the ms of those that ended.
  function didOf(log, who, rows) {
    const { line, started, succeeded, failed } = made.numbers.log;
    const found = new Array(rows * DID).fill(0);
    let begun = 0;
    for (let at = 0; at < log.length; at += line) {
      if (Number(log[at + 1]) !== who) continue;
      const [ms, row, what] = [Number(log[at]), Number(log[at + 2]), Number(log[at + 3])];
      if (what === started) {
        found[row * DID] += 1;
        begun = ms;
      } else if (what === succeeded || what === failed) {
        found[row * DID + 1] += 1;
        found[row * DID + 2] += Number(what === succeeded);
        found[row * DID + 3] += ms - begun;
      }
    }
    return found;
  }

  // How a robot ended, by the entries that each robot has of its own.
  function ended(ends, rows, key, place) {
    let from = 0;
    for (const { name, size, codes, each } of tables[key].sheet) {
      const at = from + place;
      if (codes && each) {
        ends[name] ||= { codes, states: [] };
        ends[name].states.push(...rows.map((row) => row[at]));
      }
      from += size;
    }
  }

  return { begin };
})();
