// A run in exact counts, and summed up: the figures of analysis/run/tallies.py and summaries.py.
"use strict";

const summary = (() => {
  const SIDES = ["red", "blue"];
  const EXACT = 1000; // products of matches that a double adds up exactly before they go into a whole number of any size

  // How many whole numbers there were, their sum and the sum of their squares; `scale` of them make one.
  function moments(values, scale = 1) {
    return { scale, n: values.length, total: products(values), squares: products(values, values) };
  }

  function products(one, other = null) {
    let whole = 0n;
    for (let from = 0; from < one.length; from += EXACT) {
      let part = 0;
      for (let at = from; at < Math.min(from + EXACT, one.length); at += 1) part += one[at] * (other ? other[at] : 1);
      whole += BigInt(part);
    }
    return whole;
  }

  const spread = ({ n, squares, total }) => BigInt(n) * squares - total ** 2n;
  const sd = (of) => (of.n > 1 ? Math.sqrt(Number(spread(of)) / (of.n * (of.n - 1))) / of.scale : null);
  const estimate = (of) => ({ mean: Number(of.total) / (of.n * of.scale), error: of.n > 1 ? sd(of) / Math.sqrt(of.n) : null });
  const mean = (values, scale = 1) => estimate(moments(values, scale));

  const added = ([one, other]) => Int32Array.from(one, (each, at) => each + other[at]);

  function counted(...columns) {
    const counts = new Map();
    for (const column of columns) for (const each of column) counts.set(each, (counts.get(each) || 0) + 1);
    return counts;
  }

  // The smallest value with at least that share of all at or below it.
  function quantile(counts, percent) {
    const values = [...counts.keys()].sort((a, b) => a - b);
    const all = values.reduce((sum, each) => sum + counts.get(each), 0);
    let reached = 0;
    for (const value of values) {
      reached += counts.get(value);
      if (reached / all >= percent / 100) return value;
    }
    return values[values.length - 1];
  }

  function scores(counts, of, found) {
    const quantiles = paired.QUANTILES.map((percent) => [`p${String(percent).padStart(2, "0")}`, quantile(counts, percent)]);
    const values = [...counts.keys()];
    return { n: of.n, mean: found.mean, mean_error: found.error, sd: sd(of) || 0, min: py.least(values), ...Object.fromEntries(quantiles), max: py.most(values) };
  }

  // What was played, column by column, `(match,)`: `totals` and each of `parts` of red and of blue, ...
  function of(played, request) {
    const { totals, unit } = played;
    const ofSide = totals.map((each) => moments(each));
    const both = { scale: 1, n: 2 * ofSide[0].n, total: ofSide[0].total + ofSide[1].total, squares: ofSide[0].squares + ofSide[1].squares };
    const counts = totals.map((each) => counted(each));
    const margins = Int32Array.from(totals[0], (each, at) => Math.abs(each - totals[1][at]));
    const parts = Object.entries(played.parts).map(([name, points]) => [name, points, mean(added(points), 2 * unit)]);
    const by = (give) => Object.fromEntries(parts.map((part) => [part[0], give(part)]));
    const results = (truth) => totals[0].reduce((sum, each, at) => sum + Number(truth(each, totals[1][at])), 0);
    const margin = mean(margins);
    return {
      ...request.known, matches: totals[0].length,
      alliance_score: scores(counted(...totals), both, mean(added(totals), 2)),
      results: { red_wins: results((a, b) => a > b), blue_wins: results((a, b) => a < b), ties: results((a, b) => a === b) },
      correlation: correlation(ofSide, products(...totals)),
      margin: { mean: margin.mean, mean_error: margin.error, p50: quantile(counted(margins), 50) },
      breakdown: by((part) => part[2].mean), breakdown_error: by((part) => part[2].error),
      end_states: Object.fromEntries(Object.entries(played.states).map(([entry, { slots, codes }]) => [entry,
        Object.fromEntries(Object.entries(codes).map(([code, often]) => [code, mean(often, slots)]))])),
      fouls: { minor: mean(played.fouls.minor, 2), major: mean(played.fouls.major, 2) },
      sides: Object.fromEntries(SIDES.map((side, at) => [side, {
        score: estimate(ofSide[at]), scores: scores(counts[at], ofSide[at], estimate(ofSide[at])), parts: by(([, points]) => mean(points[at], unit).mean) }])),
      histogram: histograms.ofWhole({ red: counts[0], blue: counts[1] }),
    };
  }

  // Pearson's; none where fewer than three matches or equal scores tell none.
  function correlation([red, blue], together) {
    const [one, other] = [spread(red), spread(blue)];
    if (red.n < 3 || !one || !other) return null;
    const found = Number(BigInt(red.n) * together - red.total * blue.total) / Math.sqrt(Number(one)) / Math.sqrt(Number(other));
    return Math.min(Math.max(found, -1), 1);
  }

  return { of, SIDES };
})();
