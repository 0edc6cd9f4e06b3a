// What one robot did in a run's first matches: the figures of analysis/run/cards.py, of what was counted of it.
"use strict";

const cards = (() => {
  const ENOUGH = 1000;
  const [STARTS, ENDS, SUCCESSES, MILLISECONDS] = [0, 1, 2, 3];

  // `counted` is of each match: whether the robot came, whether it broke down, what it did of each row, how it ended.
  function of(counted, { robot, station, plan, rows }) {
    const matches = counted.came.length;
    const column = (row, kind) => Float64Array.from({ length: matches }, (_, match) => counted.did[(match * rows.length + row) * 4 + kind]);
    const started = plan.order.filter((name) => column(rows.indexOf(name), STARTS).some(Boolean));
    return {
      robot: robot === null ? "a drawn robot" : robot.name, station, plan: plan.name, matches,
      rows: Object.fromEntries(started.map((name) => [name, rowOf((kind) => column(rows.indexOf(name), kind))])),
      never: plan.order.filter((name) => !started.includes(name)),
      came: estimate(counted.came), broke: estimate(counted.broke),
      ends: Object.fromEntries(Object.entries(counted.ends).map(([entry, { codes, states }]) => [entry,
        Object.fromEntries(codes.map((code, at) => [code, estimate(states.map((each) => Number(each === at)))]))])),
    };
  }

  // A mean over matches as numpy has it, equal values among them.
  function estimate(values) {
    const all = Float64Array.from(values, Number);
    return { mean: py.mean(all), error: all.length > 1 ? Math.sqrt(py.variance(all)) / Math.sqrt(all.length) : null };
  }

  function rowOf(column) {
    const [starts, ends, successes] = [STARTS, ENDS, SUCCESSES].map(column);
    const seconds = column(MILLISECONDS).map((each) => each / 1000);
    const ended = py.sum(ends);
    return {
      times: estimate(starts), seconds: ended ? py.sum(seconds) / ended : null, works: ended ? ratio(successes, ends) : null,
      matches: estimate(successes.map((each) => Number(each > 0))), tries: ended, worked: py.sum(successes),
    };
  }

  // The sum of some counts over that of others, with its error over matches.
  function ratio(parts, wholes) {
    const share = py.sum(parts) / py.sum(wholes);
    if (parts.length < 2) return { mean: share, error: null };
    const apart = parts.map((each, at) => each - share * wholes[at]);
    return { mean: share, error: Math.sqrt(py.variance(apart)) / Math.sqrt(parts.length) / py.mean(wholes) };
  }

  return { of, ENOUGH };
})();
