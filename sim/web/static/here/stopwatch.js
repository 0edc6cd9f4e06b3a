// A stopwatch's tries -> a robot, as sim/robots/stopwatch.py works it out: a normal prior, and what the tries leave of it.
"use strict";

const stopwatch = (() => {
  const [SHORTEST, LONGEST] = [0.1, 150];
  const [TIME_OFF, ODDS_OFF, NEARLY_ALWAYS] = [0.5, 2, 0.95];
  const GRID = Array.from({ length: 2401 }, (_, at) => -12 + at * 0.01);
  const [LUCK, ALIKE] = [0.05, 0.01];
  const can = (row) => row.can || null;
  const rowsOf = (season) => season.rows.filter((row) => row.by !== "field");

  // Give the robot's table, and what is to be said of its tries. A try is `{ row, seconds, worked }`.
  function timed(season, tries) {
    const asks = Object.fromEntries(season.rows.map((row) => [row.name, can(row)]));
    const shown = new Set(tries.filter(({ row, worked }) => worked && asks[row]).map(({ row }) => asks[row]));
    const able = chains.completed(season, [...shown]);
    const found = estimates(season, tries).filter(({ row, known }) => (!row.can || able.includes(row.can)) && (known.tries > 0 || row.skill));
    const table = (of) => Object.fromEntries(found.filter(({ works }) => of !== "works" || works < 1).map((each) => [each.row.name, each[of]]));
    const known = Object.fromEntries(found.map((each) => [each.row.name, written(each.known)]));
    return { table: { season: season.key.replace(/^fgc_/, ""), name: "mine", ...(Object.keys(season.robots.can).length ? { can: able } : {}), seconds: figures(table("seconds")), works: figures(table("works")), known },
      notes: notes(season, tries, able, found) };
  }

  const figures = (table) => Object.fromEntries(Object.entries(table).map(([name, value]) => [name, Number(py.general(value, 4))]));

  function written({ seconds, works, tries, worked }) {
    return { seconds: py.rounded(seconds, 3), ...(works ? { works: py.rounded(works, 2) } : {}), tries, worked };
  }

  function estimates(season, tries) {
    const rows = rowsOf(season);
    const [seconds, chances] = lineup.medians(season).map((of) => of.filter((_, at) => season.rows[at].by !== "field"));
    const { middle, spread, speed } = times(season, rows, seconds.map(Math.log), tries);
    return rows.map((row, at) => {
      const of = tries.filter((each) => each.row === row.name).map(({ worked }) => worked);
      const [odds, doubt] = oddsOf(chances[at], season.robots.reliability * speed[at], of);
      return { row, seconds: Math.min(Math.max(Math.exp(middle[at]), SHORTEST), LONGEST), works: odds === null ? 1 : 1 / (1 + Math.exp(-odds)),
        known: { seconds: spread[at], works: doubt, tries: of.length, worked: of.filter(Boolean).length } };
    });
  }

  const logsOf = (tries, { name }) => tries.filter(({ row, seconds }) => row === name && seconds !== null).map(({ seconds }) => Math.log(seconds));

  // Of each row the log median, its standard error, and the robot's speed at it.
  function times(season, rows, start, tries) {
    const speeds = covariance(season.robots, rows);
    const prior = speeds.map((line, at) => line.map((each, other) => each + (at === other ? TIME_OFF ** 2 : 0)));
    const logs = rows.map((row) => logsOf(tries, row));
    const at = rows.map((_, place) => place).filter((place) => logs[place].length);
    const above = at.map((place) => py.mean(logs[place]) - start[place]);
    const noise = (place) => (season.durations ** 2 + (rows[place].skill ? season.robots.form : 0) ** 2) / logs[place].length;
    const ofMeans = at.map((one) => at.map((other) => prior[one][other] + (one === other ? noise(one) : 0)));
    const weighed = (column) => solved(ofMeans, column);
    const dot = (one, other) => one.reduce((sum, each, nth) => sum + each * other[nth], 0);
    const gain = rows.map((_, place) => weighed(at.map((other) => prior[other][place])));
    return {
      middle: start.map((each, place) => each + dot(gain[place], above)),
      spread: rows.map((_, place) => Math.sqrt(prior[place][place] - dot(gain[place], at.map((other) => prior[other][place])))),
      speed: rows.map((_, place) => -dot(weighed(at.map((other) => speeds[other][place])), above)),
    };
  }

  // The population's covariance of a robot's log speed at two rows: by its talent, and its skills.
  function covariance(robots, rows) {
    const skills = rows.map((row) => (row.skill ? robots.skill[row.skill] : null));
    const talents = skills.map((skill) => robots.talent * (skill ? skill.talent : 0));
    return rows.map((one, at) => rows.map((other, beside) => talents[at] * talents[beside]
      + ((one.skill || null) === (other.skill || null) && skills[beside] ? skills[beside].spread ** 2 : 0)));
  }

  // Solve linear equations by elimination, the largest pivot first.
  function solved(matrix, right) {
    const lines = matrix.map((line, at) => [...line, right[at]]);
    lines.forEach((_, step) => {
      const best = lines.slice(step).reduce((most, line, at) => (Math.abs(line[step]) > Math.abs(lines[most][step]) ? step + at : most), step);
      [lines[step], lines[best]] = [lines[best], lines[step]];
      for (const line of lines.slice(step + 1)) {
        const times_ = line[step] / lines[step][step];
        for (let at = step; at < line.length; at += 1) line[at] -= times_ * lines[step][at];
      }
    });
    const found = right.map(() => 0);
    for (let at = lines.length - 1; at >= 0; at -= 1) {
      const rest = lines[at].slice(at + 1, -1).reduce((sum, each, nth) => sum + each * found[at + 1 + nth], 0);
      found[at] = (lines[at].at(-1) - rest) / lines[at][at];
    }
    return found;
  }

  // The log odds that a try works and their standard error; null for what always works and never failed.
  function oddsOf(usual, faster, worked) {
    if (usual === 1 && worked.every(Boolean)) return [null, 0];
    const share = usual === 1 ? NEARLY_ALWAYS : usual;
    const before = Math.log(share / (1 - share)) + faster;
    const successes = worked.filter(Boolean).length;
    const softly = (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))); // log(1 + e^x)
    const fits = GRID.map((odds) => -((odds - before) ** 2) / (2 * ODDS_OFF ** 2) - successes * softly(-odds) - (worked.length - successes) * softly(odds));
    const top = py.most(fits);
    const weights = fits.map((fit) => Math.exp(fit - top));
    const all = py.sum(weights);
    const odds = py.sum(weights.map((weight, at) => weight / all * GRID[at]));
    return [odds, Math.sqrt(py.sum(weights.map((weight, at) => weight / all * (GRID[at] - odds) ** 2)))];
  }

  // ---- What is to be said of tries, in English as in the file that `sim robot` writes.

  function notes(season, tries, able, found) {
    const guessed = found.filter(({ known }) => !known.tries).map(({ row }) => row.name);
    return [...abilities(season, tries, able), ...(guessed.length ? [`Never tried, so guessed from your other rows: ${listing(guessed)}.`] : []),
      ...neverFailing(season, tries), ...tooAlike(season, tries), "Did others play when you timed? In a match they are in your way, and all takes longer."];
  }

  function abilities(season, tries, able) {
    const asks = Object.fromEntries(season.rows.map((row) => [row.name, can(row)]));
    const tried = tries.map(({ row }) => asks[row]);
    const shown = tries.filter(({ worked }) => worked).map(({ row }) => asks[row]);
    return Object.keys(season.robots.can).flatMap((name) => {
      if (able.includes(name)) return shown.includes(name) ? [] : [`${name}: no try shows it, but what you tried builds on it, so the robot can do it.`];
      return [`${name}: ${tried.includes(name) ? "no try worked" : "never tried"}, so the robot cannot do it.`];
    });
  }

  function neverFailing(season, tries) {
    const chances = lineup.medians(season)[1];
    const usual = tries.map(({ row }) => chances[season.rows.findIndex(({ name }) => name === row)]);
    const none = usual.reduce((product, each) => product * each, 1);
    if (!tries.every(({ worked }) => worked) || none >= LUCK) return [];
    const fail = Math.ceil(usual.reduce((sum, each) => sum + 1 - each, 0));
    return [`All ${counted(tries.length)} worked; a usual robot fails in about ${fail}. Write those down too.`];
  }

  const counted = (count) => `${py.commas(count)} ${count === 1 ? "try" : "tries"}`;

  function tooAlike(season, tries) {
    const all = rowsOf(season).map((row) => logsOf(tries, row)).filter((logs) => logs.length);
    const squares = all.reduce((sum, logs) => sum + py.sum(logs.map((each) => (each - py.mean(logs)) ** 2)), 0);
    const free = all.reduce((sum, logs) => sum + logs.length - 1, 0);
    if (!free) return [];
    const root = 1 - 2 / (9 * free) + exact.normalQuantile(ALIKE) * Math.sqrt(2 / (9 * free));
    const seldom = free * Math.max(root, 0) ** 3;
    return squares / season.durations ** 2 < seldom ? ["Your tries take nearly the same time each. Matches are not so. Time all tries, not the best ones only."] : [];
  }

  // Name the first few of many, in about as many letters, and how many more there are.
  function listing(names, room = 100) {
    let left = room;
    const over = names.findIndex((name, at) => { left -= name.length; return at > 0 && left - 2 * at < 0; });
    if (over > 0) return `${names.slice(0, over).join(", ")} and ${py.commas(names.length - over)} more`;
    return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names[0];
  }

  return { timed };
})();
