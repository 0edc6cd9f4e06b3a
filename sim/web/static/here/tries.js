// What a stopwatch's tries leave open: robots that they allow, and wider intervals, as analysis/compare/robots_doubt.py.
"use strict";

const tries_doubt = (() => {
  const [ROBOTS, MATCHES] = [100, 400];
  const [SHORTEST, LONGEST] = [0.1, 150];
  const ALLOWED = 7; // the stream of these draws
  const { said } = verdicts;

  // ---- Robots that the tries allow.

  const WORD = 0xffffffffn;

  // The first word of Philox4x32-10 of a counter and a key, as sim/draws.py draws it.
  function word(counter, [seed, stream]) {
    let [c0, c1, c2, c3] = counter.map(BigInt);
    let [k0, k1] = [BigInt(seed), BigInt(stream)];
    for (let round = 0; round < 10; round += 1) {
      const [p0, p1] = [c0 * 0xd2511f53n, c2 * 0xcd9e8d57n];
      [c0, c1, c2, c3] = [(p1 >> 32n) ^ c1 ^ k0, p1 & WORD, (p0 >> 32n) ^ c3 ^ k1, p0 & WORD];
      [k0, k1] = [(k0 + 0x9e3779b9n) & WORD, (k1 + 0xbb67ae85n) & WORD];
    }
    return Number(c0);
  }

  function normal(bits) {
    const level = bits >>> 20;
    const low = exact.normalQuantile((Math.min(level, 4095 - level) + 0.5) / 4096);
    return level < 2048 ? low : -low;
  }

  function robotsAllowed(season, robot, seed) {
    const rows = Object.entries(robot.known).map(([name, known]) => [season.rows.findIndex((row) => row.name === name), name, known]);
    return Array.from({ length: ROBOTS }, (_, nth) => {
      const [seconds, works] = [{ ...robot.seconds }, { ...robot.works }];
      for (const [at, name, known] of rows) {
        const [slower, better] = [0, 1].map((kind) => normal(word([nth, 0, at, kind], [seed, ALLOWED])));
        if (name in seconds) seconds[name] = Math.min(Math.max(seconds[name] * exact.exp((known.seconds || 0) * slower), SHORTEST), LONGEST);
        if (name in works) {
          const against = (1 - works[name]) * exact.exp(-(known.works || 0) * better);
          works[name] = works[name] / (works[name] + against);
        }
      }
      return { ...robot, seconds, works };
    });
  }

  // ---- How far off they lie, of values `[robot]`, a column of matches each.

  // How far each robot's true mean lies from the mean of all of them: what the luck of their matches adds is taken out.
  function distances(values) {
    const [count, matches] = [values.length, values[0].length];
    const byRobot = values.map(py.mean);
    const byMatch = Array.from({ length: matches }, (_, match) => values.reduce((sum, each) => sum + each[match], 0) / count);
    const middle = py.mean(byRobot);
    let squares = 0;
    values.forEach((each, robot) => each.forEach((value, match) => { squares += (value - byRobot[robot] - byMatch[match] + middle) ** 2; }));
    const inner = squares / ((count - 1) * (matches - 1)) / matches;
    const between = py.variance(byRobot);
    const kept = between > 0 ? Math.sqrt(Math.max(between - inner, 0) / between) : 1;
    return byRobot.map((each) => (each - middle) * kept);
  }

  function wider(mean, luck, matches, values) {
    const off = distances(values);
    const robot = Math.sqrt(py.variance(off));
    if (luck === null) return { mean, low: null, high: null, luck: null, robot };
    const half = exact.quantile(matches - 1, 1 - paired.DOUBT / 2) * luck;
    const [worse, better] = [paired.DOUBT / 2, 1 - paired.DOUBT / 2].map((share) => quantile(off, share));
    return { mean, low: mean - Math.hypot(half, worse), high: mean + Math.hypot(half, better), luck, robot };
  }

  // Weibull's quantile: of n values the k-th lies at k of n + 1.
  function quantile(values, share) {
    const sorted = Float64Array.from(values).sort();
    const at = Math.min(Math.max(share * (sorted.length + 1) - 1, 0), sorted.length - 1);
    const low = Math.floor(at);
    return low + 1 < sorted.length ? sorted[low] + (sorted[low + 1] - sorted[low]) * (at - low) : sorted[low];
  }

  const minus = (one, other) => one.map((values, robot) => values.map((value, match) => value - other[robot][match]));

  // The doubt of a comparison, of values `[plan][robot]`, a column of matches each.
  function doubtOf(found, values) {
    const names = found.plans.map(({ name }) => name);
    const best = names.indexOf(found.best);
    const own = found.plans.map(({ measure }) => measure.mean);
    const others = names.map((_, at) => at).filter((at) => at !== best);
    const ahead = others.map((at) => distances(minus(values[best], values[at])).map((off) => own[best] - own[at] + off));
    const gains = paired.versusBest(found).map((pair) => [pair.b, wider(pair.difference.mean, pair.difference.error, found.matches, minus(values[best], values[names.indexOf(pair.b)]))]);
    return {
      robots: ROBOTS, matches: values[0][0].length, best: found.best, holds: Array.from({ length: ROBOTS }, (_, robot) => ahead.every((each) => each[robot] > 0)).filter(Boolean).length,
      plans: Object.fromEntries(found.plans.map(({ name, measure }, at) => [name, wider(measure.mean, measure.error, found.matches, values[at])])),
      gains: Object.fromEntries(gains),
    };
  }

  function doubtSaid(found, unit) {
    const rivals = Object.keys(found.gains);
    const rival = rivals.reduce((one, other) => (found.gains[other].mean < found.gains[one].mean ? other : one));
    const gain = found.gains[rival];
    if (gain.low === null) return [];
    const error = (gain.high - gain.low) / 2 / paired.NORMAL;
    const [low, high] = [gain.low, gain.high].map((end) => paired.inDigits(end, error));
    const { best, holds, robots } = found;
    return [said("robots.open", { best, rival, low, high, unit: verdicts.unitSaid(unit) }), said(rivals.length === 1 ? "robots.ahead" : "robots.best", { best, holds, robots })];
  }

  return { MATCHES, robotsAllowed, doubtOf, doubtSaid };
})();
