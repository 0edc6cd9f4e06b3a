// Plans compared on the same luck, match by match: the figures of analysis/compare/paired.py.
"use strict";

const paired = (() => {
  const DOUBT = 1 - 0.95;
  const NORMAL = 1.959963984540054;
  const QUANTILES = [5, 25, 50, 75, 95];
  const FEW = 3;

  // A mean over matches with its 95 % interval by Student's t; equal values leave no doubt.
  function interval(values) {
    if (values.length === 1) return { mean: values[0], error: null, low: null, high: null };
    if (values.every((each) => each === values[0])) return { mean: values[0], error: 0, low: values[0], high: values[0] };
    const mean = py.mean(values);
    const error = Math.sqrt(py.variance(values)) / Math.sqrt(values.length);
    const half = exact.quantile(values.length - 1, 1 - DOUBT / 2) * error;
    return { mean, error, low: mean - half, high: mean + half };
  }

  const estimate = (values) => {
    const { mean, error } = interval(values);
    return { mean, error };
  };

  // The share of matches of which something is true, with Wilson's interval.
  const share = (flags) => wilson(flags.reduce((sum, each) => sum + Number(each), 0) / flags.length, flags.length);

  function wilson(mean, n) {
    const spread = NORMAL ** 2 / n;
    const middle = (mean + spread / 2) / (1 + spread);
    const half = NORMAL / (1 + spread) * Math.sqrt(mean * (1 - mean) / n + spread / (4 * n));
    return { mean, error: half / NORMAL, low: Math.max(middle - half, 0), high: Math.min(middle + half, 1) };
  }

  // By how much the first is above the other in every match, free of the noise of doubles.
  const differences = (a, b) => Float64Array.from(a, (each, at) => evenly((each - b[at]) * 1e9) / 1e9);

  function evenly(value) {
    const near = Math.round(value);
    return near - value === 0.5 && near % 2 !== 0 ? near - 1 : near;
  }

  // How easily luck alone would put the mean this low; a sign test where all matches differ by the same.
  function belowZero({ mean, error }, matches) {
    if (error === null) return null;
    if (error === 0) return mean < 0 ? 0.5 ** matches : 1;
    return exact.below(matches - 1, mean / error);
  }

  // Holm's step-down: p values corrected for being many, in the order given.
  function holm(values) {
    const corrected = values.map(() => 0);
    let highest = 0;
    const order = values.map((_, at) => at).sort((a, b) => values[a] - values[b] || a - b);
    order.forEach((place, step) => {
      highest = Math.max(highest, Math.min(1, (values.length - step) * values[place]));
      corrected[place] = highest;
    });
    return corrected;
  }

  function compare(plans) {
    const figures = plans.map(figuresOf);
    const pairs = corrected(plans.flatMap((a, at) => plans.slice(at + 1).map((b) => pairOf(a, b))));
    const best = figures.reduce((one, other) => (other.measure.mean > one.measure.mean ? other : one)).name;
    const measures = Object.fromEntries(plans.map(({ name, measure }) => [name, measure]));
    const others = plans.filter(({ name }) => name !== best);
    const ahead = Object.fromEntries(others.map(({ name, measure }) => [name, differences(measures[best], measure)]));
    return { matches: plans[0].measure.length, best, plans: figures, pairs, histogram: histograms.inBins(measures), differences: histograms.aroundZero(ahead) };
  }

  function corrected(pairs) {
    const tested = pairs.filter((pair) => pair.p !== null);
    const found = holm(tested.map((pair) => pair.p));
    return pairs.map((pair) => ({ ...pair, p_holm: pair.p === null ? null : found[tested.indexOf(pair)] }));
  }

  function figuresOf({ name, measure, own, other }) {
    const test = (truth) => share(Array.from(own, (each, at) => truth(each, other[at])));
    return { name, measure: estimate(measure), quantiles: quantilesOf(measure), score: estimate(own),
      wins: test((a, b) => a > b), ties: test((a, b) => a === b), losses: test((a, b) => a < b) };
  }

  // Quantiles that are values which occurred: the smallest with at least that share at or below it.
  function quantilesOf(values) {
    const sorted = Float64Array.from(values).sort();
    const at = (percent) => sorted[Math.max(Math.ceil(sorted.length * (percent / 100) - 1), 0)];
    return Object.fromEntries(QUANTILES.map((percent) => [`p${String(percent).padStart(2, "0")}`, at(percent)]));
  }

  function pairOf(a, b) {
    const byMatch = differences(a.measure, b.measure);
    const difference = interval(byMatch);
    const [below, above] = [difference, negated(difference)].map((each) => belowZero(each, byMatch.length));
    const test = (truth) => share(Array.from(byMatch, truth));
    return {
      a: a.name, b: b.name, difference, p: below === null ? null : Math.min(1, 2 * Math.min(below, above)), p_holm: null,
      identical: byMatch.every((each) => each === 0),
      higher: test((each) => each > 0), lower: test((each) => each < 0), equal: test((each) => each === 0),
      points: interval(differences(a.own, b.own)), win_gain: winGain(a, b),
      parts: Object.fromEntries(Object.entries(a.parts).map(([name, points]) => [name, estimate(differences(points, b.parts[name]))])),
      saved: difference.error ? (py.variance(a.measure) + py.variance(b.measure)) / py.variance(byMatch) : null,
    };
  }

  // By how much the share of wins is higher; equal results of few matches prove no equal plans (Agresti and Min).
  function winGain(a, b) {
    const won = (plan, at) => Number(plan.own[at] > plan.other[at]);
    const found = interval(Float64Array.from(a.own, (_, at) => won(a, at) - won(b, at)));
    const same = a.own.every((each, at) => each === b.own[at] && a.other[at] === b.other[at]);
    if (found.error === null || found.error > 0 || same) return found;
    const [n, mean] = [a.own.length, found.mean];
    const half = NORMAL * Math.sqrt(n * Math.abs(mean) + 1 - (n * mean) ** 2 / (n + 2)) / (n + 2);
    return { mean, error: half / NORMAL, low: Math.max(mean - half, -1), high: Math.min(mean + half, 1) };
  }

  const negated = ({ mean, error, low, high }) => ({ mean: 0 - mean, error, low: low === null ? null : 0 - high, high: low === null ? null : 0 - low });

  // The same pair seen from its other plan.
  const turned = (pair) => ({
    ...pair, a: pair.b, b: pair.a, difference: negated(pair.difference), higher: pair.lower, lower: pair.higher,
    points: negated(pair.points), win_gain: negated(pair.win_gain),
    parts: Object.fromEntries(Object.entries(pair.parts).map(([name, { mean, error }]) => [name, { mean: 0 - mean, error }])),
  });

  // Each other plan minus the named one.
  const minus = (found, name) => found.pairs.filter((pair) => [pair.a, pair.b].includes(name)).map((pair) => (pair.b === name ? pair : turned(pair)));
  const versusBest = (found) => minus(found, found.best).map(turned);
  // The same, these pairs alone being the family of Holm's.
  const against = (found, baseline) => corrected(minus(found, baseline));
  const isTold = (pair) => pair.p_holm !== null && pair.p_holm < DOUBT;

  // A number to the digits that its error allows, without the error; no zero has a minus.
  function inDigits(value, error) {
    const text = py.withError(value, error).split(" ")[0];
    return /^[-0.]*$/.test(text) ? text.replace(/^-/, "") : text;
  }

  return { DOUBT, NORMAL, QUANTILES, FEW, interval, estimate, wilson, differences, quantilesOf, compare, turned, minus, versusBest, against, isTold, inDigits };
})();
