// The models' doubt: in how many models of the season a verdict holds, as analysis/compare/models.py tells it.
"use strict";

const models = (() => {
  const MATCHES = 2000;
  const MOST_OF = 0.9;
  const SCREENED = 250;
  const TRIED = 4;
  const SURE = 3.0;
  const { said } = verdicts;

  // The numbers of the models by name, which stand as texts: how many decimals, then each without its point.
  function columns(texts) {
    return Object.fromEntries(Object.entries(texts).map(([name, text]) => {
      const [decimals, ...whole] = text.split(" ").map((each) => parseInt(each, 36));
      return [name, whole.map((each) => each / Number(`1e${decimals}`))];
    }));
  }

  // The doubt of a verdict, of measures `[model][one]`, a column of matches each.
  function doubtOf({ names: [best, ...others], told, same }, measures) {
    const apart = measures.map((each) => paired.differences(each[0], each[nextBest(each)]));
    const gains = apart.map(py.mean);
    const n = measures[0][0].length;
    const alike = measures.map((each) => each.every((values) => values.every((value, at) => value === each[0][at])));
    const holds = (same ? alike : gains.map((gain) => gain > 0)).filter(Boolean).length;
    return {
      models: measures.length, matches: n, best, others: others.length, within: 0, told, same, holds, low: py.least(gains), high: py.most(gains),
      error: n > 1 ? Math.sqrt(py.mean(apart.map(py.variance)) / n) : null, depends_on: null,
    };
  }

  // The place of the best of all but the first.
  function nextBest(measures) {
    const means = measures.map(py.mean);
    return means.reduce((best, mean, at) => (at > 1 && mean > means[best] ? at : best), 1);
  }

  const isEnough = (found) => found.holds >= MOST_OF * found.models;

  // Of which of the others the first is least ahead, in the model where that is least.
  function rivalOf(measures) {
    const gains = measures.map((each) => py.mean(each[0]) - py.most(each.slice(1).map(py.mean)));
    return nextBest(measures[gains.indexOf(py.least(gains))]);
  }

  // Name the number that moves the gain of the first over the second most, turned alone from end to end. `play` gives
  // both measures with each of some numbers turned, over so many matches.
  async function dependsOn(columns, matches, play) {
    const ends = Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, [py.least(values), py.most(values)]]));
    const few = await moved(ends, Object.keys(ends), Math.min(SCREENED, matches), play);
    const apart = (found, name) => Math.abs(found[name].high - found[name].low);
    const most = Object.keys(ends).sort((a, b) => apart(few, b) - apart(few, a)).slice(0, TRIED);
    const found = await moved(ends, most, matches, play);
    const name = most.reduce((one, other) => (apart(found, other) > apart(found, one) ? other : one));
    const { low, high, error } = found[name];
    if (apart(found, name) <= SURE * error) return null;
    return { number: name, low: ends[name][0], high: ends[name][1], gain_at_low: low, gain_at_high: high, error };
  }

  async function moved(ends, names, matches, play) {
    const turns = names.flatMap((name) => ends[name].map((end) => ({ [name]: end })));
    const gains = (await play(turns, matches)).map(([one, other]) => paired.differences(one, other));
    return Object.fromEntries(names.map((name, nth) => {
      const [low, high] = [gains[2 * nth], gains[2 * nth + 1]];
      const error = matches > 1 ? Math.sqrt(py.variance(high.map((each, at) => each - low[at]))) / Math.sqrt(matches) : Infinity;
      return [name, { low: py.mean(low), high: py.mean(high), error }];
    }));
  }

  // Say in how many models a verdict holds, or why nobody looked.
  function doubtSaid(found, quick, unit) {
    if (quick) return [said("models.quick")];
    if (found === null) return [said("models.none")];
    const counts = { holds: found.holds, models: found.models };
    if (found.same) return [said("models.same", counts)];
    const [low, high] = [found.low, found.high].map((end) => paired.inDigits(end, found.error));
    const each = found.error ? { error: py.withError(0, found.error).split("± ")[1] } : {};
    const size = said(`models.${found.others === 1 ? "gain" : "gain_over_next"}${found.error ? "_each" : ""}`, { low, high, unit: verdicts.unitSaid(unit), ...each });
    const key = !found.told ? "models.ahead" : isEnough(found) ? "models.holds" : "models.holds_only";
    return [said(key, { ...counts, ...(found.told ? {} : { best: found.best }), size }), ...dependsSaid(found, unit)];
  }

  function dependsSaid(found, unit) {
    const on = found.depends_on;
    if (isEnough(found) || (on === null && !found.told)) return [];
    if (on === null) return [said("models.depends")];
    const gains = new Map([[on.low, on.gain_at_low], [on.high, on.gain_at_high]]);
    const each = [...gains].map(([at, gain]) => said("models.gain_at", { gain: paired.inDigits(gain, on.error), unit: verdicts.unitSaid(unit), at: py.general(at) }));
    return [said("models.depends_on", { number: numberSaid(on.number), gains: verdicts.joined(each, "verdict.both") })];
  }

  function numberSaid(name) {
    const [table, ...steps] = lineup.stepsOf(name);
    if (table === "action") return said(`number.${steps[1] === "seconds" ? "seconds" : "works"}`, { row: steps[0], name });
    return table === "shares" ? said("number.share", { plan: steps[0], name }) : name;
  }

  return { MATCHES, columns, doubtOf, isEnough, rivalOf, dependsOn, doubtSaid };
})();
