// Which documents of a file make one ranking, and the official table that they make: the twin of
// rules/documents/choosing.py and rules/ranking.py. With which numbers a season ranks is told (sim/web/official.py).
"use strict";

const ranking = (() => {
  const YELLOW = 1;
  const { need, Unfit } = people;
  const { plain, listing, counted, quoted } = texts;
  const documentsOf = (number) => counted(number, "document");

  // ---- Which documents are meant.

  const OF = { event: ({ called }) => called.event, tournament: ({ called }) => called.tournament };

  // Keep the documents of the event and the tournament that were chosen; a wrong one is told which there are.
  function ofEvent(all, choice) {
    let kept = all;
    const told = [];
    for (const [option, of] of Object.entries(OF)) {
      const wanted = choice[option];
      if (wanted === null || wanted === undefined) continue;
      const here = kept.filter((each) => of(each) === wanted);
      const there = [...new Set(kept.map(of).filter(Boolean))];
      const found = there.length ? `one of ${listing(there)}` : `documents that name their ${option}`;
      need(here.length, [`--${option}`], `expected ${found}, found ${quoted(plain(wanted))}${texts.nearest(wanted, there)}`);
      if (here.length < kept.length) told.push(`${documentsOf(kept.length - here.length)} not of ${option} ${plain(wanted)}: left out`);
      kept = here;
    }
    return { documents: kept, told };
  }

  function oneRanking(all, form, phase, choice) {
    const chosen = ofEvent(all, choice);
    const told = [...chosen.told];
    let kept = Object.entries(OF).reduce((left, [option, of]) => ofOne(left, option, of), chosen.documents);
    if (kept.length < chosen.documents.length) told.push(`${documentsOf(chosen.documents.length - kept.length)} of what was not played yet: left out`);
    const why = tally(kept.map(({ unplayed }) => unplayed).filter(Boolean));
    const nothing = kept.filter(({ unplayed }) => unplayed).length;
    if (nothing) told.push(`${py.commas(nothing)} of ${documentsOf(kept.length)} counted for nothing: ${[...why].map(([reason, count]) => `${py.commas(count)} ${reason}`).join(", ")}`);
    kept = once(kept, choice.replays, told);
    needOneSpelling(kept);
    needDetails(kept, form, phase, told);
    kept = inOrder(kept, choice.sorted, told);
    need(kept.some(({ participants }) => participants.length), [], "expected at least one match with its teams, found none");
    return { documents: kept, told };
  }

  function tally(values) {
    const found = new Map();
    for (const each of values) found.set(each, (found.get(each) || 0) + 1);
    return found;
  }

  // Keep the one event or tournament in which matches were played.
  function ofOne(all, option, of) {
    const over = all.filter(({ unplayed }) => !unplayed);
    const played = tally((over.length ? over : all).map(of));
    const named = [...played].filter(([name]) => name);
    const there = listing(named.map(([name, count]) => `${plain(name, 30)} (${documentsOf(count)})`), 110);
    need(named.length < 2, [], named.length < 2 ? "" : `expected documents of one ${option}, found ${there}; choose one: --${option} ${plain(named[0][0], 30)}`);
    return all.filter((each) => played.has(of(each)) || of(each) === null);
  }

  // Keep one play of every match, at the place of the first.
  function once(all, replays, told) {
    const known = ["first", "last"];
    need(!replays || known.includes(replays), ["--replays"], `expected first or last, found ${quoted(plain(String(replays)))}${texts.nearest(String(replays), known)}`);
    const plays = new Map();
    for (const each of all) {
      const { event, tournament, id } = each.called;
      const key = each.unplayed || id === null ? each.where : JSON.stringify([event, tournament, textOf(id)]);
      plays.set(key, [...(plays.get(key) || []), each]);
    }
    const again = [...plays.values()].filter((each) => each.length > 1);
    if (again.length && !replays) throw new Unfit([], playedAgain(again));
    const kept = [...plays.values()].map((each) => each.at(replays === "last" ? -1 : 0));
    if (kept.length < all.length) told.push(`${documentsOf(all.length - kept.length)} left out: of a match played again the ${replays} counts`);
    return kept;
  }

  const textOf = (key) => (documents.isNumeral(key) ? key.text : key);

  function playedAgain([first, ...more]) {
    const { tournament, id } = first[0].called;
    const isNothing = (part) => !part || (documents.isNumeral(part) && part.value === 0);
    const which = [tournament, id].filter((part) => !isNothing(part)).map((part) => plain(textOf(part), 30)).join(" ");
    const others = more.length ? `, and ${py.commas(more.length)} more again` : "";
    const where = listing(first.map((each) => each.where.replace(/^document /, "")), 40);
    return `expected every match once, found match ${which} in documents ${where}${others}; choose the play that counts: --replays last or --replays first`;
  }

  // Refuse a team's key that is a number here and the same digits as a text there.
  function needOneSpelling(all) {
    const first = new Map();
    const shown = (team) => (documents.isNumeral(team) ? team.text : `"${plain(team)}"`);
    for (const { where, participants } of all) {
      for (const { team } of participants) {
        const text = textOf(team);
        if (!first.has(text)) first.set(text, { team, where });
        const before = first.get(text);
        if (typeof before.team !== typeof team) {
          throw new Unfit(["participants"], `expected a team's key as a number or as a text, found ${shown(before.team)} in ${before.where} and ${shown(team)} in ${where}`);
        }
      }
    }
  }

  function needDetails(all, form, phase, told) {
    const bare = all.filter(({ unplayed, entries }) => !unplayed && entries === null);
    if (!bare.length) return;
    const what = `${py.commas(bare.length)} of ${documentsOf(all.filter(({ unplayed }) => !unplayed).length)} with scores and no details`;
    need(form.phases[phase].by_scores, [bare[0].where, "details"],
      `expected details, which the ${phase} table of ${form.year} needs, found ${what}; the results service gives them on request`);
    told.push(`${what}: ranked by scores, which are all that this ranking needs`);
  }

  // Put documents into the order of their scheduled times if that was chosen, or say where they are not in it.
  function inOrder(all, order, told) {
    need(!order || order === "time", ["--sorted"], `expected time, found ${quoted(plain(String(order)))}`);
    const times = new Map(all.map((each) => [each, timeOf(each.called.scheduled)]));
    if (order) {
      const without = all.find((each) => times.get(each) === null);
      need(!without, [without && without.where], "expected a scheduled time to sort by, such as 2000-01-31T09:00:00Z");
      const numberOf = ({ called: { id } }) => (documents.isNumeral(id) ? id.value : 0);
      return [...all].sort((one, other) => times.get(one) - times.get(other) || numberOf(one) - numberOf(other));
    }
    const timed = all.filter((each) => times.get(each) !== null);
    const early = timed.slice(1).map((other, at) => [timed[at], other]).filter(([one, other]) => times.get(other) < times.get(one));
    if (early.length) {
      const more = early.length > 1 ? `, and ${counted(early.length - 1, "time")} more` : "";
      told.push(`${early[0][1].where} was scheduled before ${early[0][0].where}${more}: ranked in the order of the file; --sorted time ranks by scheduled times`);
    }
    return all;
  }

  // Read a time as documents write it, in millionths of a second; null where it is none.
  function timeOf(text) {
    const found = /^(\d{4})-?(\d\d)-?(\d\d)(?:.(\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d+))?)?)?(Z|[+-]\d\d(?::?\d\d(?::?\d\d)?)?)?)?$/su.exec(text || "");
    if (!found) return null;
    const [year, month, day, hour, minute, second] = found.slice(1, 7).map((each) => Number(each || 0));
    const begun = new Date(Date.UTC(year, month - 1, day));
    if (begun.getUTCMonth() !== month - 1 || hour > 23 || minute > 59 || second > 59) return null;
    const [, sign, hours, minutes, seconds] = /^([+-])(\d\d):?(\d\d)?:?(\d\d)?$/.exec(found[8] || "") || ["", "+", 0, 0, 0];
    const ahead = (Number(hours) * 60 + Number(minutes || 0)) * 60 + Number(seconds || 0);
    const zoned = (hour * 60 + minute) * 60 + second - (sign === "-" ? -ahead : ahead);
    return (begun.getTime() / 1000 + zoned) * 1e6 + Number((found[7] || "").slice(0, 6).padEnd(6, "0"));
  }

  // ---- The table.

  const recordOf = () => ({ scores: [], highest: 0, statistic: 0, played: 0, wins: 0, losses: 0, ties: 0, sums: {}, total: 0 });
  const playedOf = ({ played, wins, losses, ties }) => ({ played, wins, losses, ties });
  const sideOf = ({ station }) => Math.floor(station / 10) - 1;
  const isSkipped = ({ disqualified, surrogate }) => disqualified || surrogate;

  // Give every team's record, in the order of first appearance; `add` hears of each team in each match.
  function recorded(all, add) {
    const records = new Map();
    all.forEach((document, at) => {
      for (const each of document.participants) {
        const key = documents.keyOf(each.team);
        if (!records.has(key)) records.set(key, { team: each.team, record: recordOf() });
        if (document.counts) add(records.get(key).record, each, document, at);
      }
    });
    return [...records.values()];
  }

  function scoresOf({ where, recorded: scores }, participant) {
    need(scores, [where, "redScore"], "expected recorded scores to rank by, found none");
    return sideOf(participant) ? [scores[1], scores[0]] : scores;
  }

  function addResult(record, own, other, tiesLose, loses = false) {
    const wins = own > other && !loses;
    const ties = own === other && !loses;
    record.wins += wins;
    record.ties += ties;
    record.losses += !wins && (tiesLose || !ties);
  }

  function placed(table, ...keys) {
    const before = (one, other) => keys.reduce((found, key) => found || other[key] - one[key], 0);
    return [...table].sort(before).map((row, at) => ({ rank: at + 1, ...row }));
  }

  // Of what a ranking sums: a value for both sides, a side, or a robot.
  function ownOf(values, participant) {
    const ofSide = values[values.length > 1 ? sideOf(participant) : 0];
    return Array.isArray(ofSide) ? ofSide[ofSide.length > 1 ? participant.station % 10 - 1 : 0] : ofSide;
  }

  // Drop the lowest score of two or more; one below 0 is never the dropped one, and counts as 0.
  function meanOf(scores, rounded) {
    const droppable = scores.filter((score) => score >= 0);
    const total = droppable.reduce((sum, score) => sum + score, 0);
    const isDropped = scores.length > 1 && droppable.length;
    const mean = isDropped ? (total - py.least(droppable)) / (scores.length - 1) : total / Math.max(scores.length, 1);
    return rounded === "up" ? Math.ceil(mean) : Number(mean.toFixed(2));
  }

  const points = ({ wins, ties }) => 2 * wins + ties;

  // The ways to rank, by the names of those that make them.
  const WAYS = {
    mean_without_lowest(all, { statistics: [statistic], rounded, sanctions, no_show: absence }, values) {
      const records = recorded(all, (record, each, document, at) => {
        if (isSkipped(each)) return;
        const sanction = (each.noShow && absence) || sanctions[each.card] || null;
        const [own, other] = scoresOf(document, each);
        addResult(record, own, other, true, sanction !== null && sanction.loses);
        record.played += 1;
        record.statistic += sanction ? 0 : Number(ownOf(values[at][0], each));
        if (!sanction) record.highest = Math.max(record.highest, own);
        record.scores.push(sanction && sanction.score !== null ? sanction.score : own);
      });
      const table = records.map(({ team, record }) => ({ teamKey: team, rankingScore: meanOf(record.scores, rounded), highestScore: record.highest,
        [statistic]: record.statistic, ...playedOf(record) }));
      return placed(table, "rankingScore", "highestScore", statistic);
    },

    sum(all) {
      const records = recorded(all, (record, each, document) => {
        if (each.disqualified) return;
        const [own, other] = scoresOf(document, each);
        const count = each.card > YELLOW ? 0 : own;
        record.played += 1;
        record.total += count;
        record.highest = Math.max(record.highest, count);
        addResult(record, own, other, true);
      });
      return placed(records.map(({ team, record }) => ({ teamKey: team, totalScore: record.total, highestScore: record.highest, ...playedOf(record) })), "totalScore");
    },

    ranking_points(all, { statistics, bonus }, values) {
      const columns = [...statistics, ...Object.keys(bonus)];
      const records = recorded(all, (record, each, document, at) => {
        record.played += 1;
        if (isSkipped(each) || each.card > YELLOW) return;
        const [own, other] = scoresOf(document, each);
        addResult(record, own, other, false);
        record.total += own;
        columns.forEach((name, nth) => { record.sums[name] = (record.sums[name] || 0) + Number(ownOf(values[at][nth], each)); });
      });
      const table = records.map(({ team, record }) => {
        const sums = Object.fromEntries(columns.map((name) => [name, record.sums[name] || 0]));
        const won = Object.keys(bonus).reduce((sum, name) => sum + sums[name], 0);
        return { teamKey: team, rankingPoints: points(record) + won, totalPoints: record.total, ...sums, ...playedOf(record) };
      });
      return placed(table, "rankingPoints", "totalPoints", ...columns, "played");
    },

    cumulative(all) {
      const records = recorded(all, (record, each, document) => {
        if (isSkipped(each)) return;
        const [own, other] = scoresOf(document, each);
        record.played += 1;
        record.total += own;
        addResult(record, own, other, false);
      });
      const rows = records.map(({ team, record }) => ({ key: team, row: { teamKey: team, cumulativePoints: record.total, matchPoints: points(record), ...playedOf(record) } }));
      const byPoints = placed(rows.map(({ row }) => row), "matchPoints", "cumulativePoints");
      const places = new Map(byPoints.map(({ teamKey, rank }) => [teamKey, rank]));
      return placed(rows.map(({ row }) => row), "cumulativePoints").map((row) => ({ ...row, matchPointsRank: places.get(row.teamKey) }));
    },
  };

  // Give the official table, team keys as documents have them; `statistics` and `follows` give what is summed and what derived names should be.
  function table(all, form, phase, { statistics, follows }) {
    const { policy } = form.phases[phase];
    const values = all.map((document) => (document.counts && (policy.statistics || []).length ? statistics(document) : []));
    const bonuses = Object.values(policy.bonus || {});
    all.forEach((document, at) => { if (document.counts) for (const name of bonuses) values[at] = [...values[at], [bonusOf(document, name, follows)]]; });
    return WAYS[policy.way](all, policy, values);
  }

  // What a document records under a name, or what follows from its entries, as 1 or 0.
  function bonusOf(document, name, follows) {
    const [, told = null] = document.derived.find(([each]) => each === name) || [];
    if (told === null) return Number(follows(document, name));
    return Number(told === true || (documents.isNumeral(told) && told.value === 1));
  }

  return { ofEvent, oneRanking, table, isKnown: (policy) => policy !== null && Object.hasOwn(WAYS, policy.way) };
})();
