// Who may stand at each station, as arrays to draw from: those of sim/robots/lineup.py, from a season's facts.
"use strict";

const lineup = (() => {
  const [ROBOTS, STATIONS] = [6, 3];
  const LEVELS = ["match", "alliance", "robot"];
  const FOULS = ["minor", "major"];

  // ---- Numbers of a season that are otherwise: robots.pace, shares.NAME, action.ROW.seconds.

  function stepsOf(name) {
    const [table, key] = [name.slice(0, name.indexOf(".")), name.slice(name.indexOf(".") + 1)];
    if (table === "shares") return [table, key];
    const last = key.lastIndexOf(".");
    return table === "action" ? [table, key.slice(0, last), key.slice(last + 1)] : [table, ...key.split(".")];
  }

  // Give a season with some numbers of its population and its rows changed.
  function turned(season, numbers) {
    const robots = structuredClone(season.robots);
    const [shares, rows] = [{}, {}];
    for (const [name, value] of Object.entries(numbers)) {
      const [table, ...steps] = stepsOf(name);
      if (table === "shares") shares[steps[0]] = value;
      else if (table === "action") (rows[steps[0]] ||= {})[steps[1]] = value;
      else steps.slice(0, -1).reduce((tree, step) => tree[step], robots)[steps.at(-1)] = value;
    }
    return { ...season, robots, playbooks: reshared(season.playbooks, shares), rows: season.rows.map((row) => ({ ...row, ...rows[row.name] })) };
  }

  // Let named playbooks have these shares, and those that are chosen beside them what is left.
  function reshared(playbooks, shares) {
    const sum = (list, of) => list.reduce((found, each) => found + of(each), 0);
    return playbooks.map((playbook) => {
      const beside = playbooks.filter((each) => each.by === playbook.by && each.station === playbook.station);
      const named = beside.filter((each) => each.name in shares);
      const others = sum(beside.filter((each) => !(each.name in shares)), (each) => each.share);
      const left = sum(beside, (each) => each.share) - sum(named, (each) => shares[each.name]);
      const filled = others && named.length ? playbook.share * Math.max(left, 0) / others : playbook.share;
      return { ...playbook, share: playbook.name in shares ? shares[playbook.name] : filled };
    });
  }

  // ---- The population at all stations.

  const each = (...numbers) => Array.from({ length: ROBOTS }, () => [...numbers]);
  const alone = (number) => new Array(ROBOTS).fill(number);
  const milliseconds = (seconds) => Math.floor(seconds * 1000 + 0.5);
  const success = (row) => (row.success === undefined ? 1 : row.success);

  // The seconds each row takes the median robot, and how often it works.
  function medians({ rows, robots }) {
    const paces = rows.map((row) => (row.skill ? robots.pace : 0));
    return [rows.map((row, at) => row.seconds * exact.exp(-paces[at])),
      rows.map((row, at) => success(row) / (success(row) + (1 - success(row)) * exact.exp(-robots.reliability * paces[at])))];
  }

  function room({ robots, places, room_most: most }) {
    if (!robots.room) return each(0, 0, 0, 0);
    const place = places.find(({ name }) => name === robots.room.place);
    return each(place.start || 0, robots.room.spread, robots.room.talent, most);
  }

  const columns = (wanted, names) => wanted.map((name) => (name ? names.indexOf(name) : names.length));

  function population(season, playbooks, byShare) {
    const { robots, rows } = season;
    const [skills, abilities] = [Object.values(robots.skill), Object.values(robots.can)];
    const { yellow, red, white } = robots.cards;
    const [seconds, works] = medians(season);
    const [opens, spread] = openings(rows, playbooks);
    return {
      talent: each(0, robots.talent), form: alone(robots.form),
      skill_spread: each(...skills.map((skill) => skill.spread), 0), skill_talent: each(...skills.map((skill) => skill.talent), 0),
      gain: alone(robots.growth.gain), tau: robots.growth.tau, reliability: alone(robots.reliability), no_show: alone(robots.no_show),
      breaks: each(robots.breaks.share, robots.breaks.early), fouls: each(...FOULS.map((kind) => robots.fouls[kind])),
      cards: each(yellow, yellow + red, yellow + red + white), card_codes: season.card_codes,
      odds_against: each(...abilities.map((ability) => 1 / ability.share - 1), 0),
      can_talent: each(...abilities.map((ability) => ability.talent), 0), can_growth: each(...abilities.map((ability) => ability.growth), 0),
      room: room(season), seconds: each(...seconds), success: each(...works),
      skill_of: columns(rows.map((row) => row.skill), Object.keys(robots.skill)), can_of: columns(rows.map((row) => row.can), Object.keys(robots.can)),
      by_human: rows.map((row) => row.by === "human"), opens, opens_spread: spread,
      decided: rows.map((_, at) => at).filter((at) => spread.some((line) => line[at])),
      chosen_by: choices(season, playbooks, byShare),
    };
  }

  // Mean and sd, in ms, of the time from which each playbook does each row; the last line is nobody's.
  function openings(rows, playbooks) {
    const mean = [...playbooks, null].map(() => rows.map((row) => milliseconds(row.after || 0)));
    const spread = mean.map((line) => line.map(() => 0));
    playbooks.forEach((playbook, nth) => {
      for (const [name, { after }] of Object.entries(playbook.set || {})) {
        const at = rows.findIndex((row) => row.name === name);
        mean[nth][at] = milliseconds(after[0]);
        spread[nth][at] = 1000 * after[1];
      }
    });
    return [mean, spread];
  }

  // The shares by which each agent's playbook is chosen: by the match, then its alliance, then itself.
  function choices({ humans }, playbooks, byShare) {
    return Array.from({ length: 2 * ROBOTS }, (_, agent) => {
      const [by, station] = [agent < ROBOTS ? "robot" : "human", agent % STATIONS];
      const plays = ({ by: whose, station: where }, nth) => nth < byShare && whose === by && (!where || where === station + 1);
      if (by === "human" && station >= humans) return LEVELS.map(() => playbooks.map(() => 0));
      let mine = playbooks.map((playbook, nth) => (plays(playbook, nth) ? playbook.share : 0));
      return LEVELS.map((level) => {
        const ofLevel = playbooks.map((playbook) => playbook.level === level);
        const all = py.sum(mine);
        let sum = 0;
        const chosen = mine.map((share, nth) => { sum += ofLevel[nth] ? share : 0; return sum / all; });
        const any = mine.some((share, nth) => share && ofLevel[nth]);
        mine = mine.map((share, nth) => (ofLevel[nth] ? 0 : share));
        return any ? chosen : playbooks.map(() => 0);
      });
    });
  }

  // ---- Who is named.

  const talentOf = ({ percentile = 50 }, { robots }) => robots.talent * exact.normalQuantile(percentile / 100);
  const oddsAgainst = (robot, { share, talent }, season) => (1 / share - 1) * exact.exp(-talent * talentOf(robot, season));

  function abilitiesOf(robot, season) {
    if (robot.can) return robot.can;
    return chains.usable(season, Object.keys(season.robots.can).filter((name) => oddsAgainst(robot, season.robots.can[name], season) <= 1));
  }

  // Nothing of a robot is drawn but its form, its luck and its faults.
  function stand(drawn, station, robot, season) {
    const { robots, rows } = season;
    const talent = talentOf(robot, season);
    drawn.talent[station] = [talent, 0];
    drawn.gain[station] = 0;
    for (const zero of [drawn.skill_spread[station], drawn.can_growth[station]]) zero.fill(0);
    const able = abilitiesOf(robot, season);
    Object.keys(robots.can).forEach((name, at) => { drawn.odds_against[station][at] = able.includes(name) ? 0 : Infinity; });
    const speeds = drawn.skill_talent[station].map((slope) => slope * talent);
    rows.forEach(({ name }, at) => {
      const speed = speeds[drawn.skill_of[at]];
      const { seconds = {}, works = {} } = robot;
      if (name in seconds) drawn.seconds[station][at] = seconds[name] * exact.exp(speed);
      if (name in works) {
        const against = (1 - works[name]) * exact.exp(robots.reliability * speed);
        drawn.success[station][at] = works[name] / (works[name] + against);
      }
    });
    drawn.room[station][1] = 0;
    if (robot.room != null) drawn.room[station].splice(0, 3, robot.room, 0, 0);
    if (robot.no_show != null) drawn.no_show[station] = robot.no_show;
    if (robot.breaks != null) drawn.breaks[station][0] = robot.breaks;
    if (robot.fouls) drawn.fouls[station] = FOULS.map((kind) => robot.fouls[kind] || 0);
  }

  // The line-up of a season: its population, playing these playbooks by their shares, but for who is named at the six
  // stations, `{ robot, plan }` each, red first.
  function of(season, playbooks, stations) {
    const drawn = population(season, everyPlaybook(playbooks, stations), playbooks.length);
    let place = playbooks.length;
    stations.forEach(({ robot, plan }, station) => {
      if (robot) stand(drawn, station, robot, season);
      if (!plan) return;
      drawn.chosen_by[station] = LEVELS.map((level) => drawn.chosen_by[station][0].map((_, at) => (level === "robot" && at >= place ? 1 : 0)));
      place += 1;
    });
    return drawn;
  }

  // Every playbook of a run, those chosen by their shares first.
  const everyPlaybook = (playbooks, stations) => [...playbooks, ...stations.filter(({ plan }) => plan).map(({ plan }) => ({ level: "robot", by: "robot", share: 1, ...plan }))];

  return { of, everyPlaybook, turned, stepsOf, medians };
})();
