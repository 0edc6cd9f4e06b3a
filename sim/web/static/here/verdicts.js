// What a comparison says, in sentences of the catalogues: those of analysis/compare/verdicts.py.
"use strict";

const verdicts = (() => {
  const POINTS = "points";
  const NAMED = 3;
  const said = (key, parameters = {}) => ({ key, parameters });
  const joined = (texts, key = "joined.sentences") => texts.reduce((one, other) => said(key, { one, other }));
  const matchesSaid = (count) => countedSaid("match", "matches", count);
  const countedSaid = (one, many, count) => said(`unit.${count === 1 ? one : many}`, { count: py.commas(count) });
  const heads = (...names) => names.map((name) => said(`head.${name}`));
  const unitSaid = (unit) => (unit === POINTS ? said("unit.points") : said("unit.named", { name: unit }));
  const sized = ({ mean, error }) => py.withError(mean, error);
  const hundred = ({ mean, error, low, high }) => {
    const times = (each) => (each === null ? null : 100 * each);
    return { mean: 100 * mean, error: times(error), low: times(low), high: times(high) };
  };

  const decides = (measure, score) => (measure === score ? said("told.points_decide") : said("told.decides", { measure }));

  function intervalSaid({ low, high, error }) {
    if (low === null) return said("unit.unknown");
    return said("unit.interval", { low: paired.inDigits(low, error), high: paired.inDigits(high, error) });
  }

  // Which plan of the pair is better, by how much and how sure that is.
  function verdict(found, pair, unit) {
    const ahead = pair.difference.mean < 0 ? paired.turned(pair) : pair;
    const { difference } = ahead;
    const names = { a: ahead.a, b: ahead.b, unit: unitSaid(unit) };
    const asked = { a: pair.a, b: pair.b };
    const matches = matchesSaid(found.matches);
    if (difference.error === null) return said("verdict.one_match", asked);
    if (pair.identical) return said("verdict.identical", { ...asked, unit: unitSaid(unit), matches });
    const size = sized(difference);
    if (difference.error === 0) {
      const always = { ...names, size, matches };
      return paired.isTold(pair) ? said("verdict.always", always) : said("verdict.too_few", { ...always, first: pair.a, second: pair.b });
    }
    const all = { size, unit: unitSaid(unit), interval: intervalSaid(difference) };
    if (paired.isTold(pair)) return said("verdict.better", { ...names, ...all });
    const lead = difference.mean ? said("verdict.ahead", { a: ahead.a, ...all }) : said("verdict.differ", all);
    if (pair.p >= paired.DOUBT) return said("verdict.open", { ...asked, lead });
    return said("verdict.open_among", { ...asked, lead, pairs: found.pairs.length });
  }

  // What a comparison comes down to.
  function answer(found, unit) {
    if (found.plans.length > 2) return [bestOf(found, unit)];
    const [pair] = found.pairs;
    const what = verdict(found, pair, unit);
    if (pair.identical) return [said("verdict.no_effect", { what })];
    if (!paired.isTold(pair)) return [said("verdict.sentence", { what }), ...apart(pair, unit)];
    const beside = besideOf(pair, unit);
    return [beside ? said("verdict.told", { what, beside }) : said("verdict.sentence", { what })];
  }

  function bestOf(found, unit) {
    const pairs = paired.minus(found, found.best);
    const rivals = pairs.filter((pair) => !paired.isTold(pair)).map((pair) => pair.a);
    if (pairs.every((pair) => pair.identical)) {
      return said("verdict.no_effect_all", { count: found.plans.length, unit: unitSaid(unit), matches: matchesSaid(found.matches) });
    }
    if (rivals.length > 1) return said("verdict.rivals", { best: found.best, count: rivals.length, names: namesSaid(rivals) });
    if (rivals.length) return said("verdict.rival", { best: found.best, names: namesSaid(rivals) });
    const second = paired.turned(pairs.reduce((one, other) => (other.difference.mean > one.difference.mean ? other : one)));
    const beside = besideOf(second, unit);
    const size = { size: sizeSaid(second.difference, unit), next: second.b, ...(beside ? { beside } : {}) };
    return said(beside ? "verdict.best_of" : "verdict.best_of_alone", { best: found.best, count: found.plans.length, ...size });
  }

  // What a pair does to points, where these are not its measure, and to wins.
  function besideOf(pair, unit) {
    if (pair.difference.error === null || pair.identical) return null;
    const ahead = pair.difference.mean < 0 ? paired.turned(pair) : pair;
    const wins = more(hundred(ahead.win_gain), "wins");
    return unit === POINTS ? wins : said("verdict.both", { one: more(ahead.points, POINTS), other: wins });
  }

  function apart(pair, unit) {
    if (pair.difference.error === null) return [];
    const ahead = pair.difference.mean < 0 ? paired.turned(pair) : pair;
    const others = [...(unit === POINTS ? [] : [[ahead.points, POINTS]]), [hundred(ahead.win_gain), "wins"]];
    return others.map(([found, what]) => (isOpen(found) ? said(`verdict.${what}.nor`)
      : said(`verdict.${what}.has_${found.mean > 0 ? "more" : "fewer"}`, { a: ahead.a, size: py.withError(Math.abs(found.mean), found.error) })));
  }

  const isOpen = ({ low, high }) => low === null || (low <= 0 && high >= 0);

  function more(found, what) {
    if (isOpen(found)) return said(`verdict.${what}.open`);
    return said(`verdict.${what}.${found.mean > 0 ? "more" : "fewer"}`, { size: py.withError(Math.abs(found.mean), found.error) });
  }

  const sizeSaid = (found, unit) => said("verdict.size", { size: sized(found), interval: intervalSaid(found), unit: unitSaid(unit) });

  // Name a few, and count the others.
  function namesSaid(names, most = NAMED) {
    if (names.length > most) return said("verdict.names_more", { names: names.slice(0, most).join(", "), count: names.length - most });
    if (names.length === 1) return names[0];
    return said("verdict.names", { names: names.slice(0, -1).join(", "), last: names[names.length - 1] });
  }

  // Whether the first plan of a pair is better or worse than what it is held against.
  function told(pair, others) {
    if (pair.identical) return said("cell.same_as", { others });
    if (!paired.isTold(pair)) return said("cell.not_told_from", { others });
    return said(pair.difference.mean > 0 ? "cell.better" : "cell.worse");
  }

  return { said, joined, matchesSaid, countedSaid, heads, unitSaid, sized, hundred, decides, intervalSaid, answer, namesSaid, told, POINTS };
})();
