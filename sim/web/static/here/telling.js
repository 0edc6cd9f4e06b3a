// What `sim run` and `sim compare` tell people, sentences and tables in their order, as the files of sim/cli do.
"use strict";

const telling = (() => {
  const { said, heads, joined, sized, matchesSaid, countedSaid } = verdicts;
  const QUANTILES = ["5 %", "25 %", ...heads("median"), "75 %", "95 %"];
  const FEW_TRIES = 30;

  // A table whose columns named in `left` hold words.
  function table(title, columns, rows, left = [], keys = 1) {
    const named = left.map((each) => JSON.stringify(each));
    const places = columns.map((_, at) => at).filter((at) => named.includes(JSON.stringify(columns[at])));
    return { title, heads: columns, rows: rows.map((row) => row.map(cell)), left: places, keys };
  }

  // A cell: a number that nobody rounded has a few decimals at most.
  const cell = (value) => (typeof value === "number" ? py.number(py.rounded(value, 4)) : value);

  const percent = ({ mean, error }) => py.withError(100 * mean, error === null ? null : 100 * error);
  const plainly = (value) => py.grouped(py.general(value, 10));

  // ---- Compare.

  function compare(found, { season, request, said: answers, unit, everybody, measure }) {
    const label = measure === season.alliance_score ? said("head.score") : measure;
    const named = request.stations.some(({ robot, plan }) => robot || plan);
    const others = [...found.plans];
    const differ = found.pairs.some((pair) => !pair.identical);
    const behind = paired.versusBest(found).filter((pair) => !pair.identical);
    const few = others.length <= paired.FEW;
    return [
      ...answers.filter((each) => each.length).map((each) => joined(each)), verdicts.decides(measure, season.alliance_score), said(`model.${season.model || "D"}`), "",
      said("told.of_each", { headline: season.edition, matches: matchesSaid(found.matches), seed: request.seed }), whoSaid(everybody, request), said("told.errors"),
      ...(named ? [said("told.no_defence")] : []), "",
      ...(!few ? [ranked(found, label)] : differ ? [pairsOf(found, unit)] : []), reached(found, season, label, measure),
      ...(few && behind.length ? [partsOf(found.best, behind)] : []), ...cardsOf(found),
    ];
  }

  function whoSaid(everybody, { stations }) {
    const sides = [["red", 0], ["blue", 3]].filter(([, from]) => stations.slice(from, from + 3).some(({ robot, plan }) => robot || plan)).map(([side]) => side);
    return said(`told.who.${everybody ? "all" : "one"}`, { others: said(`told.others.${sides.join("_and_") || "drawn"}`) });
  }

  const difference = (pair) => [sized(pair.difference), verdicts.intervalSaid(pair.difference), percent(pair.win_gain)];

  function ranked(found, label) {
    const byName = new Map(paired.minus(found, found.best).map((pair) => [pair.a, pair]));
    const columns = [...heads("rank", "plays"), label, ...heads("minus_best", "interval", "more_wins", "sure")];
    const plans = [...found.plans].sort((a, b) => b.measure.mean - a.measure.mean);
    const held = said("cell.best");
    const rows = plans.map(({ name, measure }, at) => {
      const pair = byName.get(name);
      return [String(at + 1), name, sized(measure), ...(pair ? [...difference(pair), verdicts.told(pair, held)] : ["", "", "", held])];
    });
    return table(said("title.by_rank_best"), columns, rows, heads("plays", "sure"), 2);
  }

  function pairsOf(found, unit) {
    const columns = [...heads("pair"), said("head.difference", { unit: verdicts.unitSaid(unit) }), ...heads("interval", "more_wins", "a_higher", "b_higher", "equal", "sure")];
    const rows = found.pairs.map((pair) => [said("cell.minus", { a: pair.a, b: pair.b }), ...difference(pair),
      ...(pair.identical ? ["0", "0", "100"] : [pair.higher, pair.lower, pair.equal].map(percent)), verdicts.told(pair, "B")]);
    return table(said("head.pair"), columns, rows, heads("pair", "sure"));
  }

  function reached(found, season, label, measure) {
    const ownScore = measure !== season.alliance_score;
    const columns = [...heads("plays"), label, ...QUANTILES, ...(ownScore ? heads("score") : []), ...heads("wins", "ties", "losses")];
    const rows = found.plans.map((plan) => [plan.name, sized(plan.measure), ...Object.values(plan.quantiles).map(plainly),
      ...(ownScore ? [sized(plan.score)] : []), ...[plan.wins, plan.ties, plan.losses].map(percent)]);
    return table(ownScore ? said("title.reached_of", { measure }) : said("title.reached"), columns, rows, heads("plays"));
  }

  function partsOf(best, pairs) {
    const columns = [...heads("part_of_score"), ...pairs.map((pair) => said("head.minus", { name: pair.b }))];
    const rows = Object.keys(pairs[0].parts).map((name) => [name, ...pairs.map((pair) => sized(pair.parts[name]))]);
    return table(said("title.parts_of", { name: best }), columns, rows, columns.slice(0, 1));
  }

  // Of a few all cards, of more the best's.
  function cardsOf(found) {
    const names = found.plans.map(({ name }) => name);
    const shown = names.length <= paired.FEW ? names : [found.best];
    const left = names.filter((name) => !shown.includes(name));
    return [...found.cards.filter((_, at) => shown.includes(names[at])).flatMap(card),
      ...(left.length ? ["", said("told.left_out", { names: verdicts.namesSaid(left, left.length) })] : [])];
  }

  // ---- Cards.

  function card(of) {
    const rows = Object.entries(of.rows).map(([name, row]) => [name, sized(row.times), row.seconds === null ? "-" : py.fixed(row.seconds, 1),
      row.works === null ? "-" : shareOf(row.works, row.worked, row.tries), shareOf(row.matches, evenly(row.matches.mean * of.matches), of.matches)]);
    const title = said("title.card", { robot: of.robot, station: of.station, plan: of.plan, at: "", matches: matchesSaid(of.matches) });
    return ["", table(title, heads("row", "times_a_match", "seconds", "works", "done_in"), rows, heads("row")), ...linesOf(of)];
  }

  const evenly = (value) => py.rounded(value, 0);

  function linesOf(of) {
    const [came, broke] = [of.came, of.broke].map((share) => matchesOf(share, of.matches));
    const ends = Object.entries(of.ends).map(([entry, states]) => {
      const shares = Object.entries(states).filter(([, share]) => share.mean).map(([state, share]) => said("card.state", { state, share: matchesOf(share, of.matches) }));
      return said("card.end", { entry: entry.replaceAll("_", " "), shares: joined(shares, "joined.commas") });
    });
    return [...(of.never.length ? [said("card.never", { rows: of.never.join(", ") })] : []), said(of.matches < FEW_TRIES ? "card.comes_few" : "card.comes", { came, broke }), ...ends];
  }

  function shareOf(share, found, tries) {
    if (tries < FEW_TRIES) return said("cell.of", { found, tries });
    return percent(share.error ? share : paired.wilson(share.mean, tries));
  }

  function matchesOf(share, matches) {
    const text = shareOf(share, evenly(share.mean * matches), matches);
    return matches < FEW_TRIES ? text : `${text} %`;
  }

  // ---- Run.

  function about({ mean, p25, p75 }) {
    return { mean: py.commas(mean), low: py.commas(p25), high: py.commas(p75) };
  }

  // What scores to expect, of both sides together or, where line-ups name robots, of each.
  function expectations(found) {
    if (found.robots === null) return [said("verdict.run", about(found.alliance_score))];
    const sides = summary.SIDES.map((side) => said("verdict.run.side", { side: said(`side.${side}`), ...about(found.sides[side].scores) }));
    const { red_wins: red, blue_wins: blue, ties } = found.results;
    const share = (count) => py.fixed(100 * count / found.matches, 0);
    return [...sides, said("verdict.run.wins", { red: share(red), blue: share(blue), ties: share(ties) })];
  }

  function run(found, { season, request }) {
    const plays = season.playbooks.filter((each) => each.by === "robot").map(({ name, share }) => `${name} ${py.fixed(share * 100, 0)}%`);
    return [
      said("told.run", { edition: season.edition, matches: matchesSaid(found.matches), seed: found.seed }), ...expectations(found),
      said("told.robots_play", { plans: plays.join(", ") }), ...lineUps(request), said("told.errors"), "",
      scoresOf(found), resultsOf(found), breakdownOf(found, season.parts), ...statesOf(found.end_states),
      said("told.fouls", { minor: sized(found.fouls.minor), major: sized(found.fouls.major) }), said(`model.${season.model || "D"}`),
      ...(found.cards || []).flatMap(card),
    ];
  }

  function lineUps({ stations }) {
    return summary.SIDES.flatMap((side, at) => {
      const own = stations.slice(3 * at, 3 * at + 3);
      const who = ({ robot, plan }) => said("told.plays", { robot: robot ? robot.name : said("told.drawn_robot"), plan: plan ? plan.name : said("told.drawn_plan") });
      return own.some(({ robot, plan }) => robot || plan) ? [said("told.line_up", { side: said(`side.${side}`), who: joined(own.map(who), "joined.commas") })] : [];
    });
  }

  function scoresOf(found) {
    const sides = found.robots === null ? [] : summary.SIDES.map((side) => [said(`side.${side}`), found.sides[side].scores]);
    const rows = [[said("cell.both"), found.alliance_score], ...sides].map(([side, score]) => [side, py.withError(score.mean, score.mean_error), py.commas(score.sd),
      ...[score.min, score.p05, score.p25, score.p50, score.p75, score.p95, score.max].map((value) => py.commas(value))]);
    return table(said("title.scores"), [...heads("side", "mean", "sd", "lowest"), ...QUANTILES, ...heads("highest")], rows, heads("side"));
  }

  function resultsOf({ results, matches, margin, correlation }) {
    const shares = [results.red_wins, results.blue_wins, results.ties].map((count) => {
      const share = count / matches;
      return `${py.withError(100 * share, 100 * (share * (1 - share) / matches) ** 0.5)} %`;
    });
    const mean = py.withError(margin.mean, margin.mean_error);
    const error = correlation === null ? null : (1 - correlation ** 2) / (matches - 1) ** 0.5;
    const row = [...shares, said("cell.mean_median", { mean, median: py.commas(margin.p50) }), correlation === null ? "-" : py.withError(correlation, error)];
    return table(said("title.results"), heads("red_wins", "blue_wins", "tied", "margin", "correlation"), [row]);
  }

  function breakdownOf({ breakdown, breakdown_error }, meanings) {
    const rows = Object.entries(breakdown).map(([name, mean]) => [name, py.withError(mean, breakdown_error[name]), meanings[name]]);
    return table(said("title.parts"), heads("part", "mean_points", "meaning"), rows, heads("part", "meaning"));
  }

  function statesOf(states) {
    const rows = Object.entries(states).map(([name, codes]) => [name, Object.entries(codes).map(([code, share]) => `${code} ${percent(share)} %`).join(",  ")]);
    return rows.length ? [table(said("title.states"), heads("entry", "share"), rows, heads("entry", "share"))] : [];
  }

  return { compare, run, expectations };
})();
