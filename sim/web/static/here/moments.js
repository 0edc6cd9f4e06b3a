// A match told from its event log: what each agent did, and how the score and the places would be if the buzzer sounded
// at each moment. The twin of sim/engine/moments.py, and of what analysis/report/replay.py makes of it.
"use strict";

const moments = (() => {
  const SECOND = 1000;

  // Write whole numbers as a text, with digits up to z.
  const flat = (numbers) => numbers.map((each) => each.toString(36)).join(" ");
  const differences = (numbers) => numbers.map((each, at) => each - (at ? numbers[at - 1] : 0));

  // When something may change: where an attempt ends and, in a season with clocks, a ms after each second.
  function times(lines, { clock }, { buzzer, log }) {
    const ends = lines.filter(({ what }) => what !== log.started).map(({ ms }) => ms);
    const seconds = clock.some(Boolean) ? Array.from({ length: Math.ceil((buzzer - 1) / SECOND) }, (_, nth) => 1 + SECOND * nth) : [];
    return [...new Set([0, buzzer, ...ends, ...seconds])].sort((one, other) => one - other);
  }

  // Fold a log, without breakdowns, from the marking at the start: what is there at each moment, what is being done given back.
  function folded(lines, season, start, numbers) {
    const { clock, story } = season;
    const left = (ms) => Math.floor((numbers.buzzer - ms) / SECOND);
    const [came, held, clocks] = [[...start], start.map(() => 0), start.map((each, at) => each * clock[at] * left(0))];
    const tokens = ({ agent, row, n }, kind, times_, add) => story.arcs[kind][row].forEach(([first, scope, count]) =>
      add(first + story.offsets[story.agents.indexOf(agent)][scope], count * n * times_));
    let next = 0;
    return times(lines, season, numbers).map((ms) => {
      for (; next < lines.length && lines[next].ms <= ms; next += 1) {
        const line = lines[next];
        const begins = line.what === numbers.log.started;
        tokens(line, begins ? "takes" : story.comes[line.what], begins ? -1 : 1, (at, by) => {
          came[at] += by;
          clocks[at] += by * clock[at] * left(line.ms);
        });
        tokens(line, "takes", begins ? 1 : -1, (at, by) => { held[at] += by; });
      }
      return { ms, marking: came.map((each, at) => each + held[at]), clocks: clocks.map((each, at) => each - came[at] * clock[at] * left(ms)) };
    });
  }

  // Two numbers a change: how many moments later, and by how much.
  function track(changes) {
    let before = 0;
    return flat(changes.flatMap((by, at) => {
      if (!by) return [];
      const later = at - before;
      before = at;
      return [later, by];
    }));
  }

  // Four numbers an attempt: row, ms since the one before, ms it took, how often at once and how it ended.
  function attempts(lines, { started }, { broke }) {
    let [ended, begun] = [0, 0];
    return lines.flatMap(({ ms, row, what, n }) => {
      if (what === started) begun = ms;
      if (what === started || what === broke) return [];
      const found = [row, begun - ended, ms - begun, n * broke + what];
      ended = ms;
      return found;
    });
  }

  // Say whether what an agent did is told: a stream of what the field does would hide the rest.
  function isTold(agent, lines, { agents, log }, { most }) {
    const often = new Map();
    for (const { row, what } of lines) if (what !== log.started) often.set(row, (often.get(row) || 0) + 1);
    return agent < agents || Math.max(0, ...often.values()) <= most;
  }

  function agentOf(number, lines, { playbook, room, card }, { story }, { agents, nobody, log }) {
    const robots = agents / 2;
    const broken = lines.find(({ what }) => what === story.ends.broke);
    return {
      number,
      robot: number < robots ? { team: null, name: null, carries: story.room >= 0 ? room(number) : null, card: story.cards[card(number)] } : null,
      plays: number < agents && playbook(number) !== nobody ? playbook(number) : null,
      breaks: broken ? broken.ms : null,
      attempts: flat(attempts(lines, log, story.ends)),
    };
  }

  // Tell a match of a season: `log` its lines' numbers in a row, `drawn` what reads who was drawn, `fouls(side, kind)`
  // those of a side, which count at the end. Playbooks are told by their numbers.
  function told(season, log, drawn, fouls, score, numbers) {
    const { story, clock, sheet } = season;
    const all = Array.from({ length: log.length / numbers.log.line }, (_, nth) => {
      const [ms, agent, row, what, n] = log.subarray(nth * numbers.log.line, (nth + 1) * numbers.log.line);
      return { ms: Number(ms), agent: Number(agent), row: Number(row), what: Number(what), n: Number(n) };
    });
    const start = story.start.map((each, at) => (story.room >= 0 && at >= story.room && at < story.room + numbers.agents / 2 ? drawn.room(at - story.room) : each));
    const seen = folded(all.filter(({ what }) => what !== story.ends.broke), season, start, numbers).map(({ ms, marking, clocks }) => {
      const filled = sheets.filled(sheet, (at) => (clock[at] ? clocks : marking)[at], ms === numbers.buzzer ? fouls : () => 0);
      return { ms, columns: [...score(filled)[0].flat(), ...story.columns.map((at) => marking[at])] };
    });
    const changing = seen.filter(({ ms, columns }, nth) => ms === 0 || columns.some((each, at) => each !== seen[nth - 1].columns[at]));
    const tracks = seen[0].columns.map((_, column) => track(differences(changing.map(({ columns }) => columns[column]))));
    const pairs = tracks.length - story.columns.length;
    const lines = new Map(story.agents.map((agent) => [agent, all.filter((line) => line.agent === agent)]));
    const agents = story.agents.filter((agent) => isTold(agent, lines.get(agent), numbers, story));
    let from = pairs;
    return {
      agents: agents.map((agent) => agentOf(agent, lines.get(agent), drawn, season, numbers)),
      left_out: agents.length < story.agents.length,
      moments: flat(differences(changing.map(({ ms }) => ms))),
      parts: Array.from({ length: pairs / 2 }, (_, nth) => tracks.slice(2 * nth, 2 * nth + 2)),
      places: story.owners.map((many) => tracks.slice(from, from += many)),
    };
  }

  return { told };
})();
